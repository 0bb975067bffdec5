/* Maps with every kind of legend, and with too little, too much and nothing to show. */
#include <math.h>

#include "figure/style.h"
#include "references.h"
#include "unit/figure/sample.h"

const geo_figure_text reference_text = {.title = "Burglary & theft in T\xC5\xB7 G\xC5\xB5yn",
                                        .subtitle = "April 2018 to March 2019",
                                        .attribution = "Source: made up <here>",
                                        .method = "Quartic kernel, bandwidth 1,000 m, 123 "
                                                  "incidents"};

static geo_status draw_map(geo_context *context, const geo_style *style, const geo_map *map,
                           geo_bytes *out)
{
    return geo_figure_map(context, map, style, &reference_text, GEO_PICTURE_PNG, REFERENCE_DPI,
                          out);
}

/* West and east of the middle. */
static void give_parents(geo_areas *areas, size_t columns)
{
    for (size_t i = 0; i < areas->count; i++)
        areas->parent[i] = i % columns < columns / 2 ? "Castle & Quay" : "Sea <View>";
}

/* ---- heat ----------------------------------------------------------------------------------- */

static geo_status draw_heat_of(geo_context *context, const geo_style *style, size_t columns,
                               size_t rows, double peak, geo_bytes *out)
{
    geo_areas *areas = sample_areas(columns, rows);
    geo_grid *grid = sample_grid(columns, rows, peak);
    const geo_map_panel panel = {.surface = grid};
    const geo_map map = {.areas = areas, .panel_count = 1, .panel = &panel};
    give_parents(areas, columns);
    geo_status status = draw_map(context, style, &map, out);
    geo_grid_free(grid);
    sample_areas_free(areas);
    return status;
}

static geo_status draw_heat(geo_context *context, geo_style *style, geo_bytes *out)
{
    return draw_heat_of(context, style, 4, 4, 80, out);
}

static geo_status draw_empty_heat(geo_context *context, geo_style *style, geo_bytes *out)
{
    return draw_heat_of(context, style, 4, 3, 0, out);
}

static geo_status draw_continuous_heat(geo_context *context, geo_style *style, geo_bytes *out)
{
    geo_status status = geo_style_set_classes(context, style, NULL, 0, true);
    return status == GEO_OK ? draw_heat_of(context, style, 4, 2, 80, out) : status;
}

/* ---- shaded areas --------------------------------------------------------------------------- */

#define SHADED 16

static void give_values(double value[SHADED])
{
    for (size_t i = 0; i < SHADED; i++)
        value[i] = (double)(i * 37 % 50) / 2;
    value[3] = value[9] = (double)NAN;
}

/* Names of 50 characters and with what XML and Latin-1 lack, two areas without data, an inset. */
static geo_status draw_areas(geo_context *context, geo_style *style, geo_bytes *out)
{
    double value[SHADED];
    geo_areas *areas = sample_areas(4, 4), *around = sample_areas(8, 6);
    const geo_map_panel panel = {.value = value};
    const geo_map map = {.areas = areas,
                         .panel_count = 1,
                         .panel = &panel,
                         .unit = "Incidents per 1,000 residents",
                         .is_rounded = true,
                         .decimals = 1,
                         .area_word = "wards",
                         .inset = around};
    give_values(value);
    areas->name[1] = "Saint Mary and Saint Michael without the Old Walls";
    areas->name[6] = "Town & <Gown>";
    areas->name[10] = "G\xC5\xB5ynedd T\xC5\xB7";
    areas->name[15] = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysilio";
    geo_status status = draw_map(context, style, &map, out);
    sample_areas_free(areas);
    sample_areas_free(around);
    return status;
}

/* Two columns are studied, the others are context. */
static geo_status draw_bands(geo_context *context, geo_style *style, geo_bytes *out)
{
    double band[SHADED];
    bool is_studied[SHADED];
    geo_areas *areas = sample_areas(4, 4);
    const geo_map_panel panel = {.value = band};
    const geo_map map = {.areas = areas,
                         .is_studied = is_studied,
                         .panel_count = 1,
                         .panel = &panel,
                         .scheme = GEO_SCHEME_BANDS,
                         .unit = "Incidents per 1,000 residents",
                         .band_text = {"Not above", "Above", "Significantly above"}};
    for (size_t i = 0; i < SHADED; i++) {
        band[i] = i % 4 == 0 ? (double)(i / 4 % 3) : (double)(i % 2);
        is_studied[i] = i % 4 < 2;
    }
    give_parents(areas, 4);
    geo_status status = draw_map(context, style, &map, out);
    sample_areas_free(areas);
    return status;
}

static geo_status draw_change(geo_context *context, geo_style *style, geo_bytes *out)
{
    double before[SHADED], after[SHADED], change[SHADED];
    geo_areas *areas = sample_areas(4, 4);
    const geo_map_panel panel[] = {{.title = "2018/19", .value = before},
                                   {.title = "2019/20", .value = after},
                                   {.title = "Change", .value = change, .is_change = true}};
    const geo_map map = {.areas = areas,
                         .panel_count = 3,
                         .panel = panel,
                         .unit = "Incidents per 1,000 residents",
                         .change_unit = "Change in incidents per 1,000 residents",
                         .is_rounded = true,
                         .decimals = 1};
    give_values(before);
    for (size_t i = 0; i < SHADED; i++) {
        after[i] = fmax(0, before[i] + (double)(i * 7 % 16) - 7);
        change[i] = after[i] - before[i];
    }
    give_parents(areas, 4);
    geo_status status = geo_style_set_page(context, style, "160x130", NULL);
    if (status == GEO_OK)
        status = draw_map(context, style, &map, out);
    sample_areas_free(areas);
    return status;
}

static geo_status draw_no_data(geo_context *context, geo_style *style, geo_bytes *out)
{
    const double value[6] = {(double)NAN, (double)NAN, (double)NAN,
                             (double)NAN, (double)NAN, (double)NAN};
    geo_areas *areas = sample_areas(3, 2);
    const geo_map_panel panel = {.value = value};
    const geo_map map = {
        .areas = areas, .panel_count = 1, .panel = &panel, .unit = "Incidents per 1,000 residents"};
    geo_status status = draw_map(context, style, &map, out);
    sample_areas_free(areas);
    return status;
}

static geo_status draw_one_area(geo_context *context, geo_style *style, geo_bytes *out)
{
    const double value[1] = {12.5};
    geo_areas *areas = sample_areas(1, 1);
    const geo_map_panel panel = {.value = value};
    const geo_map map = {
        .areas = areas, .panel_count = 1, .panel = &panel, .unit = "Incidents per 1,000 residents"};
    geo_status status = draw_map(context, style, &map, out);
    sample_areas_free(areas);
    return status;
}

static geo_status draw_many_areas(geo_context *context, geo_style *style, geo_bytes *out)
{
    enum { COLUMNS = 40, ROWS = 50 };
    double value[COLUMNS * ROWS];
    geo_areas *areas = sample_areas(COLUMNS, ROWS);
    const geo_map_panel panel = {.value = value};
    const geo_map map = {
        .areas = areas, .panel_count = 1, .panel = &panel, .unit = "Incidents per 1,000 residents"};
    for (size_t i = 0; i < areas->count; i++)
        value[i] = 40 * sample_town((double)(i % COLUMNS) - 15, (double)(i / COLUMNS) - 20, 40);
    give_parents(areas, COLUMNS);
    geo_status status = draw_map(context, style, &map, out);
    sample_areas_free(areas);
    return status;
}

/* ---- circles and backdrop ------------------------------------------------------------------- */

static geo_status draw_circles(geo_context *context, geo_style *style, geo_bytes *out)
{
    const double x[] = {402000, 404000, 409000, 412500, 415000};
    const double y[] = {303000, 308000, 302000, 309000, 304500};
    const int64_t incidents[] = {1, 4, 25, 60, 120};
    geo_areas *areas = sample_areas(4, 2);
    const geo_map_panel panel = {
        .point_count = 5, .point_x = x, .point_y = y, .point_incidents = incidents};
    const geo_map map = {.areas = areas, .panel_count = 1, .panel = &panel};
    geo_status status = draw_map(context, style, &map, out);
    sample_areas_free(areas);
    return status;
}

/* A road across, a wood, and two towns. */
static geo_status draw_backdrop(geo_context *context, geo_style *style, geo_bytes *out)
{
    char *names[] = {"Aber & Wood", "G\xC5\xB5yn"};
    size_t one[] = {0, 1}, two[] = {0, 1, 2}, road_points[] = {0, 3}, wood_points[] = {0, 5};
    double road_x[] = {395000, 407000, 425000}, road_y[] = {302000, 306000, 304000};
    double wood_x[] = {408000, 413000, 414000, 409000, 408000};
    double wood_y[] = {307000, 306500, 309000, 309500, 307000};
    double town_x[] = {403000, 415500}, town_y[] = {304500, 308000};
    const geo_extent everywhere = {395000, 300000, 425000, 310000};
    const geo_shapes shapes[] = {{.layer = "woods",
                                  .kind = GEO_SHAPE_POLYGON,
                                  .count = 1,
                                  .part_count = 1,
                                  .point_count = 5,
                                  .shape_part = one,
                                  .part_point = wood_points,
                                  .x = wood_x,
                                  .y = wood_y,
                                  .extent = everywhere},
                                 {.layer = "roads",
                                  .kind = GEO_SHAPE_LINE,
                                  .count = 1,
                                  .part_count = 1,
                                  .point_count = 3,
                                  .shape_part = one,
                                  .part_point = road_points,
                                  .x = road_x,
                                  .y = road_y,
                                  .extent = everywhere},
                                 {.layer = "towns",
                                  .kind = GEO_SHAPE_POINT,
                                  .count = 2,
                                  .name = names,
                                  .part_count = 2,
                                  .point_count = 2,
                                  .shape_part = two,
                                  .part_point = two,
                                  .x = town_x,
                                  .y = town_y,
                                  .extent = everywhere}};
    const geo_shapes *const backdrop[] = {&shapes[0], &shapes[1], &shapes[2]};
    geo_areas *areas = sample_areas(4, 2);
    geo_grid *grid = sample_grid(4, 2, 80);
    const geo_map_panel panel = {.surface = grid};
    const geo_map map = {.areas = areas,
                         .panel_count = 1,
                         .panel = &panel,
                         .backdrop_count = 3,
                         .backdrop = backdrop};
    geo_status status = draw_map(context, style, &map, out);
    geo_grid_free(grid);
    sample_areas_free(areas);
    return status;
}

/* ---- two things on one map ------------------------------------------------------------------ */

static const char *const decile_text[] = {
    "1 (most deprived)", "2", "3", "4", "5", "6", "7", "8", "9", "10 (least deprived)"};

static geo_classes give_deciles(double value[SHADED])
{
    geo_classes classes = {.count = 10, .rule = GEO_BREAKS_EACH};
    for (size_t i = 0; i < classes.count; i++)
        classes.lower[i] = (double)(i + 1);
    for (size_t i = 0; i < SHADED; i++)
        value[i] = (double)(i * 7 % 10 + 1);
    return classes;
}

static geo_status draw_deciles(geo_context *context, geo_style *style, geo_bytes *out)
{
    double value[SHADED];
    const geo_classes classes = give_deciles(value);
    geo_areas *areas = sample_areas(4, 4);
    const geo_map_panel panel = {.value = value};
    const geo_map map = {.areas = areas,
                         .panel_count = 1,
                         .panel = &panel,
                         .area_classes = &classes,
                         .class_text = decile_text,
                         .is_reversed = true,
                         .unit = "Deprivation decile",
                         .area_word = "LSOAs"};
    geo_status status = draw_map(context, style, &map, out);
    sample_areas_free(areas);
    return status;
}

static geo_status draw_bivariate(geo_context *context, geo_style *style, geo_bytes *out)
{
    double cell[SHADED];
    geo_areas *areas = sample_areas(4, 4);
    const geo_map_panel panel = {.value = cell};
    const geo_map map = {.areas = areas,
                         .panel_count = 1,
                         .panel = &panel,
                         .scheme = GEO_SCHEME_BIVARIATE,
                         .unit = "Rate and deprivation",
                         .area_word = "LSOAs",
                         .row_title = "Higher rate",
                         .column_title = "More deprived",
                         .area_note = "Thirds of the LSOAs by each."};
    for (size_t i = 0; i < SHADED; i++)
        cell[i] = (double)(i * 5 % 9);
    cell[6] = (double)NAN;
    geo_status status = draw_map(context, style, &map, out);
    sample_areas_free(areas);
    return status;
}

static geo_status draw_hatched_bivariate(geo_context *context, geo_style *style, geo_bytes *out)
{
    style->bivariate.hatch.width_mm = 0.2;
    return draw_bivariate(context, style, out);
}

static geo_status draw_categories(geo_context *context, geo_style *style, geo_bytes *out)
{
    static const char *const texts[] = {"Neither", "Most deprived 20% only", "High rate only",
                                        "Both"};
    double category[SHADED];
    geo_areas *areas = sample_areas(4, 4);
    const geo_map_panel panel = {.value = category};
    const geo_map map = {.areas = areas,
                         .panel_count = 1,
                         .panel = &panel,
                         .scheme = GEO_SCHEME_CATEGORIES,
                         .unit = "Deprivation and rate",
                         .category_count = 4,
                         .category_text = texts};
    for (size_t i = 0; i < SHADED; i++)
        category[i] = (double)(i * 5 % 7 % 4);
    geo_status status = draw_map(context, style, &map, out);
    sample_areas_free(areas);
    return status;
}

static geo_status draw_diverging(geo_context *context, geo_style *style, geo_bytes *out)
{
    static const char *const texts[GEO_DIVERGING_COUNT] = {
        "Cold spot, 99%", "Cold spot, 95%", "Cold spot, 90%", "Not significant",
        "Hot spot, 90%",  "Hot spot, 95%",  "Hot spot, 99%"};
    double spot[SHADED];
    geo_areas *areas = sample_areas(4, 4);
    const geo_map_panel panel = {.value = spot};
    const geo_map map = {.areas = areas,
                         .panel_count = 1,
                         .panel = &panel,
                         .scheme = GEO_SCHEME_DIVERGING,
                         .unit = "Hot and cold spots",
                         .category_count = GEO_DIVERGING_COUNT,
                         .category_text = texts};
    for (size_t i = 0; i < SHADED; i++)
        spot[i] = (double)(i * 5 % GEO_DIVERGING_COUNT);
    geo_status status = draw_map(context, style, &map, out);
    sample_areas_free(areas);
    return status;
}

static geo_status draw_hatched_diverging(geo_context *context, geo_style *style, geo_bytes *out)
{
    style->diverging.hatch.width_mm = 0.2;
    return draw_diverging(context, style, out);
}

static geo_status draw_heat_over_deciles(geo_context *context, geo_style *style, geo_bytes *out)
{
    double value[SHADED];
    const geo_classes classes = give_deciles(value);
    geo_areas *areas = sample_areas(4, 4);
    geo_grid *grid = sample_grid(4, 4, 80);
    const geo_map_panel panel = {.surface = grid, .value = value};
    const geo_map map = {.areas = areas,
                         .panel_count = 1,
                         .panel = &panel,
                         .area_classes = &classes,
                         .class_text = decile_text,
                         .is_reversed = true,
                         .unit = "Deprivation decile"};
    geo_status status = geo_style_set_page(context, style, "a5", NULL);
    if (status == GEO_OK)
        status = draw_map(context, style, &map, out);
    geo_grid_free(grid);
    sample_areas_free(areas);
    return status;
}

/* Two by two squares over four by four, one of them with a name that is beyond Latin-1. */
static geo_areas *make_wards(void)
{
    static const char *const names[] = {"Quay", "T\xC5\xB7 G\xC5\xB5yn", "Mill & Abbey", "Castle"};
    geo_areas *wards = sample_areas(2, 2);
    for (size_t i = 0; i < wards->point_count; i++) {
        wards->x[i] = 2 * wards->x[i] - 400000;
        wards->y[i] = 2 * wards->y[i] - 300000;
    }
    for (size_t i = 0; i < wards->count; i++) {
        wards->name[i] = names[i];
        wards->parent[i] = i % 2 ? "East" : "West";
    }
    wards->extent.x_max = 2 * wards->extent.x_max - 400000;
    wards->extent.y_max = 2 * wards->extent.y_max - 300000;
    return wards;
}

/* Three squares, one within another, the last across the middle. */
static geo_areas *make_hotspots(void)
{
    static const double place[3][3] = {
        {403000, 304000, 6500}, {405000, 305500, 3000}, {406000, 306500, 1000}};
    geo_areas *hotspots = sample_areas(3, 1);
    for (size_t i = 0; i < hotspots->point_count; i++) {
        const double *own = place[i / 5];
        double east = (hotspots->x[i] - 400000) / SAMPLE_SIDE_M - (double)(i / 5);
        hotspots->x[i] = own[0] + own[2] * east;
        hotspots->y[i] = own[1] + own[2] * (hotspots->y[i] - 300000) / SAMPLE_SIDE_M;
    }
    return hotspots;
}

static geo_status draw_contours(geo_context *context, geo_style *style, geo_bytes *out)
{
    static const char *const texts[] = {"At least 25", "At least 50", "At least 100"};
    double value[SHADED];
    const geo_classes classes = give_deciles(value);
    geo_areas *areas = sample_areas(4, 4), *wards = make_wards(), *hotspots = make_hotspots();
    const geo_map_panel panel = {.value = value, .contours = hotspots};
    const geo_map map = {.areas = areas,
                         .panel_count = 1,
                         .panel = &panel,
                         .area_classes = &classes,
                         .class_text = decile_text,
                         .is_reversed = true,
                         .is_base = true,
                         .unit = "Deprivation decile",
                         .contour_title = "Hotspots: incidents per km2 a year",
                         .contour_count = 3,
                         .contour_text = texts,
                         .outlines = wards,
                         .outline_text = "Wards"};
    geo_status status = geo_style_set_page(context, style, "a5", NULL);
    if (status == GEO_OK)
        status = draw_map(context, style, &map, out);
    sample_areas_free(hotspots);
    sample_areas_free(wards);
    sample_areas_free(areas);
    return status;
}

enum { SPOTS = 14 };

/* Long names, and a ward that is not known. */
static geo_status draw_numbered_over(geo_context *context, geo_style *style, const geo_grid *grid,
                                     const double *value, geo_bytes *out)
{
    static const char *const name[SPOTS] = {"High Street",
                                            "Market Square",
                                            "Station Road",
                                            "Quay",
                                            "T\xC5\xB7 G\xC5\xB5yn Lane",
                                            "Supermarket at the corner of Mill Lane & Abbey",
                                            "Castle Gate",
                                            "Hospital",
                                            "Park",
                                            "Mill",
                                            "Bridge",
                                            "Church Walk",
                                            "School Lane",
                                            "Bus station"};
    static const char *const ward[SPOTS] = {
        "Quay",   "Quay",         "Mill & Abbey", NULL,     "Castle", "Castle", "Quay",
        "Castle", "Mill & Abbey", "Quay",         "Castle", "Castle", "Quay",   "Castle"};
    static const char *const count[SPOTS] = {"1,204", "877", "403", "310", "199", "120", "98",
                                             "77",    "60",  "41",  "33",  "20",  "12",  "9"};
    const geo_list_column column[] = {
        {"Place", name, false}, {"Ward", ward, false}, {"Incidents", count, true}};
    geo_areas *areas = sample_areas(4, 4), *spots = sample_spots(SPOTS, 6000, 4, 4);
    const geo_numbered_areas numbered = {spots, "Hotspots", 3, column, "Hotspots"};
    const geo_map_panel panel = {.surface = grid, .value = value};
    const geo_map map = {.areas = areas,
                         .panel_count = 1,
                         .panel = &panel,
                         .unit = "Incidents per 1,000 residents",
                         .numbered = &numbered};
    geo_status status = draw_map(context, style, &map, out);
    sample_areas_free(spots);
    sample_areas_free(areas);
    return status;
}

static geo_status draw_numbered(geo_context *context, geo_style *style, geo_bytes *out)
{
    double value[SHADED];
    give_values(value);
    geo_status status = geo_style_set_page(context, style, "a5", NULL);
    return status == GEO_OK ? draw_numbered_over(context, style, NULL, value, out) : status;
}

static geo_status draw_numbered_heat(geo_context *context, geo_style *style, geo_bytes *out)
{
    geo_grid *grid = sample_grid(4, 4, 900);
    geo_status status = geo_style_set_page(context, style, "a5", NULL);
    if (status == GEO_OK)
        status = draw_numbered_over(context, style, grid, NULL, out);
    geo_grid_free(grid);
    return status;
}

const image_reference map_references[] = {
    {"heat", false, draw_heat},
    {"heat-across", true, draw_heat},
    {"heat-continuous", true, draw_continuous_heat},
    {"heat-empty", true, draw_empty_heat},
    {"areas", false, draw_areas},
    {"areas-across", true, draw_areas},
    {"bands", false, draw_bands},
    {"change", false, draw_change},
    {"no-data", true, draw_no_data},
    {"one-area", true, draw_one_area},
    {"many-areas", false, draw_many_areas},
    {"circles", true, draw_circles},
    {"backdrop", true, draw_backdrop},
    {"deciles", false, draw_deciles},
    {"bivariate", false, draw_bivariate},
    {"bivariate-across", true, draw_hatched_bivariate},
    {"categories", false, draw_categories},
    {"diverging", false, draw_diverging},
    {"diverging-across", true, draw_hatched_diverging},
    {"heat-over-deciles", false, draw_heat_over_deciles},
    {"heat-over-deciles-across", true, draw_heat_over_deciles},
    {"contours", false, draw_contours},
    {"contours-across", true, draw_contours},
    {"numbered", false, draw_numbered},
    {"numbered-across", true, draw_numbered_heat},
    {NULL, false, NULL}};
