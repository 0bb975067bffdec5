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

static double lightness_of(const geo_ramp *ramp, size_t index)
{
    return geo_colour_to_lab(ramp->colour[index]).lightness;
}

/* Whether each colour from one to another is lighter than the last, or each is darker. */
static bool runs_one_way(const geo_ramp *ramp, size_t from, size_t to)
{
    double direction = lightness_of(ramp, to) - lightness_of(ramp, from);
    double before = lightness_of(ramp, from);
    while (from != to) {
        from = from < to ? from + 1 : from - 1;
        double lightness = lightness_of(ramp, from);
        if ((lightness - before) * direction <= 0)
            return false;
        before = lightness;
    }
    return true;
}

bool geo_ramp_is_ordered(const geo_ramp *ramp)
{
    return runs_one_way(ramp, 0, ramp->count - 1);
}

bool geo_ramp_is_two_sided(const geo_ramp *ramp)
{
    /* The same colour, or the two between which the middle lies. */
    size_t low = (ramp->count - 1) / 2, high = ramp->count / 2, last = ramp->count - 1;
    double below = lightness_of(ramp, low) - lightness_of(ramp, 0);
    double above = lightness_of(ramp, high) - lightness_of(ramp, last);
    return below * above > 0 && runs_one_way(ramp, low, 0) && runs_one_way(ramp, high, last);
}
