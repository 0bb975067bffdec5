#include "progress.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TICKS      40
#define PATIENCE_S 1.0 /* work shorter than this needs no progress */

/* The one thing that a signal handler may touch. */
static volatile sig_atomic_t signal_number;

static void remember_signal(int number)
{
    signal_number = number;
}

void watch_signals(void)
{
    struct sigaction action = {.sa_handler = remember_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    /* Writing to a reader that has gone away then fails, and files that are not yet in their places
     * are tidied up. */
    action.sa_handler = SIG_IGN;
    action.sa_flags = 0;
    sigaction(SIGPIPE, &action, NULL);
    sigaction(SIGXFSZ, &action, NULL); /* a file size limit is an error of writing */
}

int caught_signal(void)
{
    return (int)signal_number;
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void progress_init(cli_progress *progress, bool silent)
{
    *progress = (cli_progress){.ticks = -1};
    progress->silent = silent || isatty(STDERR_FILENO) != 1;
}

/* As GDAL's tools do it: 0...10...20, three points between two figures. */
static void write_ticks(cli_progress *progress, int until)
{
    if (progress->ticks < 0)
        fprintf(stderr, "%s: ", progress->stage);
    for (int tick = progress->ticks + 1; tick <= until; tick++) {
        if (tick % 4 == 0)
            fprintf(stderr, "%d", tick / 4 * 10);
        else
            fputs(".", stderr);
    }
    fflush(stderr);
    progress->ticks = until;
}

void progress_end(cli_progress *progress, bool is_done)
{
    if (progress->ticks >= 0 && is_done)
        write_ticks(progress, TICKS);
    if (progress->ticks >= 0)
        fputs("\n", stderr);
    progress->ticks = -1;
    progress->stage[0] = '\0';
}

bool progress_step(void *user, const char *stage, double fraction)
{
    cli_progress *progress = user;
    if (signal_number != 0)
        return true;
    if (progress->silent)
        return false;
    if (strncmp(stage, progress->stage, sizeof progress->stage - 1) != 0) {
        progress_end(progress, true);
        snprintf(progress->stage, sizeof progress->stage, "%s", stage);
        progress->started_s = now_s();
    }
    double bounded = fraction < 0 ? 0 : fraction > 1 ? 1 : fraction;
    int ticks = (int)(bounded * TICKS);
    bool is_long = progress->ticks >= 0 || now_s() - progress->started_s > PATIENCE_S;
    if (is_long && ticks > progress->ticks)
        write_ticks(progress, ticks);
    return false;
}
