/* Lines of text within a PDF: glyphs where pango puts them, and what a reader takes them for. */
#include <hb-ot.h>
#include <math.h>

#include "core/context.h"
#include "figure/pdf.h"

#define THOUSANDTHS 1000.0

/* Fonts below this weight are made bold by thick strokes, where a bold one is asked for and there
 * is none, as FreeType does it: by a 24th of their size. */
#define SEMI_BOLD      600
#define BOLD_PER_POINT (1.0 / 24)

enum { PAINT_FILL = 0, PAINT_STROKE = 1, PAINT_BOTH = 2 };

/* A run of glyphs of one font, while it is being written. */
typedef struct pdf_run {
    geo_canvas *canvas;
    geo_pdf_font *font;
    double em;          /* pango's units in the size of the font */
    double behind;      /* how far the pen stands before where the next glyph belongs: 1/1000 em */
    double rise;        /* of the glyphs over the line: em */
    bool is_open;       /* an array of glyphs is begun */
    bool tells_nothing; /* this text is drawn once more, under itself */
} pdf_run;

static void print(geo_canvas *canvas, const char *format, unsigned number)
{
    geo_canvas_fail(canvas, geo_bytes_print(canvas->context, &canvas->drawing, format, number));
}

static void close_array(pdf_run *run)
{
    if (run->is_open)
        geo_pdf_draw(run->canvas, ">] TJ\n");
    run->is_open = false;
}

static void choose_rise(pdf_run *run, double rise)
{
    if (run->rise == rise)
        return;
    close_array(run);
    geo_pdf_draw_number(run->canvas, rise);
    geo_pdf_draw(run->canvas, "Ts\n");
    run->rise = rise;
}

/* A glyph, behind as much of a gap as can be seen: what is less adds up. Numbers between glyphs
 * move the next one back. */
static void put_glyph(pdf_run *run, const PangoGlyphInfo *glyph)
{
    const double thousandth = run->em / THOUSANDTHS;
    choose_rise(run, -glyph->geometry.y_offset / run->em);
    run->behind += glyph->geometry.x_offset / thousandth;
    geo_pdf_draw(run->canvas, run->is_open ? "" : "[<");
    double gap = round(run->behind);
    if (gap != 0) {
        geo_pdf_draw(run->canvas, ">");
        geo_pdf_draw_number(run->canvas, -gap);
        geo_pdf_draw(run->canvas, "<");
    }
    print(run->canvas, "%04X", glyph->glyph);
    run->is_open = true;
    run->behind += (glyph->geometry.width - glyph->geometry.x_offset) / thousandth - gap -
                   geo_pdf_font_advance(run->font, glyph->glyph);
}

/* ---- clusters: letters and the glyphs that show them ---------------------------------------- */

/* The text from where glyph `at` begins to where another begins. */
static geo_text text_of_cluster(const char *text, const PangoItem *item,
                                const PangoGlyphString *glyphs, int at)
{
    int start = glyphs->log_clusters[at], end = item->length;
    for (int i = 0; i < glyphs->num_glyphs; i++)
        if (glyphs->log_clusters[i] > start && glyphs->log_clusters[i] < end)
            end = glyphs->log_clusters[i];
    return (geo_text){text + item->offset + start, (size_t)(end - start)};
}

static int count_glyphs(const PangoGlyphString *glyphs, int first)
{
    int count = 1;
    while (first + count < glyphs->num_glyphs &&
           glyphs->log_clusters[first + count] == glyphs->log_clusters[first])
        count++;
    return count;
}

static bool is_shown(const PangoGlyphInfo *glyph)
{
    return glyph->glyph != PANGO_GLYPH_EMPTY && !(glyph->glyph & PANGO_GLYPH_UNKNOWN_FLAG);
}

/* Whether the cluster's glyphs tell its text by themselves. */
static bool use_glyphs(pdf_run *run, const PangoGlyphInfo *glyph, int count, geo_text text)
{
    bool is_told = true;
    for (int i = 0; i < count; i++) {
        bool is_told_here = false;
        if (!is_shown(&glyph[i]))
            continue;
        geo_text told = count == 1 ? text : (geo_text){NULL, 0};
        geo_canvas_fail(run->canvas, geo_pdf_font_use(run->canvas->context, run->font,
                                                      glyph[i].glyph, told, &is_told_here));
        is_told = is_told && is_told_here;
    }
    return is_told || run->tells_nothing;
}

static void begin_told(pdf_run *run, geo_text text)
{
    geo_canvas *canvas = run->canvas;
    close_array(run);
    geo_pdf_draw(canvas, "/Span <</ActualText <FEFF");
    geo_canvas_fail(canvas, geo_pdf_append_utf16(canvas->context, &canvas->drawing, text));
    geo_pdf_draw(canvas, ">>> BDC\n");
}

static void end_told(pdf_run *run)
{
    close_array(run);
    geo_pdf_draw(run->canvas, "EMC\n");
}

static void put_cluster(pdf_run *run, const PangoGlyphInfo *glyph, int count, geo_text text)
{
    bool is_told = use_glyphs(run, glyph, count, text);
    if (!is_told)
        begin_told(run, text);
    for (int i = 0; i < count; i++)
        if (is_shown(&glyph[i]))
            put_glyph(run, &glyph[i]);
        else
            run->behind += glyph[i].geometry.width * THOUSANDTHS / run->em;
    if (!is_told)
        end_told(run);
}

/* ---- runs and lines ------------------------------------------------------------------------- */

/* Where the run's baseline begins, and which way it reads, in a text space of one em. */
static void place_run(geo_canvas *canvas, const geo_text_line *placed, double along_mm,
                      double size_pt)
{
    double x = placed->x + (placed->is_turned ? 0 : along_mm);
    double y = placed->baseline - (placed->is_turned ? along_mm : 0);
    double em = size_pt * GEO_PDF_UNITS_PER_POINT;
    geo_pdf_draw_number(canvas, placed->is_turned ? 0 : em);
    geo_pdf_draw_number(canvas, placed->is_turned ? -em : 0);
    geo_pdf_draw_number(canvas, placed->is_turned ? -em : 0);
    geo_pdf_draw_number(canvas, placed->is_turned ? 0 : -em);
    geo_pdf_draw_number(canvas, x * GEO_PDF_UNITS_PER_MM);
    geo_pdf_draw_number(canvas, y * GEO_PDF_UNITS_PER_MM);
    geo_pdf_draw(canvas, "Tm\n");
}

static bool is_made_bold(const geo_pdf_font *font, const geo_text_style *style)
{
    return style->is_bold && hb_style_get_value(font->font, HB_STYLE_TAG_WEIGHT) < SEMI_BOLD;
}

static void choose_paint(geo_canvas *canvas, const geo_pdf_font *font, const geo_text_style *style,
                         bool is_halo)
{
    bool is_bold = is_made_bold(font, style);
    double bold_mm = is_bold ? style->size_pt * BOLD_PER_POINT * GEO_MM_PER_POINT : 0;
    if (is_halo)
        geo_pdf_choose_stroke(canvas, style->halo_colour, 2 * style->halo_mm + bold_mm, 0);
    else if (is_bold)
        geo_pdf_choose_stroke(canvas, style->colour, bold_mm, 0);
    print(canvas, "%u Tr\n", is_halo ? PAINT_STROKE : is_bold ? PAINT_BOTH : PAINT_FILL);
}

static void put_run(geo_canvas *canvas, const geo_text_line *placed, const PangoGlyphItem *item,
                    double along_mm, const geo_text_style *style, bool is_halo)
{
    size_t index = 0;
    geo_pdf_fonts *fonts = &canvas->pdf->fonts;
    const char *text = pango_layout_get_text(placed->line->layout);
    hb_font_t *shaped = pango_font_get_hb_font(item->item->analysis.font);
    geo_canvas_fail(canvas, geo_pdf_font_find(canvas->context, fonts, shaped, &index));
    if (canvas->status != GEO_OK)
        return;
    pdf_run run = {.canvas = canvas,
                   .font = &fonts->font[index],
                   .em = style->size_pt * PANGO_SCALE,
                   .tells_nothing = is_halo};
    choose_paint(canvas, run.font, style, is_halo);
    print(canvas, "/F%u 1 Tf\n", (unsigned)index);
    place_run(canvas, placed, along_mm, style->size_pt);
    for (int i = 0, count; i < item->glyphs->num_glyphs; i += count) {
        count = count_glyphs(item->glyphs, i);
        put_cluster(&run, &item->glyphs->glyphs[i], count,
                    text_of_cluster(text, item->item, item->glyphs, i));
    }
    close_array(&run);
    choose_rise(&run, 0);
}

static void put_line(geo_canvas *canvas, const geo_text_line *placed, const geo_text_style *style,
                     bool is_halo)
{
    double along = 0;
    geo_pdf_draw(canvas, "BT\n");
    for (const GSList *at = placed->line->runs; at && canvas->status == GEO_OK; at = at->next) {
        const PangoGlyphItem *item = at->data;
        put_run(canvas, placed, item, along, style, is_halo);
        along +=
            (double)pango_glyph_string_get_width(item->glyphs) / PANGO_SCALE * GEO_MM_PER_POINT;
    }
    geo_pdf_draw(canvas, "ET\n");
}

/* The halo are the same letters; to a reader they are nothing, or it would find each name twice. */
void geo_pdf_text(geo_canvas *canvas, const geo_text_line *placed, const geo_text_style *style)
{
    if (!placed->line->runs)
        return;
    if (style->halo_mm > 0) {
        geo_pdf_choose_opacity(canvas, GEO_HALO_OPACITY);
        geo_pdf_draw(canvas, "/Span <</ActualText <FEFF>>> BDC\n");
        put_line(canvas, placed, style, true);
        geo_pdf_draw(canvas, "EMC\n");
    }
    geo_pdf_choose_opacity(canvas, 1);
    geo_pdf_choose_fill(canvas, style->colour);
    put_line(canvas, placed, style, false);
}
