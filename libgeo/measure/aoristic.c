/* Incidents that are known to have happened between two moments only, shared out over that time
 * (Ratcliffe 2000, Aoristic analysis: the spatial interpretation of unspecific temporal events,
 * International Journal of Geographical Information Science 14). */
#include <math.h>

#include <geo/measure.h>

enum { HOUR = 60, DAY = 24 * HOUR, WEEK = 7 * DAY, HOURS_OF_WEEK = 7 * 24 };

static bool is_span(double from_minute, double to_minute)
{
    return isfinite(from_minute) && isfinite(to_minute) && to_minute >= from_minute;
}

/* Minutes since a multiple of `period`. */
static double minute_of(double minute, double period)
{
    double rest = fmod(minute, period);
    if (rest < 0)
        rest += period;
    return rest < period ? rest : 0;
}

bool geo_aoristic_hours(double from_minute, double to_minute, double weight[168])
{
    if (!is_span(from_minute, to_minute))
        return false;
    double at = minute_of(from_minute, WEEK);
    double span = to_minute - from_minute;
    if (span <= 0) {
        weight[(int)(at / HOUR)]++;
        return true;
    }
    double weeks = floor(span / WEEK);
    for (int hour = 0; weeks > 0 && hour < HOURS_OF_WEEK; hour++)
        weight[hour] += weeks * HOUR / span;
    double end = at + fmod(span, WEEK);
    for (int hour = (int)(at / HOUR); at < end; hour++) {
        double next = fmin(end, (hour + 1) * HOUR);
        weight[hour % HOURS_OF_WEEK] += (next - at) / span;
        at = next;
    }
    return true;
}

/* Minutes of the window, beginning at `from` of each day, between midnight of day 0 and `minute`.
 */
static double window_minutes(double minute, double from, double length)
{
    double since = minute - from;
    double in_day = minute_of(since, DAY);
    return (since - in_day) / DAY * length + fmin(in_day, length);
}

double geo_aoristic_share(double from_minute, double to_minute, double window_from,
                          double window_to)
{
    bool is_window = window_from >= 0 && window_from < DAY && window_to >= 0 && window_to <= DAY &&
                     window_from != window_to;
    if (!is_span(from_minute, to_minute) || !is_window)
        return (double)NAN;
    double length = window_to - window_from + (window_to < window_from ? DAY : 0);
    if (to_minute <= from_minute)
        return minute_of(from_minute - window_from, DAY) < length ? 1 : 0;
    double inside = window_minutes(to_minute, window_from, length) -
                    window_minutes(from_minute, window_from, length);
    return inside / (to_minute - from_minute);
}
