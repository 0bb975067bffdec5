/*
 * geo/core.h - the things that flow through libgeo, and what they stand on.
 *
 * Conventions, for every header of the library:
 *
 * - A function that can fail returns geo_status. GEO_OK is 0. The text of a failure (which file,
 *   layer, row and field, and what to do) is geo_message(context) until the next failure on that
 *   context. Any of them may return GEO_ERROR_MEMORY, and those that take long
 *   GEO_ERROR_CANCELLED; the comments name the other errors that tell a caller something.
 * - The context comes first. Use one per thread. Const objects may be shared by threads.
 * - `geo_thing **out` is owned by the caller and freed with geo_thing_free(); NULL is fine there.
 *   *out is set on success only. A returned `const` pointer is borrowed. Inputs are const and never
 *   consumed.
 * - Options are structs with a GEO_..._INIT value. A NULL pointer to options means exactly that
 *   value.
 * - The structs below are open so that they can be read without accessor calls. Treat them as
 *   read-only.
 * - Lengths are metres in the working CRS, dates whole days since 1970-01-01.
 */
#ifndef GEO_CORE_H
#define GEO_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define GEO_API                  __attribute__((visibility("default")))
#define GEO_PRINTF(text, values) __attribute__((format(printf, text, values)))
#else
#define GEO_API
#define GEO_PRINTF(text, values)
#endif

#define GEO_VERSION "0.1.0"

/* ---- status and context --------------------------------------------------------------------- */

/* Values 1 to 8 are wardmap's exit codes as well. */
typedef enum geo_status {
    GEO_OK = 0,
    GEO_ERROR_INTERNAL = 1, /* a law of the library was broken; please report it */
    GEO_ERROR_USAGE = 2,    /* an argument makes no sense: an unknown field, a bandwidth of zero */
    GEO_ERROR_INPUT = 3,    /* a file is missing, unreadable, truncated or not what it says */
    GEO_ERROR_DATA = 4,     /* readable, but wrong: duplicate codes, swapped axes */
    GEO_ERROR_CRS = 5,      /* no, unknown or unusable coordinate reference system */
    GEO_ERROR_OUTPUT = 6,   /* a result could not be written whole */
    GEO_ERROR_LIMIT = 7,    /* more than a stated limit allows */
    GEO_ERROR_DISCLOSURE = 8, /* the result would disclose too much */
    GEO_ERROR_MEMORY = 9,     /* an allocation failed */
    GEO_ERROR_CANCELLED = 10, /* the progress callback asked to stop */
    GEO_STATUS_COUNT
} geo_status;

typedef struct geo_context geo_context;

/* A new context, or NULL when there is no memory for one. Free with geo_context_free(). */
GEO_API geo_context *geo_context_new(void);
GEO_API void geo_context_free(geo_context *context);

/* One short English description of a status, never NULL. */
GEO_API const char *geo_status_text(geo_status status);

/* The text of the last failure on this context; "" when there was none. Borrowed. */
GEO_API const char *geo_message(const geo_context *context);

/* Warnings (something a reader of the result must know) and notes (how it was done) gathered so
 * far, in order. */
GEO_API size_t geo_warning_count(const geo_context *context);
GEO_API const char *geo_warning(const geo_context *context, size_t index);
GEO_API size_t geo_note_count(const geo_context *context);
GEO_API const char *geo_note(const geo_context *context, size_t index);

/* Called now and then during long work with a fraction from 0 to 1. Return true to stop it
 * (GEO_ERROR_CANCELLED). */
typedef bool (*geo_progress_function)(void *user, const char *stage, double fraction);
GEO_API void geo_context_on_progress(geo_context *context, geo_progress_function function,
                                     void *user);

/* Threads that the library may use; 0 (the default) means as many as there are processors. Results
 * don't depend on it. */
GEO_API void geo_context_set_threads(geo_context *context, int threads);

/* Bytes that what grows with the input may take; 0 (the default) means no limit. Work that cannot
 * be done in them is done in parts where it can be, and else ends with GEO_ERROR_LIMIT. Results
 * don't depend on it. */
GEO_API void geo_context_set_memory(geo_context *context, int64_t bytes);

/* ---- text and dates ------------------------------------------------------------------------- */

/* A borrowed piece of text, not NUL-terminated. data == NULL: no value. */
typedef struct geo_text {
    const char *data;
    size_t length;
} geo_text;

/* Correctly rounded, whatever the locale; surrounding blanks allowed. False unless the whole text
 * is a number. NaN and Inf are numbers here ("nan", "inf" in any case): callers that want finite
 * ones test for it. */
GEO_API bool geo_number_parse(geo_text text, double *number);

#define GEO_NO_DATE INT32_MIN

/* A date in `2019-01`, `01/2019`, `2019-01-31`, `2019/01/31` or `31/01/2019`, the day forms with or
 * without a time of day: 'T' or blanks, then hh:mm[:ss[.fff]] and perhaps Z or +hh:mm. *month_only
 * tells whether there was no day; *day is then the first of the month. False for anything else, 30
 * February included. */
GEO_API bool geo_date_parse(geo_text text, int32_t *day, bool *month_only);
#define GEO_NO_MINUTE (-1)
/* The same with the whole minute of the day, GEO_NO_MINUTE where no time of day is given: on the
 * clock that wrote it, since a zone is read but nothing is converted. *day and *minute are set on
 * success only. */
GEO_API bool geo_moment_parse(geo_text text, int32_t *day, int32_t *minute);
GEO_API int32_t geo_day_from_civil(int year, int month, int day);
GEO_API void geo_day_to_civil(int32_t day, int *year, int *month, int *day_of_month);
/* Months since January 1970 of a day, and the first day of such a month. */
GEO_API int32_t geo_month_of_day(int32_t day);
GEO_API int32_t geo_month_first_day(int32_t month);

/* First and last day, both included; either end may be open (GEO_NO_DATE). */
typedef struct geo_period {
    int32_t first_day;
    int32_t last_day;
} geo_period;

/* "2018-04..2019-03", "2018-04-15..", "..2019-03", "2018-04". Whole months or days. GEO_ERROR_USAGE
 * otherwise. */
GEO_API geo_status geo_period_parse(geo_context *context, const char *text, geo_period *period);
/* A row dated by month only is inside when its whole month is; one without a date only when both
 * ends are open. */
GEO_API bool geo_period_contains(const geo_period *period, int32_t day, bool month_only);

/* ---- filter --------------------------------------------------------------------------------- */

/*
 * A condition over the fields of a row:
 *
 *   = != <> < <= > >=   IN ('a', 'b')   LIKE 'On or near %'   BETWEEN 1 AND 5
 *   IS NULL   IS NOT NULL   AND   OR   NOT   ( )
 *   'text', 'it''s'   12.5   "field name" or bare_name
 *
 * Keywords and field names in any case; LIKE ignores the case of ASCII letters, % and _ as in SQL.
 * A bare number on either side compares as numbers (a text that is no number compares as unknown);
 * quoted text compares byte by byte. An empty field is NULL. Comparisons with NULL are unknown, and
 * a row is kept only when the whole condition is true, as in SQL.
 */
typedef struct geo_filter geo_filter;

/* GEO_ERROR_USAGE with the position (1-based, in characters) of a syntax error in the message;
 * GEO_ERROR_LIMIT for one nested deeper than 100 levels. */
GEO_API geo_status geo_filter_parse(geo_context *context, const char *expression, geo_filter **out);
GEO_API void geo_filter_free(geo_filter *filter);
/* The condition as it was given. Borrowed. */
GEO_API const char *geo_filter_text(const geo_filter *filter);
/* The distinct field names that the condition mentions. */
GEO_API size_t geo_filter_field_count(const geo_filter *filter);
GEO_API const char *geo_filter_field(const geo_filter *filter, size_t index);
/* Finds each mentioned field among `names`: index[i] for field i, length geo_filter_field_count().
 * An absent one is GEO_ERROR_USAGE with `where` (a file or layer) and the fields there are in the
 * message. */
GEO_API geo_status geo_filter_bind(geo_context *context, const geo_filter *filter,
                                   const char *const *names, size_t count, const char *where,
                                   size_t *index);
/* Whether a row, given as all its fields, meets the condition. No allocation; safe from any thread.
 */
GEO_API bool geo_filter_match(const geo_filter *filter, const geo_text *fields,
                              const size_t *index);

/* ---- coordinate reference system ------------------------------------------------------------ */

typedef struct geo_crs {
    char *wkt;      /* WKT 2; NULL when unknown */
    char *name;     /* "OSGB36 / British National Grid" */
    int epsg;       /* 0 when it has no EPSG code */
    bool is_metric; /* projected, axes in true metres: bandwidths make sense */
} geo_crs;

GEO_API geo_status geo_crs_copy(geo_context *context, const geo_crs *crs, geo_crs *out);
GEO_API void geo_crs_clear(geo_crs *crs);

/* A box in some CRS; x_min > x_max when it is empty. */
typedef struct geo_extent {
    double x_min, y_min, x_max, y_max;
} geo_extent;

/* The smallest box around points; those that are not finite count for nothing. */
GEO_API geo_extent geo_extent_of(const double *x, const double *y, size_t count);
/* Limits included. False for NaN. */
GEO_API bool geo_extent_contains(const geo_extent *extent, double x, double y);

/* ---- table ---------------------------------------------------------------------------------- */

typedef enum geo_type { GEO_TEXT, GEO_INTEGER, GEO_REAL } geo_type;

/* Nulls: a NULL text, INT64_MIN, NaN. Exactly one of the three arrays is set, by type. */
#define GEO_NO_INTEGER INT64_MIN
/* Of a dictionary, and of areas: none. */
#define GEO_NO_CODE (-1)

/* How a cell stands out. */
typedef enum geo_mark {
    GEO_MARK_NONE,
    GEO_MARK_ABOVE,     /* over the mean of the reference plus one SD */
    GEO_MARK_FAR_ABOVE, /* plus two SD */
    GEO_MARK_LOWER,     /* than what it is compared with */
    GEO_MARK_HIGHER,
    GEO_MARK_HIDDEN, /* kept back, so that nobody can be known by it: its value must be null */
    GEO_MARK_COUNT
} geo_mark;

typedef struct geo_column {
    char *name;
    geo_type type;
    int decimals; /* of a real: digits after the point in printed tables */
    char **text;
    int64_t *integer;
    double *real;
    unsigned char *mark; /* [row_count] of geo_mark; NULL: nothing stands out */
    char *group;         /* a heading over this and its neighbours with the same; NULL: none */
    char *heading;       /* for people; NULL: the name with blanks for underscores */
    bool may_shorten;    /* on a narrow terminal its texts may be cut */
    int spare; /* on a narrow terminal columns with 1 are left out first, then 2 ...; 0: never */
} geo_column;

/* Typed columns of equal length. */
typedef struct geo_table {
    size_t row_count;
    size_t column_count;
    geo_column *column;
    char *title;       /* may be NULL */
    size_t note_count; /* lines printed under the table */
    char **note;
    unsigned char *level; /* [row_count] how far the row's first text is indented, as in a tree of
                             offences; NULL: not at all */
    bool *is_total;       /* [row_count] the row sums others up; NULL: none does */
    int32_t *area; /* [row_count] the area that the row is about, GEO_NO_CODE for none; NULL: rows
                      are not about areas */
    char *mark_text[GEO_MARK_COUNT]; /* what a mark means, for the key; NULL: not in it */
} geo_table;

GEO_API geo_status geo_table_new(geo_context *context, size_t row_count, geo_table **out);
GEO_API void geo_table_free(geo_table *table);
/* Adds a column of nulls; *out (may be NULL) is borrowed and valid until the next column is added.
 */
GEO_API geo_status geo_table_add(geo_context *context, geo_table *table, const char *name,
                                 geo_type type, int decimals, geo_column **out);
/* What people read above the column, in text and Markdown; programs keep to the name. */
GEO_API geo_status geo_table_set_heading(geo_context *context, geo_column *column,
                                         const char *heading);
/* Copies text into a cell of a text column; data == NULL makes it null. */
GEO_API geo_status geo_table_set_text(geo_context *context, geo_column *column, size_t row,
                                      geo_text text);
/* The column's marks, made when the first one is set. */
GEO_API geo_status geo_table_set_mark(geo_context *context, const geo_table *table,
                                      geo_column *column, size_t row, geo_mark mark);
GEO_API geo_mark geo_table_mark(const geo_column *column, size_t row);
GEO_API geo_status geo_table_set_mark_text(geo_context *context, geo_table *table, geo_mark mark,
                                           const char *text);
GEO_API geo_status geo_table_set_group(geo_context *context, geo_column *column, const char *group);
GEO_API geo_status geo_table_set_level(geo_context *context, geo_table *table, size_t row,
                                       unsigned char level);
GEO_API geo_status geo_table_set_total(geo_context *context, geo_table *table, size_t row);
GEO_API geo_status geo_table_set_area(geo_context *context, geo_table *table, size_t row,
                                      int32_t area);
GEO_API geo_status geo_table_set_title(geo_context *context, geo_table *table, const char *title);
GEO_API geo_status geo_table_add_note(geo_context *context, geo_table *table, const char *note);
/* The column of that name, ASCII case ignored; NULL when there is none. */
GEO_API const geo_column *geo_table_find(const geo_table *table, const char *name);

/* ---- areas ---------------------------------------------------------------------------------- */

/*
 * Polygons with their attributes, in flat arrays. The rings of area a are area_ring[a] ..
 * area_ring[a + 1] - 1; the points of ring r are ring_point[r] .. ring_point[r + 1] - 1, the last
 * equal to the first. A hole follows the shell that it belongs to. An area with null geometry has
 * no rings. By the even-odd rule over all its rings a point is in the area or not. code, name and
 * parent borrow from `attributes` or are NULL as arrays (name, parent) when the file has no such
 * field.
 */
typedef struct geo_areas {
    char *path;
    char *layer;
    geo_crs crs; /* the working CRS */
    size_t count;
    const char **code;   /* never NULL; unique */
    const char **name;   /* NULL, or entries that may be NULL */
    const char **parent; /* NULL, or entries that may be NULL */
    double *population;  /* NULL when no field was found; NaN where missing */
    char *code_field;    /* the fields that played the roles; NULL where none did */
    char *name_field;
    char *parent_field;
    char *population_field;
    size_t ring_count;
    size_t point_count;
    size_t *area_ring;  /* [count + 1] */
    size_t *ring_point; /* [ring_count + 1] */
    bool *ring_is_hole; /* [ring_count] */
    double *x;          /* [point_count] */
    double *y;
    geo_extent extent;     /* of all areas; empty when there is no geometry */
    geo_table *attributes; /* every field of the layer, one row per area */
} geo_areas;

GEO_API void geo_areas_free(geo_areas *areas);
/* The smallest box around the areas of which `which` ([areas->count]) is true; NULL: around all.
 * Empty when they have no geometry. O(points). */
GEO_API geo_extent geo_areas_extent(const geo_areas *areas, const bool *which);

/* ---- areas of two sets ---------------------------------------------------------------------- */

/* How the areas of one set (LSOAs of 2021) lie in those of another (wards, LSOAs of 2011): of what
 * is in area i the share[p] belongs to area to[p], for the parts p = first[i] .. first[i + 1] - 1,
 * to[p] rising. Shares are above 0; those of an area add up to 1, or to less where some of it is in
 * none. */
typedef struct geo_correspondence {
    size_t from_count;
    size_t to_count;
    size_t part_count;
    size_t *first; /* [from_count + 1] */
    int32_t *to;   /* [part_count] */
    double *share; /* [part_count] */
} geo_correspondence;

GEO_API void geo_correspondence_free(geo_correspondence *correspondence);
/* Parts in any order, from[p] and to[p] each an area and weight[p] 0 or more, those of the same
 * pair added up: each area's shares are its weights over their sum or, where `whole` ([from_count],
 * may be NULL) is more than that sum, over `whole`. Areas whose weights are all 0 have no parts.
 * GEO_ERROR_DATA for an area that there is not and a weight that is not finite or below 0. O(parts
 * log parts). */
GEO_API geo_status geo_correspondence_make(geo_context *context, size_t from_count, size_t to_count,
                                           const int32_t *from, const int32_t *to,
                                           const double *weight, size_t part_count,
                                           const double *whole, geo_correspondence **out);
/* Shares value[from_count] out into shared[to_count], NaN counting as 0. What is in no area of the
 * other set goes into *lost (may be NULL): the sum of all that is shared and of *lost is that of
 * the values to 1e-12 of the sum of their sizes. O(parts). */
GEO_API void geo_correspondence_apply(const geo_correspondence *correspondence, const double *value,
                                      double *shared, double *lost);
/* The area with the largest share of area i, the first of equal ones; GEO_NO_CODE: it has none. */
GEO_API int32_t geo_correspondence_largest(const geo_correspondence *correspondence, size_t i);

/* ---- shapes --------------------------------------------------------------------------------- */

typedef enum geo_shape_kind { GEO_SHAPE_POINT, GEO_SHAPE_LINE, GEO_SHAPE_POLYGON } geo_shape_kind;

/* What stands on a map to find one's way by: roads, rivers, woods, towns. The parts (points, lines
 * or rings, by the even-odd rule) of shape s are shape_part[s] .. shape_part[s + 1] - 1; the points
 * of part p are part_point[p] .. part_point[p + 1] - 1. */
typedef struct geo_shapes {
    char *path;
    char *layer; /* "" where the format has none */
    geo_crs crs;
    geo_shape_kind kind; /* of all of them */
    size_t count;
    char **name; /* [count], entries NULL where there is no name; NULL: no field with names */
    size_t part_count;
    size_t point_count;
    size_t *shape_part; /* [count + 1] */
    size_t *part_point; /* [part_count + 1] */
    double *x;          /* [point_count] */
    double *y;
    geo_extent extent; /* empty when there is no geometry */
} geo_shapes;

GEO_API void geo_shapes_free(geo_shapes *shapes);

/* ---- incidents ------------------------------------------------------------------------------ */

/* Where a row of an input ended up. Every row has exactly one fate. */
typedef enum geo_fate {
    GEO_PLACED,         /* inside an area (or, for a surface without areas, inside its extent) */
    GEO_OUTSIDE,        /* has coordinates, but in none of the areas */
    GEO_NO_COORDINATES, /* blank coordinates, or 0,0 */
    GEO_REJECTED,       /* cannot be read: a broken row, text for a number, an impossible date */
    GEO_FILTERED,       /* left out on request: --where, --period, --category */
    GEO_FATE_COUNT
} geo_fate;

/* "placed", "outside", "no_coordinates", "rejected", "filtered". */
GEO_API const char *geo_fate_name(geo_fate fate);

#define GEO_LEDGER_ROWS 10

typedef struct geo_ledger_row {
    int64_t row; /* 1-based, the first row after the header; a quoted newline doesn't start a row */
    const char *why; /* a constant phrase, or NULL: "not a number", "30 February or the like" */
    char field[48];  /* the field at fault, shortened; "" when it is the row */
} geo_ledger_row;

typedef struct geo_ledger_line {
    char *input;
    int64_t read;
    int64_t count[GEO_FATE_COUNT];
    geo_ledger_row first[GEO_FATE_COUNT][GEO_LEDGER_ROWS]; /* the first ten of each fate */
} geo_ledger_line;

/* One line per input: read = placed + outside + no_coordinates + rejected + filtered. */
typedef struct geo_ledger {
    size_t count;
    geo_ledger_line *line;
} geo_ledger;

GEO_API geo_status geo_ledger_new(geo_context *context, geo_ledger **out);
GEO_API void geo_ledger_free(geo_ledger *ledger);
GEO_API geo_status geo_ledger_add_input(geo_context *context, geo_ledger *ledger,
                                        const char *input);
/* Counts one row, rows coming in any order; `field` and `why` may be NULL. `read` is counted by the
 * reader on its own, not here. */
GEO_API void geo_ledger_count(geo_ledger *ledger, size_t input, geo_fate fate, int64_t row,
                              const char *field, const char *why);
/* Counts rows of one input, row numbers ascending, as GEO_PLACED or, where `area` is GEO_NO_CODE,
 * as GEO_OUTSIDE: as geo_ledger_count() on each. GEO_ERROR_INTERNAL when there is no such input. */
GEO_API geo_status geo_ledger_place_rows(geo_context *context, geo_ledger *ledger, size_t input,
                                         const int64_t *row, const int32_t *area, size_t count);
/* GEO_ERROR_INTERNAL, naming the input and the figures, unless every line balances exactly. */
GEO_API geo_status geo_ledger_check(geo_context *context, const geo_ledger *ledger);

/* Texts and their codes 0, 1, 2 ... in order of first appearance. */
typedef struct geo_dictionary geo_dictionary;
GEO_API geo_status geo_dictionary_new(geo_context *context, geo_dictionary **out);
GEO_API void geo_dictionary_free(geo_dictionary *dictionary);
GEO_API size_t geo_dictionary_count(const geo_dictionary *dictionary);
/* Borrowed until a text is added; NULL when no text has that code. */
GEO_API const char *geo_dictionary_text(const geo_dictionary *dictionary, int32_t code);
/* The code of a text, GEO_NO_CODE when it has none. O(length). */
GEO_API int32_t geo_dictionary_find(const geo_dictionary *dictionary, geo_text text);
/* The code of a text, given one if it has none. O(length). */
GEO_API geo_status geo_dictionary_code(geo_context *context, geo_dictionary *dictionary,
                                       geo_text text, int32_t *code);

typedef struct geo_frame_input {
    char *path;
    size_t first;       /* its first row in the frame */
    size_t count;       /* its rows in the frame */
    int64_t read;       /* rows read from it, whatever became of them */
    int64_t day_rows;   /* of its rows in the frame: those that tell the day */
    int64_t month_rows; /* those that tell the month alone */
    char *date_field;   /* with the dates; NULL: none */
} geo_frame_input;

/* Rows that came from one month of the inputs, before --where and --category but within --period.
 */
typedef struct geo_month_count {
    int32_t month; /* months since January 1970 */
    int64_t rows;
} geo_month_count;

/*
 * Incidents that have coordinates and passed the filters, column by column, in input order, row
 * numbers ascending within each input. category, day and weight are NULL when the inputs have no
 * such field. Where the rows went elsewhere (geo_incidents_stream()) all columns are NULL.
 */
typedef struct geo_frame {
    geo_crs crs; /* of x and y: the working CRS */
    size_t count;
    double *x;
    double *y;
    int64_t *row;
    int32_t *category; /* codes of `categories`, GEO_NO_CODE for an empty field */
    int32_t *day;   /* GEO_NO_DATE for an empty field; the first of the month where only a month is
                       known */
    double *weight; /* 0 or more; NULL: every incident counts 1 */
    bool is_categorised; /* an input has a field with categories */
    bool is_dated;       /* an input has a field with dates */
    bool is_monthly;     /* it has, and no row gave a day */
    geo_dictionary *categories;
    size_t month_count; /* months with at least one row, ascending */
    geo_month_count *month;
    size_t input_count;
    geo_frame_input *input;
} geo_frame;

GEO_API void geo_frame_free(geo_frame *frame);
/* Distinct (x, y) pairs of the frame. O(n log n) time, O(n) memory. */
GEO_API geo_status geo_frame_count_places(geo_context *context, const geo_frame *frame,
                                          size_t *places);
/* Years covered by the months that have rows, a month cut by `period` (may be NULL) counting by its
 * days: 5 months give 5/12. 0 when no row has a date. Writes the months inside the span that have
 * no rows into *missing. */
GEO_API double geo_frame_years(const geo_frame *frame, const geo_period *period, size_t *missing);

/* ---- categories ----------------------------------------------------------------------------- */

/* Fields that may decide together. */
#define GEO_CATEGORY_FIELDS_MOST 32

/* How rules are found by the values that they ask for. */
typedef struct geo_category_index geo_category_index;

/*
 * A tree of offences, or of any kinds of incidents: each node before its children, siblings in the
 * order in which they are printed. Rules say which node an incident belongs to: the first whose
 * values are all those of the incident decides. Values are compared without blanks around them and
 * whatever the case of ASCII letters; names are unique by that measure too. A node with children
 * may have incidents of its own, which are in no child: children need not add up to it. What a
 * total leaves out stands outside its branch, as a root of its own.
 */
typedef struct geo_categories {
    char *path; /* of the mapping: a file, or "police.uk"; NULL: made from the values themselves */
    size_t count;
    char **name;        /* [count] */
    int32_t *parent;    /* [count] GEO_NO_CODE for a root */
    int32_t *level;     /* [count] 0 for a root */
    size_t field_count; /* fields of the incidents that decide, 1 or more */
    char **field;       /* [field_count] NULL: the one with the category */
    size_t rule_count;
    char **rule_value;  /* [rule_count * field_count] NULL: whatever it is */
    int32_t *rule_node; /* [rule_count] */
    geo_category_index *index;
} geo_categories;

GEO_API void geo_categories_free(geo_categories *categories);
/* Where nobody says how they hang together: the root 'All incidents' with a child for each text, in
 * order of their bytes; those that differ by case or blanks are one. */
GEO_API geo_status geo_categories_from_dictionary(geo_context *context, const geo_dictionary *texts,
                                                  geo_categories **out);
/* The node of an incident with these values, one for each field; GEO_NO_CODE when no rule fits. A
 * value that is empty fits only rules that take any. O(length) for each set of fields that rules
 * ask for. No allocation; safe from any thread. */
GEO_API int32_t geo_categories_find(const geo_categories *categories, const geo_text *value);
/* The node of that name, or GEO_NO_CODE. O(nodes). */
GEO_API int32_t geo_categories_named(const geo_categories *categories, const char *name);
/* The nodes of all texts into node[geo_dictionary_count(texts)], as geo_categories_find().
 * GEO_ERROR_USAGE when several fields decide. */
GEO_API geo_status geo_categories_of_texts(geo_context *context, const geo_categories *categories,
                                           const geo_dictionary *texts, int32_t *node);
/* From incidents by the node that they belong to (own_count, [count]) to those of each node and all
 * below it (count, [count]; may be the same array). O(nodes). GEO_ERROR_LIMIT when a sum is beyond
 * 64 bits. */
GEO_API geo_status geo_categories_roll_up(geo_context *context, const geo_categories *categories,
                                          const int64_t *own_count, int64_t *count);

/* ---- neighbours ----------------------------------------------------------------------------- */

/* Which areas, cells or places are near which: those of i are to[p], rising, for p = first[i] ..
 * first[i + 1] - 1. What is a neighbour need not be one the other way round (the nearest k are
 * not). */
typedef struct geo_neighbours {
    size_t count;
    size_t pair_count;
    size_t *first;  /* [count + 1] */
    int32_t *to;    /* [pair_count] */
    double *weight; /* [pair_count] above 0; NULL: 1 each */
} geo_neighbours;

GEO_API void geo_neighbours_free(geo_neighbours *neighbours);
/* From pairs in any order, one given several times counting once, with the sum of its weights;
 * weight == NULL: 1 each. None is its own neighbour: such pairs, and weights of 0, are left out.
 * GEO_ERROR_DATA for one that there is not and a weight that is not finite or below 0. O(pairs log
 * pairs). */
GEO_API geo_status geo_neighbours_make(geo_context *context, size_t count, const int32_t *from,
                                       const int32_t *to, const double *weight, size_t pair_count,
                                       geo_neighbours **out);

/* ---- deprivation ---------------------------------------------------------------------------- */

typedef enum geo_domain {
    GEO_DOMAIN_IMD, /* all of them in one index */
    GEO_DOMAIN_INCOME,
    GEO_DOMAIN_EMPLOYMENT,
    GEO_DOMAIN_EDUCATION,
    GEO_DOMAIN_HEALTH,
    GEO_DOMAIN_CRIME,
    GEO_DOMAIN_HOUSING,
    GEO_DOMAIN_ENVIRONMENT,
    GEO_DOMAIN_COUNT
} geo_domain;

/* "imd", "income" ... as on a command line. */
GEO_API const char *geo_domain_name(geo_domain domain);
/* "Index of Multiple Deprivation", "income deprivation" ... */
GEO_API const char *geo_domain_text(geo_domain domain);
/* False for a name that is none of them. */
GEO_API bool geo_domain_of(const char *name, geo_domain *domain);

/* The year (2011 or 2021) whose LSOAs these are: as the field's name has it ("LSOA11CD", "LSOA code
 * (2021)"), else by the codes, of which those beyond E01033768 and W01001958 are of 2021; without
 * any of these 100 or more are taken for 2011. 0 when it cannot be told or the codes are no LSOAs'.
 * `field` may be NULL; blank and NULL codes are passed over. */
GEO_API int geo_lsoa_year(const char *field, const char *const *code, size_t count);

/* ceil(10 rank / national), 1 for the most deprived tenth; 0 unless 1 <= rank <= national. */
GEO_API int32_t geo_decile_of_rank(double rank, double national);

/*
 * An index of deprivation by area, one row each, as published. Rank 1 is the most deprived and so
 * is decile 1. Deciles are those of the file or, where it has none, geo_decile_of_rank(): equal
 * numbers of areas in the whole nation, not of people.
 */
typedef struct geo_deprivation {
    char *path;
    geo_domain domain;
    int year; /* of the indices, as field names or known numbers of areas tell it; 0: not known */
    int lsoa_year; /* as geo_lsoa_year() */
    size_t count;
    geo_dictionary *codes; /* row i has code i */
    int32_t *decile;       /* [count] 1 to 10; 0 where it is not known */
    double *rank;          /* [count] NaN where not known; NULL: the file has none */
    double *score;         /* likewise */
    double *population;    /* likewise: NULL where the file has no field with people */
    char **name;           /* [count] the area's; entries may be NULL; NULL: no such field */
    char **district;       /* likewise: name of the district, else its code */
    size_t national;       /* areas that were ranked; 0: not known */
    bool is_from_rank;     /* deciles are worked out */
    bool is_from_score;    /* ranks are too: by falling score, among the file's rows */
    char *code_field;
    char *value_field;      /* that deciles come from */
    char *population_field; /* NULL: none */
} geo_deprivation;

GEO_API void geo_deprivation_free(geo_deprivation *deprivation);

/* ---- ages ----------------------------------------------------------------------------------- */

/* Whole years of age, both included. */
typedef struct geo_ages {
    int32_t from;
    int32_t to; /* GEO_OLDEST: and over */
} geo_ages;

#define GEO_OLDEST INT32_MAX

/* "10-17", "10 to 17", "Age 5", "Aged 0 to 4 years", "90+", "65 and over", "Under 18", "<18", "up
 * to 17", "17 and under". False for anything else, "over 65" included, which is read both ways. */
GEO_API bool geo_ages_parse(geo_text text, geo_ages *ages);

/* People of areas by age. */
typedef struct geo_age_population {
    char *path;
    size_t area_count;
    size_t field_count;
    geo_ages *ages; /* [field_count] of a field, in their order in the file */
    char **field;   /* [field_count] its name */
    double *people; /* [area_count * field_count] area by area; NaN: not known */
} geo_age_population;

GEO_API void geo_age_population_free(geo_age_population *population);
/* People of these ages into people[area_count], NaN where one of the fields is: the sum of fields
 * whose ages follow on each other from the first of these to the last. GEO_ERROR_DATA, naming the
 * ages, when no fields do. O(fields^2 + areas x fields). */
GEO_API geo_status geo_age_population_sum(geo_context *context,
                                          const geo_age_population *population, geo_ages ages,
                                          double *people);

/* ---- tally ---------------------------------------------------------------------------------- */

/* Incidents by area and category. count[area * category_count + category]; a row without category
 * is in total only. */
typedef struct geo_tally {
    size_t area_count;
    size_t category_count;
    int64_t *count;
    int64_t *total; /* [area_count] */
    int64_t placed; /* incidents counted: the sum of the totals */
} geo_tally;

GEO_API void geo_tally_free(geo_tally *tally);

/* ---- grid ----------------------------------------------------------------------------------- */

/* A raster of square cells; row 0 is the north, value[row * columns + column] is that of the cell's
 * centre. */
typedef struct geo_grid {
    geo_crs crs;
    double x_min; /* west edge */
    double y_max; /* north edge */
    double cell_m;
    size_t columns;
    size_t rows;
    double *value;
    char *unit; /* "incidents per km2" */
} geo_grid;

GEO_API void geo_grid_free(geo_grid *grid);

/* ---- bytes ---------------------------------------------------------------------------------- */

/* Bytes in memory that grow: what writers make and files take. data may be NULL when length is 0.
 */
typedef struct geo_bytes {
    char *data;
    size_t length;
    size_t capacity;
} geo_bytes;

#define GEO_BYTES_INIT                                                                             \
    {                                                                                              \
        NULL, 0, 0                                                                                 \
    }

/* On failure the bytes are as before; so it is with the two below. */
GEO_API geo_status geo_bytes_append(geo_context *context, geo_bytes *bytes, const void *data,
                                    size_t length);
GEO_API geo_status geo_bytes_print(geo_context *context, geo_bytes *bytes, const char *format, ...)
    GEO_PRINTF(3, 4);
GEO_API void geo_bytes_clear(geo_bytes *bytes);

/* A finite number with that many digits after the point, rounded half to even on its exact value,
 * '.' whatever the locale, never "-0.0"; nothing is appended for NaN and infinity. */
GEO_API geo_status geo_bytes_append_number(geo_context *context, geo_bytes *bytes, double number,
                                           int decimals);

#ifdef __cplusplus
}
#endif
#endif
