/* Rates by kind beside those of other places: counts by area and kind -> table. */
#include "measure/compare.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"

/* Doubles hold every whole number up to here. */
static const int64_t count_limit = INT64_C(1) << 53;

static geo_status check_options(geo_context *context, const geo_compare_work *work)
{
    const geo_compare_options *options = work->options;
    if (!(work->counts->years > 0) || !isfinite(work->counts->years))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the years that the counts cover must be a number above 0");
    if (!(options->level > 0 && options->level < 1))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the level of the interval must lie between 0 and 1, such as 0.95");
    if (options->round_to < 0 || options->round_to > count_limit)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "counts are rounded to a multiple of a whole number above 0, such as 10");
    for (size_t i = 0; i < options->shown_count; i++)
        if (options->shown[i] >= work->group_count)
            return geo_fail(context, GEO_ERROR_USAGE, "there is no group %zu of areas to be shown",
                            options->shown[i]);
    return GEO_OK;
}

const char *geo_compare_place_name(const geo_compare_work *work, size_t place)
{
    if (place < work->group_count)
        return work->options->groups->name[place];
    return place == work->group_count
               ? work->options->all_name
               : work->options->comparator[place - work->group_count - 1].name;
}

/* ---- places --------------------------------------------------------------------------------- */

static geo_status list_columns(geo_context *context, geo_compare_work *work)
{
    const geo_compare_options *options = work->options;
    size_t count = options->shown_count + 1 + options->comparator_count;
    geo_status status = geo_alloc_array(context, count, sizeof *work->place, &work->place);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < options->shown_count; i++)
        work->place[work->column_count++] = options->shown[i];
    for (size_t i = 0; i <= options->comparator_count; i++)
        work->place[work->column_count++] = work->group_count + i;
    return GEO_OK;
}

static geo_status fail_against(geo_context *context, const geo_compare_work *work)
{
    const char **name = NULL;
    char list[2048];
    geo_status status = geo_alloc_array(context, work->column_count, sizeof *name, &name);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < work->column_count; i++)
        name[i] = geo_compare_place_name(work, work->place[i]);
    geo_list_names(name, work->column_count, list, sizeof list);
    free(name);
    return geo_fail(context, GEO_ERROR_USAGE,
                    "there is no column '%.100s' to compare with; the columns are: %s",
                    work->options->against, list);
}

/* In any case, and with underscores for blanks: as headings and as columns of the data have it. */
static bool is_named(const char *name, const char *wanted)
{
    for (; *name != '\0' && *wanted != '\0'; name++, wanted++)
        if (geo_lower(*name) != geo_lower(*wanted) && !(*name == ' ' && *wanted == '_'))
            return false;
    return *name == *wanted;
}

static geo_status find_against(geo_context *context, geo_compare_work *work)
{
    work->against = work->group_count;
    if (!work->options->against)
        return GEO_OK;
    for (size_t i = 0; i < work->column_count; i++)
        if (is_named(geo_compare_place_name(work, work->place[i]), work->options->against)) {
            work->against = work->place[i];
            return GEO_OK;
        }
    return fail_against(context, work);
}

/* ---- sums ----------------------------------------------------------------------------------- */

static void add_to(geo_compare_cell *cell, int64_t count, double population)
{
    cell->count += count;
    if (!(population > 0) || !isfinite(population))
        return;
    cell->rated += count;
    geo_sum_add(&cell->residents, population);
}

static geo_status sum_area(geo_context *context, geo_compare_work *work, size_t area)
{
    const geo_area_counts *counts = work->counts;
    const geo_area_groups *groups = work->options->groups;
    size_t kinds = counts->categories->count;
    for (size_t kind = 0; kind < kinds; kind++) {
        int64_t count = counts->count[area * kinds + kind];
        double population = counts->population[kind][area];
        geo_compare_cell *all = geo_compare_at(work, work->group_count, kind);
        if (count < 0 || count > count_limit - all->count)
            return geo_fail(context, GEO_ERROR_DATA, "area %s has a count out of range",
                            counts->areas->code[area]);
        add_to(all, count, population);
        if (groups && groups->group[area] != GEO_NO_CODE)
            add_to(geo_compare_at(work, (size_t)groups->group[area], kind), count, population);
    }
    return GEO_OK;
}

static void set_rates(const geo_compare_work *work, geo_compare_cell *cell)
{
    double residents = geo_sum_value(&cell->residents);
    double years = work->counts->years;
    geo_count_interval((double)cell->rated, work->options->level, &cell->lower, &cell->upper);
    cell->rate = geo_rate_per_1000((double)cell->rated, residents) / years;
    cell->lower = geo_rate_per_1000(cell->lower, residents) / years;
    cell->upper = geo_rate_per_1000(cell->upper, residents) / years;
}

static geo_status sum_places(geo_context *context, geo_compare_work *work)
{
    size_t kinds = work->counts->categories->count;
    geo_status status = GEO_OK;
    for (size_t area = 0; area < work->counts->areas->count && status == GEO_OK; area++)
        status = sum_area(context, work, area);
    for (size_t place = 0; place < work->place_count; place++)
        for (size_t kind = 0; kind < kinds; kind++) {
            geo_compare_cell *cell = geo_compare_at(work, place, kind);
            cell->rank = GEO_NO_INTEGER;
            cell->of = GEO_NO_INTEGER;
            if (!geo_is_comparator(work, place)) {
                set_rates(work, cell);
                continue;
            }
            cell->count = GEO_NO_INTEGER;
            cell->rate = work->options->comparator[place - work->group_count - 1].rate[kind];
            cell->lower = (double)NAN;
            cell->upper = (double)NAN;
        }
    return status;
}

/* ---- compared, ranked ----------------------------------------------------------------------- */

static void compare_kind(geo_compare_work *work, size_t kind)
{
    const geo_compare_cell *reference = geo_compare_at(work, work->against, kind);
    for (size_t place = 0; place <= work->group_count; place++) {
        geo_compare_cell *cell = geo_compare_at(work, place, kind);
        cell->is_compared = place != work->against && !isnan(cell->rate) && !isnan(reference->rate);
        cell->comparison = cell->is_compared
                               ? geo_compare_interval(cell->lower, cell->upper, reference->rate)
                               : GEO_SIMILAR;
    }
}

static void rank_kind(geo_compare_work *work, size_t kind)
{
    int64_t of = 0;
    int64_t incidents = 0;
    for (size_t group = 0; group < work->group_count; group++) {
        const geo_compare_cell *cell = geo_compare_at(work, group, kind);
        of += !isnan(cell->rate);
        incidents += cell->rated;
    }
    for (size_t group = 0; group < work->group_count && incidents > 0; group++) {
        geo_compare_cell *cell = geo_compare_at(work, group, kind);
        int64_t above = 0;
        for (size_t other = 0; other < work->group_count; other++)
            above += geo_compare_at(work, other, kind)->rate > cell->rate;
        cell->rank = isnan(cell->rate) ? GEO_NO_INTEGER : above + 1;
        cell->of = isnan(cell->rate) ? GEO_NO_INTEGER : of;
    }
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* Whether there is anything to show of the kind: incidents, or a comparator's rate. */
static bool is_known(const geo_compare_work *work, size_t kind)
{
    bool known = geo_compare_at(work, work->group_count, kind)->count > 0;
    for (size_t place = work->group_count + 1; place < work->place_count; place++)
        known = known || !isnan(geo_compare_at(work, place, kind)->rate);
    return known;
}

/* A kind has a row if one below it has. */
static geo_status list_rows(geo_context *context, geo_compare_work *work)
{
    const geo_categories *tree = work->counts->categories;
    size_t levels = work->options->levels;
    bool *has_row = NULL;
    geo_status status = geo_alloc_array(context, tree->count, sizeof *has_row, &has_row);
    if (status == GEO_OK)
        status = geo_alloc_array(context, tree->count, sizeof *work->kind, &work->kind);
    for (size_t kind = tree->count; status == GEO_OK && kind-- > 0;) {
        has_row[kind] = (has_row[kind] || is_known(work, kind));
        if (has_row[kind] && tree->parent[kind] != GEO_NO_CODE)
            has_row[tree->parent[kind]] = true;
    }
    for (size_t kind = 0; status == GEO_OK && kind < tree->count; kind++)
        if (has_row[kind] && (levels == 0 || (size_t)tree->level[kind] < levels))
            work->kind[work->row_count++] = kind;
    free(has_row);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static geo_status compare_places(geo_context *context, geo_compare_work *work)
{
    size_t kinds = work->counts->categories->count;
    work->group_count = work->options->groups ? work->options->groups->count : 0;
    work->place_count = work->group_count + 1 + work->options->comparator_count;
    geo_status status = check_options(context, work);
    if (status == GEO_OK)
        status = list_columns(context, work);
    if (status == GEO_OK)
        status = find_against(context, work);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, work->place_count * kinds, sizeof *work->cell, &work->cell);
    if (status == GEO_OK)
        status = sum_places(context, work);
    for (size_t kind = 0; kind < kinds && status == GEO_OK; kind++) {
        compare_kind(work, kind);
        rank_kind(work, kind);
    }
    return status == GEO_OK ? list_rows(context, work) : status;
}

static geo_status make_tables(geo_context *context, const geo_compare_work *work)
{
    geo_compared *compared = work->compared;
    geo_status status =
        geo_copy_text(context, geo_compare_place_name(work, work->against), &compared->against);
    if (status == GEO_OK && work->options->is_long)
        status = geo_compare_make_long(context, work, &compared->table);
    else if (status == GEO_OK)
        status = geo_compare_make_table(context, work, &compared->table);
    if (status == GEO_OK && !work->options->is_long)
        status = geo_compare_make_data(context, work, &compared->data);
    return status == GEO_OK ? geo_compare_add_notes(context, work, compared->table) : status;
}

geo_status geo_compare(geo_context *context, const geo_area_counts *counts,
                       const geo_compare_options *options, geo_compared **out)
{
    static const geo_compare_options defaults = GEO_COMPARE_OPTIONS_INIT;
    geo_compare_work work = {.counts = counts, .options = options ? options : &defaults};
    geo_status status = geo_alloc_array(context, 1, sizeof *work.compared, &work.compared);
    if (status == GEO_OK)
        status = compare_places(context, &work);
    if (status == GEO_OK && work.options->suppress_below > 1)
        status = geo_compare_hide(context, &work);
    if (status == GEO_OK)
        status = make_tables(context, &work);
    free(work.cell);
    free(work.place);
    free(work.kind);
    if (status != GEO_OK) {
        geo_compared_free(work.compared);
        return status;
    }
    *out = work.compared;
    return GEO_OK;
}

void geo_compared_free(geo_compared *compared)
{
    if (!compared)
        return;
    geo_table_free(compared->table);
    geo_table_free(compared->data);
    free(compared->against);
    free(compared);
}
