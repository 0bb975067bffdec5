#include "surface.h"

#include <math.h>

/* The 1, 2 or 5 times a power of ten that is nearest by ratio. */
static double round_figure(double value)
{
    static const double steps[] = {1, 2, 5, 10};
    double power = pow(10, floor(log10(value)));
    double best = power;
    for (size_t i = 1; i < sizeof steps / sizeof *steps; i++)
        if (fabs(log(steps[i] * power / value)) < fabs(log(best / value)))
            best = steps[i] * power;
    return best;
}

#define BANDWIDTH_PER_CELL   10
#define BANDWIDTH_OF_NOTHING 100 /* metres, where the extent is a point */

geo_status surface_choose_sizes(cli_job *job, double bandwidth, double cell,
                                double side_per_bandwidth, geo_density_options *options)
{
    const geo_extent *extent = &options->extent;
    /* Of the square of the same area: a long thin map is no small one. */
    double side = sqrt((extent->x_max - extent->x_min) * (extent->y_max - extent->y_min));
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    options->bandwidth_m = bandwidth;
    options->cell_m = cell;
    if (isnan(bandwidth)) {
        options->bandwidth_m =
            side > 0 ? round_figure(side / side_per_bandwidth) : BANDWIDTH_OF_NOTHING;
        status = append_short_number(job->context, &text, options->bandwidth_m, 3);
        if (status == GEO_OK)
            status = end_text(job->context, &text);
        if (status == GEO_OK)
            job_note(job, "bandwidth %s m, chosen from the map's size; set it with --bandwidth",
                     text.data);
    }
    if (isnan(cell))
        options->cell_m = round_figure(options->bandwidth_m / BANDWIDTH_PER_CELL);
    geo_bytes_clear(&text);
    return status;
}
