/* Text that pango, cairo and XML can all take. */
#include "figure/utf8.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "core/context.h"
#include "core/memory.h"

static const char replacement[] = "\xEF\xBF\xBD";

/* XML 1.0 allows neither most control characters nor U+FFFE and U+FFFF; no font has the others. */
static bool is_drawable(gunichar character)
{
    return character == '\n' || (!g_unichar_iscntrl(character) && (character & 0xFFFE) != 0xFFFE &&
                                 g_unichar_validate(character));
}

static size_t repair(const char *text, char *out, size_t *replaced)
{
    size_t length = 0;
    const char *end = text + strlen(text);
    while (text < end) {
        gunichar character = g_utf8_get_char_validated(text, end - text);
        bool is_character = (gint32)character >= 0;
        size_t bytes = is_character ? (size_t)(g_utf8_next_char(text) - text) : 1;
        if (character == '\t' || character == '\r') {
            out[length++] = ' ';
        } else if (is_character && is_drawable(character)) {
            memcpy(out + length, text, bytes);
            length += bytes;
        } else {
            memcpy(out + length, replacement, 3);
            length += 3;
            ++*replaced;
        }
        text += bytes;
    }
    out[length] = '\0';
    return length;
}

int geo_utf8_cut(const char *text, int most)
{
    int length = 0;
    while (length < most && text[length])
        length++;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    return length;
}

geo_status geo_utf8_repair(geo_context *context, const char *text, char **out)
{
    size_t replaced = 0;
    char *copy = NULL;
    if (!text)
        text = "";
    geo_status status = geo_alloc_array(context, 3 * strlen(text) + 1, 1, &copy);
    if (status != GEO_OK)
        return status;
    repair(text, copy, &replaced);
    if (replaced)
        geo_add_warning(context,
                        "\"%.*s\" holds control characters or bytes that are not UTF-8 text; each "
                        "is drawn as \xEF\xBF\xBD",
                        geo_utf8_cut(copy, GEO_UTF8_SHOWN), copy);
    *out = copy;
    return GEO_OK;
}
