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
    geo_json_table(json, "rows", delivery->data ? delivery->data : delivery->table);
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

/* A table of values is one table: what reads it could not tell a second one from its rows. A page
 * and a workbook are whole as they are. */
static bool holds_one_table(const char *path)
{
    return output_is(path, "csv") || output_is(path, "html") || output_is(path, "xlsx");
}

static geo_status make_output(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const cli_delivery *delivery = value;
    if (output_is(path, "json"))
        return make_json(job, delivery, bytes);
    if (output_is(path, "gpkg"))
        return make_layer(job, delivery, path, bytes);
    if (output_is(path, "csv") && delivery->data)
        return table_make(job, delivery->data, path, bytes);
    if (figure_is_picture(path))
        return delivery->draw(job, delivery->result, path, bytes);
    geo_status status = table_make(job, delivery->table, path, bytes);
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
    geo_status status = geo_table_to_text(job->context, delivery->table, &style, bytes);
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

/* What was left out must stand under the table that shows the rest. */
geo_status deliver_note_filter(cli_job *job, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    if (!job->settings->where)
        return GEO_OK;
    geo_status status =
        geo_bytes_print(job->context, &note, "Only rows where %s", job->settings->where);
    if (status == GEO_OK)
        status = end_text(job->context, &note);
    if (status == GEO_OK)
        status = geo_table_add_note(job->context, table, note.data);
    geo_bytes_clear(&note);
    return status;
}

static geo_status print_alt_text(cli_job *job, const cli_delivery *delivery)
{
    geo_bytes text = GEO_BYTES_INIT;
    if (!delivery->figure || !delivery->figure->alt_text)
        return GEO_OK;
    geo_status status = delivery->draw(job, delivery->result, NULL, &text);
    if (status == GEO_OK)
        status = end_text(job->context, &text);
    if (status == GEO_OK)
        status = figure_print_alt_text(job, delivery->figure, text.data);
    geo_bytes_clear(&text);
    return status;
}

geo_status deliver(cli_job *job, const cli_delivery *delivery)
{
    geo_status status = outputs_save(job, delivery, make_output);
    if (status != GEO_OK)
        return status;
    report_ledger(job, delivery->load->ledger);
    report_messages(job);
    status = print_result(job, delivery);
    return status == GEO_OK ? print_alt_text(job, delivery) : status;
}
