/* What the colours, hatches and circles of a map mean. */
#ifndef GEO_FIGURE_LEGEND_H
#define GEO_FIGURE_LEGEND_H

#include "figure/canvas.h"

typedef enum geo_legend_kind {
    GEO_LEGEND_SURFACE,   /* heat: a bar of classes, or of colours that run on between the breaks */
    GEO_LEGEND_AREAS,     /* shaded areas: an entry for each class */
    GEO_LEGEND_BANDS,     /* the two colours of the published tables */
    GEO_LEGEND_POINTS,    /* circles by incidents at a place */
    GEO_LEGEND_BIVARIATE, /* a square of nine colours with an arrow along two sides */
    GEO_LEGEND_CATEGORIES, /* an entry for each, in their order */
    GEO_LEGEND_DIVERGING,  /* an entry for each that has a text, highest first */
    GEO_LEGEND_CONTOURS,   /* a line for each level */
    GEO_LEGEND_NUMBERED,   /* a line without a heading, likewise the next */
    GEO_LEGEND_OUTLINES
} geo_legend_kind;

#define GEO_BANDS 3

/* One part of a legend; members that its kind has no use for are 0 or NULL. All is borrowed. */
typedef struct geo_legend_part {
    geo_legend_kind kind;
    const char *unit;           /* the heading: "incidents per km2"; of points NULL is fine */
    const geo_classes *classes; /* of surface and areas; with no class the part is left out */
    bool is_change;             /* by the diverging ramp, with signs */
    bool is_ratio;              /* logarithms to base 2, written as times */
    bool is_rounded;            /* areas' values are rounded to `decimals`: 5.0 to 9.9 */
    int decimals;
    const size_t *area_count;      /* areas in each class or band; NULL: not written */
    const char *area_word;         /* what is counted: "wards"; NULL: "areas" */
    size_t below_count;            /* areas with a value below the first class */
    size_t no_data_count;          /* areas without a value */
    const char *const *band_text;  /* [GEO_BANDS], by geo_band */
    bool is_base;                  /* areas that are a base for others, or a surface over one */
    bool is_reversed;              /* the lowest class has the ramp's last colour and comes first */
    const char *const *class_text; /* [classes->count]; NULL: their numbers */
    const char *row_title;         /* of bivariate classes */
    const char *column_title;
    size_t item_count; /* categories, or levels of contours */
    const char *const *item_text;
    size_t low_count;       /* levels of contours around low ground */
    const char *note;       /* besides what there is to say of the classes; NULL: none */
    int64_t most_incidents; /* at one place */
} geo_legend_part;

typedef struct geo_legend_need {
    size_t part_count;
    const geo_legend_part *part; /* one below another */
} geo_legend_need;

typedef struct geo_legend geo_legend;

/* Borrows nothing of the need or the style. */
geo_status geo_legend_make(geo_context *context, const geo_legend_need *need,
                           const geo_style *style, geo_legend **out);
void geo_legend_free(geo_legend *legend);

/* From now on classes stand close together one upon another, with every other one's text and
 * without counts, where they are many, and at the next call where they are few too: for a page on
 * which they have no room otherwise. False: they all did already. */
bool geo_legend_condense(geo_legend *legend);

/* As a column beside the map, highest first, or as strips and rows below it. 0 when there is
 * nothing to explain. */
double geo_legend_height(geo_canvas *canvas, const geo_legend *legend, const geo_style *style,
                         double width_mm, bool column);
void geo_legend_draw(geo_canvas *canvas, const geo_legend *legend, const geo_style *style,
                     geo_box box, bool column);

/* How wide a circle of so many incidents is, where the largest has `most`: their areas grow evenly
 * from the style's smallest, in proportion to the incidents unless the largest would then be wider
 * than the style's largest. */
double geo_point_diameter_mm(const geo_style *style, int64_t incidents, int64_t most);

/* The box in the colour of areas without data, hatched at 45 degrees; the lines of all boxes of a
 * page run on through each other. */
void geo_hatch_box(geo_canvas *canvas, const geo_style *style, geo_box box);
/* Lines that fall to the right, over a colour. */
typedef struct geo_hatching {
    const geo_line_style *line; /* NULL: none */
    double gap_mm;
} geo_hatching;
void geo_hatch_over(geo_canvas *canvas, const geo_hatching *hatching, geo_box box);

#endif
