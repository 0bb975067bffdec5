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

/* Right of the map: legend at the top; scale bar and arrow at the bottom, on the map's edge. */
static void lay_across(page_room *room)
{
    geo_layout *layout = room->layout;
    geo_box left = room->left;
    double column = fmax(COLUMN_LEAST, left.width * COLUMN_SHARE);
    left.width -= column + COLUMN_GAP;
    lay_panels(room->need, left, layout);
    layout->map.x = left.x;
    double x = layout->map.x + layout->map.width + COLUMN_GAP;
    double bottom = layout->map.y + layout->map.height;
    double bar_width = scale_bar_width(layout, column);
    double bar = height_of(room, GEO_PART_SCALE_BAR, bar_width);
    double arrow = height_of(room, GEO_PART_NORTH_ARROW, ARROW_WIDTH);
    double legend = height_of(room, GEO_PART_LEGEND, column);
    double legend_bottom = layout->map.y + legend + BAND_GAP;
    bottom = fmax(bottom, legend_bottom + arrow + BAND_GAP + bar);
    layout->part[GEO_PART_LEGEND] = (geo_box){x, layout->map.y, column, legend};
    layout->part[GEO_PART_SCALE_BAR] = (geo_box){x, bottom - bar, bar_width, bar};
    layout->part[GEO_PART_NORTH_ARROW] =
        (geo_box){x, bottom - bar - BAND_GAP - arrow, ARROW_WIDTH, arrow};
}

static geo_layout lay_out(const geo_layout_need *need, bool page_is_landscape, bool has_column)
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
    if (has_column)
        lay_across(&room);
    else
        lay_upright(&room);
    return layout;
}

/* Whether the map has room and nothing of the column or band runs into the notes. */
static bool has_room(const geo_layout_need *need, const geo_layout *layout)
{
    double bottom = layout->page_mm.height - need->margin_mm;
    for (int part = GEO_PART_METHOD; part <= GEO_PART_ATTRIBUTION; part++)
        if (layout->part[part].height > 0)
            bottom = fmin(bottom, layout->part[part].y);
    double lowest = layout->map.y + layout->map.height;
    for (int part = GEO_PART_LEGEND; part <= GEO_PART_NORTH_ARROW; part++)
        lowest = fmax(lowest, layout->part[part].y + layout->part[part].height);
    /* A frame of the map's own shape may be flat; what it was cut from was not. */
    double least = !need->map_may_grow ? 1 : need->panel_count > 1 ? PANEL_LEAST : MAP_LEAST;
    return layout->panel.width >= least && layout->panel.height >= least && lowest <= bottom + 0.01;
}

/* Several maps in a row leave much of a page blank: it ends below what is on it. */
static void trim_page(geo_layout *layout, double margin_mm)
{
    double lowest = layout->map.y + layout->map.height;
    for (int part = GEO_PART_LEGEND; part <= GEO_PART_NORTH_ARROW; part++)
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
static geo_layout lay_out_landscape(const geo_layout_need *need)
{
    geo_layout column = lay_out(need, true, true);
    if (need->panel_count == 1)
        return column;
    geo_layout band = lay_out(need, true, false);
    bool is_larger = panels_score(need, band.panel, band.panel_columns) >
                     panels_score(need, column.panel, column.panel_columns);
    return has_room(need, &band) && (is_larger || !has_room(need, &column)) ? band : column;
}

geo_status geo_layout_make(geo_context *context, const geo_layout_need *need, geo_layout *out)
{
    geo_layout upright = lay_out(need, false, false);
    geo_layout across = lay_out_landscape(need);
    bool landscape = need->orientation == GEO_ORIENTATION_LANDSCAPE;
    if (need->orientation == GEO_ORIENTATION_AUTO)
        landscape = panels_score(need, across.panel, across.panel_columns) >
                    panels_score(need, upright.panel, upright.panel_columns);
    const geo_layout *chosen = landscape ? &across : &upright;
    if (!has_room(need, chosen))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the title and notes leave no room for the map on a page of %d by %d mm; "
                        "shorten them or choose a larger page",
                        (int)chosen->page_mm.width, (int)chosen->page_mm.height);
    *out = *chosen;
    if (need->panel_count > 1 && need->orientation == GEO_ORIENTATION_AUTO)
        trim_page(out, need->margin_mm);
    return GEO_OK;
}
