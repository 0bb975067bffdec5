/* Pieces of text, by ASCII alone: what is a digit or the same letter does not depend on the locale.
 */
#ifndef GEO_CORE_TEXT_H
#define GEO_CORE_TEXT_H

#include <string.h>

#include <geo/core.h>

static inline bool geo_is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static inline char geo_lower(char character)
{
    return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

/* No value for NULL. */
static inline geo_text geo_text_of(const char *text)
{
    return (geo_text){text, text ? strlen(text) : 0};
}

/* Equal but for the case of ASCII letters. */
bool geo_same_name(const char *one, const char *other);

/* <0, 0, >0: their order, by bytes but for the case of ASCII letters. */
int geo_compare_names(geo_text one, geo_text other);

/* Whether the bytes are the first of the text. */
bool geo_begins_with(geo_text text, const char *bytes, size_t length);

/* Whether there is something before `ending`, and then that, in any case: "a.CSV.GZ" and ".gz". */
bool geo_has_ending(const char *text, const char *ending);

/* The part behind the last slash, and its extension with the dot ("" when there is none). Borrowed.
 */
const char *geo_path_name(const char *path);
const char *geo_path_extension(const char *path);

static inline bool geo_is_blank(char character)
{
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

/* In decimal digits. On failure the bytes are as before. */
geo_status geo_bytes_append_integer(geo_context *context, geo_bytes *bytes, int64_t number);

/* What printf() makes of "%.*g" in the C locale; says how long it is. */
int geo_print_digits(double number, int digits, char *text, size_t size);

/* As many of the texts as are numbers, from the first on, as geo_number_parse() takes them; says
 * how many. In half of its time where the processor has AVX-512. */
size_t geo_numbers_parse(const geo_text *text, size_t count, double *number);

/* Without blanks, tabs and line ends at either end. Inline, since every field is trimmed. */
static inline geo_text geo_trim(geo_text text)
{
    while (text.length > 0 && geo_is_blank(text.data[0])) {
        text.data++;
        text.length--;
    }
    while (text.length > 0 && geo_is_blank(text.data[text.length - 1]))
        text.length--;
    return text;
}

/* Appends a printed number with a comma before each three digits of its whole part. */
geo_status geo_separate_thousands(geo_context *context, geo_text number, geo_bytes *out);

#endif
