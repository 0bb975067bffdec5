/* The values that areas are shaded by. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "choropleth.h"

/* ---- reading -------------------------------------------------------------------------------- */

typedef struct counting {
    const cli_load *load;
    choropleth_layer *layer;
} counting;

static geo_status place_rows(geo_context *context, void *user, const double *x, const double *y,
                             size_t count, int32_t *area)
{
    const counting *work = user;
    return geo_locate(context, work->load->locator[0], x, y, count, area);
}

static geo_status take_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    const counting *work = user;
    const geo_frame *frame = rows->frame;
    geo_status status = geo_tally_add(context, work->layer->tally, frame, rows->area);
    if (status == GEO_OK && work->layer->collector)
        status = geo_place_collector_add(context, work->layer->collector, frame->x, frame->y, NULL,
                                         frame->count);
    return status;
}

static geo_status read_layer(cli_job *job, void *user, size_t index)
{
    choropleth_result *result = user;
    choropleth_layer *layer = &result->layer[index];
    counting work = {&result->load, layer};
    const geo_incident_sink sink = {.user = &work, .place = place_rows, .take = take_rows};
    geo_status status = geo_tally_new(job->context, result->load.areas[0]->count, &layer->tally);
    if (status == GEO_OK && result->settings->map.points)
        status = geo_place_collector_new(job->context, &layer->collector);
    if (status == GEO_OK)
        status = load_stream(job, &result->load, &sink);
    if (status == GEO_OK && layer->collector)
        status = geo_place_collector_finish(job->context, layer->collector, &layer->places);
    if (status == GEO_OK)
        load_warn(job, &result->load);
    return status;
}

static geo_status add_layers(cli_job *job, choropleth_result *result, size_t count)
{
    size_t areas = result->load.areas[0]->count;
    result->layer = calloc(count, sizeof *result->layer);
    if (!result->layer)
        return job_out_of_memory(job);
    result->layer_count = count;
    for (size_t i = 0; i < count; i++) {
        result->layer[i].value = malloc((areas + 1) * sizeof(double));
        if (!result->layer[i].value)
            return job_out_of_memory(job);
    }
    return GEO_OK;
}

geo_status choropleth_count(cli_job *job, choropleth_result *result)
{
    geo_status status = load_locators(job, &result->load);
    if (status == GEO_OK)
        status = add_layers(job, result, result->panels.count);
    if (status == GEO_OK)
        status = panels_read(job, &result->load, &result->panels, read_layer, result);
    return status;
}

/* ---- rates, bands, z ------------------------------------------------------------------------ */

static geo_status find_years(cli_job *job, choropleth_result *result, size_t index)
{
    size_t missing = 0;
    const cli_panel *panel = &result->panels.panel[index];
    const geo_period *period = panel->has_period ? &panel->period : load_period(&result->load);
    choropleth_layer *layer = &result->layer[index];
    layer->years = 1;
    if (!result->settings->per_year)
        return GEO_OK;
    layer->years = geo_frame_years(panel->frame, period, &missing);
    if (missing > 0)
        job_warn(job,
                 "%zu month%s of the period %s no rows at all: missing data, not an absence "
                 "of incidents",
                 missing, missing == 1 ? "" : "s", missing == 1 ? "has" : "have");
    if (layer->years > 0)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE,
                    "--per-year needs incidents with a date, and none is left; look at --period "
                    "and --date, or leave out --per-year");
}

static void make_rates(const choropleth_result *result, choropleth_layer *layer)
{
    const geo_areas *areas = result->load.areas[0];
    for (size_t i = 0; i < areas->count; i++)
        layer->value[i] =
            geo_rate_per_1000((double)layer->tally->total[i], areas->population[i]) / layer->years;
}

/* Rates that become what the reference says of them. */
static void judge(const choropleth_result *result, choropleth_layer *layer)
{
    for (size_t i = 0; i < result->load.areas[0]->count; i++) {
        double *value = &layer->value[i];
        if (isnan(*value))
            continue;
        *value = result->kind == CHOROPLETH_BAND
                     ? (double)geo_band_of(&layer->reference, *value)
                     : (*value - layer->reference.mean) / layer->reference.sd;
    }
}

static geo_status make_layer(cli_job *job, choropleth_result *result, size_t index)
{
    choropleth_layer *layer = &result->layer[index];
    size_t count = result->load.areas[0]->count;
    geo_status status = find_years(job, result, index);
    if (status != GEO_OK)
        return status;
    if (result->kind == CHOROPLETH_COUNT) {
        for (size_t i = 0; i < count; i++)
            layer->value[i] = (double)layer->tally->total[i];
        return GEO_OK;
    }
    make_rates(result, layer);
    if (result->kind == CHOROPLETH_RATE)
        return GEO_OK;
    status = geo_reference_make(job->context, layer->value, count, (geo_sd)result->settings->sd,
                                &layer->reference);
    if (status == GEO_OK)
        judge(result, layer);
    return status;
}

/* What the legend shows of a value is what it is classed by. */
static void round_values(double *value, size_t count, int decimals)
{
    double unit = pow(10, decimals);
    for (size_t i = 0; i < count; i++)
        value[i] = round(value[i] * unit) / unit + 0.0;
}

static geo_status make_change(cli_job *job, choropleth_result *result)
{
    size_t count = result->load.areas[0]->count;
    const double *years = result->panels.years;
    if (!result->settings->per_year && fabs(years[0] - years[1]) > 1e-9)
        return job_fail(job, GEO_ERROR_USAGE,
                        "the two periods differ in length or have missing months; add --per-year "
                        "to compare rates of a year");
    result->change = malloc((count + 1) * sizeof *result->change);
    if (!result->change)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count; i++)
        result->change[i] = result->layer[1].value[i] - result->layer[0].value[i];
    round_values(result->change, count, choropleth_decimals(result));
    return GEO_OK;
}

geo_status choropleth_measure(cli_job *job, choropleth_result *result)
{
    size_t count = result->load.areas[0]->count;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < result->layer_count && status == GEO_OK; i++)
        status = make_layer(job, result, i);
    if (status == GEO_OK && result->panels.kind == PANEL_CHANGE)
        status = make_change(job, result);
    for (size_t i = 0; i < result->layer_count && status == GEO_OK; i++)
        round_values(result->layer[i].value, count, choropleth_decimals(result));
    return status;
}

/* ---- a field of the areas ------------------------------------------------------------------- */

static geo_status fail_field(cli_job *job, const geo_areas *areas, const char *name)
{
    geo_bytes names = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < areas->attributes->column_count && status == GEO_OK; i++)
        if (areas->attributes->column[i].type != GEO_TEXT)
            status = geo_bytes_print(job->context, &names, "%s%s", names.length > 0 ? ", " : "",
                                     areas->attributes->column[i].name);
    if (status == GEO_OK)
        status = end_text(job->context, &names);
    if (status == GEO_OK)
        status = job_fail(job, GEO_ERROR_USAGE,
                          "%s: no numeric field is called \"%s\"; --value takes rate, count, band, "
                          "z or one of: %s",
                          areas->path, name, names.data);
    geo_bytes_clear(&names);
    return status;
}

static double field_value(const geo_column *column, size_t row)
{
    if (column->type == GEO_REAL)
        return column->real[row];
    return column->integer[row] == GEO_NO_INTEGER ? NAN : (double)column->integer[row];
}

geo_status choropleth_take_field(cli_job *job, choropleth_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    const char *name = result->settings->value;
    geo_status status = add_layers(job, result, 1);
    if (status != GEO_OK)
        return status;
    result->field = geo_table_find(areas->attributes, name);
    if (!result->field || result->field->type == GEO_TEXT)
        return fail_field(job, areas, name);
    result->is_whole = true;
    for (size_t i = 0; i < areas->count; i++) {
        double value = field_value(result->field, i);
        result->layer[0].value[i] = isfinite(value) ? value : NAN;
        if (isfinite(value) && floor(value) != value)
            result->is_whole = false;
    }
    return GEO_OK;
}
