/* Groups of areas by their share of incidents and of people: counts -> table. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <geo/measure.h>
#include <geo/tables.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/sum.h"
#include "core/text.h"
#include "measure/column_plan.h"
#include "measure/rank_notes.h"

enum {
    GROUP,
    AREAS,
    INCIDENTS,
    SHARE,
    LOWER,
    UPPER,
    POPULATION,
    POPULATION_SHARE,
    RATIO,
    RATIO_LOWER,
    RATIO_UPPER,
    REPRESENTATION,
    RATE,
    NOTE,
    COLUMNS
};

/* Of one group, and of all areas. */
struct part {
    int64_t areas;
    int64_t incidents;
    geo_sum population;
};

struct group_work {
    const geo_areas *areas;
    const geo_area_groups *groups;
    const int64_t *count; /* [areas->count] */
    const geo_group_options *options;
    struct part *part; /* [groups->count + 1], the last for areas in no group */
    struct part all;
    bool has_population;
    bool *hidden; /* by row, the last for all; NULL: none is */
    geo_table *table;
    size_t place[COLUMNS];
};

static geo_status check_options(geo_context *context, const geo_group_options *options)
{
    if (!(options->years > 0) || !isfinite(options->years))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the years that the counts cover must be a number above 0");
    if (!(options->level > 0 && options->level < 1))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the level of the interval must lie between 0 and 1, such as 0.95");
    return GEO_OK;
}

/* ---- sums ----------------------------------------------------------------------------------- */

static bool is_populated(const geo_areas *areas, size_t area)
{
    return areas->population && isfinite(areas->population[area]) && areas->population[area] > 0;
}

static void add_area(struct part *part, int64_t count, double population)
{
    part->areas++;
    part->incidents += count;
    geo_sum_add(&part->population, population);
}

static geo_status sum_areas(geo_context *context, struct group_work *work)
{
    const geo_area_groups *groups = work->groups;
    size_t without = 0;
    int64_t lost = 0;
    for (size_t area = 0; area < work->areas->count; area++) {
        bool populated = is_populated(work->areas, area);
        size_t group =
            groups->group[area] == GEO_NO_CODE ? groups->count : (size_t)groups->group[area];
        if (work->count[area] < 0)
            return geo_fail(context, GEO_ERROR_DATA, "area %s has a count below 0",
                            work->areas->code[area]);
        double population = populated ? work->areas->population[area] : 0;
        add_area(&work->part[group], work->count[area], population);
        add_area(&work->all, work->count[area], population);
        work->has_population |= populated;
        without += !populated;
        lost += populated ? 0 : work->count[area];
    }
    if (work->has_population && without > 0)
        geo_add_warning(context,
                        "%zu area%s no population: %lld incident%s there count%s among the "
                        "incidents of their class, with nobody among its residents",
                        without, without == 1 ? " has" : "s have", (long long)lost,
                        lost == 1 ? "" : "s", lost == 1 ? "s" : "");
    return GEO_OK;
}

/* One column: each group's incidents, and their sum. */
static geo_status hide_rows(geo_context *context, struct group_work *work)
{
    size_t rows = work->groups->count + 1;
    int64_t *count = NULL;
    geo_suppression cells;
    const geo_suppress_options options = {.below = work->options->suppress_below};
    if (options.below <= 1)
        return GEO_OK;
    geo_status status = geo_alloc_array(context, rows, sizeof *count, &count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, rows + 1, sizeof *work->hidden, &work->hidden);
    for (size_t row = 0; row < rows && status == GEO_OK; row++)
        count[row] = work->part[row].incidents;
    const geo_count_table table = {.row_count = rows,
                                   .column_count = 1,
                                   .has_total_row = true,
                                   .count = count,
                                   .total = &work->all.incidents};
    if (status == GEO_OK)
        status = geo_suppress(context, &table, &options, work->hidden, &cells);
    free(count);
    return status;
}

/* Where the sum is hidden so are all: any share beside its count would tell it. */
static bool is_hidden(const struct group_work *work, const struct part *part)
{
    size_t all = work->groups->count + 1;
    size_t place = part == &work->all ? all : (size_t)(part - work->part);
    return work->hidden && (work->hidden[place] || work->hidden[all]);
}

static bool hides_any(const struct group_work *work)
{
    for (size_t row = 0; work->hidden && row < work->groups->count + 2; row++)
        if (work->hidden[row])
            return true;
    return false;
}

/* ---- cells ---------------------------------------------------------------------------------- */

static geo_status add_columns(geo_context *context, struct group_work *work)
{
    int decimals = work->options->decimals;
    geo_column_plan plan[COLUMNS] = {
        [GROUP] = {"group", work->groups->field, GEO_TEXT, false, true, 0, 0},
        [AREAS] = {"areas", NULL, GEO_INTEGER, false, false, 4, 0},
        [INCIDENTS] = {"incidents", NULL, GEO_INTEGER, false, false, 0, 0},
        [SHARE] = {"share_percent", "share of incidents (%)", GEO_REAL, false, false, 0, decimals},
        [LOWER] = {"share_lower_", "lower ", GEO_REAL, true, false, 5, decimals},
        [UPPER] = {"share_upper_", "upper ", GEO_REAL, true, false, 5, decimals},
        [POPULATION] = {"population", NULL, GEO_REAL, false, false, 2, 0},
        [POPULATION_SHARE] = {"population_share_percent", "share of population (%)", GEO_REAL,
                              false, false, 0, decimals},
        [RATIO] = {"ratio", NULL, GEO_REAL, false, false, 0, decimals + 1},
        [RATIO_LOWER] = {"ratio_lower_", "lower ", GEO_REAL, true, false, 3, decimals + 1},
        [RATIO_UPPER] = {"ratio_upper_", "upper ", GEO_REAL, true, false, 3, decimals + 1},
        [REPRESENTATION] = {"representation", NULL, GEO_TEXT, false, false, 0, 0},
        [RATE] = {"rate_per_1000", "rate per 1,000", GEO_REAL, false, false, 1, decimals},
        [NOTE] = {"note", NULL, GEO_TEXT, false, true, 6, 0},
    };
    for (int column = POPULATION; !work->has_population && column <= RATE; column++)
        plan[column].name = NULL;
    return geo_add_planned_columns(context, plan, COLUMNS, work->options->level, work->table,
                                   work->place);
}

static geo_column *column_of(const struct group_work *work, int column)
{
    return &work->table->column[work->place[column]];
}

static geo_status set_text(geo_context *context, const struct group_work *work, int column,
                           size_t row, const char *text)
{
    return geo_table_set_text(context, column_of(work, column), row, geo_text_of(text));
}

static void fill_incidents(const struct group_work *work, size_t row, const struct part *part)
{
    double total = (double)work->all.incidents;
    column_of(work, INCIDENTS)->integer[row] =
        geo_round_count(part->incidents, work->options->round_to);
    column_of(work, SHARE)->real[row] =
        total > 0 ? 100 * (double)part->incidents / total : (double)NAN;
}

static void fill_interval(const struct group_work *work, size_t row, const struct part *part)
{
    double lower = 0, upper = 0;
    geo_share_interval((double)part->incidents, (double)work->all.incidents, work->options->level,
                       &lower, &upper);
    column_of(work, LOWER)->real[row] = 100 * lower;
    column_of(work, UPPER)->real[row] = 100 * upper;
}

static void fill_population(const struct group_work *work, size_t row, const struct part *part)
{
    double population = geo_sum_value(&part->population);
    column_of(work, POPULATION)->real[row] = population;
    column_of(work, POPULATION_SHARE)->real[row] =
        100 * population / geo_sum_value(&work->all.population);
    if (!is_hidden(work, part))
        column_of(work, RATE)->real[row] =
            geo_rate_per_1000((double)part->incidents, population) / work->options->years;
}

static geo_status set_representation(geo_context *context, const struct group_work *work,
                                     size_t row, double lower, double upper)
{
    static const char *const words[] = {[GEO_SIMILAR] = "similar",
                                        [GEO_LOWER] = "under-represented",
                                        [GEO_HIGHER] = "over-represented"};
    static const geo_mark marks[] = {[GEO_SIMILAR] = GEO_MARK_NONE,
                                     [GEO_LOWER] = GEO_MARK_LOWER,
                                     [GEO_HIGHER] = GEO_MARK_HIGHER};
    if (isnan(lower))
        return GEO_OK;
    geo_comparison comparison = geo_compare_interval(lower, upper, 1);
    geo_status status = set_text(context, work, REPRESENTATION, row, words[comparison]);
    if (status == GEO_OK && marks[comparison] != GEO_MARK_NONE)
        status = geo_table_set_mark(context, work->table, column_of(work, RATIO), row,
                                    marks[comparison]);
    return status;
}

/* The share of the population is known, that of the incidents is one of many that might have been.
 */
static geo_status fill_ratio(geo_context *context, const struct group_work *work, size_t row,
                             const struct part *part)
{
    double total = (double)work->all.incidents, lower = 0, upper = 0;
    double share_of_population =
        geo_sum_value(&part->population) / geo_sum_value(&work->all.population);
    geo_share_ratio_interval((double)part->incidents, total, share_of_population,
                             work->options->level, &lower, &upper);
    if (!(share_of_population > 0) || !(total > 0))
        return GEO_OK;
    column_of(work, RATIO)->real[row] = (double)part->incidents / total / share_of_population;
    column_of(work, RATIO_LOWER)->real[row] = lower;
    column_of(work, RATIO_UPPER)->real[row] = upper;
    return set_representation(context, work, row, lower, upper);
}

static geo_status note_few(geo_context *context, const struct group_work *work, size_t row,
                           const struct part *part)
{
    char note[64];
    if (part->incidents >= work->options->few)
        return GEO_OK;
    snprintf(note, sizeof note, "fewer than %lld", (long long)work->options->few);
    return set_text(context, work, NOTE, row, note);
}

static geo_status mark_hidden(geo_context *context, const struct group_work *work, size_t row)
{
    static const int told[] = {INCIDENTS,   SHARE,       LOWER,          UPPER, RATIO,
                               RATIO_LOWER, RATIO_UPPER, REPRESENTATION, RATE};
    geo_status status = GEO_OK;
    for (size_t i = 0; i < sizeof told / sizeof *told && status == GEO_OK; i++)
        if (work->place[told[i]] != GEO_NO_COLUMN)
            status = geo_table_set_mark(context, work->table, column_of(work, told[i]), row,
                                        GEO_MARK_HIDDEN);
    return status;
}

static geo_status fill_row(geo_context *context, const struct group_work *work, size_t row,
                           const char *name, const struct part *part)
{
    bool hides = is_hidden(work, part);
    geo_status status = set_text(context, work, GROUP, row, name);
    column_of(work, AREAS)->integer[row] = part->areas;
    if (work->has_population)
        fill_population(work, row, part);
    if (status != GEO_OK || hides)
        return status == GEO_OK ? mark_hidden(context, work, row) : status;
    fill_incidents(work, row, part);
    return note_few(context, work, row, part);
}

static geo_status fill_table(geo_context *context, const struct group_work *work)
{
    size_t groups = work->groups->count;
    size_t last = work->table->row_count - 1;
    geo_status status = GEO_OK;
    for (size_t row = 0; row < last && status == GEO_OK; row++) {
        const struct part *part = &work->part[row];
        status = fill_row(context, work, row,
                          row < groups ? work->groups->name[row] : "not classified", part);
        if (status != GEO_OK || is_hidden(work, part))
            continue;
        fill_interval(work, row, part);
        if (row < groups && work->has_population)
            status = fill_ratio(context, work, row, part);
    }
    if (status == GEO_OK)
        status = fill_row(context, work, last, "All areas", &work->all);
    return status == GEO_OK ? geo_table_set_total(context, work->table, last) : status;
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status add_interval_note(geo_context *context, const struct group_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_level_print(context, work->options->level, &note);
    static const char method[] = "% intervals: Wilson's of the share of incidents; of the ratio, "
                                 "that divided by the share of the population";
    static const char without_ratio[] = "% intervals: Wilson's of the share of incidents";
    if (status == GEO_OK)
        status = work->has_population
                     ? geo_bytes_append(context, &note, method, sizeof method)
                     : geo_bytes_append(context, &note, without_ratio, sizeof without_ratio);
    if (status == GEO_OK)
        status = geo_table_add_note(context, work->table, note.data);
    geo_bytes_clear(&note);
    return status;
}

static geo_status add_notes(geo_context *context, const struct group_work *work)
{
    char text[128];
    geo_status status = geo_table_add_note(
        context, work->table,
        work->has_population
            ? "Ratio: share of incidents divided by share of the population; over- "
              "and under-represented where its whole interval lies above or below 1"
            : "No population is known, so there is no ratio and no rate");
    if (status == GEO_OK)
        status = add_interval_note(context, work);
    if (status == GEO_OK && work->has_population)
        status = geo_table_set_mark_text(context, work->table, GEO_MARK_LOWER, "under-represented");
    if (status == GEO_OK && work->has_population)
        status = geo_table_set_mark_text(context, work->table, GEO_MARK_HIGHER, "over-represented");
    if (status == GEO_OK && hides_any(work)) {
        snprintf(
            text, sizeof text,
            "Groups of 1 to %lld incidents are kept back, and others from which these could be "
            "found",
            (long long)work->options->suppress_below - 1);
        status = geo_table_add_note(context, work->table, text);
        if (status == GEO_OK)
            status = geo_table_set_mark_text(context, work->table, GEO_MARK_HIDDEN, "kept back");
    }
    if (status == GEO_OK && work->options->round_to > 1) {
        snprintf(text, sizeof text, "Counts rounded to %lld; shares and rates from exact counts",
                 (long long)work->options->round_to);
        status = geo_table_add_note(context, work->table, text);
    }
    return status;
}

static geo_status make_table(geo_context *context, struct group_work *work)
{
    size_t groups = work->groups->count;
    geo_status status = geo_alloc_array(context, groups + 1, sizeof *work->part, &work->part);
    if (status == GEO_OK)
        status = sum_areas(context, work);
    if (status == GEO_OK)
        status = hide_rows(context, work);
    if (status == GEO_OK)
        status = geo_table_new(context, groups + (work->part[groups].areas > 0) + 1, &work->table);
    if (status == GEO_OK)
        status = add_columns(context, work);
    if (status == GEO_OK)
        status = fill_table(context, work);
    return status == GEO_OK ? add_notes(context, work) : status;
}

geo_status geo_group_table(geo_context *context, const geo_areas *areas,
                           const geo_area_groups *groups, const int64_t *count,
                           const geo_group_options *options, geo_table **out)
{
    static const geo_group_options defaults = GEO_GROUP_OPTIONS_INIT;
    struct group_work work = {
        .areas = areas, .groups = groups, .count = count, .options = options ? options : &defaults};
    geo_status status = check_options(context, work.options);
    if (status == GEO_OK)
        status = make_table(context, &work);
    free(work.part);
    free(work.hidden);
    if (status != GEO_OK) {
        geo_table_free(work.table);
        return status;
    }
    *out = work.table;
    return GEO_OK;
}
