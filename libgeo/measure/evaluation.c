/* Indices of how well hotspots hold later incidents. */
#include <math.h>

#include <geo/evaluation.h>

static bool is_part(double part, double all)
{
    return part >= 0 && part <= all && all > 0 && isfinite(all);
}

double geo_hit_rate(double caught, double all)
{
    return is_part(caught, all) ? caught / all : (double)NAN;
}

double geo_prediction_accuracy(double caught, double all, double area, double all_area)
{
    if (!is_part(area, all_area) || area == 0)
        return (double)NAN;
    return geo_hit_rate(caught, all) / (area / all_area);
}

double geo_recapture_rate(double earlier, double all_earlier, double later, double all_later)
{
    if (!is_part(earlier, all_earlier) || earlier == 0)
        return (double)NAN;
    return geo_hit_rate(later, all_later) / (earlier / all_earlier);
}

double geo_prediction_efficiency(double caught, double possible)
{
    if (!(caught >= 0) || !isfinite(caught) || !(possible > 0) || !isfinite(possible))
        return (double)NAN;
    return caught / possible;
}
