#include "measure/spatial_values.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/sum.h"

void geo_spatial_values_clear(geo_spatial_values *values)
{
    free(values->area);
    free(values->value);
    free(values->z);
    free(values->first);
    free(values->to);
    free(values->weight);
    *values = (geo_spatial_values){.count = 0};
}

/* ---- which areas ---------------------------------------------------------------------------- */

static bool has_neighbour(const geo_neighbours *neighbours, const int32_t *place, size_t area)
{
    for (size_t p = neighbours->first[area]; p < neighbours->first[area + 1]; p++)
        if (place[neighbours->to[p]] != GEO_NO_CODE)
            return true;
    return false;
}

/* Neighbours need not be mutual: leaving one out may leave another alone. */
static size_t leave_out_islands(const geo_neighbours *neighbours, int32_t *place)
{
    size_t islands = 0, before;
    do {
        before = islands;
        for (size_t i = 0; i < neighbours->count; i++)
            if (place[i] != GEO_NO_CODE && !has_neighbour(neighbours, place, i)) {
                place[i] = GEO_NO_CODE;
                islands++;
            }
    } while (islands > before);
    return islands;
}

/* place[area]: which of the areas that count it is. */
static void choose(const geo_neighbours *neighbours, const double *value, bool without_islands,
                   int32_t *place, geo_spatial_values *out)
{
    for (size_t i = 0; i < neighbours->count; i++)
        place[i] = isnan(value[i]) ? GEO_NO_CODE : 0;
    if (without_islands)
        out->islands = leave_out_islands(neighbours, place);
    for (size_t i = 0; i < neighbours->count; i++)
        if (place[i] != GEO_NO_CODE)
            place[i] = (int32_t)out->count++;
}

/* ---- their values and weights --------------------------------------------------------------- */

static void take_values(const double *value, const int32_t *place, size_t areas,
                        geo_spatial_values *out)
{
    geo_sum sum = {0, 0}, squares = {0, 0};
    bool is_one = true;
    for (size_t i = 0; i < areas; i++)
        if (place[i] != GEO_NO_CODE) {
            size_t at = (size_t)place[i];
            out->area[at] = i;
            out->value[at] = value[i];
            is_one = is_one && value[i] == out->value[0];
            geo_sum_add(&sum, value[i]);
        }
    out->mean = geo_sum_value(&sum) / (double)out->count;
    for (size_t i = 0; i < out->count; i++) {
        out->z[i] = is_one ? 0 : out->value[i] - out->mean;
        geo_sum_add(&squares, out->z[i] * out->z[i]);
    }
    out->squares = geo_sum_value(&squares);
}

static void standardise(geo_spatial_values *out, size_t i)
{
    double sum = 0;
    for (size_t p = out->first[i]; p < out->first[i + 1]; p++)
        sum += out->weight[p];
    for (size_t p = out->first[i]; p < out->first[i + 1]; p++)
        out->weight[p] /= sum;
}

static void take_weights(const geo_neighbours *neighbours, const int32_t *place,
                         bool row_standardised, geo_spatial_values *out)
{
    size_t end = 0;
    for (size_t i = 0; i < out->count; i++) {
        size_t area = out->area[i];
        for (size_t p = neighbours->first[area]; p < neighbours->first[area + 1]; p++) {
            int32_t to = place[neighbours->to[p]];
            if (to == GEO_NO_CODE)
                continue;
            out->to[end] = to;
            out->weight[end++] = neighbours->weight ? neighbours->weight[p] : 1;
        }
        out->first[i + 1] = end;
        if (end - out->first[i] > out->most)
            out->most = end - out->first[i];
        if (row_standardised)
            standardise(out, i);
    }
}

static geo_status make_room(geo_context *context, size_t pairs, geo_spatial_values *out)
{
    geo_status status = geo_alloc_array(context, out->count, sizeof *out->area, &out->area);
    if (status == GEO_OK)
        status = geo_alloc_array(context, out->count, sizeof *out->value, &out->value);
    if (status == GEO_OK)
        status = geo_alloc_array(context, out->count, sizeof *out->z, &out->z);
    if (status == GEO_OK)
        status = geo_alloc_array(context, out->count + 1, sizeof *out->first, &out->first);
    if (status == GEO_OK)
        status = geo_alloc_array(context, pairs, sizeof *out->to, &out->to);
    if (status == GEO_OK)
        status = geo_alloc_array(context, pairs, sizeof *out->weight, &out->weight);
    return status;
}

geo_status geo_spatial_values_make(geo_context *context, const geo_neighbours *neighbours,
                                   const double *value, bool row_standardised, bool without_islands,
                                   geo_spatial_values *out)
{
    int32_t *place = NULL;
    *out = (geo_spatial_values){.count = 0};
    geo_status status = geo_alloc_array(context, neighbours->count, sizeof *place, &place);
    if (status == GEO_OK) {
        choose(neighbours, value, without_islands, place, out);
        status = make_room(context, neighbours->pair_count, out);
    }
    if (status == GEO_OK) {
        take_values(value, place, neighbours->count, out);
        take_weights(neighbours, place, row_standardised, out);
    }
    free(place);
    return status;
}
