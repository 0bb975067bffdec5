/* The list that numbers on a map are keyed to: a row for each, in one or more strips side by side.
 */
#ifndef GEO_FIGURE_LIST_H
#define GEO_FIGURE_LIST_H

#include "figure/canvas.h"

/* Measured once; all in mm. */
typedef struct geo_list {
    const geo_numbered_areas *numbered;
    size_t count;      /* rows */
    bool is_small;     /* in the size of notes */
    double title_mm;   /* heights, with the gaps below */
    double heading_mm; /* of the columns' */
    double row_mm;     /* of each row */
    double number_mm;  /* widths, of the numbers */
    double *column_mm; /* [numbered->column_count] */
    double first_mm;   /* of the first column as its longest text needs it */
    double others_mm;  /* of the other columns, with the gaps before them */
} geo_list;

geo_status geo_list_measure(geo_context *context, geo_canvas *canvas,
                            const geo_numbered_areas *numbered, const geo_style *style,
                            bool is_small, geo_list *out);
void geo_list_clear(geo_list *list);

/* How wide it would be with so many strips side by side. */
double geo_list_width(const geo_list *list, size_t strips);
/* How high it is where it has that width, and no more height than `most_mm`. */
double geo_list_height(const geo_list *list, double width_mm, double most_mm);
/* How many of its rows that shows: the others are told on its last line. */
size_t geo_list_shown(const geo_list *list, double width_mm, double most_mm);

void geo_list_draw(geo_context *context, geo_canvas *canvas, const geo_list *list,
                   const geo_style *style, geo_box box);

#endif
