/* Numbers, names and headings on charts. */
#include "figure/chart_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "figure/cut_text.h"

#define MINUS           "\xE2\x88\x92"
#define DECIMALS_MOST   9
#define PLAIN_MOST      1e12
#define MANTISSA_DIGITS 3
#define ROW_SHARE       0.72 /* of a row: size of its text */
#define ROW_AIR         1.02
#define WRAP_GAP        0.8 /* mm between two headings */
#define WRAPPED_MOST    22.0
#define TURNED_MOST     45.0
#define MM_PER_POINT    (25.4 / 72)
#define CONTRAST_LEAST  4.5

static void trim_zeros(char *text)
{
    size_t length = strlen(text);
    if (!strchr(text, '.'))
        return;
    while (text[length - 1] == '0')
        length--;
    text[text[length - 1] == '.' ? length - 1 : length] = '\0';
}

static geo_status print_plain(const geo_chart *chart, double size, int decimals, char *text)
{
    return geo_number_text(chart->context, size, decimals, text);
}

static geo_status print_powers(const geo_chart *chart, double size, char *text)
{
    char mantissa[GEO_NUMBER_TEXT];
    int exponent = (int)floor(log10(size) + 1e-12);
    geo_status status = print_plain(chart, size / pow(10, exponent), MANTISSA_DIGITS, mantissa);
    if (status != GEO_OK)
        return status;
    trim_zeros(mantissa);
    snprintf(text, GEO_NUMBER_TEXT, "%.20se%d", mantissa, exponent);
    return GEO_OK;
}

void geo_chart_number(const geo_chart *chart, double value, int decimals,
                      char text[GEO_NUMBER_TEXT])
{
    char digits[GEO_NUMBER_TEXT] = "";
    double size = fabs(value);
    bool is_long = size >= PLAIN_MOST || (size > 0 && decimals > DECIMALS_MOST);
    geo_status status = is_long ? print_powers(chart, size, digits)
                                : print_plain(chart, size, decimals < 0 ? 0 : decimals, digits);
    geo_canvas_fail(chart->canvas, status);
    /* What rounds to nothing has no sign. */
    bool is_negative = value < 0 && strspn(digits, "0.,") < strlen(digits);
    snprintf(text, GEO_NUMBER_TEXT, "%s%.36s", is_negative ? MINUS : "", digits);
}

char *geo_chart_label(const geo_chart *chart, const char *words, double value, int decimals)
{
    char number[GEO_NUMBER_TEXT];
    char *label = NULL;
    geo_chart_number(chart, value, decimals, number);
    size_t size = strlen(words) + strlen(number) + 2;
    geo_status status = geo_alloc_array(chart->context, size, 1, &label);
    geo_canvas_fail(chart->canvas, status);
    if (status == GEO_OK)
        snprintf(label, size, "%s%s%s", words, words[0] ? " " : "", number);
    return label;
}

double geo_chart_number_width(const geo_chart *chart, const double *value, size_t count,
                              int decimals, const geo_text_style *style)
{
    char text[GEO_NUMBER_TEXT];
    double widest = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(value[i]))
            continue;
        geo_chart_number(chart, value[i], decimals, text);
        widest = fmax(widest, geo_canvas_measure(chart->canvas, text, style, 0).width);
    }
    return widest;
}

geo_text_style geo_chart_row_text(const geo_chart *chart, double row_mm)
{
    geo_text_style style = chart->style->legend;
    style.size_pt = fmin(style.size_pt, fmax(GEO_SMALLEST_PT, row_mm * ROW_SHARE / MM_PER_POINT));
    return style;
}

double geo_chart_row_least(const geo_chart *chart)
{
    geo_text_style style = chart->style->legend;
    style.size_pt = fmin(style.size_pt, GEO_SMALLEST_PT);
    return ROW_AIR * geo_canvas_measure(chart->canvas, "Ag", &style, 0).height;
}

double geo_chart_widest(const geo_chart *chart, const char *const *text, size_t count,
                        const geo_text_style *style)
{
    double widest = 0;
    for (size_t i = 0; i < count; i++)
        if (text[i] && text[i][0])
            widest = fmax(widest, geo_canvas_measure(chart->canvas, text[i], style, 0).width);
    return widest;
}

/* NULL after a failure. */
static char *shorten(const geo_chart *chart, const char *text, const geo_text_style *style,
                     double width_mm)
{
    char *cut = NULL;
    geo_cut_text(chart->context, chart->canvas, text, style, width_mm, &cut);
    return cut;
}

static double top_of(double y, double height, geo_stand stand)
{
    return stand == GEO_STAND_BELOW ? y : stand == GEO_STAND_MIDDLE ? y - height / 2 : y - height;
}

void geo_chart_fit_text(const geo_chart *chart, const char *text, const geo_text_style *style,
                        geo_align align, double x, double y, geo_stand stand, geo_size room)
{
    if (!text || !text[0])
        return;
    geo_size size = geo_canvas_measure(chart->canvas, text, style, 0);
    char *cut = NULL;
    double wrap = 0;
    if (size.width > room.width) {
        double wrapped = geo_canvas_measure(chart->canvas, text, style, room.width).height;
        if (wrapped <= room.height)
            wrap = room.width;
        else
            cut = shorten(chart, text, style, room.width);
        size.height = wrap > 0 ? wrapped : size.height;
    }
    geo_canvas_text(chart->canvas, cut ? cut : text, style, align, x, top_of(y, size.height, stand),
                    wrap);
    free(cut);
}

/* WCAG 2.1's relative luminance, which is CIE's Y. */
static double luminance(geo_colour colour)
{
    double lightness = geo_colour_to_lab(colour).lightness;
    double root = (lightness + 16) / 116;
    return lightness > 8 ? root * root * root : lightness * 27 / 24389;
}

double geo_chart_contrast(geo_colour one, geo_colour other)
{
    double a = luminance(one), b = luminance(other);
    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

geo_colour geo_chart_text_on(const geo_chart *chart, geo_colour ground)
{
    static const geo_colour black = {0, 0, 0}, white = {1, 1, 1};
    geo_colour own = chart->style->legend.colour;
    if (geo_chart_contrast(own, ground) >= CONTRAST_LEAST)
        return own;
    return geo_chart_contrast(white, ground) >= CONTRAST_LEAST ? white : black;
}

/* ---- headings ------------------------------------------------------------------------------- */

static double widest_word(const geo_chart *chart, const char *text, const geo_text_style *style)
{
    char *word = NULL;
    double widest = 0;
    geo_canvas_fail(chart->canvas, geo_alloc_array(chart->context, strlen(text) + 1, 1, &word));
    while (word && *text) {
        size_t length = strcspn(text, " ");
        memcpy(word, text, length);
        word[length] = '\0';
        if (length > 0)
            widest = fmax(widest, geo_canvas_measure(chart->canvas, word, style, 0).width);
        text += length + (text[length] == ' ');
    }
    free(word);
    return widest;
}

geo_headings geo_headings_plan(const geo_chart *chart, const char *const *text, size_t count,
                               double slot_mm)
{
    geo_headings plan = {text, count, slot_mm, chart->style->legend, false, 0};
    double wrap = slot_mm - WRAP_GAP;
    for (size_t i = 0; i < count; i++) {
        if (!text[i] || !text[i][0])
            continue;
        plan.is_turned |= widest_word(chart, text[i], &plan.style) > wrap;
        plan.height_mm =
            fmax(plan.height_mm,
                 geo_canvas_measure(chart->canvas, text[i], &plan.style, fmax(wrap, 1)).height);
    }
    plan.is_turned |= plan.height_mm > WRAPPED_MOST;
    if (plan.is_turned)
        plan.height_mm = fmin(TURNED_MOST, geo_chart_widest(chart, text, count, &plan.style));
    return plan;
}

static void draw_turned(const geo_chart *chart, const geo_headings *plan, const char *text,
                        double centre, double y, geo_stand stand)
{
    geo_size size = geo_canvas_measure(chart->canvas, text, &plan->style, 0);
    char *cut = size.width > TURNED_MOST ? shorten(chart, text, &plan->style, TURNED_MOST) : NULL;
    geo_canvas_text_turned(chart->canvas, cut ? cut : text, &plan->style,
                           stand == GEO_STAND_ABOVE ? GEO_ALIGN_LEFT : GEO_ALIGN_RIGHT,
                           centre - size.height / 2, y, 0);
    free(cut);
}

void geo_headings_draw(const geo_chart *chart, const geo_headings *headings, double x, double y,
                       geo_stand stand)
{
    double wrap = headings->slot_mm - WRAP_GAP;
    for (size_t i = 0; i < headings->count; i++) {
        const char *text = headings->text[i];
        double centre = x + headings->slot_mm * ((double)i + 0.5);
        if (!text || !text[0])
            continue;
        if (headings->is_turned)
            draw_turned(chart, headings, text, centre, y, stand);
        else
            geo_canvas_text(
                chart->canvas, text, &headings->style, GEO_ALIGN_CENTRE, centre,
                top_of(y, geo_canvas_measure(chart->canvas, text, &headings->style, wrap).height,
                       stand),
                wrap);
    }
}
