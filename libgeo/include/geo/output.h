/*
 * geo/output.h - table, areas, grid -> file: text, CSV, Markdown, HTML, LaTeX, XLSX, JSON, GeoTIFF,
 * GeoPackage, GeoJSON, KML, GPX, written whole or not at all. See geo/core.h for the conventions.
 */
#ifndef GEO_OUTPUT_H
#define GEO_OUTPUT_H

#include <geo/core.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- a file written whole or not at all ----------------------------------------------------- */

/*
 * Bytes go to a 0600 temporary file in the target's folder; commit flushes, checks, fsyncs and
 * renames it (with the permissions of the file it replaces, or the umask's), free without commit
 * removes it and leaves an old file as it was. A symbolic link is followed: what it points to is
 * replaced. "-" is standard output; that, /dev/stdout, other devices and pipes are written to
 * directly. Every failure is GEO_ERROR_OUTPUT.
 *
 * A program that may write to a pipe ignores SIGPIPE; geo_is_broken_pipe() then tells the failure
 * that it may pass over in silence.
 */
typedef struct geo_file geo_file;
GEO_API geo_status geo_file_create(geo_context *context, const char *path, geo_file **out);
/* Before the first byte: what would go to standard output, a device or a pipe at once waits in a
 * nameless file in TMPDIR, else /var/tmp, until commit. */
GEO_API geo_status geo_file_hold(geo_context *context, geo_file *file);
GEO_API geo_status geo_file_write(geo_context *context, geo_file *file, const void *data,
                                  size_t length);
GEO_API geo_status geo_file_commit(geo_context *context, geo_file *file);
GEO_API void geo_file_free(geo_file *file);
/* Where the bytes are until commit: for writers that need a path. NULL where there is no temporary
 * file: standard output, a device, a pipe. */
GEO_API const char *geo_file_temporary(const geo_file *file);
/* Whether the last failure on the context was that whoever read our output has closed it. */
GEO_API bool geo_is_broken_pipe(const geo_context *context);

/* create, write, commit. */
GEO_API geo_status geo_file_save(geo_context *context, const char *path, const geo_bytes *bytes);

/* ---- tables --------------------------------------------------------------------------------- */

typedef struct geo_text_style {
    int width;   /* of the terminal, in columns; 0: as wide as it needs */
    bool colour; /* ANSI colours */
} geo_text_style;

/*
 * A hidden cell reads "[c]" in each of them. The other marks are symbols for people ("*" above,
 * "**" far above, a triangle for lower or higher) and in HTML, LaTeX and XLSX shades as well; a
 * column `band` says "above" in words, so that its symbols would say it twice and are left out.
 */

/* For people at a terminal: aligned columns (display widths of UTF-8), title, notes below. style
 * may be NULL. */
GEO_API geo_status geo_table_to_text(geo_context *context, const geo_table *table,
                                     const geo_text_style *style, geo_bytes *out);
/* RFC 4180 with LF, one header line, no notes. Text that begins with = + - @ TAB or CR gets a
 * leading ' so that a spreadsheet takes it for text. */
GEO_API geo_status geo_table_to_csv(geo_context *context, const geo_table *table, geo_bytes *out);
GEO_API geo_status geo_table_to_markdown(geo_context *context, const geo_table *table,
                                         geo_bytes *out);

typedef struct geo_html_style {
    bool is_document; /* a page of its own (HTML 5, British English), not a fragment for another */
    bool has_no_css;  /* the page that the fragment goes into has rules for its classes */
} geo_html_style;

/* `<table class="wardmap">` and `<div class="wardmap-notes">`, with CSS for these alone. Cells have
 * the classes number, above, far-above, lower, higher and hidden, rows total. style may be NULL. */
GEO_API geo_status geo_table_to_html(geo_context *context, const geo_table *table,
                                     const geo_html_style *style, geo_bytes *out);
/* Several tables in one page or fragment, one below the other, each with its notes. Here and below
 * GEO_ERROR_USAGE for none. */
GEO_API geo_status geo_tables_to_html(geo_context *context, const geo_table *const *table,
                                      size_t count, const geo_html_style *style, geo_bytes *out);
/* A longtable for \input, and what the document must load in a comment on top. A character that
 * pdflatex has no letter for is a '?', and a warning tells how many. */
GEO_API geo_status geo_table_to_latex(geo_context *context, const geo_table *table, geo_bytes *out);
GEO_API geo_status geo_tables_to_latex(geo_context *context, const geo_table *const *table,
                                       size_t count, geo_bytes *out);
/* A workbook (Office Open XML): the sheet "Table" with title, headings and rows, the sheet "Notes"
 * with key and notes. Numbers are numbers, but integers of more than 15 digits, which a spreadsheet
 * would round, are text; text is never a formula. Same table, same bytes: the date in it is
 * SOURCE_DATE_EPOCH, but no earlier than what a ZIP file can tell, 1980-01-01. GEO_ERROR_LIMIT for
 * more than a sheet holds: 1,048,576 rows, 16,384 columns, 32,767 characters in a cell. */
GEO_API geo_status geo_table_to_xlsx(geo_context *context, const geo_table *table, geo_bytes *out);
/* Several tables, each in a sheet that has as much of its title for a name as 31 characters hold
 * ("Table 2" without one), numbered where two would be the same; the notes of all in one sheet. */
GEO_API geo_status geo_tables_to_xlsx(geo_context *context, const geo_table *const *table,
                                      size_t count, geo_bytes *out);

/* One field for a CSV file, quoted where RFC 4180 needs it, with the leading ' as above. */
GEO_API geo_status geo_csv_append_field(geo_context *context, geo_bytes *out, geo_text field,
                                        char delimiter);

/* ---- JSON ----------------------------------------------------------------------------------- */

/* A JSON text written from left to right, indented by two blanks; commas are put in by itself. The
 * first error sticks and is returned by geo_json_end. key == NULL inside arrays. NaN and
 * GEO_NO_INTEGER are null. Reals are the shortest text that reads back to the same double. Bad
 * UTF-8 becomes U+FFFD. */
typedef struct geo_json geo_json;
GEO_API geo_status geo_json_new(geo_context *context, geo_json **out);
GEO_API void geo_json_free(geo_json *json);
GEO_API void geo_json_object(geo_json *json, const char *key);
GEO_API void geo_json_array(geo_json *json, const char *key);
GEO_API void geo_json_close(geo_json *json); /* the innermost open object or array */
GEO_API void geo_json_text(geo_json *json, const char *key, const char *text); /* NULL: null */
GEO_API void geo_json_integer(geo_json *json, const char *key, int64_t number);
GEO_API void geo_json_real(geo_json *json, const char *key, double number);
GEO_API void geo_json_boolean(geo_json *json, const char *key, bool truth);
/* An array of objects, one per row, keys the column names. */
GEO_API void geo_json_table(geo_json *json, const char *key, const geo_table *table);
/* An array with an object per input: input, read, placed, outside, no_coordinates, rejected,
 * filtered, balances, and with `explain` first_rows: {class: [{row, field, why}]}. */
GEO_API void geo_json_ledger(geo_json *json, const char *key, const geo_ledger *ledger,
                             bool explain);
/* Closes what is open, ends with a newline and hands the bytes over. */
GEO_API geo_status geo_json_end(geo_context *context, geo_json *json, geo_bytes *out);

/* ---- grid ----------------------------------------------------------------------------------- */

typedef struct geo_metadata {
    const char *name;
    const char *value;
} geo_metadata;

typedef struct geo_tiff_options {
    bool is_float32; /* values rounded to the nearest float, in a file about half as long */
} geo_tiff_options;

#define GEO_TIFF_OPTIONS_INIT                                                                      \
    {                                                                                              \
        false                                                                                      \
    }

/*
 * A surface of any size, written as its rows come: memory is what some 500 rows need. The file is a
 * cloud optimised GeoTIFF: tiles of 256 x 256 cells, Deflate with the floating point predictor,
 * overviews of half the cells each down to one tile (means of the ground they cover; NaN where one
 * of their cells is), a BigTIFF only beyond 4 GiB. Every tile is read back, unpacked and compared
 * by its checksum before the file replaces an old one. Same values, same bytes, whatever the cut of
 * the rows and the number of threads. On the disk it needs up to a third more than the file, for
 * the time of writing.
 */
typedef struct geo_tiff geo_tiff;

/* `geometry` is a grid whose values are not asked for: place, size, CRS and unit. A metadata item
 * named "description" is the band's description, else the unit is. GEO_ERROR_OUTPUT for standard
 * output. */
GEO_API geo_status geo_tiff_open(geo_context *context, const geo_grid *geometry,
                                 const geo_metadata *metadata, size_t metadata_count,
                                 const geo_tiff_options *options, const char *path, geo_tiff **out);
/* The next rows from north to south, all columns; GEO_ERROR_USAGE for more than there are. 256 at a
 * time, or a multiple, are not copied. */
GEO_API geo_status geo_tiff_add_rows(geo_context *context, geo_tiff *tiff, size_t row_count,
                                     const double *values);
/* GEO_ERROR_USAGE unless all rows have come. */
GEO_API geo_status geo_tiff_commit(geo_context *context, geo_tiff *tiff);
/* Without commit: removes what was written. */
GEO_API void geo_tiff_free(geo_tiff *tiff);

/* open, add_rows, commit, with doubles. */
GEO_API geo_status geo_grid_write_tiff(geo_context *context, const geo_grid *grid,
                                       const geo_metadata *metadata, size_t metadata_count,
                                       const char *path);

/* ---- points --------------------------------------------------------------------------------- */

/*
 * Writes point features row by row to a GeoPackage (.gpkg, with a spatial index), GeoJSON
 * (.geojson, in WGS 84 as RFC 7946 wants it) or FlatGeobuf (.fgb, with a spatial index), by the
 * path's extension; re-opened and counted before it replaces an old file. Same rows, same bytes:
 * the date in a GeoPackage is that of SOURCE_DATE_EPOCH, else 1970-01-01.
 *
 * GEO_ERROR_USAGE for another extension; Shapefiles are refused because they are several files, of
 * which each can be replaced but not all at once, and cut field names to ten bytes.
 */
typedef struct geo_point_writer geo_point_writer;

typedef struct geo_field_definition {
    const char *name;
    geo_type type;
} geo_field_definition;

/* layer == NULL: the file's name. Names that clash but for their case get "_2", "_3" ... and a
 * note. */
GEO_API geo_status geo_point_writer_create(geo_context *context, const char *path,
                                           const char *layer, const geo_crs *crs,
                                           const geo_field_definition *field, size_t field_count,
                                           geo_point_writer **out);
/* A point (has_point false: a feature with a null geometry, which FlatGeobuf can't hold: left out
 * with a warning) and its fields as text, converted to the field's type: null for an empty field or
 * NaN, GEO_ERROR_DATA naming row and field for text that is no such number. */
GEO_API geo_status geo_point_writer_add(geo_context *context, geo_point_writer *writer,
                                        bool has_point, double x, double y, const geo_text *field);
GEO_API geo_status geo_point_writer_commit(geo_context *context, geo_point_writer *writer);
/* Without commit: removes what was written. */
GEO_API void geo_point_writer_free(geo_point_writer *writer);

/* ---- areas ---------------------------------------------------------------------------------- */

/* How QGIS shades a layer of areas when it opens it: by classes of a number, or by texts. All is
 * borrowed. */
typedef struct geo_layer_style {
    const char *field; /* the table's column by which areas are shaded; NULL: all look alike, as the
                          only class does */
    const char *unit;  /* over the classes in QGIS's list of layers; NULL: nothing */
    size_t class_count;
    const double *lower;         /* [class_count] rising: class i has values from lower[i] up to but
                                    not including lower[i + 1]; the last is open, and so is the first where
                                    lower[0] is         -INFINITY */
    const char *const *colour;   /* [class_count] "#fde725" */
    const char *const *label;    /* [class_count] */
    const char *const *category; /* [class_count] texts, instead of lower; an entry of NULL stands
                                    for cells without a text. NULL: classes */
    const char *name_field;      /* the column with the areas' names, written over them where they
                                    have room; NULL: none */
    bool is_outline;             /* colours are of lines around the areas, which are not filled */
    const double *line_mm;       /* [class_count] breadth of those lines; NULL: as between areas */
    const char *number_field;    /* a column of whole numbers that stand before the names in KML:
                                    "1. High Street"; NULL: none */
} geo_layer_style;

/*
 * Appends a GeoPackage with one layer: the polygons of the areas that the table's rows are about
 * (table->area), in the areas' CRS and the rows' order, with a spatial index. Areas without a row
 * have no feature, nor have rows about no area. Beside the table's columns stand code, name and
 * parent of the areas, where the table has no column of that name; for a column with hidden cells,
 * which are null, a text NAME_hidden that is "c" where they are. Names that clash but for their
 * case get "_2", "_3" ... and a note. Title and notes are the layer's description.
 *
 * `layer` NULL: "areas". `style` (may be NULL) is the layer's default style in the file's table
 * layer_styles; areas without a value are hatched. The file is re-opened and counted. Same input,
 * same bytes: its date is that of SOURCE_DATE_EPOCH, else 1970-01-01.
 *
 * GEO_ERROR_USAGE for a table whose rows are not about areas or of which two are about the same
 * one, and for a style that does not fit the table.
 */
GEO_API geo_status geo_areas_to_gpkg(geo_context *context, const geo_areas *areas,
                                     const geo_table *table, const char *layer,
                                     const geo_layer_style *style, geo_bytes *out);

typedef struct geo_layer {
    const geo_areas *areas;
    const geo_table *table;
    const char *name;             /* NULL: "areas" */
    const geo_layer_style *style; /* NULL: none */
} geo_layer;

/* The same with several layers, each as above, in the order given. GEO_ERROR_USAGE for none and for
 * two of the same name too. */
GEO_API geo_status geo_layers_to_gpkg(geo_context *context, const geo_layer *layer, size_t count,
                                      geo_bytes *out);

/*
 * Appends the same layer as GeoJSON (RFC 7946): in WGS 84 with 7 decimals, shells against the clock
 * and holes with it, a FeatureCollection with the layer's name, and title and notes as its
 * description. Properties are the columns that a GeoPackage would have. Same input, same bytes.
 *
 * Besides what is refused above GEO_ERROR_CRS for areas whose CRS is not known.
 */
GEO_API geo_status geo_areas_to_geojson(geo_context *context, const geo_areas *areas,
                                        const geo_table *table, const char *layer, geo_bytes *out);

/*
 * Appends the same layer for phones, as OGC KML 2.2: a Document with the table's title for a name
 * and its notes as description, and a Placemark for each row, in the rows' order, with the area's
 * name, a balloon in which the row's cells stand as a table for people, and the polygons in WGS 84.
 * `style` (may be NULL) colours them by class or category as it does in QGIS, half transparent, and
 * gives the names (name_field, else the areas' names, else their codes; a number_field before
 * them). Without classes all have one colour. Same input, same bytes.
 *
 * Errors are those of the other two.
 */
GEO_API geo_status geo_areas_to_kml(geo_context *context, const geo_areas *areas,
                                    const geo_table *table, const char *layer,
                                    const geo_layer_style *style, geo_bytes *out);

/* Named points for a satellite navigator or a phone, such as the peaks of hotspots. */
typedef struct geo_waypoints {
    const geo_crs *crs;
    const char *title; /* of the file; NULL: none; likewise the next */
    const char *description;
    size_t count;
    const double *x; /* [count] those that are not finite are left out with a warning */
    const double *y;
    const char *const *name;       /* [count], entries may be NULL */
    const char *const *point_text; /* [count] what there is to say of each; NULL: nothing */
} geo_waypoints;

/* Appends them as GPX 1.1, in WGS 84 with 7 decimals, in their order and without times. Same input,
 * same bytes. GEO_ERROR_CRS where the CRS is not known. */
GEO_API geo_status geo_waypoints_to_gpx(geo_context *context, const geo_waypoints *waypoints,
                                        geo_bytes *out);

/* To be called before the work begins. GEO_ERROR_USAGE when `output` is one of the inputs (same
 * file by device and inode, or same path), GEO_ERROR_OUTPUT when no file can be made where it will
 * be. */
GEO_API geo_status geo_check_output(geo_context *context, const char *output,
                                    const char *const *inputs, size_t input_count);

#ifdef __cplusplus
}
#endif
#endif
