/* The context: where messages, warnings and notes stand. */
#include "core/context.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/context_state.h"
#include "core/memory.h"

geo_context *geo_context_new(void)
{
    return calloc(1, sizeof(geo_context));
}

static void clear_lines(geo_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->line[i]);
    free(lines->line);
}

void geo_context_free(geo_context *context)
{
    if (!context)
        return;
    clear_lines(&context->warnings);
    clear_lines(&context->notes);
    if (context->kept)
        context->free_kept(context->kept);
    free(context);
}

void *geo_context_kept(const geo_context *context)
{
    return context->kept;
}

void geo_context_keep(geo_context *context, void *kept, void (*free_kept)(void *kept))
{
    context->kept = kept;
    context->free_kept = free_kept;
}

const char *geo_status_text(geo_status status)
{
    static const char *const text[GEO_STATUS_COUNT] = {
        [GEO_OK] = "done",
        [GEO_ERROR_INTERNAL] = "internal error",
        [GEO_ERROR_USAGE] = "wrong argument",
        [GEO_ERROR_INPUT] = "unreadable input",
        [GEO_ERROR_DATA] = "wrong data",
        [GEO_ERROR_CRS] = "unusable coordinate reference system",
        [GEO_ERROR_OUTPUT] = "output could not be written",
        [GEO_ERROR_LIMIT] = "limit exceeded",
        [GEO_ERROR_DISCLOSURE] = "the result would disclose too much",
        [GEO_ERROR_MEMORY] = "out of memory",
        [GEO_ERROR_CANCELLED] = "stopped on request",
    };
    if ((int)status < 0 || status >= GEO_STATUS_COUNT)
        return "unknown status";
    return text[status];
}

const char *geo_message(const geo_context *context)
{
    return context->message;
}

/* Cut where the message is full. */
static void append(char *message, const char *text)
{
    size_t used = strlen(message);
    size_t length = strnlen(text, GEO_MESSAGE_SIZE - 1 - used);
    memcpy(message + used, text, length);
    message[used + length] = '\0';
}

geo_status geo_fail(geo_context *context, geo_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(context->message, sizeof context->message, format, arguments);
    va_end(arguments);
    return status;
}

geo_status geo_fail_in(geo_context *context, geo_status status, const char *format, ...)
{
    char inner[GEO_MESSAGE_SIZE];
    memcpy(inner, context->message, sizeof inner);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(context->message, sizeof context->message, format, arguments);
    va_end(arguments);
    append(context->message, ": ");
    append(context->message, inner);
    return status;
}

/* A line that finds no memory is dropped: the status of the call that it belongs to still stands.
 */
static void add_line(geo_context *context, geo_lines *lines, const char *text)
{
    for (size_t i = 0; i < lines->count; i++)
        if (strcmp(lines->line[i], text) == 0)
            return;
    if (geo_grow_array(context, &lines->line, &lines->capacity, lines->count + 1,
                       sizeof *lines->line) != GEO_OK)
        return;
    if (geo_copy_text(context, text, &lines->line[lines->count]) == GEO_OK)
        lines->count++;
}

void geo_add_warning(geo_context *context, const char *format, ...)
{
    char text[GEO_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    add_line(context, &context->warnings, text);
}

void geo_add_note(geo_context *context, const char *format, ...)
{
    char text[GEO_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    add_line(context, &context->notes, text);
}

size_t geo_warning_count(const geo_context *context)
{
    return context->warnings.count;
}

const char *geo_warning(const geo_context *context, size_t index)
{
    return index < context->warnings.count ? context->warnings.line[index] : NULL;
}

size_t geo_note_count(const geo_context *context)
{
    return context->notes.count;
}

const char *geo_note(const geo_context *context, size_t index)
{
    return index < context->notes.count ? context->notes.line[index] : NULL;
}

void geo_context_on_progress(geo_context *context, geo_progress_function function, void *user)
{
    context->progress = function;
    context->progress_user = user;
}

geo_status geo_report_progress(geo_context *context, const char *stage, double fraction)
{
    if (context->progress && context->progress(context->progress_user, stage, fraction))
        return geo_fail(context, GEO_ERROR_CANCELLED, "stopped while %s", stage);
    return GEO_OK;
}

static int count_processors(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors > 0 ? (int)processors : 1;
}

void geo_context_set_threads(geo_context *context, int threads)
{
    context->threads = threads > 0 ? threads : 0;
}

/* Asked once and when it is first needed: the answer is in a file, and many contexts that are made
 * for a thread of their own never ask. */
int geo_threads(const geo_context *context)
{
    geo_context *own = (geo_context *)context;
    if (own->threads == 0)
        own->threads = count_processors();
    return own->threads;
}

void geo_context_set_memory(geo_context *context, int64_t bytes)
{
    context->memory_bytes = bytes;
}

int64_t geo_memory_budget(const geo_context *context)
{
    return context->memory_bytes > 0 ? context->memory_bytes : 0;
}

geo_status geo_check_budget(geo_context *context, size_t bytes, const char *what)
{
    int64_t budget = geo_memory_budget(context);
    if (budget == 0 || bytes <= (uint64_t)budget)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_LIMIT,
                    "%s would take %zu MB of memory, more than the %" PRId64
                    " MB allowed; raise --memory, or filter the rows",
                    what, bytes >> 20, budget >> 20);
}

void geo_list_names(const char *const *names, size_t count, char *text, size_t size)
{
    const size_t shown_at_most = 40;
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        int length = i < shown_at_most
                         ? snprintf(text + used, size - used, "%s%s", i > 0 ? ", " : "", names[i])
                         : snprintf(text + used, size - used, " ... (%zu in all)", count);
        if (length < 0 || (size_t)length >= size - used || i >= shown_at_most)
            return;
        used += (size_t)length;
    }
}
