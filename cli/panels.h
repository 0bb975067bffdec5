/* Several maps on one page: the incidents of each are read with filters of their own. */
#ifndef WARDMAP_PANELS_H
#define WARDMAP_PANELS_H

#include "map.h"

#define PANELS_MOST 24

typedef enum panel_kind {
    PANEL_ONE,   /* one map of all that is asked for */
    PANEL_WHERE, /* one for each --where */
    PANEL_FACET, /* one for each value of a field */
    PANEL_CHANGE /* before and after; the command adds the change */
} panel_kind;

typedef struct cli_panel {
    geo_bytes title; /* NUL-terminated; empty for PANEL_ONE */
    geo_filter *where;
    char *value; /* of the field of --facet */
    bool has_period;
    geo_period period;
    geo_frame *frame;   /* of the first panel that of the load, which owns it; */
    geo_ledger *ledger; /* so with this */
} cli_panel;

typedef struct cli_panels {
    panel_kind kind;
    size_t count;
    cli_panel *panel;
    double years[2]; /* of PANEL_CHANGE, 0 where it isn't known */
} cli_panels;

/* Before load_plan(): checks that the options go together, and sets what the shared parts of a
 * command look at: the first --where, the field of --facet. */
geo_status panels_settle(cli_job *job, map_command_settings *settings, panel_kind *kind);
/* After the areas are read: which panels there are. Reads the incidents once to find the values of
 * a field. */
geo_status panels_find(cli_job *job, const map_command_settings *settings, panel_kind kind,
                       cli_load *load, cli_panels *panels);
void panels_clear(cli_panels *panels);

/* Reads the incidents of one panel as read() does it with the load. */
typedef geo_status (*panel_reader)(cli_job *job, void *user, size_t panel);
geo_status panels_read(cli_job *job, cli_load *load, cli_panels *panels, panel_reader read,
                       void *user);

/* What the incidents of all maps are, for a title. */
geo_status panels_append_subject(cli_job *job, const cli_panels *panels, geo_bytes *bytes);
/* "January 2024 to December 2024"; of change "January 2024 compared with January 2023". */
geo_status panels_append_period(cli_job *job, const cli_panels *panels, const cli_load *load,
                                geo_bytes *bytes);
/* "change in incidents per km2", NUL-terminated. */
geo_status panels_append_change(cli_job *job, const char *unit, geo_bytes *bytes);

/* The ledger of each panel. */
void panels_report(cli_job *job, const cli_panels *panels);

#endif
