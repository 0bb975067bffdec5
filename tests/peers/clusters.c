/* Clusters by density as R's dbscan finds them: prints the cases that clusters.R reads, one a line:
 * "distance minimum | x y incidents cluster core; x y ...", clusters from 1, 0 for none. */
#include <math.h>
#include <stdio.h>

#include <geo/clusters.h>

#include "random.h"

enum { CASES = 60, MOST = 3000 };

/* Spots around centres, and some anywhere; every other case on whole metres, where places lie as
 * far apart as the distance. */
static size_t make_places(uint64_t *seed, bool is_whole, double *x, double *y, int64_t *incidents)
{
    size_t count = 200 + random_below(seed, MOST - 200);
    for (size_t i = 0; i < count; i++) {
        double centre = 1000 * (double)random_below(seed, 6);
        double width = i % 4 == 0 ? 5000 : 100 + centre / 10;
        x[i] = centre + random_between(seed, -width, width) * random_between(seed, 0, 1);
        y[i] = centre / 2 + random_between(seed, -width, width) * random_between(seed, 0, 1);
        if (is_whole) {
            x[i] = floor(x[i] / 10) * 10;
            y[i] = floor(y[i] / 10) * 10;
        }
        incidents[i] = 1 + (int64_t)(random_below(seed, 5) * random_below(seed, 4));
    }
    return count;
}

static geo_status print_case(geo_context *context, uint64_t *seed, bool is_whole)
{
    static double x[MOST], y[MOST];
    static int64_t incidents[MOST];
    geo_clusters *made = NULL;
    geo_cluster_options options = {10 * (double)(3 + random_below(seed, 15)),
                                   3 + (int64_t)random_below(seed, 60)};
    size_t count = make_places(seed, is_whole, x, y, incidents);
    geo_status status = geo_clusters_make(context, x, y, incidents, count, &options, &made);
    if (status != GEO_OK)
        return status;
    printf("%.17g %lld |", options.distance_m, (long long)options.min_incidents);
    for (size_t i = 0; i < count; i++)
        printf("%s %.17g %.17g %lld %d %d", i > 0 ? ";" : "", x[i], y[i], (long long)incidents[i],
               made->cluster[i] + 1, made->is_core[i]);
    printf("\n");
    geo_clusters_free(made);
    return GEO_OK;
}

int main(void)
{
    geo_context *context = geo_context_new();
    uint64_t seed = 7;
    geo_status status = context ? GEO_OK : GEO_ERROR_MEMORY;
    for (size_t i = 0; i < CASES && status == GEO_OK; i++)
        status = print_case(context, &seed, i % 2 == 0);
    if (status != GEO_OK)
        fprintf(stderr, "failed: %s\n", context ? geo_message(context) : "no memory");
    geo_context_free(context);
    return status == GEO_OK ? 0 : 1;
}
