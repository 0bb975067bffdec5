/* A surface as a picture of classed colours. */
#include "figure/heat.h"

#include <math.h>

#include "core/pool.h"
#include "figure/classes.h"

#define ROWS_AT_A_TIME 32
#define SHADES         256 /* of continuous colours: as many as a screen can tell apart */

/* Premultiplied, 0 to 255. */
typedef struct heat_colour {
    double channel[4]; /* alpha, red, green, blue */
} heat_colour;

typedef struct heat_work {
    const geo_grid *grid;
    const geo_classes *classes;
    heat_colour colour[GEO_CLASSES_MOST + 1]; /* [0] is below all classes: nothing */
    heat_colour shade[SHADES];                /* of continuous classes, from low to high */
    heat_colour gap;                          /* of what has no value; */
    heat_colour hatch;                        /* the lines over it */
    double hatch_pixels;      /* from one line to the next, along a row; 0: gaps are left blank */
    double half_hatch_pixels; /* half a line's breadth, across it */
    double left_cells;        /* the image's left edge in cells east of the first column's centre */
    double top_cells;         /* its top edge in cells south of the first row's centre */
    double pixel_cells_x;
    double pixel_cells_y;
    geo_image *image;
    size_t first_row; /* of the image, that the frame takes */
    size_t first_column;
    size_t end_column;
} heat_work;

/* Of differences, the class on both sides of 0: the land shows where nothing changes. */
static bool is_no_change(const geo_classes *classes, size_t class)
{
    return classes->lower[0] < 0 && classes->lower[class] < 0 &&
           (class + 1 == classes->count || classes->lower[class + 1] > 0);
}

static heat_colour premultiplied(geo_colour colour, double opacity)
{
    double alpha = 255 * opacity;
    return (heat_colour){{alpha, alpha * colour.red, alpha * colour.green, alpha * colour.blue}};
}

/* The cells before and after a place, and how far between them it is; false outside the grid. */
static bool between_cells(double place, size_t cells, size_t *before, size_t *after, double *t)
{
    if (place < -0.5 || place > (double)cells - 0.5)
        return false;
    double inside = fmin(fmax(place, 0), (double)(cells - 1));
    *before = (size_t)inside;
    *after = *before + 1 < cells ? *before + 1 : *before;
    *t = inside - (double)*before;
    return true;
}

/* Between two rows of cells. */
typedef struct heat_row {
    const double *upper;
    const double *lower;
    double y; /* how far from the upper to the lower */
} heat_row;

/* The mean of those that are known. */
static double mean_of_known(const double corner[4])
{
    double sum = 0, count = 0;
    for (int i = 0; i < 4; i++) {
        sum += isnan(corner[i]) ? 0 : corner[i];
        count += !isnan(corner[i]);
    }
    return sum / count;
}

/* The value of a pixel's centre, and in *range how much it changes over the pixel; NaN where none
 * of four cells has one. */
static double value_at(const heat_work *work, const heat_row *row, size_t west, size_t east,
                       double x, double *range)
{
    double corner[4] = {row->upper[west], row->upper[east], row->lower[west], row->lower[east]};
    if (isnan(corner[0] + corner[1] + corner[2] + corner[3])) {
        double mean = mean_of_known(corner);
        for (int i = 0; i < 4; i++)
            corner[i] = isnan(corner[i]) ? mean : corner[i];
    }
    double at_north = corner[0] + x * (corner[1] - corner[0]);
    double at_south = corner[2] + x * (corner[3] - corner[2]);
    double eastwards = (1 - row->y) * (corner[1] - corner[0]) + row->y * (corner[3] - corner[2]);
    double x_range = eastwards * work->pixel_cells_x;
    double y_range = (at_south - at_north) * work->pixel_cells_y;
    *range = sqrt(x_range * x_range + y_range * y_range);
    return at_north + row->y * (at_south - at_north);
}

/* Whether no pixel between four cells can reach the lowest class: most of a map is such ground. */
static bool is_cold(const heat_work *work, const heat_row *row, size_t west, size_t east)
{
    double highest =
        fmax(fmax(row->upper[west], row->upper[east]), fmax(row->lower[west], row->lower[east]));
    double lowest =
        fmin(fmin(row->upper[west], row->upper[east]), fmin(row->lower[west], row->lower[east]));
    double range = (highest - lowest) * hypot(work->pixel_cells_x, work->pixel_cells_y);
    return highest + range / 2 < work->classes->lower[0];
}

static void blend(heat_colour *colour, const heat_colour *next, double share)
{
    for (int i = 0; i < 4; i++)
        colour->channel[i] += share * (next->channel[i] - colour->channel[i]);
}

/* The edge of what is drawn is smoothed over one pixel. */
static heat_colour continuous_colour(const heat_work *work, double value, double range)
{
    double position = geo_classes_position(work->classes, value);
    heat_colour colour = work->shade[(size_t)(fmax(position, 0) * (SHADES - 1) + 0.5)];
    double inside = (value + range / 2 - work->classes->lower[0]) / range;
    for (int i = 0; i < 4 && inside < 1; i++)
        colour.channel[i] *= inside;
    return colour;
}

static heat_colour colour_of(const heat_work *work, double value, double range)
{
    if (work->classes->is_continuous)
        return continuous_colour(work, value, range);
    int class = geo_classes_find(work->classes, value - range / 2);
    int last = geo_classes_find(work->classes, value + range / 2);
    heat_colour colour = work->colour[class + 1];
    while (class < last) {
        class ++;
        double share = (value + range / 2 - work->classes->lower[class]) / range;
        blend(&colour, &work->colour[class + 1], fmin(1, share));
    }
    return colour;
}

static uint32_t packed(const heat_colour *colour)
{
    uint32_t pixel = 0;
    for (int i = 0; i < 4; i++)
        pixel = pixel << 8 | (uint32_t)(colour->channel[i] + 0.5);
    return pixel;
}

static void find_gap(heat_work *work, const geo_hatch_style *gap, double pixels_per_mm)
{
    bool is_hatched = gap->hatch.width_mm > 0 && gap->hatch_gap_mm > 0;
    work->gap = premultiplied(gap->colour, 1);
    work->hatch = premultiplied(gap->hatch.colour, is_hatched ? gap->hatch.opacity : 0);
    work->hatch_pixels = (is_hatched ? gap->hatch_gap_mm : 1) * sqrt(2) * pixels_per_mm;
    work->half_hatch_pixels = gap->hatch.width_mm * pixels_per_mm / 2;
}

/* As on areas without data: lines that rise to the right, their edges smoothed over one pixel. */
static heat_colour gap_colour(const heat_work *work, size_t column, size_t row)
{
    double along = fmod((double)(column + row), work->hatch_pixels);
    double across = fmin(along, work->hatch_pixels - along) / sqrt(2);
    double share = fmin(fmax(work->half_hatch_pixels + 0.5 - across, 0), 1);
    heat_colour colour = work->gap;
    for (int i = 0; i < 4; i++)
        colour.channel[i] +=
            share * (work->hatch.channel[i] - work->hatch.channel[0] / 255 * colour.channel[i]);
    return colour;
}

/* Where cells without a value are hatched, half way to them; else up to their centres, so that heat
 * that is cut off at a border reaches it. */
static bool is_in_gap(const heat_work *work, const heat_row *row, size_t west, size_t east,
                      double x, double value)
{
    const double *nearest = row->y < 0.5 ? row->upper : row->lower;
    return isnan(value) || (work->hatch_pixels > 0 && isnan(nearest[x < 0.5 ? west : east]));
}

static void draw_row(const heat_work *work, const heat_row *row, size_t at, uint32_t *pixel)
{
    double cold_until = -INFINITY;
    for (size_t column = work->first_column; column < work->end_column; column++) {
        double place = work->left_cells + ((double)column + 0.5) * work->pixel_cells_x;
        size_t west, east;
        double x, range;
        if (place < cold_until || !between_cells(place, work->grid->columns, &west, &east, &x))
            continue;
        if (is_cold(work, row, west, east)) {
            cold_until = (double)west + 1;
            continue;
        }
        double value = value_at(work, row, west, east, x, &range);
        bool is_gap = is_in_gap(work, row, west, east, x, value);
        if (is_gap ? !(work->hatch_pixels > 0) : value + range / 2 < work->classes->lower[0])
            continue;
        heat_colour colour = is_gap ? gap_colour(work, column, at) : colour_of(work, value, range);
        pixel[column] = packed(&colour);
    }
}

static void draw_rows(void *user, size_t worker, size_t first, size_t last)
{
    const heat_work *work = user;
    const geo_grid *grid = work->grid;
    (void)worker;
    for (size_t at = work->first_row + first; at < work->first_row + last; at++) {
        double place = work->top_cells + ((double)at + 0.5) * work->pixel_cells_y;
        size_t north, south;
        heat_row row;
        if (!between_cells(place, grid->rows, &north, &south, &row.y))
            continue;
        row.upper = grid->value + north * grid->columns;
        row.lower = grid->value + south * grid->columns;
        draw_row(work, &row, at, work->image->pixel + at * work->image->columns);
    }
}

/* The pixels that have a part between `start` and `end`, of `count` over `length` from 0 on. */
static void pixels_between(double start, double end, double length, size_t count, size_t *first,
                           size_t *last)
{
    double pixels_per_mm = (double)count / length;
    *first = (size_t)fmax(0, floor(start * pixels_per_mm + 1e-9));
    *last = (size_t)fmin((double)count, ceil(end * pixels_per_mm - 1e-9));
}

void geo_heat_draw(geo_context *context, const geo_grid *grid, const geo_classes *classes,
                   const geo_shade_style *shade, const geo_hatch_style *gap, const geo_view *view,
                   geo_box box, geo_image *image)
{
    const geo_box *frame = &view->frame_mm;
    double cells_per_mm = 1 / view->mm_per_m / grid->cell_m;
    heat_work work = {
        .grid = grid,
        .classes = classes,
        .left_cells =
            (view->x_min - grid->x_min) / grid->cell_m + (box.x - frame->x) * cells_per_mm - 0.5,
        .top_cells =
            (grid->y_max - view->y_max) / grid->cell_m + (box.y - frame->y) * cells_per_mm - 0.5,
        .pixel_cells_x = box.width / (double)image->columns * cells_per_mm,
        .pixel_cells_y = box.height / (double)image->rows * cells_per_mm,
        .image = image,
    };
    size_t end_row;
    pixels_between(frame->x - box.x, frame->x + frame->width - box.x, box.width, image->columns,
                   &work.first_column, &work.end_column);
    pixels_between(frame->y - box.y, frame->y + frame->height - box.y, box.height, image->rows,
                   &work.first_row, &end_row);
    for (size_t i = 0; i < classes->count; i++)
        work.colour[i + 1] = premultiplied(geo_ramp_class(&shade->ramp, i, classes->count),
                                           is_no_change(classes, i) ? 0 : shade->opacity);
    if (gap)
        find_gap(&work, gap, (double)image->columns / box.width);
    for (size_t i = 0; i < SHADES && classes->is_continuous; i++)
        work.shade[i] =
            premultiplied(geo_ramp_at(&shade->ramp, (double)i / (SHADES - 1)), shade->opacity);
    geo_share_work(context, end_row - work.first_row, ROWS_AT_A_TIME, draw_rows, &work);
}

static int class_at(const geo_grid *grid, const geo_classes *classes, const geo_view *view,
                    double x_mm, double y_mm)
{
    double x = view->x_min + (x_mm - view->frame_mm.x) / view->mm_per_m;
    double y = view->y_max - (y_mm - view->frame_mm.y) / view->mm_per_m;
    double column = (x - grid->x_min) / grid->cell_m, row = (grid->y_max - y) / grid->cell_m;
    if (!(column >= 0 && column < (double)grid->columns && row >= 0 && row < (double)grid->rows))
        return -1;
    return geo_classes_find(classes, grid->value[(size_t)row * grid->columns + (size_t)column]);
}

double geo_heat_share(const geo_grid *grid, const geo_classes *classes, const geo_view *view,
                      geo_box box)
{
    enum { ACROSS = 9, DOWN = 5 };
    int sum = 0;
    if (classes->count == 0)
        return 0;
    for (int row = 0; row < DOWN; row++)
        for (int column = 0; column < ACROSS; column++)
            sum += 1 + class_at(grid, classes, view, box.x + box.width * (column + 0.5) / ACROSS,
                                box.y + box.height * (row + 0.5) / DOWN);
    return (double)sum / (ACROSS * DOWN) / (double)classes->count;
}
