/* Parts of a page don't overlap and stay on it. */
#include <math.h>
#include <string.h>

#include "figure/layout.h"
#include "unit.h"

/* Heights as of texts of so many millimetres in one line. */
typedef struct texts {
    double length_mm[GEO_PART_COUNT];
} texts;

static double height_of(void *user, geo_part part, double width_mm, bool has_column)
{
    const texts *given = user;
    if (part == GEO_PART_LEGEND)
        return has_column ? 42 : 17;
    if (part == GEO_PART_SCALE_BAR)
        return 6;
    if (part == GEO_PART_NORTH_ARROW)
        return 12;
    double line = part == GEO_PART_TITLE ? 6.5 : part == GEO_PART_SUBTITLE ? 4.5 : 3;
    return ceil(given->length_mm[part] / width_mm) * line;
}

static geo_layout_need need_of(texts *given, double map_width, double map_height, bool may_grow)
{
    return (geo_layout_need){.page_mm = {210, 297},
                             .margin_mm = 13,
                             .orientation = GEO_ORIENTATION_AUTO,
                             .map_m = {map_width, map_height},
                             .map_may_grow = may_grow,
                             .panel_count = 1,
                             .height = height_of,
                             .user = given};
}

static bool apart(const geo_box *a, const geo_box *b)
{
    const double touch = 1e-9;
    return a->x + a->width <= b->x + touch || b->x + b->width <= a->x + touch ||
           a->y + a->height <= b->y + touch || b->y + b->height <= a->y + touch;
}

static void check_boxes(const geo_layout *layout, double margin)
{
    geo_box box[GEO_PART_COUNT + 1];
    memcpy(box, layout->part, sizeof layout->part);
    box[GEO_PART_COUNT] = layout->map;
    for (int i = 0; i <= GEO_PART_COUNT; i++) {
        if (!(box[i].height > 0))
            continue;
        assert_true(box[i].width > 0);
        assert_true(box[i].x >= margin - 1e-9 && box[i].y >= margin - 1e-9);
        assert_true(box[i].x + box[i].width <= layout->page_mm.width - margin + 1e-9);
        assert_true(box[i].y + box[i].height <= layout->page_mm.height - margin + 1e-9);
        for (int k = 0; k < i; k++)
            assert_true(!(box[k].height > 0) || apart(&box[i], &box[k]));
    }
}

static void boxes_stay_apart_and_on_the_page(void **state)
{
    static const struct {
        double width, height;
        bool may_grow;
        double title, subtitle, method, attribution;
        bool landscape;
    } cases[] = {
        {60000, 90000, true, 120, 60, 300, 200, false},
        {90000, 60000, true, 120, 60, 300, 200, true},
        {60000, 90000, false, 120, 60, 300, 200, false},
        {90000, 60000, false, 120, 60, 300, 200, true},
        {90000, 60000, false, 0, 0, 0, 0, true},
        {60000, 90000, true, 0, 0, 0, 0, false},
        {60000, 90000, true, 1000, 400, 1500, 800, false},
        {90000, 60000, true, 1000, 400, 1500, 800, false}, /* so much text leaves more upright */
        {200000, 20000, false, 120, 60, 300, 200, true},
        {20000, 200000, false, 120, 60, 300, 200, false},
    };
    geo_context *context = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        texts given = {
            {cases[i].title, cases[i].subtitle, 0, 0, 0, 0, cases[i].method, cases[i].attribution}};
        geo_layout_need need = need_of(&given, cases[i].width, cases[i].height, cases[i].may_grow);
        for (int orientation = GEO_ORIENTATION_AUTO; orientation <= GEO_ORIENTATION_LANDSCAPE;
             orientation++) {
            geo_layout layout;
            need.orientation = (geo_orientation)orientation;
            if (geo_layout_make(context, &need, &layout) != GEO_OK)
                fail_msg("case %zu, orientation %d: %s", i, orientation, geo_message(context));
            check_boxes(&layout, need.margin_mm);
            if (orientation == GEO_ORIENTATION_AUTO)
                assert_int_equal(layout.has_column, cases[i].landscape);
            else
                assert_int_equal(layout.has_column, orientation == GEO_ORIENTATION_LANDSCAPE);
        }
    }
}

static void a_frame_that_may_not_grow_keeps_the_shape_of_the_map(void **state)
{
    geo_context *context = *state;
    texts given = {{120, 60, 0, 0, 0, 0, 300, 200}};
    geo_layout_need need = need_of(&given, 60000, 40000, false);
    geo_layout layout;
    assert_int_equal(geo_layout_make(context, &need, &layout), GEO_OK);
    assert_true(fabs(layout.map.width / layout.map.height - 1.5) < 1e-9);
    need.map_may_grow = true;
    assert_int_equal(geo_layout_make(context, &need, &layout), GEO_OK);
    assert_true(layout.part[GEO_PART_TITLE].width > layout.map.width);
}

static void several_maps_have_the_width_of_the_page_where_they_are_larger_so(void **state)
{
    static const struct {
        double width, height;
        size_t panels, columns;
        bool is_column;
    } cases[] = {
        {50000, 50000, 3, 3, false}, {50000, 50000, 4, 2, true}, {60000, 90000, 2, 2, true}};
    geo_context *context = *state;
    texts given = {{120, 60, 0, 0, 0, 0, 300, 200}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_layout_need need = need_of(&given, cases[i].width, cases[i].height, true);
        geo_layout layout;
        need.orientation = GEO_ORIENTATION_LANDSCAPE;
        need.panel_count = cases[i].panels;
        need.panel_title_mm = 5;
        assert_int_equal(geo_layout_make(context, &need, &layout), GEO_OK);
        check_boxes(&layout, need.margin_mm);
        assert_true(layout.page_mm.width == 297);
        assert_int_equal(layout.panel_columns, cases[i].columns);
        assert_int_equal(layout.has_column, cases[i].is_column);
        assert_true((layout.part[GEO_PART_LEGEND].y >= layout.map.y + layout.map.height) !=
                    cases[i].is_column);
    }
}

/* A list of so many rows as it measures on a page with letters of 8 points. */
static geo_list list_of(size_t rows, bool has_headings)
{
    static double column_mm[] = {50, 28, 14};
    static const geo_list_column column[3] = {
        {NULL, NULL, false}, {NULL, NULL, false}, {NULL, NULL, true}};
    static const geo_numbered_areas numbered = {.column_count = 3, .column = column};
    return (geo_list){.numbered = &numbered,
                      .count = rows,
                      .title_mm = has_headings ? 6 : 0,
                      .heading_mm = has_headings ? 5 : 0,
                      .row_mm = 4,
                      .number_mm = 4,
                      .column_mm = column_mm,
                      .first_mm = 50,
                      .others_mm = 48};
}

/* On each page, however long the list and whatever the map's shape: as many rows as are told stand
 * in a box of their own. */
static void a_list_stands_apart_from_map_and_legend(void **state)
{
    static const geo_size pages[] = {{210, 297}, {148, 210}, {190.5, 338.7}};
    static const geo_size maps[] = {{60000, 90000}, {90000, 60000}, {50000, 50000}};
    static const size_t rows[] = {1, 3, 12, 40, 60, 400};
    geo_context *context = *state;
    texts given = {{120, 60, 0, 0, 0, 0, 300, 200}};
    for (size_t i = 0; i < 3 * 3 * 6 * 3; i++) {
        const geo_size *map = &maps[i / 3 % 3];
        const geo_list list = list_of(rows[i / 9 % 6], i % 2 == 0);
        geo_layout_need need = need_of(&given, map->width, map->height, i % 5 > 0);
        geo_layout layout;
        need.page_mm = pages[i % 3];
        need.orientation = (geo_orientation)(i / 54);
        need.list = &list;
        if (geo_layout_make(context, &need, &layout) != GEO_OK)
            fail_msg("case %zu: %s", i, geo_message(context));
        check_boxes(&layout, need.margin_mm);
        const geo_box *box = &layout.part[GEO_PART_LIST];
        size_t shown = geo_list_shown(&list, box->width, box->height);
        assert_true(shown == list.count || shown >= 3);
        assert_true(shown <= list.count);
        assert_true(geo_list_height(&list, box->width, box->height) <= box->height + 1e-9);
        assert_true(shown == list.count || list.count > 12);
    }
}

/* A dozen rows fit above the legend; many more have a column of their own. */
static void a_long_list_has_a_column_of_its_own(void **state)
{
    geo_context *context = *state;
    texts given = {{120, 60, 0, 0, 0, 0, 300, 200}};
    const geo_list few = list_of(12, true), many = list_of(30, true);
    geo_layout_need need = need_of(&given, 60000, 60000, true);
    geo_layout layout;
    need.orientation = GEO_ORIENTATION_LANDSCAPE;
    need.list = &few;
    assert_int_equal(geo_layout_make(context, &need, &layout), GEO_OK);
    assert_true(layout.has_column);
    assert_true(layout.part[GEO_PART_LEGEND].y > layout.part[GEO_PART_LIST].y);
    need.list = &many;
    assert_int_equal(geo_layout_make(context, &need, &layout), GEO_OK);
    assert_false(layout.has_column);
    assert_true(layout.part[GEO_PART_LIST].x > layout.map.x + layout.map.width);
    assert_true(layout.part[GEO_PART_LEGEND].y > layout.map.y + layout.map.height);
    assert_int_equal(
        geo_list_shown(&many, layout.part[GEO_PART_LIST].width, layout.part[GEO_PART_LIST].height),
        30);
}

static void texts_that_fill_the_page_are_an_error(void **state)
{
    geo_context *context = *state;
    texts given = {{9000, 60, 0, 0, 0, 0, 300, 200}};
    geo_layout_need need = need_of(&given, 60000, 90000, true);
    geo_layout layout;
    assert_int_equal(geo_layout_make(context, &need, &layout), GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(context), "leave no room for the map"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(boxes_stay_apart_and_on_the_page),
        UNIT_TEST(a_frame_that_may_not_grow_keeps_the_shape_of_the_map),
        UNIT_TEST(several_maps_have_the_width_of_the_page_where_they_are_larger_so),
        UNIT_TEST(a_list_stands_apart_from_map_and_legend),
        UNIT_TEST(a_long_list_has_a_column_of_its_own),
        UNIT_TEST(texts_that_fill_the_page_are_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
