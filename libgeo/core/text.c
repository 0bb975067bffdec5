#include "core/text.h"

#include <string.h>

#include "core/context.h"

bool geo_same_name(const char *one, const char *other)
{
    while (*one != '\0' && geo_lower(*one) == geo_lower(*other)) {
        one++;
        other++;
    }
    return *one == *other;
}

int geo_compare_names(geo_text one, geo_text other)
{
    size_t shorter = one.length < other.length ? one.length : other.length;
    for (size_t i = 0; i < shorter; i++) {
        int difference =
            (unsigned char)geo_lower(one.data[i]) - (unsigned char)geo_lower(other.data[i]);
        if (difference != 0)
            return difference;
    }
    return (one.length > other.length) - (one.length < other.length);
}

bool geo_begins_with(geo_text text, const char *bytes, size_t length)
{
    return text.length >= length && memcmp(text.data, bytes, length) == 0;
}

bool geo_has_ending(const char *text, const char *ending)
{
    size_t length = strlen(text);
    size_t ending_length = strlen(ending);
    return length > ending_length && geo_same_name(text + length - ending_length, ending);
}

const char *geo_path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *geo_path_extension(const char *path)
{
    const char *name = geo_path_name(path);
    const char *dot = strrchr(name, '.');
    return dot && dot != name ? dot : "";
}

geo_status geo_separate_thousands(geo_context *context, geo_text number, geo_bytes *out)
{
    size_t sign = number.length > 0 && number.data[0] == '-';
    size_t whole = sign;
    while (whole < number.length && geo_is_digit(number.data[whole]))
        whole++;
    size_t first = sign + (whole - sign) % 3;
    geo_status status = geo_bytes_append(context, out, number.data, first);
    for (size_t i = first; i < whole && status == GEO_OK; i += 3) {
        if (i > sign)
            status = geo_bytes_append(context, out, ",", 1);
        if (status == GEO_OK)
            status = geo_bytes_append(context, out, number.data + i, 3);
    }
    return status == GEO_OK
               ? geo_bytes_append(context, out, number.data + whole, number.length - whole)
               : status;
}
