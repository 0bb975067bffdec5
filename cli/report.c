#include "report.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "outputs.h"

/* The file's own name, or its whole path where two inputs have the same name. */
static const char *short_name(const geo_ledger *ledger, size_t index)
{
    const char *name = base_name(ledger->line[index].input);
    for (size_t i = 0; i < ledger->count; i++)
        if (i != index && strcmp(base_name(ledger->line[i].input), name) == 0)
            return ledger->line[index].input;
    return name;
}

/* A column of the ledger is as wide as its widest figure, a column of names at most this wide. */
#define NAME_WIDTH_MAX 48

typedef struct ledger_widths {
    int name;
    int read;
    int count[GEO_FATE_COUNT];
} ledger_widths;

static void widen(int *width, int64_t count)
{
    char text[COUNT_TEXT_SIZE];
    int length = (int)strlen(count_text(count, text));
    *width = length > *width ? length : *width;
}

static void widen_name(ledger_widths *widths, const char *name)
{
    int length = (int)strlen(name);
    if (length > widths->name)
        widths->name = length < NAME_WIDTH_MAX ? length : NAME_WIDTH_MAX;
}

static void print_count(int64_t count, int width, const char *after)
{
    char text[COUNT_TEXT_SIZE];
    fprintf(stderr, "%*s %s", width, count_text(count, text), after);
}

static void print_line(const ledger_widths *widths, const char *name, int64_t read,
                       const int64_t count[GEO_FATE_COUNT])
{
    int padding = widths->name - (int)strlen(name);
    print_plain(stderr, name);
    fprintf(stderr, ": %*s", padding > 0 ? padding : 0, "");
    print_count(read, widths->read, "read = ");
    print_count(count[GEO_PLACED], widths->count[GEO_PLACED], "placed + ");
    print_count(count[GEO_OUTSIDE], widths->count[GEO_OUTSIDE], "outside + ");
    print_count(count[GEO_NO_COORDINATES], widths->count[GEO_NO_COORDINATES], "no coordinates + ");
    print_count(count[GEO_REJECTED], widths->count[GEO_REJECTED], "rejected + ");
    print_count(count[GEO_FILTERED], widths->count[GEO_FILTERED], "filtered\n");
}

static void print_reason(const geo_ledger_row *row)
{
    bool has_field = row->field[0] != '\0';
    if (!has_field && !row->why)
        return;
    fputs(" (", stderr);
    print_plain(stderr, row->field);
    fprintf(stderr, "%s%s)", has_field && row->why ? ": " : "", row->why ? row->why : "");
}

static void print_first_rows(const geo_ledger_line *line)
{
    for (int fate = 0; fate < GEO_FATE_COUNT; fate++) {
        int64_t count = line->count[fate];
        if (count == 0)
            continue;
        fprintf(stderr, "  first rows %s:",
                fate == GEO_NO_COORDINATES ? "without coordinates" : geo_fate_name((geo_fate)fate));
        for (int64_t i = 0; i < count && i < GEO_LEDGER_ROWS; i++) {
            fprintf(stderr, "%s %lld", i == 0 ? "" : ",", (long long)line->first[fate][i].row);
            print_reason(&line->first[fate][i]);
        }
        fputs("\n", stderr);
    }
}

/* Sums of all lines; the widths that these and the lines need. */
static geo_ledger_line total_of(const geo_ledger *ledger, ledger_widths *widths)
{
    geo_ledger_line total = {.read = 0};
    *widths = (ledger_widths){.name = 0};
    for (size_t i = 0; i < ledger->count; i++) {
        const geo_ledger_line *line = &ledger->line[i];
        widen_name(widths, short_name(ledger, i));
        total.read += line->read;
        for (int fate = 0; fate < GEO_FATE_COUNT; fate++)
            total.count[fate] += line->count[fate];
    }
    widen(&widths->read, total.read);
    for (int fate = 0; fate < GEO_FATE_COUNT; fate++)
        widen(&widths->count[fate], total.count[fate]);
    return total;
}

void report_ledger(cli_job *job, const geo_ledger *ledger)
{
    ledger_widths widths;
    if (job->settings->quiet || !ledger)
        return;
    progress_end(&job->progress, true);
    geo_ledger_line total = total_of(ledger, &widths);
    for (size_t i = 0; i < ledger->count; i++) {
        const geo_ledger_line *line = &ledger->line[i];
        print_line(&widths, short_name(ledger, i), line->read, line->count);
        if (job->settings->explain)
            print_first_rows(line);
    }
    if (ledger->count > 1)
        print_line(&widths, "total", total.read, total.count);
}

/* What remains with --quiet begins with the program's name, so that a script's log tells who said
 * it. */
static void print_sentence(const char *before, const char *kind, const char *colour,
                           const char *sentence)
{
    if (may_colour(STDERR_FILENO))
        fprintf(stderr, "%s\033[%sm%s:\033[0m ", before, colour, kind);
    else
        fprintf(stderr, "%s%s: ", before, kind);
    print_plain(stderr, sentence);
    fputs("\n", stderr);
}

static void print_warnings(const cli_job *job)
{
    for (size_t i = 0; i < job_warning_count(job); i++)
        print_sentence("wardmap: ", "warning", "33", job_warning(job, i));
}

void report_messages(cli_job *job)
{
    progress_end(&job->progress, true);
    job->has_reported = true;
    if (!job->settings->quiet)
        for (size_t i = 0; i < job_note_count(job); i++)
            print_sentence("", "note", "2", job_note_at(job, i));
    print_warnings(job);
}

void report_failure(cli_job *job)
{
    progress_end(&job->progress, false);
    if (!job->has_reported)
        print_warnings(job);
    print_sentence("", "wardmap", "31", job_failure(job));
}

void json_crs(geo_json *json, const char *key, const geo_crs *crs)
{
    geo_json_object(json, key);
    geo_json_text(json, "name", crs->name);
    geo_json_integer(json, "epsg", crs->epsg == 0 ? GEO_NO_INTEGER : crs->epsg);
    geo_json_close(json);
}

void json_missing_months(geo_json *json, const geo_month_count *month, size_t count)
{
    char text[MONTH_TEXT_SIZE];
    geo_json_array(json, "missing_months");
    for (size_t i = 1; i < count; i++)
        for (int32_t gap = month[i - 1].month + 1; gap < month[i].month; gap++)
            geo_json_text(json, NULL, month_text(gap, text));
    geo_json_close(json);
}

/* null where no row has a date or no incidents were read */
static void json_period(geo_json *json, const geo_frame *frame)
{
    char text[MONTH_TEXT_SIZE];
    size_t count = frame ? frame->month_count : 0;
    if (count == 0) {
        geo_json_text(json, "period", NULL);
        return;
    }
    geo_json_object(json, "period");
    geo_json_text(json, "first_month", month_text(frame->month[0].month, text));
    geo_json_text(json, "last_month", month_text(frame->month[count - 1].month, text));
    geo_json_integer(json, "months_with_rows", (int64_t)count);
    json_missing_months(json, frame->month, count);
    geo_json_close(json);
}

void json_begin(cli_job *job, geo_json *json, const cli_load *load)
{
    geo_json_object(json, NULL);
    geo_json_text(json, "command", job->command->name);
    geo_json_text(json, "version", GEO_VERSION);
    geo_json_array(json, "inputs");
    for (size_t i = 0; i < load->inputs.path.count; i++)
        geo_json_text(json, NULL, load->inputs.input[i].path);
    geo_json_close(json);
    geo_json_array(json, "areas");
    for (size_t i = 0; i < load->area_count; i++) {
        geo_json_object(json, NULL);
        geo_json_text(json, "file", load->areas[i]->path);
        geo_json_text(json, "layer", load->areas[i]->layer);
        geo_json_integer(json, "count", (int64_t)load->areas[i]->count);
        geo_json_close(json);
    }
    geo_json_close(json);
    json_period(json, load->frame);
}

void json_messages(cli_job *job, geo_json *json)
{
    geo_json_array(json, "notes");
    for (size_t i = 0; i < job_note_count(job); i++)
        geo_json_text(json, NULL, job_note_at(job, i));
    geo_json_close(json);
    geo_json_array(json, "warnings");
    for (size_t i = 0; i < job_warning_count(job); i++)
        geo_json_text(json, NULL, job_warning(job, i));
    geo_json_close(json);
}
