/* A table on its way out: every -o, the ledger, what there is to say, and standard output. */
#ifndef WARDMAP_DELIVER_H
#define WARDMAP_DELIVER_H

#include <geo/figure.h>
#include <geo/output.h>

#include "figure.h"
#include "load.h"

/* What of it is a command's own. */
typedef struct cli_delivery {
    const cli_load *load;
    const geo_table *table;
    const geo_table *data; /* the same for programs, in CSV and JSON; NULL: the table itself */
    const geo_table *const *more; /* [more_count] further tables, printed and written below it but
                                     in .csv and layers, which hold one */
    const char *const *more_key;  /* [more_count] their keys in JSON; NULL: the data tells it */
    size_t more_count;
    const char *shade_field; /* by which a layer shades areas; NULL: the command writes none */
    const char *shade_unit;
    const geo_waypoints *points; /* of a .gpx; NULL: the command writes none */
    /* The layer of a command that shades by something else than numbers; NULL: by shade_field. */
    geo_status (*layer)(cli_job *job, const void *result, const char *path, geo_bytes *bytes);
    /* Writes a .tif; NULL: the command makes none. */
    geo_status (*raster)(cli_job *job, const void *result, const char *path);
    const geo_ledger *beside_ledger; /* of rows that the incidents are compared with; NULL: none */
    const geo_style *style;          /* of pictures and layers; NULL: the built-in one */
    const void *result;              /* handed to the functions */
    /* Keys of the command's own, between the title and the rows; may be NULL. */
    void (*json)(cli_job *job, geo_json *json, const void *result);
    const figure_settings *figure; /* of a command that draws */
    /* The picture in the format of the path's extension, or for NULL its alternative text; NULL:
     * the command draws none. */
    geo_status (*draw)(cli_job *job, const void *result, const char *path, geo_bytes *bytes);
} cli_delivery;

/* "Only rows where ..." and "Only areas where ..." under the table, where rows or areas (`show` may
 * be NULL) were left out. */
geo_status deliver_note_filters(cli_job *job, const geo_filter *show, geo_table *table);
/* Ends a note or a title that was written with `status` so far, and adds it to the table; the bytes
 * are empty afterwards, whatever happened. */
geo_status deliver_end_note(cli_job *job, geo_table *table, geo_bytes *note, geo_status status);
geo_status deliver_end_title(cli_job *job, geo_table *table, geo_bytes *title, geo_status status);
/* The title as it is given, else what words->title has so far; the subtitle as it is given, else
 * the period. NUL-terminated. */
geo_status deliver_titles(cli_job *job, const figure_settings *given, const cli_load *load,
                          figure_words *words);
/* Nothing is written unless all of it could be made. */
geo_status deliver(cli_job *job, const cli_delivery *delivery);

#endif
