#include "source/names.h"

#include <string.h>

static int lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : (unsigned char)letter;
}

int geo_compare_names(geo_text one, geo_text other)
{
    size_t shorter = one.length < other.length ? one.length : other.length;
    for (size_t i = 0; i < shorter; i++) {
        int difference = lower(one.data[i]) - lower(other.data[i]);
        if (difference != 0)
            return difference;
    }
    return (one.length > other.length) - (one.length < other.length);
}

bool geo_same_name(geo_text text, const char *name)
{
    return geo_compare_names(text, (geo_text){name, strlen(name)}) == 0;
}

bool geo_text_begins_with(geo_text text, const char *bytes, size_t length)
{
    return text.length >= length && memcmp(text.data, bytes, length) == 0;
}

static bool is_blank(char letter)
{
    return letter == ' ' || letter == '\t';
}

geo_text geo_text_trim(geo_text text)
{
    while (text.length > 0 && is_blank(text.data[0])) {
        text.data++;
        text.length--;
    }
    while (text.length > 0 && is_blank(text.data[text.length - 1]))
        text.length--;
    return text;
}
