#include "output/latex_text.h"

#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "output/cell.h"

struct spelling {
    uint32_t character;
    const char *latex;
};

/* Those of TeX itself, and signs that text fonts lack. */
static const struct spelling spelling[] = {
    {'#', "\\#"},
    {'$', "\\$"},
    {'%', "\\%"},
    {'&', "\\&"},
    {'_', "\\_"},
    {'{', "\\{"},
    {'}', "\\}"},
    {'\\', "\\textbackslash{}"},
    {'^', "\\textasciicircum{}"},
    {'~', "\\textasciitilde{}"},
    {'<', "\\textless{}"},
    {'>', "\\textgreater{}"},
    {'|', "\\textbar{}"},
    {'"', "\\textquotedbl{}"},
    {'\'', "'{}"}, /* nor two of these a quotation mark */
    {'`', "\\textasciigrave{}"},
    {'-', "-{}"}, /* two of them would be a dash */
    {0x2032, "$'$"},
    {0x2212, "$-$"},
    {0x2248, "$\\approx$"},
    {0x2260, "$\\neq$"},
    {0x2264, "$\\leq$"},
    {0x2265, "$\\geq$"},
    {0x25B2, "$\\bigtriangleup$"},
    {0x25BC, "$\\bigtriangledown$"},
};

static const char *spelling_of(uint32_t character)
{
    for (size_t i = 0; i < sizeof spelling / sizeof *spelling; i++)
        if (spelling[i].character == character)
            return spelling[i].latex;
    return NULL;
}

/* What T1 and the text symbols have of Unicode: found by giving TeX Live 2022's pdflatex each
 * character of these blocks. */
static bool is_known(uint32_t character)
{
    static const struct {
        uint32_t first;
        uint32_t last;
    } range[] = {{0x20, 0x7E},     {0xA0, 0x125},    {0x128, 0x137},   {0x139, 0x13E},
                 {0x141, 0x148},   {0x14A, 0x165},   {0x168, 0x17E},   {0x2010, 0x2016},
                 {0x2018, 0x201A}, {0x201C, 0x201E}, {0x2020, 0x2022}, {0x2026, 0x2026},
                 {0x2030, 0x2031}, {0x2039, 0x203A}, {0x20AC, 0x20AC}, {0x2116, 0x2116},
                 {0x2122, 0x2122}, {0x2190, 0x2193}};
    for (size_t i = 0; i < sizeof range / sizeof *range; i++)
        if (character >= range[i].first && character <= range[i].last)
            return true;
    return false;
}

static geo_status append_character(geo_context *context, geo_bytes *out, geo_text bytes,
                                   uint32_t character, size_t *unknown)
{
    const char *latex = spelling_of(character);
    if (latex)
        return geo_bytes_append(context, out, latex, strlen(latex));
    if (is_known(character))
        return geo_bytes_append(context, out, bytes.data, bytes.length);
    (*unknown)++;
    return geo_bytes_append(context, out, "?", 1);
}

geo_status geo_latex_append(geo_context *context, geo_bytes *out, const char *text, size_t *unknown)
{
    char *line = NULL;
    geo_status status = geo_line_for_people(context, text, &line);
    const char *at = line;
    const char *end = status == GEO_OK ? line + strlen(line) : line;
    while (at < end && status == GEO_OK) {
        const char *from = at;
        uint32_t character = geo_utf8_next(&at, end);
        const geo_text bytes = {from, (size_t)(at - from)};
        status = append_character(context, out, bytes, character, unknown);
    }
    free(line);
    return status;
}
