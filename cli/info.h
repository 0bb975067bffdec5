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

/* Of the incidents of one layer, or of several together. */
typedef struct info_facts {
    int64_t read;
    int64_t count[GEO_FATE_COUNT]; /* placed: with usable coordinates */
    const geo_crs *crs; /* of the points; NULL: layers differ, and the next four are not known */
    size_t places;
    geo_extent extent;
    geo_extent middle; /* of the middle 98% of either axis */
    size_t far_points; /* that lie further from the middle than it is long */
    size_t points;
    size_t month_count;
    geo_month_count *month; /* ascending, each once */
    size_t *month_layers;   /* [month_count] that have it */
    size_t category_count;
    info_category *category;    /* most frequent first */
    geo_dictionary *categories; /* what the names borrow from */
} info_facts;

typedef struct info_layer {
    const geo_layer_description *description;
    geo_context *context; /* its own: notes and warnings of this layer alone */
    int64_t rows;         /* -1: not known */
    int64_t broken;       /* of a table that is no table of incidents */
    geo_frame *frame;     /* of incidents; NULL for anything else */
    geo_ledger *ledger;
    info_facts facts;
    geo_areas *areas; /* of polygons; NULL for anything else */
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
    info_file *file;        /* [inputs.path.count] */
    size_t incident_layers; /* of all files; together is of them when there are several */
    info_facts together;
} info_result;

geo_status info_read_file(cli_job *job, const geo_input *input, info_file *file);
void info_file_clear(info_file *file);

/* Whether a field plays a role whose name begins so: "longitude", "area code". */
bool info_has_role(const geo_layer_description *layer, const char *beginning);
geo_status info_gather(cli_job *job, const info_layer *const *layer, size_t count,
                       info_facts *facts);
void info_facts_clear(info_facts *facts);
/* A layer of incidents that could be read. */
bool info_has_incidents(const info_layer *layer);

geo_status info_append_text(cli_job *job, geo_bytes *bytes, const info_result *result);
geo_status info_append_json(cli_job *job, geo_bytes *bytes, const info_result *result);

#endif
