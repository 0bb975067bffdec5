/* The inside of a context: for context.c, memory.c and pool.c alone. */
#ifndef GEO_CORE_CONTEXT_STATE_H
#define GEO_CORE_CONTEXT_STATE_H

#include <geo/core.h>

#define GEO_MESSAGE_SIZE 2048

typedef struct geo_lines {
    size_t count;
    size_t capacity;
    char **line;
} geo_lines;

struct geo_context {
    char message[GEO_MESSAGE_SIZE];
    geo_lines warnings;
    geo_lines notes;
    geo_progress_function progress;
    void *progress_user;
    int threads;          /* 0: as many as there are processors, which nobody has counted yet */
    int64_t memory_bytes; /* 0: no limit */
    void *kept;           /* by a stage; see geo_context_keep() */
    void (*free_kept)(void *kept);
    int64_t fail_allocation; /* test hook: allocations left until one fails; 0 is off */
};

#endif
