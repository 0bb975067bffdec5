/*
 * Tables about areas for phones: OGC KML 2.2 (OGC 07-147r2). GDAL's drivers write no balloons of
 * several columns and lose the styles, so the text is written here.
 */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "output/area_layer.h"
#include "output/cell.h"
#include "output/degrees.h"
#include "output/layer_style.h"
#include "output/xml_text.h"

/* Of areas that have no class, as the contours of the report style. */
#define PLAIN_COLOUR   "#7e0d66"
#define NO_DATA_COLOUR "#a3a7ad"
#define BORDER_COLOUR  "#43464c"
#define PLAIN_STYLE    "plain"
#define NO_DATA_STYLE  "no-data"
/* Of fills, as two hexadecimal digits: what is below must show, and an area without a fill can't be
 * tapped on. */
#define SHADED    "99"
#define LIGHT     "26"
#define OPAQUE    "ff"
#define NARROW_PX 1
#define BROAD_PX  3

typedef struct kml {
    geo_context *context;
    const geo_areas *areas;
    const geo_table *table;
    const geo_layer_style *style; /* NULL: none */
    const geo_column *shading;    /* the style's; NULL: all areas look alike */
    const geo_column *naming;     /* NULL: the areas' names, or codes */
    const geo_column *numbering;  /* NULL: none */
    double *degree;               /* longitudes and latitudes of the areas' points in turn */
    geo_bytes *out;
    geo_status status; /* the first failure */
} kml;

/* ---- pieces --------------------------------------------------------------------------------- */

static void put(kml *file, const char *markup)
{
    if (file->status == GEO_OK)
        file->status = geo_bytes_append(file->context, file->out, markup, strlen(markup));
}

static void put_text(kml *file, const char *text)
{
    char *line = NULL;
    if (file->status == GEO_OK)
        file->status = geo_line_for_people(file->context, text, &line);
    if (file->status == GEO_OK)
        file->status = geo_xml_append(file->context, file->out, geo_text_of(line));
    free(line);
}

static void put_element(kml *file, const char *begin, const char *text, const char *end)
{
    put(file, begin);
    put_text(file, text);
    put(file, end);
}

/* ---- styles --------------------------------------------------------------------------------- */

/* KML has opacity first and red last: "#rrggbb" is aabbggrr. */
static void put_colour(kml *file, const char *colour, const char *opacity)
{
    const char text[] = {opacity[0], opacity[1], colour[5], colour[6], colour[3],
                         colour[4],  colour[1],  colour[2], '\0'};
    put(file, "<color>");
    put(file, text);
    put(file, "</color>");
}

typedef struct area_style {
    const char *line;
    int line_px;
    const char *fill;
    const char *opacity;
} area_style;

static void put_style(kml *file, const char *id, size_t number, const area_style *style)
{
    put(file, "  <Style id=\"");
    put(file, id);
    if (file->status == GEO_OK && number > 0)
        file->status = geo_bytes_append_integer(file->context, file->out, (int64_t)number);
    put(file, "\">\n   <LineStyle>");
    put_colour(file, style->line, OPAQUE);
    put(file, style->line_px == NARROW_PX ? "<width>1</width>" : "<width>3</width>");
    put(file, "</LineStyle>\n   <PolyStyle>");
    put_colour(file, style->fill, style->opacity);
    put(file, "</PolyStyle>\n  </Style>\n");
}

static void put_styles(kml *file)
{
    const area_style plain = {PLAIN_COLOUR, BROAD_PX, PLAIN_COLOUR, LIGHT};
    const area_style no_data = {BORDER_COLOUR, NARROW_PX, NO_DATA_COLOUR, LIGHT};
    const geo_layer_style *style = file->style;
    if (!style) {
        put_style(file, PLAIN_STYLE, 0, &plain);
        return;
    }
    for (size_t i = 0; i < style->class_count; i++) {
        const char *colour = style->colour[i];
        bool is_line = style->is_outline;
        const area_style class = {is_line ? colour : BORDER_COLOUR, is_line ? BROAD_PX : NARROW_PX,
                                  colour, is_line ? LIGHT : SHADED};
        put_style(file, "class-", i + 1, &class);
    }
    put_style(file, NO_DATA_STYLE, 0, &no_data);
}

static bool is_category(const char *category, const char *cell)
{
    return category && cell ? strcmp(category, cell) == 0 : category == cell;
}

static double number_in(const geo_column *column, size_t row)
{
    if (geo_cell_is_null(column, row))
        return NAN;
    return column->type == GEO_INTEGER ? (double)column->integer[row] : column->real[row];
}

/* From 1; 0: none. */
static size_t class_of(const kml *file, size_t row)
{
    const geo_layer_style *style = file->style;
    size_t class = 0;
    if (!file->shading)
        return 1;
    if (geo_table_mark(file->shading, row) == GEO_MARK_HIDDEN)
        return 0;
    if (style->category) {
        while (class < style->class_count &&
               !is_category(style->category[class], file->shading->text[row]))
            class ++;
        return class < style->class_count ? class + 1 : 0;
    }
    double number = number_in(file->shading, row);
    while (class < style->class_count && number >= style->lower[class])
        class ++;
    return class;
}

static void put_style_of(kml *file, size_t row)
{
    size_t class = file->style ? class_of(file, row) : 0;
    put(file, "   <styleUrl>#");
    put(file, !file->style ? PLAIN_STYLE : class == 0 ? NO_DATA_STYLE : "class-");
    if (file->status == GEO_OK && class > 0)
        file->status = geo_bytes_append_integer(file->context, file->out, (int64_t) class);
    put(file, "</styleUrl>\n");
}

/* ---- words ---------------------------------------------------------------------------------- */

static void put_cell(kml *file, const geo_column *column, size_t row)
{
    char *cell = NULL;
    if (file->status == GEO_OK)
        file->status = geo_cell_for_people(file->context, column, row, &cell);
    if (file->status == GEO_OK)
        file->status = geo_xml_append(file->context, file->out, geo_text_of(cell));
    free(cell);
}

static void put_name(kml *file, size_t row)
{
    const geo_areas *areas = file->areas;
    size_t area = (size_t)file->table->area[row];
    put(file, "   <name>");
    if (file->numbering && !geo_cell_is_null(file->numbering, row)) {
        put_cell(file, file->numbering, row);
        put(file, ". ");
    }
    if (file->naming && !geo_cell_is_null(file->naming, row))
        put_cell(file, file->naming, row);
    else
        put_text(file, areas->name && areas->name[area] ? areas->name[area] : areas->code[area]);
    put(file, "</name>\n");
}

static void put_heading(kml *file, const geo_column *column)
{
    char *heading = NULL;
    if (column->group) {
        put_text(file, column->group);
        put(file, ": ");
    }
    if (file->status == GEO_OK)
        file->status = geo_heading_for_people(file->context, column, &heading);
    if (file->status == GEO_OK)
        file->status = geo_xml_append(file->context, file->out, geo_text_of(heading));
    free(heading);
}

/* HTML within CDATA, where no text can end it: a ">" of theirs is an entity. Cells without a text
 * would be empty rows; what the balloon's own title says stands there. */
static void put_balloon(kml *file, size_t row)
{
    put(file, "   <description><![CDATA[<table>");
    for (size_t i = 0; i < file->table->column_count; i++) {
        const geo_column *column = &file->table->column[i];
        bool is_blank = column->type == GEO_TEXT && geo_cell_is_null(column, row) &&
                        geo_table_mark(column, row) != GEO_MARK_HIDDEN;
        if (is_blank || column == file->naming || column == file->numbering)
            continue;
        put(file, "<tr><th align=\"left\">");
        put_heading(file, column);
        put(file, column->type == GEO_TEXT ? "</th><td>" : "</th><td align=\"right\">");
        put_cell(file, column, row);
        put(file, "</td></tr>\n");
    }
    put(file, "</table>]]></description>\n");
}

static void put_legend(kml *file)
{
    const geo_layer_style *style = file->style;
    if (style->unit)
        put_element(file, "<p>", style->unit, "</p>\n");
    for (size_t i = 0; i < style->class_count; i++) {
        put(file, "<div><span style=\"background-color: ");
        put(file, style->colour[i]);
        put_element(file, "\">&#160;&#160;&#160;</span> ", style->label[i], "</div>\n");
    }
}

static void put_head(kml *file, const char *name)
{
    const geo_table *table = file->table;
    put(file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n <Document>\n");
    put_element(file, "  <name>", table->title ? table->title : name, "</name>\n");
    if (table->note_count > 0 || file->style) {
        put(file, "  <description><![CDATA[");
        if (file->style)
            put_legend(file);
        for (size_t i = 0; i < table->note_count; i++)
            put_element(file, "<p>", table->note[i], "</p>\n");
        put(file, "]]></description>\n");
    }
    put_styles(file);
}

/* ---- polygons ------------------------------------------------------------------------------- */

static void put_point(kml *file, size_t point)
{
    const double *degree = file->degree + 2 * point;
    if (file->status == GEO_OK)
        file->status =
            geo_bytes_append_number(file->context, file->out, degree[0], GEO_DEGREE_DECIMALS);
    put(file, ",");
    if (file->status == GEO_OK)
        file->status =
            geo_bytes_append_number(file->context, file->out, degree[1], GEO_DEGREE_DECIMALS);
}

/* Twice the area, by sign the way round; seen from the first point, as degrees are long numbers. */
static double turn_of(const kml *file, size_t first, size_t end)
{
    const double *degree = file->degree;
    double sum = 0, x = degree[2 * first], y = degree[2 * first + 1];
    for (size_t i = first; i + 1 < end; i++)
        sum += (degree[2 * i] - x) * (degree[2 * i + 3] - y) -
               (degree[2 * i + 2] - x) * (degree[2 * i + 1] - y);
    return sum;
}

/* Shells run against the clock and holes with it. */
static void put_ring(kml *file, size_t ring)
{
    const geo_areas *areas = file->areas;
    size_t first = areas->ring_point[ring], end = areas->ring_point[ring + 1];
    bool is_hole = areas->ring_is_hole[ring];
    bool is_backwards = (turn_of(file, first, end) > 0) == is_hole;
    put(file, is_hole ? "<innerBoundaryIs>" : "<outerBoundaryIs>");
    put(file, "<LinearRing><coordinates>");
    for (size_t i = first; i < end; i++) {
        put(file, i > first ? " " : "");
        put_point(file, is_backwards ? end - 1 - (i - first) : i);
    }
    put(file, "</coordinates></LinearRing>");
    put(file, is_hole ? "</innerBoundaryIs>" : "</outerBoundaryIs>");
}

static void put_polygons(kml *file, size_t area)
{
    const geo_areas *areas = file->areas;
    size_t first = areas->area_ring[area], end = areas->area_ring[area + 1];
    if (first == end)
        return;
    put(file, "   <MultiGeometry>\n");
    for (size_t ring = first; ring < end; ring++) {
        if (ring == first || !areas->ring_is_hole[ring])
            put(file, ring == first ? "    <Polygon>" : "</Polygon>\n    <Polygon>");
        put_ring(file, ring);
    }
    put(file, "</Polygon>\n   </MultiGeometry>\n");
}

static geo_status check_degrees(const kml *file, const char *name)
{
    for (size_t row = 0; row < file->table->row_count; row++) {
        int32_t area = file->table->area[row];
        if (area == GEO_NO_CODE)
            continue;
        size_t first = file->areas->ring_point[file->areas->area_ring[area]];
        size_t end = file->areas->ring_point[file->areas->area_ring[area + 1]];
        for (size_t i = 2 * first; i < 2 * end; i++)
            if (isnan(file->degree[i]))
                return geo_fail(file->context, GEO_ERROR_DATA,
                                "%s: area %s has a point that is nowhere in WGS 84", name,
                                file->areas->code[area]);
    }
    return GEO_OK;
}

/* ---- the file ------------------------------------------------------------------------------- */

static void put_row(kml *file, size_t row)
{
    put(file, "  <Placemark>\n");
    put_name(file, row);
    put(file, "   <Snippet maxLines=\"0\"></Snippet>\n");
    put_balloon(file, row);
    put_style_of(file, row);
    put_polygons(file, (size_t)file->table->area[row]);
    put(file, "  </Placemark>\n");
}

static geo_status put_all(kml *file, const char *name)
{
    put_head(file, name);
    for (size_t row = 0; row < file->table->row_count; row++)
        if (file->table->area[row] != GEO_NO_CODE)
            put_row(file, row);
    put(file, " </Document>\n</kml>\n");
    return file->status;
}

static geo_status find_column(const kml *file, const char *name, const char *what,
                              const geo_column **out)
{
    *out = name ? geo_table_find(file->table, name) : NULL;
    if (!name || *out)
        return GEO_OK;
    return geo_fail(file->context, GEO_ERROR_USAGE,
                    "areas are to be %s by \"%s\", but the table has no such column", what, name);
}

/* An area's own name or code may be what a style names it by. */
static geo_status find_columns(kml *file)
{
    const geo_layer_style *style = file->style;
    const char *name = style ? style->name_field : NULL;
    if (name && !geo_table_find(file->table, name) &&
        (geo_same_name(name, "name") || geo_same_name(name, "code")))
        name = NULL;
    file->shading = style && style->field ? geo_table_find(file->table, style->field) : NULL;
    geo_status status = find_column(file, name, "named", &file->naming);
    return status == GEO_OK
               ? find_column(file, style ? style->number_field : NULL, "numbered", &file->numbering)
               : status;
}

static geo_status prepare(kml *file, const geo_layer *layer)
{
    const geo_areas *areas = file->areas;
    const char *name = geo_area_layer_name(layer);
    size_t area_count = 0;
    geo_status status = geo_check_degrees(file->context, &areas->crs, name, "KML");
    if (status == GEO_OK)
        status = geo_area_layer_check_rows(file->context, layer, &area_count);
    if (status == GEO_OK && file->style)
        status = geo_layer_style_check(file->context, file->style, file->table);
    if (status == GEO_OK)
        status = find_columns(file);
    if (status == GEO_OK)
        status = geo_find_degrees(file->context, &areas->crs, areas->x, areas->y,
                                  areas->point_count, &file->degree);
    return status == GEO_OK ? check_degrees(file, name) : status;
}

geo_status geo_areas_to_kml(geo_context *context, const geo_areas *areas, const geo_table *table,
                            const char *layer, const geo_layer_style *style, geo_bytes *out)
{
    const geo_layer only = {.areas = areas, .table = table, .name = layer, .style = style};
    kml file = {.context = context, .areas = areas, .table = table, .style = style, .out = out};
    size_t before = out->length;
    geo_status status = prepare(&file, &only);
    if (status == GEO_OK)
        status = put_all(&file, geo_area_layer_name(&only));
    if (status != GEO_OK)
        out->length = before;
    free(file.degree);
    return status;
}
