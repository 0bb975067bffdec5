/* Risk as a map, as layers and as a GeoTIFF. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "risk.h"

/* What a map borrows beside the result. */
typedef struct risk_map {
    geo_map map;
    geo_map_panel panel;
    geo_classes classes;
    geo_areas contours; /* rings alone: of both sides, the lowest first */
    int32_t level[GEO_CONTOURS_MOST];
    geo_bytes text[GEO_CONTOURS_MOST];
    const char *contour_text[GEO_CONTOURS_MOST];
} risk_map;

static void clear_map(risk_map *made)
{
    for (size_t i = 0; i < GEO_CONTOURS_MOST; i++)
        geo_bytes_clear(&made->text[i]);
    free(made->contours.area_ring);
    free(made->contours.ring_point);
    free(made->contours.ring_is_hole);
    free(made->contours.x);
    free(made->contours.y);
}

/* ---- classes -------------------------------------------------------------------------------- */

/* In times: half as much again, twice, four times ... */
static const double steps[] = {1.5, 2, 4, 8};

enum { STEPS = sizeof steps / sizeof *steps, STEPS_LEAST = 2 };

/* As many as a thousandth of the cells reach, so that a few cells don't take the colours. */
static size_t count_steps(const geo_grid *shown)
{
    size_t cells = shown->rows * shown->columns, known = 0, beyond[STEPS] = {0}, count = STEPS;
    for (size_t i = 0; i < cells; i++) {
        known += isnan(shown->value[i]) ? 0 : 1;
        for (size_t k = 0; k < STEPS; k++)
            beyond[k] += fabs(shown->value[i]) >= log2(steps[k]);
    }
    while (count > STEPS_LEAST && beyond[count - 1] * 1000 < known)
        count--;
    return count;
}

/* Rising steps on both sides of 0. */
static void mirror(const double *step, size_t count, geo_classes *classes)
{
    *classes = (geo_classes){.count = 2 * count + 1, .rule = GEO_BREAKS_GIVEN};
    classes->lower[0] = -2 * step[count - 1];
    for (size_t i = 0; i < count; i++) {
        classes->lower[i + 1] = -step[count - 1 - i];
        classes->lower[count + 1 + i] = step[i];
    }
}

static void class_ratios(const risk_result *result, geo_classes *classes)
{
    double step[STEPS];
    size_t count = count_steps(&result->shown);
    for (size_t i = 0; i < count; i++)
        step[i] = log2(steps[i]);
    mirror(step, count, classes);
}

static int compare_numbers(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

/* The distance from 0 that one cell in fifty is beyond, so that a few cells don't take the colours.
 */
static geo_status find_far(cli_job *job, const geo_grid *shown, double *far)
{
    size_t cells = shown->rows * shown->columns, count = 0;
    double *distance = malloc((cells + 1) * sizeof *distance);
    *far = 0;
    if (!distance)
        return job_out_of_memory(job);
    for (size_t i = 0; i < cells; i++)
        if (!isnan(shown->value[i]))
            distance[count++] = fabs(shown->value[i]);
    qsort(distance, count, sizeof *distance, compare_numbers);
    if (count > 0)
        *far = distance[count - 1 - count / 50];
    free(distance);
    return GEO_OK;
}

/* A round number and its half, quarter and eighth. */
static geo_status class_change(cli_job *job, const risk_result *result, geo_classes *classes)
{
    enum { HALVES = 4 };
    static const double round_numbers[] = {1, 2, 4, 8, 10};
    double far = 0, step[HALVES];
    geo_status status = find_far(job, &result->shown, &far);
    if (status != GEO_OK || !(far > 0))
        return status;
    double power = pow(10, floor(log10(far)));
    double highest = power;
    for (size_t i = 0; i < sizeof round_numbers / sizeof *round_numbers; i++)
        if (round_numbers[i] * power <= far)
            highest = round_numbers[i] * power;
    for (int i = 0; i < HALVES; i++)
        step[i] = ldexp(highest, i + 1 - HALVES);
    mirror(step, HALVES, classes);
    return GEO_OK;
}

/* ---- contours ------------------------------------------------------------------------------- */

static geo_status make_room(cli_job *job, const risk_result *result, geo_areas *contours)
{
    size_t areas = 0, rings = 0, points = 0;
    for (int of = 0; of < RISK_SIDES; of++) {
        areas += result->side[of].drawn->count;
        rings += result->side[of].drawn->ring_count;
        points += result->side[of].drawn->point_count;
    }
    contours->area_ring = calloc(areas + 1, sizeof *contours->area_ring);
    contours->ring_point = calloc(rings + 1, sizeof *contours->ring_point);
    contours->ring_is_hole = calloc(rings + 1, sizeof *contours->ring_is_hole);
    contours->x = calloc(points + 1, sizeof *contours->x);
    contours->y = calloc(points + 1, sizeof *contours->y);
    return contours->area_ring && contours->ring_point && contours->ring_is_hole && contours->x &&
                   contours->y
               ? GEO_OK
               : job_out_of_memory(job);
}

static void append_area(const geo_areas *from, size_t area, geo_areas *to)
{
    for (size_t ring = from->area_ring[area]; ring < from->area_ring[area + 1]; ring++) {
        size_t first = from->ring_point[ring], count = from->ring_point[ring + 1] - first;
        memcpy(to->x + to->point_count, from->x + first, count * sizeof *to->x);
        memcpy(to->y + to->point_count, from->y + first, count * sizeof *to->y);
        to->point_count += count;
        to->ring_is_hole[to->ring_count] = from->ring_is_hole[ring];
        to->ring_point[++to->ring_count] = to->point_count;
    }
    to->area_ring[++to->count] = to->ring_count;
}

/* Those that there is any ground at or beyond. */
static geo_status add_contour(cli_job *job, const risk_result *result, risk_side_name side,
                              size_t tolerance, risk_map *made)
{
    const geo_areas *drawn = result->side[side].drawn;
    size_t at = made->map.contour_count;
    if (drawn->area_ring[tolerance] == drawn->area_ring[tolerance + 1])
        return GEO_OK;
    append_area(drawn, tolerance, &made->contours);
    made->level[at] = (int32_t)at;
    made->map.contour_count++;
    made->map.contour_low_count += side == RISK_LOWER ? 1 : 0;
    geo_status status =
        risk_append_side(job, result, side, result->tolerance[tolerance], &made->text[at]);
    if (status == GEO_OK)
        status = end_text(job->context, &made->text[at]);
    made->contour_text[at] = made->text[at].data;
    return status;
}

static geo_status fill_contours(cli_job *job, const risk_result *result, risk_map *made)
{
    geo_status status = make_room(job, result, &made->contours);
    for (size_t i = result->tolerance_count; i-- > 0 && status == GEO_OK;)
        status = add_contour(job, result, RISK_LOWER, i, made);
    for (size_t i = 0; i < result->tolerance_count && status == GEO_OK; i++)
        status = add_contour(job, result, RISK_HIGHER, i, made);
    made->map.contour_title = "Beyond chance";
    made->map.contour_text = made->contour_text;
    made->panel.contours = &made->contours;
    made->panel.contour_level = made->level;
    return status;
}

/* ---- the map -------------------------------------------------------------------------------- */

static geo_status make_map(cli_job *job, const risk_result *result, risk_map *made)
{
    geo_map *map = &made->map;
    *made = (risk_map){.panel = {.surface = &result->shown, .is_change = true}};
    *map = (geo_map){.areas = result->load.areas[0],
                     .panel_count = 1,
                     .panel = &made->panel,
                     .area_word = map_area_word(result->load.areas[0]),
                     .change_unit = result->unit.data,
                     .gap_text = "Hatched: too little near to tell."};
    map_fill(&result->map, map);
    map->is_ratio = result->kind != GEO_RISK_CHANGE;
    geo_status status = GEO_OK;
    if (map->is_ratio)
        class_ratios(result, &made->classes);
    else
        status = class_change(job, result, &made->classes);
    map->change_classes = made->classes.count > 0 ? &made->classes : NULL;
    if (result->settings->map.points) {
        made->panel.point_count = result->places->count;
        made->panel.point_x = result->places->x;
        made->panel.point_y = result->places->y;
        made->panel.point_incidents = result->places->incidents;
    }
    return status == GEO_OK && result->risk->permutations > 0 ? fill_contours(job, result, made)
                                                              : status;
}

geo_status risk_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const risk_result *result = value;
    figure_words words = result->words;
    const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
    risk_map made;
    if (!path)
        return geo_bytes_append(job->context, bytes, words.description.data,
                                words.description.length);
    geo_status status = make_map(job, result, &made);
    if (status == GEO_OK)
        status = geo_figure_map(job->context, &made.map, result->map.style, &text,
                                figure_format(path), result->settings->figure.dpi, bytes);
    clear_map(&made);
    return status;
}

/* ---- layers --------------------------------------------------------------------------------- */

/* How the contours of a side look: dark on pale ground, and blue beside orange for all eyes. */
typedef struct look {
    geo_bytes text[RISK_TOLERANCES_MOST];
    const char *label[RISK_TOLERANCES_MOST];
    const char *colour[RISK_TOLERANCES_MOST];
    double line_mm[RISK_TOLERANCES_MOST];
    geo_layer_style style;
} look;

static geo_status make_look(cli_job *job, const risk_result *result, risk_side_name side, look *of)
{
    static const char *const colour[] = {"#b35806", "#2166ac"};
    static const double finest_mm = 0.35;
    geo_status status = GEO_OK;
    *of = (look){.line_mm = {0}};
    for (size_t i = 0; i < result->tolerance_count && status == GEO_OK; i++) {
        status = risk_append_side(job, result, side, result->tolerance[i], &of->text[i]);
        if (status == GEO_OK)
            status = end_text(job->context, &of->text[i]);
        of->label[i] = of->text[i].data;
        of->colour[i] = colour[side];
        of->line_mm[i] = finest_mm * (double)(i + 1);
    }
    of->style = (geo_layer_style){.field = "tolerance",
                                  .class_count = result->tolerance_count,
                                  .colour = of->colour,
                                  .label = of->label,
                                  .category = of->label,
                                  .is_outline = true,
                                  .line_mm = of->line_mm};
    return status;
}

geo_status risk_layers(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    static const char *const name[] = {"higher", "lower"};
    const risk_result *result = value;
    geo_layer layer[RISK_SIDES];
    look of[RISK_SIDES];
    geo_status status = GEO_OK;
    memset(of, 0, sizeof of);
    if (result->risk->permutations == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "%s holds places beyond chance, which --permutations 0 doesn't find; a "
                        ".tif holds the surface itself",
                        path);
    for (int side = 0; side < RISK_SIDES && status == GEO_OK; side++) {
        status = make_look(job, result, (risk_side_name)side, &of[side]);
        layer[side] = (geo_layer){result->side[side].pieces, result->side[side].layer, name[side],
                                  &of[side].style};
    }
    if (status == GEO_OK)
        status = geo_layers_to_gpkg(job->context, layer, RISK_SIDES, bytes);
    for (int side = 0; side < RISK_SIDES; side++)
        for (size_t i = 0; i < RISK_TOLERANCES_MOST; i++)
            geo_bytes_clear(&of[side].text[i]);
    return status;
}

/* ---- the surface itself --------------------------------------------------------------------- */

static const char *unit_of(const risk_result *result)
{
    return result->kind == GEO_RISK_RATIO  ? "ratio"
           : result->kind == GEO_RISK_RATE ? result->settings->per_year
                                                 ? "incidents per 1,000 people a year"
                                                 : "incidents per 1,000 people"
                                           : "change in " GEO_DENSITY_UNIT " a year";
}

geo_status risk_raster(cli_job *job, const void *value, const char *path)
{
    const risk_result *result = value;
    const geo_risk_surface *risk = result->risk;
    const geo_metadata metadata[] = {{"TITLE", result->words.title.data},
                                     {"METHOD", result->words.method.data},
                                     {"PERIOD", result->words.subtitle.data},
                                     {"SOFTWARE", "wardmap " GEO_VERSION}};
    size_t cells = risk->rows * risk->columns;
    char unit[64];
    geo_grid grid = *result->ground;
    grid.value = malloc((cells + 1) * sizeof *grid.value);
    if (!grid.value)
        return job_out_of_memory(job);
    for (size_t i = 0; i < cells; i++)
        grid.value[i] = result->kind == GEO_RISK_RATIO ? risk_ratio_at(result, i) : risk->value[i];
    snprintf(unit, sizeof unit, "%s", unit_of(result));
    grid.unit = unit;
    geo_status status = geo_grid_write_tiff(job->context, &grid, metadata,
                                            sizeof metadata / sizeof *metadata, path);
    free(grid.value);
    return status;
}
