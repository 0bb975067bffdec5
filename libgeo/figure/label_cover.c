/* How much of the borders a box on the map would cover: lengths in the squares of a lattice, added
 * up from the frame's top left corner (a summed-area table: F. Crow, SIGGRAPH 1984). */
#include "figure/label_cover.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"

#define SQUARE_MM    0.5
#define SQUARES_MOST 1500 /* along a side of the frame */

struct geo_label_cover {
    geo_box frame;
    double square_mm;
    size_t columns; /* with one of zeros before the first, as of the rows */
    size_t rows;
    double *sum; /* [columns * rows] */
};

static void add_step(geo_label_cover *cover, double x, double y, double length)
{
    double column = floor((x - cover->frame.x) / cover->square_mm) + 1;
    double row = floor((y - cover->frame.y) / cover->square_mm) + 1;
    if (column >= 1 && row >= 1 && column < (double)cover->columns && row < (double)cover->rows)
        cover->sum[(size_t)row * cover->columns + (size_t)column] += length;
}

/* In steps of at most a square; of what is far out of sight nothing is added. */
static void add_edge(geo_label_cover *cover, double x0, double y0, double x1, double y1)
{
    const geo_box *frame = &cover->frame;
    if (fmax(x0, x1) < frame->x || fmin(x0, x1) > frame->x + frame->width ||
        fmax(y0, y1) < frame->y || fmin(y0, y1) > frame->y + frame->height)
        return;
    double length = hypot(x1 - x0, y1 - y0);
    double steps = fmin(1e5, ceil(length / cover->square_mm));
    for (double i = 0.5; i < steps; i++)
        add_step(cover, x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps, length / steps);
}

static void add_up(geo_label_cover *cover)
{
    for (size_t row = 1; row < cover->rows; row++) {
        double *above = cover->sum + (row - 1) * cover->columns, *here = above + cover->columns;
        double so_far = 0;
        for (size_t column = 1; column < cover->columns; column++) {
            so_far += here[column];
            here[column] = so_far + above[column];
        }
    }
}

geo_status geo_label_cover_new(geo_context *context, const geo_view *view, const geo_areas *areas,
                               const geo_borders *borders, geo_label_cover **out)
{
    geo_label_cover *cover = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *cover, &cover);
    if (status != GEO_OK)
        return status;
    const geo_box *frame = &view->frame_mm;
    cover->frame = *frame;
    cover->square_mm = fmax(SQUARE_MM, fmax(frame->width, frame->height) / SQUARES_MOST);
    cover->columns = (size_t)(fmax(0, frame->width) / cover->square_mm) + 2;
    cover->rows = (size_t)(fmax(0, frame->height) / cover->square_mm) + 2;
    status =
        geo_alloc_array(context, cover->columns * cover->rows, sizeof *cover->sum, &cover->sum);
    if (status != GEO_OK) {
        geo_label_cover_free(cover);
        return status;
    }
    for (size_t i = 0; borders && i < borders->count; i++)
        for (size_t p = borders->border[i].first; p < borders->border[i].last; p++)
            add_edge(cover, geo_view_x_mm(view, areas->x[p]), geo_view_y_mm(view, areas->y[p]),
                     geo_view_x_mm(view, areas->x[p + 1]), geo_view_y_mm(view, areas->y[p + 1]));
    add_up(cover);
    *out = cover;
    return GEO_OK;
}

void geo_label_cover_free(geo_label_cover *cover)
{
    if (!cover)
        return;
    free(cover->sum);
    free(cover);
}

static size_t index_of(double offset, double square_mm, size_t count)
{
    return (size_t)fmin((double)(count - 1), fmax(0, round(offset / square_mm)));
}

double geo_label_cover_mm(const geo_label_cover *cover, geo_box box)
{
    double x = box.x - cover->frame.x, y = box.y - cover->frame.y, side = cover->square_mm;
    size_t left = index_of(x, side, cover->columns);
    size_t right = index_of(x + box.width, side, cover->columns);
    size_t top = index_of(y, side, cover->rows) * cover->columns;
    size_t bottom = index_of(y + box.height, side, cover->rows) * cover->columns;
    return cover->sum[bottom + right] - cover->sum[top + right] - cover->sum[bottom + left] +
           cover->sum[top + left];
}
