#include "source/sheet.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/roles.h"

/* Title lines that may stand above a header. */
#define TITLE_ROWS_MAX 100

static geo_text cell_of(OGRFeatureH row, size_t field)
{
    if (!OGR_F_IsFieldSetAndNotNull(row, (int)field))
        return (geo_text){NULL, 0};
    return geo_trim(geo_text_of(OGR_F_GetFieldAsString(row, (int)field)));
}

/* Years and ages are fair names of fields, coordinates and large numbers are not. */
static bool is_value(geo_text cell)
{
    double number = 0;
    return geo_number_parse(cell, &number) &&
           (!(number >= 0 && number < 10000) || number != floor(number));
}

/* Cells that aren't blank, and whether two or more are, one of them names a field of codes and none
 * is a value. */
static size_t count_cells(OGRFeatureH row, size_t field_count, bool *is_header)
{
    size_t cells = 0;
    bool has_code = false;
    bool has_value = false;
    for (size_t i = 0; i < field_count; i++) {
        geo_text cell = cell_of(row, i);
        cells += cell.length > 0;
        has_code = has_code || (cell.length > 0 && geo_is_area_code_field(cell));
        has_value = has_value || is_value(cell);
    }
    *is_header = has_code && cells > 1 && !has_value;
    return cells;
}

/* The 1-based number of the row with the names; 0: none. */
static int64_t find_row(const geo_layer *layer)
{
    int64_t found = 0;
    bool is_header = false;
    OGR_L_ResetReading(layer->handle);
    for (int64_t number = 1; number <= TITLE_ROWS_MAX && !is_header; number++) {
        OGRFeatureH row = OGR_L_GetNextFeature(layer->handle);
        if (!row)
            break;
        size_t cells = count_cells(row, layer->field_count, &is_header);
        if (is_header || (cells > 0 && found == 0))
            found = number;
        OGR_F_Destroy(row);
    }
    return found;
}

static geo_status take_names(geo_context *context, geo_layer *layer, OGRFeatureH row)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < layer->field_count && status == GEO_OK; i++) {
        char *name = NULL;
        geo_text cell = cell_of(row, i);
        status = geo_copy_bytes(context, cell.length > 0 ? cell.data : "", cell.length, &name);
        if (status != GEO_OK)
            break;
        free(layer->field_name[i]);
        layer->field_name[i] = name;
    }
    return status;
}

geo_status geo_sheet_find_header(geo_context *context, geo_layer *layer)
{
    geo_status status = GEO_OK;
    layer->header_rows = find_row(layer);
    OGR_L_ResetReading(layer->handle);
    for (int64_t number = 1; number <= layer->header_rows; number++) {
        OGRFeatureH row = OGR_L_GetNextFeature(layer->handle);
        if (number == layer->header_rows && row)
            status = take_names(context, layer, row);
        OGR_F_Destroy(row);
    }
    return status;
}
