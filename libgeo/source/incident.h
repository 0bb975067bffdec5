/* Incidents on their way from rows to the frame: one input, one row, the collector of all. */
#ifndef GEO_SOURCE_INCIDENT_H
#define GEO_SOURCE_INCIDENT_H

#include "source/plausible.h"
#include "source/roles.h"
#include "source/transform_cache.h"

/* ---- one input ------------------------------------------------------------------------------ */

typedef struct geo_incident_input {
    const geo_incident_options *options;
    const char *path;
    geo_reader *reader;
    const char *const *names; /* of its fields */
    size_t name_count;
    geo_found_roles roles;
    bool has_own_points; /* the layer's geometry, not fields, says where */
    size_t x_field;      /* or longitude */
    size_t y_field;
    bool takes_decimal_comma;
    geo_crs crs;
    size_t *where_field;
    geo_plausible plausible;
    int64_t located_count; /* rows with coordinates */
    int64_t swapped_count; /* those that make sense only with their axes swapped */
} geo_incident_input;

/*
 * Opens an input and finds its roles and CRS, saying in notes what they are. `working` NULL: not
 * chosen yet. GEO_ERROR_USAGE for missing roles, GEO_ERROR_CRS for coordinates in an unknown CRS.
 */
geo_status geo_incident_input_open(geo_context *context, const geo_input *input,
                                   const geo_incident_options *options, const geo_crs *working,
                                   geo_incident_input *out);
void geo_incident_input_close(geo_incident_input *input);

/* GEO_ERROR_DATA when over half of the coordinates make sense only with their axes swapped. */
geo_status geo_incident_input_check_axes(geo_context *context, const geo_incident_input *input);

/* ---- one row -------------------------------------------------------------------------------- */

typedef struct geo_incident_row {
    int64_t row;
    geo_fate fate;     /* GEO_PLACED: it has coordinates and belongs into the frame */
    const char *field; /* at fault; NULL: the row as a whole */
    const char *why;
    size_t fields_found; /* of a short or long row, else 0 */
    double x;            /* in the input's CRS */
    double y;
    double weight; /* 1 where no field is asked for */
    int32_t day;   /* GEO_NO_DATE for none */
    bool is_month_only;
    bool is_dated_in_period; /* it counts for its month, whatever its fate */
    bool is_cut_by_period;   /* filtered, though a part of its month is in the period */
    geo_text category;       /* borrowed from the record */
} geo_incident_row;

/* GEO_ERROR_INPUT when the record shows that the layer doesn't hold points. */
geo_status geo_incident_judge(geo_context *context, geo_incident_input *input,
                              const geo_record *record, geo_incident_row *row);

/* ---- all of them ---------------------------------------------------------------------------- */

/* Rows judged but not yet in the frame, for one transformation of many points at once. */
#define GEO_BLOCK_ROWS 4096

typedef struct geo_collector {
    geo_frame *frame;
    geo_ledger *ledger;
    bool has_category; /* an input has such a field */
    bool has_date;
    bool has_weight;
    bool has_day;      /* a row had a whole date */
    int64_t cut_count; /* rows that are cut by the period */
    geo_crs working;
    geo_transform *transform; /* from transform_from to working */
    char *transform_from;
    geo_transform_cache *transformed;
    size_t x_capacity;
    size_t y_capacity;
    size_t row_capacity;
    size_t category_capacity;
    size_t day_capacity;
    size_t weight_capacity;
    size_t month_capacity;
    size_t last_month; /* where the previous row's month is */
    size_t fate_capacity;
    geo_incident_row *waiting; /* [GEO_BLOCK_ROWS] */
    int32_t *waiting_category; /* [GEO_BLOCK_ROWS] */
    size_t waiting_count;
    double *waiting_x; /* [GEO_BLOCK_ROWS], of those with coordinates only */
    double *waiting_y;
} geo_collector;

/* `working` (may be NULL) is copied. */
geo_status geo_collector_open(geo_context *context, const geo_crs *working,
                              geo_collector *collector);
void geo_collector_close(geo_collector *collector);

geo_status geo_collector_add_input(geo_context *context, geo_collector *collector,
                                   const char *path);
geo_status geo_collector_add(geo_context *context, geo_collector *collector,
                             const geo_incident_input *input, const geo_incident_row *row);
/* Moves what waits to the frame and the ledger; to be called at the end of each input. Chooses the
 * working CRS when there is none yet and a point to choose it by. */
geo_status geo_collector_flush(geo_context *context, geo_collector *collector,
                               const geo_incident_input *input);
/* Hands out frame and ledger, balanced. */
geo_status geo_collector_finish(geo_context *context, geo_collector *collector,
                                const geo_crs *fallback, geo_frame **frame, geo_ledger **ledger);

#endif
