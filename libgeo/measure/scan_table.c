/* The clusters of a circular scan as tables: each of them, and the areas in them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/measure.h>
#include <geo/spatial.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/column_plan.h"

typedef struct scan_work {
    geo_context *context;
    const geo_scan *scan;
    const geo_areas *areas;
    const int64_t *count;
    const geo_scan_table_options *options;
    size_t *listed; /* [listed_count] clusters, in their order */
    size_t listed_count;
} scan_work;

static bool is_shown(const scan_work *work, int32_t area)
{
    return !work->options->shown || work->options->shown[area];
}

static bool shows_any(const scan_work *work, const geo_scan_cluster *cluster)
{
    for (size_t i = 0; i < cluster->area_count; i++)
        if (is_shown(work, cluster->area[i]))
            return true;
    return false;
}

static geo_status choose(scan_work *work)
{
    const geo_scan_table_options *options = work->options;
    geo_status status =
        geo_alloc_array(work->context, work->scan->count, sizeof *work->listed, &work->listed);
    for (size_t i = 0; i < work->scan->count && status == GEO_OK; i++) {
        bool has_room = options->top == 0 || work->listed_count < options->top;
        if (has_room && work->scan->cluster[i].p <= options->most_p &&
            shows_any(work, &work->scan->cluster[i]))
            work->listed[work->listed_count++] = i;
    }
    return status;
}

static geo_status set_text(const scan_work *work, geo_table *table, size_t place, size_t row,
                           const char *text)
{
    if (place == GEO_NO_COLUMN)
        return GEO_OK;
    return geo_table_set_text(work->context, &table->column[place], row, geo_text_of(text));
}

static const char *name_of(const geo_areas *areas, int32_t area)
{
    const char *name = areas->name ? areas->name[area] : NULL;
    return name && name[0] ? name : areas->code[area];
}

/* ---- clusters ------------------------------------------------------------------------------- */

enum {
    CLUSTER,
    CENTRE,
    PARENT,
    AREAS,
    RADIUS,
    COUNT,
    EXPECTED,
    POPULATION,
    RATE,
    RISK,
    RATIO,
    P,
    CLASS,
    COLUMNS
};

static geo_status add_cluster_columns(const scan_work *work, geo_table *table, size_t *place)
{
    const geo_column_plan plan[COLUMNS] = {
        [CLUSTER] = {"cluster", NULL, GEO_INTEGER, false, false, 0, 0},
        [CENTRE] = {"centre", NULL, GEO_TEXT, false, true, 0, 0},
        [PARENT] = {work->areas->parent ? "parent" : NULL, NULL, GEO_TEXT, false, true, 2, 0},
        [AREAS] = {"areas", NULL, GEO_INTEGER, false, false, 0, 0},
        [RADIUS] = {"radius_m", "radius m", GEO_REAL, false, false, 1, 0},
        [COUNT] = {"count", NULL, GEO_INTEGER, false, false, 0, 0},
        [EXPECTED] = {"expected", NULL, GEO_REAL, false, false, 0, 1},
        [POPULATION] = {"population", NULL, GEO_REAL, false, false, 4, 0},
        [RATE] = {"rate_per_1000", "rate per 1,000", GEO_REAL, false, false, 3,
                  work->options->decimals},
        [RISK] = {"relative_risk", "relative risk", GEO_REAL, false, false, 0, 2},
        [RATIO] = {"llr", "log likelihood ratio", GEO_REAL, false, false, 1, 2},
        [P] = {"p", NULL, GEO_REAL, false, false, 0, 4},
        [CLASS] = {"class", NULL, GEO_TEXT, false, false, 0, 0},
    };
    return geo_add_planned_columns(work->context, plan, COLUMNS, 0.95, table, place);
}

static double people_of(const scan_work *work, const geo_scan_cluster *cluster)
{
    double people = 0;
    for (size_t i = 0; i < cluster->area_count; i++)
        people += work->areas->population[cluster->area[i]];
    return people;
}

static const char *class_text(double p)
{
    static const char *const text[] = {"not significant", "cluster, 90%", "cluster, 95%",
                                       "cluster, 99%"};
    return text[geo_spot_of(1, p) - GEO_SPOT_NONE];
}

static geo_status fill_cluster(const scan_work *work, geo_table *table, const size_t *place,
                               size_t row)
{
    const geo_scan_cluster *cluster = &work->scan->cluster[work->listed[row]];
    geo_column *column = table->column;
    double people = people_of(work, cluster);
    geo_status status =
        set_text(work, table, place[CENTRE], row, name_of(work->areas, cluster->centre));
    if (status == GEO_OK && work->areas->parent)
        status = set_text(work, table, place[PARENT], row, work->areas->parent[cluster->centre]);
    if (status == GEO_OK)
        status = set_text(work, table, place[CLASS], row, class_text(cluster->p));
    if (status == GEO_OK)
        status = geo_table_set_area(work->context, table, row, cluster->centre);
    column[place[CLUSTER]].integer[row] = (int64_t)row + 1;
    column[place[AREAS]].integer[row] = (int64_t)cluster->area_count;
    column[place[RADIUS]].real[row] = cluster->radius_m;
    column[place[COUNT]].integer[row] = cluster->incidents;
    column[place[EXPECTED]].real[row] = cluster->expected;
    column[place[POPULATION]].real[row] = people;
    column[place[RATE]].real[row] =
        geo_rate_per_1000((double)cluster->incidents, people) / work->options->years;
    column[place[RISK]].real[row] =
        isfinite(cluster->relative_risk) ? cluster->relative_risk : (double)NAN;
    column[place[RATIO]].real[row] = cluster->ratio;
    column[place[P]].real[row] = cluster->p;
    return status;
}

static geo_status make_clusters(const scan_work *work, geo_table **out)
{
    size_t place[COLUMNS];
    geo_status status = geo_table_new(work->context, work->listed_count, out);
    if (status == GEO_OK)
        status = add_cluster_columns(work, *out, place);
    for (size_t row = 0; row < work->listed_count && status == GEO_OK; row++)
        status = fill_cluster(work, *out, place, row);
    return status;
}

/* ---- areas ---------------------------------------------------------------------------------- */

typedef struct member {
    size_t cluster; /* of those listed */
    int32_t area;
    double rate;
    const char *code;
} member;

static int compare_members(const void *one, const void *other)
{
    const member *a = one, *b = other;
    if (a->cluster != b->cluster)
        return a->cluster < b->cluster ? -1 : 1;
    if (a->rate != b->rate)
        return a->rate > b->rate ? -1 : 1;
    return strcmp(a->code, b->code);
}

/* Circles hold areas with people alone, so that each has a rate. */
static geo_status find_members(const scan_work *work, member **out, size_t *count)
{
    member *found = NULL;
    geo_status status = geo_alloc_array(work->context, work->areas->count, sizeof *found, &found);
    *count = 0;
    for (size_t i = 0; i < work->listed_count && status == GEO_OK; i++) {
        const geo_scan_cluster *cluster = &work->scan->cluster[work->listed[i]];
        for (size_t k = 0; k < cluster->area_count; k++) {
            int32_t area = cluster->area[k];
            double rate =
                geo_rate_per_1000((double)work->count[area], work->areas->population[area]);
            if (is_shown(work, area))
                found[(*count)++] = (member){i, area, rate, work->areas->code[area]};
        }
    }
    if (status == GEO_OK && *count > 1)
        qsort(found, *count, sizeof *found, compare_members);
    *out = found;
    return status;
}

enum { M_CLUSTER, M_CODE, M_NAME, M_PARENT, M_COUNT, M_POPULATION, M_RATE, M_CLASS, M_COLUMNS };

static geo_status add_member_columns(const scan_work *work, geo_table *table, size_t *place)
{
    const geo_areas *areas = work->areas;
    const geo_column_plan plan[M_COLUMNS] = {
        [M_CLUSTER] = {"cluster", NULL, GEO_INTEGER, false, false, 0, 0},
        [M_CODE] = {"code", NULL, GEO_TEXT, false, false, areas->name ? 2 : 0, 0},
        [M_NAME] = {areas->name ? "name" : NULL, NULL, GEO_TEXT, false, true, 0, 0},
        [M_PARENT] = {areas->parent ? "parent" : NULL, NULL, GEO_TEXT, false, true, 1, 0},
        [M_COUNT] = {"count", NULL, GEO_INTEGER, false, false, 0, 0},
        [M_POPULATION] = {"population", NULL, GEO_REAL, false, false, 0, 0},
        [M_RATE] = {"rate_per_1000", "rate per 1,000", GEO_REAL, false, false, 0,
                    work->options->decimals},
        [M_CLASS] = {"class", NULL, GEO_TEXT, false, false, 3, 0},
    };
    return geo_add_planned_columns(work->context, plan, M_COLUMNS, 0.95, table, place);
}

static geo_status fill_member(const scan_work *work, geo_table *table, const size_t *place,
                              size_t row, const member *of)
{
    const geo_areas *areas = work->areas;
    geo_column *column = table->column;
    geo_status status = set_text(work, table, place[M_CODE], row, of->code);
    if (status == GEO_OK && areas->name)
        status = set_text(work, table, place[M_NAME], row, areas->name[of->area]);
    if (status == GEO_OK && areas->parent)
        status = set_text(work, table, place[M_PARENT], row, areas->parent[of->area]);
    if (status == GEO_OK)
        status = set_text(work, table, place[M_CLASS], row,
                          class_text(work->scan->cluster[work->listed[of->cluster]].p));
    if (status == GEO_OK)
        status = geo_table_set_area(work->context, table, row, of->area);
    column[place[M_CLUSTER]].integer[row] = (int64_t)of->cluster + 1;
    column[place[M_COUNT]].integer[row] = work->count[of->area];
    column[place[M_POPULATION]].real[row] = areas->population[of->area];
    column[place[M_RATE]].real[row] = of->rate / work->options->years;
    return status;
}

static geo_status make_members(const scan_work *work, geo_table **out)
{
    member *found = NULL;
    size_t count = 0, place[M_COLUMNS];
    geo_status status = find_members(work, &found, &count);
    if (status == GEO_OK)
        status = geo_table_new(work->context, count, out);
    if (status == GEO_OK)
        status = add_member_columns(work, *out, place);
    for (size_t row = 0; row < count && status == GEO_OK; row++)
        status = fill_member(work, *out, place, row, &found[row]);
    free(found);
    return status;
}

geo_status geo_scan_tables(geo_context *context, const geo_scan *scan, const geo_areas *areas,
                           const int64_t *count, const geo_scan_table_options *options,
                           geo_table **clusters, geo_table **members)
{
    static const geo_scan_table_options defaults = GEO_SCAN_TABLE_OPTIONS_INIT;
    scan_work work = {.context = context,
                      .scan = scan,
                      .areas = areas,
                      .count = count,
                      .options = options ? options : &defaults};
    geo_table *made[2] = {NULL, NULL};
    if (!areas->population)
        return geo_fail(context, GEO_ERROR_USAGE, "a scan's areas must have a population");
    geo_status status = choose(&work);
    if (status == GEO_OK)
        status = make_clusters(&work, &made[0]);
    if (status == GEO_OK)
        status = make_members(&work, &made[1]);
    free(work.listed);
    if (status != GEO_OK) {
        geo_table_free(made[0]);
        geo_table_free(made[1]);
        return status;
    }
    *clusters = made[0];
    *members = made[1];
    return GEO_OK;
}
