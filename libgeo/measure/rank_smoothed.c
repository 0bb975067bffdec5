#include "measure/rank_smoothed.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"

/* Areas kept back share their incidents by population, as in mean and SD: what all areas are drawn
 * towards, and how far, would else tell of them. */
static double incidents_of(const geo_areas *areas, const int64_t *count, const double *rate,
                           double years, const bool *hidden, size_t area)
{
    if (!hidden || !hidden[area] || isnan(rate[area]))
        return (double)count[area];
    return rate[area] * years * areas->population[area] / 1000;
}

static geo_status add_note(geo_context *context, geo_ranking *ranking)
{
    geo_status status = geo_table_add_note(
        context, ranking->table,
        "Smoothed rate: drawn towards the rate of all areas together by as much as chance explains "
        "of it, so most where the population is small (empirical Bayes, Marshall 1991); ranks and "
        "bands are of the rates as they are");
    if (status == GEO_OK && ranking->hidden_small > 0)
        status = geo_table_add_note(context, ranking->table,
                                    "In smoothed rates too the areas kept back share their "
                                    "incidents by population");
    return status;
}

static geo_status fill(geo_context *context, const double *smoothed, double years,
                       const geo_ranking *ranking, geo_column *column)
{
    const geo_table *table = ranking->table;
    geo_status status = GEO_OK;
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        int32_t area = table->area[row];
        if (ranking->hidden && ranking->hidden[area])
            status = geo_table_set_mark(context, table, column, row, GEO_MARK_HIDDEN);
        else
            column->real[row] = smoothed[area] / years;
    }
    return status;
}

geo_status geo_rank_add_smoothed(geo_context *context, const geo_areas *areas, const int64_t *count,
                                 const double *rate, const geo_rank_options *options,
                                 geo_ranking *ranking)
{
    geo_column *column = NULL;
    double *incidents = NULL;
    geo_status status = geo_alloc_array(context, areas->count, sizeof *incidents, &incidents);
    for (size_t area = 0; area < areas->count && status == GEO_OK; area++)
        incidents[area] = incidents_of(areas, count, rate, options->years, ranking->hidden, area);
    if (status == GEO_OK) /* in place */
        status = geo_smooth_rates(context, incidents, areas->population, areas->count, incidents);
    if (status == GEO_OK)
        status = geo_table_add(context, ranking->table, "smoothed_rate_per_1000", GEO_REAL,
                               options->decimals, &column);
    if (status == GEO_OK)
        status = geo_table_set_heading(context, column, "smoothed rate");
    if (status == GEO_OK && ranking->table->row_count > 0)
        status = fill(context, incidents, options->years, ranking, column);
    free(incidents);
    return status == GEO_OK ? add_note(context, ranking) : status;
}
