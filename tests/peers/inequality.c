/* Random groups in order of deprivation and what the library finds of them, each on a line, for
 * another program to work out again: counts ; populations ; per, level | slope, relative index and
 * concentration index, each with its limits. */
#include <math.h>
#include <stdio.h>

#include <geo/deprivation.h>

#include "random.h"

enum { CASES = 300, GROUPS_MOST = 10 };

static uint64_t state = 16;

static void print_numbers(const char *before, const double *number, size_t count)
{
    fputs(before, stdout);
    for (size_t i = 0; i < count; i++)
        printf(" %.17g", number[i]);
}

static void print_estimate(const geo_estimate *estimate)
{
    const double number[] = {estimate->value, estimate->lower, estimate->upper};
    print_numbers("", number, 3);
}

/* Rates that rise or fall by up to 4 to 1 with a little chance; every third of few incidents, and
 * every third of many hundred in each group. */
static size_t make_groups(int i, double *count, double *population)
{
    size_t groups = 2 + random_below(&state, GROUPS_MOST - 1);
    double rate = (i % 3 == 0 ? 0.0002 : i % 3 == 1 ? 0.01 : 0.05);
    double gradient = random_between(&state, -0.6, 0.6);
    for (size_t j = 0; j < groups; j++) {
        double middle = ((double)j + 0.5) / (double)groups - 0.5;
        population[j] = floor(random_between(&state, 10000, 40000));
        count[j] = floor(population[j] * rate * (1 + gradient * 2 * middle) *
                             random_between(&state, 0.8, 1.2) +
                         random_between(&state, 0, 1));
    }
    return groups;
}

int main(void)
{
    static const double level[] = {0.8, 0.95, 0.998};
    geo_context *context = geo_context_new();
    int failed = !context;
    for (int i = 0; i < CASES && !failed; i++) {
        double count[GROUPS_MOST], population[GROUPS_MOST];
        const double options[] = {i % 2 == 0 ? 1000 : 100000, level[i % 4 % 3]};
        geo_inequality found;
        size_t groups = make_groups(i, count, population);
        failed = geo_inequality_make(context, count, population, groups, options[0], options[1],
                                     &found) != GEO_OK;
        print_numbers("", count, groups);
        print_numbers(" ;", population, groups);
        print_numbers(" ;", options, 2);
        fputs(" |", stdout);
        print_estimate(&found.slope);
        print_estimate(&found.relative);
        print_estimate(&found.concentration);
        puts("");
    }
    geo_context_free(context);
    return failed;
}
