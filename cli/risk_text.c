/* Titles and notes of risk, and the words on its map. */
#include <math.h>
#include <string.h>

#include "deliver.h"
#include "risk.h"

/* "0.05" */
static geo_status append_p(cli_job *job, double tolerance, geo_bytes *text)
{
    return append_short_number(job->context, text, 1 - tolerance, 6);
}

geo_status risk_append_side(cli_job *job, const risk_result *result, risk_side_name side,
                            double tolerance, geo_bytes *text)
{
    bool is_change = result->kind == GEO_RISK_CHANGE;
    const char *words = side == RISK_HIGHER
                            ? is_change ? "Rose against the whole map" : "Higher than expected"
                        : is_change ? "Fell against the whole map"
                                    : "Lower than expected";
    geo_status status = geo_bytes_print(job->context, text, "%s (p up to ", words);
    if (status == GEO_OK)
        status = append_p(job, tolerance, text);
    return status == GEO_OK ? geo_bytes_print(job->context, text, ")") : status;
}

/* ---- titles --------------------------------------------------------------------------------- */

/* "April 2022 to August 2022 compared with October 2018 to February 2019" */
static geo_status append_periods(cli_job *job, const risk_result *result, geo_bytes *text)
{
    geo_status status =
        append_period(job->context, text, result->load.frame, load_period(&result->load));
    if (status != GEO_OK || result->kind != GEO_RISK_CHANGE)
        return status;
    status = geo_bytes_print(job->context, text, " compared with ");
    return status == GEO_OK
               ? append_period(job->context, text, result->beside_frame, &result->before)
               : status;
}

/* "Burglary beside all other incidents" */
static geo_status append_what(cli_job *job, const risk_result *result, geo_bytes *text)
{
    geo_status status = append_subject(job, text);
    if (status != GEO_OK)
        return status;
    if (result->kind == GEO_RISK_RATIO)
        return geo_bytes_print(job->context, text, " beside %s", result->beside_text.data);
    if (result->kind == GEO_RISK_CHANGE)
        return geo_bytes_print(job->context, text, ", change");
    return geo_bytes_print(job->context, text, " per 1,000 %s%s", result->load.denominator,
                           result->settings->per_year ? " a year" : "");
}

static geo_status set_title(cli_job *job, const risk_result *result, const char *more,
                            geo_table *table)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = append_what(job, result, &title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &title, "%s", more);
    if (status == GEO_OK && result->load.frame->month_count > 0)
        status = geo_bytes_print(job->context, &title, ", ");
    if (status == GEO_OK && result->load.frame->month_count > 0)
        status = append_periods(job, result, &title);
    return deliver_end_title(job, table, &title, status);
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status note_ratio(cli_job *job, const risk_result *result, geo_bytes *text)
{
    char count[COUNT_TEXT_SIZE], others[COUNT_TEXT_SIZE];
    const geo_risk_surface *risk = result->risk;
    return geo_bytes_print(
        job->context, text,
        "Ratio: the density of the %s incidents over that of the %s they stand beside (%s), each "
        "as a share of all of its kind in the areas shown; 1 where both lie alike",
        count_text((int64_t)risk->incidents, count), count_text((int64_t)risk->others, others),
        result->beside_text.data);
}

static geo_status note_rate(cli_job *job, const risk_result *result, geo_bytes *text)
{
    char count[COUNT_TEXT_SIZE], people[COUNT_TEXT_SIZE];
    const geo_risk_surface *risk = result->risk;
    const geo_areas *areas = result->people ? result->people : result->load.areas[0];
    const char *word = map_area_word(areas);
    geo_status status = geo_bytes_print(
        job->context, text, "Ratio: the rate over that of all: %s incidents and %s %s, ",
        count_text((int64_t)risk->incidents, count), count_text(llround(risk->others), people),
        result->load.denominator);
    if (status == GEO_OK)
        status = geo_bytes_append_number(job->context, text, risk->overall, 1);
    return status == GEO_OK
               ? geo_bytes_print(job->context, text,
                                 " per 1,000%s. The %s are spread evenly over the ground of each "
                                 "of the %s in which they are counted",
                                 result->settings->per_year ? " a year" : "",
                                 result->load.denominator, word ? word : "areas")
               : status;
}

static geo_status append_years(cli_job *job, double years, geo_bytes *text)
{
    geo_status status = append_short_number(job->context, text, 12 * years, 1);
    return status == GEO_OK ? geo_bytes_print(job->context, text, " months") : status;
}

static geo_status note_change(cli_job *job, const risk_result *result, geo_bytes *text)
{
    char after[COUNT_TEXT_SIZE], before[COUNT_TEXT_SIZE];
    const geo_risk_surface *risk = result->risk;
    double change =
        100 * (risk->incidents / result->years / (risk->others / result->years_before) - 1);
    geo_status status =
        geo_bytes_print(job->context, text,
                        "Change: incidents per km2 a year, after less before; ratio: after over "
                        "before, each a year. %s incidents in ",
                        count_text((int64_t)risk->incidents, after));
    if (status == GEO_OK)
        status = append_years(job, result->years, text);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, " after, %s in ",
                                 count_text((int64_t)risk->others, before));
    if (status == GEO_OK)
        status = append_years(job, result->years_before, text);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, " before: %s", change < 0 ? "" : "+");
    if (status == GEO_OK)
        status = geo_bytes_append_number(job->context, text, change, 1);
    return status == GEO_OK ? geo_bytes_print(job->context, text, "%% in all") : status;
}

static geo_status append_metres(cli_job *job, const char *what, double metres, geo_bytes *text)
{
    geo_status status = geo_bytes_print(job->context, text, ", %s ", what);
    if (status == GEO_OK)
        status = append_short_number(job->context, text, metres, 3);
    return status == GEO_OK ? geo_bytes_print(job->context, text, " m") : status;
}

static geo_status note_kernel(cli_job *job, const risk_result *result, geo_bytes *text)
{
    const risk_settings *settings = result->settings;
    bool is_rate = result->kind == GEO_RISK_RATE;
    geo_status status = geo_bytes_print(job->context, text, "Kernel density: %s kernel",
                                        geo_kernel_name(result->options.kernel));
    if (status == GEO_OK)
        status = append_metres(job, "bandwidth", result->options.bandwidth_m, text);
    if (status == GEO_OK)
        status = append_metres(job, "cell", result->options.cell_m, text);
    if (status == GEO_OK && settings->constant > 0)
        status = geo_bytes_print(job->context, text, ", %g of the greatest density added to both",
                                 settings->constant);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, "; left out where fewer than ");
    if (status == GEO_OK)
        status = append_short_number(job->context, text,
                                     !isnan(settings->least) ? settings->least
                                     : is_rate               ? 100
                                                             : 5,
                                     3);
    return status == GEO_OK
               ? geo_bytes_print(job->context, text,
                                 " %s are near, the nearer the more of one each",
                                 is_rate                           ? result->load.denominator
                                 : result->kind == GEO_RISK_CHANGE ? "incidents of both periods"
                                                                   : "incidents of both")
               : status;
}

static geo_status note_chance(cli_job *job, const risk_result *result, geo_bytes *text)
{
    static const char *const dealt[] = {
        "the incidents of both are dealt to all their places at random, as many to each and to "
        "each place",
        "the incidents are dealt to people at random, each as likely",
        "the incidents of both periods are dealt to all their places at random, as many to each "
        "period and place, so that a place is compared with the change of the whole map"};
    return geo_bytes_print(job->context, text,
                           "Expected by chance: %s; %lld permutations, seed %lld",
                           dealt[result->kind], (long long)result->settings->permutations,
                           (long long)result->settings->seed);
}

static geo_status append_share(cli_job *job, double share, const char *after, geo_bytes *text)
{
    geo_status status = append_short_number(job->context, text, 100 * share, 1);
    return status == GEO_OK ? geo_bytes_print(job->context, text, "%% %s", after) : status;
}

static geo_status note_p(cli_job *job, const risk_result *result, geo_bytes *text)
{
    double tolerance = result->tolerance[0];
    geo_status status =
        geo_bytes_print(job->context, text,
                        "p is of one place looked at alone, not adjusted for looking over the "
                        "whole map: with p up to ");
    if (status == GEO_OK)
        status = append_p(job, tolerance, text);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, " chance has ");
    if (status == GEO_OK)
        status = append_share(job, 1 - tolerance, "of a map higher and as much lower; here ", text);
    if (status == GEO_OK)
        status = append_share(job, result->side[RISK_HIGHER].share, "is higher and ", text);
    return status == GEO_OK ? append_share(job, result->side[RISK_LOWER].share, "lower", text)
                            : status;
}

static geo_status note_map_p(cli_job *job, const risk_result *result, geo_bytes *text)
{
    geo_status status = geo_bytes_print(
        job->context, text,
        "p over the map: that chance has a place as far from what is expected anywhere; for the "
        "farthest of all ");
    return status == GEO_OK ? append_short_number(job->context, text, result->risk->p, 3) : status;
}

typedef geo_status (*note_writer)(cli_job *job, const risk_result *result, geo_bytes *text);

static geo_status add_note(cli_job *job, const risk_result *result, note_writer write,
                           geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = write(job, result, &note);
    return deliver_end_note(job, table, &note, status);
}

static geo_status note_permutations(cli_job *job, const risk_result *result, geo_table *table)
{
    geo_status status = add_note(job, result, note_chance, table);
    if (status == GEO_OK)
        status = add_note(job, result, note_p, table);
    return status == GEO_OK ? add_note(job, result, note_map_p, table) : status;
}

static geo_status describe_table(cli_job *job, const risk_result *result, geo_table *table)
{
    static const note_writer kinds[] = {note_ratio, note_rate, note_change};
    geo_status status = add_note(job, result, kinds[result->kind], table);
    if (status == GEO_OK)
        status = add_note(job, result, note_kernel, table);
    if (status == GEO_OK && result->risk->permutations == 0)
        status = geo_table_add_note(job->context, table,
                                    "No permutations, so that nothing is told from chance");
    else if (status == GEO_OK && result->risk->cells > 0)
        status = note_permutations(job, result, table);
    return status == GEO_OK ? deliver_note_filters(job, result->map.show, table) : status;
}

/* ---- the map -------------------------------------------------------------------------------- */

static geo_status write_words(cli_job *job, risk_result *result)
{
    figure_words *words = &result->words;
    const figure_settings *given = &result->settings->figure;
    geo_status status = append_what(job, result, &words->title);
    if (status == GEO_OK)
        status = deliver_titles(job, given, &result->load, words);
    if (status == GEO_OK && !given->subtitle) {
        words->subtitle.length = 0;
        status = append_periods(job, result, &words->subtitle);
    }
    if (status == GEO_OK)
        status = end_text(job->context, &words->subtitle);
    return status == GEO_OK
               ? figure_write_method(job, result->table, result->table->note_count, words)
               : status;
}

/* "Higher than expected in Hanley (2.3), Tunstall (1.9)" by the table's first rows of a side. */
static geo_status append_foremost(cli_job *job, const risk_result *result, risk_side_name of,
                                  geo_bytes *text)
{
    enum { NAMED = 3 };
    const geo_table *table = result->table;
    const geo_column *place = geo_table_find(table, "place"),
                     *ratio = geo_table_find(table, "ratio");
    size_t first = of == RISK_HIGHER ? 0 : result->side[RISK_HIGHER].lowest_count;
    size_t count = result->side[of].lowest_count;
    geo_status status = count > 0 ? geo_bytes_print(job->context, text, " ") : GEO_OK;
    if (status == GEO_OK && count > 0)
        status = risk_append_side(job, result, of, result->tolerance[0], text);
    if (status == GEO_OK && count > 0)
        status = geo_bytes_print(job->context, text, " in %zu place%s, foremost ", count,
                                 count == 1 ? "" : "s");
    for (size_t i = 0; i < count && i < NAMED && status == GEO_OK; i++) {
        const char *name = place->text[first + i];
        status = geo_bytes_print(job->context, text, "%s%s (", i > 0 ? ", " : "",
                                 name ? name : "a place without a name");
        if (status == GEO_OK)
            status = geo_bytes_append_number(job->context, text, ratio->real[first + i], 1);
        if (status == GEO_OK)
            status = geo_bytes_print(job->context, text, " times)");
    }
    return status == GEO_OK && count > 0 ? geo_bytes_print(job->context, text, ".") : status;
}

static geo_status write_description(cli_job *job, risk_result *result)
{
    geo_bytes *text = &result->words.description;
    geo_status status =
        geo_bytes_print(job->context, text, "Map. %s%s%s. %s.", result->words.title.data,
                        result->words.subtitle.length > 0 ? ", " : "", result->words.subtitle.data,
                        result->table->note[0]);
    for (int of = 0; of < RISK_SIDES && status == GEO_OK; of++)
        status = append_foremost(job, result, (risk_side_name)of, text);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

geo_status risk_describe(cli_job *job, risk_result *result)
{
    geo_status status = set_title(job, result, ": places beyond chance", result->table);
    if (status == GEO_OK)
        status = describe_table(job, result, result->table);
    for (int of = 0; of < RISK_SIDES && status == GEO_OK; of++)
        if (result->side[of].layer)
            status = set_title(job, result, of == RISK_HIGHER ? ": higher" : ": lower",
                               result->side[of].layer);
    if (status == GEO_OK)
        status = write_words(job, result);
    return status == GEO_OK ? write_description(job, result) : status;
}
