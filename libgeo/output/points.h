/* The parts of a point writer that points.c and point_fields.c share. */
#ifndef GEO_OUTPUT_POINTS_H
#define GEO_OUTPUT_POINTS_H

#include <geo/output.h>

#include "core/gdal_library.h"

/* The fields of the layer, with names that no other has but for case. */
typedef struct geo_point_fields {
    size_t count;
    char **name;
    geo_type *type;
    geo_bytes scratch; /* the text of one field, NUL-terminated and in UTF-8 */
} geo_point_fields;

/* Notes on the context which fields got another name. */
geo_status geo_point_fields_fill(geo_context *context, geo_point_fields *fields, const char *path,
                                 const geo_field_definition *field, size_t count);
void geo_point_fields_clear(geo_point_fields *fields);

/* `base`, or base_2, base_3 ...: the first that none of the first `count` fields has. Freed with
 * free(). */
geo_status geo_point_fields_free_name(geo_context *context, const geo_point_fields *fields,
                                      size_t count, const char *base, char **out);

/* Converts the texts of one row into the feature's fields. */
geo_status geo_point_fields_set(geo_context *context, geo_point_fields *fields, const char *path,
                                int64_t row, const geo_text *text, OGRFeatureH feature);

#endif
