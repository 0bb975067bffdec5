#include "output/layer_style.h"

#include <math.h>
#include <stdio.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "core/text.h"
#include "core/utf8.h"

/* ---- check ---------------------------------------------------------------------------------- */

static bool is_colour(const char *text)
{
    return text && text[0] == '#' && strlen(text) == 7 &&
           strspn(text + 1, "0123456789abcdefABCDEF") == 6;
}

static bool is_break(const geo_layer_style *style, size_t class)
{
    double lower = style->lower[class];
    return class == 0 ? isfinite(lower) || lower == -INFINITY
                      : isfinite(lower) && lower > style->lower[class - 1];
}

static geo_status check_classes(geo_context *context, const geo_layer_style *style)
{
    for (size_t i = 0; i < style->class_count; i++) {
        if (!is_colour(style->colour[i]) || !style->label[i])
            return geo_fail(context, GEO_ERROR_USAGE,
                            "class %zu of a layer's style needs a label and a colour \"#rrggbb\"",
                            i + 1);
        if (style->line_mm && !(style->line_mm[i] > 0))
            return geo_fail(context, GEO_ERROR_USAGE, "lines of a layer must be broader than 0 mm");
        if (style->field && !style->category && !is_break(style, i))
            return geo_fail(context, GEO_ERROR_USAGE,
                            "the classes of a layer's style must begin at rising numbers");
    }
    return GEO_OK;
}

geo_status geo_layer_style_check(geo_context *context, const geo_layer_style *style,
                                 const geo_table *table)
{
    const geo_column *column = style->field ? geo_table_find(table, style->field) : NULL;
    if (!style->field && style->class_count != 1)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "areas that all look alike need one colour, with a label");
    if (style->field && !column)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "areas are to be shaded by \"%s\", but the table has no such column",
                        style->field);
    if (column && (column->type == GEO_TEXT) != (style->category != NULL))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "areas are shaded by classes of numbers or by categories of texts, which "
                        "the column \"%s\" does not hold",
                        style->field);
    return check_classes(context, style);
}

/* ---- write ---------------------------------------------------------------------------------- */

/* As QGIS makes the table (3.22): names, types and widths. */
enum {
    CATALOG,
    SCHEMA,
    TABLE,
    GEOMETRY,
    NAME,
    QML,
    SLD,
    DEFAULT,
    DESCRIPTION,
    OWNER,
    FORM,
    TIME,
    FIELDS
};

#define NAME_LENGTH 30

typedef struct style_field {
    const char *name;
    OGRFieldType type;
    int width; /* 0: any */
} style_field;

static const style_field field[FIELDS] = {
    [CATALOG] = {"f_table_catalog", OFTString, 256},
    [SCHEMA] = {"f_table_schema", OFTString, 256},
    [TABLE] = {"f_table_name", OFTString, 256},
    [GEOMETRY] = {"f_geometry_column", OFTString, 256},
    [NAME] = {"styleName", OFTString, NAME_LENGTH},
    [QML] = {"styleQML", OFTString, 0},
    [SLD] = {"styleSLD", OFTString, 0},
    [DEFAULT] = {"useAsDefault", OFTInteger, 0},
    [DESCRIPTION] = {"description", OFTString, 0},
    [OWNER] = {"owner", OFTString, NAME_LENGTH},
    [FORM] = {"ui", OFTString, NAME_LENGTH},
    [TIME] = {"update_time", OFTDateTime, 0},
};

static bool create_fields(OGRLayerH layer)
{
    for (int i = 0; i < FIELDS; i++) {
        OGRFieldDefnH made = OGR_Fld_Create(field[i].name, field[i].type);
        OGR_Fld_SetWidth(made, field[i].width);
        if (i == DEFAULT)
            OGR_Fld_SetSubType(made, OFSTBoolean);
        if (i == TIME)
            OGR_Fld_SetDefault(made, "CURRENT_TIMESTAMP");
        OGRErr error = OGR_L_CreateField(layer, made, FALSE);
        OGR_Fld_Destroy(made);
        if (error != OGRERR_NONE)
            return false;
    }
    return true;
}

/* QGIS finds the style by these: empty catalogue and schema, not null ones. Without a time GDAL
 * would write the clock's. */
static void fill(OGRFeatureH feature, const geo_layer_style_row *row)
{
    char name[NAME_LENGTH + 1];
    snprintf(name, sizeof name, "%.*s", (int)geo_utf8_cut(row->name, NAME_LENGTH), row->name);
    OGR_F_SetFieldString(feature, CATALOG, "");
    OGR_F_SetFieldString(feature, SCHEMA, "");
    OGR_F_SetFieldString(feature, TABLE, row->layer);
    OGR_F_SetFieldString(feature, GEOMETRY, row->geometry_column);
    OGR_F_SetFieldString(feature, NAME, name);
    OGR_F_SetFieldString(feature, QML, row->qml);
    OGR_F_SetFieldNull(feature, SLD);
    OGR_F_SetFieldInteger(feature, DEFAULT, 1);
    OGR_F_SetFieldString(feature, DESCRIPTION, row->description ? row->description : "");
    OGR_F_SetFieldString(feature, OWNER, "");
    OGR_F_SetFieldNull(feature, FORM);
    OGR_F_SetFieldString(feature, TIME, row->date);
}

static OGRLayerH create_table(GDALDatasetH dataset)
{
    const char *const options[] = {"FID=id", NULL};
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, GEO_LAYER_STYLES, NULL, wkbNone,
                                             (char **)(uintptr_t)options);
    return layer && create_fields(layer) ? layer : NULL;
}

bool geo_layer_style_write(GDALDatasetH dataset, const geo_layer_style_row *row)
{
    OGRLayerH layer = GDALDatasetGetLayerByName(dataset, GEO_LAYER_STYLES);
    if (!layer)
        layer = create_table(dataset);
    if (!layer)
        return false;
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    if (!feature)
        return false;
    fill(feature, row);
    OGRErr error = OGR_L_CreateFeature(layer, feature);
    OGR_F_Destroy(feature);
    return error == OGRERR_NONE;
}
