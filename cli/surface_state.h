/* What the parts of surface.h share. */
#ifndef WARDMAP_SURFACE_STATE_H
#define WARDMAP_SURFACE_STATE_H

#include "surface.h"

typedef enum surface_adaptive_kind {
    SURFACE_FIXED,
    SURFACE_ABRAMSON,
    SURFACE_NEIGHBOURS
} surface_adaptive_kind;

typedef struct surface_adaptive {
    surface_adaptive_kind kind;
    int64_t neighbours;
} surface_adaptive;

/* Of --adaptive. */
geo_status surface_read_adaptive(cli_job *job, const char *text, surface_adaptive *out);

#endif
