/* What an input's fields mean and in which CRS its coordinates are. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/incident.h"

/* ---- roles ---------------------------------------------------------------------------------- */

static size_t field_of(const geo_incident_input *input, geo_role role)
{
    return input->roles.field[role];
}

static bool is_lon_lat(const geo_incident_input *input)
{
    return field_of(input, GEO_ROLE_LON) != GEO_NO_FIELD;
}

/* Fields that were asked for go before a layer's geometry; fields that were only found don't. */
static geo_status find_coordinates(geo_context *context, geo_incident_input *input)
{
    const geo_roles *asked = &input->options->roles;
    input->x_field = GEO_NO_FIELD;
    input->y_field = GEO_NO_FIELD;
    if (input->options->no_places)
        return GEO_OK;
    bool is_asked = asked->x || asked->y || asked->lon || asked->lat;
    input->has_own_points = geo_reader_has_geometry(input->reader) && !is_asked;
    input->x_field = field_of(input, is_lon_lat(input) ? GEO_ROLE_LON : GEO_ROLE_X);
    input->y_field = field_of(input, is_lon_lat(input) ? GEO_ROLE_LAT : GEO_ROLE_Y);
    if (input->has_own_points || (input->x_field != GEO_NO_FIELD && input->y_field != GEO_NO_FIELD))
        return GEO_OK;
    char names[1000];
    geo_list_names(input->names, input->name_count, names, sizeof names);
    return geo_fail(context, GEO_ERROR_USAGE,
                    "%s: no fields with coordinates were recognised; name them with --lon and "
                    "--lat, or with --x, --y and --crs; the fields are: %s",
                    input->path, names);
}

static geo_status find_roles(geo_context *context, geo_incident_input *input)
{
    const geo_incident_options *options = input->options;
    geo_status status = geo_find_roles(context, input->names, input->name_count, input->path,
                                       &options->roles, GEO_INPUT_INCIDENTS, &input->roles);
    if (status == GEO_OK)
        status = find_coordinates(context, input);
    if (status == GEO_OK && options->period)
        status = geo_require_role(context, &input->roles, GEO_ROLE_DATE, input->names,
                                  input->name_count, input->path);
    if (status == GEO_OK && options->category_count > 0)
        status = geo_require_role(context, &input->roles, GEO_ROLE_CATEGORY, input->names,
                                  input->name_count, input->path);
    return status;
}

static geo_status append_role(geo_context *context, const geo_incident_input *input, geo_role role,
                              geo_bytes *text)
{
    size_t field = field_of(input, role);
    if (field == GEO_NO_FIELD)
        return GEO_OK;
    return geo_bytes_print(context, text, "%s%s from '%s'", text->length > 0 ? ", " : "",
                           geo_role_name(role), input->names[field]);
}

/* One note for all inputs of one schema: it doesn't name the file. */
static geo_status note_roles(geo_context *context, const geo_incident_input *input)
{
    static const geo_role told[] = {GEO_ROLE_LON,  GEO_ROLE_LAT,      GEO_ROLE_X,     GEO_ROLE_Y,
                                    GEO_ROLE_DATE, GEO_ROLE_CATEGORY, GEO_ROLE_WEIGHT};
    bool has_fields = !input->has_own_points && !input->options->no_places;
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (input->has_own_points)
        status = geo_bytes_print(context, &text, "points from the geometry of the layer");
    for (size_t i = has_fields ? 0 : 4; status == GEO_OK && i < sizeof told / sizeof *told; i++)
        status = append_role(context, input, told[i], &text);
    if (status == GEO_OK && text.length > 0)
        geo_add_note(context, "incidents: %s", text.data);
    geo_bytes_clear(&text);
    return status;
}

/* ---- CRS ------------------------------------------------------------------------------------ */

/* Longitudes and latitudes are WGS 84, unless the caller named the fields and their CRS. */
static const char *name_crs_of_degrees(geo_context *context, const geo_incident_input *input)
{
    const geo_incident_options *options = input->options;
    if (!options->crs || options->roles.lon)
        return options->crs ? options->crs : "EPSG:4326";
    geo_add_note(
        context,
        "%s is for fields of x and y; longitude '%s' and latitude '%s' are taken as WGS 84",
        options->crs, input->names[input->x_field], input->names[input->y_field]);
    return "EPSG:4326";
}

static geo_status find_crs_of_fields(geo_context *context, geo_incident_input *input)
{
    const char *text = input->options->crs;
    if (is_lon_lat(input))
        text = name_crs_of_degrees(context, input);
    else if (!text && input->roles.is_easting)
        text = "EPSG:27700";
    if (text)
        return geo_crs_from_text(context, text, &input->crs);
    const geo_crs *own = geo_reader_crs(input->reader);
    if (own->wkt)
        return geo_crs_copy(context, own, &input->crs);
    return geo_fail(context, GEO_ERROR_CRS,
                    "the fields '%s' and '%s' don't tell which coordinate reference system they "
                    "are in; give it with --crs, for example --crs EPSG:27700",
                    input->names[input->x_field], input->names[input->y_field]);
}

static geo_status find_crs_of_layer(geo_context *context, geo_incident_input *input)
{
    const geo_crs *own = geo_reader_crs(input->reader);
    if (own->wkt)
        return geo_crs_copy(context, own, &input->crs);
    if (input->options->crs)
        return geo_crs_from_text(context, input->options->crs, &input->crs);
    return geo_fail(context, GEO_ERROR_CRS,
                    "layer '%s' states no coordinate reference system; give it with --crs, for "
                    "example --crs EPSG:27700",
                    geo_reader_layer(input->reader));
}

static geo_status find_crs(geo_context *context, geo_incident_input *input, const geo_crs *working)
{
    geo_status status = input->has_own_points ? find_crs_of_layer(context, input)
                                              : find_crs_of_fields(context, input);
    if (status == GEO_OK)
        status = geo_plausible_find(context, &input->crs, working, input->options->expected,
                                    &input->plausible);
    if (status == GEO_OK && is_lon_lat(input) && !input->has_own_points &&
        !input->plausible.is_degrees)
        status = geo_fail(context, GEO_ERROR_USAGE,
                          "%s is not in degrees; name the fields with --x and --y instead of --lon "
                          "and --lat",
                          input->options->crs);
    return status == GEO_OK ? GEO_OK : geo_fail_in(context, status, "%s", input->path);
}

/* ---- opening -------------------------------------------------------------------------------- */

static geo_status bind_where(geo_context *context, geo_incident_input *input)
{
    const geo_filter *where = input->options->where;
    if (!where)
        return GEO_OK;
    geo_status status = geo_alloc_array(context, geo_filter_field_count(where),
                                        sizeof *input->where_field, &input->where_field);
    if (status != GEO_OK)
        return status;
    return geo_filter_bind(context, where, input->names, input->name_count, input->path,
                           input->where_field);
}

static int compare_fields(const void *one, const void *other)
{
    size_t a = *(const size_t *)one;
    size_t b = *(const size_t *)other;
    return (a > b) - (a < b);
}

static geo_status need_all(geo_context *context, geo_incident_input *input)
{
    geo_status status = geo_alloc_array(context, input->name_count, sizeof *input->needed_field,
                                        &input->needed_field);
    while (status == GEO_OK && input->needed_count < input->name_count) {
        input->needed_field[input->needed_count] = input->needed_count;
        input->needed_count++;
    }
    return status;
}

/* Ascending, each once. */
static geo_status find_needed(geo_context *context, geo_incident_input *input)
{
    const size_t judged[] = {field_of(input, GEO_ROLE_DATE), input->category_field,
                             field_of(input, GEO_ROLE_WEIGHT)};
    const size_t judged_count = sizeof judged / sizeof *judged;
    const geo_filter *where = input->options->where;
    size_t where_count = where ? geo_filter_field_count(where) : 0;
    if (input->keeps_fields)
        return need_all(context, input);
    geo_status status = geo_alloc_array(context, where_count + judged_count + 2,
                                        sizeof *input->needed_field, &input->needed_field);
    if (status != GEO_OK)
        return status;
    size_t *needed = input->needed_field;
    size_t count = 0;
    for (size_t i = 0; i < where_count; i++)
        needed[count++] = input->where_field[i];
    for (size_t i = 0; i < judged_count; i++)
        if (judged[i] != GEO_NO_FIELD)
            needed[count++] = judged[i];
    if (input->x_field != GEO_NO_FIELD && !input->has_own_points) {
        needed[count++] = input->x_field;
        needed[count++] = input->y_field;
    }
    qsort(needed, count, sizeof *needed, compare_fields);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || needed[i] != needed[input->needed_count - 1])
            needed[input->needed_count++] = needed[i];
    return GEO_OK;
}

static geo_extent common_part(const geo_extent *one, const geo_extent *other)
{
    return (geo_extent){fmax(one->x_min, other->x_min), fmax(one->y_min, other->y_min),
                        fmin(one->x_max, other->x_max), fmin(one->y_max, other->y_max)};
}

static void find_usual(geo_incident_input *input)
{
    const geo_plausible *plausible = &input->plausible;
    input->usual = common_part(&plausible->possible, &plausible->sensible);
    input->usual = common_part(&input->usual, &plausible->around);
    input->is_plain = !input->options->no_places && !input->has_own_points &&
                      !input->keeps_fields && field_of(input, GEO_ROLE_WEIGHT) == GEO_NO_FIELD;
}

static geo_status find_categories(geo_context *context, bool wants_categories,
                                  geo_incident_input *input)
{
    const geo_incident_options *options = input->options;
    bool is_needed = wants_categories || options->category_count > 0;
    input->category_field = is_needed ? field_of(input, GEO_ROLE_CATEGORY) : GEO_NO_FIELD;
    geo_status status =
        geo_alloc_array(context, options->category_count, sizeof *input->wanted, &input->wanted);
    for (size_t i = 0; i < options->category_count && status == GEO_OK; i++)
        input->wanted[i] = geo_text_of(options->category[i]);
    return status;
}

static geo_status open_into(geo_context *context, const geo_input *input, const geo_crs *working,
                            bool wants_categories, geo_incident_input *out)
{
    geo_reader_options reading = GEO_READER_OPTIONS_INIT;
    reading.layer = out->options->layer;
    reading.encoding = out->options->encoding;
    reading.limits = out->options->limits;
    geo_status status = geo_reader_open(context, input, &reading, &out->reader);
    if (status != GEO_OK)
        return status;
    out->names = geo_reader_field_names(out->reader);
    out->name_count = geo_reader_field_count(out->reader);
    geo_record_use records = out->options->records;
    out->keeps_fields = records == GEO_WHOLE_RECORDS ||
                        (records == GEO_RAW_RECORDS && !geo_reader_is_csv(out->reader));
    /* Where a comma does not part fields it may part decimals. */
    out->takes_decimal_comma =
        geo_reader_is_csv(out->reader) && geo_reader_delimiter(out->reader) != ',';
    status = find_roles(context, out);
    if (status == GEO_OK)
        status = find_categories(context, wants_categories, out);
    if (status == GEO_OK)
        status = bind_where(context, out);
    if (status == GEO_OK)
        status = find_needed(context, out);
    if (status == GEO_OK && !out->options->no_places)
        status = find_crs(context, out, working);
    if (status == GEO_OK)
        find_usual(out);
    return status == GEO_OK ? note_roles(context, out) : status;
}

geo_status geo_incident_input_open(geo_context *context, const geo_input *input,
                                   const geo_incident_options *options, const geo_crs *working,
                                   bool wants_categories, geo_incident_input *out)
{
    *out = (geo_incident_input){.options = options, .path = input->path};
    geo_status status = open_into(context, input, working, wants_categories, out);
    if (status != GEO_OK)
        geo_incident_input_close(out);
    return status;
}

void geo_incident_input_close(geo_incident_input *input)
{
    geo_reader_free(input->reader);
    geo_crs_clear(&input->crs);
    free(input->wanted);
    free(input->where_field);
    free(input->needed_field);
    input->reader = NULL;
    input->wanted = NULL;
    input->where_field = NULL;
    input->needed_field = NULL;
}

/* ---- axes ----------------------------------------------------------------------------------- */

geo_status geo_incident_input_check_axes(geo_context *context, const geo_incident_input *input,
                                         int64_t located, int64_t swapped)
{
    if (swapped <= located / 2)
        return GEO_OK;
    if (input->has_own_points)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: the points of %" PRId64 " of %" PRId64
                        " rows make sense only with x and y swapped; write the layer again with x "
                        "the easting or longitude",
                        input->path, swapped, located);
    const char *x = input->names[input->x_field];
    const char *y = input->names[input->y_field];
    const char *x_option = is_lon_lat(input) ? "--lon" : "--x";
    const char *y_option = is_lon_lat(input) ? "--lat" : "--y";
    return geo_fail(context, GEO_ERROR_DATA,
                    "%s: the coordinates of %" PRId64 " of %" PRId64
                    " rows make sense only with the axes swapped; set %s '%s' %s '%s'",
                    input->path, swapped, located, x_option, y, y_option, x);
}
