/* Indices of deprivation as they are published: which sheet, which fields, what they mean. */
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "source/content.h"
#include "source/deprivation_deciles.h"
#include "source/deprivation_rows.h"
#include "source/format.h"
#include "source/layer.h"

/* ---- which sheet ---------------------------------------------------------------------------- */

/* What the search for the layer has come to. */
typedef struct layer_search {
    const geo_input *input;
    const geo_deprivation_options *options;
    size_t found;
    const char *name; /* of the first that was found */
} layer_search;

static geo_status look_into(geo_context *context, const char *name, layer_search *search)
{
    geo_layer *layer = NULL;
    geo_status status = geo_layer_open(context, search->input, name, GEO_USE_FIRST,
                                       &search->options->limits, &layer);
    if (status != GEO_OK)
        return status;
    if (geo_has_index_fields(geo_layer_field_names(layer), geo_layer_field_count(layer),
                             search->options)) {
        search->name = search->found++ == 0 ? name : search->name;
    }
    geo_layer_free(layer);
    return GEO_OK;
}

static geo_status fail_for_layers(geo_context *context, const geo_layer *first,
                                  const layer_search *search)
{
    const char *names[40];
    size_t count = geo_layer_sibling_count(first);
    char list[1024];
    for (size_t i = 0; i < count && i < sizeof names / sizeof *names; i++)
        names[i] = geo_layer_sibling(first, i);
    geo_list_names(names, count < 40 ? count : 40, list, sizeof list);
    return geo_fail(context, GEO_ERROR_USAGE,
                    search->found == 0
                        ? "%s: none of its layers or sheets has codes and figures of '%s': %s"
                        : "%s: several of its layers or sheets have codes and figures of '%s'; "
                          "name one with --deprivation-layer: %s",
                    search->input->path, geo_domain_name(search->options->domain), list);
}

static geo_status search_layers(geo_context *context, const geo_layer *first, layer_search *search,
                                char **out)
{
    size_t count = geo_layer_sibling_count(first);
    geo_status status = GEO_OK;
    if (count < 2)
        return GEO_OK;
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        status = look_into(context, geo_layer_sibling(first, i), search);
    if (status == GEO_OK && search->found != 1)
        status = fail_for_layers(context, first, search);
    return status == GEO_OK ? geo_copy_text(context, search->name, out) : status;
}

/* The only layer with codes and the domain where there are several, NULL for a file that needs none
 * named. */
static geo_status find_layer(geo_context *context, const geo_input *input,
                             const geo_deprivation_options *options, char **out)
{
    layer_search search = {input, options, 0, NULL};
    geo_format format = GEO_FORMAT_CSV;
    geo_layer *first = NULL;
    char *member = NULL;
    *out = NULL;
    if (options->layer)
        return geo_copy_text(context, options->layer, out);
    geo_status status = geo_format_of_input(context, input, &format);
    if (status == GEO_OK && format == GEO_FORMAT_ZIP && !input->content.data)
        status = geo_zip_csv_member(context, input->path, &member);
    bool is_csv = format == GEO_FORMAT_CSV || member;
    free(member);
    if (status != GEO_OK || is_csv)
        return status;
    status = geo_layer_open(context, input, NULL, GEO_USE_FIRST, &options->limits, &first);
    if (status == GEO_OK)
        status = search_layers(context, first, &search, out);
    geo_layer_free(first);
    return status;
}

/* ---- reading it ----------------------------------------------------------------------------- */

static geo_status name_source(geo_context *context, const geo_input *input,
                              const char *const *names, const geo_index_fields *fields,
                              geo_deprivation *out)
{
    size_t value = 0;
    while (fields->figure[value] == GEO_NO_FIELD)
        value++;
    out->domain = fields->domain;
    geo_status status = geo_copy_text(context, input->path, &out->path);
    if (status == GEO_OK)
        status = geo_copy_text(context, names[fields->code], &out->code_field);
    if (status == GEO_OK)
        status = geo_copy_text(context, names[fields->figure[value]], &out->value_field);
    if (status == GEO_OK && fields->population != GEO_NO_FIELD)
        status = geo_copy_text(context, names[fields->population], &out->population_field);
    return status;
}

static geo_status read_table(geo_context *context, const geo_input *input, geo_reader *reader,
                             const geo_deprivation_options *options, geo_deprivation *out)
{
    const char *const *names = geo_reader_field_names(reader);
    size_t count = geo_reader_field_count(reader);
    geo_index_fields fields;
    geo_index_nation nation;
    geo_status status = geo_find_index_fields(context, names, count, input->path, options, &fields);
    if (status == GEO_OK)
        status = name_source(context, input, names, &fields, out);
    if (status == GEO_OK)
        status = geo_read_index_rows(context, reader, &fields, out);
    if (status != GEO_OK)
        return status;
    geo_index_signs signs = {
        .year = fields.year,
        .district_field = fields.district != GEO_NO_FIELD ? names[fields.district] : NULL,
        .layer = geo_reader_layer(reader),
        .national = options->national,
    };
    status = geo_find_nation(context, &signs, out, &nation);
    return status == GEO_OK ? geo_complete_deciles(context, &nation, out) : status;
}

static geo_status open_reader(geo_context *context, const geo_input *input,
                              const geo_deprivation_options *options, geo_reader **out)
{
    geo_reader_options reading = GEO_READER_OPTIONS_INIT;
    char *layer = NULL;
    geo_status status = find_layer(context, input, options, &layer);
    reading.layer = layer;
    reading.encoding = options->encoding;
    reading.code_field = options->code;
    reading.find_header = true;
    reading.limits = options->limits;
    if (status == GEO_OK)
        status = geo_reader_open(context, input, &reading, out);
    free(layer);
    return status;
}

geo_status geo_deprivation_read(geo_context *context, const geo_input *input,
                                const geo_deprivation_options *options, geo_deprivation **out)
{
    static const geo_deprivation_options defaults = GEO_DEPRIVATION_OPTIONS_INIT;
    const geo_deprivation_options *used = options ? options : &defaults;
    geo_reader *reader = NULL;
    geo_deprivation *read = NULL;
    geo_status status = open_reader(context, input, used, &reader);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *read, &read);
    if (status == GEO_OK)
        status = read_table(context, input, reader, used, read);
    geo_reader_free(reader);
    if (status == GEO_OK)
        *out = read;
    else
        geo_deprivation_free(read);
    return status;
}
