#include "figure/drawable.h"

#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/utf8.h"

/* XML 1.0 allows neither most control characters nor U+FFFE and U+FFFF; no font has the others. */
static bool is_drawable(uint32_t character)
{
    return character == '\n' || (character >= 0x20 && !(character >= 0x7F && character < 0xA0) &&
                                 (character & 0xFFFE) != 0xFFFE);
}

/* Writes to `out`, which has room for three bytes for each. Returns how many were replaced. */
static size_t repair(const char *text, char *out)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    size_t replaced = 0;
    const char *end = text + strlen(text);
    while (text < end) {
        const char *start = text;
        size_t length = geo_utf8_length(start, end);
        uint32_t character = geo_utf8_next(&text, end);
        if (character == '\t' || character == '\r') {
            *out++ = ' ';
        } else if (length > 0 && is_drawable(character)) {
            memcpy(out, start, length);
            out += length;
        } else {
            memcpy(out, replacement, strlen(replacement));
            out += strlen(replacement);
            replaced++;
        }
    }
    *out = '\0';
    return replaced;
}

int geo_shown_length(const char *text)
{
    return (int)geo_utf8_cut(text, 60);
}

geo_status geo_drawable_text(geo_context *context, const char *text, char **out)
{
    char *copy = NULL;
    if (!text)
        text = "";
    geo_status status = geo_alloc_array(context, 3 * strlen(text) + 1, 1, &copy);
    if (status != GEO_OK)
        return status;
    if (repair(text, copy) > 0)
        geo_add_warning(context,
                        "\"%.*s\" holds control characters or bytes that are not UTF-8 text; each "
                        "is drawn as \xEF\xBF\xBD",
                        geo_shown_length(copy), copy);
    *out = copy;
    return GEO_OK;
}
