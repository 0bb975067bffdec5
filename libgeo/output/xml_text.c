#include "output/xml_text.h"

#include <string.h>

#include "core/memory.h"
#include "core/text.h"
#include "core/utf8.h"

/* NULL: as it is. XML 1.0, section 2.2: of the control characters there are tab and line ends
 * alone, which in an attribute are blanks, and no U+FFFE and U+FFFF. */
static const char *instead_of(uint32_t character)
{
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case 0xFFFE:
    case 0xFFFF:
    case GEO_REPLACEMENT:
        return "\xEF\xBF\xBD";
    default:
        return character < ' ' ? " " : NULL;
    }
}

geo_status geo_xml_append(geo_context *context, geo_bytes *bytes, geo_text text)
{
    geo_status status = GEO_OK;
    const char *at = text.data, *end = at + text.length;
    while (at < end && status == GEO_OK) {
        const char *from = at;
        const char *instead = instead_of(geo_utf8_next(&at, end));
        status = instead ? geo_bytes_append(context, bytes, instead, strlen(instead))
                         : geo_bytes_append(context, bytes, from, (size_t)(at - from));
    }
    return status;
}
