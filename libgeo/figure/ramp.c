/* A ramp of colours for values from low to high. */
#include "figure/ramp.h"

#include <math.h>

geo_colour geo_ramp_at(const geo_ramp *ramp, double position)
{
    double place = fmin(1, fmax(0, position)) * (double)(ramp->count - 1);
    size_t low = (size_t)place;
    if (low + 1 >= ramp->count)
        return ramp->colour[ramp->count - 1];
    double t = place - (double)low;
    geo_lab from = geo_colour_to_lab(ramp->colour[low]);
    geo_lab to = geo_colour_to_lab(ramp->colour[low + 1]);
    return geo_colour_from_lab((geo_lab){from.lightness + t * (to.lightness - from.lightness),
                                         from.a + t * (to.a - from.a),
                                         from.b + t * (to.b - from.b)});
}

geo_colour geo_ramp_class(const geo_ramp *ramp, size_t index, size_t count)
{
    return geo_ramp_at(ramp, count < 2 ? 0.5 : (double)index / (double)(count - 1));
}

bool geo_ramp_is_ordered(const geo_ramp *ramp)
{
    double first = geo_colour_to_lab(ramp->colour[0]).lightness;
    double direction = geo_colour_to_lab(ramp->colour[ramp->count - 1]).lightness - first;
    double before = first;
    for (size_t i = 1; i < ramp->count; i++) {
        double lightness = geo_colour_to_lab(ramp->colour[i]).lightness;
        if ((lightness - before) * direction <= 0)
            return false;
        before = lightness;
    }
    return true;
}
