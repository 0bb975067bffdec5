/* One run of a command: its context, what it says on the way, and why it failed. */
#ifndef WARDMAP_JOB_H
#define WARDMAP_JOB_H

#include <geo/core.h>

#include "progress.h"
#include "settings.h"

#define FAILURE_SIZE 4096

typedef struct cli_job {
    geo_context *context;
    const cli_command *command;
    const cli_settings *settings;
    cli_progress progress;
    text_list notes;            /* of the command itself, owned; the library's are on the context */
    text_list warnings;         /* likewise */
    bool has_reported;          /* notes and warnings are said */
    bool reader_gone;           /* of standard output: the work is over, quietly */
    char failure[FAILURE_SIZE]; /* "" when the library failed: its text is on the context */
} cli_job;

void job_clear(cli_job *job);

/* Says what went wrong at the level of the command line, and returns `status`. */
geo_status job_fail(cli_job *job, geo_status status, const char *format, ...) GEO_PRINTF(3, 4);
geo_status job_out_of_memory(cli_job *job);
const char *job_failure(const cli_job *job);

/* One sentence each, without a full stop. */
void job_warn(cli_job *job, const char *format, ...) GEO_PRINTF(2, 3);
void job_note(cli_job *job, const char *format, ...) GEO_PRINTF(2, 3);

/* The library's and the command's own, in this order. */
size_t job_warning_count(const cli_job *job);
const char *job_warning(const cli_job *job, size_t index);
size_t job_note_count(const cli_job *job);
const char *job_note_at(const cli_job *job, size_t index);

/* Passed before anything is written: GEO_ERROR_DATA for warnings under --strict,
 * GEO_ERROR_CANCELLED after a signal. */
geo_status job_may_write(cli_job *job);

#endif
