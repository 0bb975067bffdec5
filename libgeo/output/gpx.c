/* Named points for satellite navigators: GPX 1.1 (topografix.com/GPX/1/1). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/output.h>

#include "core/context.h"
#include "core/text.h"
#include "output/cell.h"
#include "output/degrees.h"
#include "output/xml_text.h"

typedef struct gpx {
    geo_context *context;
    geo_bytes *out;
    geo_status status; /* the first failure */
} gpx;

static void put(gpx *file, const char *markup)
{
    if (file->status == GEO_OK)
        file->status = geo_bytes_append(file->context, file->out, markup, strlen(markup));
}

/* Nothing for a text that there is not. */
static void put_element(gpx *file, const char *begin, const char *text, const char *end)
{
    char *line = NULL;
    if (!text || !text[0] || file->status != GEO_OK)
        return;
    put(file, begin);
    if (file->status == GEO_OK)
        file->status = geo_line_for_people(file->context, text, &line);
    if (file->status == GEO_OK)
        file->status = geo_xml_append(file->context, file->out, geo_text_of(line));
    put(file, end);
    free(line);
}

static void put_degree(gpx *file, const char *before, double degree)
{
    put(file, before);
    if (file->status == GEO_OK)
        file->status =
            geo_bytes_append_number(file->context, file->out, degree, GEO_DEGREE_DECIMALS);
    put(file, "\"");
}

static void put_head(gpx *file, const geo_waypoints *waypoints)
{
    put(file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<gpx version=\"1.1\" creator=\"libgeo\" xmlns=\"http://www.topografix.com/GPX/1/1\""
              ">\n");
    if (!waypoints->title && !waypoints->description)
        return;
    put(file, " <metadata>\n");
    put_element(file, "  <name>", waypoints->title, "</name>\n");
    put_element(file, "  <desc>", waypoints->description, "</desc>\n");
    put(file, " </metadata>\n");
}

static void put_point(gpx *file, const geo_waypoints *waypoints, const double *degree, size_t point)
{
    put_degree(file, " <wpt lat=\"", degree[2 * point + 1]);
    put_degree(file, " lon=\"", degree[2 * point]);
    put(file, ">\n");
    put_element(file, "  <name>", waypoints->name[point], "</name>\n");
    put_element(file, "  <desc>", waypoints->point_text ? waypoints->point_text[point] : NULL,
                "</desc>\n");
    put(file, " </wpt>\n");
}

static geo_status put_all(gpx *file, const geo_waypoints *waypoints, const double *degree)
{
    size_t left_out = 0;
    put_head(file, waypoints);
    for (size_t i = 0; i < waypoints->count; i++) {
        if (isnan(degree[2 * i]))
            left_out++;
        else
            put_point(file, waypoints, degree, i);
    }
    put(file, "</gpx>\n");
    if (left_out > 0 && file->status == GEO_OK)
        geo_add_warning(file->context, "GPX: %zu of %zu points are nowhere in WGS 84, left out",
                        left_out, waypoints->count);
    return file->status;
}

geo_status geo_waypoints_to_gpx(geo_context *context, const geo_waypoints *waypoints,
                                geo_bytes *out)
{
    gpx file = {context, out, GEO_OK};
    double *degree = NULL;
    size_t before = out->length;
    geo_status status = geo_check_degrees(context, waypoints->crs, "points", "GPX");
    if (status == GEO_OK)
        status = geo_find_degrees(context, waypoints->crs, waypoints->x, waypoints->y,
                                  waypoints->count, &degree);
    if (status == GEO_OK)
        status = put_all(&file, waypoints, degree);
    if (status != GEO_OK)
        out->length = before;
    free(degree);
    return status;
}
