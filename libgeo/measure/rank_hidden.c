#include "measure/rank_hidden.h"

#include <math.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

/* The smallest count above those that are hidden, by code where several have it; areas->count when
 * there is none. */
static size_t next_smallest(const geo_areas *areas, const int64_t *count, const bool *hidden)
{
    size_t found = areas->count;
    for (size_t area = 0; area < areas->count; area++) {
        if (hidden[area] || count[area] == 0)
            continue;
        if (found == areas->count || count[area] < count[found] ||
            (count[area] == count[found] && strcmp(areas->code[area], areas->code[found]) < 0))
            found = area;
    }
    return found;
}

/* Areas without incidents are shown, so each hidden one is known to have 1 at least: what they have
 * beyond that may be any one's. */
static bool is_protected(const geo_ranking *ranking, int64_t incidents, int64_t below)
{
    size_t hidden = ranking->hidden_small + ranking->hidden_others;
    return hidden > 1 && incidents - (int64_t)hidden >= below;
}

/* Mean and SD of exact rates would tell them: with the populations at hand few sets of whole
 * numbers fit. The incidents of all hidden areas together are known, so rates made from that sum
 * tell nothing. Hidden areas without population have their even part in it. */
static void share_incidents(const geo_areas *areas, int64_t incidents, const geo_ranking *ranking,
                            double years, double *rate)
{
    double residents = 0;
    double with_population = 0;
    double hidden = (double)(ranking->hidden_small + ranking->hidden_others);
    for (size_t area = 0; area < areas->count; area++)
        if (ranking->hidden[area] && !isnan(rate[area])) {
            residents += areas->population[area];
            with_population++;
        }
    double together =
        geo_rate_per_1000((double)incidents * with_population / hidden, residents) / years;
    for (size_t area = 0; area < areas->count; area++)
        if (ranking->hidden[area] && !isnan(rate[area]))
            rate[area] = together;
}

geo_status geo_rank_hide(geo_context *context, const geo_areas *areas, const int64_t *count,
                         const geo_rank_options *options, double *rate, geo_ranking *ranking)
{
    int64_t incidents = 0;
    geo_status status =
        geo_alloc_array(context, areas->count, sizeof *ranking->hidden, &ranking->hidden);
    for (size_t area = 0; status == GEO_OK && area < areas->count; area++) {
        if (count[area] == 0 || count[area] >= options->suppress_below)
            continue;
        ranking->hidden[area] = true;
        ranking->hidden_small++;
        incidents += count[area];
    }
    if (status != GEO_OK || ranking->hidden_small == 0)
        return status;
    while (!is_protected(ranking, incidents, options->suppress_below)) {
        size_t other = next_smallest(areas, count, ranking->hidden);
        if (other == areas->count)
            return geo_fail(context, GEO_ERROR_DISCLOSURE,
                            "the areas with fewer than %lld incidents could be told by "
                            "subtraction, and none is left to keep back with them: count a longer "
                            "time or more kinds of incident",
                            (long long)options->suppress_below);
        ranking->hidden[other] = true;
        ranking->hidden_others++;
        incidents += count[other];
    }
    share_incidents(areas, incidents, ranking, options->years, rate);
    return GEO_OK;
}
