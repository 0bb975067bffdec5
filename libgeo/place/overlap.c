/* How much of each area lies in each of another set, by ground. */
#include "place/overlap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

/* ---- ground --------------------------------------------------------------------------------- */

/* From the first point on, which keeps small what is large in coordinates. */
static double ring_ground(const double *x, const double *y, size_t count)
{
    double twice = 0;
    for (size_t i = 1; i + 2 < count; i++)
        twice += (x[i] - x[0]) * (y[i + 1] - y[0]) - (x[i + 1] - x[0]) * (y[i] - y[0]);
    return fabs(twice) / 2;
}

void geo_areas_ground(const geo_areas *areas, double *square_metres)
{
    for (size_t a = 0; a < areas->count; a++) {
        double ground = 0;
        for (size_t r = areas->area_ring[a]; r < areas->area_ring[a + 1]; r++) {
            size_t first = areas->ring_point[r];
            double ring =
                ring_ground(areas->x + first, areas->y + first, areas->ring_point[r + 1] - first);
            ground += areas->ring_is_hole[r] ? -ring : ring;
        }
        square_metres[a] = ground;
    }
}

/* ---- parts ---------------------------------------------------------------------------------- */

geo_status geo_part_list_add(geo_context *context, geo_part_list *list, int32_t from, int32_t to,
                             double weight)
{
    size_t needed = list->count + 1;
    geo_status status =
        geo_grow_array(context, &list->from, &list->from_capacity, needed, sizeof *list->from);
    if (status == GEO_OK)
        status = geo_grow_array(context, &list->to, &list->to_capacity, needed, sizeof *list->to);
    if (status == GEO_OK)
        status = geo_grow_array(context, &list->weight, &list->weight_capacity, needed,
                                sizeof *list->weight);
    if (status != GEO_OK)
        return status;
    list->from[list->count] = from;
    list->to[list->count] = to;
    list->weight[list->count++] = weight;
    return GEO_OK;
}

void geo_part_list_clear(geo_part_list *list)
{
    free(list->from);
    free(list->to);
    free(list->weight);
    *list = (geo_part_list){0};
}

/* How much less of an area than all of it may be found in another that it is wholly in. */
#define ROUNDING 1e-9

/* What there is of an area of `from`, in square metres. */
typedef struct area_ground {
    double whole;
    double kept;    /* in parts that are kept */
    double slivers; /* in those that are not */
    int32_t home;   /* the area of `to` that it is wholly in, or GEO_NO_CODE */
} area_ground;

/* A pair of areas and what they have in common. */
typedef struct area_pair {
    int32_t from;
    int32_t to;
    double ground;
    double smaller; /* ground of the smaller one */
} area_pair;

static area_pair pair_at(const geo_overlap *overlap, size_t coarse, size_t p)
{
    int32_t fine = overlap->fine_area[p];
    double smaller = fmin(overlap->coarse_ground[coarse], overlap->fine_ground[fine]);
    return overlap->from_is_fine ? (area_pair){fine, (int32_t)coarse, overlap->ground[p], smaller}
                                 : (area_pair){(int32_t)coarse, fine, overlap->ground[p], smaller};
}

/* Of several that an area is wholly in, that whose code sorts first. */
static void find_homes(const geo_overlap *overlap, area_ground *of)
{
    const geo_areas *to = overlap->from_is_fine ? overlap->coarse : overlap->fine;
    for (size_t c = 0; c < overlap->coarse->count; c++) {
        for (size_t p = overlap->first[c]; p < overlap->first[c + 1]; p++) {
            area_pair pair = pair_at(overlap, c, p);
            area_ground *from = &of[pair.from];
            if (pair.ground > 0 && pair.ground >= (1 - ROUNDING) * from->whole &&
                (from->home == GEO_NO_CODE || strcmp(to->code[pair.to], to->code[from->home]) < 0))
                from->home = pair.to;
        }
    }
}

/* Adds the pairs that are more than slivers. */
static geo_status add_parts(geo_context *context, const geo_overlap *overlap, double sliver,
                            area_ground *of, geo_part_list *list)
{
    geo_status status = GEO_OK;
    for (size_t c = 0; c < overlap->coarse->count; c++) {
        for (size_t p = overlap->first[c]; p < overlap->first[c + 1] && status == GEO_OK; p++) {
            area_pair pair = pair_at(overlap, c, p);
            area_ground *from = &of[pair.from];
            if (from->home != GEO_NO_CODE && from->home != pair.to)
                continue;
            if (pair.ground > 0 && pair.ground >= sliver * pair.smaller) {
                from->kept += pair.ground;
                status = geo_part_list_add(context, list, pair.from, pair.to, pair.ground);
            } else {
                from->slivers += pair.ground;
            }
        }
    }
    return status;
}

/* What is in none of `to` counts, unless it is a sliver too. */
static double whole_of(const area_ground *of, double sliver)
{
    double outside = of->whole - of->kept - of->slivers;
    return outside > sliver * of->whole ? of->kept + outside : 0;
}

static geo_status take_parts(geo_context *context, const geo_overlap *overlap, const bool *which,
                             double sliver, geo_part_list *list, double *whole)
{
    const geo_areas *from = overlap->from_is_fine ? overlap->fine : overlap->coarse;
    const double *ground = overlap->from_is_fine ? overlap->fine_ground : overlap->coarse_ground;
    area_ground *of = NULL;
    geo_status status = geo_alloc_array(context, from->count, sizeof *of, &of);
    for (size_t i = 0; i < from->count && status == GEO_OK; i++)
        of[i] = (area_ground){.whole = ground[i], .home = GEO_NO_CODE};
    if (status == GEO_OK) {
        find_homes(overlap, of);
        status = add_parts(context, overlap, sliver, of, list);
    }
    for (size_t i = 0; i < from->count && status == GEO_OK; i++) {
        if (!which || which[i])
            whole[i] = whole_of(&of[i], sliver);
    }
    free(of);
    return status;
}

geo_status geo_overlap_parts(geo_context *context, const geo_areas *from, const geo_areas *to,
                             const bool *which, double sliver, geo_part_list *list, double *whole)
{
    geo_overlap overlap = {0};
    geo_status status = geo_overlap_find(context, from, to, which, &overlap);
    if (status != GEO_OK)
        return status;
    status = geo_overlap_measure(context, &overlap);
    if (status == GEO_OK)
        status = take_parts(context, &overlap, which, sliver, list, whole);
    geo_overlap_clear(&overlap);
    return status;
}

/* ---- all together --------------------------------------------------------------------------- */

static const char *name_of(const geo_crs *crs)
{
    return crs->name ? crs->name : "one without a name";
}

static const char *path_of(const geo_areas *areas)
{
    return areas->path ? areas->path : "areas";
}

static bool are_same(const geo_crs *one, const geo_crs *other)
{
    if (one->epsg > 0 && other->epsg > 0)
        return one->epsg == other->epsg;
    return !one->wkt || !other->wkt || strcmp(one->wkt, other->wkt) == 0;
}

geo_status geo_check_same_crs(geo_context *context, const geo_areas *from, const geo_areas *to)
{
    if (are_same(&from->crs, &to->crs))
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_CRS,
                    "%s is in the coordinate reference system %s and %s in %s; areas are laid over "
                    "each other in one, such as --working-crs gives",
                    path_of(from), name_of(&from->crs), path_of(to), name_of(&to->crs));
}

geo_status geo_areas_overlap(geo_context *context, const geo_areas *from, const geo_areas *to,
                             double sliver, geo_correspondence **out)
{
    geo_part_list list = {0};
    double *whole = NULL;
    geo_status status = geo_check_same_crs(context, from, to);
    if (status == GEO_OK)
        status = geo_alloc_array(context, from->count, sizeof *whole, &whole);
    if (status == GEO_OK)
        status = geo_overlap_parts(context, from, to, NULL, sliver, &list, whole);
    if (status == GEO_OK)
        status = geo_correspondence_make(context, from->count, to->count, list.from, list.to,
                                         list.weight, list.count, whole, out);
    free(whole);
    geo_part_list_clear(&list);
    return status;
}
