/* Names on maps of real areas and of the sample county, tested geometrically. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <geo/source.h>

#include "label_check.h"
#include "unit.h"

#define REAL   PROJECT_DIR "/../shared/data/boundaries/staffordshire_bng.gpkg"
#define SAMPLE PROJECT_DIR "/shapes/aldshire.gpkg"

typedef struct real_map {
    const char *path, *layer, *name_field, *parent_field;
    const char *district; /* areas whose name begins so; NULL: all */
    geo_named named;
    size_t studied;
    double least_share; /* of areas that are named */
} real_map;

/* A4 upright, less margins, title and legend. */
static const geo_box frame = {13, 40, 184, 220};

static geo_extent study(const real_map *map, const geo_areas *areas, bool *is_studied,
                        size_t *count)
{
    geo_extent extent = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t a = 0; a < areas->count; a++) {
        is_studied[a] =
            !map->district || strncmp(areas->name[a], map->district, strlen(map->district)) == 0;
        *count += is_studied[a] ? 1 : 0;
        if (!is_studied[a])
            continue;
        size_t first = areas->ring_point[areas->area_ring[a]];
        size_t end = areas->ring_point[areas->area_ring[a + 1]];
        for (size_t p = first; p < end; p++) {
            extent.x_min = fmin(extent.x_min, areas->x[p]);
            extent.y_min = fmin(extent.y_min, areas->y[p]);
            extent.x_max = fmax(extent.x_max, areas->x[p]);
            extent.y_max = fmax(extent.y_max, areas->y[p]);
        }
    }
    return extent;
}

static void name_areas(geo_context *context, const real_map *map, const geo_areas *areas,
                       const geo_borders *borders)
{
    geo_labels *labels = NULL;
    geo_style *style = label_style(context);
    geo_canvas *canvas = label_canvas(context, frame);
    bool *is_studied = calloc(areas->count, sizeof *is_studied);
    size_t studied = 0, named = 0;
    const geo_view view = geo_view_fit(study(map, areas, is_studied, &studied), frame);
    const geo_label_options options = {.view = &view,
                                       .style = style,
                                       .named = map->named,
                                       .areas = areas,
                                       .borders = borders,
                                       .is_studied = is_studied};
    assert_int_equal(studied, map->studied);
    assert_int_equal(geo_labels_place(context, canvas, &options, &labels), GEO_OK);
    assert_no_faults(labels, &options);
    for (size_t i = 0; i < labels->count; i++) {
        named += labels->label[i].kind == GEO_LABEL_AREA ? 1 : 0;
        assert_true(is_studied[labels->label[i].index]);
        assert_true(labels->label[i].size_pt >= 6.5);
    }
    print_message("%s%s%s: %zu of %zu named, %zu with leaders\n", map->layer,
                  map->district ? ", " : "", map->district ? map->district : "", named, studied,
                  count_leaders(labels));
    assert_true((double)named >= map->least_share * (double)studied);
    geo_labels_free(labels);
    geo_canvas_free(canvas);
    geo_style_free(style);
    free(is_studied);
}

static void run(geo_context *context, const real_map *map)
{
    geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
    geo_areas *areas = NULL;
    geo_borders *borders = NULL;
    options.layer = map->layer;
    options.roles.name = map->name_field;
    options.roles.parent = map->parent_field;
    if (geo_areas_read(context, &(geo_input){map->path, {NULL, 0}}, &options, &areas) != GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_int_equal(geo_borders_find(context, areas, &borders), GEO_OK);
    name_areas(context, map, areas, borders);
    geo_borders_free(borders);
    geo_areas_free(areas);
}

static void names_on_the_sample_county(void **state)
{
    static const real_map maps[] = {
        {SAMPLE, "wards", "WD24NM", "LAD24NM", NULL, GEO_NAMED_AREAS, 115, 0.85},
        {SAMPLE, "wards", "WD24NM", "LAD24NM", NULL, GEO_NAMED_BOTH, 115, 0.8},
        {SAMPLE, "districts", "LAD24NM", NULL, NULL, GEO_NAMED_AUTO, 8, 1},
    };
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        run(*state, &maps[i]);
}

static void names_on_staffordshire(void **state)
{
    static const real_map maps[] = {
        {REAL, "wards_2019", "wd19nm", "lad_name", NULL, GEO_NAMED_AREAS, 201, 0.53},
        {REAL, "wards_2019", "wd19nm", "lad_name", NULL, GEO_NAMED_BOTH, 201, 0.5},
        {REAL, "lsoa_2011", "LSOA11NM", NULL, "Stafford ", GEO_NAMED_AREAS, 80, 0.6},
        {REAL, "lsoa_2011", "LSOA11NM", NULL, "Stoke-on-Trent ", GEO_NAMED_AREAS, 159, 0.4},
        {REAL, "lsoa_2011", "LSOA11NM", NULL, NULL, GEO_NAMED_AREAS, 687, 0.1},
    };
    if (access(REAL, R_OK) != 0)
        skip();
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        run(*state, &maps[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(names_on_the_sample_county),
        UNIT_TEST(names_on_staffordshire),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_figure_shutdown();
    return failed;
}
