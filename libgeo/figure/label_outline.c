/* The outlines that names stand in, as they print. */
#include "figure/label_outline.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"

/* The points first .. last as edges in millimetres of the page, written unless `out` is NULL; how
 * many they are. */
static size_t trace(const geo_view *view, const geo_areas *areas, size_t first, size_t last,
                    geo_segment *out)
{
    size_t count = 0;
    double x = geo_view_x_mm(view, areas->x[first]), y = geo_view_y_mm(view, areas->y[first]);
    for (size_t p = first + 1; p <= last; p++) {
        double to_x = geo_view_x_mm(view, areas->x[p]), to_y = geo_view_y_mm(view, areas->y[p]);
        if (p < last && hypot(to_x - x, to_y - y) < GEO_OUTLINE_COARSE_MM)
            continue;
        if (out)
            out[count] = (geo_segment){x, y, to_x, to_y};
        count++;
        x = to_x;
        y = to_y;
    }
    return count;
}

static geo_status begin(geo_context *context, size_t count, geo_label_outlines *outlines)
{
    outlines->count = count;
    return geo_alloc_array(context, count + 1, sizeof *outlines->first, &outlines->first);
}

geo_status geo_label_outlines_of_areas(geo_context *context, const geo_view *view,
                                       const geo_areas *areas, geo_label_outlines *out)
{
    geo_status status = begin(context, areas->count, out);
    for (int pass = 0; status == GEO_OK && pass < 2; pass++) {
        size_t count = 0;
        for (size_t area = 0; area < areas->count; area++) {
            out->first[area] = count;
            for (size_t ring = areas->area_ring[area]; ring < areas->area_ring[area + 1]; ring++)
                if (areas->ring_point[ring] < areas->ring_point[ring + 1])
                    count +=
                        trace(view, areas, areas->ring_point[ring], areas->ring_point[ring + 1] - 1,
                              pass ? out->segment + count : NULL);
        }
        out->first[areas->count] = count;
        if (pass == 0)
            status = geo_alloc_array(context, count, sizeof *out->segment, &out->segment);
    }
    return status;
}

/* The groups that a border parts: one, two or none of them to be named. */
static int parted_groups(const geo_border *border, const int32_t *group, int32_t parted[2])
{
    int count = 0;
    int32_t here = group[border->area];
    int32_t there = border->neighbour == GEO_NO_CODE ? GEO_NO_CODE : group[border->neighbour];
    if (here == there)
        return 0;
    if (here != GEO_NO_CODE)
        parted[count++] = here;
    if (there != GEO_NO_CODE)
        parted[count++] = there;
    return count;
}

static void add_borders(const geo_view *view, const geo_areas *areas, const geo_borders *borders,
                        const int32_t *group, size_t *end, geo_segment *segment)
{
    for (size_t i = 0; i < borders->count; i++) {
        const geo_border *border = &borders->border[i];
        int32_t parted[2];
        int count = parted_groups(border, group, parted);
        for (int side = 0; side < count; side++)
            end[parted[side]] += trace(view, areas, border->first, border->last,
                                       segment ? segment + end[parted[side]] : NULL);
    }
}

geo_status geo_label_outlines_of_groups(geo_context *context, const geo_view *view,
                                        const geo_areas *areas, const geo_borders *borders,
                                        const int32_t *group, size_t group_count,
                                        geo_label_outlines *out)
{
    /* first[g + 2] counts group g, then is where it ends; first[g + 1] is where it begins, and at
     * last where it ends. */
    geo_status status = begin(context, group_count + 1, out);
    if (status != GEO_OK)
        return status;
    out->count = group_count;
    add_borders(view, areas, borders, group, out->first + 2, NULL);
    for (size_t g = 0; g < group_count; g++)
        out->first[g + 2] += out->first[g + 1];
    status =
        geo_alloc_array(context, out->first[group_count + 1], sizeof *out->segment, &out->segment);
    if (status == GEO_OK)
        add_borders(view, areas, borders, group, out->first + 1, out->segment);
    return status;
}

void geo_label_outlines_clear(geo_label_outlines *outlines)
{
    free(outlines->first);
    free(outlines->segment);
}
