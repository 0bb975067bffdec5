#include "measure/rank_flags.h"

#include <math.h>
#include <string.h>

#include "core/text.h"

static const char few_incidents[] = "few incidents";
static const char small_population[] = "small population";

/* Of events in a rate (Office for National Statistics, User guide to mortality statistics), and of
 * residents in an LSOA (Census 2021 geographies). */
enum { FEW_BY_RULE = 20, SMALLEST_LSOA = 1000 };

static bool is_hidden(const geo_ranking *ranking, int32_t area)
{
    return ranking->hidden && ranking->hidden[area];
}

static bool has_rate(const geo_areas *areas, int32_t area)
{
    return areas->population[area] > 0;
}

static bool is_small(const geo_areas *areas, const geo_rank_options *options, int32_t area)
{
    return has_rate(areas, area) && areas->population[area] < options->small_population;
}

/* ---- the column ----------------------------------------------------------------------------- */

static geo_status append_flag(geo_context *context, const char *flag, geo_bytes *flags)
{
    return geo_bytes_print(context, flags, "%s%s", flags->length > 0 ? "; " : "", flag);
}

static geo_status append_flags(geo_context *context, const geo_areas *areas, const int64_t *count,
                               const geo_rank_options *options, double overall, int32_t area,
                               geo_bytes *flags)
{
    double expected = overall * areas->population[area] / 1000 * options->years;
    geo_funnel_flag flag = geo_funnel_flag_of((double)count[area], expected);
    geo_status status = GEO_OK;
    if (!has_rate(areas, area))
        return GEO_OK;
    if (flag != GEO_FUNNEL_INSIDE)
        status = append_flag(context, geo_funnel_flag_name(flag), flags);
    if (status == GEO_OK && count[area] < options->few)
        status = append_flag(context, few_incidents, flags);
    if (status == GEO_OK && is_small(areas, options, area))
        status = append_flag(context, small_population, flags);
    return status;
}

static geo_status fill(geo_context *context, const geo_areas *areas, const int64_t *count,
                       const geo_rank_options *options, const geo_ranking *ranking,
                       geo_column *column)
{
    const geo_table *table = ranking->table;
    geo_bytes flags = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        int32_t area = table->area[row];
        flags.length = 0;
        if (is_hidden(ranking, area)) {
            status = geo_table_set_mark(context, table, column, row, GEO_MARK_HIDDEN);
            continue;
        }
        status = append_flags(context, areas, count, options, ranking->overall, area, &flags);
        if (status == GEO_OK && flags.length > 0)
            status = geo_table_set_text(context, column, row, (geo_text){flags.data, flags.length});
    }
    geo_bytes_clear(&flags);
    return status;
}

/* ---- what they mean ------------------------------------------------------------------------- */

/* "1,000" */
static geo_status append_limit(geo_context *context, double limit, geo_bytes *note)
{
    geo_bytes plain = GEO_BYTES_INIT;
    geo_status status =
        geo_bytes_append_number(context, &plain, limit, limit == floor(limit) ? 0 : 1);
    if (status == GEO_OK)
        status = geo_separate_thousands(context, (geo_text){plain.data, plain.length}, note);
    geo_bytes_clear(&plain);
    return status;
}

static const char *denominator_of(const geo_rank_options *options)
{
    return options->denominator ? options->denominator : "residents";
}

/* Ends the note, adds it, and frees it. */
static geo_status add_note(geo_context *context, geo_status status, geo_bytes *note,
                           geo_table *table)
{
    if (status == GEO_OK)
        status = geo_bytes_append(context, note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, note->data);
    geo_bytes_clear(note);
    return status;
}

static geo_status note_limits(geo_context *context, int decimals, const geo_ranking *ranking)
{
    geo_bytes note = GEO_BYTES_INIT;
    if (isnan(ranking->overall))
        return GEO_OK;
    geo_status status = geo_bytes_print(
        context, &note,
        "Flags 'above' and 'below': outside the limits within which chance alone would keep 95%% "
        "or 99.8%% of counts at the rate of all areas together%s, ",
        ranking->hidden_small > 0 ? " but those kept back" : "");
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, &note, ranking->overall, decimals);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &note, " per 1,000 (funnel plot, Spiegelhalter 2005)");
    return add_note(context, status, &note, ranking->table);
}

static geo_status note_few(geo_context *context, int64_t few, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    if (few == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(context, &note, "Few incidents: fewer than ");
    if (status == GEO_OK)
        status = append_limit(context, (double)few, &note);
    if (status == GEO_OK)
        status = geo_bytes_print(
            context, &note, ", so that the rate is unreliable%s",
            few == FEW_BY_RULE ? " (the Office for National Statistics' rule for deaths)" : "");
    return add_note(context, status, &note, table);
}

static geo_status note_small_population(geo_context *context, const geo_rank_options *options,
                                        geo_table *table)
{
    const char *denominator = denominator_of(options);
    bool is_lsoa =
        options->small_population == SMALLEST_LSOA && strcmp(denominator, "residents") == 0;
    geo_bytes note = GEO_BYTES_INIT;
    if (options->small_population <= 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(context, &note, "Small population: fewer than ");
    if (status == GEO_OK)
        status = append_limit(context, options->small_population, &note);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &note, " %s%s, so that the rate varies widely by chance",
                                 denominator,
                                 is_lsoa ? " (the fewest that an LSOA is made to have)" : "");
    return add_note(context, status, &note, table);
}

geo_status geo_rank_add_flags(geo_context *context, const geo_areas *areas, const int64_t *count,
                              const geo_rank_options *options, geo_ranking *ranking)
{
    geo_table *table = ranking->table;
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, "flags", GEO_TEXT, 0, &column);
    if (status == GEO_OK && table->row_count > 0)
        status = fill(context, areas, count, options, ranking, column);
    if (status == GEO_OK)
        status = note_limits(context, options->decimals, ranking);
    if (status == GEO_OK)
        status = note_few(context, options->few, table);
    return status == GEO_OK ? note_small_population(context, options, table) : status;
}

geo_status geo_rank_note_small(geo_context *context, const geo_areas *areas,
                               const geo_rank_options *options, geo_ranking *ranking)
{
    geo_table *table = ranking->table;
    geo_bytes note = GEO_BYTES_INIT;
    size_t small = 0;
    for (size_t row = 0; row < table->row_count; row++)
        small +=
            is_small(areas, options, table->area[row]) && !is_hidden(ranking, table->area[row]);
    ranking->small_populations = small;
    if (small == 0 || options->flags)
        return GEO_OK;
    geo_status status = geo_bytes_print(context, &note, "%zu area%s fewer than ", small,
                                        small == 1 ? " has" : "s have");
    if (status == GEO_OK)
        status = append_limit(context, options->small_population, &note);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &note, " %s: %s by chance", denominator_of(options),
                                 small == 1 ? "its rate varies widely" : "their rates vary widely");
    return add_note(context, status, &note, table);
}
