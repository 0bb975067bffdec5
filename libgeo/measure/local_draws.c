#include "measure/local_draws.h"

#include "core/lanes.h"
#include "core/random.h"

/* Sums of the same numbers in another order may differ by rounding: they are ties. */
#define TIE 1e-12

static void count_tail(const geo_permuted_area *area, double drawn, geo_tails *found)
{
    double tie = TIE * area->scale;
    found->above += drawn >= area->seen - tie;
    found->below += drawn <= area->seen + tie;
}

/* ---- few neighbours ------------------------------------------------------------------------- */

#define FEW_NEIGHBOURS 24

/* One of eight draws has one twice in at most some 60% of the tries, and seldom as many. */
#define AREAS_PER_NEIGHBOUR 12

bool geo_has_few_neighbours(const geo_permuted_area *area)
{
    const geo_spatial_values *values = area->values;
    size_t count = values->first[area->i + 1] - values->first[area->i];
    return count <= FEW_NEIGHBOURS && count * AREAS_PER_NEIGHBOUR < values->count;
}

typedef uint32_t lane_words __attribute__((vector_size(32), aligned(4), may_alias));

/* Eight streams side by side. */
typedef struct lane_streams {
    lane_words state[4];
} lane_streams;

GEO_INLINE void begin_streams(uint64_t random, lane_streams *streams)
{
    uint32_t state[4][GEO_LANES];
    for (int word = 0; word < 4; word++)
        for (int lane = 0; lane < GEO_LANES; lane++)
            state[word][lane] = (uint32_t)(geo_random_bits(&random) >> 32);
    for (int word = 0; word < 4; word++)
        streams->state[word] = *(const lane_words *)state[word];
}

/* xoshiro128++ (Blackman and Vigna 2021, Scrambled linear pseudorandom number generators, ACM
 * Transactions on Mathematical Software 47). */
GEO_INLINE void next_words(lane_streams *streams, lane_words *words)
{
    lane_words *state = streams->state;
    lane_words sum = state[0] + state[3], shifted = state[1] << 9;
    *words = (sum << 7 | sum >> 25) + state[0];
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = state[3] << 11 | state[3] >> 21;
}

/* 0 to below - 1, for below < 2^31: 31 bits as a share of 2^31, of which no number is likelier than
 * another by more than below / 2^31. By doubles, whose products processors have in all lanes. */
GEO_INLINE void next_numbers(lane_streams *streams, double below, lane_words *numbers)
{
    lane_words words;
    next_words(streams, &words);
    geo_lanes share = __builtin_convertvector((geo_lane_ints)(words >> 1), geo_lanes);
    *numbers = (lane_words) __builtin_convertvector(share * (below * 0x1p-31), geo_lane_ints);
}

typedef uint64_t lane_pairs __attribute__((vector_size(32), aligned(4), may_alias));

GEO_INLINE bool any_is_drawn(const lane_words *drawn, size_t count, const lane_words *numbers)
{
    lane_words same = {0};
    for (size_t k = 0; k < count; k++)
        same |= (lane_words)(drawn[k] == *numbers);
    lane_pairs two = (lane_pairs)same;
    return (two[0] | two[1] | two[2] | two[3]) != 0;
}

/* Weighted sums of z over distinct areas other than i, eight draws at once. Where one of the eight
 * has an area twice all draw again, so that each is as likely as any other. */
GEO_INLINE void draw_eight(const geo_permuted_area *area, lane_streams *streams, double *sum)
{
    const geo_spatial_values *values = area->values;
    const double *z = values->z, *weight = values->weight + values->first[area->i];
    size_t count = values->first[area->i + 1] - values->first[area->i];
    uint32_t self = (uint32_t)area->i;
    double below = (double)(values->count - 1);
    lane_words drawn[FEW_NEIGHBOURS];
    for (int lane = 0; lane < GEO_LANES; lane++)
        sum[lane] = 0;
    for (size_t k = 0; k < count; k++) {
        do
            next_numbers(streams, below, &drawn[k]);
        while (any_is_drawn(drawn, k, &drawn[k]));
        lane_words other = drawn[k] - (lane_words)(drawn[k] >= self);
        for (int lane = 0; lane < GEO_LANES; lane++)
            sum[lane] += weight[k] * z[other[lane]];
    }
}

GEO_CLONES
static void draw_few(const geo_permuted_area *area, size_t permutations, uint64_t random,
                     geo_tails *found)
{
    lane_streams streams;
    double sum[GEO_LANES];
    begin_streams(random, &streams);
    for (size_t r = 0; r < permutations; r += GEO_LANES) {
        draw_eight(area, &streams, sum);
        for (size_t lane = 0; lane < GEO_LANES && r + lane < permutations; lane++)
            count_tail(area, sum[lane], found);
    }
}

void geo_draw_few(const geo_permuted_area *area, size_t permutations, uint64_t random,
                  geo_tails *found)
{
    draw_few(area, permutations, random, found);
}

/* ---- many ----------------------------------------------------------------------------------- */

/* The first steps of a shuffle of `order`, undone afterwards from the last to the first. */
static double draw_one(const geo_permuted_area *area, uint64_t *random, int32_t *order,
                       size_t *taken)
{
    const geo_spatial_values *values = area->values;
    size_t i = area->i, begin = values->first[i], count = values->first[i + 1] - begin;
    double sum = 0;
    for (size_t k = 0; k < count; k++) {
        taken[k] = k + geo_random_below(random, values->count - 1 - k);
        int32_t number = order[taken[k]];
        order[taken[k]] = order[k];
        order[k] = number;
        sum += values->weight[begin + k] * values->z[(size_t)number + ((size_t)number >= i)];
    }
    for (size_t k = count; k-- > 0;) {
        int32_t number = order[k];
        order[k] = order[taken[k]];
        order[taken[k]] = number;
    }
    return sum;
}

void geo_draw_many(const geo_permuted_area *area, size_t permutations, uint64_t random,
                   int32_t *order, size_t *taken, geo_tails *found)
{
    for (size_t r = 0; r < permutations; r++)
        count_tail(area, draw_one(area, &random, order, taken), found);
}
