#include "place/code_list.h"

#include <stdio.h>

enum { NAMED_CODES = 5 };

void geo_code_list_add(geo_code_list *list, const char *code, const char *why)
{
    list->count++;
    if (list->count > NAMED_CODES + 1)
        return;
    char *end = list->text + list->length;
    size_t room = sizeof list->text - list->length;
    int length;
    if (list->count == NAMED_CODES + 1) {
        length = snprintf(end, room, " ...");
    } else {
        length = snprintf(end, room, "%s%s%s%s%s", list->count > 1 ? ", " : "", code,
                          why ? " (" : "", why ? why : "", why ? ")" : "");
    }
    if (length > 0 && (size_t)length < room) {
        list->length += (size_t)length;
    } else {
        *end = '\0';
    }
}
