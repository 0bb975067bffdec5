/*
 * Fonts within a PDF: the glyphs that are shown, the text each stands for, and the font's program
 * cut down to them (ISO 32000-1:2008, 9.6 to 9.10).
 */
#ifndef GEO_FIGURE_PDF_FONT_H
#define GEO_FIGURE_PDF_FONT_H

#include <hb.h>

#include "figure/pdf_file.h"

typedef struct geo_pdf_font {
    hb_font_t *font; /* in units of the em, with the weight and so on of a variable font */
    unsigned units_per_em;
    hb_set_t *glyphs;   /* that are shown */
    size_t glyph_count; /* of the whole font */
    size_t *text_at;    /* [glyph_count]: where in `texts` a glyph's text is, plus 1; 0: nowhere */
    geo_bytes texts;    /* each with its NUL */
} geo_pdf_font;

typedef struct geo_pdf_fonts {
    geo_pdf_font *font;
    size_t count;
    size_t capacity;
} geo_pdf_fonts;

void geo_pdf_fonts_clear(geo_pdf_fonts *fonts);

/* The number of the font in *index; it is added when it is new. GEO_ERROR_OUTPUT for one that has
 * no outlines that a PDF can hold. */
geo_status geo_pdf_font_find(geo_context *context, geo_pdf_fonts *fonts, hb_font_t *font,
                             size_t *index);

/* Counts the glyph among those that are shown. *is_told: a reader will take it for `text`, and not
 * for another that it stood for before. A text without data is not told. */
geo_status geo_pdf_font_use(geo_context *context, geo_pdf_font *font, hb_codepoint_t glyph,
                            geo_text text, bool *is_told);

/* In thousandths of the em. */
double geo_pdf_font_advance(const geo_pdf_font *font, hb_codepoint_t glyph);

/* Writes the font as object `number` and those that it needs. */
void geo_pdf_font_put(geo_pdf_file *file, const geo_pdf_font *font, size_t number);

#endif
