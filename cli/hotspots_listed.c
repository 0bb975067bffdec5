/* The pieces that are listed, in the order of the list. */
#include <stdlib.h>
#include <string.h>

#include "hotspots.h"

static void count_parts(const geo_areas *from, const geo_hotspots *hotspots, geo_areas *listed)
{
    for (size_t i = 0; i < hotspots->count; i++) {
        size_t first = from->area_ring[hotspots->piece[i]];
        size_t end = from->area_ring[hotspots->piece[i] + 1];
        listed->ring_count += end - first;
        listed->point_count += from->ring_point[end] - from->ring_point[first];
    }
}

static bool make_room(geo_areas *listed)
{
    listed->code = calloc(listed->count + 1, sizeof *listed->code);
    listed->area_ring = calloc(listed->count + 1, sizeof *listed->area_ring);
    listed->ring_point = calloc(listed->ring_count + 1, sizeof *listed->ring_point);
    listed->ring_is_hole = calloc(listed->ring_count + 1, sizeof *listed->ring_is_hole);
    listed->x = calloc(listed->point_count + 1, sizeof *listed->x);
    listed->y = calloc(listed->point_count + 1, sizeof *listed->y);
    return listed->code && listed->area_ring && listed->ring_point && listed->ring_is_hole &&
           listed->x && listed->y;
}

/* Rings and points follow on those that are there. */
static void copy_piece(const geo_areas *from, int32_t piece, geo_areas *listed, size_t at)
{
    size_t ring = listed->area_ring[at];
    for (size_t r = from->area_ring[piece]; r < from->area_ring[piece + 1]; r++, ring++) {
        size_t first = from->ring_point[r], count = from->ring_point[r + 1] - first;
        size_t to = listed->ring_point[ring];
        memcpy(listed->x + to, from->x + first, count * sizeof *listed->x);
        memcpy(listed->y + to, from->y + first, count * sizeof *listed->y);
        listed->ring_is_hole[ring] = from->ring_is_hole[r];
        listed->ring_point[ring + 1] = to + count;
    }
    listed->area_ring[at + 1] = ring;
    listed->code[at] = from->code[piece];
}

geo_status hotspots_list_pieces(cli_job *job, const hotspots_result *result, geo_areas **out)
{
    const geo_areas *from = result->pieces.areas;
    geo_areas *listed = calloc(1, sizeof *listed);
    if (!listed)
        return job_out_of_memory(job);
    listed->count = result->hotspots->count;
    count_parts(from, result->hotspots, listed);
    geo_status status = make_room(listed) ? geo_crs_copy(job->context, &from->crs, &listed->crs)
                                          : job_out_of_memory(job);
    if (status != GEO_OK) {
        geo_areas_free(listed);
        return status;
    }
    for (size_t i = 0; i < listed->count; i++)
        copy_piece(from, result->hotspots->piece[i], listed, i);
    listed->extent = geo_areas_extent(listed, NULL);
    *out = listed;
    return GEO_OK;
}
