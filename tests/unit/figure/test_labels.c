/* Names on made-up maps: where they stand, and which of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "label_check.h"
#include "sample.h"
#include "unit.h"

/* Areas on a map that fills a frame, with all that goes with them. */
typedef struct labelled_map {
    geo_context *context;
    geo_areas *areas;
    geo_borders *borders;
    geo_style *style;
    geo_canvas *canvas;
    geo_view view;
    geo_label_options options;
    geo_labels *labels;
} labelled_map;

static void open_map(labelled_map *map, geo_context *context, geo_areas *areas, geo_box frame)
{
    *map = (labelled_map){.context = context, .areas = areas};
    map->style = label_style(context);
    map->canvas = label_canvas(context, frame);
    assert_int_equal(geo_borders_find(context, areas, &map->borders), GEO_OK);
    map->view = geo_view_fit(areas->extent, frame);
    map->options = (geo_label_options){.view = &map->view,
                                       .style = map->style,
                                       .named = GEO_NAMED_AREAS,
                                       .areas = areas,
                                       .borders = map->borders};
}

static void place(labelled_map *map)
{
    geo_labels_free(map->labels);
    map->labels = NULL;
    if (geo_labels_place(map->context, map->canvas, &map->options, &map->labels) != GEO_OK)
        fail_msg("%s", geo_message(map->context));
    assert_no_faults(map->labels, &map->options);
}

static void close_map(labelled_map *map)
{
    geo_labels_free(map->labels);
    geo_borders_free(map->borders);
    geo_canvas_free(map->canvas);
    geo_style_free(map->style);
    sample_areas_free(map->areas);
}

static const geo_label *label_of(const geo_labels *labels, geo_label_kind kind, size_t index)
{
    for (size_t i = 0; i < labels->count; i++)
        if (labels->label[i].kind == kind && labels->label[i].index == index)
            return &labels->label[i];
    return NULL;
}

/* The squares of a sample bent into hexagons: each row half a side further east than the last. */
#define COMB_COLUMNS 40
#define COMB_ROWS    50

static geo_areas *honeycomb(char names[][24])
{
    static const double corner[7][2] = {{0.5, 0},  {1, 0.25}, {1, 0.75}, {0.5, 1},
                                        {0, 0.75}, {0, 0.25}, {0.5, 0}};
    geo_areas *areas = sample_areas(COMB_COLUMNS, COMB_ROWS);
    areas->point_count = 7 * areas->count;
    areas->x = realloc(areas->x, areas->point_count * sizeof *areas->x);
    areas->y = realloc(areas->y, areas->point_count * sizeof *areas->y);
    for (size_t i = 0; i < areas->count; i++) {
        double column = (double)(i % COMB_COLUMNS), row = (double)(i / COMB_COLUMNS);
        snprintf(names[i], sizeof names[i], "%zu", i);
        areas->name[i] = names[i];
        areas->ring_point[i + 1] = 7 * (i + 1);
        for (size_t p = 0; p < 7; p++) {
            areas->x[7 * i + p] = 1000 * (column + corner[p][0] + fmod(row, 2) / 2);
            areas->y[7 * i + p] = 1000 * (0.75 * row + corner[p][1]);
        }
    }
    areas->extent =
        (geo_extent){0, 0, 1000 * (COMB_COLUMNS + 0.5), 1000 * (0.75 * COMB_ROWS + 0.25)};
    return areas;
}

static void two_thousand_areas_are_named_where_there_is_room(void **state)
{
    static char names[COMB_COLUMNS * COMB_ROWS][24];
    static const geo_box large = {10, 10, 400, 560}, small = {10, 10, 130, 180};
    labelled_map map;
    open_map(&map, *state, honeycomb(names), large);
    place(&map);
    assert_int_equal(map.labels->count, COMB_COLUMNS * COMB_ROWS);
    assert_int_equal(count_leaders(map.labels), 0);
    close_map(&map);
    open_map(&map, *state, honeycomb(names), small);
    place(&map);
    assert_in_range(map.labels->count, 20, COMB_COLUMNS * COMB_ROWS / 2);
    close_map(&map);
}

/* The text without its line ends is the name. */
static void assert_is_name(const geo_label *label, const char *name)
{
    assert_non_null(label);
    assert_int_equal(strlen(label->text), strlen(name));
    for (size_t i = 0; name[i]; i++)
        assert_int_equal(label->text[i] == '\n' ? ' ' : label->text[i], name[i]);
}

static void odd_names_are_set_whole_or_passed_over(void **state)
{
    static const char *const names[] = {
        "Upper Wendale, Stavesby-under-Heath & Three Hamlets",
        "Penrhyndeudraeth a\xCC\x82 Llanw\xC5\xB5ny & <Ynys>",
        "Newcastle-under-Lyme",
        "",
        NULL,
        "Y",
    };
    static const geo_box frame = {10, 10, 120, 80};
    labelled_map map;
    open_map(&map, *state, sample_areas(3, 2), frame);
    for (size_t i = 0; i < 6; i++)
        map.areas->name[i] = names[i];
    place(&map);
    assert_int_equal(map.labels->count, 4);
    assert_is_name(label_of(map.labels, GEO_LABEL_AREA, 0), names[0]);
    assert_is_name(label_of(map.labels, GEO_LABEL_AREA, 1), names[1]);
    assert_is_name(label_of(map.labels, GEO_LABEL_AREA, 5), names[5]);
    /* A hyphen ends no line, and a name in lines is no wider than the style has it. */
    assert_string_equal(label_of(map.labels, GEO_LABEL_AREA, 2)->text, names[2]);
    const geo_label *longest = label_of(map.labels, GEO_LABEL_AREA, 0);
    assert_non_null(strchr(longest->text, '\n'));
    assert_in_range((int)longest->box.width, 15, 29);
    close_map(&map);
}

/* A dozen small squares in a wide frame: not all of their names can stand beside them. */
static void the_most_important_names_are_kept(void **state)
{
    enum { SIDE = 12 };
    static const geo_box frame = {10, 10, 100, 40};
    static char names[SIDE * SIDE][24];
    double importance[SIDE * SIDE];
    labelled_map map;
    open_map(&map, *state, sample_areas(SIDE, SIDE), frame);
    map.options.importance = importance;
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        snprintf(names[i], sizeof names[i], "Ward %zu", i);
        map.areas->name[i] = names[i];
    }
    for (size_t best = 0; best < SIDE * SIDE; best += 13) {
        for (size_t i = 0; i < SIDE * SIDE; i++)
            importance[i] = i == best ? 9 : i % 7 == 0 ? (double)NAN : 1 / (1.0 + (double)i);
        place(&map);
        const geo_label *first = label_of(map.labels, GEO_LABEL_AREA, best);
        if (best / SIDE == 0 || best / SIDE == SIDE - 1 || best % SIDE == 0 ||
            best % SIDE == SIDE - 1)
            assert_ptr_equal(first, &map.labels->label[0]);
        assert_true(map.labels->count > 5 && map.labels->count < SIDE * SIDE);
    }
    map.style->labels.leader.width_mm = 0;
    place(&map);
    assert_int_equal(count_leaders(map.labels), 0);
    close_map(&map);
}

/* A small square with names around it that are less important: the leader's name goes where there
 * is nothing; with nothing free, the less important name gives way. */
static void an_important_leader_displaces_a_lesser_name(void **state)
{
    static const geo_box frame = {10, 10, 30, 10};
    double importance[3] = {1, 2, 1};
    labelled_map map;
    open_map(&map, *state, sample_areas(3, 1), frame);
    geo_areas *areas = map.areas;
    /* The middle square is made a strip, the outer ones grow towards it. */
    for (size_t p = 0; p < areas->point_count; p++)
        areas->x[p] = areas->x[p] == 400000 + SAMPLE_SIDE_M       ? 400000 + 1.4 * SAMPLE_SIDE_M
                      : areas->x[p] == 400000 + 2 * SAMPLE_SIDE_M ? 400000 + 1.6 * SAMPLE_SIDE_M
                                                                  : areas->x[p];
    areas->name[0] = areas->name[2] = "Outside";
    areas->name[1] = "Middle";
    map.options.importance = importance;
    place(&map);
    assert_non_null(label_of(map.labels, GEO_LABEL_AREA, 1));
    assert_true(label_of(map.labels, GEO_LABEL_AREA, 1)->has_leader);
    importance[1] = 0;
    place(&map);
    assert_non_null(label_of(map.labels, GEO_LABEL_AREA, 0));
    assert_non_null(label_of(map.labels, GEO_LABEL_AREA, 2));
    close_map(&map);
}

static void the_style_says_what_is_named(void **state)
{
    static const struct {
        geo_named named;
        bool has_parents;
        size_t parents, areas;
    } cases[] = {{GEO_NAMED_AUTO, true, 2, 0},    {GEO_NAMED_AUTO, false, 0, 11},
                 {GEO_NAMED_PARENTS, true, 2, 0}, {GEO_NAMED_BOTH, true, 2, 11},
                 {GEO_NAMED_AREAS, true, 0, 11},  {GEO_NAMED_NONE, true, 0, 0}};
    static const geo_box frame = {10, 10, 160, 120};
    bool is_studied[12];
    for (size_t i = 0; i < 12; i++)
        is_studied[i] = i != 5;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        labelled_map map;
        open_map(&map, *state, sample_areas(4, 3), frame);
        for (size_t i = 0; cases[c].has_parents && i < 12; i++)
            map.areas->parent[i] = i % 4 < 2 ? "West Riding" : "East Riding";
        map.options.named = cases[c].named;
        map.options.is_studied = is_studied;
        place(&map);
        assert_int_equal(map.labels->count, cases[c].parents + cases[c].areas);
        assert_null(label_of(map.labels, GEO_LABEL_AREA, 5));
        for (size_t i = 0; i < map.labels->count; i++)
            assert_int_equal(map.labels->label[i].kind,
                             i < cases[c].parents ? GEO_LABEL_PARENT : GEO_LABEL_AREA);
        close_map(&map);
    }
}

static void parents_have_a_style_of_their_own_beside_other_names(void **state)
{
    const geo_label_place town = {.name = "Town", .x = 402500, .y = 302500, .dot_mm = 1};
    labelled_map map;
    open_map(&map, *state, sample_areas(4, 2), (geo_box){10, 10, 160, 80});
    for (size_t i = 0; i < map.areas->count; i++)
        map.areas->parent[i] = i % 4 < 2 ? "West" : "East";
    map.options.named = GEO_NAMED_AUTO;
    map.options.place = &town;
    for (size_t places = 0; places < 2; places++) {
        map.options.place_count = places;
        place(&map);
        const geo_label *west = label_of(map.labels, GEO_LABEL_PARENT, 0);
        assert_non_null(west);
        assert_true(west->size_pt ==
                    (places ? map.style->parent.size_pt : map.style->label.size_pt));
        assert_int_equal(map.labels->has_others, places);
    }
    close_map(&map);
}

static void points_have_their_names_beside_them_and_off_what_is_taken(void **state)
{
    static const geo_box frame = {10, 10, 100, 100};
    /* In the middle; at the east edge; two in one place; out of sight; without a name. */
    static const geo_label_place places[] = {
        {"Aldminster", 407000, 307000, 5, 1.5}, {"Saltmere", 409700, 303000, 4, 1.5},
        {"Lesser", 402000, 302000, 1, 1.5},     {"Greater", 402000, 302000, 2, 1.5},
        {"Far away", 500000, 305000, 9, 1.5},   {"", 407000, 302000, 3, 1.5}};
    labelled_map map;
    open_map(&map, *state, sample_areas(2, 2), frame);
    map.options.named = GEO_NAMED_NONE;
    map.options.place_count = 6;
    map.options.place = places;
    place(&map);
    assert_int_equal(map.labels->count, 4);
    assert_int_equal(label_of(map.labels, GEO_LABEL_PLACE, 0)->align, GEO_ALIGN_LEFT);
    assert_int_equal(label_of(map.labels, GEO_LABEL_PLACE, 1)->align, GEO_ALIGN_RIGHT);
    assert_int_equal(label_of(map.labels, GEO_LABEL_PLACE, 3)->align, GEO_ALIGN_LEFT);
    assert_int_equal(label_of(map.labels, GEO_LABEL_PLACE, 2)->align, GEO_ALIGN_RIGHT);
    /* Now the east of the middle is taken, and the areas are named as well. */
    const geo_box taken = {81.5, 35, 20, 10};
    map.options.taken_count = 1;
    map.options.taken = &taken;
    map.options.named = GEO_NAMED_AREAS;
    place(&map);
    assert_int_equal(map.labels->count, 8);
    assert_int_equal(label_of(map.labels, GEO_LABEL_PLACE, 0)->align, GEO_ALIGN_RIGHT);
    for (size_t i = 0; i < map.labels->count; i++) {
        const geo_box *box = &map.labels->label[i].box;
        assert_false(check_boxes_overlap(box, &taken));
        for (size_t p = 0; p < 4; p++)
            assert_false(check_in_box(box, geo_view_x_mm(&map.view, places[p].x),
                                      geo_view_y_mm(&map.view, places[p].y)));
    }
    close_map(&map);
}

static geo_status place_and_draw(geo_context *context, void *data)
{
    labelled_map *map = data;
    const geo_canvas_options page = {GEO_PICTURE_SVG, 0, {120, 60}, NULL, NULL, NULL};
    geo_canvas *canvas = NULL;
    geo_labels *labels = NULL;
    geo_bytes file = GEO_BYTES_INIT;
    geo_status status = geo_canvas_new(context, &page, &canvas);
    if (status == GEO_OK)
        status = geo_labels_place(context, canvas, &map->options, &labels);
    if (status == GEO_OK) {
        geo_labels_draw(canvas, labels, map->style);
        status = geo_canvas_finish(canvas, &file);
    }
    geo_bytes_clear(&file);
    geo_labels_free(labels);
    geo_canvas_free(canvas);
    return status;
}

static void memory_may_run_out(void **state)
{
    static const geo_box frame = {10, 10, 40, 20};
    static const geo_label_place town = {"Town", 401000, 301000, 1, 1};
    labelled_map map;
    open_map(&map, *state, sample_areas(4, 1), frame);
    for (size_t i = 0; i < 4; i++) {
        map.areas->name[i] = "A very long name";
        map.areas->parent[i] = i < 2 ? "P" : "Q";
    }
    map.options.named = GEO_NAMED_BOTH;
    map.options.place_count = 1;
    map.options.place = &town;
    assert_in_range(fail_each_allocation(place_and_draw, &map), 20, 1000);
    close_map(&map);
}

static void drawn(labelled_map *map, geo_bytes *file)
{
    geo_canvas *canvas = label_canvas(map->context, map->view.frame_mm);
    geo_labels_draw(canvas, map->labels, map->style);
    assert_int_equal(geo_canvas_finish(canvas, file), GEO_OK);
    assert_int_equal(geo_bytes_append(map->context, file, "", 1), GEO_OK);
    geo_canvas_free(canvas);
}

static void what_is_placed_is_drawn_the_same_each_time(void **state)
{
    static const geo_box frame = {10, 10, 60, 40};
    labelled_map map;
    geo_bytes first = GEO_BYTES_INIT, second = GEO_BYTES_INIT;
    open_map(&map, *state, sample_areas(6, 6), frame);
    for (size_t i = 0; i < 36; i++)
        map.areas->name[i] = i % 2 ? "Trent & Dove" : "Ll\xC5\xB7n";
    place(&map);
    assert_true(count_leaders(map.labels) > 0);
    drawn(&map, &first);
    place(&map);
    drawn(&map, &second);
    assert_string_equal(first.data, second.data);
    assert_non_null(strstr(first.data, "Ll\xC5\xB7n"));
    assert_non_null(strstr(first.data, "&amp; Dove"));
    geo_bytes_clear(&first);
    geo_bytes_clear(&second);
    close_map(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(two_thousand_areas_are_named_where_there_is_room),
        UNIT_TEST(odd_names_are_set_whole_or_passed_over),
        UNIT_TEST(the_most_important_names_are_kept),
        UNIT_TEST(an_important_leader_displaces_a_lesser_name),
        UNIT_TEST(the_style_says_what_is_named),
        UNIT_TEST(parents_have_a_style_of_their_own_beside_other_names),
        UNIT_TEST(points_have_their_names_beside_them_and_off_what_is_taken),
        UNIT_TEST(memory_may_run_out),
        UNIT_TEST(what_is_placed_is_drawn_the_same_each_time),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_figure_shutdown();
    return failed;
}
