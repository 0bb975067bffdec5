#include "job.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SENTENCE_SIZE 2048

void job_clear(cli_job *job)
{
    text_list_clear_owned(&job->notes);
    text_list_clear_owned(&job->warnings);
    geo_context_free(job->context);
    job->context = NULL;
}

geo_status job_fail(cli_job *job, geo_status status, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(job->failure, sizeof job->failure, format, values);
    va_end(values);
    return status;
}

geo_status job_out_of_memory(cli_job *job)
{
    return job_fail(job, GEO_ERROR_MEMORY, "out of memory");
}

const char *job_failure(const cli_job *job)
{
    return job->failure[0] != '\0' ? job->failure : geo_message(job->context);
}

/* A sentence that finds no memory is said at once: it must not be lost. */
static void add_sentence(text_list *list, const char *kind, const char *format, va_list values)
{
    char sentence[SENTENCE_SIZE];
    vsnprintf(sentence, sizeof sentence, format, values);
    if (!text_list_add_copy(list, sentence))
        fprintf(stderr, "%s: %s\n", kind, sentence);
}

void job_warn(cli_job *job, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    add_sentence(&job->warnings, "wardmap: warning", format, values);
    va_end(values);
}

void job_note(cli_job *job, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    add_sentence(&job->notes, "note", format, values);
    va_end(values);
}

size_t job_warning_count(const cli_job *job)
{
    return geo_warning_count(job->context) + job->warnings.count;
}

const char *job_warning(const cli_job *job, size_t index)
{
    size_t first = geo_warning_count(job->context);
    return index < first ? geo_warning(job->context, index) : job->warnings.item[index - first];
}

size_t job_note_count(const cli_job *job)
{
    return geo_note_count(job->context) + job->notes.count;
}

const char *job_note_at(const cli_job *job, size_t index)
{
    size_t first = geo_note_count(job->context);
    return index < first ? geo_note(job->context, index) : job->notes.item[index - first];
}

geo_status job_may_write(cli_job *job)
{
    if (caught_signal() != 0)
        return job_fail(job, GEO_ERROR_CANCELLED, "stopped by a signal; nothing was written");
    size_t count = job_warning_count(job);
    if (job->settings->strict && count > 0)
        return job_fail(job, GEO_ERROR_DATA,
                        "%zu warning%s under --strict, so nothing was written; mend the data or "
                        "leave out --strict",
                        count, count == 1 ? "" : "s");
    return GEO_OK;
}
