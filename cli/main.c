/* wardmap: from geocoded incidents and boundaries to ward tables and heat maps. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <geo/figure.h>
#include <geo/output.h>
#include <geo/source.h>

#include "commands.h"
#include "help.h"
#include "job.h"
#include "report.h"

/* In the order of help, one a line. */
/* clang-format off */
static const cli_command *const commands[] = {
    &rank_command,
    &matrix_command,
    &places_command,
    &compare_command,
    &change_command,
    &trend_command,
    &share_command,
    &repeat_command,
    &profile_command,
    &deprivation_command,
    &pockets_command,
    &crosstab_command,
    &apportion_command,
    &choropleth_command,
    &overlay_command,
    &heatmap_command,
    &hotspots_command,
    &clusters_command,
    &emerging_command,
    &near_repeat_command,
    &risk_command,
    &evaluate_command,
    &bandwidth_command,
    &join_command,
    &info_command,
    &help_command,
};
/* clang-format on */

#define COMMAND_COUNT (sizeof commands / sizeof *commands)

const cli_command *command_at(size_t index)
{
    return index < COMMAND_COUNT ? commands[index] : NULL;
}

const cli_command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

geo_status fail_unknown_command(cli_job *job, const char *name)
{
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i] = commands[i]->name;
    const char *nearest = nearest_name(name, names, COMMAND_COUNT);
    if (!nearest)
        return job_fail(job, GEO_ERROR_USAGE,
                        "there is no command '%s'; 'wardmap --help' lists the commands", name);
    return job_fail(job, GEO_ERROR_USAGE, "there is no command '%s'; did you mean '%s'?", name,
                    nearest);
}

static int exit_code(const cli_job *job, geo_status status)
{
    if (status == GEO_ERROR_OUTPUT && job->reader_gone)
        return 128 + SIGPIPE;
    if (status == GEO_ERROR_MEMORY)
        return GEO_ERROR_LIMIT;
    if (status == GEO_ERROR_CANCELLED)
        return 128 + caught_signal();
    return (int)status;
}

static geo_status run_with(cli_job *job, const cli_command *command, cli_settings *settings,
                           int argc, char **argv)
{
    geo_status status =
        parse_options(job, command, argc, argv, settings, &settings->operands, &settings->areas);
    if (status != GEO_OK)
        return status;
    progress_init(&job->progress, settings->quiet);
    geo_context_on_progress(job->context, progress_step, &job->progress);
    geo_context_set_threads(job->context, threads_of(settings));
    geo_context_set_memory(job->context, settings->memory);
    if (settings->help)
        return print_command_help(job, command);
    return command->run(job, settings);
}

/* Those of options that may be given several times. */
static void clear_lists(const cli_command *command, cli_settings *settings)
{
    const cli_option *option;
    for (size_t i = 0; (option = option_at(command, i)) != NULL; i++)
        if (option->kind == OPTION_TEXTS)
            text_list_clear((text_list *)(void *)((char *)settings + option->offset));
}

static geo_status run_command(cli_job *job, const cli_command *command, int argc, char **argv)
{
    cli_settings *settings = malloc(command->settings_size);
    if (!settings)
        return job_out_of_memory(job);
    memcpy(settings, command->defaults, command->settings_size);
    job->command = command;
    job->settings = settings;
    geo_status status = run_with(job, command, settings, argc, argv);
    job->reader_gone = job->reader_gone || geo_is_broken_pipe(job->context);
    if (status != GEO_OK && !job->reader_gone)
        report_failure(job);
    clear_lists(command, settings);
    text_list_clear(&settings->operands);
    free(settings->areas.item);
    job->settings = NULL;
    free(settings);
    return status;
}

/* `wardmap --help` and `wardmap --version` are the help command under other names. */
static geo_status run_arguments(cli_job *job, int argc, char **argv)
{
    static char version_flag[] = "--version";
    char *version[] = {version_flag};
    const char *first = argc > 1 ? argv[1] : "";
    if (argc < 2) {
        print_short_help();
        return GEO_ERROR_USAGE;
    }
    if (argc == 2 && (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0))
        return run_command(job, &help_command, 0, argv);
    if (argc == 2 && (strcmp(first, "--version") == 0 || strcmp(first, "-V") == 0))
        return run_command(job, &help_command, 1, version);
    const cli_command *command = find_command(first);
    if (command)
        return run_command(job, command, argc - 2, argv + 2);
    geo_status status = first[0] == '-'
                            ? job_fail(job, GEO_ERROR_USAGE,
                                       "a command comes first: wardmap COMMAND ...; 'wardmap "
                                       "--help' lists the commands")
                            : fail_unknown_command(job, first);
    report_failure(job);
    return status;
}

/* A file must not be opened as descriptor 1 because the caller closed standard output. */
static void open_standard_streams(void)
{
    const int mode[3] = {O_WRONLY, O_RDONLY, O_RDWR};
    for (int descriptor = 0; descriptor < 3; descriptor++)
        if (fcntl(descriptor, F_GETFD) == -1 && errno == EBADF)
            (void)open("/dev/null", mode[descriptor]);
}

/* What is freed serves what is allocated next. The C library would give arrays back to the system
 * each time, which clears their pages and stops all threads for it: a twentieth of the time of a
 * map. The largest go back all the same: few are as large as those before. */
static void keep_freed_memory(void)
{
#ifdef __GLIBC__
    enum { LARGEST = 64 << 20, EVERYTHING = 1 << 30 };
    (void)mallopt(M_MMAP_THRESHOLD, LARGEST);
    (void)mallopt(M_TRIM_THRESHOLD, EVERYTHING);
#endif
}

/* Ends the process. Its memory goes back to the system as a whole: for the libraries to free theirs
 * piece by piece takes 3 ms, and shows a tool that looks for leaks what has been forgotten. */
static int end(cli_job *job, int code)
{
    if (fclose(stdout) != 0 && errno != EPIPE && code == 0) {
        fprintf(stderr, "wardmap: standard output: %s\n", strerror(errno));
        code = GEO_ERROR_OUTPUT;
    }
#ifdef WARDMAP_FREES_ALL
    job_clear(job);
    geo_source_shutdown();
    geo_figure_shutdown();
    return code;
#else
    (void)job;
    fflush(stderr);
    _exit(code);
#endif
}

int main(int argc, char **argv)
{
    cli_job job = {.context = NULL};
    keep_freed_memory();
    open_standard_streams();
    setvbuf(stderr, NULL, _IOLBF, 0); /* a line at a time, not a letter */
    watch_signals();
    progress_init(&job.progress, false);
    job.context = geo_context_new();
    if (!job.context) {
        fputs("wardmap: out of memory\n", stderr);
        return GEO_ERROR_LIMIT;
    }
    return end(&job, exit_code(&job, run_arguments(&job, argc, argv)));
}
