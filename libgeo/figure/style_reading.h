/* Taking values of a style file one after the other. */
#ifndef GEO_FIGURE_STYLE_READING_H
#define GEO_FIGURE_STYLE_READING_H

#include "figure/style_file.h"

/* Carries the first failure; what comes after it does nothing. */
typedef struct geo_style_reading {
    geo_context *context;
    const char *name;
    const char *yaml;
    size_t length;
    const char *section; /* that is being read */
    size_t item;         /* of a section that is a list; else GEO_STYLE_NO_ITEM */
    geo_status status;
} geo_style_reading;

typedef enum geo_style_kind {
    GEO_STYLE_NUMBER,
    GEO_STYLE_COUNT, /* a whole number */
    GEO_STYLE_COLOUR,
    GEO_STYLE_WORD, /* of an enumeration */
    GEO_STYLE_FLAG,
    GEO_STYLE_TEXT
} geo_style_kind;

/* How one key of a section goes into the style. */
typedef struct geo_style_value {
    const char *key;
    geo_style_kind kind;
    size_t from;  /* offset of the value's pointer in the section of the file */
    size_t to;    /* offset in the style, or in the item of a list */
    double least; /* of numbers; whole or half, so that messages are the same in every locale */
    double most;  /* whole */
} geo_style_value;

/* Fails with "FILE: line N: SECTION.KEY WHAT". */
void geo_style_fail(geo_style_reading *reading, const char *key, const char *what);

/* Values that the section of the file leaves out are left as they are. */
void geo_style_take_values(geo_style_reading *reading, const geo_style_value *values, size_t count,
                           const void *section, void *style);

#endif
