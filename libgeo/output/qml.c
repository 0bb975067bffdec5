/*
 * The schema is that of QGIS's own files
 * (https://docs.qgis.org/3.22/en/docs/user_manual/appendices/ qgis_file_formats.html). What is left
 * out has its default there. Properties of symbols are written as <prop>, which QGIS 3 reads in all
 * its versions; <Option> came with 3.18.
 */
#include "output/qml.h"

#include <math.h>

#include "core/memory.h"
#include "core/text.h"
#include "output/area_columns.h"
#include "output/xml_text.h"

/* The outlines between areas and the hatch of those without a value, as in the report style. */
#define OUTLINE       "#7c7f85"
#define OUTLINE_MM    0.14
#define RIM           "#ffffff"
#define RIM_MM        0.3 /* both sides together */
#define NO_DATA       "#f7f7f6"
#define NO_DATA_HATCH "#a3a7ad"

typedef struct qml {
    geo_context *context;
    geo_bytes *out;
    const geo_qml_need *need;
    geo_status status; /* the first failure */
} qml;

static void put(qml *document, const char *text)
{
    if (document->status == GEO_OK)
        document->status = geo_bytes_append(document->context, document->out, text, strlen(text));
}

/* ---- XML ------------------------------------------------------------------------------------ */

static void put_attribute(qml *document, const char *name, const char *value)
{
    put(document, " ");
    put(document, name);
    put(document, "=\"");
    if (document->status == GEO_OK)
        document->status = geo_xml_append(document->context, document->out, geo_text_of(value));
    put(document, "\"");
}

static void put_count(qml *document, const char *name, size_t count)
{
    put(document, " ");
    put(document, name);
    put(document, "=\"");
    if (document->status == GEO_OK)
        document->status =
            geo_bytes_append_integer(document->context, document->out, (int64_t)count);
    put(document, "\"");
}

static void put_property(qml *document, const char *name, const char *value)
{
    put(document, "     <prop");
    put_attribute(document, "k", name);
    put_attribute(document, "v", value);
    put(document, "/>\n");
}

static void put_number(qml *document, const char *name, double number)
{
    geo_bytes text = GEO_BYTES_INIT;
    if (document->status == GEO_OK)
        document->status = geo_bytes_append_number(document->context, &text, number, 2);
    if (document->status == GEO_OK)
        document->status = geo_bytes_append(document->context, &text, "", 1);
    if (document->status == GEO_OK)
        put_property(document, name, text.data);
    geo_bytes_clear(&text);
}

/* ---- conditions ----------------------------------------------------------------------------- */

/* A name or text of QGIS's expressions, with the quotes within it doubled; in a text the backslash
 * escapes. */
static geo_status quote(geo_context *context, const char *text, char mark, geo_bytes *out)
{
    geo_status status = geo_bytes_append(context, out, &mark, 1);
    for (; *text && status == GEO_OK; text++) {
        if (*text == mark || (mark == '\'' && *text == '\\'))
            status = geo_bytes_append(context, out, text, 1);
        if (status == GEO_OK)
            status = geo_bytes_append(context, out, text, 1);
    }
    return status == GEO_OK ? geo_bytes_append(context, out, &mark, 1) : status;
}

/* With the fewest decimals that read back to the same number: breaks are round, or a double beside
 * a round number. */
static geo_status append_break(geo_context *context, double number, geo_bytes *out)
{
    enum { DECIMALS_MOST = 40 };
    size_t length = out->length;
    geo_status status = GEO_OK;
    for (int decimals = 0; decimals <= DECIMALS_MOST && status == GEO_OK; decimals++) {
        double back = 0;
        out->length = length;
        status = geo_bytes_append_number(context, out, number, decimals);
        if (status == GEO_OK &&
            geo_number_parse((geo_text){out->data + length, out->length - length}, &back) &&
            back == number)
            break;
    }
    return status;
}

static geo_status append_comparison(const qml *document, const char *sign, double number,
                                    geo_bytes *out)
{
    geo_status status = quote(document->context, document->need->field, '"', out);
    if (status == GEO_OK)
        status = geo_bytes_append(document->context, out, sign, strlen(sign));
    return status == GEO_OK ? append_break(document->context, number, out) : status;
}

static geo_status append_is_null(const qml *document, const char *field, bool is, geo_bytes *out)
{
    const char *words = is ? " IS NULL" : " IS NOT NULL";
    geo_status status = quote(document->context, field, '"', out);
    return status == GEO_OK ? geo_bytes_append(document->context, out, words, strlen(words))
                            : status;
}

static geo_status class_condition(const qml *document, size_t class, geo_bytes *out)
{
    const geo_layer_style *style = document->need->style;
    bool is_open_below = isinf(style->lower[class]);
    bool is_open_above = class + 1 == style->class_count;
    geo_status status = GEO_OK;
    if (is_open_below && is_open_above)
        return append_is_null(document, document->need->field, false, out);
    if (!is_open_below)
        status = append_comparison(document, " >= ", style->lower[class], out);
    if (status == GEO_OK && !is_open_below && !is_open_above)
        status = geo_bytes_append(document->context, out, " AND ", 5);
    if (status == GEO_OK && !is_open_above)
        status = append_comparison(document, " < ", style->lower[class + 1], out);
    return status;
}

static geo_status category_condition(const qml *document, size_t class, geo_bytes *out)
{
    const char *text = document->need->style->category[class];
    if (!text)
        return append_is_null(document, document->need->field, true, out);
    geo_status status = quote(document->context, document->need->field, '"', out);
    if (status == GEO_OK)
        status = geo_bytes_append(document->context, out, " = ", 3);
    return status == GEO_OK ? quote(document->context, text, '\'', out) : status;
}

/* Cells without a value: those that are kept back, or the others. */
static geo_status null_condition(const qml *document, bool is_hidden, geo_bytes *out)
{
    const char *hidden = document->need->hidden_field;
    geo_status status = append_is_null(document, document->need->field, true, out);
    if (status != GEO_OK || !hidden)
        return status;
    status = geo_bytes_append(document->context, out, " AND ", 5);
    return status == GEO_OK ? append_is_null(document, hidden, !is_hidden, out) : status;
}

/* ---- rules ---------------------------------------------------------------------------------- */

/* Classes are rules, not the ranges of a graduated renderer: of two ranges that meet, that renderer
 * takes the lower one for a value on their break, and it shows nothing where there is no value. */
static void put_rule(qml *document, size_t symbol, geo_bytes *condition, geo_status status,
                     const char *label)
{
    if (status == GEO_OK)
        status = geo_bytes_append(document->context, condition, "", 1);
    if (document->status == GEO_OK)
        document->status = status;
    if (document->status == GEO_OK) {
        put(document, "    <rule");
        put_count(document, "symbol", symbol);
        put_count(document, "key", symbol + 1);
        if (condition->data[0])
            put_attribute(document, "filter", condition->data);
        put_attribute(document, "label", label);
        put(document, "/>\n");
    }
    condition->length = 0;
}

/* Nothing where all areas look alike. */
static geo_status rule_condition(const qml *document, size_t symbol, geo_bytes *out)
{
    if (!document->need->field)
        return GEO_OK;
    return document->need->style->category ? category_condition(document, symbol, out)
                                           : class_condition(document, symbol, out);
}

/* A category without a text stands for the cells without one. */
static bool shows_null(const geo_layer_style *style)
{
    for (size_t i = 0; style->category && i < style->class_count; i++)
        if (!style->category[i])
            return true;
    return false;
}

/* Below a rule that shows nothing but the unit, where there is one. */
static void put_rules(qml *document)
{
    const geo_qml_need *need = document->need;
    const geo_layer_style *style = need->style;
    geo_bytes condition = GEO_BYTES_INIT;
    size_t symbol = 0;
    put(document, "  <rules key=\"rules\">\n");
    if (style->unit) {
        put(document, "   <rule key=\"0\"");
        put_attribute(document, "label", style->unit);
        put(document, ">\n");
    }
    for (; symbol < style->class_count; symbol++)
        put_rule(document, symbol, &condition, rule_condition(document, symbol, &condition),
                 style->label[symbol]);
    if (need->hidden_field) {
        geo_status status = null_condition(document, true, &condition);
        put_rule(document, symbol++, &condition, status, "Kept back");
    }
    if (need->has_null && !shows_null(style))
        put_rule(document, symbol, &condition, null_condition(document, false, &condition),
                 "No data");
    put(document, style->unit ? "   </rule>\n  </rules>\n" : "  </rules>\n");
    geo_bytes_clear(&condition);
}

/* ---- symbols -------------------------------------------------------------------------------- */

static void begin_symbol(qml *document, size_t symbol)
{
    put(document, "   <symbol type=\"fill\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\"");
    put_count(document, "name", symbol);
    put(document, ">\n");
}

/* `line` NULL: the outline between areas. */
static void put_area(qml *document, const char *colour, const char *line, double line_mm)
{
    put(document, "    <layer class=\"SimpleFill\" enabled=\"1\" locked=\"0\" pass=\"0\">\n");
    put_property(document, "color", colour);
    put_property(document, "style", line ? "no" : "solid");
    put_property(document, "outline_color", line ? line : OUTLINE);
    put_property(document, "outline_style", "solid");
    put_number(document, "outline_width", line_mm);
    put_property(document, "outline_width_unit", "MM");
    put_property(document, "joinstyle", "round");
    put(document, "    </layer>\n");
}

static void put_fill(qml *document, const char *colour)
{
    put_area(document, colour, NULL, OUTLINE_MM);
}

/* Lines alone, on a pale rim that keeps them apart from what is below. */
static void put_lines(qml *document, size_t class)
{
    const geo_layer_style *style = document->need->style;
    double line_mm = style->line_mm ? style->line_mm[class] : OUTLINE_MM;
    put_area(document, RIM, RIM, line_mm + RIM_MM);
    put_area(document, style->colour[class], style->colour[class], line_mm);
}

static void put_hatch(qml *document, const char *angle)
{
    put(document, "    <layer class=\"LinePatternFill\" enabled=\"1\" locked=\"0\" pass=\"0\">\n");
    put_property(document, "angle", angle);
    put_property(document, "distance", "1.4");
    put_property(document, "distance_unit", "MM");
    put_property(document, "color", NO_DATA_HATCH);
    put_property(document, "line_width", "0.18");
    put_property(document, "line_width_unit", "MM");
    put(document, "    </layer>\n");
}

/* Cells that are kept back are hatched crosswise. */
static void put_null_symbol(qml *document, size_t symbol, bool is_hidden)
{
    begin_symbol(document, symbol);
    put_fill(document, NO_DATA);
    put_hatch(document, "45");
    if (is_hidden)
        put_hatch(document, "135");
    put(document, "   </symbol>\n");
}

static void put_symbols(qml *document)
{
    const geo_qml_need *need = document->need;
    size_t symbol = 0;
    put(document, "  <symbols>\n");
    for (; symbol < need->style->class_count; symbol++) {
        begin_symbol(document, symbol);
        if (need->style->is_outline)
            put_lines(document, symbol);
        else
            put_fill(document, need->style->colour[symbol]);
        put(document, "   </symbol>\n");
    }
    if (need->hidden_field)
        put_null_symbol(document, symbol++, true);
    if (need->has_null && !shows_null(need->style))
        put_null_symbol(document, symbol, false);
    put(document, "  </symbols>\n");
}

/* ---- labels --------------------------------------------------------------------------------- */

/* Names over their areas (placement 4: horizontal within the polygon) on a white rim; of names that
 * would touch, QGIS leaves one out. */
static void put_labels(qml *document)
{
    const geo_qml_need *need = document->need;
    size_t scale = (size_t)need->label_scale;
    put(document, " <labeling type=\"simple\">\n  <settings>\n"
                  "   <text-style isExpression=\"0\" fontSize=\"8\" fontSizeUnit=\"Point\" "
                  "textColor=\"35,38,43,255\" textOpacity=\"1\"");
    put_attribute(document, "fieldName", need->name_field);
    put(document, ">\n    <text-buffer bufferDraw=\"1\" bufferSize=\"0.7\" "
                  "bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,255\" bufferOpacity=\"1\"/>\n"
                  "   </text-style>\n"
                  "   <text-format wrapChar=\"\" autoWrapLength=\"14\"/>\n"
                  "   <placement placement=\"4\"/>\n"
                  "   <rendering drawLabels=\"1\" obstacle=\"0\" scaleMin=\"0\"");
    put_count(document, "scaleMax", scale);
    put(document, scale > 0 ? " scaleVisibility=\"1\"/>\n" : " scaleVisibility=\"0\"/>\n");
    put(document, "  </settings>\n </labeling>\n");
}

geo_status geo_qml_append(geo_context *context, const geo_qml_need *need, geo_bytes *out)
{
    qml document = {.context = context, .out = out, .need = need, .status = GEO_OK};
    put(&document, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                   "<qgis version=\"3.22.0\" styleCategories=\"Symbology|Labeling\"");
    put(&document, need->name_field ? " labelsEnabled=\"1\">\n" : " labelsEnabled=\"0\">\n");
    put(&document, " <renderer-v2 type=\"RuleRenderer\" symbollevels=\"0\" forceraster=\"0\" "
                   "enableorderby=\"0\" referencescale=\"-1\">\n");
    put_rules(&document);
    put_symbols(&document);
    put(&document, " </renderer-v2>\n");
    if (need->name_field)
        put_labels(&document);
    put(&document, " <layerGeometryType>2</layerGeometryType>\n</qgis>\n");
    return document.status;
}
