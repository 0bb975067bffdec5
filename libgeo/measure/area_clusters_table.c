/* Hot and cold spots, clusters and outliers: the table, a row for each area. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/text.h"
#include "measure/area_clusters.h"
#include "measure/column_plan.h"

/* ---- order ---------------------------------------------------------------------------------- */

typedef struct cluster_row {
    size_t area;
    int place;   /* of its class: lower stands first */
    double size; /* within it: larger stands first */
    const char *code;
} cluster_row;

static int compare_rows(const void *one, const void *other)
{
    const cluster_row *a = one, *b = other;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    if (a->size != b->size)
        return a->size > b->size ? -1 : 1;
    return strcmp(a->code, b->code);
}

enum { HOT, COLD, REST, UNKNOWN };

/* Spots of one temperature stand by z whatever their class, which follows from it. */
static cluster_row spot_row(const geo_area_clusters_work *work, size_t area)
{
    int32_t class = work->made->class_of[area];
    double z = work->made->statistic[area];
    if (class == GEO_NO_CODE)
        return (cluster_row){area, UNKNOWN, 0, work->areas->code[area]};
    int place = class > GEO_SPOT_NONE ? HOT : class < GEO_SPOT_NONE ? COLD : REST;
    return (cluster_row){area, place, place == COLD ? -z : z, work->areas->code[area]};
}

static cluster_row cluster_row_of(const geo_area_clusters_work *work, size_t area)
{
    static const int place[] = {[GEO_CLUSTER_HIGH_HIGH] = 0,
                                [GEO_CLUSTER_HIGH_LOW] = 1,
                                [GEO_CLUSTER_LOW_HIGH] = 2,
                                [GEO_CLUSTER_LOW_LOW] = 3,
                                [GEO_CLUSTER_NONE] = 4};
    int32_t class = work->made->class_of[area];
    double i = work->made->statistic[area];
    if (class == GEO_NO_CODE)
        return (cluster_row){area, 5, 0, work->areas->code[area]};
    return (cluster_row){area, place[class], class == GEO_CLUSTER_NONE ? i : fabs(i),
                         work->areas->code[area]};
}

static bool has_row(const geo_area_clusters_work *work, size_t area)
{
    const geo_area_clusters_options *options = work->options;
    int32_t class = work->made->class_of[area];
    if (options->shown && !options->shown[area])
        return false;
    return !options->significant || (class != GEO_NO_CODE && class != geo_area_clusters_none(work));
}

static geo_status order_rows(const geo_area_clusters_work *work, cluster_row **out, size_t *count)
{
    bool is_spots = geo_area_clusters_is_spots(work);
    size_t top = work->options->top;
    cluster_row *row = NULL;
    geo_status status = geo_alloc_array(work->context, work->areas->count, sizeof *row, &row);
    if (status != GEO_OK)
        return status;
    *count = 0;
    for (size_t i = 0; i < work->areas->count; i++)
        if (has_row(work, i))
            row[(*count)++] = is_spots ? spot_row(work, i) : cluster_row_of(work, i);
    if (*count > 1)
        qsort(row, *count, sizeof *row, compare_rows);
    if (top > 0 && *count > top)
        *count = top;
    *out = row;
    return GEO_OK;
}

/* ---- ranks ---------------------------------------------------------------------------------- */

static int compare_falling(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return a > b ? -1 : a < b ? 1 : 0;
}

/* All z in falling order, those without left out. */
static geo_status sort_z(const geo_area_clusters_work *work, double **out, size_t *count)
{
    const geo_area_clusters *made = work->made;
    geo_status status = geo_alloc_array(work->context, made->count, sizeof **out, out);
    *count = 0;
    for (size_t i = 0; i < made->count && status == GEO_OK; i++)
        if (!isnan(made->statistic[i]))
            (*out)[(*count)++] = made->statistic[i];
    if (status == GEO_OK && *count > 1)
        qsort(*out, *count, sizeof **out, compare_falling);
    return status;
}

/* 1 and how many are higher: equal ones share a rank. */
static int64_t rank_of(const double *sorted, size_t count, double z)
{
    size_t low = 0, high = count;
    if (isnan(z))
        return GEO_NO_INTEGER;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle] > z)
            low = middle + 1;
        else
            high = middle;
    }
    return (int64_t)low + 1;
}

/* ---- columns -------------------------------------------------------------------------------- */

enum {
    RANK,
    CODE,
    NAME,
    PARENT,
    X,
    Y,
    COUNT,
    POPULATION,
    VALUE,
    STATISTIC,
    P,
    ADJUSTED,
    QUADRANT,
    CLASS,
    COLUMNS
};

static geo_status add_columns(const geo_area_clusters_work *work, geo_table *table, size_t *place)
{
    const geo_areas *areas = work->areas;
    const geo_area_clusters_options *options = work->options;
    bool is_spots = geo_area_clusters_is_spots(work);
    const geo_column_plan plan[COLUMNS] = {
        [RANK] = {is_spots ? "rank" : NULL, NULL, GEO_INTEGER, false, false, 0, 0},
        [CODE] = {"code", NULL, GEO_TEXT, false, false, areas->name ? 3 : 0, 0},
        [NAME] = {areas->name ? "name" : NULL, options->name_heading, GEO_TEXT, false, true, 0, 0},
        [PARENT] = {areas->parent ? "parent" : NULL, NULL, GEO_TEXT, false, true, 2, 0},
        [X] = {options->has_centres ? "x" : NULL, NULL, GEO_REAL, false, false, 2, 0},
        [Y] = {options->has_centres ? "y" : NULL, NULL, GEO_REAL, false, false, 2, 0},
        [COUNT] = {"count", NULL, GEO_INTEGER, false, false, 0, 0},
        [POPULATION] = {areas->population ? "population" : NULL, NULL, GEO_REAL, false, false, 4,
                        0},
        [VALUE] = {options->value_name, options->value_heading, GEO_REAL, false, false, 0,
                   options->decimals},
        [STATISTIC] = {is_spots ? "z" : "i", is_spots ? NULL : "I", GEO_REAL, false, false, 0, 2},
        [P] = {"p", NULL, GEO_REAL, false, false, 1, 4},
        [ADJUSTED] = {"p_fdr", "p, FDR", GEO_REAL, false, false, 1, 4},
        [QUADRANT] = {is_spots ? NULL : "quadrant", NULL, GEO_TEXT, false, false, 5, 0},
        [CLASS] = {"class", NULL, GEO_TEXT, false, false, 0, 0},
    };
    return geo_add_planned_columns(work->context, plan, COLUMNS, 0.95, table, place);
}

static geo_status set_text(const geo_area_clusters_work *work, geo_table *table, size_t place,
                           size_t row, const char *text)
{
    if (place == GEO_NO_COLUMN)
        return GEO_OK;
    return geo_table_set_text(work->context, &table->column[place], row, geo_text_of(text));
}

static void set_real(geo_table *table, size_t place, size_t row, double number)
{
    if (place != GEO_NO_COLUMN)
        table->column[place].real[row] = number;
}

static const char *class_text(const geo_area_clusters_work *work, int32_t class)
{
    if (class == GEO_NO_CODE)
        return NULL;
    return geo_area_clusters_is_spots(work) ? geo_spot_name((geo_spot) class)
                                            : geo_cluster_text((geo_cluster) class);
}

static geo_status fill_texts(const geo_area_clusters_work *work, geo_table *table,
                             const size_t *place, size_t row, size_t area)
{
    const geo_areas *areas = work->areas;
    geo_status status = set_text(work, table, place[CODE], row, areas->code[area]);
    if (status == GEO_OK && areas->name)
        status = set_text(work, table, place[NAME], row, areas->name[area]);
    if (status == GEO_OK && areas->parent)
        status = set_text(work, table, place[PARENT], row, areas->parent[area]);
    if (status == GEO_OK && work->quadrant)
        status =
            set_text(work, table, place[QUADRANT], row, geo_cluster_name(work->quadrant[area]));
    if (status == GEO_OK)
        status =
            set_text(work, table, place[CLASS], row, class_text(work, work->made->class_of[area]));
    return status;
}

/* Up where values are high, down where they are low. */
static geo_mark mark_of(const geo_area_clusters_work *work, int32_t class)
{
    if (class == GEO_NO_CODE || class == geo_area_clusters_none(work))
        return GEO_MARK_NONE;
    bool is_high = geo_area_clusters_is_spots(work)
                       ? class > GEO_SPOT_NONE
                       : class == GEO_CLUSTER_HIGH_HIGH || class == GEO_CLUSTER_HIGH_LOW;
    return is_high ? GEO_MARK_HIGHER : GEO_MARK_LOWER;
}

/* NaN unless there is such a number. */
static double attribute(const geo_areas *areas, const char *name, size_t area)
{
    const geo_column *column = areas->attributes ? geo_table_find(areas->attributes, name) : NULL;
    return column && column->type == GEO_REAL ? column->real[area] : (double)NAN;
}

static geo_status fill_row(const geo_area_clusters_work *work, geo_table *table,
                           const size_t *place, size_t row, size_t area)
{
    const geo_area_clusters *made = work->made;
    geo_status status = fill_texts(work, table, place, row, area);
    if (status == GEO_OK)
        status = geo_table_set_area(work->context, table, row, (int32_t)area);
    if (status == GEO_OK)
        status = geo_table_set_mark(work->context, table, &table->column[place[CLASS]], row,
                                    mark_of(work, made->class_of[area]));
    table->column[place[COUNT]].integer[row] = work->count[area];
    if (work->options->has_centres) {
        set_real(table, place[X], row, attribute(work->areas, "x", area));
        set_real(table, place[Y], row, attribute(work->areas, "y", area));
    }
    if (work->areas->population)
        set_real(table, place[POPULATION], row, work->areas->population[area]);
    set_real(table, place[VALUE], row, work->value[area]);
    set_real(table, place[STATISTIC], row, made->statistic[area]);
    set_real(table, place[P], row, made->p[area]);
    set_real(table, place[ADJUSTED], row, made->adjusted[area]);
    return status;
}

static geo_status fill_ranks(const geo_area_clusters_work *work, geo_table *table, size_t place)
{
    double *sorted = NULL;
    size_t count = 0;
    if (place == GEO_NO_COLUMN)
        return GEO_OK;
    geo_status status = sort_z(work, &sorted, &count);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
        table->column[place].integer[row] =
            rank_of(sorted, count, work->made->statistic[table->area[row]]);
    free(sorted);
    return status;
}

geo_status geo_area_clusters_make_table(const geo_area_clusters_work *work)
{
    cluster_row *row = NULL;
    size_t count = 0, place[COLUMNS];
    geo_status status = order_rows(work, &row, &count);
    if (status == GEO_OK)
        status = geo_table_new(work->context, count, &work->made->table);
    geo_table *table = work->made->table;
    if (status == GEO_OK)
        status = add_columns(work, table, place);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        status = fill_row(work, table, place, i, row[i].area);
    if (status == GEO_OK)
        status = fill_ranks(work, table, place[RANK]);
    if (status == GEO_OK)
        status = geo_table_set_mark_text(work->context, table, GEO_MARK_HIGHER,
                                         geo_area_clusters_is_spots(work) ? "hot spot" : "high");
    if (status == GEO_OK)
        status = geo_table_set_mark_text(work->context, table, GEO_MARK_LOWER,
                                         geo_area_clusters_is_spots(work) ? "cold spot" : "low");
    free(row);
    return status;
}
