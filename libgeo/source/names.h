/* Pieces of text: names compared without regard to the case of ASCII letters, starts, blanks. */
#ifndef GEO_SOURCE_NAMES_H
#define GEO_SOURCE_NAMES_H

#include <geo/source.h>

/* <0, 0, >0: their order. */
int geo_compare_names(geo_text one, geo_text other);
bool geo_same_name(geo_text text, const char *name);

/* Whether the bytes are the first of the text. */
bool geo_text_begins_with(geo_text text, const char *bytes, size_t length);

/* Without blanks and tabs at either end. */
geo_text geo_text_trim(geo_text text);

#endif
