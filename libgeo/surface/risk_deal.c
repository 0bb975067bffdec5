/* Incidents dealt at random: to all incidents' places, or to people's. */
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/random.h"
#include "surface/risk_state.h"

geo_status geo_risk_deal_open(geo_context *context, const geo_risk_places *places,
                              geo_risk_kind kind, uint64_t seed, geo_risk_deal *out)
{
    double sum = 0;
    *out = (geo_risk_deal){.places = places, .kind = kind, .seed = seed};
    if (kind != GEO_RISK_RATE)
        return GEO_OK;
    geo_status status =
        geo_alloc_array(context, places->count, sizeof *out->people_to, &out->people_to);
    for (size_t i = 0; i < places->count && status == GEO_OK; i++) {
        sum += places->beside[i];
        out->people_to[i] = sum;
    }
    return status;
}

void geo_risk_deal_close(geo_risk_deal *deal)
{
    free(deal->people_to);
    deal->people_to = NULL;
}

/* Each incident of both kinds is taken with the chance that as many as are still needed are among
 * those that are left: every choice is as likely (Knuth 1997, The Art of Computer Programming,
 * volume 2, 3.4.2, algorithm S). */
static void deal_labels(const geo_risk_places *places, uint64_t random, double *number)
{
    size_t needed = (size_t)places->all_incidents;
    size_t left = needed + (size_t)places->all_beside;
    for (size_t i = 0; i < places->count; i++) {
        size_t here = (size_t)(places->incidents[i] + places->beside[i]);
        size_t taken = 0;
        for (; here > 0 && needed > taken; here--, left--)
            taken += geo_random_below(&random, left) < needed - taken;
        needed -= taken;
        number[i * GEO_LANES] = (double)taken;
    }
}

/* The first place up to which there are more people than this. */
static size_t place_of_person(const double *people_to, size_t count, double person)
{
    size_t low = 0, high = count - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (people_to[middle] > person)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void deal_to_people(const geo_risk_deal *deal, uint64_t random, double *number)
{
    const geo_risk_places *places = deal->places;
    double people = deal->people_to[places->count - 1];
    for (size_t i = 0; i < places->count; i++)
        number[i * GEO_LANES] = 0;
    for (double dealt = 0; dealt < places->all_incidents; dealt++) {
        double person = people * geo_random_share(&random);
        number[place_of_person(deal->people_to, places->count, person) * GEO_LANES]++;
    }
}

void geo_risk_deal_one(const geo_risk_deal *deal, size_t permutation, double *number)
{
    uint64_t random = geo_random_stream(deal->seed, permutation);
    if (deal->kind == GEO_RISK_RATE)
        deal_to_people(deal, random, number);
    else
        deal_labels(deal->places, random, number);
}
