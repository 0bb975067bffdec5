/* Large arrays on large pages. */
#ifndef GEO_SURFACE_PAGES_H
#define GEO_SURFACE_PAGES_H

#include <stddef.h>

/* A hint, for an array that is about to be written all over: page faults by the 4 KB took as long
 * as sorting. Small arrays are left alone. */
void geo_prefer_large_pages(void *array, size_t bytes);

#endif
