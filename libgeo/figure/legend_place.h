/* What the drawing of a legend's parts shares. */
#ifndef GEO_FIGURE_LEGEND_PLACE_H
#define GEO_FIGURE_LEGEND_PLACE_H

#include "figure/legend_state.h"

#define GEO_SWATCH_WIDTH  7.0 /* mm */
#define GEO_SWATCH_HEIGHT 4.2

/* Where a block is drawn, or only measured. */
typedef struct geo_legend_place {
    geo_canvas *canvas;
    const geo_legend_block *block;
    const geo_style *style;
    double x;
    double width;
    bool is_column;
    bool is_drawn;
    bool is_dense;    /* classes close together, without counts */
    double line_mm;   /* height of a line of text */
    double swatch_mm; /* width of a swatch; of the largest circle, if that is more */
    double lead_mm;   /* the widest of the entries' first numbers */
    double text_mm;   /* the widest text */
    double count_mm;  /* the widest count, with the gap before it; 0: none */
    double wrap_mm;   /* 0: no text is too wide */
} geo_legend_place;

/* The thin line around swatches. */
geo_line_style geo_legend_outline(const geo_style *style);
/* As it shows over the land. */
geo_colour geo_legend_over_land(const geo_style *style, geo_colour colour, double opacity);

/* 0 for NULL. */
double geo_legend_width(const geo_legend_place *place, const char *text);
void geo_legend_write(const geo_legend_place *place, const char *text, geo_align align, double x,
                      double y, double wrap_mm);

void geo_legend_fill_swatch(const geo_legend_place *place, const geo_legend_entry *entry,
                            geo_box box);
void geo_legend_stroke_box(const geo_legend_place *place, geo_box box);
void geo_legend_draw_circle(const geo_legend_place *place, const geo_legend_entry *entry, double x,
                            double y);
/* Centred between x and x + swatch_mm. */
void geo_legend_draw_swatch(const geo_legend_place *place, const geo_legend_entry *entry, double x,
                            double middle);

/* Returns how high it is; its first line is as high as its swatch, and both are centred. */
double geo_legend_draw_entry(const geo_legend_place *place, const geo_legend_entry *entry, double x,
                             double y);
/* Bivariate classes and what is without data. Returns where they end. */
double geo_legend_draw_square(const geo_legend_place *place, double y);

#endif
