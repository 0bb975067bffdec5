/* One surface beside another: relative risk, rate of people, change. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "surface/risk_state.h"

void geo_risk_surface_free(geo_risk_surface *risk)
{
    if (!risk)
        return;
    free(risk->value);
    free(risk->density);
    free(risk->beside);
    free(risk->z);
    free(risk->p_higher);
    free(risk->p_lower);
    free(risk->highest_z);
    free(risk->lowest_z);
    free(risk);
}

/* ---- checks --------------------------------------------------------------------------------- */

static geo_status check_number(geo_context *context, const char *what, double number, bool may_be_0)
{
    if (isfinite(number) && (number > 0 || (may_be_0 && number == 0)))
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_USAGE, "the %s must be a number %s", what,
                    may_be_0 ? "of 0 or more" : "above 0");
}

static geo_status check_options(geo_context *context, const geo_risk_surface_options *options)
{
    geo_status status = check_number(context, "bandwidth", options->bandwidth_m, false);
    if (status == GEO_OK)
        status = check_number(context, "constant", options->constant, true);
    if (status == GEO_OK)
        status = check_number(context, "least of a cell", options->least, true);
    if (status == GEO_OK)
        status = check_number(context, "time of the incidents", options->years, false);
    if (status == GEO_OK)
        status = check_number(context, "time before", options->years_before, false);
    if (status == GEO_OK && ((int)options->kernel < 0 || options->kernel >= GEO_KERNEL_COUNT))
        status = geo_fail(context, GEO_ERROR_USAGE, "there is no kernel number %d",
                          (int)options->kernel);
    if (status == GEO_OK && options->permutations >= UINT32_MAX)
        status = geo_fail(context, GEO_ERROR_USAGE, "the permutations must be fewer than 2^32 - 1");
    return status;
}

static geo_status check_ground(geo_context *context, const geo_grid *ground)
{
    if (ground->crs.is_metric)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_CRS,
                    "a density needs a projected coordinate reference system in metres, not %s",
                    ground->crs.name ? ground->crs.name : "an unknown one");
}

/* ---- sums of kernels ------------------------------------------------------------------------ */

/* What the cells are made from, in sums of geo_risk_add(). */
typedef struct sums {
    double *seen; /* of the incidents; NaN once the cell is known to have no value */
    double *beside;
    double *squares; /* of the squared kernel over what chance deals to; then the SD */
    double *mean;
} sums;

static void clear_sums(sums *made)
{
    free(made->seen);
    free(made->beside);
    free(made->squares);
    free(made->mean);
}

static geo_status new_sums(geo_context *context, size_t cells, sums *out)
{
    geo_status status = geo_alloc_array(context, cells, sizeof *out->seen, &out->seen);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *out->beside, &out->beside);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *out->squares, &out->squares);
    return status == GEO_OK ? geo_alloc_array(context, cells, sizeof *out->mean, &out->mean)
                            : status;
}

/* Numbers of each place: incidents and what they stand beside, and for the squares both together or
 * the people alone. */
enum { LANE_SEEN, LANE_BESIDE };

static void fill_numbers(const geo_risk_places *places, geo_risk_kind kind, bool is_squared,
                         double *number)
{
    for (size_t i = 0; i < places->count; i++) {
        double dealt_to = places->beside[i] + (kind == GEO_RISK_RATE ? 0 : places->incidents[i]);
        number[i * GEO_LANES + LANE_SEEN] = is_squared ? dealt_to : places->incidents[i];
        number[i * GEO_LANES + LANE_BESIDE] = is_squared ? 0 : places->beside[i];
    }
}

/* One pass over all rows; `second` may be NULL. */
static void add_up(const geo_risk_kernel *kernel, const geo_risk_places *places,
                   const double *number, double *work, double *first, double *second)
{
    const geo_grid *grid = kernel->grid;
    double *cells = work + geo_risk_buffer(kernel);
    for (size_t row = 0; row < grid->rows; row += GEO_RISK_BAND_ROWS) {
        size_t rest = grid->rows - row;
        size_t rows = rest < GEO_RISK_BAND_ROWS ? rest : GEO_RISK_BAND_ROWS;
        geo_risk_add(kernel, places, number, row, rows, work, cells);
        for (size_t i = 0; i < rows * grid->columns; i++) {
            first[row * grid->columns + i] = cells[i * GEO_LANES + LANE_SEEN];
            if (second)
                second[row * grid->columns + i] = cells[i * GEO_LANES + LANE_BESIDE];
        }
    }
}

static geo_status fill_sums(geo_context *context, const geo_risk_kernel *kernel,
                            const geo_risk_places *places, geo_risk_kind kind, sums *out)
{
    geo_risk_kernel squared = *kernel;
    double *number = NULL, *work = NULL;
    size_t columns = kernel->grid->columns;
    squared.is_squared = true;
    geo_status status =
        geo_alloc_array(context, places->count * GEO_LANES, sizeof *number, &number);
    if (status == GEO_OK)
        status = geo_alloc_array(context,
                                 geo_risk_buffer(kernel) + GEO_RISK_BAND_ROWS * columns * GEO_LANES,
                                 sizeof *work, &work);
    if (status == GEO_OK) {
        fill_numbers(places, kind, false, number);
        add_up(kernel, places, number, work, out->seen, out->beside);
        fill_numbers(places, kind, true, number);
        add_up(&squared, places, number, work, out->squares, NULL);
    }
    free(number);
    free(work);
    return status;
}

/* ---- chance --------------------------------------------------------------------------------- */

/* What rounding leaves of a variance that is 0 is none. */
static double sd_of(double variance, double scale)
{
    return variance > 1e-12 * scale ? sqrt(variance) : 0;
}

/* Incidents dealt without replacement: the sum of F of N numbers (Cochran 1977, Sampling
 * Techniques, theorems 2.1 and 2.2). */
static void find_moments_of_labels(const geo_risk_places *places, sums *made, size_t cell)
{
    double incidents = places->all_incidents, all = incidents + places->all_beside;
    double sum = made->seen[cell] + made->beside[cell], squares = made->squares[cell];
    double factor = incidents * (1 - incidents / all) / (all - 1);
    made->mean[cell] = incidents * sum / all;
    made->squares[cell] = sd_of(factor * (squares - sum * sum / all), factor * squares);
}

/* Each incident with one of the people, whoever has another. */
static void find_moments_of_people(const geo_risk_places *places, sums *made, size_t cell)
{
    double mean = made->beside[cell] / places->all_beside;
    double squares = made->squares[cell] / places->all_beside;
    made->mean[cell] = places->all_incidents * mean;
    made->squares[cell] =
        sd_of(places->all_incidents * (squares - mean * mean), places->all_incidents * squares);
}

/* ---- values --------------------------------------------------------------------------------- */

typedef struct making {
    const geo_risk_surface_options *options;
    const geo_risk_places *places;
    const geo_grid *ground;
    double per_km2;  /* a kernel's peak */
    double constant; /* c itself */
    sums made;
    geo_risk_surface *risk;
} making;

static double value_of(const making *work, double density, double beside)
{
    const geo_risk_surface_options *options = work->options;
    const geo_risk_places *places = work->places;
    switch (options->kind) {
    case GEO_RISK_RATE:
        return 1000 * density / beside / options->years;
    case GEO_RISK_CHANGE:
        return density / options->years - beside / options->years_before;
    default:
        return log(density / places->all_incidents + work->constant) -
               log(beside / places->all_beside + work->constant);
    }
}

static bool is_known(const making *work, size_t cell)
{
    const sums *made = &work->made;
    double enough =
        made->beside[cell] + (work->options->kind == GEO_RISK_RATE ? 0 : made->seen[cell]);
    return !isnan(work->ground->value[cell]) && enough > 0 && enough >= work->options->least;
}

static void find_constant(making *work)
{
    double most = 0;
    for (size_t i = 0; i < work->risk->rows * work->risk->columns; i++)
        if (!isnan(work->ground->value[i]))
            most = fmax(most, work->made.beside[i]);
    work->constant = work->options->constant * most * work->per_km2 / work->places->all_beside;
}

static void fill_cell(making *work, size_t cell)
{
    geo_risk_surface *risk = work->risk;
    sums *made = &work->made;
    if (!is_known(work, cell)) {
        made->seen[cell] = risk->value[cell] = risk->z[cell] = (double)NAN;
        risk->density[cell] = risk->beside[cell] = (double)NAN;
        return;
    }
    if (work->options->kind == GEO_RISK_RATE)
        find_moments_of_people(work->places, made, cell);
    else
        find_moments_of_labels(work->places, made, cell);
    risk->cells++;
    risk->density[cell] = made->seen[cell] * work->per_km2;
    risk->beside[cell] = made->beside[cell] * work->per_km2;
    risk->value[cell] = value_of(work, risk->density[cell], risk->beside[cell]);
    risk->z[cell] = made->squares[cell] > 0
                        ? (made->seen[cell] - made->mean[cell]) / made->squares[cell]
                        : (double)NAN;
}

static double overall_of(const making *work)
{
    const geo_risk_surface_options *options = work->options;
    return options->kind == GEO_RISK_RATIO ? 0
           : options->kind == GEO_RISK_RATE
               ? 1000 * work->places->all_incidents / work->places->all_beside / options->years
               : (double)NAN;
}

static void fill_cells(making *work)
{
    const geo_risk_surface_options *options = work->options;
    geo_risk_surface *risk = work->risk;
    work->per_km2 =
        1e6 * geo_kernel_value(options->kernel, 0) / (options->bandwidth_m * options->bandwidth_m);
    find_constant(work);
    for (size_t i = 0; i < risk->rows * risk->columns; i++)
        fill_cell(work, i);
    risk->incidents = work->places->all_incidents;
    risk->others = work->places->all_beside;
    risk->overall = overall_of(work);
    risk->p = (double)NAN;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static geo_status new_risk(geo_context *context, const geo_grid *ground, size_t permutations,
                           geo_risk_surface **out)
{
    geo_risk_surface *risk = NULL;
    size_t cells = ground->rows * ground->columns;
    geo_status status = geo_alloc_array(context, 1, sizeof *risk, &risk);
    if (status != GEO_OK)
        return status;
    *out = risk;
    risk->columns = ground->columns;
    risk->rows = ground->rows;
    risk->permutations = permutations;
    double **const array[] = {&risk->value, &risk->density,  &risk->beside,
                              &risk->z,     &risk->p_higher, &risk->p_lower};
    size_t count = sizeof array / sizeof *array - (permutations > 0 ? 0 : 2);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        status = geo_alloc_array(context, cells, sizeof(double), array[i]);
    if (status == GEO_OK)
        status = geo_alloc_array(context, permutations, sizeof(double), &risk->highest_z);
    return status == GEO_OK
               ? geo_alloc_array(context, permutations, sizeof(double), &risk->lowest_z)
               : status;
}

static geo_status permute(geo_context *context, const geo_risk_kernel *kernel, making *work)
{
    const geo_risk_null null = {work->made.seen, work->made.mean, work->made.squares};
    geo_risk_deal deal;
    if (work->options->permutations == 0)
        return GEO_OK;
    geo_status status =
        geo_risk_deal_open(context, work->places, work->options->kind, work->options->seed, &deal);
    if (status == GEO_OK)
        status = geo_risk_permute(context, kernel, &deal, &null, work->risk);
    geo_risk_deal_close(&deal);
    return status;
}

static geo_status make(geo_context *context, const geo_risk_places *places, const geo_grid *ground,
                       const geo_risk_surface_options *options, geo_risk_surface *risk)
{
    const geo_risk_kernel kernel = {options->kernel, options->bandwidth_m,
                                    geo_kernel_reach_m(options->kernel, options->bandwidth_m),
                                    ground, false};
    making work = {.options = options, .places = places, .ground = ground, .risk = risk};
    geo_status status = new_sums(context, ground->rows * ground->columns, &work.made);
    if (status == GEO_OK)
        status = fill_sums(context, &kernel, places, options->kind, &work.made);
    if (status == GEO_OK) {
        fill_cells(&work);
        status = permute(context, &kernel, &work);
    }
    clear_sums(&work.made);
    return status;
}

geo_status geo_risk_surface_make(geo_context *context, const geo_places *incidents,
                                 const geo_places *beside, const geo_grid *ground,
                                 const geo_risk_surface_options *options, geo_risk_surface **out)
{
    static const geo_risk_surface_options unset = GEO_RISK_SURFACE_OPTIONS_INIT;
    geo_risk_places places = {.count = 0};
    geo_risk_surface *risk = NULL;
    options = options ? options : &unset;
    geo_status status = check_options(context, options);
    if (status == GEO_OK)
        status = check_ground(context, ground);
    if (status == GEO_OK)
        status = geo_risk_places_make(context, incidents, beside, options->kind, &places);
    if (status == GEO_OK)
        status = new_risk(context, ground, options->permutations, &risk);
    if (status == GEO_OK)
        status = make(context, &places, ground, options, risk);
    geo_risk_places_clear(&places);
    if (status == GEO_OK)
        *out = risk;
    else
        geo_risk_surface_free(risk);
    return status;
}

/* How many of the rising numbers are below a limit. */
static size_t count_below(const double *number, size_t count, double limit)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (number[middle] < limit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double geo_risk_surface_adjusted_p(const geo_risk_surface *risk, double z)
{
    static const double tie = 1e-12;
    size_t count = risk->permutations;
    if (count == 0 || isnan(z))
        return (double)NAN;
    size_t as_far = z < 0 ? count_below(risk->lowest_z, count, z - tie * z)
                          : count - count_below(risk->highest_z, count, z - tie * z);
    return (double)(as_far + 1) / (double)(count + 1);
}
