/* Areas with numbers on the map, and the list that these are keyed to. */
#include <stdio.h>
#include <string.h>

#include "allocations.h"
#include "label_check.h"
#include "sample.h"
#include "unit.h"

#define SPOTS_MOST 60

/* ---- numbers -------------------------------------------------------------------------------- */

typedef struct numbered_map {
    geo_areas *areas;
    geo_areas *spots;
    geo_borders *borders;
    geo_style *style;
    geo_canvas *canvas;
    geo_view view;
    geo_labels *labels;
} numbered_map;

static void number_spots(geo_context *context, size_t count, double largest_m, double side_mm,
                         numbered_map *map)
{
    const geo_box frame = {5, 5, side_mm, side_mm};
    *map = (numbered_map){.areas = sample_areas(4, 4),
                          .spots = sample_spots(count, largest_m, 4, 4),
                          .style = label_style(context),
                          .canvas = label_canvas(context, frame)};
    map->view = geo_view_fit(map->areas->extent, frame);
    assert_int_equal(geo_borders_find(context, map->areas, &map->borders), GEO_OK);
    const geo_label_options options = {.view = &map->view,
                                       .style = map->style,
                                       .named = GEO_NAMED_AREAS,
                                       .areas = map->areas,
                                       .borders = map->borders,
                                       .numbered = map->spots};
    assert_int_equal(geo_labels_place(context, map->canvas, &options, &map->labels), GEO_OK);
}

static void close_map(numbered_map *map)
{
    geo_labels_free(map->labels);
    geo_borders_free(map->borders);
    geo_canvas_free(map->canvas);
    geo_style_free(map->style);
    sample_areas_free(map->spots);
    sample_areas_free(map->areas);
}

/* The number's own area is below it, or at the other end of its leader. */
static void assert_keyed(const numbered_map *map, const geo_label *label)
{
    char number[24];
    const geo_view *view = &map->view;
    double x_mm = label->has_leader ? label->leader_x0 : label->box.x + label->box.width / 2;
    double y_mm = label->has_leader ? label->leader_y0 : label->box.y + label->box.height / 2;
    snprintf(number, sizeof number, "%zu", label->index + 1);
    assert_string_equal(label->text, number);
    assert_true(check_in_area(map->spots, label->index,
                              view->x_min + (x_mm - view->frame_mm.x) / view->mm_per_m,
                              view->y_max - (y_mm - view->frame_mm.y) / view->mm_per_m));
}

/* Neither on each other, nor on names, nor out of the frame; each keyed to its area. */
static void numbers_and_names_stand_apart(void **state)
{
    static const size_t counts[] = {1, 12, 40, SPOTS_MOST};
    geo_context *context = *state;
    for (size_t i = 0; i < 4; i++) {
        numbered_map map;
        size_t numbers = 0;
        number_spots(context, counts[i], 7000, 150, &map);
        const geo_label_options drawn = {.view = &map.view, .areas = map.areas};
        assert_no_faults(map.labels, &drawn);
        for (size_t k = 0; k < map.labels->count; k++)
            if (map.labels->label[k].kind == GEO_LABEL_NUMBER) {
                assert_keyed(&map, &map.labels->label[k]);
                numbers++;
            }
        assert_int_equal(numbers, counts[i]);
        assert_int_equal(map.labels->without_number, 0);
        close_map(&map);
    }
}

static void large_areas_have_their_numbers_inside(void **state)
{
    numbered_map map;
    number_spots(*state, 12, 7000, 80, &map);
    for (size_t i = 0; i < map.labels->count; i++) {
        const geo_label *label = &map.labels->label[i];
        if (label->kind == GEO_LABEL_NUMBER && (label->index < 3 || label->index > 8))
            assert_int_equal(label->has_leader, label->index > 8);
    }
    close_map(&map);
}

/* On a map so small there is no room for all, and those with the lowest numbers stand. */
static void numbers_without_room_are_counted(void **state)
{
    numbered_map map;
    size_t numbers = 0;
    number_spots(*state, SPOTS_MOST, 2000, 32, &map);
    for (size_t i = 0; i < map.labels->count; i++) {
        for (size_t k = 0; k < i; k++)
            assert_false(check_boxes_overlap(&map.labels->label[i].box, &map.labels->label[k].box));
        if (map.labels->label[i].kind == GEO_LABEL_NUMBER) {
            assert_keyed(&map, &map.labels->label[i]);
            numbers++;
        }
    }
    assert_true(map.labels->without_number > 0 && map.labels->first_without_number > 0);
    assert_int_equal(numbers + map.labels->without_number, SPOTS_MOST);
    close_map(&map);
}

/* ---- figures -------------------------------------------------------------------------------- */

typedef struct keyed_figure {
    char name[SPOTS_MOST][80];
    const char *names[SPOTS_MOST];
    const char *wards[SPOTS_MOST];
    const char *counts[SPOTS_MOST];
    geo_list_column column[3];
} keyed_figure;

static void fill_columns(keyed_figure *figure)
{
    for (size_t i = 0; i < SPOTS_MOST; i++) {
        snprintf(figure->name[i], sizeof figure->name[i], "Place <%zu>%s", i + 1,
                 i == 1 ? " with a name that is far too long for the column that it stands in"
                        : "");
        figure->names[i] = figure->name[i];
        figure->wards[i] = i % 3 ? "Castle" : NULL;
        figure->counts[i] = "7";
    }
    figure->column[0] = (geo_list_column){"Place", figure->names, false};
    figure->column[1] = (geo_list_column){"Ward", figure->wards, false};
    figure->column[2] = (geo_list_column){"Incidents", figure->counts, true};
}

/* NUL-terminated. */
static geo_status draw(geo_context *context, const char *style_name, const char *page, size_t count,
                       geo_picture format, geo_bytes *out)
{
    keyed_figure figure;
    geo_style *style = NULL;
    geo_areas *areas = sample_areas(4, 4), *spots = sample_spots(count, 7000, 4, 4);
    fill_columns(&figure);
    const geo_numbered_areas numbered = {spots, "All hotspots", 3, figure.column, "Hotspots"};
    const geo_map_panel panel = {.title = NULL};
    const geo_map map = {.areas = areas, .panel_count = 1, .panel = &panel, .numbered = &numbered};
    geo_status status = geo_style_read(context, style_name, &style);
    if (status == GEO_OK)
        status = geo_style_set_page(context, style, page, NULL);
    if (status == GEO_OK)
        status = geo_figure_map(context, &map, style, NULL, format, 60, out);
    if (status == GEO_OK)
        status = geo_bytes_append(context, out, "", 1);
    geo_style_free(style);
    sample_areas_free(spots);
    sample_areas_free(areas);
    return status;
}

static void assert_drawn(const geo_bytes *bytes, const char *text)
{
    if (!strstr(bytes->data, text))
        fail_msg("not in the picture: %s", text);
}

static void a_list_is_text(void **state)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(draw(*state, NULL, NULL, 12, GEO_PICTURE_SVG, &bytes), GEO_OK);
    assert_drawn(&bytes, "id=\"list\"");
    assert_drawn(&bytes, ">All hotspots<");
    assert_drawn(&bytes, ">Incidents<");
    assert_drawn(&bytes, ">Place &lt;12&gt;<");
    assert_drawn(&bytes, ">Hotspots<");
    assert_drawn(&bytes, "\xE2\x80\xA6<");
    assert_null(strstr(bytes.data, " more<"));
    assert_null(strstr(bytes.data, "No incidents"));
    geo_bytes_clear(&bytes);
}

static void what_has_no_room_is_told(void **state)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(draw(*state, "slide", NULL, SPOTS_MOST, GEO_PICTURE_SVG, &bytes), GEO_OK);
    const char *more = strstr(bytes.data, ">and ");
    assert_non_null(more);
    size_t missing = (size_t)atoi(more + 5);
    char last[32], next[32];
    snprintf(last, sizeof last, ">Place &lt;%zu&gt;<", SPOTS_MOST - missing);
    snprintf(next, sizeof next, ">Place &lt;%zu&gt;<", SPOTS_MOST - missing + 1);
    assert_drawn(&bytes, last);
    assert_null(strstr(bytes.data, next));
    geo_bytes_clear(&bytes);
}

static void all_styles_and_pages_have_room(void **state)
{
    static const char *const styles[] = {"report", "print-grey", "slide", "dark",
                                         "accessible-high-contrast"};
    static const char *const pages[] = {"a4", "a5", "16:9"};
    for (size_t i = 0; i < 15; i++) {
        geo_bytes bytes = GEO_BYTES_INIT;
        size_t count = i % 4 == 0 ? 1 : i % 4 == 1 ? 12 : SPOTS_MOST;
        if (draw(*state, styles[i / 3], pages[i % 3], count, GEO_PICTURE_PDF, &bytes) != GEO_OK)
            fail_msg("%s on %s: %s", styles[i / 3], pages[i % 3], geo_message(*state));
        geo_bytes_clear(&bytes);
    }
}

static void the_same_figure_has_the_same_bytes(void **state)
{
    geo_bytes one = GEO_BYTES_INIT, other = GEO_BYTES_INIT;
    assert_int_equal(draw(*state, NULL, NULL, 12, GEO_PICTURE_PNG, &one), GEO_OK);
    assert_int_equal(draw(*state, NULL, NULL, 12, GEO_PICTURE_PNG, &other), GEO_OK);
    assert_int_equal(one.length, other.length);
    assert_memory_equal(one.data, other.data, one.length);
    geo_bytes_clear(&one);
    geo_bytes_clear(&other);
}

static geo_status draw_job(geo_context *context, void *data)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    (void)data;
    geo_status status = draw(context, NULL, NULL, 4, GEO_PICTURE_SVG, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    assert_true(fail_each_allocation(draw_job, NULL) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(numbers_and_names_stand_apart),
        UNIT_TEST(large_areas_have_their_numbers_inside),
        UNIT_TEST(numbers_without_room_are_counted),
        UNIT_TEST(a_list_is_text),
        UNIT_TEST(what_has_no_room_is_told),
        UNIT_TEST(all_styles_and_pages_have_room),
        UNIT_TEST(the_same_figure_has_the_same_bytes),
        UNIT_TEST(memory_may_run_out),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_figure_shutdown();
    return failed;
}
