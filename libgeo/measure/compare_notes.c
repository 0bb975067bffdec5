/* What is printed under a comparison: sentences for a report, and how it was made. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "measure/compare.h"
#include "measure/rank_notes.h"

/* Ends the text, adds it and lets go of it, whatever `status` was before. */
static geo_status add_note(geo_context *context, geo_table *table, geo_bytes *note,
                           geo_status status)
{
    if (status == GEO_OK)
        status = geo_bytes_append(context, note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, note->data);
    geo_bytes_clear(note);
    return status;
}

/* ---- sentences for a report ----------------------------------------------------------------- */

static geo_status print_rate(geo_context *context, const geo_compare_work *work, const char *before,
                             double rate, geo_bytes *out)
{
    geo_status status = geo_bytes_print(context, out, "%s", before);
    return status == GEO_OK ? geo_bytes_append_number(context, out, rate, work->options->decimals)
                            : status;
}

/* ", lower than Staffordshire (76.1)" */
static geo_status print_comparison(geo_context *context, const geo_compare_work *work, size_t kind,
                                   const geo_compare_cell *cell, geo_bytes *out)
{
    static const char *const words[] = {
        [GEO_SIMILAR] = "similar to", [GEO_LOWER] = "lower than", [GEO_HIGHER] = "higher than"};
    if (!cell->is_compared)
        return GEO_OK;
    geo_status status = geo_bytes_print(context, out, ", %s %s", words[cell->comparison],
                                        geo_compare_place_name(work, work->against));
    if (status == GEO_OK)
        status =
            print_rate(context, work, " (", geo_compare_at(work, work->against, kind)->rate, out);
    return status == GEO_OK ? geo_bytes_print(context, out, ")") : status;
}

/* The bands of ward tables: how many areas of the group are above the mean of all areas' rates by
 * more than one SD. False where there are too few areas for that, or rates are kept back. */
static geo_status count_above(geo_context *context, const geo_compare_work *work, size_t group,
                              size_t kind, size_t *areas, size_t *above, bool *is_known)
{
    enum { FEW_AREAS = 5 };
    const geo_area_counts *counts = work->counts;
    const geo_area_groups *groups = work->options->groups;
    size_t rated = 0;
    double *rate = NULL;
    geo_reference reference;
    geo_status status = geo_alloc_array(context, counts->areas->count, sizeof *rate, &rate);
    *areas = *above = 0;
    for (size_t area = 0; area < counts->areas->count && status == GEO_OK; area++) {
        int64_t count = counts->count[area * counts->categories->count + kind];
        rate[area] = geo_rate_per_1000((double)count, counts->population[kind][area]);
        rated += isnan(rate[area]) ? 0 : 1;
        *areas += groups->group[area] == (int32_t)group;
    }
    *is_known = *areas > 1 && rated > FEW_AREAS && work->options->suppress_below <= 1;
    if (status == GEO_OK && *is_known)
        status =
            geo_reference_make(context, rate, counts->areas->count, GEO_SD_POPULATION, &reference);
    for (size_t area = 0; area < counts->areas->count && status == GEO_OK && *is_known; area++)
        *above += groups->group[area] == (int32_t)group &&
                  geo_band_of(&reference, rate[area]) != GEO_BAND_NONE;
    free(rate);
    return status;
}

static geo_status print_above(geo_context *context, const geo_compare_work *work, size_t group,
                              size_t kind, geo_bytes *out)
{
    size_t areas, above;
    bool is_known;
    geo_status status = count_above(context, work, group, kind, &areas, &above, &is_known);
    if (status != GEO_OK || !is_known)
        return status;
    return geo_bytes_print(context, out,
                           "; %zu of its %zu areas %s above the mean plus one SD of all", above,
                           areas, above == 1 ? "is" : "are");
}

/* "Lichfield: Total Recorded Crime 58.8 per 1,000, lower than All areas (76.1), 8 of 9" */
static geo_status tell_of(geo_context *context, const geo_compare_work *work, size_t group,
                          size_t kind, geo_table *table)
{
    const geo_compare_cell *cell = geo_compare_at(work, group, kind);
    geo_bytes note = GEO_BYTES_INIT;
    if (isnan(cell->rate))
        return GEO_OK;
    geo_status status =
        geo_bytes_print(context, &note, "%s: %s ", work->options->groups->name[group],
                        work->counts->categories->name[kind]);
    if (status == GEO_OK)
        status = print_rate(context, work, "", cell->rate, &note);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &note, " per 1,000");
    if (status == GEO_OK)
        status = print_comparison(context, work, kind, cell, &note);
    if (status == GEO_OK && work->options->has_ranks && cell->rank != GEO_NO_INTEGER)
        status = geo_bytes_print(context, &note, ", rank %lld of %lld", (long long)cell->rank,
                                 (long long)cell->of);
    if (status == GEO_OK)
        status = print_above(context, work, group, kind, &note);
    return add_note(context, table, &note, status);
}

static geo_status tell_of_all(geo_context *context, const geo_compare_work *work, geo_table *table)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < work->options->this_count && i < work->options->shown_count; i++)
        for (size_t row = 0; row < work->row_count && status == GEO_OK; row++)
            if (work->counts->categories->level[work->kind[row]] == 0)
                status = tell_of(context, work, work->options->shown[i], work->kind[row], table);
    return status;
}

/* ---- how it was made ------------------------------------------------------------------------ */

static geo_status set_key(geo_context *context, const geo_compare_work *work, geo_table *table)
{
    static const struct {
        geo_mark mark;
        const char *words;
    } key[] = {{GEO_MARK_LOWER, "lower than"}, {GEO_MARK_HIGHER, "higher than"}};
    geo_status status = GEO_OK;
    for (size_t i = 0; i < 2 && status == GEO_OK; i++) {
        geo_bytes text = GEO_BYTES_INIT;
        status = geo_bytes_print(context, &text, "%s %s", key[i].words,
                                 geo_compare_place_name(work, work->against));
        if (status == GEO_OK)
            status = geo_bytes_append(context, &text, "", 1);
        if (status == GEO_OK)
            status = geo_table_set_mark_text(context, table, key[i].mark, text.data);
        geo_bytes_clear(&text);
    }
    return status;
}

static geo_status note_method(geo_context *context, const geo_compare_work *work, geo_table *table)
{
    const char *against = geo_compare_place_name(work, work->against);
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(context, &note, "Lower and higher: the rate's ");
    if (status == GEO_OK)
        status = geo_level_print(context, work->options->level, &note);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &note,
                                 "%% interval (Byar's approximation, exact for counts below 10) "
                                 "lies wholly below or above the rate of %s, which is taken as it "
                                 "stands",
                                 against);
    if (status == GEO_OK && work->against == work->group_count && work->options->shown_count > 0)
        status = geo_bytes_print(context, &note, "; the districts are part of it");
    return add_note(context, table, &note, status);
}

static geo_status note_ranks(geo_context *context, const geo_compare_work *work, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    if (!work->options->has_ranks || work->group_count == 0)
        return GEO_OK;
    geo_status status =
        geo_bytes_print(context, &note,
                        "Ranks are among the %zu values of '%s'%s: 1 is the highest "
                        "rate, and equal rates share a rank",
                        work->group_count, work->options->groups->field,
                        work->options->shown_count < work->group_count ? ", shown or not" : "");
    return add_note(context, table, &note, status);
}

/* People find it by themselves that a kind is not there, and wonder why. */
static geo_status note_left_out(geo_context *context, const geo_compare_work *work,
                                geo_table *table)
{
    const geo_categories *tree = work->counts->categories;
    enum { NAMED_MOST = 8 };
    const char *name[NAMED_MOST];
    char list[2048];
    size_t count = 0;
    geo_bytes note = GEO_BYTES_INIT;
    for (size_t kind = 0, row = 0; kind < tree->count; kind++) {
        bool is_deep =
            work->options->levels > 0 && (size_t)tree->level[kind] >= work->options->levels;
        bool has_row = row < work->row_count && work->kind[row] == kind;
        row += has_row;
        if (has_row || is_deep)
            continue;
        if (count < NAMED_MOST)
            name[count] = tree->name[kind];
        count++;
    }
    if (count == 0)
        return GEO_OK;
    geo_list_names(name, count < NAMED_MOST ? count : NAMED_MOST, list, sizeof list);
    geo_status status = geo_bytes_print(
        context, &note, "Left out, since there was no incident%s: %s",
        work->options->comparator_count > 0 ? " and no comparator's rate" : "", list);
    if (status == GEO_OK && count > NAMED_MOST)
        status = geo_bytes_print(context, &note, " and %zu more", count - NAMED_MOST);
    return add_note(context, table, &note, status);
}

static geo_status note_groups(geo_context *context, const geo_compare_work *work, geo_table *table)
{
    const geo_area_groups *groups = work->options->groups;
    size_t ungrouped = 0;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (size_t area = 0; groups && area < groups->area_count; area++)
        ungrouped += groups->group[area] == GEO_NO_CODE;
    if (ungrouped == 0)
        return GEO_OK;
    status = geo_bytes_print(context, &note, "%zu area%s no '%s' and count%s in %s alone",
                             ungrouped, ungrouped == 1 ? " has" : "s have", groups->field,
                             ungrouped == 1 ? "s" : "", work->options->all_name);
    return add_note(context, table, &note, status);
}

static geo_status note_counts(geo_context *context, const geo_compare_work *work, geo_table *table)
{
    const geo_compare_options *options = work->options;
    const geo_suppression *hidden = &work->compared->hidden;
    bool has_counts = options->is_long || options->values != GEO_COMPARE_RATES;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (options->round_to > 1 && has_counts) {
        status = geo_bytes_print(context, &note, "Counts rounded to %lld; rates from exact counts",
                                 (long long)options->round_to);
        status = add_note(context, table, &note, status);
    }
    if (status != GEO_OK || hidden->small + hidden->others == 0)
        return status;
    status = geo_bytes_print(
        context, &note,
        "Kept back: %zu counts of 1 to %lld incidents and %zu others by which they could be "
        "worked out, over all groups of areas, shown or not",
        hidden->small, (long long)options->suppress_below - 1, hidden->others);
    return add_note(context, table, &note, status);
}

/* Incidents there are in counts, and in no rate. */
static void warn_of_missing(geo_context *context, const geo_compare_work *work)
{
    const geo_area_counts *counts = work->counts;
    size_t missing = 0;
    int64_t incidents = 0;
    for (size_t area = 0; area < counts->areas->count; area++) {
        bool is_missing = false;
        for (size_t kind = 0; kind < counts->categories->count; kind++) {
            double population = counts->population[kind][area];
            bool is_root = counts->categories->level[kind] == 0;
            if (population > 0 && isfinite(population))
                continue;
            is_missing = true;
            incidents += is_root ? counts->count[area * counts->categories->count + kind] : 0;
        }
        missing += is_missing;
    }
    if (missing > 0 && work->options->suppress_below > 1)
        geo_add_warning(context,
                        "%zu area%s no population for some or all kinds: no rates are given of "
                        "sums that have incidents there, since these might be few",
                        missing, missing == 1 ? " has" : "s have");
    else if (missing > 0)
        geo_add_warning(context,
                        "%zu area%s no population for some or all kinds: %lld incident%s there %s "
                        "in no rate",
                        missing, missing == 1 ? " has" : "s have", (long long)incidents,
                        incidents == 1 ? "" : "s", incidents == 1 ? "is" : "are");
}

geo_status geo_compare_add_notes(geo_context *context, const geo_compare_work *work,
                                 geo_table *table)
{
    warn_of_missing(context, work);
    geo_status status = tell_of_all(context, work, table);
    if (status == GEO_OK)
        status = set_key(context, work, table);
    if (status == GEO_OK)
        status = note_method(context, work, table);
    if (status == GEO_OK)
        status = note_ranks(context, work, table);
    if (status == GEO_OK && work->counts->years != 1)
        status = geo_add_years_note(context, work->counts->years, table);
    if (status == GEO_OK)
        status = note_counts(context, work, table);
    if (status == GEO_OK)
        status = note_groups(context, work, table);
    return status == GEO_OK ? note_left_out(context, work, table) : status;
}
