/* The sentence about deprivation as it is published, and what stands under the tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "measure/deprivation_sums.h"
#include "measure/rank_notes.h"

/* The note that has been printed so far; begins the next. */
static geo_status add_note(geo_context *context, geo_bytes *note, geo_table *table)
{
    geo_status status = geo_bytes_append(context, note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, note->data);
    note->length = 0;
    return status;
}

/* ---- the sentence --------------------------------------------------------------------------- */

/* As people write it: "51%", but "3.4%". */
static geo_status append_percent(geo_context *context, double share, geo_bytes *text)
{
    geo_status status =
        geo_bytes_append_number(context, text, 100 * share, 100 * share < 9.95 ? 1 : 0);
    return status == GEO_OK ? geo_bytes_print(context, text, "%%") : status;
}

static geo_status append_where(geo_context *context, const struct deprivation_work *work,
                               geo_bytes *text)
{
    geo_status status =
        append_percent(context, geo_deprivation_share(work->sums, GEO_PART_TOP), text);
    return status == GEO_OK
               ? geo_bytes_print(context, text, " of %s in areas in the top 20%% most deprived %s",
                                 work->options->subject,
                                 work->groups->is_local ? "here" : "nationally")
               : status;
}

static geo_status keep_sentence(geo_context *context, const struct deprivation_work *work,
                                geo_bytes *text)
{
    geo_status status = geo_bytes_append(context, text, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, work->table, text->data);
    if (status != GEO_OK)
        return status;
    work->made->sentence = text->data;
    *text = (geo_bytes)GEO_BYTES_INIT;
    return GEO_OK;
}

static bool can_tell(const struct deprivation_work *work, size_t i)
{
    return work->sums[i].part[GEO_PART_ALL].incidents > 0 &&
           !geo_deprivation_hides(work, GEO_PART_TOP, i) &&
           !geo_deprivation_hides(work, GEO_PART_ALL, i);
}

geo_status geo_deprivation_add_sentence(geo_context *context, const struct deprivation_work *work)
{
    geo_bytes text = GEO_BYTES_INIT;
    const char *people = work->options->people;
    if (!can_tell(work, 0))
        return GEO_OK;
    geo_status status = append_where(context, work, &text);
    if (status == GEO_OK && work->has_population) {
        status = geo_bytes_print(context, &text, ", where ");
        if (status == GEO_OK)
            status = append_percent(
                context, geo_deprivation_population_share(work->sums, GEO_PART_TOP), &text);
        if (status == GEO_OK)
            status = geo_bytes_print(context, &text, " of %s %s", people,
                                     strcmp(people, "residents") == 0 ? "live" : "are");
    }
    if (status == GEO_OK)
        status = keep_sentence(context, work, &text);
    geo_bytes_clear(&text);
    return status;
}

geo_status geo_deprivation_add_comparison(geo_context *context, const struct deprivation_work *work)
{
    geo_bytes text = GEO_BYTES_INIT;
    if (!can_tell(work, 0) || !can_tell(work, 1))
        return GEO_OK;
    geo_status status = append_where(context, work, &text);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &text, ", against ");
    if (status == GEO_OK)
        status =
            append_percent(context, geo_deprivation_share(&work->sums[1], GEO_PART_TOP), &text);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &text, " of %s", work->options->other);
    if (status == GEO_OK)
        status = keep_sentence(context, work, &text);
    geo_bytes_clear(&text);
    return status;
}

/* ---- inequality ----------------------------------------------------------------------------- */

static geo_status append_estimate(geo_context *context, const struct deprivation_work *work,
                                  const char *name, const geo_estimate *estimate, int decimals,
                                  geo_bytes *note)
{
    geo_status status = geo_bytes_print(context, note, "%s ", name);
    if (isnan(estimate->value))
        return status == GEO_OK ? geo_bytes_print(context, note, "cannot be told") : status;
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, note, estimate->value, decimals);
    if (status != GEO_OK || isnan(estimate->lower))
        return status;
    status = geo_bytes_print(context, note, " (");
    if (status == GEO_OK)
        status = geo_level_print(context, work->options->level, note);
    if (status == GEO_OK)
        status = geo_bytes_print(context, note, "%% ");
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, note, estimate->lower, decimals);
    if (status == GEO_OK)
        status = geo_bytes_print(context, note, isfinite(estimate->upper) ? " to " : " or more");
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, note, estimate->upper, decimals);
    return status == GEO_OK ? geo_bytes_print(context, note, ")") : status;
}

geo_status geo_deprivation_add_inequality_note(geo_context *context,
                                               const struct deprivation_work *work)
{
    const geo_inequality *found = &work->made->inequality;
    int decimals = work->options->decimals;
    geo_bytes note = GEO_BYTES_INIT;
    if (isnan(found->slope.value))
        return GEO_OK;
    geo_status status = append_estimate(context, work,
                                        "Slope index of inequality (the rate per 1,000 of the most "
                                        "deprived less that of the least, as fitted)",
                                        &found->slope, decimals, &note);
    if (status == GEO_OK)
        status = append_estimate(context, work, "; relative index (the former over the latter)",
                                 &found->relative, decimals + 1, &note);
    if (status == GEO_OK)
        status = append_estimate(
            context, work, "; concentration index (below 0 where the most deprived have most)",
            &found->concentration, decimals + 2, &note);
    if (status == GEO_OK)
        status = add_note(context, &note, work->table);
    geo_bytes_clear(&note);
    return status;
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status add_rate_notes(geo_context *context, const struct deprivation_work *work,
                                 geo_bytes *note)
{
    geo_status status = geo_bytes_print(
        context, note,
        "A group's rate is its incidents over its %s, never a mean of rates; ratio: share of "
        "incidents divided by share of population. ",
        work->options->people);
    if (status == GEO_OK)
        status = geo_level_print(context, work->options->level, note);
    if (status == GEO_OK)
        status = geo_bytes_print(context, note,
                                 "%% intervals: of rates Byar's, exact for counts below 10; of "
                                 "shares and ratios Wilson's");
    if (status == GEO_OK)
        status = add_note(context, note, work->table);
    if (status == GEO_OK)
        status = geo_table_set_mark_text(context, work->table, GEO_MARK_LOWER,
                                         "Lower: the interval lies below the rate of all areas");
    if (status == GEO_OK)
        status = geo_table_set_mark_text(context, work->table, GEO_MARK_HIGHER,
                                         "Higher: the interval lies above the rate of all areas");
    bool is_scaled = work->counts->years < 1 || work->counts->years > 1;
    return status == GEO_OK && is_scaled
               ? geo_add_years_note(context, work->counts->years, work->table)
               : status;
}

static geo_status add_hidden_note(geo_context *context, const struct deprivation_work *work,
                                  geo_bytes *note)
{
    const geo_deprivation_table *made = work->made;
    if (made->hidden_small == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(
        context, note,
        "Kept back ([c]): %zu count%s of fewer than %lld, %zu more so that nobody finds %s by "
        "subtraction, and what is worked out of them",
        made->hidden_small, made->hidden_small == 1 ? "" : "s",
        (long long)work->options->suppress_below, made->hidden_others,
        made->hidden_small == 1 ? "it" : "them");
    if (status == GEO_OK)
        status = geo_table_set_mark_text(context, work->table, GEO_MARK_HIDDEN, "kept back");
    return status == GEO_OK ? add_note(context, note, work->table) : status;
}

/* Areas without people have incidents that no rate can count. */
static void warn_without_people(geo_context *context, const struct deprivation_work *work)
{
    const geo_deprivation_part *all = &work->sums->part[GEO_PART_ALL];
    if (work->has_population && all->rated < all->incidents)
        geo_add_warning(context,
                        "%lld incidents are in areas without a population: they count in no rate "
                        "and no ratio",
                        (long long)llround(all->incidents - all->rated));
}

geo_status geo_deprivation_add_notes(geo_context *context, const struct deprivation_work *work,
                                     bool has_rates)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = has_rates ? add_rate_notes(context, work, &note) : GEO_OK;
    if (has_rates && !work->hidden)
        warn_without_people(context, work);
    if (status == GEO_OK && !work->is_whole) {
        status = geo_bytes_print(context, &note,
                                 "Areas that lie in several groups are shared out among them, so "
                                 "that counts need not be whole; as LSOAs they are counted in that "
                                 "with their largest share");
        if (status == GEO_OK)
            status = add_note(context, &note, work->table);
    }
    if (status == GEO_OK)
        status = add_hidden_note(context, work, &note);
    if (status == GEO_OK && work->options->round_to > 1) {
        status = geo_bytes_print(context, &note,
                                 "Counts rounded to %lld; rates, shares and ratios from exact "
                                 "counts",
                                 (long long)work->options->round_to);
        if (status == GEO_OK)
            status = add_note(context, &note, work->table);
    }
    geo_bytes_clear(&note);
    return status;
}
