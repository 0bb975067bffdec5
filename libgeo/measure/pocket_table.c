/* The table of pockets: one row for each, the most deprived first. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <geo/measure.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/column_plan.h"
#include "measure/pockets.h"
#include "measure/rank_notes.h"

enum {
    RANK,
    DECILE,
    BAND,
    CODE,
    NAME,
    WARD,
    DISTRICT,
    POPULATION,
    INCIDENTS,
    RATE,
    LOWER,
    UPPER,
    WARD_SHARES,
    COLUMNS
};

/* What lies elsewhere by less is what boundaries of two sources differ by. */
#define DIVIDED_FROM 0.05

typedef struct table_work {
    const pocket_work *pockets;
    bool *hidden; /* [listed_count + 2] those not listed together, and the sum, last; NULL: none */
    size_t place[COLUMNS];
    geo_table *table;
} table_work;

/* ---- wards ---------------------------------------------------------------------------------- */

/* Parts of an area by falling share, equal ones in order of the wards. */
typedef struct ward_part {
    double share;
    int32_t ward;
} ward_part;

static int compare_parts(const void *left, const void *right)
{
    const ward_part *one = left;
    const ward_part *other = right;
    if (one->share > other->share || one->share < other->share)
        return one->share > other->share ? -1 : 1;
    return (one->ward > other->ward) - (one->ward < other->ward);
}

static bool is_divided(const geo_correspondence *wards, size_t area)
{
    double largest = 0;
    for (size_t p = wards->first[area]; p < wards->first[area + 1]; p++)
        largest = fmax(largest, wards->share[p]);
    return largest > 0 && largest <= 1 - DIVIDED_FROM;
}

static geo_status append_part(geo_context *context, const geo_pocket_areas *areas,
                              const ward_part *part, geo_bytes *text)
{
    geo_status status = geo_bytes_print(context, text, "%s%s (", text->length > 0 ? ", " : "",
                                        areas->ward[part->ward]);
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, text, 100 * part->share, 0);
    return status == GEO_OK ? geo_bytes_print(context, text, "%%)") : status;
}

/* "Curborough (83%), Chadsmead (17%)" */
static geo_status append_shares(geo_context *context, const geo_pocket_areas *areas, size_t area,
                                geo_bytes *text)
{
    const geo_correspondence *wards = areas->wards;
    size_t first = wards->first[area], count = wards->first[area + 1] - first;
    ward_part *part = NULL;
    geo_status status = geo_alloc_array(context, count, sizeof *part, &part);
    if (status != GEO_OK)
        return status;
    for (size_t p = 0; p < count; p++)
        part[p] = (ward_part){wards->share[first + p], wards->to[first + p]};
    qsort(part, count, sizeof *part, compare_parts);
    for (size_t p = 0; p < count && status == GEO_OK && part[p].share >= DIVIDED_FROM; p++)
        status = append_part(context, areas, &part[p], text);
    free(part);
    return status;
}

static size_t count_divided(const pocket_work *work)
{
    size_t divided = 0;
    for (size_t i = 0; work->areas->wards && i < work->listed_count; i++)
        divided += is_divided(work->areas->wards, work->listed[i]);
    return divided;
}

/* ---- columns -------------------------------------------------------------------------------- */

static geo_status add_columns(geo_context *context, table_work *work)
{
    const geo_pocket_areas *areas = work->pockets->areas;
    int decimals = work->pockets->options->decimals;
    geo_column_plan plan[COLUMNS] = {
        [RANK] = {"rank", NULL, GEO_INTEGER, false, false, 0, 0},
        [DECILE] = {"decile", NULL, GEO_INTEGER, false, false, 3, 0},
        [BAND] = {"band_percent", "most deprived (%)", GEO_INTEGER, false, false, 0, 0},
        [CODE] = {"code", NULL, GEO_TEXT, false, false, 2, 0},
        [NAME] = {"name", NULL, GEO_TEXT, false, true, 0, 0},
        [WARD] = {"ward", NULL, GEO_TEXT, false, true, 0, 0},
        [DISTRICT] = {"district", NULL, GEO_TEXT, false, true, 1, 0},
        [POPULATION] = {"population", NULL, GEO_REAL, false, false, 4, 0},
        [INCIDENTS] = {"incidents", NULL, GEO_INTEGER, false, false, 0, 0},
        [RATE] = {"rate_per_1000", "rate per 1,000", GEO_REAL, false, false, 0, decimals},
        [LOWER] = {"rate_lower_", "lower ", GEO_REAL, true, false, 6, decimals},
        [UPPER] = {"rate_upper_", "upper ", GEO_REAL, true, false, 6, decimals},
        [WARD_SHARES] = {"ward_shares", "divided between", GEO_TEXT, false, true, 5, 0},
    };
    if (!areas->rank)
        plan[RANK].name = NULL;
    if (!areas->name)
        plan[NAME].name = NULL;
    if (!areas->wards)
        plan[WARD].name = NULL;
    if (work->pockets->made->divided == 0)
        plan[WARD_SHARES].name = NULL;
    if (!areas->district)
        plan[DISTRICT].name = NULL;
    if (!areas->population)
        plan[POPULATION].name = NULL;
    if (!areas->incidents)
        plan[INCIDENTS].name = NULL;
    for (int column = RATE; column <= UPPER; column++)
        if (!areas->incidents || !areas->population)
            plan[column].name = NULL;
    return geo_add_planned_columns(context, plan, COLUMNS, work->pockets->options->level,
                                   work->table, work->place);
}

static geo_column *column_of(const table_work *work, int column)
{
    return work->place[column] == GEO_NO_COLUMN ? NULL : &work->table->column[work->place[column]];
}

static geo_status set_text(geo_context *context, const table_work *work, int column, size_t row,
                           const char *text)
{
    geo_column *to = column_of(work, column);
    return to && text ? geo_table_set_text(context, to, row, geo_text_of(text)) : GEO_OK;
}

/* ---- incidents ------------------------------------------------------------------------------ */

/* Listed, those that are not together, and all of them, which the ledger tells. Where even that
 * would have to be hidden no count is left. */
static geo_status hide_rows(geo_context *context, table_work *work)
{
    const pocket_work *pockets = work->pockets;
    size_t rows = pockets->listed_count;
    const geo_suppress_options options = {.below = pockets->options->suppress_below};
    geo_suppression cells;
    int64_t *count = NULL, total = 0;
    if (!pockets->areas->incidents || options.below <= 1)
        return GEO_OK;
    geo_status status = geo_alloc_array(context, rows + 1, sizeof *count, &count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, rows + 2, sizeof *work->hidden, &work->hidden);
    for (size_t area = 0; area < pockets->areas->count && status == GEO_OK; area++)
        total += pockets->areas->incidents[area];
    for (size_t row = 0; row < rows && status == GEO_OK; row++) {
        count[row] = pockets->areas->incidents[pockets->listed[row]];
        count[rows] -= count[row];
    }
    if (status == GEO_OK) {
        count[rows] += total;
        const geo_count_table table = {.row_count = rows + 1,
                                       .column_count = 1,
                                       .has_total_row = true,
                                       .count = count,
                                       .total = &total};
        status = geo_suppress(context, &table, &options, work->hidden, &cells);
    }
    free(count);
    return status;
}

static bool is_hidden(const table_work *work, size_t row)
{
    return work->hidden && (work->hidden[row] || work->hidden[work->pockets->listed_count + 1]);
}

static geo_status hide_incidents(geo_context *context, const table_work *work, size_t row)
{
    geo_status status = GEO_OK;
    for (int column = INCIDENTS; column <= UPPER && status == GEO_OK; column++)
        if (column_of(work, column))
            status = geo_table_set_mark(context, work->table, column_of(work, column), row,
                                        GEO_MARK_HIDDEN);
    work->pockets->made->hidden++;
    return status;
}

static void fill_incidents(const table_work *work, size_t row, size_t area)
{
    const geo_pocket_areas *areas = work->pockets->areas;
    const geo_pocket_options *options = work->pockets->options;
    double count = (double)areas->incidents[area], lower = 0, upper = 0;
    column_of(work, INCIDENTS)->integer[row] =
        geo_round_count(areas->incidents[area], options->round_to);
    if (!column_of(work, RATE))
        return;
    geo_count_interval(count, options->level, &lower, &upper);
    double people = areas->population[area] * options->years;
    column_of(work, RATE)->real[row] = geo_rate_per_1000(count, people);
    column_of(work, LOWER)->real[row] = geo_rate_per_1000(lower, people);
    column_of(work, UPPER)->real[row] = geo_rate_per_1000(upper, people);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static geo_status fill_wards(geo_context *context, const table_work *work, size_t row, size_t area)
{
    const geo_pocket_areas *areas = work->pockets->areas;
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = set_text(context, work, WARD, row, geo_pocket_ward(work->pockets, area));
    if (status != GEO_OK || !areas->wards || !is_divided(areas->wards, area))
        return status;
    status = append_shares(context, areas, area, &text);
    if (status == GEO_OK)
        status = geo_table_set_text(context, column_of(work, WARD_SHARES), row,
                                    (geo_text){text.data, text.length});
    geo_bytes_clear(&text);
    return status;
}

static geo_status fill_place(geo_context *context, const table_work *work, size_t row, size_t area)
{
    const geo_pocket_areas *areas = work->pockets->areas;
    geo_status status = set_text(context, work, CODE, row, areas->code[area]);
    if (status == GEO_OK && areas->name)
        status = set_text(context, work, NAME, row, areas->name[area]);
    if (status == GEO_OK && areas->district)
        status = set_text(context, work, DISTRICT, row, areas->district[area]);
    return status == GEO_OK ? fill_wards(context, work, row, area) : status;
}

static geo_status fill_row(geo_context *context, const table_work *work, size_t row)
{
    const pocket_work *pockets = work->pockets;
    const geo_pocket_areas *areas = pockets->areas;
    size_t area = pockets->listed[row];
    if (areas->rank)
        column_of(work, RANK)->integer[row] = (int64_t)llround(areas->rank[area]);
    if (areas->decile[area] > 0)
        column_of(work, DECILE)->integer[row] = areas->decile[area];
    column_of(work, BAND)->integer[row] = pockets->made->band[pockets->band[area]];
    if (areas->population)
        column_of(work, POPULATION)->real[row] = areas->population[area];
    geo_status status = geo_table_set_area(context, work->table, row, (int32_t)area);
    if (status == GEO_OK)
        status = fill_place(context, work, row, area);
    if (status != GEO_OK || !areas->incidents)
        return status;
    if (is_hidden(work, row))
        return hide_incidents(context, work, row);
    fill_incidents(work, row, area);
    return GEO_OK;
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status note_hidden(geo_context *context, const table_work *work)
{
    size_t hidden = work->pockets->made->hidden;
    char note[160];
    if (hidden == 0)
        return GEO_OK;
    snprintf(note, sizeof note,
             "Kept back ([c]): the incidents of %zu area%s, which are fewer than %lld or those "
             "from which these could be found by subtraction",
             hidden, hidden == 1 ? "" : "s", (long long)work->pockets->options->suppress_below);
    geo_add_note(context, "%s", note); /* for readers of JSON */
    return geo_table_add_note(context, work->table, note);
}

static geo_status add_notes(geo_context *context, const table_work *work)
{
    const geo_pocket_options *options = work->pockets->options;
    char rounding[96];
    geo_status status = GEO_OK;
    if (column_of(work, RATE))
        status = geo_add_interval_note(context, options->level, work->table);
    if (status == GEO_OK && column_of(work, RATE) && options->years != 1)
        status = geo_add_years_note(context, options->years, work->table);
    if (status == GEO_OK && column_of(work, INCIDENTS) && options->round_to > 1) {
        snprintf(rounding, sizeof rounding, "Counts rounded to %lld; rates from exact counts",
                 (long long)options->round_to);
        status = geo_table_add_note(context, work->table, rounding);
    }
    return status == GEO_OK ? note_hidden(context, work) : status;
}

static geo_status make_table(geo_context *context, table_work *work)
{
    geo_status status = hide_rows(context, work);
    if (status == GEO_OK)
        status = geo_table_new(context, work->pockets->listed_count, &work->table);
    if (status == GEO_OK)
        status = add_columns(context, work);
    for (size_t row = 0; row < work->pockets->listed_count && status == GEO_OK; row++)
        status = fill_row(context, work, row);
    return status == GEO_OK ? add_notes(context, work) : status;
}

geo_status geo_pocket_make_table(geo_context *context, pocket_work *pockets)
{
    table_work work = {.pockets = pockets};
    pockets->made->divided = count_divided(pockets);
    geo_status status = make_table(context, &work);
    free(work.hidden);
    pockets->made->table = work.table; /* freed with what is made */
    return status;
}
