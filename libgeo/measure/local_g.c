/* Hot and cold spots: Getis-Ord Gi*. */
#include <math.h>

#include "measure/spatial_values.h"

/* Of area i, itself among its neighbours. */
static double g_star(const geo_spatial_values *values, size_t i)
{
    double n = (double)values->count;
    double sum = values->z[i], weights = 1, squares = 1;
    for (size_t p = values->first[i]; p < values->first[i + 1]; p++) {
        double weight = values->weight[p];
        sum += weight * values->z[values->to[p]];
        weights += weight;
        squares += weight * weight;
    }
    double sd = sqrt(values->squares / n);
    double spread = (n * squares - weights * weights) / (n - 1);
    /* With all areas for neighbours nothing is left that could be by chance; rounding leaves a
     * little. */
    if (!(sd > 0) || !(spread > 1e-9 * squares))
        return (double)NAN;
    return sum / (sd * sqrt(spread));
}

geo_status geo_local_g(geo_context *context, const geo_neighbours *neighbours, const double *value,
                       double *z)
{
    geo_spatial_values values;
    geo_status status = geo_spatial_values_make(context, neighbours, value, false, false, &values);
    for (size_t i = 0; i < neighbours->count && status == GEO_OK; i++)
        z[i] = (double)NAN;
    for (size_t i = 0; i < values.count && status == GEO_OK; i++)
        z[values.area[i]] = g_star(&values, i);
    geo_spatial_values_clear(&values);
    return status;
}
