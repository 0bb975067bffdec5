/* What info says to people. */
#include <stdlib.h>
#include <string.h>

#include "info.h"

#define CATEGORIES_SHOWN 10
#define CATEGORIES_BRIEF 3
#define NAME_WIDTH       60
#define PATH_WIDTH       72

typedef struct page {
    geo_context *context;
    geo_bytes *bytes;
    geo_status status; /* the first failure */
} page;

/* Appends unless something failed before. */
#define SAY(page, ...)                                                                             \
    ((page)->status = (page)->status != GEO_OK                                                     \
                          ? (page)->status                                                         \
                          : geo_bytes_print((page)->context, (page)->bytes, __VA_ARGS__))

static void say_number(page *out, double number, int decimals)
{
    if (out->status == GEO_OK)
        out->status = append_short_number(out->context, out->bytes, number, decimals);
}

static void say_months(page *out, int32_t first, int32_t last)
{
    if (out->status == GEO_OK)
        out->status = append_months(out->context, out->bytes, first, last);
}

/* The same month from two files may be the same rows twice. */
static void say_shared_months(page *out, const info_facts *facts)
{
    size_t shared = 0;
    size_t first = 0;
    for (size_t i = facts->month_count; i > 0; i--) {
        if (facts->month_layers[i - 1] < 2)
            continue;
        first = i - 1;
        shared++;
    }
    if (shared == 0)
        return;
    SAY(out, "  repeated     ");
    say_months(out, facts->month[first].month, facts->month[first].month);
    SAY(out, " is in %zu files", facts->month_layers[first]);
    if (shared > 1)
        SAY(out, ", and %zu more month%s in several", shared - 1, shared == 2 ? "" : "s");
    SAY(out, ": make sure that no rows count twice\n");
}

static void say_period(page *out, const info_facts *facts)
{
    size_t missing = missing_months(facts->month, facts->month_count);
    if (facts->month_count == 0)
        return;
    SAY(out, "  period       ");
    say_months(out, facts->month[0].month, facts->month[facts->month_count - 1].month);
    if (missing > 0)
        SAY(out, " (%zu of %zu months)", facts->month_count, facts->month_count + missing);
    else if (facts->month_count > 1)
        SAY(out, ", %zu months, none missing", facts->month_count);
    SAY(out, "\n");
    if (missing > 0) {
        SAY(out, "  missing      ");
        if (out->status == GEO_OK)
            out->status =
                append_missing_months(out->context, out->bytes, facts->month, facts->month_count);
        SAY(out, ": no rows at all\n");
    }
    say_shared_months(out, facts);
}

static void say_crs(page *out, const char *label, const geo_crs *crs)
{
    if (!crs->name && !crs->wkt)
        return;
    SAY(out, "  %-12s %s", label, crs->name ? crs->name : "without a name");
    if (crs->epsg != 0)
        SAY(out, " (EPSG:%d)", crs->epsg);
    SAY(out, "\n");
}

static void say_extent(page *out, const char *label, const geo_crs *crs, const geo_extent *extent)
{
    double corner[4] = {extent->x_min, extent->y_min, extent->x_max, extent->y_max};
    int decimals = crs->is_metric ? 0 : 4;
    SAY(out, "  %-12s ", label);
    for (int i = 0; i < 4; i++) {
        say_number(out, corner[i], decimals);
        SAY(out, "%s", i == 0 || i == 2 ? ", " : i == 1 ? " to " : "\n");
    }
}

static void say_share(page *out, int64_t part, int64_t whole)
{
    SAY(out, " (");
    say_number(out, 100.0 * (double)part / (double)whole, 1);
    SAY(out, "%%)");
}

static void say_coordinates(page *out, const info_facts *facts)
{
    const int64_t *count = facts->count;
    char usable[COUNT_TEXT_SIZE];
    char blank[COUNT_TEXT_SIZE];
    char rejected[COUNT_TEXT_SIZE];
    SAY(out, "  coordinates  %s usable", count_text(count[GEO_PLACED], usable));
    if (count[GEO_PLACED] < facts->read)
        say_share(out, count[GEO_PLACED], facts->read);
    SAY(out, ", %s blank or 0,0, %s rejected\n", count_text(count[GEO_NO_COORDINATES], blank),
        count_text(count[GEO_REJECTED], rejected));
}

/* A few points far off blow the extent up: where nearly all are then says more. */
static void say_extents(page *out, const info_facts *facts)
{
    char far_points[COUNT_TEXT_SIZE];
    if (!facts->crs || facts->points == 0)
        return;
    say_crs(out, "mapped in", facts->crs);
    say_extent(out, "extent", facts->crs, &facts->extent);
    if (facts->far_points == 0)
        return;
    say_extent(out, "middle 98%", facts->crs, &facts->middle);
    SAY(out, "  far off      %s point%s outside that box by more than its own length\n",
        count_text((int64_t)facts->far_points, far_points), facts->far_points == 1 ? "" : "s");
}

/* How far incidents are snapped to shared points, as police.uk's anonymised ones are. */
static void say_places(page *out, const info_facts *facts)
{
    char places[COUNT_TEXT_SIZE];
    if (!facts->crs || facts->points == 0)
        return;
    SAY(out, "  points       %s distinct; ", count_text((int64_t)facts->places, places));
    say_number(out, 100.0 * (double)(facts->points - facts->places) / (double)facts->points, 1);
    SAY(out, "%% of incidents lie on a point that an earlier one has\n");
}

static void say_categories(page *out, const info_facts *facts)
{
    char text[COUNT_TEXT_SIZE];
    for (size_t i = 0; i < facts->category_count && i < CATEGORIES_SHOWN; i++) {
        const info_category *category = &facts->category[i];
        SAY(out, "  %-12s %s %s", i == 0 ? "categories" : "", category->name,
            count_text(category->count, text));
        say_share(out, category->count, (int64_t)facts->points);
        SAY(out, "\n");
    }
    if (facts->category_count > CATEGORIES_SHOWN)
        SAY(out, "  %-12s and %zu more\n", "", facts->category_count - CATEGORIES_SHOWN);
}

/* Of one file among several: their list stands below all. */
static void say_categories_briefly(page *out, const info_facts *facts)
{
    if (facts->category_count == 0)
        return;
    SAY(out, "  categories   %zu", facts->category_count);
    for (size_t i = 0; i < facts->category_count && i < CATEGORIES_BRIEF; i++) {
        SAY(out, "%s%s", i == 0 ? ": " : ", ", facts->category[i].name);
        say_share(out, facts->category[i].count, (int64_t)facts->points);
    }
    SAY(out, "%s\n", facts->category_count > CATEGORIES_BRIEF ? " ..." : "");
}

static void say_incidents(page *out, const info_facts *facts, bool briefly)
{
    say_coordinates(out, facts);
    say_extents(out, facts);
    say_period(out, facts);
    say_places(out, facts);
    if (briefly)
        say_categories_briefly(out, facts);
    else
        say_categories(out, facts);
}

static void say_areas(page *out, const info_layer *layer)
{
    const geo_areas *areas = layer->areas;
    char text[COUNT_TEXT_SIZE];
    double residents = 0;
    SAY(out, "  areas        %s", count_text((int64_t)areas->count, text));
    if (areas->count > 0)
        SAY(out, ", such as %s%s%s", areas->code[0], areas->name ? " " : "",
            areas->name && areas->name[0] ? areas->name[0] : "");
    if (layer->repair.repaired + layer->repair.empty > 0)
        SAY(out, "; %zu with invalid geometry, %zu without any\n", layer->repair.repaired,
            layer->repair.empty);
    else
        SAY(out, "; all valid\n");
    if (!areas->population)
        return;
    for (size_t i = 0; i < areas->count; i++)
        residents += areas->population[i] > 0 ? areas->population[i] : 0;
    SAY(out, "  population   %s, from field %s\n", count_text((int64_t)residents, text),
        areas->population_field ? areas->population_field : "?");
}

static int name_width(const geo_layer_description *description)
{
    int width = 0;
    for (size_t i = 0; i < description->field_count; i++) {
        int length = (int)strlen(description->field[i].name);
        if (length > width && length <= NAME_WIDTH)
            width = length;
    }
    return width;
}

/* All fields of CSV are text: only a layer's types tell anything. */
static void say_fields(page *out, const geo_layer_description *description)
{
    static const char *const types[] = {"text", "integer", "real"};
    bool is_layer = description->name[0] != '\0';
    int width = name_width(description);
    SAY(out, "  fields       %zu\n", description->field_count);
    for (size_t i = 0; i < description->field_count; i++) {
        const geo_field_description *field = &description->field[i];
        bool has_role = field->role != NULL;
        SAY(out, "    %-*s", is_layer || has_role ? width : 0, field->name);
        if (is_layer)
            SAY(out, "  %-*s", has_role ? 7 : 0, types[field->type]);
        SAY(out, "%s%s\n", has_role ? "  " : "", has_role ? field->role : "");
    }
}

static bool has_same_fields(const geo_layer_description *a, const geo_layer_description *b)
{
    bool same = a->field_count == b->field_count;
    for (size_t i = 0; i < a->field_count && same; i++)
        same =
            a->field[i].type == b->field[i].type && strcmp(a->field[i].name, b->field[i].name) == 0;
    return same;
}

/* Monthly files have the same fields: `first`, the layer of an earlier file, may be NULL. */
static void say_new_fields(page *out, const geo_layer_description *description,
                           const info_file *first)
{
    const geo_layer_description *known =
        first && first->description->layer_count == 1 ? &first->description->layer[0] : NULL;
    if (known && known != description && has_same_fields(known, description))
        SAY(out, "  fields       %zu, as in %s\n", description->field_count,
            base_name(first->input->path));
    else
        say_fields(out, description);
}

/* ---- warnings ------------------------------------------------------------------------------- */

/* How many layers of all files have this warning. */
static size_t layers_with(const info_result *result, const char *warning)
{
    size_t layers = 0;
    for (size_t f = 0; f < result->inputs.path.count; f++) {
        const info_file *file = &result->file[f];
        for (size_t l = 0; l < file->description->layer_count; l++) {
            const geo_context *context = file->layer[l].context;
            for (size_t w = 0; context && w < geo_warning_count(context); w++)
                layers += strcmp(geo_warning(context, w), warning) == 0;
        }
    }
    return layers;
}

/* What several layers have in common is said once, at the end. */
static void say_warnings(page *out, const info_result *result, const info_layer *layer)
{
    for (size_t i = 0; i < geo_warning_count(layer->context); i++)
        if (layers_with(result, geo_warning(layer->context, i)) == 1)
            SAY(out, "  warning      %s\n", geo_warning(layer->context, i));
}

static bool is_said_already(const char *const *said, size_t count, const char *warning)
{
    bool found = false;
    for (size_t i = 0; i < count; i++)
        found = found || strcmp(said[i], warning) == 0;
    return found;
}

#define COMMON_WARNINGS 16

static void say_common_warnings(page *out, const info_result *result)
{
    const char *said[COMMON_WARNINGS];
    size_t count = 0;
    for (size_t f = 0; f < result->inputs.path.count; f++) {
        const info_file *file = &result->file[f];
        for (size_t l = 0; l < file->description->layer_count; l++) {
            const geo_context *context = file->layer[l].context;
            for (size_t w = 0; context && w < geo_warning_count(context); w++) {
                const char *warning = geo_warning(context, w);
                size_t layers = layers_with(result, warning);
                if (layers < 2 || count == COMMON_WARNINGS || is_said_already(said, count, warning))
                    continue;
                SAY(out, "%swarning (%zu times): %s\n", count == 0 ? "\n" : "", layers, warning);
                said[count++] = warning;
            }
        }
    }
}

static void say_rows(page *out, const info_layer *layer)
{
    char text[COUNT_TEXT_SIZE];
    if (layer->rows < 0)
        return;
    SAY(out, "  rows         %s", count_text(layer->rows, text));
    if (layer->broken > 0)
        SAY(out, ", %s of them broken", count_text(layer->broken, text));
    SAY(out, "\n");
}

/* `first`: an earlier file, NULL when this is it. */
static void say_layer(page *out, const info_result *result, const info_layer *layer,
                      const info_file *first)
{
    const geo_layer_description *description = layer->description;
    if (description->name[0] != '\0')
        SAY(out, "\n  layer        %s: %s\n", description->name,
            strcmp(description->geometry, "none") == 0 ? "a table" : description->geometry);
    say_rows(out, layer);
    say_crs(out, "CRS", &description->crs);
    if (description->has_extent && !layer->frame)
        say_extent(out, "extent", &description->crs, &description->extent);
    if (info_has_incidents(layer))
        say_incidents(out, &layer->facts, result->incident_layers > 1);
    if (layer->areas && !layer->is_unusable)
        say_areas(out, layer);
    if (layer->is_unusable)
        SAY(out, "  problem      %s\n", geo_message(layer->context));
    say_warnings(out, result, layer);
    if (!layer->frame && !layer->areas && !layer->is_unusable && !info_has_role(description, ""))
        SAY(out, "  roles        none recognised; name coordinates with --lon and --lat, or with "
                 "--x, --y and --crs\n");
    say_new_fields(out, description, first);
}

/* The path as it was given; of a long one the end, from a folder on. */
static void say_path(page *out, const char *path)
{
    size_t length = strlen(path);
    const char *end = length > PATH_WIDTH ? strchr(path + length - PATH_WIDTH, '/') : NULL;
    SAY(out, "%s%s", end ? "..." : "", end ? end : path);
}

static void say_file(page *out, const info_result *result, const info_file *file,
                     const info_file *first)
{
    char text[COUNT_TEXT_SIZE];
    const geo_description *description = file->description;
    say_path(out, file->input->path);
    SAY(out, ": %s", description->format);
    if (description->bytes >= 0)
        SAY(out, ", %s bytes", count_text(description->bytes, text));
    if (file->has_title_lines)
        SAY(out, ", title lines above the header");
    SAY(out, "\n");
    for (size_t i = 0; i < description->layer_count; i++)
        if (file->layer[i].description)
            say_layer(out, result, &file->layer[i], first);
}

static bool has_one_layer_each(const info_result *result)
{
    bool one_each = result->incident_layers == result->inputs.path.count;
    for (size_t f = 0; f < result->inputs.path.count && one_each; f++)
        one_each = result->file[f].description->layer_count == 1;
    return one_each;
}

static void say_together(page *out, const info_result *result)
{
    const info_facts *facts = &result->together;
    char text[COUNT_TEXT_SIZE];
    if (result->incident_layers < 2)
        return;
    SAY(out, "\nAll %zu %s together\n", result->incident_layers,
        has_one_layer_each(result) ? "files" : "layers with incidents");
    SAY(out, "  rows         %s\n", count_text(facts->read, text));
    if (!facts->crs)
        SAY(out, "  mapped in    different reference systems: no extent or points in common\n");
    say_incidents(out, facts, false);
}

geo_status info_append_text(cli_job *job, geo_bytes *bytes, const info_result *result)
{
    page out = {job->context, bytes, GEO_OK};
    for (size_t i = 0; i < result->inputs.path.count; i++) {
        SAY(&out, "%s", i == 0 ? "" : "\n");
        say_file(&out, result, &result->file[i], i == 0 ? NULL : &result->file[0]);
    }
    say_together(&out, result);
    say_common_warnings(&out, result);
    blank_controls(bytes);
    return out.status;
}
