#include "measure/rank_notes.h"

#include <math.h>
#include <string.h>

#include "core/context.h"

geo_status geo_level_print(geo_context *context, double level, geo_bytes *text)
{
    enum { DECIMALS = 6 };
    geo_status status = geo_bytes_append_number(context, text, 100 * level, DECIMALS);
    if (status != GEO_OK)
        return status;
    while (text->data[text->length - 1] == '0')
        text->length--;
    if (text->data[text->length - 1] == '.')
        text->length--;
    return GEO_OK;
}

/* A text and the number behind it; a NULL text ends a row of pieces. */
struct piece {
    const char *before;
    double number;
    int decimals;
};

static geo_status add_note(geo_context *context, geo_table *table, const struct piece *piece,
                           const char *end)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (; status == GEO_OK && piece->before; piece++) {
        status = geo_bytes_append(context, &note, piece->before, strlen(piece->before));
        if (status == GEO_OK)
            status = geo_bytes_append_number(context, &note, piece->number, piece->decimals);
    }
    if (status == GEO_OK)
        status = geo_bytes_append(context, &note, end, strlen(end) + 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, note.data);
    geo_bytes_clear(&note);
    return status;
}

static const struct piece no_more = {NULL, 0, 0};

static geo_status add_reference_notes(geo_context *context, const geo_reference *reference,
                                      int decimals, geo_table *table)
{
    if (isnan(reference->sd))
        return geo_table_add_note(context, table,
                                  "Reference: 1 area, which has no sample SD, so no bands");
    const struct piece mean_and_sd[] = {{"Reference: ", (double)reference->count, 0},
                                        {" areas, mean rate ", reference->mean, decimals},
                                        {" per 1,000, SD ", reference->sd, decimals},
                                        no_more};
    const struct piece above[] = {{"Above: rate over ", reference->above, decimals}, no_more};
    const struct piece significantly_above[] = {
        {"Significantly above: rate over ", reference->significantly_above, decimals}, no_more};
    geo_status status = add_note(context, table, mean_and_sd,
                                 reference->kind == GEO_SD_SAMPLE ? " (sample SD, unweighted)"
                                                                  : " (population SD, unweighted)");
    if (status == GEO_OK)
        status = add_note(context, table, above, " (mean + 1 SD)");
    if (status == GEO_OK)
        status = add_note(context, table, significantly_above, " (mean + 2 SD)");
    if (status == GEO_OK)
        status = geo_table_add_note(context, table,
                                    "The bands are a convention, not a test of significance");
    return status;
}

geo_status geo_add_interval_note(geo_context *context, double level, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    static const char method[] =
        "% intervals of a Poisson count: Byar's approximation, exact for counts below 10";
    geo_status status = geo_level_print(context, level, &note);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &note, method, sizeof method);
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, note.data);
    geo_bytes_clear(&note);
    return status;
}

/* "21 of 201 areas shown: those with a band" */
static geo_status add_shown_note(geo_context *context, const geo_rank_options *options,
                                 size_t areas, const geo_ranking *ranking)
{
    geo_table *table = ranking->table;
    geo_bytes note = GEO_BYTES_INIT;
    bool chosen = options->show || options->above;
    bool cut = options->top > 0 && table->row_count == options->top;
    if (table->row_count == areas)
        return GEO_OK;
    geo_status status = geo_bytes_print(context, &note, "%zu of %zu areas shown: %s",
                                        table->row_count, areas, chosen ? "those" : "");
    if (status == GEO_OK && options->show)
        status = geo_bytes_print(context, &note, " where %s%s", geo_filter_text(options->show),
                                 options->above ? "," : "");
    if (status == GEO_OK && options->above)
        status = geo_bytes_print(context, &note, " with a band");
    if (status == GEO_OK && cut)
        status = geo_bytes_print(context, &note, "%sthe first", chosen ? "; " : "");
    if (status == GEO_OK && cut && options->top > 1)
        status = geo_bytes_print(context, &note, " %zu", options->top);
    if (status == GEO_OK && cut && chosen)
        status = geo_bytes_print(context, &note, " of them");
    if (status == GEO_OK && ranking->tied_not_shown > 0)
        status =
            geo_bytes_print(context, &note, "; %zu more %s the rate of the last",
                            ranking->tied_not_shown, ranking->tied_not_shown == 1 ? "has" : "have");
    if (status == GEO_OK)
        status = geo_bytes_append(context, &note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, note.data);
    geo_bytes_clear(&note);
    return status;
}

/* People count whole months and years; 4.5 is half a month more than four. */
geo_status geo_add_years_note(geo_context *context, double years, geo_table *table)
{
    double months = round(12 * years);
    bool are_whole = fabs(12 * years - months) < 1e-6;
    bool are_years = are_whole && fmod(months, 12) == 0;
    double number = are_years ? months / 12 : 12 * years;
    static const char *const unit[] = {" months", " month", " years", " year"};
    const struct piece covered[] = {
        {"Rates are per year: the counts cover ", number, are_whole ? 0 : 1}, no_more};
    return add_note(context, table, covered, unit[2 * are_years + (are_whole && number == 1)]);
}

/* What a reader must know of areas that are kept back. */
static geo_status add_hidden_notes(geo_context *context, int64_t below, const geo_ranking *ranking)
{
    geo_bytes note = GEO_BYTES_INIT;
    bool is_one = ranking->hidden_small == 1;
    if (ranking->hidden_small == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(
        context, &note, "Kept back ([c]): %zu area%s with fewer than %lld incidents",
        ranking->hidden_small, is_one ? "" : "s", (long long)below);
    if (status == GEO_OK && ranking->hidden_others > 0)
        status = geo_bytes_print(context, &note,
                                 ", and %zu more so that %s cannot be found by subtraction",
                                 ranking->hidden_others, is_one ? "it" : "they");
    if (status == GEO_OK)
        status = geo_bytes_append(context, &note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, ranking->table, note.data);
    /* For readers of JSON, which has no lines under the table. */
    if (status == GEO_OK)
        geo_add_note(context, "%s", note.data);
    if (status == GEO_OK)
        status = geo_table_add_note(context, ranking->table,
                                    "Ranks are among the other areas; in mean and SD the areas "
                                    "kept back share their incidents by population");
    geo_bytes_clear(&note);
    return status;
}

geo_status geo_rank_add_notes(geo_context *context, const geo_rank_options *options, size_t areas,
                              geo_ranking *ranking)
{
    geo_table *table = ranking->table;
    const struct piece rounding[] = {{"Counts rounded to ", (double)options->round_to, 0}, no_more};
    const struct piece missing[] = {{"Areas without population, left out of mean and SD: ",
                                     (double)ranking->without_population, 0},
                                    no_more};
    geo_status status = add_shown_note(context, options, areas, ranking);
    if (status == GEO_OK)
        status = add_reference_notes(context, &ranking->reference, options->decimals, table);
    if (status == GEO_OK)
        status = geo_add_interval_note(context, options->level, table);
    if (status == GEO_OK && options->years != 1)
        status = geo_add_years_note(context, options->years, table);
    if (status == GEO_OK && options->round_to > 1)
        status = add_note(context, table, rounding, "; rates from exact counts");
    if (status == GEO_OK)
        status = add_hidden_notes(context, options->suppress_below, ranking);
    if (status == GEO_OK && ranking->without_population > 0)
        status = add_note(context, table, missing, "");
    return status;
}
