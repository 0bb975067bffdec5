/* The pieces that are beyond chance, as a table and as layers. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "risk.h"

/* Pieces as rows: of both sides by rank, or all of one side. */
typedef struct listed {
    risk_side_name side;
    size_t piece;
    int64_t rank; /* among its side at the first tolerance; GEO_NO_INTEGER: a further one */
} listed;

static const risk_piece *piece_of(const risk_result *result, const listed *row)
{
    return &result->side[row->side].piece[row->piece];
}

static double real_of(const risk_result *result, const listed *row, const char *attribute)
{
    const geo_areas *pieces = result->side[row->side].pieces;
    return geo_table_find(pieces->attributes, attribute)->real[row->piece];
}

/* ---- what stands in the columns ------------------------------------------------------------- */

static double ratio_of(const risk_result *result, const listed *row)
{
    return risk_ratio_of(result, piece_of(result, row));
}

static double known(double value)
{
    return isfinite(value) ? value : (double)NAN;
}

static double peak_ratio_of(const risk_result *result, const listed *row)
{
    size_t peak = piece_of(result, row)->peak;
    return peak == SIZE_MAX ? (double)NAN : known(risk_ratio_at(result, peak));
}

static double peak_of(const risk_result *result, const listed *row)
{
    size_t peak = piece_of(result, row)->peak;
    return peak == SIZE_MAX ? (double)NAN : known(result->risk->value[peak]);
}

static double rate_of(const risk_result *result, const listed *row)
{
    const risk_piece *piece = piece_of(result, row);
    return piece->beside > 0 ? 1000 * (double)piece->count / piece->beside / result->years
                             : (double)NAN;
}

static double expected_of(const risk_result *result, const listed *row)
{
    return risk_expected_of(result, piece_of(result, row));
}

static double area_of(const risk_result *result, const listed *row)
{
    return real_of(result, row, "area_km2");
}

static double p_of(const risk_result *result, const listed *row)
{
    const geo_risk_surface *risk = result->risk;
    size_t peak = piece_of(result, row)->peak;
    if (peak == SIZE_MAX)
        return (double)NAN;
    return row->side == RISK_HIGHER ? risk->p_higher[peak] : risk->p_lower[peak];
}

static double map_p_of(const risk_result *result, const listed *row)
{
    size_t peak = piece_of(result, row)->peak;
    return peak == SIZE_MAX ? (double)NAN
                            : geo_risk_surface_adjusted_p(result->risk, result->risk->z[peak]);
}

static double peak_x_of(const risk_result *result, const listed *row)
{
    const geo_grid *grid = result->ground;
    size_t peak = piece_of(result, row)->peak;
    return peak == SIZE_MAX ? (double)NAN
                            : grid->x_min + grid->cell_m * ((double)(peak % grid->columns) + 0.5);
}

static double peak_y_of(const risk_result *result, const listed *row)
{
    const geo_grid *grid = result->ground;
    size_t peak = piece_of(result, row)->peak;
    return peak == SIZE_MAX ? (double)NAN
                            : grid->y_max - grid->cell_m * ((double)(peak / grid->columns) + 0.5);
}

/* ---- columns -------------------------------------------------------------------------------- */

typedef struct filling {
    const risk_result *result;
    const listed *row;
    geo_table *table;
} filling;

static geo_status add_real(cli_job *job, const filling *fill, const char *name, const char *heading,
                           int decimals,
                           double (*value)(const risk_result *result, const listed *row))
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(job->context, fill->table, name, GEO_REAL, decimals, &column);
    if (status == GEO_OK && heading)
        status = geo_table_set_heading(job->context, column, heading);
    for (size_t i = 0; i < fill->table->row_count && status == GEO_OK; i++)
        column->real[i] = value(fill->result, &fill->row[i]);
    return status;
}

static geo_status add_texts(cli_job *job, const filling *fill)
{
    static const char *const word[] = {"higher", "lower"};
    const risk_result *result = fill->result;
    geo_column *side = NULL, *place = NULL;
    geo_status status = geo_table_add(job->context, fill->table, "difference", GEO_TEXT, 0, &side);
    for (size_t i = 0; i < fill->table->row_count && status == GEO_OK; i++)
        status = geo_table_set_text(job->context, side, i, text_of(word[fill->row[i].side]));
    if (status == GEO_OK)
        status = geo_table_add(job->context, fill->table, "place", GEO_TEXT, 0, &place);
    for (size_t i = 0; i < fill->table->row_count && status == GEO_OK; i++) {
        double x = peak_x_of(result, &fill->row[i]), y = peak_y_of(result, &fill->row[i]);
        int32_t area = GEO_NO_CODE;
        status = geo_locate(job->context, result->load.locator[0], &x, &y, 1, &area);
        if (status == GEO_OK && area != GEO_NO_CODE)
            status = geo_table_set_text(job->context, place, i,
                                        text_of(area_name(result->load.areas[0], (size_t)area)));
    }
    return status;
}

static geo_status add_integers(cli_job *job, const filling *fill, const char *name,
                               const char *heading, bool is_beside)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(job->context, fill->table, name, GEO_INTEGER, 0, &column);
    if (status == GEO_OK && heading)
        status = geo_table_set_heading(job->context, column, heading);
    for (size_t i = 0; i < fill->table->row_count && status == GEO_OK; i++) {
        const risk_piece *piece = piece_of(fill->result, &fill->row[i]);
        column->integer[i] = is_beside ? (int64_t)llround(piece->beside) : piece->count;
    }
    return status;
}

/* Incidents and what they stand beside, and how these compare. */
static geo_status add_counts(cli_job *job, const filling *fill)
{
    const geo_risk_kind kind = fill->result->kind;
    const char *beside = kind == GEO_RISK_RATE     ? "people"
                         : kind == GEO_RISK_CHANGE ? "count_before"
                                                   : "count_beside";
    geo_status status = add_integers(job, fill, "count", NULL, false);
    if (status == GEO_OK)
        status = add_real(job, fill, "expected", NULL, 1, expected_of);
    if (status == GEO_OK)
        status = add_integers(job, fill, beside, NULL, true);
    if (status == GEO_OK && kind == GEO_RISK_RATE)
        status = add_real(job, fill, "rate_per_1000", "per 1,000", 1, rate_of);
    return status == GEO_OK ? add_real(job, fill, "ratio", NULL, 2, ratio_of) : status;
}

static geo_status add_peaks(cli_job *job, const filling *fill)
{
    const geo_risk_kind kind = fill->result->kind;
    geo_status status = kind == GEO_RISK_CHANGE
                            ? add_real(job, fill, "peak_change", NULL, 0, peak_of)
                            : add_real(job, fill, "peak_ratio", NULL, 2, peak_ratio_of);
    if (status == GEO_OK && fill->result->risk->permutations > 0)
        status = add_real(job, fill, "p", NULL, 3, p_of);
    if (status == GEO_OK && fill->result->risk->permutations > 0)
        status = add_real(job, fill, "p_map", "p over the map", 3, map_p_of);
    if (status == GEO_OK)
        status = add_real(job, fill, "peak_x", NULL, 0, peak_x_of);
    return status == GEO_OK ? add_real(job, fill, "peak_y", NULL, 0, peak_y_of) : status;
}

static geo_status fill_table(cli_job *job, const filling *fill)
{
    geo_status status = add_texts(job, fill);
    if (status == GEO_OK)
        status = add_real(job, fill, "area_km2", "km2", 3, area_of);
    if (status == GEO_OK)
        status = add_counts(job, fill);
    return status == GEO_OK ? add_peaks(job, fill) : status;
}

static geo_status add_rank(cli_job *job, const filling *fill)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(job->context, fill->table, "rank", GEO_INTEGER, 0, &column);
    for (size_t i = 0; i < fill->table->row_count && status == GEO_OK; i++)
        column->integer[i] = fill->row[i].rank;
    return status;
}

/* ---- the table ------------------------------------------------------------------------------ */

static geo_status make_table(cli_job *job, risk_result *result)
{
    const risk_side *side = result->side;
    size_t count = 0;
    listed *row =
        calloc(side[RISK_HIGHER].lowest_count + side[RISK_LOWER].lowest_count + 1, sizeof *row);
    if (!row)
        return job_out_of_memory(job);
    for (int of = 0; of < RISK_SIDES; of++)
        for (size_t i = 0; i < side[of].lowest_count; i++)
            row[count++] = (listed){(risk_side_name)of, side[of].order[i], (int64_t)i + 1};
    geo_status status = geo_table_new(job->context, count, &result->table);
    const filling fill = {result, row, result->table};
    if (status == GEO_OK)
        status = add_rank(job, &fill);
    if (status == GEO_OK)
        status = fill_table(job, &fill);
    free(row);
    return status;
}

/* ---- layers --------------------------------------------------------------------------------- */

/* The words by which a layer is drawn. */
static geo_status add_tolerances(cli_job *job, const filling *fill, risk_side_name side)
{
    const risk_result *result = fill->result;
    geo_column *column = NULL;
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = geo_table_add(job->context, fill->table, "tolerance", GEO_TEXT, 0, &column);
    for (size_t i = 0; i < fill->table->row_count && status == GEO_OK; i++) {
        double level = real_of(result, &fill->row[i], "level");
        size_t at = result->tolerance_count;
        while (at > 1 && level < result->tolerance[at - 1] - 1e-6)
            at--;
        text.length = 0;
        status = risk_append_side(job, result, side, result->tolerance[at - 1], &text);
        if (status == GEO_OK)
            status =
                geo_table_set_text(job->context, column, i, (geo_text){text.data, text.length});
    }
    geo_bytes_clear(&text);
    return status;
}

static geo_status make_layer(cli_job *job, risk_result *result, risk_side_name of)
{
    risk_side *side = &result->side[of];
    size_t count = side->pieces->count;
    listed *row = calloc(count + 1, sizeof *row);
    if (!row)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count; i++)
        row[i] = (listed){of, i, GEO_NO_INTEGER};
    for (size_t i = 0; i < side->lowest_count; i++)
        row[side->order[i]].rank = (int64_t)i + 1;
    geo_status status = geo_table_new(job->context, count, &side->layer);
    const filling fill = {result, row, side->layer};
    if (status == GEO_OK)
        status = add_tolerances(job, &fill, of);
    if (status == GEO_OK)
        status = add_rank(job, &fill);
    if (status == GEO_OK)
        status = fill_table(job, &fill);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        status = geo_table_set_area(job->context, side->layer, i, (int32_t)i);
    free(row);
    return status;
}

geo_status risk_tabulate(cli_job *job, risk_result *result)
{
    geo_status status = make_table(job, result);
    for (int of = 0; of < RISK_SIDES && status == GEO_OK; of++)
        if (result->side[of].pieces)
            status = make_layer(job, result, (risk_side_name)of);
    return status;
}
