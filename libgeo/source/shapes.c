/* Shapes of any vector layer, in the working CRS. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/area_fields.h"
#include "source/data_crs.h"
#include "source/layer.h"
#include "source/transform.h"

#define NO_FIELD SIZE_MAX

/* What is known while a layer is being read. */
typedef struct shape_reader {
    const geo_shapes_options *options;
    geo_layer *layer;
    geo_transform *transform;
    geo_parts parts;
    size_t name_field;
    size_t name_capacity;
    size_t shape_capacity;
    size_t misplaced_count; /* with a point that has no place in the working CRS */
    size_t outside_count;   /* beyond the extent that is asked for */
    const char *where;      /* file and layer, for messages */
} shape_reader;

/* ---- names ---------------------------------------------------------------------------------- */

static size_t find_field(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (geo_same_name(names[i], name))
            return i;
    return NO_FIELD;
}

/* As areas are named, else as Ordnance Survey names rivers and OpenStreetMap numbers roads. */
static size_t find_known_name(const char *const *names, size_t count)
{
    static const char *const known[] = {"name", "watercourse_name", "ref"};
    size_t field = geo_find_area_fields(names, count, NO_FIELD).name;
    for (size_t i = 0; i < sizeof known / sizeof *known && field == NO_FIELD; i++)
        field = find_field(names, count, known[i]);
    return field;
}

static geo_status find_name_field(geo_context *context, shape_reader *reader)
{
    const char *asked = reader->options->name;
    const char *const *names = geo_layer_field_names(reader->layer);
    size_t count = geo_layer_field_count(reader->layer);
    reader->name_field = asked ? find_field(names, count, asked) : find_known_name(names, count);
    if (asked && reader->name_field == NO_FIELD) {
        char list[2048];
        geo_list_names(names, count, list, sizeof list);
        return geo_fail(context, GEO_ERROR_USAGE,
                        "%s: there is no field '%.100s' for the names of shapes; its fields: %s",
                        reader->where, asked, list);
    }
    geo_layer_need(reader->layer, &reader->name_field, 1);
    return GEO_OK;
}

/* A blank name is none. */
static geo_status copy_name(geo_context *context, geo_text field, char **out)
{
    geo_text name = geo_trim(field);
    *out = NULL;
    return name.length > 0 ? geo_copy_bytes(context, name.data, name.length, out) : GEO_OK;
}

/* ---- coordinates ---------------------------------------------------------------------------- */

/* The box that holds the extent in the layer's CRS. Its edges bend there: a hundredth of its size
 * is far more than they do between the places that geo_transform_extent() looks at. */
static geo_status keep_within(geo_context *context, shape_reader *reader, const geo_crs *data)
{
    geo_transform *inverse = NULL;
    geo_extent box;
    geo_status status =
        geo_transform_create_inverse(context, data, reader->options->working, &inverse);
    if (status != GEO_OK)
        return status;
    size_t failed = geo_transform_extent(inverse, reader->options->extent, &box);
    geo_transform_free(inverse);
    double across = (box.x_max - box.x_min) / 100;
    double along = (box.y_max - box.y_min) / 100;
    box =
        (geo_extent){box.x_min - across, box.y_min - along, box.x_max + across, box.y_max + along};
    if (failed == 0)
        geo_layer_keep_within(reader->layer, &box);
    return GEO_OK;
}

static geo_status open_transform(geo_context *context, shape_reader *reader)
{
    const geo_shapes_options *options = reader->options;
    geo_crs data = {NULL, NULL, 0, false};
    geo_extent extent = geo_extent_of(NULL, NULL, 0);
    if (options->crs)
        geo_layer_extent(reader->layer, &extent);
    geo_status status = geo_find_data_crs(context, geo_layer_crs(reader->layer), options->crs,
                                          &extent, reader->where, &data);
    if (status == GEO_OK)
        status = geo_transform_create(context, &data, options->working, true, &reader->transform);
    if (status == GEO_OK && options->extent)
        status = keep_within(context, reader, &data);
    geo_crs_clear(&data);
    return status == GEO_ERROR_CRS ? geo_fail_in(context, status, "%s", reader->where) : status;
}

static bool reaches_into(const geo_extent *box, const geo_extent *extent)
{
    return box->x_min <= extent->x_max && box->x_max >= extent->x_min &&
           box->y_min <= extent->y_max && box->y_max >= extent->y_min;
}

/* Transforms the points from `first` on; false when the shape that they make is not to be kept. */
static bool place(shape_reader *reader, size_t first)
{
    geo_parts *parts = &reader->parts;
    const geo_extent *wanted = reader->options->extent;
    double *x = parts->x + first;
    double *y = parts->y + first;
    size_t count = parts->point_count - first;
    if (geo_transform_apply(reader->transform, x, y, count) > 0) {
        reader->misplaced_count++;
        return false;
    }
    geo_extent box = geo_extent_of(x, y, count);
    bool is_wanted = !wanted || reaches_into(&box, wanted);
    reader->outside_count += !is_wanted;
    return is_wanted;
}

/* ---- features ------------------------------------------------------------------------------- */

static geo_status keep_shape(geo_context *context, shape_reader *reader, const geo_feature *feature,
                             size_t first_part, geo_shapes *shapes)
{
    size_t count = shapes->count;
    bool is_named = reader->name_field != NO_FIELD;
    geo_status status = geo_grow_array(context, &shapes->shape_part, &reader->shape_capacity,
                                       count + 2, sizeof *shapes->shape_part);
    if (status == GEO_OK && is_named)
        status = geo_grow_array(context, &shapes->name, &reader->name_capacity, count + 1,
                                sizeof *shapes->name);
    if (status == GEO_OK && is_named)
        status = copy_name(context, feature->field[reader->name_field], &shapes->name[count]);
    if (status != GEO_OK)
        return status;
    shapes->shape_part[count] = first_part;
    shapes->shape_part[count + 1] = reader->parts.part_count;
    shapes->count++;
    return GEO_OK;
}

static geo_status read_feature(geo_context *context, shape_reader *reader,
                               const geo_feature *feature, geo_shapes *shapes)
{
    geo_parts *parts = &reader->parts;
    size_t first_part = parts->part_count;
    size_t first_point = parts->point_count;
    geo_status status = geo_layer_append_parts(context, reader->layer, parts);
    if (status != GEO_OK || parts->part_count == first_part)
        return status;
    if (place(reader, first_point))
        return keep_shape(context, reader, feature, first_part, shapes);
    geo_parts_cut(parts, first_part);
    return GEO_OK;
}

static geo_status read_features(geo_context *context, shape_reader *reader, geo_shapes *shapes)
{
    const int64_t often = 1024;
    double declared = (double)geo_layer_row_count(reader->layer);
    geo_feature feature;
    geo_status status = GEO_OK;
    for (bool more = true; status == GEO_OK;) {
        status = geo_layer_next(context, reader->layer, &feature, &more);
        if (status != GEO_OK || !more)
            break;
        status = read_feature(context, reader, &feature, shapes);
        if (status == GEO_OK && feature.row % often == 0)
            status = geo_report_progress(context, "reading shapes",
                                         fmin(1, (double)feature.row / fmax(1, declared)));
    }
    return status;
}

/* ---- one kind ------------------------------------------------------------------------------- */

enum { KINDS = GEO_SHAPE_POLYGON + 1 };

static geo_shape_kind kind_of(geo_part_kind part)
{
    return part == GEO_PART_POINT  ? GEO_SHAPE_POINT
           : part == GEO_PART_LINE ? GEO_SHAPE_LINE
                                   : GEO_SHAPE_POLYGON;
}

static const char *name_of(geo_shape_kind kind, size_t count)
{
    static const char *const name[KINDS][2] = {
        {"point", "points"}, {"line", "lines"}, {"polygon", "polygons"}};
    return name[kind][count != 1];
}

/* What a layer without geometry would have. */
static geo_shape_kind declared_kind(const geo_layer *layer)
{
    switch (geo_layer_geometry(layer)) {
    case GEO_GEOMETRY_POINT:
        return GEO_SHAPE_POINT;
    case GEO_GEOMETRY_LINE:
        return GEO_SHAPE_LINE;
    default:
        return GEO_SHAPE_POLYGON;
    }
}

/* The commonest kind; of those that are equally so, the one that covers more. Others are warned of.
 */
static geo_shape_kind choose_kind(geo_context *context, const shape_reader *reader)
{
    size_t count[KINDS] = {0};
    for (size_t i = 0; i < reader->parts.part_count; i++)
        if (reader->parts.kind[i] != GEO_PART_HOLE)
            count[kind_of(reader->parts.kind[i])]++;
    geo_shape_kind chosen = declared_kind(reader->layer);
    for (int kind = GEO_SHAPE_POLYGON; kind >= GEO_SHAPE_POINT; kind--)
        if (count[kind] > count[chosen])
            chosen = (geo_shape_kind)kind;
    for (int kind = 0; kind < KINDS; kind++)
        if (kind != (int)chosen && count[kind] > 0)
            geo_add_warning(context, "%s: %zu %s left out, as most of the layer is %s",
                            reader->where, count[kind], name_of((geo_shape_kind)kind, count[kind]),
                            name_of(chosen, 2));
    return chosen;
}

/* Moves the parts of the chosen kind among `first` .. `end` - 1 to where those that were kept end.
 */
static void keep_parts(geo_parts *parts, geo_shape_kind chosen, size_t first, size_t end,
                       size_t *part_count, size_t *point_count)
{
    for (size_t part = first; part < end; part++) {
        size_t from = parts->first_point[part];
        size_t to = parts->first_point[part + 1];
        if (kind_of(parts->kind[part]) != chosen)
            continue;
        parts->first_point[*part_count] = *point_count;
        for (size_t i = from; i < to; i++, ++*point_count) {
            parts->x[*point_count] = parts->x[i];
            parts->y[*point_count] = parts->y[i];
        }
        ++*part_count;
    }
}

/* Leaves out parts of other kinds, and shapes of which none is left. */
static void keep_kind(geo_parts *parts, geo_shapes *shapes)
{
    size_t parts_kept = 0;
    size_t points_kept = 0;
    size_t shapes_kept = 0;
    for (size_t i = 0; i < shapes->count; i++) {
        size_t first = parts_kept;
        keep_parts(parts, shapes->kind, shapes->shape_part[i], shapes->shape_part[i + 1],
                   &parts_kept, &points_kept);
        if (parts_kept > first)
            shapes->shape_part[shapes_kept] = first;
        if (shapes->name && parts_kept > first)
            shapes->name[shapes_kept] = shapes->name[i];
        else if (shapes->name)
            free(shapes->name[i]);
        shapes_kept += parts_kept > first;
    }
    shapes->count = shapes_kept;
    shapes->shape_part[shapes_kept] = parts_kept;
    parts->part_count = parts_kept;
    parts->point_count = points_kept;
    parts->first_point[parts_kept] = points_kept;
}

/* ---- what is said --------------------------------------------------------------------------- */

static void warn(geo_context *context, const shape_reader *reader, size_t count, const char *why)
{
    if (count > 0)
        geo_add_warning(context, "%s: %zu shape%s left out: %s", reader->where, count,
                        count == 1 ? "" : "s", why);
}

static void say_what_was_read(geo_context *context, const shape_reader *reader,
                              const geo_shapes *shapes)
{
    warn(context, reader, reader->parts.broken_count, "the geometry cannot be read");
    warn(context, reader, reader->parts.other_count, "neither points, lines nor polygons");
    warn(context, reader, reader->misplaced_count, "coordinates that have no place on the map");
    bool has_rows = geo_layer_row_count(reader->layer) != 0;
    if (shapes->count == 0 && reader->options->extent && has_rows)
        geo_add_warning(context, "%s: nothing in it reaches into the map", reader->where);
    else if (shapes->count == 0)
        geo_add_warning(context, "%s: there is nothing in it to draw", reader->where);
    bool is_named = reader->name_field != NO_FIELD;
    geo_add_note(context, "%s: %zu shape%s of %s; name %s", reader->where, shapes->count,
                 shapes->count == 1 ? "" : "s", name_of(shapes->kind, 2),
                 is_named ? geo_layer_field_names(reader->layer)[reader->name_field] : "none");
}

/* ---- the whole ------------------------------------------------------------------------------ */

/* The arrays pass from the parts to the shapes. There is always an end of the last one. */
static geo_status take_parts(geo_context *context, shape_reader *reader, geo_shapes *shapes)
{
    geo_parts *parts = &reader->parts;
    geo_status status = GEO_OK;
    if (!shapes->shape_part)
        status = geo_alloc_array(context, 1, sizeof *shapes->shape_part, &shapes->shape_part);
    if (status == GEO_OK && !parts->first_point)
        status = geo_alloc_array(context, 1, sizeof *parts->first_point, &parts->first_point);
    if (status != GEO_OK)
        return status;
    shapes->kind = choose_kind(context, reader);
    keep_kind(parts, shapes);
    say_what_was_read(context, reader, shapes);
    shapes->part_count = parts->part_count;
    shapes->point_count = parts->point_count;
    shapes->part_point = parts->first_point;
    shapes->x = parts->x;
    shapes->y = parts->y;
    shapes->extent = geo_extent_of(shapes->x, shapes->y, shapes->point_count);
    parts->first_point = NULL;
    parts->x = parts->y = NULL;
    return GEO_OK;
}

static geo_status fill_shapes(geo_context *context, const geo_input *input, shape_reader *reader,
                              geo_shapes *shapes)
{
    geo_status status = geo_copy_text(context, input->path, &shapes->path);
    if (status == GEO_OK)
        status = geo_copy_text(context, geo_layer_name(reader->layer), &shapes->layer);
    if (status == GEO_OK)
        status = geo_crs_copy(context, reader->options->working, &shapes->crs);
    if (status == GEO_OK)
        status = find_name_field(context, reader);
    if (status == GEO_OK)
        status = open_transform(context, reader);
    if (status == GEO_OK)
        status = read_features(context, reader, shapes);
    if (status != GEO_OK)
        return status;
    if (reader->misplaced_count > 0 && shapes->count + reader->outside_count == 0)
        return geo_fail(context, GEO_ERROR_CRS,
                        "%s: none of its coordinates have a place in %s; give the CRS that they "
                        "are in with --crs",
                        reader->where, shapes->crs.name);
    return take_parts(context, reader, shapes);
}

geo_status geo_shapes_read(geo_context *context, const geo_input *input,
                           const geo_shapes_options *options, geo_shapes **out)
{
    shape_reader reader = {.options = options};
    geo_bytes where = GEO_BYTES_INIT;
    geo_shapes *shapes = NULL;
    if (!options || !options->working)
        return geo_fail(context, GEO_ERROR_USAGE, "%s: shapes need the CRS of the map",
                        input->path);
    geo_status status = geo_alloc_array(context, 1, sizeof *shapes, &shapes);
    if (status == GEO_OK)
        status = geo_layer_open(context, input, options->layer, GEO_USE_SHAPES, &options->limits,
                                &reader.layer);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &where, "%s, layer %s", input->path,
                                 geo_layer_name(reader.layer));
    reader.where = where.data;
    if (status == GEO_OK)
        status = fill_shapes(context, input, &reader, shapes);
    geo_parts_clear(&reader.parts);
    geo_transform_free(reader.transform);
    geo_layer_free(reader.layer);
    geo_bytes_clear(&where);
    if (status == GEO_OK)
        *out = shapes;
    else
        geo_shapes_free(shapes);
    return status;
}
