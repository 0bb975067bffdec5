/* Direction of travel: how a count has changed between two periods, in words. */
#include <math.h>

#include <geo/measure.h>

double geo_percent_change(double before, double after)
{
    return before > 0 && after >= 0 ? 100 * (after - before) / before : (double)NAN;
}

/* [size][is_reduction] */
static const char *const directions[3][2] = {
    {"slight increase", "slight reduction"},
    {"some increase", "some reduction"},
    {"considerable increase", "considerable reduction"},
};

static const char *worded(double percent, const geo_change_words *words)
{
    double size = fabs(percent);
    if (!(size > 0) || size < words->slight)
        return "no significant change";
    int step = size >= words->considerable ? 2 : size >= words->some ? 1 : 0;
    return directions[step][percent < 0];
}

const char *geo_direction_of(double before, double after, double exposure_before,
                             double exposure_after, double p, const geo_change_words *words)
{
    bool is_known = before >= 0 && after >= 0 && exposure_before > 0 && exposure_after > 0 &&
                    isfinite(exposure_before) && isfinite(exposure_after);
    if (!is_known)
        return "";
    if (before == 0)
        return after > 0 ? "new" : "no incidents";
    if (!(p < words->level))
        return "no significant change";
    return worded(geo_percent_change(before / exposure_before, after / exposure_after), words);
}
