/* What info finds out about a file, and how it says it. */
#ifndef WARDMAP_INFO_H
#define WARDMAP_INFO_H

#include <geo/output.h>
#include <geo/place.h>

#include "load.h"

/* A kind of incident and how often it occurs. */
typedef struct info_category {
    const char *name;
    int64_t count;
} info_category;

typedef struct info_layer {
    const geo_layer_description *description;
    geo_context *context; /* its own: notes and warnings of this layer alone */
    int64_t rows;         /* -1: not known */
    int64_t broken;       /* of a table that is no table of incidents */
    geo_frame *frame;     /* of incidents; NULL for anything else */
    geo_ledger *ledger;
    size_t places;
    size_t category_count;
    info_category *category; /* most frequent first */
    geo_areas *areas;        /* of polygons; NULL for anything else */
    geo_repair_report repair;
    bool is_unusable; /* the context's message says why */
} info_layer;

typedef struct info_file {
    const geo_input *input;
    geo_description *description;
    bool has_title_lines; /* above the header of a CSV file */
    info_layer *layer;    /* [description->layer_count] */
} info_file;

typedef struct info_result {
    cli_inputs inputs;
    info_file *file; /* [inputs.path.count] */
    size_t dated_files;
    size_t month_count;
    int32_t *month; /* of all files together, ascending, each once */
} info_result;

geo_status info_read_file(cli_job *job, const geo_input *input, info_file *file);
void info_file_clear(info_file *file);

/* Whether a field plays a role whose name begins so: "longitude", "area code". */
bool info_has_role(const geo_layer_description *layer, const char *beginning);
/* Months between the first and the last that are not among them. */
size_t count_missing_months(const int32_t *month, size_t count);
geo_status info_append_text(cli_job *job, geo_bytes *bytes, const info_result *result);
geo_status info_append_json(cli_job *job, geo_bytes *bytes, const info_result *result);

#endif
