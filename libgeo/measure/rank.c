/* Areas ranked by rate: tally -> table. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <geo/measure.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/column_plan.h"
#include "measure/limits.h"
#include "measure/rank_flags.h"
#include "measure/rank_hidden.h"
#include "measure/rank_notes.h"
#include "measure/rank_smoothed.h"

/* Doubles hold every whole number up to here. */
static const int64_t count_limit = INT64_C(1) << 53;

struct entry {
    size_t area;
    const char *code;
    double rate; /* NaN without population, and where it is hidden */
    int64_t rank;
    bool is_hidden;
};

struct ranking_work {
    const geo_areas *areas;
    const int64_t *count;
    const geo_rank_options *options;
    struct entry *entry; /* [areas->count], best rate first */
    double *rate;        /* by area */
    bool *shown;         /* by area */
    geo_few_limits few;
};

static geo_status check_options(geo_context *context, const geo_rank_options *options)
{
    if (!(options->years > 0) || !isfinite(options->years))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the years that the counts cover must be a number above 0");
    if (!(options->level > 0 && options->level < 1))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the level of the interval must lie between 0 and 1, such as 0.95");
    if (options->round_to < 0 || options->round_to > count_limit)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "counts are rounded to a multiple of a whole number above 0, such as 10");
    if (options->suppress_below < 0 || options->suppress_below > count_limit)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "counts are hidden below a whole number above 0, such as 5");
    if (options->few < 0 || options->few > count_limit)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "few incidents are fewer than a whole number above 0, such as 20");
    if (!(options->small_population >= 0) || !isfinite(options->small_population))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "a small population is below a number above 0, such as 1,000");
    return GEO_OK;
}

static geo_status check_areas(geo_context *context, const geo_areas *areas, const int64_t *count)
{
    const char *path = areas->path ? areas->path : "areas";
    if (!areas->population)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "%s: rates need a population: name the field that holds it, or a file of "
                        "populations by code",
                        path);
    for (size_t area = 0; area < areas->count; area++)
        if (count[area] < 0 || count[area] > count_limit)
            return geo_fail(context, GEO_ERROR_DATA, "%s: area %s has a count out of range", path,
                            areas->code[area]);
    return GEO_OK;
}

/* Best rate first, equal rates by code, areas without rate and then hidden ones last. */
static int compare_entries(const void *left, const void *right)
{
    const struct entry *one = left;
    const struct entry *other = right;
    if (one->is_hidden != other->is_hidden)
        return one->is_hidden ? 1 : -1;
    if (isnan(one->rate) != isnan(other->rate))
        return isnan(one->rate) ? 1 : -1;
    if (one->rate > other->rate || one->rate < other->rate)
        return one->rate > other->rate ? -1 : 1;
    return strcmp(one->code, other->code);
}

static void find_rates(struct ranking_work *work)
{
    for (size_t area = 0; area < work->areas->count; area++)
        work->rate[area] =
            geo_rate_per_1000((double)work->count[area], work->areas->population[area]) /
            work->options->years;
}

static void order_areas(struct ranking_work *work, const bool *hidden)
{
    size_t count = work->areas->count;
    for (size_t area = 0; area < count; area++) {
        bool is_hidden = hidden && hidden[area];
        work->entry[area] =
            (struct entry){area, work->areas->code[area],
                           is_hidden ? (double)NAN : work->rate[area], 0, is_hidden};
    }
    if (count > 1)
        qsort(work->entry, count, sizeof *work->entry, compare_entries);
    for (size_t i = 0; i < count; i++) {
        bool is_tie = i > 0 && work->entry[i].rate == work->entry[i - 1].rate;
        work->entry[i].rank = isnan(work->entry[i].rate) ? GEO_NO_INTEGER
                              : is_tie                   ? work->entry[i - 1].rank
                                                         : (int64_t)i + 1;
    }
}

/* Of what is shown alone, so that it tells nothing of the areas kept back. */
static double find_overall(const struct ranking_work *work, const bool *hidden)
{
    double incidents = 0;
    double population = 0;
    for (size_t area = 0; area < work->areas->count; area++) {
        if (isnan(work->rate[area]) || (hidden && hidden[area]))
            continue;
        incidents += (double)work->count[area];
        population += work->areas->population[area];
    }
    return geo_rate_per_1000(incidents, population) / work->options->years;
}

static void warn_of_missing(geo_context *context, const struct ranking_work *work,
                            geo_ranking *ranking)
{
    enum { NAMED_MAX = 5 };
    const char *code[NAMED_MAX] = {NULL};
    char list[512];
    size_t missing = 0;
    for (size_t i = 0; i < work->areas->count; i++) {
        if (!isnan(work->rate[work->entry[i].area]))
            continue;
        if (missing < NAMED_MAX)
            code[missing] = work->entry[i].code;
        missing++;
    }
    ranking->without_population = missing;
    if (missing == 0)
        return;
    geo_list_names(code, missing < NAMED_MAX ? missing : NAMED_MAX, list, sizeof list);
    geo_add_warning(context,
                    "%zu %s no population and so no rate, and %s left out of mean and SD: %s%s",
                    missing, missing == 1 ? "area has" : "areas have", missing == 1 ? "is" : "are",
                    list, missing > NAMED_MAX ? ", ..." : "");
}

/* Moves the entries that are to be shown to the front; returns how many. */
static size_t keep_shown(struct ranking_work *work, geo_ranking *ranking)
{
    const geo_rank_options *options = work->options;
    size_t kept = 0;
    for (size_t i = 0; i < work->areas->count; i++) {
        bool is_banded = geo_band_of(&ranking->reference, work->entry[i].rate) != GEO_BAND_NONE;
        if (!work->shown[work->entry[i].area] || (options->above && !is_banded))
            continue;
        if (options->top == 0 || kept < options->top)
            work->entry[kept++] = work->entry[i];
        else
            ranking->tied_not_shown += work->entry[i].rate == work->entry[kept - 1].rate;
    }
    return kept;
}

/* ---- table ---------------------------------------------------------------------------------- */

enum { RANK, CODE, NAME, PARENT, COUNT, POPULATION, RATE, LOWER, UPPER, BAND, COLUMNS };

/* Every column is there: its place is its number. */
static geo_status add_columns(geo_context *context, const geo_rank_options *options,
                              geo_table *table)
{
    const int decimals = options->decimals;
    const geo_column_plan plan[COLUMNS] = {
        [RANK] = {"rank", NULL, GEO_INTEGER, false, false, 0, 0},
        [CODE] = {"code", NULL, GEO_TEXT, false, false, 1, 0},
        [NAME] = {"name", NULL, GEO_TEXT, false, true, 0, 0},
        [PARENT] = {"parent", NULL, GEO_TEXT, false, true, 0, 0},
        [COUNT] = {"count", NULL, GEO_INTEGER, false, false, 0, 0},
        [POPULATION] = {"population", NULL, GEO_REAL, false, false, 2, 0},
        [RATE] = {"rate_per_1000", "rate per 1,000", GEO_REAL, false, false, 0, decimals},
        [LOWER] = {"rate_lower_", "lower ", GEO_REAL, true, false, 3, decimals},
        [UPPER] = {"rate_upper_", "upper ", GEO_REAL, true, false, 3, decimals},
        [BAND] = {"band", NULL, GEO_TEXT, false, false, 0, 0},
    };
    size_t place[COLUMNS];
    geo_status status =
        geo_add_planned_columns(context, plan, COLUMNS, options->level, table, place);
    if (status == GEO_OK && options->denominator && strcmp(options->denominator, "residents") != 0)
        status = geo_table_set_heading(context, &table->column[POPULATION], options->denominator);
    return status;
}

static geo_status set_text(geo_context *context, geo_table *table, int column, size_t row,
                           const char *text)
{
    if (!text)
        return GEO_OK;
    return geo_table_set_text(context, &table->column[column], row, geo_text_of(text));
}

static geo_status fill_texts(geo_context *context, const geo_areas *areas,
                             const geo_reference *reference, const struct entry *entry, size_t row,
                             geo_table *table)
{
    geo_band band = geo_band_of(reference, entry->rate);
    geo_status status = set_text(context, table, CODE, row, entry->code);
    if (status == GEO_OK && areas->name)
        status = set_text(context, table, NAME, row, areas->name[entry->area]);
    if (status == GEO_OK && areas->parent)
        status = set_text(context, table, PARENT, row, areas->parent[entry->area]);
    if (status == GEO_OK && band != GEO_BAND_NONE)
        status = set_text(context, table, BAND, row, geo_band_name(band));
    if (status == GEO_OK && band != GEO_BAND_NONE)
        status = geo_table_set_mark(context, table, &table->column[RATE], row,
                                    band == GEO_BAND_ABOVE ? GEO_MARK_ABOVE : GEO_MARK_FAR_ABOVE);
    return status;
}

static void fill_numbers(struct ranking_work *work, const struct entry *entry, size_t row,
                         geo_table *table)
{
    const geo_rank_options *options = work->options;
    double population = work->areas->population[entry->area];
    double lower = 0;
    double upper = 0;
    table->column[POPULATION].real[row] = population;
    if (entry->is_hidden)
        return;
    geo_count_limits(&work->few, work->count[entry->area], options->level, &lower, &upper);
    table->column[RANK].integer[row] = entry->rank;
    table->column[COUNT].integer[row] =
        geo_round_count(work->count[entry->area], options->round_to);
    table->column[RATE].real[row] = entry->rate;
    table->column[LOWER].real[row] = geo_rate_per_1000(lower, population) / options->years;
    table->column[UPPER].real[row] = geo_rate_per_1000(upper, population) / options->years;
}

static geo_status mark_hidden(geo_context *context, size_t row, geo_table *table)
{
    static const int hidden[] = {COUNT, RATE, LOWER, UPPER};
    geo_status status = GEO_OK;
    for (size_t i = 0; status == GEO_OK && i < sizeof hidden / sizeof *hidden; i++)
        status =
            geo_table_set_mark(context, table, &table->column[hidden[i]], row, GEO_MARK_HIDDEN);
    return status;
}

static geo_status add_key(geo_context *context, geo_table *table)
{
    geo_status status = geo_table_set_mark_text(context, table, GEO_MARK_ABOVE,
                                                "Above: over the areas' mean + 1 SD");
    if (status == GEO_OK)
        status = geo_table_set_mark_text(context, table, GEO_MARK_FAR_ABOVE,
                                         "Significantly above: over the areas' mean + 2 SD");
    return status;
}

static geo_status fill_table(geo_context *context, struct ranking_work *work, geo_ranking *ranking)
{
    size_t rows = keep_shown(work, ranking);
    geo_status status = geo_table_new(context, rows, &ranking->table);
    if (status == GEO_OK)
        status = add_columns(context, work->options, ranking->table);
    for (size_t row = 0; status == GEO_OK && row < rows; row++) {
        fill_numbers(work, &work->entry[row], row, ranking->table);
        status = fill_texts(context, work->areas, &ranking->reference, &work->entry[row], row,
                            ranking->table);
        if (status == GEO_OK && work->entry[row].is_hidden)
            status = mark_hidden(context, row, ranking->table);
        if (status == GEO_OK)
            status =
                geo_table_set_area(context, ranking->table, row, (int32_t)work->entry[row].area);
    }
    if (status == GEO_OK && !isnan(ranking->reference.sd))
        status = add_key(context, ranking->table);
    return status == GEO_OK
               ? geo_rank_add_notes(context, work->options, work->areas->count, ranking)
               : status;
}

static geo_status add_more(geo_context *context, const struct ranking_work *work,
                           geo_ranking *ranking)
{
    const geo_rank_options *options = work->options;
    geo_status status = GEO_OK;
    if (options->smooth)
        status =
            geo_rank_add_smoothed(context, work->areas, work->count, work->rate, options, ranking);
    if (status == GEO_OK && options->flags)
        status = geo_rank_add_flags(context, work->areas, work->count, options, ranking);
    return status == GEO_OK ? geo_rank_note_small(context, work->areas, options, ranking) : status;
}

/* ---- ranking -------------------------------------------------------------------------------- */

static geo_status allocate(geo_context *context, struct ranking_work *work)
{
    size_t count = work->areas->count;
    geo_status status = geo_alloc_array(context, count, sizeof *work->entry, &work->entry);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *work->rate, &work->rate);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *work->shown, &work->shown);
    return status;
}

static geo_status rank(geo_context *context, struct ranking_work *work, geo_ranking *ranking)
{
    geo_status status = check_options(context, work->options);
    if (status == GEO_OK)
        status = check_areas(context, work->areas, work->count);
    if (status == GEO_OK)
        status = allocate(context, work);
    if (status == GEO_OK)
        status = geo_show_areas(context, work->areas, work->options->show, work->shown);
    if (status != GEO_OK)
        return status;
    find_rates(work);
    if (work->options->suppress_below > 1)
        status =
            geo_rank_hide(context, work->areas, work->count, work->options, work->rate, ranking);
    if (status != GEO_OK)
        return status;
    order_areas(work, ranking->hidden);
    ranking->overall = find_overall(work, ranking->hidden);
    warn_of_missing(context, work, ranking);
    status = geo_reference_make(context, work->rate, work->areas->count, work->options->sd,
                                &ranking->reference);
    if (status == GEO_OK)
        status = fill_table(context, work, ranking);
    return status == GEO_OK ? add_more(context, work, ranking) : status;
}

geo_status geo_rank(geo_context *context, const geo_areas *areas, const int64_t *count,
                    const geo_rank_options *options, geo_ranking **out)
{
    const geo_rank_options unset = GEO_RANK_OPTIONS_INIT;
    geo_ranking *ranking = NULL;
    struct ranking_work work = {
        .areas = areas, .count = count, .options = options ? options : &unset};
    geo_status status = geo_alloc_array(context, 1, sizeof *ranking, &ranking);
    if (status == GEO_OK)
        status = rank(context, &work, ranking);
    if (status == GEO_OK) {
        *out = ranking;
        ranking = NULL;
    }
    free(work.entry);
    free(work.rate);
    free(work.shown);
    geo_ranking_free(ranking);
    return status;
}

void geo_ranking_free(geo_ranking *ranking)
{
    if (!ranking)
        return;
    geo_table_free(ranking->table);
    free(ranking->hidden);
    free(ranking);
}
