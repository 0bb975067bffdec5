/* Names on the map: where they stand, and then how they are drawn. */
#ifndef GEO_FIGURE_LABELS_H
#define GEO_FIGURE_LABELS_H

#include "figure/borders.h"
#include "figure/inside.h"
#include "figure/view.h"

typedef enum geo_label_kind {
    GEO_LABEL_PARENT,
    GEO_LABEL_PLACE,
    GEO_LABEL_AREA,
    GEO_LABEL_NUMBER /* in a disc */
} geo_label_kind;

/* A name that has found its place, in millimetres of the page. */
typedef struct geo_label {
    geo_label_kind kind;
    size_t index;   /* of the area or place; of a parent, the first area that it has */
    char *text;     /* the name, with line ends for some of its blanks */
    double size_pt; /* the style's, or less where the room is small */
    geo_align align;
    double x_mm; /* top left, top centre or top right of the text, by `align` */
    double y_mm;
    geo_box box;      /* halo and all */
    bool has_leader;  /* the name stands beside its area and a line leads there */
    double leader_x0; /* the dot inside the area */
    double leader_y0;
    double leader_x1; /* at the text */
    double leader_y1;
} geo_label;

typedef struct geo_labels {
    bool has_others; /* areas or places are named beside parents, which have a style of their own */
    size_t count;
    geo_label *label;
    size_t without_number; /* numbered areas out of the frame or where all around is taken */
    size_t first_without_number;
} geo_labels;

/* A named point. Its dot is for the caller to draw; no name stands on it. */
typedef struct geo_label_place {
    const char *name; /* NULL and "" are passed over */
    double x;         /* in the areas' CRS */
    double y;
    double importance; /* higher first */
    double dot_mm;     /* across */
} geo_label_place;

typedef struct geo_label_options {
    const geo_view *view;
    const geo_style *style;
    geo_named named;            /* as a rule, style->labels.named */
    const geo_areas *areas;     /* may be NULL: places alone */
    const geo_borders *borders; /* of the areas */
    const bool *is_studied;     /* [areas->count]: the others are not named; NULL: all are */
    const double *importance;   /* [areas->count]: higher first, NaN last; NULL: all alike */
    size_t place_count;
    const geo_label_place *place;
    const geo_areas *numbered; /* area i has the number i + 1; NULL: none */
    size_t taken_count;
    const geo_box *taken; /* insets and notes inside the frame, which no name may touch */
    geo_busy busy;        /* what names had better not cover; may be NULL */
    void *user;
} geo_label_options;

/*
 * No two boxes overlap, none leaves the frame, and no leader meets a name other than its own or
 * another leader. Numbers come first, in their order. Then come parents' names, places' and areas',
 * each by importance, then the tightest, then by name and index; a name that finds no place is left
 * out.
 *
 * An area's name stands inside it, in one to three lines, as large as the style has it or else a
 * fifth smaller, but no less than 6.5 points; where it doesn't fit, beside it with a leader, if
 * there is quiet ground within 15 mm and the style's leader has a width. GEO_NAMED_AUTO names the
 * parents when there are at least two, else the areas when there are no more than 30. Time O(points
 * + names * what is near them).
 */
geo_status geo_labels_place(geo_context *context, geo_canvas *canvas,
                            const geo_label_options *options, geo_labels **out);
void geo_labels_free(geo_labels *labels);

void geo_labels_draw(geo_canvas *canvas, const geo_labels *labels, const geo_style *style);

#endif
