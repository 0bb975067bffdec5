/* An attribute of areas from another table, such as what class each of them is in. */
#include <stdio.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/code_join.h"

typedef struct attribute_join {
    const char *what;
    const char *field_option;
    size_t field;
    const char *field_name;
    char **text; /* [areas->count] NULL where there is none */
} attribute_join;

static geo_status take_text(geo_context *context, void *user, size_t area, const geo_record *record)
{
    attribute_join *join = user;
    geo_text text = geo_trim(record->field[join->field]);
    if (text.length == 0)
        return GEO_OK;
    return geo_copy_bytes(context, text.data, text.length, &join->text[area]);
}

/* The one that is asked for, else the only one beside the codes. */
static geo_status find_field(geo_context *context, const geo_reader *reader, const char *asked,
                             const geo_code_join *codes, attribute_join *join)
{
    const char *const *names = geo_reader_field_names(reader);
    size_t count = geo_reader_field_count(reader);
    char list[2048];
    join->field = GEO_NO_FIELD;
    for (size_t i = 0; i < count && join->field == GEO_NO_FIELD; i++)
        if (asked ? geo_same_name(names[i], asked) : count == 2 && i != codes->code)
            join->field = i;
    if (join->field != GEO_NO_FIELD) {
        join->field_name = names[join->field];
        return GEO_OK;
    }
    geo_list_names(names, count, list, sizeof list);
    if (asked)
        return geo_fail(context, GEO_ERROR_USAGE, "%s: there is no field '%.100s'; its fields: %s",
                        codes->path, asked, list);
    return geo_fail(context, GEO_ERROR_USAGE,
                    "%s: which field holds the %s of the areas? Name it with %s; its fields: %s",
                    codes->path, join->what, join->field_option, list);
}

static geo_status check_name(geo_context *context, const geo_code_join *codes,
                             const attribute_join *join)
{
    const geo_areas *areas = codes->areas;
    if (!geo_table_find(areas->attributes, join->field_name))
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_USAGE,
                    "%s: the areas (%s) have a field '%s' of their own; give that of the table "
                    "another name, or do without the table",
                    codes->path, areas->path, join->field_name);
}

static geo_status add_attribute(geo_context *context, const geo_code_join *codes,
                                attribute_join *join, geo_areas *areas)
{
    geo_column *column = NULL;
    geo_status status =
        geo_table_add(context, areas->attributes, join->field_name, GEO_TEXT, 0, &column);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < areas->count; i++) {
        column->text[i] = join->text[i];
        join->text[i] = NULL;
    }
    geo_add_note(context, "%s: field %s of %s, joined by %s to %s", join->what, join->field_name,
                 codes->path, codes->code_field, areas->code_field);
    return GEO_OK;
}

static geo_status join_texts(geo_context *context, geo_areas *areas, geo_reader *reader,
                             geo_code_join *codes, attribute_join *join)
{
    geo_status status = geo_alloc_array(context, areas->count, sizeof *join->text, &join->text);
    if (status == GEO_OK)
        status = geo_join_by_code(context, reader, codes);
    if (status == GEO_OK)
        status = add_attribute(context, codes, join, areas);
    for (size_t i = 0; join->text && i < areas->count; i++)
        free(join->text[i]);
    free(join->text);
    return status;
}

static geo_status join_table(geo_context *context, geo_areas *areas, const char *path,
                             geo_reader *reader, const geo_attribute_options *options)
{
    geo_found_roles roles;
    const geo_roles asked = {.code = options->code};
    char both[64];
    attribute_join join = {.what = options->what ? options->what : "classes",
                           .field_option =
                               options->field_option ? options->field_option : "--group-field"};
    snprintf(both, sizeof both, "--area-code and %s",
             options->code_option ? options->code_option : "--group-code");
    geo_code_join codes = {.areas = areas,
                           .path = path,
                           .what = options->what ? options->what : "classification",
                           .options = both,
                           .user = &join,
                           .take = take_text};
    geo_status status = geo_find_join_code(context, reader, &asked, &codes, &roles);
    if (status == GEO_OK)
        status = find_field(context, reader, options->field, &codes, &join);
    if (status == GEO_OK)
        status = check_name(context, &codes, &join);
    return status == GEO_OK ? join_texts(context, areas, reader, &codes, &join) : status;
}

geo_status geo_areas_join_attribute(geo_context *context, geo_areas *areas, const geo_input *input,
                                    const geo_attribute_options *options)
{
    static const geo_attribute_options defaults = GEO_ATTRIBUTE_OPTIONS_INIT;
    const geo_attribute_options *used = options ? options : &defaults;
    geo_reader_options reading = GEO_READER_OPTIONS_INIT;
    geo_reader *reader = NULL;
    reading.layer = used->layer;
    reading.encoding = used->encoding;
    reading.code_field = used->code;
    reading.find_header = true;
    reading.limits = used->limits;
    geo_status status = geo_reader_open(context, input, &reading, &reader);
    if (status == GEO_OK)
        status = join_table(context, areas, input->path, reader, used);
    geo_reader_free(reader);
    return status;
}
