/* How far long work is, on standard error, and the signals that stop it. */
#ifndef WARDMAP_PROGRESS_H
#define WARDMAP_PROGRESS_H

#include <geo/core.h>

typedef struct cli_progress {
    bool silent; /* asked for, or standard error is no terminal */
    char stage[40];
    double started_s; /* when the stage began */
    int ticks;        /* of 40 that are written; -1: the line isn't begun */
} cli_progress;

void progress_init(cli_progress *progress, bool silent);
/* A geo_progress_function: `user` is a progress. Asks to stop once a signal has come. */
bool progress_step(void *user, const char *stage, double fraction);
/* Ends a line that is begun, at 100 when the work is done, so that other text can follow. */
void progress_end(cli_progress *progress, bool is_done);

/* From now on SIGINT and SIGTERM ask the work to stop; a second one ends the program at once. */
void watch_signals(void);
/* The number of the signal that came, 0 for none. */
int caught_signal(void);

#endif
