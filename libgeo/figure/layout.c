/* Where the parts of a figure stand on the page. */
#include "figure/layout.h"

#include <math.h>

#include "core/context.h"

#define SUBTITLE_GAP    1.0 /* all in mm */
#define MAP_GAP         3.5
#define BAND_GAP        4.0
#define NOTE_GAP        4.0
#define ATTRIBUTION_GAP 1.2
#define COLUMN_GAP      6.0
#define COLUMN_SHARE    0.2
#define COLUMN_LEAST    46.0
#define ARROW_WIDTH     9.0
#define ARROW_GAP       5.0
#define SCALE_SHARE     0.33 /* of the map's width: a bar of a quarter and its last number */
#define SCALE_LEAST     22.0
#define MAP_LEAST       35.0
#define PANEL_LEAST     25.0
#define PANEL_GAP       4.0
#define PANEL_GROWTH    1.1
#define LIST_GAP        5.0
#define LIST_BELOW      0.55 /* of the room that is left, at most; likewise the widths */
#define LIST_IN_COLUMN  0.36
#define LIST_BESIDE     0.36
#define LIST_BROAD      0.5
#define MAP_MARGIN      1.1 /* of its width, beside a list */
#define LIST_ROWS       3   /* that must have room */

/* Where a list stands. */
typedef enum list_place {
    PLACE_NONE,
    PLACE_BELOW,
    PLACE_IN_COLUMN,
    PLACE_BESIDE,
    PLACE_BROAD
} list_place;

/* The page's free rectangle, from which parts are taken off at the top and at the bottom. */
typedef struct page_room {
    const geo_layout_need *need;
    geo_layout *layout;
    geo_box left;
} page_room;

static double height_of(const page_room *room, geo_part part, double width)
{
    return room->need->height(room->need->user, part, width, room->layout->has_column);
}

static void take_top(page_room *room, geo_part part, double gap)
{
    double height = height_of(room, part, room->left.width);
    if (!(height > 0))
        return;
    room->layout->part[part] =
        (geo_box){room->left.x, room->left.y + gap, room->left.width, height};
    room->left.y += gap + height;
    room->left.height -= gap + height;
}

static void take_bottom(page_room *room, geo_part part, double gap)
{
    double height = height_of(room, part, room->left.width);
    if (!(height > 0))
        return;
    room->layout->part[part] = (geo_box){room->left.x, room->left.y + room->left.height - height,
                                         room->left.width, height};
    room->left.height -= gap + height;
}

static double fitting_scale(const geo_layout_need *need, geo_size frame)
{
    return fmin(frame.width / need->map_m.width, frame.height / need->map_m.height);
}

/* A panel's frame where `columns` of them share the width of `room`. */
static geo_size panel_size(const geo_layout_need *need, geo_size room, size_t columns)
{
    size_t rows = (need->panel_count + columns - 1) / columns;
    return (geo_size){(room.width - (double)(columns - 1) * PANEL_GAP) / (double)columns,
                      (room.height - (double)(rows - 1) * PANEL_GAP) / (double)rows -
                          need->panel_title_mm};
}

/* How large maps are for the room that they and empty places in the last row take. */
static double panels_score(const geo_layout_need *need, geo_size frame, size_t columns)
{
    size_t rows = (need->panel_count + columns - 1) / columns;
    return fitting_scale(need, frame) * (double)need->panel_count / (double)(columns * rows);
}

/* Of equals the fewest. */
static size_t best_columns(const geo_layout_need *need, geo_size room)
{
    size_t best = 1;
    double best_score = -INFINITY;
    for (size_t columns = 1; columns <= need->panel_count; columns++) {
        double score = panels_score(need, panel_size(need, room, columns), columns);
        if (score > best_score * (1 + 1e-9)) {
            best = columns;
            best_score = score;
        }
    }
    return best;
}

/* Puts the panels into `room`: each frame fills its part of it, or what the map's own shape fills
 * of that. */
static void lay_panels(const geo_layout_need *need, geo_box room, geo_layout *layout)
{
    size_t columns = best_columns(need, (geo_size){room.width, room.height});
    size_t rows = (need->panel_count + columns - 1) / columns;
    geo_size frame = panel_size(need, (geo_size){room.width, room.height}, columns);
    /* Of several frames side by side, each grows a little only. */
    double scale = fitting_scale(need, frame);
    double growth = !need->map_may_grow ? 1 : need->panel_count > 1 ? PANEL_GROWTH : INFINITY;
    frame.width = fmin(frame.width, growth * need->map_m.width * scale);
    frame.height = fmin(frame.height, growth * need->map_m.height * scale);
    layout->panel_columns = columns;
    layout->panel = frame;
    layout->panel_title_mm = need->panel_title_mm;
    layout->map.width = (double)columns * (frame.width + PANEL_GAP) - PANEL_GAP;
    layout->map.height =
        (double)rows * (need->panel_title_mm + frame.height + PANEL_GAP) - PANEL_GAP;
    layout->map.x = room.x + (room.width - layout->map.width) / 2;
    layout->map.y = room.y;
}

geo_box geo_layout_panel(const geo_layout *layout, size_t index)
{
    double column = (double)(index % layout->panel_columns);
    double row = (double)(index / layout->panel_columns);
    double above = layout->panel_title_mm;
    return (geo_box){layout->map.x + column * (layout->panel.width + PANEL_GAP),
                     layout->map.y + above + row * (above + layout->panel.height + PANEL_GAP),
                     layout->panel.width, layout->panel.height};
}

/* For a quarter of a panel's width. */
static double scale_bar_width(const geo_layout *layout, double most)
{
    return fmin(fmax(layout->panel.width * SCALE_SHARE, SCALE_LEAST), most);
}

/* Below the map: legend left, scale bar and arrow right. */
static void lay_upright(page_room *room)
{
    geo_layout *layout = room->layout;
    geo_box left = room->left;
    double right_width = left.width * SCALE_SHARE + ARROW_GAP + ARROW_WIDTH;
    double legend_width = left.width - right_width - COLUMN_GAP;
    double legend = height_of(room, GEO_PART_LEGEND, legend_width);
    double arrow = height_of(room, GEO_PART_NORTH_ARROW, ARROW_WIDTH);
    double bar = height_of(room, GEO_PART_SCALE_BAR, left.width * SCALE_SHARE);
    double band = fmax(legend, fmax(arrow, bar));
    left.height -= band + BAND_GAP;
    lay_panels(room->need, left, layout);
    double y = layout->map.y + layout->map.height + BAND_GAP;
    double right = left.x + left.width;
    double bar_width = scale_bar_width(layout, left.width);
    layout->part[GEO_PART_LEGEND] = (geo_box){left.x, y, legend_width, legend};
    layout->part[GEO_PART_NORTH_ARROW] = (geo_box){right - ARROW_WIDTH, y, ARROW_WIDTH, arrow};
    layout->part[GEO_PART_SCALE_BAR] = (geo_box){right - ARROW_WIDTH - ARROW_GAP - bar_width,
                                                 y + fmax(arrow - bar, 0), bar_width, bar};
}

/* The list's box at the top of a column so high, of which others need a part. */
static geo_box list_box(const page_room *room, double x, double y, double width, double most)
{
    return (geo_box){x, y, width, geo_list_height(room->need->list, width, fmax(0, most))};
}

/* As high as it must be, but for its part of the page. */
static void lay_list_below(page_room *room)
{
    geo_layout *layout = room->layout;
    geo_box left = room->left;
    geo_box list = list_box(room, left.x, left.y, left.width, LIST_BELOW * left.height);
    room->left.height -= list.height + LIST_GAP;
    lay_upright(room);
    double lowest = layout->map.y + layout->map.height;
    for (int part = GEO_PART_LEGEND; part <= GEO_PART_NORTH_ARROW; part++)
        lowest = fmax(lowest, layout->part[part].y + layout->part[part].height);
    list.y = lowest + LIST_GAP;
    layout->part[GEO_PART_LIST] = list;
}

/* No broader than it needs, and than its share or what a map as high as the room leaves. */
static double list_width(const page_room *room, size_t strips, double share)
{
    const geo_layout_need *need = room->need;
    double map = MAP_MARGIN * need->map_m.width / need->map_m.height * room->left.height;
    double spare = need->panel_count == 1 ? room->left.width - COLUMN_GAP - map : 0;
    return fmin(geo_list_width(need->list, strips), fmax(share * room->left.width, spare));
}

static void lay_list_beside(page_room *room, size_t strips, double share)
{
    geo_box left = room->left;
    double width = list_width(room, strips, share);
    room->layout->part[GEO_PART_LIST] =
        list_box(room, left.x + left.width - width, left.y, width, left.height);
    room->left.width -= width + COLUMN_GAP;
    lay_upright(room);
}

static double column_width(const page_room *room)
{
    double width = fmax(COLUMN_LEAST, room->left.width * COLUMN_SHARE);
    if (!room->need->list)
        return width;
    return fmax(width, list_width(room, 1, LIST_IN_COLUMN));
}

/* Right of the map: legend at the top; scale bar and arrow at the bottom, on the map's edge. A list
 * pushes the legend down. */
static void lay_across(page_room *room)
{
    geo_layout *layout = room->layout;
    geo_box left = room->left;
    double column = column_width(room);
    left.width -= column + COLUMN_GAP;
    lay_panels(room->need, left, layout);
    layout->map.x = left.x;
    double x = layout->map.x + layout->map.width + COLUMN_GAP;
    double bottom = layout->map.y + layout->map.height;
    double bar_width = scale_bar_width(layout, column);
    double bar = height_of(room, GEO_PART_SCALE_BAR, bar_width);
    double arrow = height_of(room, GEO_PART_NORTH_ARROW, ARROW_WIDTH);
    double legend = height_of(room, GEO_PART_LEGEND, column);
    double top = layout->map.y;
    if (room->need->list) {
        double others = legend + arrow + bar + 3 * BAND_GAP;
        layout->part[GEO_PART_LIST] = list_box(room, x, top, column, room->left.height - others);
        top += layout->part[GEO_PART_LIST].height + LIST_GAP;
    }
    double legend_bottom = top + legend + BAND_GAP;
    bottom = fmax(bottom, legend_bottom + arrow + BAND_GAP + bar);
    layout->part[GEO_PART_LEGEND] = (geo_box){x, top, column, legend};
    layout->part[GEO_PART_SCALE_BAR] = (geo_box){x, bottom - bar, bar_width, bar};
    layout->part[GEO_PART_NORTH_ARROW] =
        (geo_box){x, bottom - bar - BAND_GAP - arrow, ARROW_WIDTH, arrow};
}

static void lay_body(page_room *room, list_place place)
{
    if (place == PLACE_BELOW)
        lay_list_below(room);
    else if (place == PLACE_BESIDE)
        lay_list_beside(room, 1, LIST_BESIDE);
    else if (place == PLACE_BROAD)
        lay_list_beside(room, 2, LIST_BROAD);
    else if (room->layout->has_column)
        lay_across(room);
    else
        lay_upright(room);
}

static geo_layout lay_out(const geo_layout_need *need, bool page_is_landscape, bool has_column,
                          list_place place)
{
    geo_layout layout = {.has_column = has_column, .page_mm = need->page_mm};
    if (page_is_landscape)
        layout.page_mm = (geo_size){need->page_mm.height, need->page_mm.width};
    page_room room = {need, &layout, {need->margin_mm, need->margin_mm, 0, 0}};
    room.left.width = layout.page_mm.width - 2 * need->margin_mm;
    room.left.height = layout.page_mm.height - 2 * need->margin_mm;
    take_top(&room, GEO_PART_TITLE, 0);
    take_top(&room, GEO_PART_SUBTITLE, SUBTITLE_GAP);
    room.left.y += MAP_GAP;
    room.left.height -= MAP_GAP;
    take_bottom(&room, GEO_PART_ATTRIBUTION, ATTRIBUTION_GAP);
    take_bottom(&room, GEO_PART_METHOD, 0);
    room.left.height -= NOTE_GAP;
    lay_body(&room, place);
    return layout;
}

static size_t list_shown(const geo_layout_need *need, const geo_layout *layout)
{
    const geo_box *list = &layout->part[GEO_PART_LIST];
    return need->list ? geo_list_shown(need->list, list->width, list->height) : 0;
}

static bool has_list_room(const geo_layout_need *need, const geo_layout *layout)
{
    return !need->list || list_shown(need, layout) >= LIST_ROWS ||
           list_shown(need, layout) == need->list->count;
}

/* Whether the map has room and nothing of the column or band runs into the notes. */
static bool has_room(const geo_layout_need *need, const geo_layout *layout)
{
    double bottom = layout->page_mm.height - need->margin_mm;
    for (int part = GEO_PART_METHOD; part <= GEO_PART_ATTRIBUTION; part++)
        if (layout->part[part].height > 0)
            bottom = fmin(bottom, layout->part[part].y);
    double lowest = layout->map.y + layout->map.height;
    for (int part = GEO_PART_LEGEND; part <= GEO_PART_LIST; part++)
        lowest = fmax(lowest, layout->part[part].y + layout->part[part].height);
    /* A frame of the map's own shape may be flat; what it was cut from was not. */
    double least = !need->map_may_grow ? 1 : need->panel_count > 1 ? PANEL_LEAST : MAP_LEAST;
    return layout->panel.width >= least && layout->panel.height >= least &&
           lowest <= bottom + 0.01 && has_list_room(need, layout);
}

/* Several maps in a row leave much of a page blank: it ends below what is on it. */
static void trim_page(geo_layout *layout, double margin_mm)
{
    double lowest = layout->map.y + layout->map.height;
    for (int part = GEO_PART_LEGEND; part <= GEO_PART_LIST; part++)
        lowest = fmax(lowest, layout->part[part].y + layout->part[part].height);
    double bottom = layout->page_mm.height - margin_mm;
    for (int part = GEO_PART_METHOD; part <= GEO_PART_ATTRIBUTION; part++)
        if (layout->part[part].height > 0)
            bottom = fmin(bottom, layout->part[part].y - NOTE_GAP);
    double slack = fmax(0, bottom - lowest);
    for (int part = GEO_PART_METHOD; part <= GEO_PART_ATTRIBUTION; part++)
        layout->part[part].y -= slack;
    layout->page_mm.height -= slack;
}

/* Maps in a row may be larger where they have the whole width. */
static geo_layout lay_out_across(const geo_layout_need *need)
{
    geo_layout column = lay_out(need, true, true, PLACE_NONE);
    if (need->panel_count == 1)
        return column;
    geo_layout band = lay_out(need, true, false, PLACE_NONE);
    bool is_larger = panels_score(need, band.panel, band.panel_columns) >
                     panels_score(need, column.panel, column.panel_columns);
    return has_room(need, &band) && (is_larger || !has_room(need, &column)) ? band : column;
}

/* The first place where all of the list has room, else the one where most of it has, unless it is
 * at the cost of the map. */
static geo_layout lay_out_with_list(const geo_layout_need *need)
{
    const double least = 0.65;
    static const list_place places[] = {PLACE_IN_COLUMN, PLACE_BESIDE, PLACE_BROAD};
    geo_layout best = lay_out(need, true, true, PLACE_IN_COLUMN);
    size_t most = has_room(need, &best) ? list_shown(need, &best) : 0;
    for (size_t i = 1; i < 3 && most < need->list->count; i++) {
        geo_layout next = lay_out(need, true, false, places[i]);
        size_t shown = has_room(need, &next) ? list_shown(need, &next) : 0;
        if (shown <= most || panels_score(need, next.panel, next.panel_columns) <
                                 least * panels_score(need, best.panel, best.panel_columns))
            continue;
        best = next;
        most = shown;
    }
    return best;
}

/* Whether the maps are larger on the second page; where there is a list, whether more of that is
 * shown. */
static bool is_second_better(const geo_layout_need *need, const geo_layout *first,
                             const geo_layout *second)
{
    if (need->list && list_shown(need, first) != list_shown(need, second))
        return list_shown(need, second) > list_shown(need, first);
    return panels_score(need, second->panel, second->panel_columns) >
           panels_score(need, first->panel, first->panel_columns);
}

geo_status geo_layout_make(geo_context *context, const geo_layout_need *need, geo_layout *out)
{
    geo_layout upright = lay_out(need, false, false, need->list ? PLACE_BELOW : PLACE_NONE);
    geo_layout across = need->list ? lay_out_with_list(need) : lay_out_across(need);
    bool landscape = need->orientation == GEO_ORIENTATION_LANDSCAPE;
    if (need->orientation == GEO_ORIENTATION_AUTO)
        landscape = is_second_better(need, &upright, &across);
    const geo_layout *chosen = landscape ? &across : &upright;
    if (!has_room(need, chosen))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the title and notes leave no room for the map%s on a page of %d by %d mm; "
                        "shorten them or choose a larger page",
                        need->list ? " and its list" : "", (int)chosen->page_mm.width,
                        (int)chosen->page_mm.height);
    *out = *chosen;
    if (need->panel_count > 1 && need->orientation == GEO_ORIENTATION_AUTO)
        trim_page(out, need->margin_mm);
    return GEO_OK;
}
