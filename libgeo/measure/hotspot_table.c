/* The list of hotspots as tables: for people, and with all columns for programs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/evaluation.h>

#include "core/memory.h"
#include "core/text.h"
#include "measure/column_plan.h"
#include "measure/hotspots.h"

enum {
    RANK,
    ID,
    NAME,
    AREAS,
    PARENT,
    COUNT,
    SHARE,
    AREA,
    DENSITY,
    PEAK,
    PAI,
    REFERENCE,
    LONGITUDE,
    LATITUDE,
    X,
    Y,
    CATEGORIES,
    DAYS,
    HOURS,
    STACKED,
    COUNT_BEFORE,
    CHANGE,
    P,
    DIRECTION,
    COUNT_LATER,
    SHARE_LATER,
    PAI_LATER,
    COLUMNS
};

enum { REFERENCE_FIGURES = 8, BRITISH_GRID = 27700 };

/* Rows below the hotspots. */
enum { ALL_HOTSPOTS, ELSEWHERE, ALL_INCIDENTS, SUMS };

typedef struct table_work {
    const hotspot_work *work;
    geo_table *table;
    size_t place[COLUMNS];
} table_work;

/* A row's figures, of a hotspot or a sum. */
typedef struct row_figures {
    int64_t count[GEO_HOTSPOT_TIMES];
    double area_km2;
} row_figures;

/* ---- columns -------------------------------------------------------------------------------- */

static bool has_fact(const hotspot_work *work, size_t offset)
{
    for (size_t i = 0; i < work->made->count; i++) {
        char *text = NULL;
        memcpy(&text, (const char *)&work->fact[i] + offset, sizeof text);
        if (text)
            return true;
    }
    return false;
}

static bool has_several_categories(const hotspot_work *work)
{
    const geo_hotspot_incidents *incidents = work->incidents;
    int32_t first = GEO_NO_CODE;
    for (size_t i = 0; incidents->category && i < incidents->count; i++) {
        int32_t code = incidents->category[i];
        if (code == GEO_NO_CODE || geo_hotspot_time_of(incidents, i) != GEO_HOTSPOT_NOW)
            continue;
        if (first != GEO_NO_CODE && code != first)
            return true;
        first = code;
    }
    return false;
}

static const char *parent_of(const hotspot_work *work, size_t rank)
{
    const geo_areas *areas = work->ground->areas;
    int32_t area = work->fact[rank].area;
    return areas && areas->parent && area != GEO_NO_CODE ? areas->parent[area] : NULL;
}

static bool has_several_parents(const hotspot_work *work)
{
    for (size_t i = 1; i < work->made->count; i++) {
        const char *first = parent_of(work, 0), *other = parent_of(work, i);
        if ((!first) != (!other) || (first && strcmp(first, other) != 0))
            return true;
    }
    return false;
}

static void leave_out(geo_column_plan *plan, int first, int last)
{
    for (int column = first; column <= last; column++)
        plan[column].name = NULL;
}

/* What nothing is known of. */
static void leave_out_unknown(const hotspot_work *work, geo_column_plan *plan)
{
    const geo_hotspot_ground *ground = work->ground;
    if (!ground->areas)
        leave_out(plan, AREAS, PARENT);
    else if (!ground->areas->parent)
        leave_out(plan, PARENT, PARENT);
    if (ground->pieces->crs.epsg != BRITISH_GRID)
        leave_out(plan, REFERENCE, REFERENCE);
    if (!ground->peak_lon)
        leave_out(plan, LONGITUDE, LATITUDE);
    if (!has_several_categories(work))
        leave_out(plan, CATEGORIES, CATEGORIES);
    if (!has_fact(work, offsetof(hotspot_fact, days)))
        leave_out(plan, DAYS, DAYS);
    if (!has_fact(work, offsetof(hotspot_fact, hours)))
        leave_out(plan, HOURS, HOURS);
    if (!work->options->has_before)
        leave_out(plan, COUNT_BEFORE, DIRECTION);
    if (!work->options->has_later)
        leave_out(plan, COUNT_LATER, PAI_LATER);
}

/* What a reader can do without. */
static void leave_out_for_people(const hotspot_work *work, geo_column_plan *plan)
{
    leave_out(plan, ID, ID);
    leave_out(plan, PEAK, PEAK);
    leave_out(plan, P, P);
    leave_out(plan, X, Y);
    if (plan[REFERENCE].name)
        leave_out(plan, LONGITUDE, LATITUDE);
    if (!has_several_parents(work))
        leave_out(plan, PARENT, PARENT);
}

static geo_status add_columns(geo_context *context, table_work *made, bool is_for_people)
{
    const hotspot_work *work = made->work;
    const geo_hotspot_options *options = work->options;
    const char *later = options->later_text ? options->later_text : "later";
    geo_column_plan plan[COLUMNS] = {
        [RANK] = {"rank", NULL, GEO_INTEGER, false, false, 0, 0},
        [ID] = {"id", NULL, GEO_TEXT, false, false, 0, 0},
        [NAME] = {"name", NULL, GEO_TEXT, false, false, 0, 0},
        [AREAS] = {"areas", options->area_text, GEO_TEXT, false, true, 0, 0},
        [PARENT] = {"parent", options->parent_text, GEO_TEXT, false, true, 2, 0},
        [COUNT] = {"count", NULL, GEO_INTEGER, false, false, 0, 0},
        [SHARE] = {"share", "% of all", GEO_REAL, false, false, 1, 1},
        [AREA] = {"area_km2", "km2", GEO_REAL, false, false, 1, 3},
        [DENSITY] = {"density", "per km2", GEO_REAL, false, false, 3, 0},
        [PEAK] = {"peak_density", NULL, GEO_REAL, false, false, 4, 0},
        [PAI] = {"pai", "PAI", GEO_REAL, false, false, 2, 1},
        [REFERENCE] = {"grid_reference", "peak at", GEO_TEXT, false, false, 0, 0},
        [LONGITUDE] = {"longitude", NULL, GEO_REAL, false, false, 2, 5},
        [LATITUDE] = {"latitude", NULL, GEO_REAL, false, false, 2, 5},
        [X] = {"x", NULL, GEO_REAL, false, false, 5, 0},
        [Y] = {"y", NULL, GEO_REAL, false, false, 5, 0},
        [CATEGORIES] = {"categories", "commonest", GEO_TEXT, false, false, 1, 0},
        [DAYS] = {"busiest_days", NULL, GEO_TEXT, false, false, 4, 0},
        [HOURS] = {"busiest_hours", NULL, GEO_TEXT, false, false, 3, 0},
        [STACKED] = {"stacked_share", "% at one point", GEO_REAL, false, false, 3, 0},
        [COUNT_BEFORE] = {"count_before", options->before_text ? options->before_text : "before",
                          GEO_INTEGER, false, false, 2, 0},
        [CHANGE] = {"percent_change", "% change", GEO_REAL, false, false, 1, 1},
        [P] = {"p", NULL, GEO_REAL, false, false, 4, 4},
        [DIRECTION] = {"direction", NULL, GEO_TEXT, false, true, 0, 0},
        [COUNT_LATER] = {"count_later", later, GEO_INTEGER, false, false, 0, 0},
        [SHARE_LATER] = {"share_later", "% of later", GEO_REAL, false, false, 1, 1},
        [PAI_LATER] = {"pai_later", "PAI later", GEO_REAL, false, false, 0, 1},
    };
    leave_out_unknown(work, plan);
    if (is_for_people)
        leave_out_for_people(work, plan);
    return geo_add_planned_columns(context, plan, COLUMNS, 0.95, made->table, made->place);
}

/* ---- cells ---------------------------------------------------------------------------------- */

static geo_column *column_of(const table_work *made, int column)
{
    return made->place[column] == GEO_NO_COLUMN ? NULL : &made->table->column[made->place[column]];
}

static geo_status set_text(geo_context *context, const table_work *made, int column, size_t row,
                           const char *text)
{
    geo_column *to = column_of(made, column);
    return to && text ? geo_table_set_text(context, to, row, geo_text_of(text)) : GEO_OK;
}

static void set_real(const table_work *made, int column, size_t row, double value)
{
    geo_column *to = column_of(made, column);
    if (to)
        to->real[row] = value;
}

static void set_count(const table_work *made, int column, size_t row, int64_t count)
{
    geo_column *to = column_of(made, column);
    if (to)
        to->integer[row] = geo_round_count(count, made->work->options->round_to);
}

static geo_status hide(geo_context *context, const table_work *made, int first, int last,
                       size_t row)
{
    geo_status status = GEO_OK;
    for (int column = first; column <= last && status == GEO_OK; column++)
        if (column_of(made, column))
            status = geo_table_set_mark(context, made->table, column_of(made, column), row,
                                        GEO_MARK_HIDDEN);
    return status;
}

static double percent(double part, double whole)
{
    return whole > 0 ? 100 * part / whole : (double)NAN;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void fill_now(const table_work *made, size_t row, const row_figures *figures)
{
    const hotspot_work *work = made->work;
    double count = (double)figures->count[GEO_HOTSPOT_NOW];
    double all = (double)work->made->in_all[GEO_HOTSPOT_NOW];
    set_count(made, COUNT, row, figures->count[GEO_HOTSPOT_NOW]);
    set_real(made, SHARE, row, percent(count, all));
    set_real(made, AREA, row, figures->area_km2);
    set_real(made, DENSITY, row, figures->area_km2 > 0 ? count / figures->area_km2 : (double)NAN);
    set_real(made, PAI, row,
             geo_prediction_accuracy(count, all, figures->area_km2, work->ground->studied_km2));
}

static geo_status fill_before(geo_context *context, const table_work *made, size_t row,
                              const row_figures *figures)
{
    const hotspot_work *work = made->work;
    const double *years = work->options->years;
    double now = (double)figures->count[GEO_HOTSPOT_NOW];
    double before = (double)figures->count[GEO_HOTSPOT_BEFORE];
    double p = row < work->made->count ? work->fact[row].p
                                       : geo_poisson_compare(now, years[GEO_HOTSPOT_NOW], before,
                                                             years[GEO_HOTSPOT_BEFORE]);
    double judged = row < work->made->count ? work->fact[row].p_adjusted : p;
    if (!work->options->has_before)
        return GEO_OK;
    if (work->hidden[row * GEO_HOTSPOT_TIMES + GEO_HOTSPOT_BEFORE])
        return hide(context, made, COUNT_BEFORE, DIRECTION, row);
    set_count(made, COUNT_BEFORE, row, figures->count[GEO_HOTSPOT_BEFORE]);
    set_real(made, CHANGE, row,
             geo_percent_change(before / years[GEO_HOTSPOT_BEFORE], now / years[GEO_HOTSPOT_NOW]));
    set_real(made, P, row, p);
    return set_text(context, made, DIRECTION, row,
                    geo_direction_of(before, now, years[GEO_HOTSPOT_BEFORE], years[GEO_HOTSPOT_NOW],
                                     judged, &work->options->words));
}

static geo_status fill_later(geo_context *context, const table_work *made, size_t row,
                             const row_figures *figures)
{
    const hotspot_work *work = made->work;
    double count = (double)figures->count[GEO_HOTSPOT_LATER];
    double all = (double)work->made->in_all[GEO_HOTSPOT_LATER];
    if (!work->options->has_later)
        return GEO_OK;
    if (work->hidden[row * GEO_HOTSPOT_TIMES + GEO_HOTSPOT_LATER])
        return hide(context, made, COUNT_LATER, PAI_LATER, row);
    set_count(made, COUNT_LATER, row, figures->count[GEO_HOTSPOT_LATER]);
    set_real(made, SHARE_LATER, row, percent(count, all));
    set_real(made, PAI_LATER, row,
             geo_prediction_accuracy(count, all, figures->area_km2, work->ground->studied_km2));
    return GEO_OK;
}

static geo_status fill_figures(geo_context *context, const table_work *made, size_t row,
                               const row_figures *figures)
{
    fill_now(made, row, figures);
    geo_status status = fill_before(context, made, row, figures);
    return status == GEO_OK ? fill_later(context, made, row, figures) : status;
}

static geo_status fill_peak(geo_context *context, const table_work *made, size_t row, int32_t piece)
{
    const geo_hotspot_ground *ground = made->work->ground;
    char reference[GEO_GRID_REFERENCE_SIZE];
    set_real(made, PEAK, row, ground->peak[piece]);
    set_real(made, X, row, ground->peak_x[piece]);
    set_real(made, Y, row, ground->peak_y[piece]);
    if (ground->peak_lon) {
        set_real(made, LONGITUDE, row, ground->peak_lon[piece]);
        set_real(made, LATITUDE, row, ground->peak_lat[piece]);
    }
    if (!geo_grid_reference(ground->peak_x[piece], ground->peak_y[piece], REFERENCE_FIGURES,
                            reference))
        return GEO_OK;
    return set_text(context, made, REFERENCE, row, reference);
}

static geo_status fill_stack(geo_context *context, const table_work *made, size_t row,
                             const hotspot_fact *fact, int64_t count)
{
    double share = (double)fact->stacked / (double)count;
    if (fact->is_stack_hidden)
        return hide(context, made, STACKED, STACKED, row);
    set_real(made, STACKED, row, 100 * share);
    if (share < made->work->options->stacked_from)
        return GEO_OK;
    return geo_table_set_mark(context, made->table, column_of(made, STACKED), row, GEO_MARK_ABOVE);
}

static geo_status fill_texts(geo_context *context, const table_work *made, size_t row)
{
    const hotspot_work *work = made->work;
    const hotspot_fact *fact = &work->fact[row];
    const char *const text[COLUMNS] = {
        [ID] = work->ground->pieces->code[work->made->piece[row]],
        [NAME] = fact->name,
        [AREAS] = fact->areas,
        [PARENT] = parent_of(work, row),
        [CATEGORIES] = fact->categories,
        [DAYS] = fact->days,
        [HOURS] = fact->hours,
    };
    geo_status status = GEO_OK;
    for (int column = 0; column < COLUMNS && status == GEO_OK; column++)
        status = set_text(context, made, column, row, text[column]);
    return status;
}

static geo_status fill_hotspot(geo_context *context, const table_work *made, size_t row)
{
    const hotspot_work *work = made->work;
    int32_t piece = work->made->piece[row];
    row_figures figures = {.area_km2 = work->ground->area_km2[piece]};
    memcpy(figures.count, &work->made->incidents[row * GEO_HOTSPOT_TIMES], sizeof figures.count);
    made->table->column[made->place[RANK]].integer[row] = (int64_t)row + 1;
    geo_status status = fill_texts(context, made, row);
    if (status == GEO_OK)
        status = fill_figures(context, made, row, &figures);
    if (status == GEO_OK)
        status = fill_peak(context, made, row, piece);
    if (status == GEO_OK)
        status = fill_stack(context, made, row, &work->fact[row], figures.count[GEO_HOTSPOT_NOW]);
    return status == GEO_OK ? geo_table_set_area(context, made->table, row, piece) : status;
}

static row_figures figures_of_sum(const hotspot_work *work, int which)
{
    const geo_hotspots *made = work->made;
    double studied_km2 = work->ground->studied_km2;
    row_figures figures = {.area_km2 = which == ALL_HOTSPOTS ? made->ground_km2
                                       : which == ELSEWHERE  ? studied_km2 - made->ground_km2
                                                             : studied_km2};
    for (int time = 0; time < GEO_HOTSPOT_TIMES; time++)
        figures.count[time] = which == ALL_HOTSPOTS ? made->in_hotspots[time]
                              : which == ELSEWHERE  ? made->in_all[time] - made->in_hotspots[time]
                                                    : made->in_all[time];
    return figures;
}

static geo_status fill_sum(geo_context *context, const table_work *made, int which)
{
    static const char *const name[SUMS] = {"All hotspots", "Elsewhere", "All incidents"};
    size_t row = made->work->made->count + (size_t)which;
    const row_figures figures = figures_of_sum(made->work, which);
    geo_status status = set_text(context, made, NAME, row, name[which]);
    if (status == GEO_OK)
        status = fill_figures(context, made, row, &figures);
    if (status == GEO_OK)
        status = geo_table_set_area(context, made->table, row, GEO_NO_CODE);
    return status == GEO_OK ? geo_table_set_total(context, made->table, row) : status;
}

static geo_status make_table(geo_context *context, const hotspot_work *work, bool is_for_people,
                             geo_table **out)
{
    table_work made = {.work = work};
    geo_status status = geo_table_new(context, work->made->count + SUMS, out);
    made.table = *out;
    if (status == GEO_OK)
        status = add_columns(context, &made, is_for_people);
    for (size_t row = 0; row < work->made->count && status == GEO_OK; row++)
        status = fill_hotspot(context, &made, row);
    for (int sum = 0; sum < SUMS && status == GEO_OK; sum++)
        status = fill_sum(context, &made, sum);
    if (status == GEO_OK && work->made->stacked > 0)
        status = geo_table_set_mark_text(context, made.table, GEO_MARK_ABOVE,
                                         "most incidents at one point");
    return status;
}

geo_status geo_hotspot_tabulate(geo_context *context, hotspot_work *work)
{
    geo_status status = make_table(context, work, true, &work->made->table);
    return status == GEO_OK ? make_table(context, work, false, &work->made->data) : status;
}
