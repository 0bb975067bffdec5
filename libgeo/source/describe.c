/* What a strange file is: its format, layers, fields and the roles they would play. */
#include <stdlib.h>
#include <sys/stat.h>

#include "core/context.h"
#include "core/memory.h"
#include "source/format.h"
#include "source/layer.h"

static void clear_layer(geo_layer_description *layer)
{
    for (size_t i = 0; i < layer->field_count; i++)
        free(layer->field[i].name);
    free(layer->field);
    free(layer->name);
    geo_crs_clear(&layer->crs);
}

void geo_description_free(geo_description *description)
{
    if (!description)
        return;
    for (size_t i = 0; i < description->layer_count; i++)
        clear_layer(&description->layer[i]);
    free(description->layer);
    free(description->path);
    free(description->format);
    free(description);
}

static geo_status describe_fields(geo_context *context, const char *const *names, size_t count,
                                  geo_layer_description *layer)
{
    const char **roles = NULL;
    geo_status status = geo_alloc_array(context, count, sizeof *layer->field, &layer->field);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *roles, &roles);
    if (status == GEO_OK)
        geo_detect_roles(names, count, roles);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        status = geo_copy_text(context, names[i], &layer->field[i].name);
        if (status != GEO_OK)
            break;
        layer->field[i].role = roles[i];
        layer->field_count++;
    }
    free(roles);
    return status;
}

/* ---- layers --------------------------------------------------------------------------------- */

static const char *geometry_name(geo_geometry geometry)
{
    switch (geometry) {
    case GEO_GEOMETRY_NONE:
        return "none";
    case GEO_GEOMETRY_POINT:
        return "point";
    case GEO_GEOMETRY_LINE:
        return "line";
    case GEO_GEOMETRY_POLYGON:
        return "polygon";
    default:
        return "other";
    }
}

static geo_status describe_layer(geo_context *context, geo_layer *open,
                                 geo_layer_description *layer)
{
    geo_status status = geo_copy_text(context, geo_layer_name(open), &layer->name);
    if (status == GEO_OK)
        status = geo_crs_copy(context, geo_layer_crs(open), &layer->crs);
    if (status == GEO_OK)
        status = describe_fields(context, geo_layer_field_names(open), geo_layer_field_count(open),
                                 layer);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < layer->field_count; i++)
        layer->field[i].type = geo_layer_field_type(open, i);
    layer->geometry = geometry_name(geo_layer_geometry(open));
    layer->rows = geo_layer_row_count(open);
    layer->has_extent = geo_layer_extent(open, &layer->extent);
    return GEO_OK;
}

static geo_status open_and_describe(geo_context *context, const geo_input *input, const char *name,
                                    const geo_limits *limits, geo_layer_description *layer)
{
    geo_layer *open = NULL;
    geo_status status = geo_layer_open(context, input, name, GEO_USE_FIRST, limits, &open);
    if (status == GEO_OK)
        status = describe_layer(context, open, layer);
    geo_layer_free(open);
    return status;
}

static geo_status describe_layers(geo_context *context, const geo_input *input,
                                  const geo_reader_options *options, const geo_layer *first,
                                  geo_description *description)
{
    size_t count = options->layer ? 1 : geo_layer_sibling_count(first);
    geo_status status = geo_copy_text(context, geo_layer_format(first), &description->format);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *description->layer, &description->layer);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        const char *name = options->layer ? options->layer : geo_layer_sibling(first, i);
        description->layer_count++;
        status = open_and_describe(context, input, name, &options->limits, &description->layer[i]);
    }
    return status;
}

/* ---- CSV ------------------------------------------------------------------------------------ */

static const char *csv_format(char delimiter)
{
    switch (delimiter) {
    case ';':
        return "CSV, semicolon-separated";
    case '\t':
        return "CSV, tab-separated";
    default:
        return "CSV, comma-separated";
    }
}

static geo_status describe_csv(geo_context *context, const geo_reader *reader,
                               geo_description *description)
{
    geo_status status =
        geo_alloc_array(context, 1, sizeof *description->layer, &description->layer);
    if (status != GEO_OK)
        return status;
    geo_layer_description *layer = description->layer;
    description->layer_count = 1;
    layer->rows = -1;
    layer->geometry = "none";
    status = geo_copy_text(context, "", &layer->name);
    if (status == GEO_OK)
        status =
            geo_copy_text(context, csv_format(geo_reader_delimiter(reader)), &description->format);
    if (status == GEO_OK)
        status = describe_fields(context, geo_reader_field_names(reader),
                                 geo_reader_field_count(reader), layer);
    return status;
}

/* ---- the file ------------------------------------------------------------------------------- */

/* A layer file is opened as such; what is none is CSV to the reader. */
static geo_status describe_content(geo_context *context, const geo_input *input,
                                   const geo_reader_options *options, geo_description *description)
{
    geo_format format = GEO_FORMAT_CSV;
    geo_layer *first = NULL;
    geo_reader *reader = NULL;
    geo_status status = geo_format_of_input(context, input, &format);
    if (status != GEO_OK)
        return status;
    if (format == GEO_FORMAT_CSV || format == GEO_FORMAT_ZIP) {
        status = geo_reader_open(context, input, options, &reader);
        if (status == GEO_OK && geo_reader_is_csv(reader))
            status = describe_csv(context, reader, description);
    }
    if (status == GEO_OK && description->layer_count == 0) {
        status =
            geo_layer_open(context, input, options->layer, GEO_USE_FIRST, &options->limits, &first);
        if (status == GEO_OK)
            status = describe_layers(context, input, options, first, description);
    }
    geo_layer_free(first);
    geo_reader_free(reader);
    return status;
}

geo_status geo_describe(geo_context *context, const geo_input *input,
                        const geo_reader_options *options, geo_description **out)
{
    static const geo_reader_options usual = GEO_READER_OPTIONS_INIT;
    geo_description *description = NULL;
    struct stat facts;
    geo_status status = geo_alloc_array(context, 1, sizeof *description, &description);
    if (status != GEO_OK)
        return status;
    status = geo_copy_text(context, input->path, &description->path);
    if (status == GEO_OK)
        status = describe_content(context, input, options ? options : &usual, description);
    if (status == GEO_OK && !input->content.data && stat(input->path, &facts) == 0)
        description->bytes = (int64_t)facts.st_size;
    else
        description->bytes = (int64_t)input->content.length;
    if (status == GEO_OK)
        *out = description;
    else
        geo_description_free(description);
    return status;
}
