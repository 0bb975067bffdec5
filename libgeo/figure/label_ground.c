/* What stands on the map already: a lattice of squares, each with a list of what reaches into it.
 */
#include "figure/label_ground.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"

#define SQUARE_MM    4.0
#define SQUARES_MOST 512 /* along a side of the frame */

typedef struct taken_thing {
    bool is_line;
    geo_box box; /* of a line: around it */
    geo_segment line;
} taken_thing;

typedef struct list_entry {
    size_t thing;
    size_t next; /* index + 1; 0 ends the list */
} list_entry;

struct geo_label_ground {
    geo_box frame;
    double square_mm;
    size_t columns;
    size_t rows;
    size_t *list; /* [columns * rows], index + 1 of its first entry */
    size_t entry_count;
    size_t entry_capacity;
    list_entry *entry;
    size_t count;
    size_t capacity;
    taken_thing *thing;
};

geo_status geo_label_ground_new(geo_context *context, geo_box frame_mm, geo_label_ground **out)
{
    geo_label_ground *ground = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *ground, &ground);
    if (status != GEO_OK)
        return status;
    double longer = fmax(frame_mm.width, frame_mm.height);
    ground->frame = frame_mm;
    ground->square_mm = fmax(SQUARE_MM, longer / SQUARES_MOST);
    ground->columns = (size_t)(fmax(0, frame_mm.width) / ground->square_mm) + 1;
    ground->rows = (size_t)(fmax(0, frame_mm.height) / ground->square_mm) + 1;
    status = geo_alloc_array(context, ground->columns * ground->rows, sizeof *ground->list,
                             &ground->list);
    if (status != GEO_OK) {
        geo_label_ground_free(ground);
        return status;
    }
    *out = ground;
    return GEO_OK;
}

void geo_label_ground_free(geo_label_ground *ground)
{
    if (!ground)
        return;
    free(ground->list);
    free(ground->entry);
    free(ground->thing);
    free(ground);
}

typedef struct square_range {
    size_t first_column, last_column, first_row, last_row;
} square_range;

static size_t square_of(double offset, double square_mm, size_t count)
{
    return (size_t)fmin((double)(count - 1), fmax(0, offset / square_mm));
}

static square_range squares_under(const geo_label_ground *ground, const geo_box *box)
{
    double x = box->x - ground->frame.x, y = box->y - ground->frame.y, side = ground->square_mm;
    return (square_range){
        square_of(x, side, ground->columns), square_of(x + box->width, side, ground->columns),
        square_of(y, side, ground->rows), square_of(y + box->height, side, ground->rows)};
}

static geo_status enter(geo_context *context, geo_label_ground *ground, const taken_thing *thing)
{
    square_range range = squares_under(ground, &thing->box);
    size_t squares =
        (range.last_column - range.first_column + 1) * (range.last_row - range.first_row + 1);
    geo_status status = geo_grow_array(context, &ground->thing, &ground->capacity,
                                       ground->count + 1, sizeof *ground->thing);
    if (status == GEO_OK)
        status = geo_grow_array(context, &ground->entry, &ground->entry_capacity,
                                ground->entry_count + squares, sizeof *ground->entry);
    if (status != GEO_OK)
        return status;
    for (size_t row = range.first_row; row <= range.last_row; row++)
        for (size_t column = range.first_column; column <= range.last_column; column++) {
            size_t *list = &ground->list[row * ground->columns + column];
            ground->entry[ground->entry_count++] = (list_entry){ground->count, *list};
            *list = ground->entry_count;
        }
    ground->thing[ground->count++] = *thing;
    return GEO_OK;
}

geo_status geo_label_ground_take(geo_context *context, geo_label_ground *ground, geo_box box)
{
    const taken_thing thing = {false, box, {0, 0, 0, 0}};
    return enter(context, ground, &thing);
}

static geo_box box_around(const geo_segment *line)
{
    return (geo_box){fmin(line->x0, line->x1), fmin(line->y0, line->y1), fabs(line->x1 - line->x0),
                     fabs(line->y1 - line->y0)};
}

geo_status geo_label_ground_take_line(geo_context *context, geo_label_ground *ground,
                                      geo_segment line)
{
    const taken_thing thing = {true, box_around(&line), line};
    return enter(context, ground, &thing);
}

static bool overlap(const geo_box *a, const geo_box *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

/* Twice the area of the triangle that the line makes with a point, by sign the side it is on. */
static double side_of(const geo_segment *line, double x, double y)
{
    return (line->x1 - line->x0) * (y - line->y0) - (line->y1 - line->y0) * (x - line->x0);
}

static bool touch(const geo_box *a, const geo_box *b)
{
    return a->x <= b->x + b->width && b->x <= a->x + a->width && a->y <= b->y + b->height &&
           b->y <= a->y + a->height;
}

/* By separating axes: those of the box, and the line's own. */
static bool line_meets_box(const geo_segment *line, const geo_box *box)
{
    geo_box around = box_around(line);
    double right = box->x + box->width, bottom = box->y + box->height;
    const double side[4] = {side_of(line, box->x, box->y), side_of(line, right, box->y),
                            side_of(line, box->x, bottom), side_of(line, right, bottom)};
    bool all_left = true, all_right = true;
    for (int i = 0; i < 4; i++) {
        all_left = all_left && side[i] > 0;
        all_right = all_right && side[i] < 0;
    }
    return touch(&around, box) && !all_left && !all_right;
}

static bool lines_meet(const geo_segment *a, const geo_segment *b)
{
    geo_box around_a = box_around(a), around_b = box_around(b);
    return touch(&around_a, &around_b) &&
           side_of(a, b->x0, b->y0) * side_of(a, b->x1, b->y1) <= 0 &&
           side_of(b, a->x0, a->y0) * side_of(b, a->x1, a->y1) <= 0;
}

static bool in_the_way(const taken_thing *thing, const taken_thing *wanted)
{
    if (wanted->is_line)
        return thing->is_line ? lines_meet(&thing->line, &wanted->line)
                              : line_meets_box(&wanted->line, &thing->box);
    return thing->is_line ? line_meets_box(&thing->line, &wanted->box)
                          : overlap(&thing->box, &wanted->box);
}

static bool is_free(const geo_label_ground *ground, const taken_thing *wanted)
{
    const geo_box *frame = &ground->frame, *box = &wanted->box;
    if (box->x < frame->x || box->y < frame->y || box->x + box->width > frame->x + frame->width ||
        box->y + box->height > frame->y + frame->height)
        return false;
    square_range range = squares_under(ground, box);
    for (size_t row = range.first_row; row <= range.last_row; row++)
        for (size_t column = range.first_column; column <= range.last_column; column++)
            for (size_t entry = ground->list[row * ground->columns + column]; entry;
                 entry = ground->entry[entry - 1].next)
                if (in_the_way(&ground->thing[ground->entry[entry - 1].thing], wanted))
                    return false;
    return true;
}

bool geo_label_ground_is_free(const geo_label_ground *ground, geo_box box)
{
    const taken_thing wanted = {false, box, {0, 0, 0, 0}};
    return is_free(ground, &wanted);
}

bool geo_label_ground_is_free_line(const geo_label_ground *ground, geo_segment line)
{
    const taken_thing wanted = {true, box_around(&line), line};
    return is_free(ground, &wanted);
}
