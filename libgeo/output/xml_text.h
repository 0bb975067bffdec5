/* Text in XML: of elements and of attributes. */
#ifndef GEO_OUTPUT_XML_TEXT_H
#define GEO_OUTPUT_XML_TEXT_H

#include <geo/core.h>

/* Appends the text with entities for what is markup, blanks for control characters, line ends among
 * them, and U+FFFD for what is not UTF-8 or no character of XML 1.0. */
geo_status geo_xml_append(geo_context *context, geo_bytes *bytes, geo_text text);

#endif
