#include "deliver.h"

#include <stdlib.h>

#include "figure.h"
#include "layer.h"
#include "outputs.h"
#include "report.h"
#include "table.h"

/* What a command delivers, and all its tables in order. */
typedef struct parcel {
    const cli_delivery *delivery;
    const geo_table **table; /* [count] */
    size_t count;
} parcel;

static void add_more_tables(geo_json *json, const cli_delivery *delivery)
{
    for (size_t i = 0; i < delivery->more_count; i++) {
        if (!delivery->more_key[i])
            continue;
        geo_json_object(json, delivery->more_key[i]);
        geo_json_text(json, "title", delivery->more[i]->title);
        geo_json_table(json, "rows", delivery->more[i]);
        geo_json_close(json);
    }
}

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
    add_more_tables(json, delivery);
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
                             .unit = delivery->shade_unit};
    return layer_make(job, &layer, path, bytes);
}

static bool is_raster(const char *path)
{
    return output_is(path, "tif") || output_is(path, "tiff");
}

/* Which aren't made of bytes. */
static geo_status save_rasters(cli_job *job, const cli_delivery *delivery)
{
    const text_list *output = &job->settings->output;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < output->count && status == GEO_OK; i++)
        if (is_raster(output->item[i]))
            status = delivery->raster(job, delivery->result, output->item[i]);
    return status;
}

static geo_status make_output(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const parcel *all = value;
    const cli_delivery *delivery = all->delivery;
    if (output_is(path, "json"))
        return make_json(job, delivery, bytes);
    if (output_is_layer(path) && delivery->layer)
        return delivery->layer(job, delivery->result, path, bytes);
    if (output_is_layer(path))
        return make_layer(job, delivery, path, bytes);
    if (output_is(path, "gpx"))
        return geo_waypoints_to_gpx(job->context, delivery->points, bytes);
    if (output_is(path, "csv") && delivery->data)
        return table_make(job, (const geo_table *const *)&delivery->data, 1, path, bytes);
    if (is_raster(path))
        return GEO_OK;
    if (figure_is_picture(path))
        return delivery->draw(job, delivery->result, path, bytes);
    return table_make(job, all->table, all->count, path, bytes);
}

static geo_status print_result(cli_job *job, const parcel *all)
{
    const geo_text_style style = terminal_style();
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (job->settings->json)
        status = make_json(job, all->delivery, &bytes);
    else if (job->settings->output.count == 0)
        status = table_make_text(job, all->table, all->count, &style, &bytes);
    if (status == GEO_OK)
        status = print_bytes(job, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

static geo_status note_filter(cli_job *job, geo_table *table, const char *what,
                              const char *condition)
{
    geo_bytes note = GEO_BYTES_INIT;
    if (!condition)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, &note, "Only %s where %s", what, condition);
    if (status == GEO_OK)
        status = end_text(job->context, &note);
    if (status == GEO_OK)
        status = geo_table_add_note(job->context, table, note.data);
    geo_bytes_clear(&note);
    return status;
}

/* What was left out must stand under the table that shows the rest. */
geo_status deliver_note_filters(cli_job *job, const geo_filter *show, geo_table *table)
{
    geo_status status = note_filter(job, table, "rows", job->settings->where);
    if (status != GEO_OK || !show)
        return status;
    return note_filter(job, table, "areas", geo_filter_text(show));
}

geo_status deliver_end_note(cli_job *job, geo_table *table, geo_bytes *note, geo_status status)
{
    if (status == GEO_OK)
        status = end_text(job->context, note);
    if (status == GEO_OK)
        status = geo_table_add_note(job->context, table, note->data);
    geo_bytes_clear(note);
    return status;
}

geo_status deliver_end_title(cli_job *job, geo_table *table, geo_bytes *title, geo_status status)
{
    if (status == GEO_OK)
        status = end_text(job->context, title);
    if (status == GEO_OK)
        status = geo_table_set_title(job->context, table, title->data);
    geo_bytes_clear(title);
    return status;
}

geo_status deliver_titles(cli_job *job, const figure_settings *given, const cli_load *load,
                          figure_words *words)
{
    geo_status status = GEO_OK;
    if (given->title) {
        words->title.length = 0;
        status = geo_bytes_print(job->context, &words->title, "%s", given->title);
    }
    if (status == GEO_OK)
        status = end_text(job->context, &words->title);
    if (status == GEO_OK)
        status =
            given->subtitle
                ? geo_bytes_print(job->context, &words->subtitle, "%s", given->subtitle)
                : append_period(job->context, &words->subtitle, load->frame, load_period(load));
    return status == GEO_OK ? end_text(job->context, &words->subtitle) : status;
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

/* Files that have room for one table don't show that there are more. */
static void note_left_out(cli_job *job, const cli_delivery *delivery)
{
    const text_list *output = &job->settings->output;
    for (size_t i = 0; i < output->count && delivery->more_count > 0; i++)
        if ((output_is(output->item[i], "csv") && !delivery->data) ||
            (output_is_layer(output->item[i]) && !delivery->layer))
            job_note(job,
                     "%s holds the first of %zu tables; .xlsx, .html, .md, .txt, .tex and .json "
                     "hold all",
                     output->item[i], delivery->more_count + 1);
}

static void report_beside(cli_job *job, const geo_ledger *ledger)
{
    if (!ledger || job->settings->quiet)
        return;
    progress_end(&job->progress, true);
    fputs("compared with:\n", stderr);
    report_ledger(job, ledger);
}

static geo_status deliver_all(cli_job *job, const parcel *all)
{
    note_left_out(job, all->delivery);
    geo_status status = outputs_save(job, all, make_output);
    if (status == GEO_OK)
        status = save_rasters(job, all->delivery);
    if (status != GEO_OK)
        return status;
    report_ledger(job, all->delivery->load->ledger);
    report_beside(job, all->delivery->beside_ledger);
    report_messages(job);
    status = print_result(job, all);
    return status == GEO_OK ? print_alt_text(job, all->delivery) : status;
}

geo_status deliver(cli_job *job, const cli_delivery *delivery)
{
    parcel all = {.delivery = delivery, .count = delivery->more_count + 1};
    all.table = calloc(all.count, sizeof *all.table);
    if (!all.table)
        return job_out_of_memory(job);
    all.table[0] = delivery->table;
    for (size_t i = 0; i < delivery->more_count; i++)
        all.table[i + 1] = delivery->more[i];
    geo_status status = deliver_all(job, &all);
    free((void *)all.table);
    return status;
}
