#include "outputs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool output_is(const char *path, const char *extension)
{
    return same_text(extension_of(path), extension);
}

bool output_is_layer(const char *path)
{
    static const char *const formats[] = {LAYER_FORMATS};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (output_is(path, formats[i]))
            return true;
    return false;
}

static geo_status check_format(cli_job *job, const char *path)
{
    if (strcmp(path, STANDARD_OUTPUT) == 0 && job->command->may_print) {
        if (!job->settings->json)
            return GEO_OK;
        return job_fail(job, GEO_ERROR_USAGE, "--json and -o - both want standard output");
    }
    const char *const *formats = job->command->formats;
    char known[160] = "";
    for (size_t i = 0; formats && formats[i]; i++) {
        if (output_is(path, formats[i]))
            return GEO_OK;
        size_t used = strlen(known);
        snprintf(known + used, sizeof known - used, "%s.%s", i == 0 ? "" : ", ", formats[i]);
    }
    return job_fail(job, GEO_ERROR_USAGE, "%s: wardmap %s can't write this format; it knows %s",
                    path, job->command->name, known);
}

static geo_status list_inputs(cli_job *job, const cli_inputs *inputs, text_list *paths)
{
    const cli_settings *settings = job->settings;
    bool good = true;
    for (size_t i = 0; i < inputs->path.count; i++)
        if (strcmp(inputs->path.item[i], "-") != 0)
            good = good && text_list_add(paths, inputs->path.item[i]);
    for (size_t i = 0; i < settings->areas.count; i++)
        if (settings->areas.item[i].path)
            good = good && text_list_add(paths, settings->areas.item[i].path);
    if (settings->population)
        good = good && text_list_add(paths, settings->population);
    return good ? GEO_OK : job_out_of_memory(job);
}

geo_status outputs_check(cli_job *job, const cli_inputs *inputs)
{
    const text_list *output = &job->settings->output;
    text_list paths = {NULL, 0, 0};
    geo_status status = list_inputs(job, inputs, &paths);
    for (size_t i = 0; i < output->count && status == GEO_OK; i++) {
        status = check_format(job, output->item[i]);
        for (size_t j = 0; j < i && status == GEO_OK; j++)
            if (strcmp(output->item[i], output->item[j]) == 0)
                status = job_fail(job, GEO_ERROR_USAGE, "-o %s is given twice", output->item[i]);
        if (status == GEO_OK)
            status = strcmp(output->item[i], STANDARD_OUTPUT) == 0
                         ? GEO_OK
                         : geo_check_output(job->context, output->item[i], paths.item, paths.count);
    }
    text_list_clear(&paths);
    return status;
}

static geo_status check_written(cli_job *job, const char *written, const text_list *paths)
{
    const text_list *output = &job->settings->output;
    for (size_t i = 0; i < output->count; i++)
        if (strcmp(output->item[i], written) == 0)
            return job_fail(job, GEO_ERROR_USAGE, "%s would be written twice", written);
    return geo_check_output(job->context, written, paths->item, paths->count);
}

geo_status outputs_check_further(cli_job *job, const cli_inputs *inputs, const text_list *read,
                                 const char *written)
{
    const text_list *output = &job->settings->output;
    text_list paths = {NULL, 0, 0};
    geo_status status = list_inputs(job, inputs, &paths);
    for (size_t i = 0; i < read->count && status == GEO_OK; i++)
        status = text_list_add(&paths, read->item[i]) ? GEO_OK : job_out_of_memory(job);
    for (size_t i = 0; i < output->count && status == GEO_OK; i++)
        if (strcmp(output->item[i], STANDARD_OUTPUT) != 0)
            status = geo_check_output(job->context, output->item[i], paths.item, paths.count);
    if (status == GEO_OK && written)
        status = check_written(job, written, &paths);
    text_list_clear(&paths);
    return status;
}

geo_status outputs_save(cli_job *job, const void *result, output_maker make)
{
    const text_list *output = &job->settings->output;
    geo_status status = GEO_OK;
    geo_bytes *bytes = calloc(output->count + 1, sizeof *bytes);
    if (!bytes)
        return job_out_of_memory(job);
    for (size_t i = 0; i < output->count && status == GEO_OK; i++)
        status = make(job, result, output->item[i], &bytes[i]);
    if (status == GEO_OK)
        status = job_may_write(job);
    for (size_t i = 0; i < output->count && status == GEO_OK; i++)
        if (bytes[i].length > 0)
            status = geo_file_save(job->context, output->item[i], &bytes[i]);
    for (size_t i = 0; i < output->count; i++)
        geo_bytes_clear(&bytes[i]);
    free(bytes);
    return status;
}

geo_status print_bytes(cli_job *job, const geo_bytes *bytes)
{
    if (bytes->length == 0)
        return GEO_OK;
    size_t written = fwrite(bytes->data, 1, bytes->length, stdout);
    if (written == bytes->length && fflush(stdout) == 0)
        return GEO_OK;
    job->reader_gone = errno == EPIPE;
    return job_fail(job, GEO_ERROR_OUTPUT, "standard output: %s", strerror(errno));
}

bool may_colour(int descriptor)
{
    const char *refused = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return isatty(descriptor) == 1 && (!refused || refused[0] == '\0') &&
           (!terminal || strcmp(terminal, "dumb") != 0);
}

geo_text_style terminal_style(void)
{
    geo_text_style style = {0, may_colour(STDOUT_FILENO)};
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    double width = 0;
    if (isatty(STDOUT_FILENO) != 1)
        return style;
    if (columns && geo_number_parse((geo_text){columns, strlen(columns)}, &width) && width >= 20 &&
        width <= 10000)
        style.width = (int)width;
    else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        style.width = size.ws_col;
    return style;
}
