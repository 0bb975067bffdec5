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
#define MAP_LEAST       35.0

/* The page's free rectangle, from which parts are taken off at the top and at the bottom. */
typedef struct page_room {
    const geo_layout_need *need;
    geo_layout *layout;
    geo_box left;
} page_room;

static double height_of(const page_room *room, geo_part part, double width)
{
    return room->need->height(room->need->user, part, width, room->layout->landscape);
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

/* The map's frame within `room`: all of it, or what the map's own shape fills of it. */
static geo_box frame_in(const geo_layout_need *need, geo_box room)
{
    if (need->map_may_grow)
        return room;
    double scale = fmin(room.width / need->map_m.width, room.height / need->map_m.height);
    geo_size size = {need->map_m.width * scale, need->map_m.height * scale};
    return (geo_box){room.x + (room.width - size.width) / 2, room.y, size.width, size.height};
}

static double scale_bar_width(const geo_box *map, double most)
{
    return fmin(map->width * SCALE_SHARE, most);
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
    layout->map = frame_in(room->need, left);
    double y = layout->map.y + layout->map.height + BAND_GAP;
    double right = left.x + left.width;
    double bar_width = scale_bar_width(&layout->map, left.width);
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
    layout->map = frame_in(room->need, left);
    layout->map.x = left.x;
    double x = layout->map.x + layout->map.width + COLUMN_GAP;
    double bottom = layout->map.y + layout->map.height;
    double bar_width = scale_bar_width(&layout->map, column);
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

static geo_layout lay_out(const geo_layout_need *need, bool landscape)
{
    geo_layout layout = {.landscape = landscape, .page_mm = need->page_mm};
    if (landscape)
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
    if (landscape)
        lay_across(&room);
    else
        lay_upright(&room);
    return layout;
}

static double map_scale(const geo_layout_need *need, const geo_layout *layout)
{
    return fmin(layout->map.width / need->map_m.width, layout->map.height / need->map_m.height);
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
    double least = need->map_may_grow ? MAP_LEAST : 1;
    return layout->map.width >= least && layout->map.height >= least && lowest <= bottom + 0.01;
}

geo_status geo_layout_make(geo_context *context, const geo_layout_need *need, geo_layout *out)
{
    geo_layout upright = lay_out(need, false);
    geo_layout across = lay_out(need, true);
    bool landscape = need->orientation == GEO_ORIENTATION_LANDSCAPE;
    if (need->orientation == GEO_ORIENTATION_AUTO)
        landscape = map_scale(need, &across) > map_scale(need, &upright);
    const geo_layout *chosen = landscape ? &across : &upright;
    if (!has_room(need, chosen))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the title and notes leave no room for the map on a page of %d by %d mm; "
                        "shorten them or choose a larger page",
                        (int)chosen->page_mm.width, (int)chosen->page_mm.height);
    *out = *chosen;
    return GEO_OK;
}
