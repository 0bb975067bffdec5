/* The row ledger: every row read has exactly one fate. */
#include "core/ledger.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/utf8.h"

const char *geo_fate_name(geo_fate fate)
{
    static const char *const name[GEO_FATE_COUNT] = {
        [GEO_PLACED] = "placed",
        [GEO_OUTSIDE] = "outside",
        [GEO_NO_COORDINATES] = "no_coordinates",
        [GEO_REJECTED] = "rejected",
        [GEO_FILTERED] = "filtered",
    };
    return (unsigned)fate < GEO_FATE_COUNT ? name[fate] : NULL;
}

geo_status geo_ledger_new(geo_context *context, geo_ledger **out)
{
    return geo_alloc_array(context, 1, sizeof **out, out);
}

void geo_ledger_free(geo_ledger *ledger)
{
    if (!ledger)
        return;
    for (size_t i = 0; i < ledger->count; i++)
        free(ledger->line[i].input);
    free(ledger->line);
    free(ledger);
}

geo_status geo_ledger_add_input(geo_context *context, geo_ledger *ledger, const char *input)
{
    size_t capacity = ledger->count;
    geo_status status =
        geo_grow_array(context, &ledger->line, &capacity, ledger->count + 1, sizeof *ledger->line);
    if (status != GEO_OK)
        return status;
    geo_ledger_line *line = &ledger->line[ledger->count];
    memset(line, 0, sizeof *line);
    status = geo_copy_text(context, input, &line->input);
    if (status == GEO_OK)
        ledger->count++;
    return status;
}

/* Where a row belongs among the first ones of its fate; GEO_LEDGER_ROWS when behind them. */
static size_t make_place(geo_ledger_line *line, geo_fate fate, int64_t row)
{
    geo_ledger_row *first = line->first[fate];
    size_t kept = line->count[fate] < GEO_LEDGER_ROWS ? (size_t)line->count[fate] : GEO_LEDGER_ROWS;
    size_t at = kept;
    while (at > 0 && first[at - 1].row > row)
        at--;
    size_t moved = (kept < GEO_LEDGER_ROWS ? kept : GEO_LEDGER_ROWS - 1);
    if (at < moved)
        memmove(&first[at + 1], &first[at], (moved - at) * sizeof *first);
    return at;
}

void geo_ledger_count(geo_ledger *ledger, size_t input, geo_fate fate, int64_t row,
                      const char *field, const char *why)
{
    geo_ledger_line *line = &ledger->line[input];
    size_t place = make_place(line, fate, row);
    line->count[fate]++;
    if (place == GEO_LEDGER_ROWS)
        return;
    geo_ledger_row *first = &line->first[fate][place];
    first->row = row;
    first->why = why;
    const char *name = field ? field : "";
    size_t length = geo_utf8_cut(name, sizeof first->field - 1);
    memcpy(first->field, name, length);
    first->field[length] = '\0';
}

void geo_ledger_add_part(geo_ledger *ledger, size_t input, const geo_ledger_line *part,
                         int64_t rows_before)
{
    for (int fate = 0; fate < GEO_FATE_COUNT; fate++) {
        int64_t count = part->count[fate];
        for (int64_t i = 0; i < count && i < GEO_LEDGER_ROWS; i++) {
            const geo_ledger_row *row = &part->first[fate][i];
            geo_ledger_count(ledger, input, (geo_fate)fate, rows_before + row->row, row->field,
                             row->why);
        }
        if (count > GEO_LEDGER_ROWS)
            ledger->line[input].count[fate] += count - GEO_LEDGER_ROWS;
    }
}

/* Counts the `count` rows that have a fate; the first ones matter one by one. */
static void count_rows(geo_ledger *ledger, size_t input, geo_fate fate, const int64_t *row,
                       const int32_t *area, size_t count)
{
    geo_ledger_line *line = &ledger->line[input];
    size_t counted = 0;
    if (count > 0 && (line->count[fate] < GEO_LEDGER_ROWS ||
                      line->first[fate][GEO_LEDGER_ROWS - 1].row > row[0])) {
        size_t wanted = count < GEO_LEDGER_ROWS ? count : GEO_LEDGER_ROWS;
        for (size_t i = 0; counted < wanted; i++) {
            if ((area[i] == GEO_NO_CODE) != (fate == GEO_OUTSIDE))
                continue;
            geo_ledger_count(ledger, input, fate, row[i], NULL, NULL);
            counted++;
        }
    }
    line->count[fate] += (int64_t)(count - counted);
}

geo_status geo_ledger_place_rows(geo_context *context, geo_ledger *ledger, size_t input,
                                 const int64_t *row, const int32_t *area, size_t count)
{
    if (input >= ledger->count) {
        return geo_fail(context, GEO_ERROR_INTERNAL,
                        "rows of input %zu are counted in a ledger of %zu; please report it",
                        input + 1, ledger->count);
    }
    size_t outside = 0;
    for (size_t i = 0; i < count; i++)
        outside += area[i] == GEO_NO_CODE;
    count_rows(ledger, input, GEO_PLACED, row, area, count - outside);
    count_rows(ledger, input, GEO_OUTSIDE, row, area, outside);
    return GEO_OK;
}

geo_status geo_ledger_check(geo_context *context, const geo_ledger *ledger)
{
    for (size_t i = 0; i < ledger->count; i++) {
        const geo_ledger_line *line = &ledger->line[i];
        int64_t sum = 0;
        for (int fate = 0; fate < GEO_FATE_COUNT; fate++)
            sum += line->count[fate];
        if (sum != line->read)
            return geo_fail(context, GEO_ERROR_INTERNAL,
                            "%s: the row ledger does not balance: %" PRId64 " rows read, %" PRId64
                            " accounted for; please report this",
                            line->input, line->read, sum);
    }
    return GEO_OK;
}
