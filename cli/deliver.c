#include "deliver.h"

#include <stdlib.h>

#include "figure.h"
#include "layer.h"
#include "outputs.h"
#include "report.h"
#include "table.h"

static geo_status make_json(cli_job *job, const cli_delivery *delivery, geo_bytes *bytes)
{
    geo_json *json = NULL;
    geo_status status = geo_json_new(job->context, &json);
    if (status != GEO_OK)
        return status;
    json_begin(job, json, delivery->load);
    geo_json_ledger(json, "ledger", delivery->load->ledger, job->settings->explain);
    geo_json_text(json, "title", delivery->table->title);
    if (delivery->json)
        delivery->json(job, json, delivery->result);
    geo_json_table(json, "rows", delivery->table);
    json_messages(job, json);
    status = geo_json_end(job->context, json, bytes);
    geo_json_free(json);
    return status;
}

static geo_status make_layer(cli_job *job, const cli_delivery *delivery, const char *path,
                             geo_bytes *bytes)
{
    const cli_layer layer = {.areas = delivery->load->areas[0],
                             .table = delivery->table,
                             .style = delivery->style,
                             .field = delivery->shade_field,
                             .is_change = delivery->is_change,
                             .unit = delivery->shade_unit};
    return layer_make(job, &layer, path, bytes);
}

/* A table of values is one table: what reads it could not tell a second one from its rows. */
static bool holds_one_table(const char *path)
{
    return output_is(path, "csv");
}

static const geo_table *table_for(const cli_delivery *delivery, const char *path)
{
    return delivery->shown && !holds_one_table(path) ? delivery->shown : delivery->table;
}

static geo_status make_output(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const cli_delivery *delivery = value;
    if (output_is(path, "json"))
        return make_json(job, delivery, bytes);
    if (output_is(path, "gpkg"))
        return make_layer(job, delivery, path, bytes);
    if (figure_is_picture(path))
        return delivery->draw(job, delivery->result, path, bytes);
    geo_status status = table_make(job, table_for(delivery, path), path, bytes);
    for (size_t i = 0; i < delivery->more_count && !holds_one_table(path) && status == GEO_OK;
         i++) {
        status = geo_bytes_print(job->context, bytes, "\n");
        if (status == GEO_OK)
            status = table_make(job, delivery->more[i], path, bytes);
    }
    return status;
}

static geo_status print_tables(cli_job *job, const cli_delivery *delivery, geo_bytes *bytes)
{
    const geo_text_style style = terminal_style();
    const geo_table *first = delivery->shown ? delivery->shown : delivery->table;
    geo_status status = geo_table_to_text(job->context, first, &style, bytes);
    for (size_t i = 0; i < delivery->more_count && status == GEO_OK; i++) {
        status = geo_bytes_print(job->context, bytes, "\n");
        if (status == GEO_OK)
            status = geo_table_to_text(job->context, delivery->more[i], &style, bytes);
    }
    return status;
}

static geo_status print_result(cli_job *job, const cli_delivery *delivery)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (job->settings->json)
        status = make_json(job, delivery, &bytes);
    else if (job->settings->output.count == 0)
        status = print_tables(job, delivery, &bytes);
    if (status == GEO_OK)
        status = print_bytes(job, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

geo_status deliver(cli_job *job, const cli_delivery *delivery)
{
    geo_status status = outputs_save(job, delivery, make_output);
    if (status != GEO_OK)
        return status;
    report_ledger(job, delivery->load->ledger);
    report_messages(job);
    return print_result(job, delivery);
}
