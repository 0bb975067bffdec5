/* Incidents on their way from rows to those who want them: one input, one row, a block of rows, the
 * collector of all. */
#ifndef GEO_SOURCE_INCIDENT_H
#define GEO_SOURCE_INCIDENT_H

#include "source/csv_chunk.h"
#include "source/date_memo.h"
#include "source/plausible.h"
#include "source/roles.h"
#include "source/transform_cache.h"
#include "source/wanted_memo.h"

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
    size_t category_field; /* GEO_NO_FIELD where nobody asks for categories */
    bool takes_decimal_comma;
    geo_crs crs;
    geo_text *wanted; /* [options->category_count] the categories that are */
    size_t *where_field;
    size_t *needed_field; /* what judging a row takes, the fields of --where among them */
    size_t needed_count;
    bool keeps_fields; /* of its records */
    geo_plausible plausible;
    bool is_plain;    /* coordinates are in fields, and nothing is weighed */
    geo_extent usual; /* coordinates in here are neither impossible nor swapped */
} geo_incident_input;

/*
 * Opens an input and finds its roles and CRS, saying in notes what they are. `working` NULL: not
 * chosen yet. `wants_categories`: of rows, not only for filtering them. GEO_ERROR_USAGE for missing
 * roles, GEO_ERROR_CRS for coordinates in an unknown CRS.
 */
geo_status geo_incident_input_open(geo_context *context, const geo_input *input,
                                   const geo_incident_options *options, const geo_crs *working,
                                   bool wants_categories, geo_incident_input *out);
void geo_incident_input_close(geo_incident_input *input);

/* GEO_ERROR_DATA when over half of the rows with coordinates (`located`) make sense only with their
 * axes swapped. */
geo_status geo_incident_input_check_axes(geo_context *context, const geo_incident_input *input,
                                         int64_t located, int64_t swapped);

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
    int32_t month; /* of a day, since January 1970 */
    bool is_month_only;
    bool is_dated_in_period; /* it counts for its month, whatever its fate */
    bool is_cut_by_period;   /* filtered, though a part of its month is in the period */
    bool is_located;         /* it has coordinates, possible or not */
    bool is_swapped;         /* they make sense only with their axes swapped */
    geo_text category;       /* borrowed from the record */
} geo_incident_row;

/* Safe from any thread with `dates` of its own. GEO_ERROR_INPUT when the record shows that the
 * layer doesn't hold points. */
geo_status geo_incident_judge(geo_context *context, const geo_incident_input *input,
                              geo_date_memo *dates, const geo_record *record,
                              geo_incident_row *row);

/* Whether some days of the month that a row is dated by are in the period: which it was isn't
 * known. */
bool geo_incident_is_cut(const geo_period *period, int32_t day, bool is_month_only);

/* ---- columns -------------------------------------------------------------------------------- */

/* All columns of a frame that incidents fill, to at least `needed` rows; they share a capacity,
 * which stays as it was on failure. */
geo_status geo_incident_columns_grow(geo_context *context, geo_frame *rows, size_t *capacity,
                                     size_t needed);
void geo_incident_columns_free(geo_frame *rows);

/* ---- a block of consecutive rows ------------------------------------------------------------ */

/* Months that are counted without a search: until 2055. */
#define GEO_BLOCK_MONTHS 1024

/* One thread's work between reading and collecting: knows nothing of the blocks before it. */
typedef struct geo_incident_block {
    geo_frame rows; /* those with coordinates, and the months of all; row numbers and category codes
                       are the block's own until it is collected */
    size_t capacity; /* of the columns */
    size_t month_capacity;
    int64_t month_rows[GEO_BLOCK_MONTHS]; /* of the months since January 1970 */
    geo_date_memo dates;
    geo_wanted_memo wanted;
    geo_text *looked_at; /* fields of --where, of the row that is looked at */
    size_t looked_at_capacity;
    int32_t *area; /* [rows.count] as the sink says, and its further codes */
    size_t area_capacity;
    int64_t read;
    geo_record *record; /* [record_count] */
    size_t record_count;
    size_t record_capacity;
    geo_text *field; /* [field_count] of the records; their texts are in `text` */
    size_t field_count;
    size_t field_capacity;
    geo_bytes text;
    geo_ledger *ledger; /* one line: of those without coordinates */
    int64_t day_count;  /* of the rows in the columns those that tell the day */
    int64_t month_only_count;
    int64_t located_count;
    int64_t swapped_count;
    int64_t cut_count;
    bool has_day;           /* a row had a whole date */
    int32_t *category_code; /* of the collector, for each code of rows.categories; or GEO_NO_CODE */
    size_t category_capacity;
} geo_incident_block;

geo_status geo_incident_block_open(geo_context *context, geo_incident_block *block);
void geo_incident_block_close(geo_incident_block *block);

/* Empties the block for an input's next rows; its memory and the texts it knows stay. */
void geo_incident_block_clear(geo_incident_block *block);
/* `row->row` counts from the block's first row, 1. Its record isn't kept. */
geo_status geo_incident_block_add(geo_context *context, geo_incident_block *block,
                                  const geo_incident_input *input, const geo_incident_row *row);
/* As many of a CSV's next rows, of a plain input, as nothing is to be judged about but filters; at
 * most GEO_RUN_ROWS. */
#define GEO_RUN_ROWS 64
geo_status geo_incident_block_add_run(geo_context *context, geo_incident_block *block,
                                      const geo_incident_input *input, const geo_csv_run *run,
                                      size_t *added);
/* The next row, whatever it is. */
geo_status geo_incident_block_add_record(geo_context *context, geo_incident_block *block,
                                         const geo_incident_input *input, const geo_record *record);

/* ---- those who work on blocks --------------------------------------------------------------- */

/* What one thread transforms with. */
typedef struct geo_incident_hand {
    geo_context *context;
    geo_transform *transform;        /* NULL until there is one */
    geo_transform_cache *remembered; /* for an exact transform */
} geo_incident_hand;

void geo_incident_hand_clear(geo_incident_hand *hand);

/* Transforms the rows' coordinates to the working CRS, those that cannot be becoming rejected, and
 * asks the sink (may have no `place`) which areas they are in. */
geo_status geo_incident_block_finish(geo_incident_hand *hand, geo_incident_block *block,
                                     const geo_incident_sink *sink);

/* Numbers the rows, of which there were so many before the block; nothing may be added then. */
void geo_incident_block_number(geo_incident_block *block, int64_t rows_before);

/* ---- all of them ---------------------------------------------------------------------------- */

/* Rows of a layer that are taken together. */
#define GEO_BLOCK_ROWS 16384

typedef struct geo_collector {
    const geo_incident_options *options;
    const geo_incident_sink *sink;
    geo_frame *facts; /* without columns */
    geo_ledger *ledger;
    bool has_day;          /* a row had a whole date */
    int64_t cut_count;     /* rows that are cut by the period */
    int64_t located_count; /* of the present input */
    int64_t swapped_count;
    geo_crs working;
    geo_incident_hand own; /* of the caller's thread, with its context */
    char *transform_from;  /* what its transform is from */
    size_t month_capacity;
    geo_incident_hand *helper; /* [helper_count] of the other threads; each has a context */
    size_t helper_count;
    geo_incident_block *block; /* [block_count] */
    size_t block_count;
} geo_collector;

/* `options` and `sink` are borrowed. */
geo_status geo_collector_open(geo_context *context, const geo_incident_options *options,
                              const geo_incident_sink *sink, geo_collector *collector);
void geo_collector_close(geo_collector *collector);

geo_status geo_collector_add_input(geo_context *context, geo_collector *collector,
                                   const geo_incident_input *input);

/* Whether blocks of the input can be finished; the first with coordinates must have been prepared
 * for. */
bool geo_collector_is_ready(const geo_collector *collector, const geo_incident_input *input);
/* Chooses the working CRS by a block, not yet finished, when there is none, and makes the
 * transform. A block without coordinates prepares nothing. */
geo_status geo_collector_prepare(geo_context *context, geo_collector *collector,
                                 const geo_incident_input *input, const geo_incident_block *block);
/* A hand each for `count` threads, and as many blocks as keep them busy. */
geo_status geo_collector_hire(geo_context *context, geo_collector *collector, size_t count);

/* Adds an input's next rows, which a finished block holds, and passes them to the sink. One thread
 * at a time, with its own context. */
geo_status geo_collector_take(geo_context *context, geo_collector *collector,
                              const geo_incident_input *input, geo_incident_block *block);

/* Hands out facts and ledger, the rows adding up. */
geo_status geo_collector_finish(geo_context *context, geo_collector *collector,
                                const geo_crs *fallback, geo_frame **facts, geo_ledger **ledger);

/* ---- reading one input ---------------------------------------------------------------------- */

/* What of the work is done, over all inputs. */
typedef struct geo_work_share {
    double done;
    double of_one;
} geo_work_share;

/* All rows of a layer, one block after the other. */
geo_status geo_incident_read_layer(geo_context *context, const geo_incident_input *input,
                                   const geo_work_share *share, geo_collector *collector);
/* All rows of a CSV, pieces of it being read by several threads and collected in their order. */
geo_status geo_incident_read_csv(geo_context *context, const geo_incident_input *input,
                                 const geo_work_share *share, geo_collector *collector);

#endif
