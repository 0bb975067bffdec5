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

static void print_line(const char *name, int64_t read, const int64_t count[GEO_FATE_COUNT])
{
    char text[COUNT_TEXT_SIZE];
    fprintf(stderr, "%s: %s read = ", name, count_text(read, text));
    fprintf(stderr, "%s placed + ", count_text(count[GEO_PLACED], text));
    fprintf(stderr, "%s outside + ", count_text(count[GEO_OUTSIDE], text));
    fprintf(stderr, "%s no coordinates + ", count_text(count[GEO_NO_COORDINATES], text));
    fprintf(stderr, "%s rejected + ", count_text(count[GEO_REJECTED], text));
    fprintf(stderr, "%s filtered\n", count_text(count[GEO_FILTERED], text));
}

static void print_reason(const geo_ledger_row *row)
{
    bool has_field = row->field[0] != '\0';
    if (!has_field && !row->why)
        return;
    fprintf(stderr, " (%s%s%s)", row->field, has_field && row->why ? ": " : "",
            row->why ? row->why : "");
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

void report_ledger(cli_job *job, const geo_ledger *ledger)
{
    int64_t read = 0;
    int64_t count[GEO_FATE_COUNT] = {0};
    if (job->settings->quiet || !ledger)
        return;
    progress_end(&job->progress);
    for (size_t i = 0; i < ledger->count; i++) {
        const geo_ledger_line *line = &ledger->line[i];
        print_line(short_name(ledger, i), line->read, line->count);
        if (job->settings->explain)
            print_first_rows(line);
        read += line->read;
        for (int fate = 0; fate < GEO_FATE_COUNT; fate++)
            count[fate] += line->count[fate];
    }
    if (ledger->count > 1)
        print_line("total", read, count);
}

static void print_sentence(const char *kind, const char *colour, const char *sentence)
{
    if (may_colour(STDERR_FILENO))
        fprintf(stderr, "\033[%sm%s:\033[0m %s\n", colour, kind, sentence);
    else
        fprintf(stderr, "%s: %s\n", kind, sentence);
}

void report_messages(cli_job *job)
{
    progress_end(&job->progress);
    job->has_reported = true;
    if (!job->settings->quiet)
        for (size_t i = 0; i < job_note_count(job); i++)
            print_sentence("note", "2", job_note_at(job, i));
    for (size_t i = 0; i < job_warning_count(job); i++)
        print_sentence("warning", "33", job_warning(job, i));
}

void report_failure(cli_job *job)
{
    progress_end(&job->progress);
    for (size_t i = 0; i < job_warning_count(job) && !job->has_reported; i++)
        print_sentence("warning", "33", job_warning(job, i));
    print_sentence("wardmap", "31", job_failure(job));
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
