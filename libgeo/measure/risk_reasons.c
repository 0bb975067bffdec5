/* Why an area is listed, in words. */
#include <stdlib.h>

#include "core/memory.h"
#include "measure/risk.h"

struct reason {
    size_t column;
    double z;
};

size_t geo_risk_first_group(const geo_matrix *matrix)
{
    return matrix->category_count > 1 ? 1 : 0;
}

/* Farthest above first; equal ones in the order of the tree. */
static int compare_reasons(const void *left, const void *right)
{
    const struct reason *one = left;
    const struct reason *other = right;
    if (one->z > other->z || one->z < other->z)
        return one->z > other->z ? -1 : 1;
    return one->column < other->column ? -1 : 1;
}

/* The groups in which the area has just that band. */
static size_t find_reasons(const geo_matrix *matrix, size_t area, geo_band band,
                           struct reason *reason)
{
    size_t count = 0;
    for (size_t i = geo_risk_first_group(matrix); i < matrix->category_count; i++) {
        const geo_reference *reference = &matrix->reference[i];
        double rate = matrix->rate[area * matrix->category_count + i];
        if (geo_matrix_band(matrix, area, i) == band)
            reason[count++] = (struct reason){i, (rate - reference->mean) / reference->sd};
    }
    if (count > 1)
        qsort(reason, count, sizeof *reason, compare_reasons);
    return count;
}

static geo_status append_reason(geo_context *context, const geo_matrix *matrix, size_t area,
                                size_t column, int decimals, geo_bytes *text)
{
    geo_status status = geo_bytes_print(context, text, "%s (",
                                        matrix->counts.categories->name[matrix->category[column]]);
    if (status == GEO_OK)
        status = geo_bytes_append_number(
            context, text, matrix->rate[area * matrix->category_count + column], decimals);
    return status == GEO_OK ? geo_bytes_append(context, text, ")", 1) : status;
}

static geo_status append_band(geo_context *context, const geo_matrix *matrix, size_t area,
                              geo_band band, struct reason *reason, int decimals, geo_bytes *text)
{
    size_t count = find_reasons(matrix, area, band, reason);
    const char *begin = text->length > 0                       ? "; above for "
                        : band == GEO_BAND_SIGNIFICANTLY_ABOVE ? "Significantly above for "
                                                               : "Above for ";
    geo_status status = GEO_OK;
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        status = geo_bytes_print(context, text, "%s", i == 0 ? begin : ", ");
        if (status == GEO_OK)
            status = append_reason(context, matrix, area, reason[i].column, decimals, text);
    }
    return status;
}

geo_status geo_risk_append_reasons(geo_context *context, const geo_matrix *matrix, size_t area,
                                   int decimals, geo_bytes *text)
{
    struct reason *reason = NULL;
    geo_band overall = geo_matrix_band(matrix, area, 0);
    geo_status status = geo_alloc_array(context, matrix->category_count, sizeof *reason, &reason);
    if (status == GEO_OK)
        status = append_band(context, matrix, area, GEO_BAND_SIGNIFICANTLY_ABOVE, reason, decimals,
                             text);
    if (status == GEO_OK)
        status = append_band(context, matrix, area, GEO_BAND_ABOVE, reason, decimals, text);
    if (status == GEO_OK && text->length == 0 && overall != GEO_BAND_NONE)
        status = geo_bytes_print(context, text, "%s overall", geo_band_name(overall));
    free(reason);
    return status;
}
