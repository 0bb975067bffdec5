/* The first few area codes of a warning: "E01, E02, E03 ...". */
#ifndef GEO_PLACE_CODE_LIST_H
#define GEO_PLACE_CODE_LIST_H

#include <stddef.h>

typedef struct geo_code_list {
    size_t count; /* of all codes added, those beyond the first few included */
    size_t length;
    char text[512];
} geo_code_list;

/* `why` (may be NULL) follows the code in brackets. Only whole entries are kept. */
void geo_code_list_add(geo_code_list *list, const char *code, const char *why);

#endif
