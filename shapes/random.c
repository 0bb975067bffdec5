/* Random numbers, hashes and smooth noise, all from splitmix64 and fixed seeds. */
#include <math.h>

#include "county.h"

static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

uint64_t random_next(Random *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    return mix(random->state);
}

static double unit_from(uint64_t bits)
{
    return (double)(bits >> 11) * 0x1p-53;
}

double random_unit(Random *random)
{
    return unit_from(random_next(random));
}

double random_normal(Random *random)
{
    double radius = sqrt(-2.0 * log(1.0 - random_unit(random)));
    return radius * cos(6.283185307179586 * random_unit(random));
}

size_t random_below(Random *random, size_t count)
{
    return (size_t)(random_unit(random) * (double)count);
}

/* An index drawn in proportion to weights given as running sums. */
size_t random_weighted(Random *random, const double *cumulative, size_t count)
{
    double target = random_unit(random) * cumulative[count - 1];
    size_t low = 0, high = count - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cumulative[middle] > target)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

uint64_t hash_pair(uint64_t a, uint64_t b)
{
    return mix(mix(a + UINT64_C(0x9e3779b97f4a7c15)) ^ (b + UINT64_C(0xd1b54a32d192ed03)));
}

static uint64_t hash_point(Point p)
{
    return hash_pair((uint64_t)llround(p.x * 10.0), (uint64_t)llround(p.y * 10.0));
}

/* The same for both directions of a line. */
uint64_t hash_points(Point a, Point b)
{
    return hash_point(a) + hash_point(b);
}

static double lattice(double x, double y, uint64_t seed)
{
    return 2.0 * unit_from(hash_pair(hash_pair((uint64_t)(int64_t)x, (uint64_t)(int64_t)y), seed)) -
           1.0;
}

static double ease(double t)
{
    return t * t * (3.0 - 2.0 * t);
}

double smooth_noise(Point p, double scale, uint64_t seed)
{
    double x = p.x / scale, y = p.y / scale;
    double west = floor(x), south = floor(y);
    double across = ease(x - west), up = ease(y - south);
    double low =
        lattice(west, south, seed) * (1.0 - across) + lattice(west + 1.0, south, seed) * across;
    double high = lattice(west, south + 1.0, seed) * (1.0 - across) +
                  lattice(west + 1.0, south + 1.0, seed) * across;
    return low * (1.0 - up) + high * up;
}
