/* Several maps on one page. */
#include "panels.h"

#include <stdlib.h>
#include <string.h>

#include "outputs.h"
#include "report.h"

#define VALUES_MOST 10000

void panels_clear(cli_panels *panels)
{
    for (size_t i = 0; i < panels->count; i++) {
        cli_panel *panel = &panels->panel[i];
        geo_bytes_clear(&panel->title);
        geo_filter_free(panel->where);
        free(panel->value);
        if (i > 0) {
            geo_frame_free(panel->frame);
            geo_ledger_free(panel->ledger);
        }
    }
    free(panels->panel);
    *panels = (cli_panels){.count = 0};
}

/* ---- what is asked for ---------------------------------------------------------------------- */

static geo_status check_kind(cli_job *job, const map_command_settings *settings, panel_kind kind)
{
    const text_list *operands = &settings->common.operands;
    int kinds = (settings->map.facet != NULL) + (settings->map.before != NULL) +
                (settings->map.where.count > 1);
    if (kinds > 1)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--facet, --before and several --where each ask for several maps; give "
                        "one of them");
    if (settings->map.where.count > PANELS_MOST)
        return job_fail(job, GEO_ERROR_USAGE, "a page holds %d maps at most", PANELS_MOST);
    if (kind == PANEL_CHANGE && !settings->common.period)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--before needs --period, the later period that it is compared with");
    if (settings->map.facet_most < 1 || settings->map.facet_most > PANELS_MOST)
        return job_fail(job, GEO_ERROR_USAGE, "--facet-most: give 1 to %d", PANELS_MOST);
    for (size_t i = 0; i < operands->count && kind != PANEL_ONE; i++)
        if (strcmp(operands->item[i], STANDARD_OUTPUT) == 0)
            return job_fail(job, GEO_ERROR_USAGE,
                            "several maps read the incidents several times, and standard input "
                            "can be read once; save it to a file first");
    return GEO_OK;
}

geo_status panels_settle(cli_job *job, map_command_settings *settings, panel_kind *kind)
{
    const map_settings *map = &settings->map;
    *kind = map->facet             ? PANEL_FACET
            : map->before          ? PANEL_CHANGE
            : map->where.count > 1 ? PANEL_WHERE
                                   : PANEL_ONE;
    geo_status status = check_kind(job, settings, *kind);
    if (status != GEO_OK)
        return status;
    if (map->where.count == 1)
        settings->common.where = map->where.item[0];
    if (map->facet && settings->common.category_field &&
        strcmp(map->facet, settings->common.category_field) != 0 &&
        settings->common.category.count > 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "with --facet, --category names values of its field; use --where for "
                        "those of another");
    if (map->facet)
        settings->common.category_field = map->facet;
    return GEO_OK;
}

/* ---- which panels there are ----------------------------------------------------------------- */

static geo_status add_panels(cli_job *job, cli_panels *panels, size_t count)
{
    panels->panel = calloc(count, sizeof *panels->panel);
    if (!panels->panel)
        return job_out_of_memory(job);
    panels->count = count;
    return GEO_OK;
}

static geo_status set_title(cli_job *job, cli_panel *panel, const char *text, size_t length)
{
    geo_status status = geo_bytes_append(job->context, &panel->title, text, length);
    return status == GEO_OK ? end_text(job->context, &panel->title) : status;
}

/* Of "field = 'value'" the value, of anything else the condition itself. */
static geo_status title_of_condition(cli_job *job, cli_panel *panel, const char *text)
{
    const char *quote = strchr(text, '\'');
    size_t length = strlen(text);
    if (quote && quote > text && length > 1 && text[length - 1] == '\'' &&
        strchr(quote + 1, '\'') == text + length - 1) {
        const char *sign = quote - 1;
        while (sign > text && *sign == ' ')
            sign--;
        if (*sign == '=' && sign > text && !strchr("<>!", sign[-1]))
            return set_title(job, panel, quote + 1, (size_t)(text + length - 1 - quote - 1));
    }
    return set_title(job, panel, text, length);
}

static geo_status find_conditions(cli_job *job, const map_settings *map, cli_panels *panels)
{
    geo_status status = add_panels(job, panels, map->where.count);
    for (size_t i = 0; i < panels->count && status == GEO_OK; i++) {
        status = geo_filter_parse(job->context, map->where.item[i], &panels->panel[i].where);
        if (status == GEO_OK)
            status = title_of_condition(job, &panels->panel[i], map->where.item[i]);
    }
    return status;
}

static geo_status find_periods(cli_job *job, const map_command_settings *settings,
                               const cli_load *load, cli_panels *panels)
{
    geo_status status = add_panels(job, panels, 2);
    if (status != GEO_OK)
        return status;
    panels->panel[0].has_period = panels->panel[1].has_period = true;
    panels->panel[1].period = load->period;
    return geo_period_parse(job->context, settings->map.before, &panels->panel[0].period);
}

/* ---- values of a field ---------------------------------------------------------------------- */

typedef struct facet_value {
    const char *text;
    int64_t rows;
} facet_value;

typedef struct facet_count {
    int64_t *rows; /* [VALUES_MOST] by code */
    int64_t without;
    bool too_many;
} facet_count;

static geo_status count_values(geo_context *context, void *user, const geo_incident_rows *rows)
{
    facet_count *count = user;
    const geo_frame *frame = rows->frame;
    (void)context;
    for (size_t i = 0; i < frame->count; i++) {
        int32_t code = frame->category ? frame->category[i] : GEO_NO_CODE;
        if (code == GEO_NO_CODE)
            count->without++;
        else if (code < VALUES_MOST)
            count->rows[code]++;
        else
            count->too_many = true;
    }
    return GEO_OK;
}

static int by_rows(const void *left, const void *right)
{
    const facet_value *a = left, *b = right;
    if (a->rows != b->rows)
        return a->rows > b->rows ? -1 : 1;
    return strcmp(a->text, b->text);
}

static geo_status take_values(cli_job *job, const map_settings *map, const facet_value *values,
                              size_t count, cli_panels *panels)
{
    size_t most = (size_t)map->facet_most;
    geo_status status = add_panels(job, panels, count < most ? count : most);
    for (size_t i = 0; i < panels->count && status == GEO_OK; i++) {
        panels->panel[i].value = strdup(values[i].text);
        status = panels->panel[i].value
                     ? set_title(job, &panels->panel[i], values[i].text, strlen(values[i].text))
                     : job_out_of_memory(job);
    }
    int64_t left = 0;
    for (size_t i = most; i < count; i++)
        left += values[i].rows;
    char text[COUNT_TEXT_SIZE];
    if (status == GEO_OK && left > 0)
        job_note(job, "%s has %zu values; %s incidents of those beyond the first %zu are on no map",
                 map->facet, count, count_text(left, text), most);
    return status;
}

static geo_status sort_values(cli_job *job, const map_settings *map, const geo_frame *frame,
                              const facet_count *count, cli_panels *panels)
{
    size_t distinct = geo_dictionary_count(frame->categories), used = 0;
    facet_value *values = calloc(distinct + 1, sizeof *values);
    char text[COUNT_TEXT_SIZE];
    if (!values)
        return job_out_of_memory(job);
    for (size_t i = 0; i < distinct; i++)
        if (count->rows[i] > 0)
            values[used++] =
                (facet_value){geo_dictionary_text(frame->categories, (int32_t)i), count->rows[i]};
    qsort(values, used, sizeof *values, by_rows);
    geo_status status = used > 0 ? take_values(job, map, values, used, panels)
                                 : job_fail(job, GEO_ERROR_DATA,
                                            "--facet %s: no incident with coordinates that passes "
                                            "the filters has a value there",
                                            map->facet);
    if (status == GEO_OK && count->without > 0)
        job_note(job, "%s incidents have no %s and are on no map", count_text(count->without, text),
                 map->facet);
    free(values);
    return status;
}

static geo_status find_values(cli_job *job, const map_settings *map, cli_load *load,
                              cli_panels *panels)
{
    facet_count count = {calloc(VALUES_MOST, sizeof(int64_t)), 0, false};
    const geo_incident_sink sink = {.user = &count, .take = count_values, .wants_categories = true};
    if (!count.rows)
        return job_out_of_memory(job);
    geo_status status = load_stream(job, load, &sink);
    if (status == GEO_OK && count.too_many)
        status = job_fail(job, GEO_ERROR_USAGE,
                          "--facet %s has over %d values; choose a field with fewer, such as the "
                          "category",
                          map->facet, VALUES_MOST);
    if (status == GEO_OK)
        status = sort_values(job, map, load->frame, &count, panels);
    free(count.rows);
    geo_frame_free(load->frame);
    geo_ledger_free(load->ledger);
    load->frame = NULL;
    load->ledger = NULL;
    return status;
}

geo_status panels_find(cli_job *job, const map_command_settings *settings, panel_kind kind,
                       cli_load *load, cli_panels *panels)
{
    panels->kind = kind;
    if (kind == PANEL_WHERE)
        return find_conditions(job, &settings->map, panels);
    if (kind == PANEL_FACET)
        return find_values(job, &settings->map, load, panels);
    if (kind == PANEL_CHANGE)
        return find_periods(job, settings, load, panels);
    return add_panels(job, panels, 1);
}

/* ---- reading -------------------------------------------------------------------------------- */

static geo_status title_of_period(cli_job *job, cli_panel *panel)
{
    geo_status status = append_period(job->context, &panel->title, panel->frame, &panel->period);
    if (status == GEO_OK && panel->title.length == 0)
        status = geo_bytes_print(job->context, &panel->title, "No dated incidents");
    return status == GEO_OK ? end_text(job->context, &panel->title) : status;
}

static geo_status read_panel(cli_job *job, cli_load *load, cli_panels *panels, size_t index,
                             panel_reader read, void *user)
{
    cli_panel *panel = &panels->panel[index];
    load->frame = NULL;
    load->ledger = NULL;
    if (panels->kind == PANEL_WHERE)
        load->where = panel->where;
    load->value = panel->value;
    if (panel->has_period)
        load->period = panel->period;
    geo_status status = read(job, user, index);
    panel->frame = load->frame;
    panel->ledger = load->ledger;
    if (panels->kind == PANEL_WHERE)
        load->where = NULL;
    load->value = NULL;
    if (status == GEO_OK && panels->kind == PANEL_CHANGE)
        status = title_of_period(job, panel);
    return status;
}

geo_status panels_read(cli_job *job, cli_load *load, cli_panels *panels, panel_reader read,
                       void *user)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < panels->count && status == GEO_OK; i++)
        status = read_panel(job, load, panels, i, read, user);
    load->frame = panels->panel[0].frame;
    load->ledger = panels->panel[0].ledger;
    for (size_t i = 0; i < 2 && status == GEO_OK && panels->kind == PANEL_CHANGE; i++) {
        size_t missing;
        panels->years[i] =
            geo_frame_years(panels->panel[i].frame, &panels->panel[i].period, &missing);
    }
    return status;
}

geo_status panels_append_subject(cli_job *job, const cli_panels *panels, geo_bytes *bytes)
{
    if (panels->kind == PANEL_WHERE && job->settings->category.count == 0)
        return geo_bytes_print(job->context, bytes, "Incidents");
    return append_subject(job, bytes);
}

geo_status panels_append_period(cli_job *job, const cli_panels *panels, const cli_load *load,
                                geo_bytes *bytes)
{
    if (panels->kind == PANEL_CHANGE)
        return geo_bytes_print(job->context, bytes, "%s compared with %s",
                               panels->panel[1].title.data, panels->panel[0].title.data);
    return append_period(job->context, bytes, load->frame, load_period(load));
}

geo_status panels_append_change(cli_job *job, const char *unit, geo_bytes *bytes)
{
    bool is_capital = unit[0] >= 'A' && unit[0] <= 'Z';
    geo_status status = geo_bytes_print(job->context, bytes, "change in %c%s",
                                        is_capital ? unit[0] - 'A' + 'a' : unit[0], unit + 1);
    return status == GEO_OK ? end_text(job->context, bytes) : status;
}

void panels_report(cli_job *job, const cli_panels *panels)
{
    for (size_t i = 0; i < panels->count; i++) {
        if (panels->count > 1 && !job->settings->quiet) {
            progress_end(&job->progress, true);
            print_plain(stderr, panels->panel[i].title.data);
            fputs(":\n", stderr);
        }
        report_ledger(job, panels->panel[i].ledger);
    }
}
