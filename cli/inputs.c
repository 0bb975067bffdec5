#include "inputs.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void inputs_clear(cli_inputs *inputs)
{
    text_list_clear_owned(&inputs->path);
    free(inputs->input);
    geo_bytes_clear(&inputs->standard_input);
    *inputs = (cli_inputs){.standard_input = GEO_BYTES_INIT};
}

static geo_status add_path(cli_job *job, cli_inputs *inputs, const char *path)
{
    return text_list_add_copy(&inputs->path, path) ? GEO_OK : job_out_of_memory(job);
}

static geo_status add_matches(cli_job *job, cli_inputs *inputs, const char *pattern)
{
    glob_t found = {0};
    int result = glob(pattern, 0, NULL, &found);
    geo_status status = GEO_OK;
    if (result == GLOB_NOSPACE)
        status = job_out_of_memory(job);
    else if (result != 0)
        status = job_fail(job, GEO_ERROR_INPUT, "%s: no file matches; check the folder and pattern",
                          pattern);
    for (size_t i = 0; status == GEO_OK && i < found.gl_pathc; i++)
        status = add_path(job, inputs, found.gl_pathv[i]);
    globfree(&found);
    return status;
}

static geo_status add_operand(cli_job *job, cli_inputs *inputs, const char *operand)
{
    struct stat file;
    if (strpbrk(operand, "*?[") && stat(operand, &file) != 0)
        return add_matches(job, inputs, operand);
    return add_path(job, inputs, operand);
}

typedef struct file_identity {
    dev_t device;
    ino_t inode;
    const char *path;
} file_identity;

static int compare_identities(const void *a, const void *b)
{
    const file_identity *one = a;
    const file_identity *other = b;
    if (one->device != other->device)
        return one->device < other->device ? -1 : 1;
    if (one->inode != other->inode)
        return one->inode < other->inode ? -1 : 1;
    return 0;
}

/* Rows that count double are an error that nobody sees in the result. */
static geo_status check_distinct(cli_job *job, const cli_inputs *inputs)
{
    size_t count = 0;
    geo_status status = GEO_OK;
    file_identity *file = calloc(inputs->path.count + 1, sizeof *file);
    if (!file)
        return job_out_of_memory(job);
    for (size_t i = 0; i < inputs->path.count; i++) {
        const char *path = inputs->path.item[i];
        struct stat about;
        int missing = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &about) : stat(path, &about);
        if (missing == 0)
            file[count++] = (file_identity){about.st_dev, about.st_ino, path};
    }
    qsort(file, count, sizeof *file, compare_identities);
    for (size_t i = 1; i < count && status == GEO_OK; i++)
        if (compare_identities(&file[i - 1], &file[i]) == 0)
            status = job_fail(job, GEO_ERROR_USAGE,
                              "%s: the same file is named twice%s%s, its rows would count double; "
                              "name it once",
                              file[i].path,
                              strcmp(file[i - 1].path, file[i].path) == 0 ? "" : ", also as ",
                              strcmp(file[i - 1].path, file[i].path) == 0 ? "" : file[i - 1].path);
    free(file);
    return status;
}

geo_status inputs_expand(cli_job *job, const text_list *operands, cli_inputs *out)
{
    for (size_t i = 0; i < operands->count; i++) {
        geo_status status = add_operand(job, out, operands->item[i]);
        if (status != GEO_OK)
            return status;
    }
    geo_status status = check_distinct(job, out);
    if (status != GEO_OK)
        return status;
    out->input = calloc(out->path.count + 1, sizeof *out->input);
    if (!out->input)
        return job_out_of_memory(job);
    for (size_t i = 0; i < out->path.count; i++)
        out->input[i].path = out->path.item[i];
    return GEO_OK;
}

/* Enough to tell what it is. */
#define BEGINNING_BYTES 512

/* Up to `wanted` bytes in all. */
static geo_status read_standard(cli_job *job, geo_bytes *bytes, size_t wanted)
{
    char block[1 << 16];
    while (bytes->length < wanted) {
        size_t left = wanted - bytes->length;
        ssize_t got = read(STDIN_FILENO, block, left < sizeof block ? left : sizeof block);
        if (got == 0)
            return GEO_OK;
        if (got < 0 && errno == EINTR && caught_signal() == 0)
            continue;
        if (caught_signal() != 0)
            return job_fail(job, GEO_ERROR_CANCELLED, "stopped by a signal; nothing was written");
        if (got < 0)
            return job_fail(job, GEO_ERROR_INPUT, "standard input: %s", strerror(errno));
        geo_status status = geo_bytes_append(job->context, bytes, block, (size_t)got);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

/* "-" is there once, if at all. */
static geo_input *standard_input_of(cli_inputs *inputs)
{
    for (size_t i = 0; i < inputs->path.count; i++)
        if (strcmp(inputs->path.item[i], "-") == 0)
            return &inputs->input[i];
    return NULL;
}

static geo_status read_input_to(cli_job *job, cli_inputs *inputs, geo_input *input, size_t wanted)
{
    geo_status status = read_standard(job, &inputs->standard_input, wanted);
    if (status == GEO_OK) /* so that data is set also when there is nothing */
        status = end_text(job->context, &inputs->standard_input);
    input->path = "standard input";
    input->content = (geo_text){inputs->standard_input.data, inputs->standard_input.length};
    return status;
}

geo_status inputs_read_standard(cli_job *job, cli_inputs *inputs)
{
    geo_input *input = standard_input_of(inputs);
    return input ? read_input_to(job, inputs, input, SIZE_MAX) : GEO_OK;
}

/* GeoJSON begins with a brace, and the binary formats hold zeros. */
static bool looks_like_layer(geo_text beginning)
{
    size_t blanks = 0;
    while (blanks < beginning.length && strchr(" \t\r\n", beginning.data[blanks]))
        blanks++;
    return (blanks < beginning.length && beginning.data[blanks] == '{') ||
           memchr(beginning.data, '\0', beginning.length);
}

geo_status inputs_begin_standard(cli_job *job, cli_inputs *inputs)
{
    geo_input *input = standard_input_of(inputs);
    if (!input)
        return GEO_OK;
    geo_status status = read_input_to(job, inputs, input, BEGINNING_BYTES);
    if (status != GEO_OK)
        return status;
    if (input->content.length == 0 || looks_like_layer(input->content))
        return read_input_to(job, inputs, input, SIZE_MAX);
    input->path = geo_standard_input;
    return GEO_OK;
}
