/* One face for the rows of a CSV and the features of a layer. */
#include "source/reader.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/csv.h"
#include "source/format.h"
#include "source/layer.h"

struct geo_reader {
    geo_csv *csv; /* exactly one of csv and layer is set */
    geo_layer *layer;
    int64_t rows;
};

static const geo_crs no_crs;

/* ---- opening -------------------------------------------------------------------------------- */

/* A pipe is read as CSV without a look at its content, so its name is all there is to go by. */
static geo_status check_pipe(geo_context *context, const geo_input *input)
{
    static const char *const ending[] = {".gpkg", ".geojson", ".json", ".shp", ".fgb", ".zip"};
    struct stat facts;
    if (input->content.data || stat(input->path, &facts) != 0 || S_ISREG(facts.st_mode))
        return GEO_OK;
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        if (geo_same_name(geo_path_extension(input->path), ending[i]))
            return geo_fail(context, GEO_ERROR_INPUT,
                            "%s: only CSV can be read from a pipe; save it to a file first",
                            input->path);
    return GEO_OK;
}

/* A zip with one CSV is read as that CSV; any other may hold a layer. */
static geo_status find_member(geo_context *context, const geo_input *input, geo_format format,
                              char **member)
{
    if (format != GEO_FORMAT_ZIP || input->content.data)
        return GEO_OK;
    return geo_zip_csv_member(context, input->path, member);
}

static geo_status open_kind(geo_context *context, const geo_input *input,
                            const geo_reader_options *options, geo_reader *reader)
{
    geo_format format = GEO_FORMAT_CSV;
    char *member = NULL;
    geo_status status = geo_format_of_input(context, input, &format);
    if (status == GEO_OK)
        status = check_pipe(context, input);
    if (status == GEO_OK)
        status = find_member(context, input, format, &member);
    if (status != GEO_OK)
        return status;
    if (format == GEO_FORMAT_CSV || member)
        status = geo_csv_open(context, input, member, options, &reader->csv);
    else
        status = geo_layer_open(context, input, options->layer, GEO_USE_ROWS, &options->limits,
                                &reader->layer);
    free(member);
    return status;
}

geo_status geo_reader_open(geo_context *context, const geo_input *input,
                           const geo_reader_options *options, geo_reader **out)
{
    static const geo_reader_options defaults = GEO_READER_OPTIONS_INIT;
    geo_reader *reader = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *reader, &reader);
    if (status != GEO_OK)
        return status;
    status = open_kind(context, input, options ? options : &defaults, reader);
    if (status != GEO_OK) {
        geo_reader_free(reader);
        return status;
    }
    *out = reader;
    return GEO_OK;
}

void geo_reader_free(geo_reader *reader)
{
    if (!reader)
        return;
    geo_csv_free(reader->csv);
    geo_layer_free(reader->layer);
    free(reader);
}

/* ---- what it is ----------------------------------------------------------------------------- */

bool geo_reader_is_csv(const geo_reader *reader)
{
    return reader->csv != NULL;
}

char geo_reader_delimiter(const geo_reader *reader)
{
    return reader->csv ? reader->csv->delimiter : '\0';
}

geo_text geo_reader_header(const geo_reader *reader)
{
    geo_text none = {NULL, 0};
    return reader->csv ? (geo_text){reader->csv->header.data, reader->csv->header.length} : none;
}

geo_text geo_reader_header_end(const geo_reader *reader)
{
    geo_text none = {NULL, 0};
    if (!reader->csv)
        return none;
    return geo_text_of(reader->csv->header_end);
}

bool geo_reader_has_bom(const geo_reader *reader)
{
    return reader->csv && reader->csv->has_bom;
}

const char *geo_reader_layer(const geo_reader *reader)
{
    return reader->layer ? geo_layer_name(reader->layer) : NULL;
}

const geo_crs *geo_reader_crs(const geo_reader *reader)
{
    return reader->layer ? geo_layer_crs(reader->layer) : &no_crs;
}

bool geo_reader_has_geometry(const geo_reader *reader)
{
    return reader->layer && geo_layer_geometry(reader->layer) != GEO_GEOMETRY_NONE;
}

size_t geo_reader_field_count(const geo_reader *reader)
{
    return reader->csv ? reader->csv->field_count : geo_layer_field_count(reader->layer);
}

const char *const *geo_reader_field_names(const geo_reader *reader)
{
    return reader->csv ? (const char *const *)reader->csv->name
                       : geo_layer_field_names(reader->layer);
}

geo_type geo_reader_field_type(const geo_reader *reader, size_t field)
{
    return reader->csv ? GEO_TEXT : geo_layer_field_type(reader->layer, field);
}

geo_csv *geo_reader_csv(geo_reader *reader)
{
    return reader->csv;
}

double geo_reader_fraction(const geo_reader *reader)
{
    if (reader->csv)
        return geo_content_fraction(reader->csv->window.content);
    int64_t declared = geo_layer_row_count(reader->layer);
    return declared > 0 && reader->rows <= declared ? (double)reader->rows / (double)declared : 0;
}

void geo_reader_need(geo_reader *reader, const size_t *field, size_t count)
{
    if (reader->layer)
        geo_layer_need(reader->layer, field, count);
}

/* ---- rows ----------------------------------------------------------------------------------- */

geo_status geo_reader_next(geo_context *context, geo_reader *reader, geo_record *record, bool *more)
{
    if (reader->csv)
        return geo_csv_next(context, reader->csv, record, more);
    geo_feature feature;
    geo_status status = geo_layer_next(context, reader->layer, &feature, more);
    if (status != GEO_OK || !*more)
        return status;
    reader->rows++;
    *record = (geo_record){
        .row = feature.row,
        .field = feature.field,
        .fields_found = geo_layer_field_count(reader->layer),
        .has_point = feature.has_point,
        .x = feature.x,
        .y = feature.y,
        .bad_geometry = feature.bad_geometry,
    };
    return GEO_OK;
}
