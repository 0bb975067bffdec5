/*
 * geo/source.h - files -> incidents (frame), areas and shapes: readers, field roles, CRS, the row
 * ledger. See geo/core.h for the conventions.
 */
#ifndef GEO_SOURCE_H
#define GEO_SOURCE_H

#include <geo/core.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- inputs --------------------------------------------------------------------------------- */

/* A file, or bytes already in memory (standard input) under a display name. A CSV may be gzipped,
 * or the only one in a zip; a zip may hold one layer instead. The layers of an XLSX
 * workbook are its sheets, without geometry and with fields that are text. */
typedef struct geo_input {
    const char *path;
    geo_text content; /* data == NULL: read the file at path */
} geo_input;

/* As the path of an input (this very pointer): standard input, which is CSV and read as it comes,
 * by one thread. Its `content`, if any, are bytes that were already read from there. */
GEO_API extern const char geo_standard_input[];

/* Names of the fields that play each role; NULL: find it from the known schemas. */
typedef struct geo_roles {
    const char *x;
    const char *y;
    const char *lon;
    const char *lat;
    const char *date;
    const char *category;
    const char *code;
    const char *name;
    const char *parent;
    const char *population;
    const char *weight; /* never found by itself: only where it is named */
} geo_roles;

/* What the inputs may cost before GEO_ERROR_LIMIT; 0 means no limit. */
typedef struct geo_limits {
    int64_t rows;
    int64_t field_bytes;
    int64_t decompression_ratio;
} geo_limits;

#define GEO_LIMITS_INIT                                                                            \
    {                                                                                              \
        100000000, 1 << 20, 100                                                                    \
    }

/* ---- rows of any table, as text ------------------------------------------------------------- */

/*
 * Reads the rows of a CSV file (own reader: RFC 4180, CRLF or LF, BOM, ',' ';' or tab) or of a
 * layer one after the other. Fields of a record are borrowed until the next call. An empty CSV
 * field has data == NULL.
 */
typedef struct geo_reader geo_reader;

typedef struct geo_reader_options {
    const char *layer;    /* of a file with several */
    const char *encoding; /* of CSV: NULL is UTF-8; "ISO-8859-1", "WINDOWS-1252", "UTF-16" */
    const char
        *code_field; /* CSV only: skip title lines above the header, which is the line that has this
                        field or, when NULL and `find_header` is set, an ONS-style code field */
    bool find_header;
    geo_limits limits;
} geo_reader_options;

#define GEO_READER_OPTIONS_INIT                                                                    \
    {                                                                                              \
        NULL, NULL, NULL, false, GEO_LIMITS_INIT                                                   \
    }

typedef struct geo_record {
    int64_t row;           /* 1-based */
    const geo_text *field; /* geo_reader_field_count() of them */
    const char *broken;    /* NULL, or why the row as a whole is rejected: a constant phrase ("short
                              row", "NUL byte"); fields are then all null */
    size_t fields_found;   /* what a record has, which differs from the header's in broken ones */
    bool has_point; /* a layer's own point geometry, in the layer's CRS, traditional axis order */
    double x;
    double y;
    const char *bad_geometry; /* NULL, or why the feature's geometry is no usable point */
    geo_text raw;             /* CSV: the bytes of the record without the line end */
    geo_text line_end;        /* CSV: "\n", "\r\n" or "" at the end of the file */
} geo_record;

/* GEO_ERROR_INPUT: missing, not permitted, empty, truncated, not what its name says, a layer absent
 * or several and none named, a CSV without a header or with two fields of one name. GEO_ERROR_LIMIT
 * beyond options->limits, there and while reading. */
GEO_API geo_status geo_reader_open(geo_context *context, const geo_input *input,
                                   const geo_reader_options *options, geo_reader **out);
GEO_API void geo_reader_free(geo_reader *reader);
GEO_API bool geo_reader_is_csv(const geo_reader *reader);
GEO_API char geo_reader_delimiter(const geo_reader *reader); /* of CSV */
GEO_API geo_text geo_reader_header(
    const geo_reader *reader); /* of CSV: the header record's bytes, no line end, no BOM */
GEO_API geo_text geo_reader_header_end(const geo_reader *reader); /* of CSV: its line end */
GEO_API bool geo_reader_has_bom(const geo_reader *reader);
GEO_API const char *geo_reader_layer(const geo_reader *reader); /* NULL for CSV */
GEO_API const geo_crs *
geo_reader_crs(const geo_reader *reader); /* wkt == NULL when the file states none */
GEO_API bool geo_reader_has_geometry(const geo_reader *reader);
GEO_API size_t geo_reader_field_count(const geo_reader *reader);
GEO_API const char *const *geo_reader_field_names(const geo_reader *reader);
GEO_API geo_type geo_reader_field_type(const geo_reader *reader,
                                       size_t field); /* GEO_TEXT for CSV */
/* *more is false after the last row. GEO_ERROR_INPUT for an unclosed quote or text in another
 * encoding, naming the row; and at the end when bytes or features differ from what the file has,
 * or it changed while it was read. */
GEO_API geo_status geo_reader_next(geo_context *context, geo_reader *reader, geo_record *record,
                                   bool *more);

/* ---- areas ---------------------------------------------------------------------------------- */

typedef struct geo_areas_options {
    const char *layer;
    geo_roles roles;        /* code, name, parent, population */
    const char *crs;        /* for a file that states none: "EPSG:27700" */
    const geo_crs *working; /* NULL: the file's own CRS if metric, else British National Grid in
                               Britain, else UTM */
    geo_limits limits;
} geo_areas_options;

#define GEO_AREAS_OPTIONS_INIT                                                                     \
    {                                                                                              \
        NULL, {0}, NULL, NULL, GEO_LIMITS_INIT                                                     \
    }

/*
 * Areas of a polygon layer in the working CRS, unrepaired: pass them to geo_areas_repair() before
 * anything else. Notes say which fields play which roles, the CRS and any transformation with its
 * accuracy. GEO_ERROR_USAGE when a role's field is missing (the message lists the fields),
 * GEO_ERROR_DATA for duplicate or empty codes, GEO_ERROR_INPUT when there are several layers and
 * none is named, or the geometry is not polygons.
 */
GEO_API geo_status geo_areas_read(geo_context *context, const geo_input *input,
                                  const geo_areas_options *options, geo_areas **out);

typedef struct geo_population_options {
    const char *layer;
    const char *encoding;    /* of CSV, as for a reader */
    geo_roles roles;         /* code, population */
    const geo_input *bridge; /* look-up by which people of LSOAs of another year than the boundaries
                                are shared out; NULL: such a table is refused */
    geo_limits limits;
} geo_population_options;

#define GEO_POPULATION_OPTIONS_INIT                                                                \
    {                                                                                              \
        NULL, NULL, {0}, NULL, GEO_LIMITS_INIT                                                     \
    }

/*
 * Sets areas->population from another table (CSV, title lines above the header allowed, thousands
 * separators in numbers allowed; or any GDAL layer). Keys are compared as text. GEO_ERROR_DATA for
 * a duplicate key, when both are LSOAs of different years and there is no bridge, when fewer than
 * half of the areas' codes match (of LSOAs: fewer than 95%), or when most of those that do have
 * another name there; the code fields of both sides are named. Unmatched keys on either side are
 * counted in a warning. On failure the areas are as before.
 *
 * Over a bridge the people of a split area are shared out by areas->population, where the areas had
 * one, else in equal parts; those of merged areas are added up. The total is kept, but for people
 * in parts that are none of the areas, which a warning counts. An area of whose predecessors one
 * has no population has none either.
 */
GEO_API geo_status geo_areas_join_population(geo_context *context, geo_areas *areas,
                                             const geo_input *input,
                                             const geo_population_options *options);

/*
 * People of areas by age from another table: a line for each area, a field for each year or band of
 * ages ("0", "1" ... "90+"; "0-9", "Under 18"), all other fields passed over. NaN for an area that
 * has no line and a value that is no number of people, of which a warning tells. GEO_ERROR_USAGE
 * when no field is of ages, GEO_ERROR_DATA when two are of the same; else as
 * geo_areas_join_population(), with the same options, whose population is not used.
 */
GEO_API geo_status geo_age_population_read(geo_context *context, const geo_areas *areas,
                                           const geo_input *input,
                                           const geo_population_options *options,
                                           geo_age_population **out);

typedef struct geo_attribute_options {
    const char *layer;
    const char *encoding; /* of CSV, as for a reader */
    const char *code;     /* the field with the areas' codes; NULL: found as for populations */
    const char *field;    /* NULL: the only one beside the codes */
    geo_limits limits;
    const char *what;         /* what is joined, for messages; NULL: "classes" */
    const char *field_option; /* how a command calls `field` and `code`; NULL: --group-field, ... */
    const char *code_option;
} geo_attribute_options;

#define GEO_ATTRIBUTE_OPTIONS_INIT                                                                 \
    {                                                                                              \
        NULL, NULL, NULL, NULL, GEO_LIMITS_INIT, NULL, NULL, NULL                                  \
    }

/*
 * Adds to areas->attributes a field of another table, as text under its name there, such as the
 * class that each area is in; empty where the table has none. GEO_ERROR_USAGE when there is no such
 * field or the areas have one of that name; else as geo_areas_join_population(). On failure the
 * areas are as before.
 */
GEO_API geo_status geo_areas_join_attribute(geo_context *context, geo_areas *areas,
                                            const geo_input *input,
                                            const geo_attribute_options *options);

/* ---- deprivation ---------------------------------------------------------------------------- */

typedef struct geo_deprivation_options {
    const char *layer;    /* of a file with several (a sheet of a workbook); NULL: the only one that
                             has codes and the domain */
    const char *encoding; /* of CSV, as for a reader */
    geo_domain domain;
    const char *code;  /* the field with the areas' codes; NULL: found */
    const char *field; /* with ranks, scores or deciles, as its name says; NULL: found by domain */
    double national;   /* areas that the ranks are among; 0: as many as there are rows when their
                          ranks are 1 to as many, else of the nation whose indices these are */
    geo_limits limits;
} geo_deprivation_options;

#define GEO_DEPRIVATION_OPTIONS_INIT                                                               \
    {                                                                                              \
        NULL, NULL, GEO_DOMAIN_IMD, NULL, NULL, 0, GEO_LIMITS_INIT                                 \
    }

/*
 * The English Indices of Deprivation as published (2019 and 2025, File 1 and File 7, CSV and XLSX),
 * the Welsh index, and any table with codes and a rank, score or decile. Sub-domains and
 * supplementary indices (IDACI, IDAOPI) are no domains. GEO_ERROR_USAGE when a field is missing
 * (the message lists those there are, and the domains found), GEO_ERROR_DATA for a duplicate or
 * empty code, a decile that is none of 1 to 10, ranks without a known number of areas, ranks beyond
 * it, deciles of which 1 is the least deprived; else as for geo_reader_open(). Where the file has
 * both, deciles that its ranks don't give are counted in a warning. A note says where deciles come
 * from, and that the file is an extract where it is one.
 */
GEO_API geo_status geo_deprivation_read(geo_context *context, const geo_input *input,
                                        const geo_deprivation_options *options,
                                        geo_deprivation **out);

/* ---- from the areas of one year to those of another ------------------------------------------ */

typedef struct geo_bridge_options {
    const char *layer;
    const char *encoding;
    int from_year; /* of the codes to come from; the file's fields of that year */
    int to_year;
    const char *from_field; /* NULL: found by year */
    const char *to_field;
    const char *change_field; /* U, S, M, X; NULL: found, or worked out from the pairs */
    const double *to_weight;  /* [to_count] by which what is in a split area is shared out: people,
                                 else square metres; NaN counts as 0. NULL, or where all weights of
                                 a split are 0: in equal parts */
    geo_limits limits;
} geo_bridge_options;

/* Areas of `from` by what became of them. */
typedef struct geo_bridge_report {
    size_t unchanged;
    size_t split;     /* lie in several of `to` */
    size_t merged;    /* lie with others in one of `to` */
    size_t irregular; /* neither */
    size_t without;   /* have no row, and no part */
    char *path;       /* of the look-up; freed by geo_bridge_report_clear() */
    char *from_field;
    char *to_field;
} geo_bridge_report;

GEO_API void geo_bridge_report_clear(geo_bridge_report *report);

/*
 * How areas of one year lie in those of another, by the published look-up of codes (one row a
 * pair), whichever way round it is written. Codes are unique on either side; rows about areas of
 * neither are passed over, and a part in none of `to` takes its equal share with it.
 * GEO_ERROR_USAGE when its fields cannot be told apart by their year, GEO_ERROR_DATA when fewer
 * than 95% of `from` are in it or the codes have no pair in `to` at all. O(rows).
 */
GEO_API geo_status geo_bridge_read(geo_context *context, const geo_input *input,
                                   const geo_bridge_options *options, const char *const *from,
                                   size_t from_count, const char *const *to, size_t to_count,
                                   geo_correspondence **out, geo_bridge_report *report);

/* ---- shapes --------------------------------------------------------------------------------- */

typedef struct geo_shapes_options {
    const char *layer;      /* of a file with several */
    const char *name;       /* the field with names; NULL: found from the known schemas */
    const char *crs;        /* for a file that states none: "EPSG:27700" */
    const geo_crs *working; /* that of the map; there must be one */
    /* In the working CRS: shapes whose own box lies beyond it are skipped, and so may others be
     * that don't reach into it. NULL: none are. */
    const geo_extent *extent;
    geo_limits limits;
} geo_shapes_options;

#define GEO_SHAPES_OPTIONS_INIT                                                                    \
    {                                                                                              \
        NULL, NULL, NULL, NULL, NULL, GEO_LIMITS_INIT                                              \
    }

/*
 * Points, lines or polygons of a layer in the working CRS, in the order in which the file gives
 * them. All are of one kind: of a layer with several, the commonest, and a warning says how much is
 * left out. Rows without geometry are no shapes. Undecodable geometry and shapes with a point that
 * has no place in the working CRS are left out with a warning, and a layer of which nothing is left
 * is GEO_OK with another. GEO_ERROR_USAGE without a working CRS or when there is no field `name`;
 * GEO_ERROR_CRS when it cannot be told what CRS the layer is in, or nothing in it has a place in
 * the working one; GEO_ERROR_INPUT as for areas.
 */
GEO_API geo_status geo_shapes_read(geo_context *context, const geo_input *input,
                                   const geo_shapes_options *options, geo_shapes **out);

/* ---- categories ----------------------------------------------------------------------------- */

typedef struct geo_categories_options {
    const char *layer;    /* of a file with several */
    const char *encoding; /* of CSV, as for a reader */
    geo_limits limits;
} geo_categories_options;

#define GEO_CATEGORIES_OPTIONS_INIT                                                                \
    {                                                                                              \
        NULL, NULL, GEO_LIMITS_INIT                                                                \
    }

/*
 * A mapping from the values of incidents to a tree of offences: "police.uk" or "home-office", which
 * are built in, or a table of the user's own, whose columns docs/categories.md explains: `offence`,
 * and perhaps `parent` and `order`; all others are names of the incidents' fields, whose values in
 * a row make an incident one of that offence, `value` standing for the field with the category.
 * GEO_ERROR_INPUT when there is no column `offence` or none that decides, when a row is broken, and
 * as for geo_reader_open(). GEO_ERROR_DATA, with row and field, for an offence with two parents or
 * two orders or above itself, an order that is no number, values without an offence, values that
 * earlier rows give to another offence, and when no row has values. GEO_ERROR_LIMIT for more than
 * 32 fields that decide or 100 levels.
 */
GEO_API geo_status geo_categories_read(geo_context *context, const char *name_or_path,
                                       const geo_categories_options *options, geo_categories **out);

/* ---- incidents ------------------------------------------------------------------------------ */

/* What geo_incidents_stream() hands on of the rows as they were read, beside the columns. */
typedef enum geo_record_use {
    GEO_NO_RECORDS,
    GEO_RAW_RECORDS,  /* their bytes, without fields; of a layer, which has none, the fields */
    GEO_WHOLE_RECORDS /* all their fields too */
} geo_record_use;

typedef struct geo_incident_options {
    const char *layer;
    const char *encoding;
    const char *crs; /* of x and y; NULL: from the file, else EPSG:27700 for fields named Easting
                        and Northing, and EPSG:4326 for lon and lat */
    geo_roles roles; /* x, y or lon, lat; date; category; weight */
    const geo_filter *where;
    const geo_period *period;
    const char *const *category; /* keep these categories only */
    size_t category_count;
    const geo_crs *working;     /* NULL: as for areas */
    const geo_extent *expected; /* where the areas are, in the working CRS: only to tell swapped
                                   axes by; NULL: the working CRS's area of use */
    geo_record_use records;     /* for a sink alone */
    bool exact_crs; /* every point by PROJ itself, not to within 1 mm of what it gives */
    bool no_places; /* coordinates are neither needed nor looked at: every row that is neither
                       rejected nor filtered is handed on, at 0, 0 */
    geo_limits limits;
} geo_incident_options;

#define GEO_INCIDENT_OPTIONS_INIT                                                                  \
    {                                                                                              \
        NULL, NULL, NULL, {0}, NULL, NULL, NULL, 0, NULL, NULL, GEO_NO_RECORDS, false, false,      \
            GEO_LIMITS_INIT                                                                        \
    }

/*
 * Reads all inputs into one frame and opens the ledger: read, no_coordinates, rejected and filtered
 * are counted here, placed and outside by geo_ledger_place(). A row is judged in this order:
 *
 *   rejected         broken
 *   filtered         --where or --category not met
 *   rejected         a bad date
 *   filtered         not in the period
 *   no coordinates   blank, or 0,0
 *   rejected         text, NaN, out of range or not transformable; a weight that is no number of 0
 *                    or more
 *
 * Notes name the roles, the CRS operation and its accuracy. Errors as for geo_reader_open();
 * GEO_ERROR_USAGE when a role's field is missing or no coordinates are found (the message lists the
 * fields), GEO_ERROR_CRS when it cannot be told what CRS they are in, GEO_ERROR_DATA when over half
 * of the coordinates make sense only with their axes swapped.
 */
GEO_API geo_status geo_incidents_read(geo_context *context, const geo_input *inputs,
                                      size_t input_count, const geo_incident_options *options,
                                      geo_frame **out_frame, geo_ledger **out_ledger);

/* Consecutive rows of one input, borrowed. */
typedef struct geo_incident_rows {
    size_t input;             /* the place of theirs */
    const geo_frame *frame;   /* those with coordinates: columns, working CRS, categories so far */
    const int32_t *area;      /* of frame->count rows as place() says; NULL without it */
    const geo_record *record; /* as they were read: those of the frame, and all others that were not
                                 filtered; none unless the options ask for them */
    size_t record_count;
} geo_incident_rows;

/* What becomes of incidents as they are read. place() and take() may not touch what the other
 * writes; what they add to notes and warnings is kept only where the context has one thread. */
typedef struct geo_incident_sink {
    void *user;
    /* An input was opened, whose rows are the next: what its reader tells without being read. In
     * the caller's thread. May be NULL. */
    geo_status (*begin)(geo_context *context, void *user, size_t input, const geo_reader *reader);
    /* Which area each point is in: area[i], or GEO_NO_CODE. Called by several threads at once, each
     * with a context of its own; rows may be placed and then not be taken, or be placed again.
     * NULL: the caller completes the ledger by geo_ledger_place(). */
    geo_status (*place)(geo_context *context, void *user, const double *x, const double *y,
                        size_t count, int32_t *area);
    /* The next rows, in the order of the inputs and their rows. One call at a time. */
    geo_status (*take)(geo_context *context, void *user, const geo_incident_rows *rows);
    /* take() looks at frame->category; else that is NULL, and the facts hold no categories but
     * those that were asked for. */
    bool wants_categories;
    /* How many times `count` further codes place() may put behind area[], for take() to find. */
    size_t further_codes;
} geo_incident_sink;

/*
 * As geo_incidents_read(), but the rows go to a sink some thousands at a time and are not kept:
 * memory does not grow with the input. CSV is read by all threads of the context; the rows come in
 * order all the same, and nothing depends on the number of threads. With sink->place the ledger is
 * complete. *out_facts is a frame without columns: CRS, months, categories, counts by input.
 */
GEO_API geo_status geo_incidents_stream(geo_context *context, const geo_input *inputs,
                                        size_t input_count, const geo_incident_options *options,
                                        const geo_incident_sink *sink, geo_frame **out_facts,
                                        geo_ledger **out_ledger);

/* ---- description of a strange file ---------------------------------------------------------- */

typedef struct geo_field_description {
    char *name;
    geo_type type;
    const char *role; /* "longitude", "category", "area code" ... or NULL */
} geo_field_description;

typedef struct geo_layer_description {
    char *name;           /* "" for CSV */
    const char *geometry; /* "point", "polygon", "line", "other", "none" */
    int64_t rows;         /* -1 when only a full read would tell (CSV) */
    geo_crs crs;
    bool has_extent;
    geo_extent extent; /* in the layer's CRS */
    size_t field_count;
    geo_field_description *field;
} geo_layer_description;

typedef struct geo_description {
    char *path;
    char *format; /* "CSV, comma-separated", "GPKG" ... */
    int64_t bytes;
    size_t layer_count;
    geo_layer_description *layer;
} geo_description;

/* What can be told without reading the rows. Errors as for geo_reader_open(), but of several layers
 * all are described when none is named. */
GEO_API geo_status geo_describe(geo_context *context, const geo_input *input,
                                const geo_reader_options *options, geo_description **out);
GEO_API void geo_description_free(geo_description *description);

/* The roles that the known schemas give to fields of these names, as geo_incidents_read() and
 * geo_areas_read() see them: entries of `role` are constant texts or NULL. */
GEO_API void geo_detect_roles(const char *const *names, size_t count, const char **role);

typedef enum geo_unit { GEO_UNIT_LSOA, GEO_UNIT_MSOA, GEO_UNIT_WARD, GEO_UNIT_DISTRICT } geo_unit;

/* The first of the fields that by its name ("WD24NM", "ward17_code", "LSOA code (2011)") has the
 * names, or the codes, of such a unit; SIZE_MAX when there is none. */
GEO_API size_t geo_find_unit_field(const char *const *names, size_t count, geo_unit unit,
                                   bool is_code);

/* "EPSG:27700" or any text that PROJ takes. GEO_ERROR_CRS when it is unknown. */
GEO_API geo_status geo_crs_from_text(geo_context *context, const char *text, geo_crs *out);
/* Points of a CRS to longitude and latitude in WGS 84, in place; HUGE_VAL, HUGE_VAL for those that
 * have none. By the inverse of the operation that takes such degrees to the CRS. GEO_ERROR_CRS when
 * there is no operation. */
GEO_API geo_status geo_to_degrees(geo_context *context, const geo_crs *crs, double *x, double *y,
                                  size_t count);

/* PROJ, GDAL and GEOS versions that the library runs on, in one line. Loads GDAL. Borrowed, the
 * thread's own until its next call. */
GEO_API const char *geo_source_versions(void);

/* Releases what GDAL and PROJ hold for the whole process; only at the very end of a program (for
 * leak checkers). */
GEO_API void geo_source_shutdown(void);

#ifdef __cplusplus
}
#endif
#endif
