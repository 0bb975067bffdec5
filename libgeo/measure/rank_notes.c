#include "measure/rank_notes.h"

#include <math.h>
#include <string.h>

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
    for (; status == GEO_OK && piece->before != NULL; piece++) {
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
                                  "Reference: one area, which has no sample SD, so no bands");
    const struct piece mean_and_sd[] = {{"Reference: n = ", (double)reference->count, 0},
                                        {", mean rate ", reference->mean, decimals},
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

static geo_status add_interval_note(geo_context *context, double level, geo_table *table)
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

geo_status geo_rank_add_notes(geo_context *context, const geo_rank_options *options,
                              geo_ranking *ranking)
{
    geo_table *table = ranking->table;
    const struct piece years[] = {{"Rates are per year: the counts cover ", options->years, 2},
                                  no_more};
    const struct piece rounding[] = {
        {"Counts are rounded to a multiple of ", (double)options->round_to, 0}, no_more};
    const struct piece missing[] = {{"Areas without population, left out of mean and SD: ",
                                     (double)ranking->without_population, 0},
                                    no_more};
    geo_status status = add_reference_notes(context, &ranking->reference, options->decimals, table);
    if (status == GEO_OK)
        status = add_interval_note(context, options->level, table);
    if (status == GEO_OK && options->years != 1)
        status = add_note(context, table, years, " years");
    if (status == GEO_OK && options->round_to > 1)
        status = add_note(context, table, rounding, "; rates are of the exact counts");
    if (status == GEO_OK && ranking->without_population > 0)
        status = add_note(context, table, missing, "");
    return status;
}
