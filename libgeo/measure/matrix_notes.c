/* What is printed under the tables made of a matrix. */
#include <math.h>

#include "measure/matrix.h"
#include "measure/rank_notes.h"

bool geo_matrix_has_bands(const geo_matrix *matrix)
{
    return !isnan(matrix->reference[0].sd);
}

/* Ends the note, adds and frees it. */
static geo_status take_note(geo_context *context, geo_status status, geo_bytes *note,
                            geo_table *table)
{
    if (status == GEO_OK)
        status = geo_bytes_append(context, note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, note->data);
    geo_bytes_clear(note);
    return status;
}

geo_status geo_matrix_add_hidden_key(geo_context *context, geo_table *table)
{
    return geo_table_set_mark_text(context, table, GEO_MARK_HIDDEN,
                                   "kept back, so that no one can be known by it");
}

geo_status geo_matrix_add_key(geo_context *context, const geo_matrix *matrix, geo_table *table)
{
    if (!geo_matrix_has_bands(matrix))
        return GEO_OK;
    geo_status status = geo_table_set_mark_text(context, table, GEO_MARK_ABOVE,
                                                "Above: over the mean of the areas' rates + 1 SD");
    if (status == GEO_OK)
        status = geo_table_set_mark_text(context, table, GEO_MARK_FAR_ABOVE,
                                         "Significantly above: over the mean + 2 SD");
    return status;
}

geo_status geo_matrix_add_shown_note(geo_context *context, const geo_matrix *matrix, size_t top,
                                     geo_table *table)
{
    size_t rows = geo_matrix_rows(matrix, top);
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (rows == matrix->counts.areas->count)
        return GEO_OK;
    status = geo_bytes_print(context, &note, "%zu of %zu areas shown", rows,
                             matrix->counts.areas->count);
    if (status == GEO_OK && matrix->shown_where)
        status = geo_bytes_print(context, &note, ": those where %s", matrix->shown_where);
    if (status == GEO_OK && rows < matrix->shown_count)
        status = geo_bytes_print(context, &note, "%s the first%s", matrix->shown_where ? ";" : ":",
                                 matrix->shown_where ? " of them" : "");
    return take_note(context, status, &note, table);
}

geo_status geo_matrix_add_band_note(geo_context *context, const geo_matrix *matrix,
                                    geo_table *table)
{
    const geo_reference *reference = &matrix->reference[0];
    geo_bytes note = GEO_BYTES_INIT;
    if (!geo_matrix_has_bands(matrix))
        return geo_table_add_note(context, table,
                                  "Reference: 1 area, which has no sample SD, so no bands");
    geo_status status = geo_bytes_print(
        context, &note,
        "Bands: a rate beside the rates of the same category in %zu areas%s%s. Above: over their "
        "mean + 1 SD; Significantly above: over their mean + 2 SD (%s SD, unweighted)",
        reference->count, matrix->reference_where ? ", those where " : "",
        matrix->reference_where ? matrix->reference_where : "",
        reference->kind == GEO_SD_SAMPLE ? "sample" : "population");
    status = take_note(context, status, &note, table);
    if (status == GEO_OK)
        status = geo_table_add_note(context, table,
                                    "The bands are a convention, not a test of significance");
    return status;
}

static geo_status add_hidden_notes(geo_context *context, const geo_matrix *matrix, geo_table *table)
{
    const geo_suppression *hidden = &matrix->suppression;
    geo_bytes note = GEO_BYTES_INIT;
    if (hidden->small + hidden->others == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(
        context, &note,
        "Kept back ([c]): %zu count%s below %lld of the areas shown, of the other "
        "areas together or of sums, with the rates made of them",
        hidden->small, hidden->small == 1 ? "" : "s", (long long)matrix->suppress_below);
    if (status == GEO_OK && hidden->others > 0)
        status = geo_bytes_print(context, &note, ", and %zu by which %s could be found",
                                 hidden->others, hidden->small == 1 ? "it" : "they");
    status = take_note(context, status, &note, table);
    if (status == GEO_OK)
        status = geo_table_add_note(context, table,
                                    "In mean and SD the cells of a category that are kept back "
                                    "share their incidents by population; they have no rank");
    return status;
}

geo_status geo_matrix_add_count_notes(geo_context *context, const geo_matrix *matrix,
                                      int64_t round_to, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (matrix->counts.years != 1)
        status = geo_add_years_note(context, matrix->counts.years, table);
    if (status == GEO_OK && round_to > 1) {
        status = geo_bytes_print(context, &note, "Counts rounded to %lld; rates from exact counts",
                                 (long long)round_to);
        status = take_note(context, status, &note, table);
    }
    return status == GEO_OK ? add_hidden_notes(context, matrix, table) : status;
}

static geo_status add_order_note(geo_context *context, const geo_matrix *matrix, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status =
        geo_bytes_print(context, &note, "Areas stand by their rate of %s, highest first",
                        matrix->counts.categories->name[matrix->category[0]]);
    return take_note(context, status, &note, table);
}

static geo_status add_left_out_note(geo_context *context, const geo_matrix *matrix,
                                    geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (size_t i = 0; status == GEO_OK && i < matrix->left_out_count; i++)
        status = geo_bytes_print(context, &note, "%s%s",
                                 i == 0 ? "Left out, being without any incident: " : ", ",
                                 matrix->counts.categories->name[matrix->left_out[i]]);
    return matrix->left_out_count > 0 ? take_note(context, status, &note, table) : status;
}

static geo_status add_missing_note(geo_context *context, const geo_matrix *matrix, geo_table *table)
{
    size_t missing = matrix->reference_count - matrix->reference[0].count;
    geo_bytes note = GEO_BYTES_INIT;
    if (missing == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(
        context, &note, "Areas without population, left out of mean and SD: %zu", missing);
    return take_note(context, status, &note, table);
}

geo_status geo_matrix_add_notes(geo_context *context, const geo_matrix *matrix,
                                const geo_matrix_layout *layout, bool is_long, geo_table *table)
{
    bool has_sums =
        !is_long && layout->totals != GEO_MATRIX_NO_TOTALS && layout->values != GEO_MATRIX_COUNTS;
    geo_status status = geo_matrix_add_shown_note(context, matrix, layout->top, table);
    if (status == GEO_OK)
        status = add_order_note(context, matrix, table);
    if (status == GEO_OK)
        status = geo_matrix_add_band_note(context, matrix, table);
    if (status == GEO_OK && has_sums)
        status = geo_table_add_note(context, table,
                                    "Rates of several areas together are those of their sums, not "
                                    "means of rates");
    if (status == GEO_OK && is_long)
        status = geo_add_interval_note(context, layout->level, table);
    if (status == GEO_OK)
        status = geo_matrix_add_count_notes(context, matrix, layout->round_to, table);
    if (status == GEO_OK)
        status = add_left_out_note(context, matrix, table);
    return status == GEO_OK ? add_missing_note(context, matrix, table) : status;
}
