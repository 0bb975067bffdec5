/* What info says to people. */
#include "info.h"

#include <stdlib.h>
#include <string.h>

#define CATEGORIES_SHOWN 10
#define MONTHS_SHOWN     12
#define NAME_WIDTH       60

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

static void say_month(page *out, int32_t month)
{
    if (out->status == GEO_OK)
        out->status = append_month(out->context, out->bytes, month);
}

size_t count_missing_months(const int32_t *month, size_t count)
{
    return count == 0 ? 0 : (size_t)(month[count - 1] - month[0]) + 1 - count;
}

static void say_missing_months(page *out, const int32_t *month, size_t count)
{
    size_t missing = count_missing_months(month, count);
    size_t said = 0;
    SAY(out, "; missing months: %s", missing == 0 ? "none" : "");
    for (size_t i = 1; i < count; i++) {
        for (int32_t gap = month[i - 1] + 1; gap < month[i] && said < MONTHS_SHOWN; gap++) {
            SAY(out, "%s", said++ == 0 ? "" : ", ");
            say_month(out, gap);
        }
    }
    if (missing > said)
        SAY(out, " ... (%zu in all)", missing);
}

static void say_months(page *out, const int32_t *month, size_t count)
{
    if (count == 0)
        return;
    SAY(out, "  period       ");
    say_month(out, month[0]);
    if (count > 1) {
        SAY(out, " to ");
        say_month(out, month[count - 1]);
        SAY(out, ", %zu months with rows", count);
        say_missing_months(out, month, count);
    }
    SAY(out, "\n");
}

static void say_period(page *out, const geo_frame *frame)
{
    int32_t *month = calloc(frame->month_count + 1, sizeof *month);
    if (month == NULL) {
        out->status = out->status != GEO_OK ? out->status : GEO_ERROR_MEMORY;
        return;
    }
    for (size_t i = 0; i < frame->month_count; i++)
        month[i] = frame->month[i].month;
    say_months(out, month, frame->month_count);
    free(month);
}

static void say_crs(page *out, const char *label, const geo_crs *crs)
{
    if (crs->name == NULL && crs->wkt == NULL)
        return;
    SAY(out, "  %-12s %s", label, crs->name == NULL ? "without a name" : crs->name);
    if (crs->epsg != 0)
        SAY(out, " (EPSG:%d)", crs->epsg);
    SAY(out, "\n");
}

static void say_extent(page *out, const char *label, const geo_crs *crs, const double corner[4])
{
    int decimals = crs->is_metric ? 0 : 4;
    SAY(out, "  %-12s ", label);
    for (int i = 0; i < 4; i++) {
        say_number(out, corner[i], decimals);
        SAY(out, "%s", i == 0 || i == 2 ? ", " : i == 1 ? " to " : "\n");
    }
}

static void say_coordinates(page *out, const info_layer *layer)
{
    const geo_ledger_line *line = &layer->ledger->line[0];
    char usable[COUNT_TEXT_SIZE];
    char blank[COUNT_TEXT_SIZE];
    char rejected[COUNT_TEXT_SIZE];
    SAY(out, "  coordinates  %s usable, %s blank or 0,0, %s rejected\n",
        count_text(line->count[GEO_PLACED], usable),
        count_text(line->count[GEO_NO_COORDINATES], blank),
        count_text(line->count[GEO_REJECTED], rejected));
}

static void say_frame_extent(page *out, const geo_frame *frame)
{
    if (frame->count == 0)
        return;
    double corner[4] = {frame->x[0], frame->y[0], frame->x[0], frame->y[0]};
    for (size_t i = 1; i < frame->count; i++) {
        corner[0] = frame->x[i] < corner[0] ? frame->x[i] : corner[0];
        corner[1] = frame->y[i] < corner[1] ? frame->y[i] : corner[1];
        corner[2] = frame->x[i] > corner[2] ? frame->x[i] : corner[2];
        corner[3] = frame->y[i] > corner[3] ? frame->y[i] : corner[3];
    }
    say_crs(out, "mapped in", &frame->crs);
    say_extent(out, "extent", &frame->crs, corner);
}

/* How far incidents are snapped to shared points, as police.uk's anonymised ones are. */
static void say_places(page *out, const info_layer *layer)
{
    char places[COUNT_TEXT_SIZE];
    size_t count = layer->frame->count;
    if (count == 0)
        return;
    SAY(out, "  points       %s distinct; ", count_text((int64_t)layer->places, places));
    say_number(out, 100.0 * (double)(count - layer->places) / (double)count, 1);
    SAY(out, "%% of incidents lie on a point that an earlier one has\n");
}

static void say_categories(page *out, const info_layer *layer)
{
    char text[COUNT_TEXT_SIZE];
    for (size_t i = 0; i < layer->category_count && i < CATEGORIES_SHOWN; i++) {
        const info_category *category = &layer->category[i];
        SAY(out, "  %-12s %s %s (", i == 0 ? "categories" : "", category->name,
            count_text(category->count, text));
        say_number(out, 100.0 * (double)category->count / (double)layer->frame->count, 1);
        SAY(out, "%%)\n");
    }
    if (layer->category_count > CATEGORIES_SHOWN)
        SAY(out, "  %-12s and %zu more\n", "", layer->category_count - CATEGORIES_SHOWN);
}

static void say_incidents(page *out, const info_layer *layer)
{
    say_coordinates(out, layer);
    say_frame_extent(out, layer->frame);
    say_period(out, layer->frame);
    say_places(out, layer);
    say_categories(out, layer);
}

static void say_areas(page *out, const info_layer *layer)
{
    const geo_areas *areas = layer->areas;
    char text[COUNT_TEXT_SIZE];
    double residents = 0;
    SAY(out, "  areas        %s", count_text((int64_t)areas->count, text));
    if (areas->count > 0)
        SAY(out, ", such as %s%s%s", areas->code[0], areas->name == NULL ? "" : " ",
            areas->name == NULL || areas->name[0] == NULL ? "" : areas->name[0]);
    SAY(out, "; %zu with invalid geometry, %zu without any\n", layer->repair.repaired,
        layer->repair.empty);
    if (areas->population == NULL)
        return;
    for (size_t i = 0; i < areas->count; i++)
        residents += areas->population[i] > 0 ? areas->population[i] : 0;
    SAY(out, "  population   %s, from field %s\n", count_text((int64_t)residents, text),
        areas->population_field == NULL ? "?" : areas->population_field);
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
    const geo_layer_description *known = first != NULL && first->description->layer_count == 1
                                             ? &first->description->layer[0]
                                             : NULL;
    if (known != NULL && known != description && has_same_fields(known, description))
        SAY(out, "  fields       %zu, as in %s\n", description->field_count,
            base_name(first->input->path));
    else
        say_fields(out, description);
}

static void say_layer(page *out, const info_layer *layer, const info_file *first)
{
    const geo_layer_description *description = layer->description;
    char text[COUNT_TEXT_SIZE];
    if (description->name[0] != '\0')
        SAY(out, "\n  layer        %s: %s\n", description->name,
            strcmp(description->geometry, "none") == 0 ? "a table" : description->geometry);
    if (layer->rows >= 0)
        SAY(out, "  rows         %s", count_text(layer->rows, text));
    if (layer->rows >= 0 && layer->broken > 0)
        SAY(out, ", %s of them broken", count_text(layer->broken, text));
    SAY(out, "%s", layer->rows >= 0 ? "\n" : "");
    say_crs(out, "CRS", &description->crs);
    if (description->has_extent && layer->frame == NULL) {
        double corner[4] = {description->x_min, description->y_min, description->x_max,
                            description->y_max};
        say_extent(out, "extent", &description->crs, corner);
    }
    if (layer->frame != NULL && !layer->is_unusable)
        say_incidents(out, layer);
    if (layer->areas != NULL && !layer->is_unusable)
        say_areas(out, layer);
    if (layer->is_unusable)
        SAY(out, "  problem      %s\n", geo_message(layer->context));
    for (size_t i = 0; i < geo_warning_count(layer->context); i++)
        SAY(out, "  warning      %s\n", geo_warning(layer->context, i));
    if (layer->frame == NULL && layer->areas == NULL && !layer->is_unusable &&
        !info_has_role(description, ""))
        SAY(out, "  roles        none recognised; name coordinates with --lon and --lat, or with "
                 "--x, --y and --crs\n");
    say_new_fields(out, description, first);
}

static void say_file(page *out, const info_file *file, const info_file *first)
{
    char text[COUNT_TEXT_SIZE];
    const geo_description *description = file->description;
    SAY(out, "%s: %s", file->input->path, description->format);
    if (description->bytes >= 0)
        SAY(out, ", %s bytes", count_text(description->bytes, text));
    if (file->has_title_lines)
        SAY(out, ", title lines above the header");
    SAY(out, "\n");
    for (size_t i = 0; i < description->layer_count; i++)
        if (file->layer[i].description != NULL)
            say_layer(out, &file->layer[i], first);
}

geo_status info_append_text(cli_job *job, geo_bytes *bytes, const info_result *result)
{
    page out = {job->context, bytes, GEO_OK};
    for (size_t i = 0; i < result->inputs.path.count; i++) {
        SAY(&out, "%s", i == 0 ? "" : "\n");
        say_file(&out, &result->file[i], i == 0 ? NULL : &result->file[0]);
    }
    if (result->dated_files > 1) {
        SAY(&out, "\nAll %zu files with incidents together\n", result->dated_files);
        say_months(&out, result->month, result->month_count);
    }
    return out.status;
}
