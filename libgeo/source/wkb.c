#include "source/wkb.h"

#include <math.h>
#include <string.h>

enum { POINT = 1, POLYGON = 3, MULTIPOINT = 4, MULTIPOLYGON = 6 };

#define OLD_25D UINT32_C(0x80000000) /* how OGR marks Z in types that are not ISO's */

/* Bytes yet to be read. `is_plain` turns false where they are not what they should be. */
typedef struct wkb_reader {
    const char *at;
    size_t left;
    bool is_plain;
} wkb_reader;

static const char *take(wkb_reader *reader, size_t size)
{
    if (!reader->is_plain || reader->left < size) {
        reader->is_plain = false;
        return NULL;
    }
    const char *taken = reader->at;
    reader->at += size;
    reader->left -= size;
    return taken;
}

static uint32_t take_number(wkb_reader *reader)
{
    uint32_t number = 0;
    const char *bytes = take(reader, sizeof number);
    if (bytes)
        memcpy(&number, bytes, sizeof number);
    return number;
}

static bool is_order_of_machine(char order)
{
    const uint16_t one = 1;
    char first;
    memcpy(&first, &one, 1);
    return order == first; /* 1: least significant byte first */
}

/* The type without Z and M; *dimensions is how many numbers a point has. 0 for what is unusual. */
static uint32_t take_type(wkb_reader *reader, size_t *dimensions)
{
    const char *order = take(reader, 1);
    uint32_t type = take_number(reader);
    if (!order || !is_order_of_machine(*order))
        return 0;
    bool is_old = (type & OLD_25D) != 0;
    type &= ~OLD_25D;
    uint32_t kind = type / 1000; /* 1: Z, 2: M, 3: both */
    if (kind > 3 || (is_old && kind > 0))
        return 0;
    *dimensions = 2 + (size_t)(is_old || kind == 1 || kind == 3) + (size_t)(kind >= 2);
    return type % 1000;
}

/* ---- points --------------------------------------------------------------------------------- */

bool geo_wkb_point(geo_text wkb, double *x, double *y)
{
    wkb_reader reader = {wkb.data, wkb.length, true};
    size_t dimensions = 0;
    uint32_t type = take_type(&reader, &dimensions);
    if (type == MULTIPOINT && take_number(&reader) == 1)
        type = take_type(&reader, &dimensions);
    if (type != POINT)
        return false;
    const char *point = take(&reader, dimensions * sizeof *x);
    if (!point)
        return false;
    double place[2];
    memcpy(place, point, sizeof place);
    if (isnan(place[0]) || isnan(place[1])) /* how WKB says that a point is empty */
        return false;
    *x = place[0];
    *y = place[1];
    return true;
}

/* ---- polygons ------------------------------------------------------------------------------- */

/* A polygon's rings; `rings` NULL: only looks whether they are all there. */
static geo_status take_polygon(geo_context *context, wkb_reader *reader, size_t dimensions,
                               geo_rings *rings)
{
    const size_t size = dimensions * sizeof(double);
    uint32_t count = take_number(reader);
    for (uint32_t i = 0; i < count && reader->is_plain; i++) {
        double *x = NULL;
        double *y = NULL;
        size_t points = take_number(reader);
        reader->is_plain = reader->is_plain && points > 0 && points <= reader->left / size;
        const char *at = take(reader, points * size);
        if (!at || !rings)
            continue;
        geo_status status = geo_rings_add(context, rings, points, i > 0, &x, &y);
        if (status != GEO_OK)
            return status;
        for (size_t k = 0; k < points; k++) {
            memcpy(x + k, at + k * size, sizeof *x);
            memcpy(y + k, at + k * size + sizeof *x, sizeof *y);
        }
        geo_rings_close(rings);
    }
    return GEO_OK;
}

static geo_status take_polygons(geo_context *context, wkb_reader *reader, geo_rings *rings)
{
    size_t dimensions = 0;
    uint32_t type = take_type(reader, &dimensions);
    if (type == POLYGON)
        return take_polygon(context, reader, dimensions, rings);
    uint32_t count = type == MULTIPOLYGON ? take_number(reader) : 0;
    reader->is_plain = reader->is_plain && count > 0;
    geo_status status = GEO_OK;
    for (uint32_t i = 0; i < count && reader->is_plain && status == GEO_OK; i++) {
        reader->is_plain = take_type(reader, &dimensions) == POLYGON && reader->is_plain;
        status = take_polygon(context, reader, dimensions, rings);
    }
    return status;
}

geo_status geo_wkb_append_rings(geo_context *context, geo_text wkb, geo_rings *rings,
                                bool *is_plain)
{
    wkb_reader look = {wkb.data, wkb.length, true};
    wkb_reader read = look;
    geo_status status = take_polygons(context, &look, NULL);
    *is_plain = look.is_plain;
    return status == GEO_OK && *is_plain ? take_polygons(context, &read, rings) : status;
}
