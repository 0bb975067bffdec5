/* Small things that every other file needs. A generator may stop at the first fault; it says why.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "county.h"

_Noreturn void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("make_county: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

FILE *open_table(const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        fail("cannot write %s", path);
    return file;
}

void close_table(FILE *file, const char *path)
{
    if (fclose(file) != 0)
        fail("cannot write %s", path);
}

void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        fail("out of memory");
    return memory;
}

void line_add(Line *line, Point p)
{
    if (line->count == line->room) {
        line->room = line->room ? 2 * line->room : 16;
        line->at = realloc(line->at, line->room * sizeof *line->at);
        if (!line->at)
            fail("out of memory");
    }
    line->at[line->count++] = p;
}

void line_free(Line *line)
{
    free(line->at);
    *line = (Line){0};
}

double distance(Point a, Point b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static double distance_to_segment(Point p, Point a, Point b)
{
    double dx = b.x - a.x, dy = b.y - a.y;
    double square = dx * dx + dy * dy;
    double t = square > 0.0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0.0;
    t = fmin(1.0, fmax(0.0, t));
    return distance(p, (Point){a.x + t * dx, a.y + t * dy});
}

double distance_to_line(Point p, const Line *line)
{
    double nearest = INFINITY;
    for (size_t i = 1; i < line->count; i++)
        nearest = fmin(nearest, distance_to_segment(p, line->at[i - 1], line->at[i]));
    return nearest;
}

bool ring_contains(const Line *ring, Point p)
{
    bool inside = false;
    for (size_t i = 1; i < ring->count; i++) {
        Point a = ring->at[i - 1], b = ring->at[i];
        if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y))
            inside = !inside;
    }
    return inside;
}

/* Appends a natural-looking way from the line's last point to `to`: each stretch longer than
 * `shortest` is bent at its middle, sideways by up to `amplitude` of its length. Whole metres, so
 * that equal vertices are equal bits. */
void wander(Line *line, Point to, double amplitude, double shortest)
{
    Point from = line->at[line->count - 1];
    double length = distance(from, to);
    if (length < shortest) {
        line_add(line, to);
        return;
    }
    Random random = {hash_points(from, to)};
    double aside = (random_unit(&random) + random_unit(&random) - 1.0) * amplitude;
    double along = 0.5 + 0.12 * (random_unit(&random) + random_unit(&random) - 1.0);
    Point middle = {round(from.x + along * (to.x - from.x) - aside * (to.y - from.y)),
                    round(from.y + along * (to.y - from.y) + aside * (to.x - from.x))};
    wander(line, middle, amplitude, shortest);
    wander(line, to, amplitude, shortest);
}

static GEOSCoordSequence *sequence(const Line *line)
{
    GEOSCoordSequence *points = GEOSCoordSeq_create((unsigned)line->count, 2);
    for (size_t i = 0; i < line->count; i++)
        GEOSCoordSeq_setXY(points, (unsigned)i, line->at[i].x, line->at[i].y);
    return points;
}

GEOSGeometry *geos_line(const Line *line)
{
    return GEOSGeom_createLineString(sequence(line));
}

GEOSGeometry *geos_polygon(const Line *ring)
{
    GEOSGeometry *polygon =
        GEOSGeom_createPolygon(GEOSGeom_createLinearRing(sequence(ring)), NULL, 0);
    if (!polygon)
        fail("a ring of %zu points is no polygon", ring->count);
    return polygon;
}

Line line_from_geos(const GEOSGeometry *geometry)
{
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq(geometry);
    unsigned count = 0;
    Line line = {0};
    GEOSCoordSeq_getSize(points, &count);
    for (unsigned i = 0; i < count; i++) {
        Point p;
        GEOSCoordSeq_getXY(points, i, &p.x, &p.y);
        line_add(&line, p);
    }
    return line;
}

Point geos_centre(const GEOSGeometry *polygon)
{
    GEOSGeometry *centroid = GEOSGetCentroid(polygon);
    Point p = {0};
    GEOSGeomGetX(centroid, &p.x);
    GEOSGeomGetY(centroid, &p.y);
    GEOSGeom_destroy(centroid);
    return p;
}
