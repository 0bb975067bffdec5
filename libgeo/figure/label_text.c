/* The shapes that a name can take. */
#include "figure/label_text.h"

#include <math.h>
#include <stdlib.h>

#include "core/text.h"
#include "figure/drawable.h"

/* Blanks beyond as many words end no line. */
#define WORDS_MOST 32
/* One more line must make a name so much narrower: no line is left for a lone "&". */
#define WORTH_A_LINE 0.85

typedef struct word_row {
    size_t count;
    geo_size word[WORDS_MOST];
    double blank_mm;
} word_row;

geo_status geo_name_set(geo_context *context, const char *text, uint32_t breaks, char **out)
{
    size_t blank = 0;
    geo_status status = geo_drawable_text(context, text, out);
    for (char *c = status == GEO_OK ? *out : NULL; c && *c; c++) {
        if (!geo_is_blank(*c))
            continue;
        *c = blank < WORDS_MOST && breaks >> blank & 1 ? '\n' : ' ';
        blank++;
    }
    return status;
}

static geo_status measure_words(geo_context *context, geo_canvas *canvas, const char *text,
                                const geo_text_style *style, word_row *row)
{
    char *words = NULL;
    geo_status status = geo_name_set(context, text, UINT32_MAX, &words);
    if (status != GEO_OK)
        return status;
    row->blank_mm = geo_canvas_measure(canvas, " ", style, 0).width;
    row->count = geo_canvas_measure_lines(canvas, words, style, row->word, WORDS_MOST);
    free(words);
    return GEO_OK;
}

/* Fills lines of that width from the first on, as far as `lines` go; the widest of them, or
 * INFINITY when words are left over. */
static double fill(const word_row *row, double width_mm, size_t lines, uint32_t *breaks)
{
    double used = row->word[0].width, widest = used;
    *breaks = 0;
    for (size_t i = 1; i < row->count; i++) {
        double longer = used + row->blank_mm + row->word[i].width;
        if (longer > width_mm) {
            *breaks |= (uint32_t)1 << (i - 1);
            longer = row->word[i].width;
            lines--;
        }
        used = longer;
        widest = fmax(widest, used);
    }
    return lines > 0 && lines <= GEO_NAME_LINES ? widest : INFINITY;
}

/* Of all widths that some run of words has, the one whose lines are narrowest. */
static double narrowest(const word_row *row, size_t lines, uint32_t *breaks)
{
    double best = fill(row, INFINITY, lines, breaks);
    for (size_t first = 0; first < row->count; first++) {
        double width = -row->blank_mm;
        for (size_t last = first; last < row->count; last++) {
            uint32_t tried = 0;
            width += row->blank_mm + row->word[last].width;
            double widest = width < best ? fill(row, width, lines, &tried) : INFINITY;
            if (widest < best) {
                best = widest;
                *breaks = tried;
            }
        }
    }
    return best;
}

static size_t count_lines(uint32_t breaks)
{
    size_t lines = 1;
    for (; breaks; breaks &= breaks - 1)
        lines++;
    return lines;
}

geo_status geo_name_shapes(geo_context *context, geo_canvas *canvas, const char *text,
                           const geo_text_style *style, double most_mm,
                           geo_name_shape shape[GEO_NAME_LINES], size_t *count)
{
    word_row row;
    *count = 0;
    geo_status status = measure_words(context, canvas, text, style, &row);
    for (size_t lines = 1; status == GEO_OK && lines <= GEO_NAME_LINES && lines <= row.count;
         lines++) {
        uint32_t breaks = 0;
        double width = narrowest(&row, lines, &breaks);
        double before = *count > 0 ? shape[*count - 1].size.width : INFINITY;
        if (width >= (before > most_mm ? 1 : WORTH_A_LINE) * before)
            continue;
        if (*count > 0 && before > most_mm)
            --*count;
        shape[(*count)++] =
            (geo_name_shape){breaks, {width, row.word[0].height * (double)count_lines(breaks)}};
    }
    return status;
}
