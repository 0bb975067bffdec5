/* Words and figures for people: lists, counts, months, the nearest name. */
#ifndef WARDMAP_TEXT_H
#define WARDMAP_TEXT_H

#include <stdio.h>

#include <geo/core.h>

/* Texts in order. Whether they are owned is for the holder to say. */
typedef struct text_list {
    const char **item;
    size_t count;
    size_t capacity;
} text_list;

/* False when there is no memory. The text is borrowed. */
bool text_list_add(text_list *list, const char *text);
/* The same with a copy of the text, for lists that own theirs. */
bool text_list_add_copy(text_list *list, const char *text);
/* Frees the array, not the texts. */
void text_list_clear(text_list *list);
/* Frees the array and the copies in it. */
void text_list_clear_owned(text_list *list);

/* No value for NULL. */
geo_text text_of(const char *text);
/* Without the blanks and tabs at either end. */
geo_text text_trim(geo_text text);

/* Control characters as blanks, since what a name in a file holds must neither move the cursor nor
 * change colours. */
void print_plain(FILE *stream, const char *text);
/* The same for text of several lines, whose ends stay. */
void blank_controls(geo_bytes *bytes);

/* "12,345,678" */
#define COUNT_TEXT_SIZE 32
const char *count_text(int64_t count, char text[COUNT_TEXT_SIZE]);

/* "2018-10" */
#define MONTH_TEXT_SIZE 16
const char *month_text(int32_t month, char text[MONTH_TEXT_SIZE]);

/* What follows the last slash. */
const char *base_name(const char *path);
/* The extension without its point, "" when there is none. */
const char *extension_of(const char *path);
bool same_text(const char *a, const char *b); /* ASCII case ignored */

/* The name that is the fewest typing errors away from `wrong`; NULL when none is near. */
const char *nearest_name(const char *wrong, const char *const *names, size_t count);

/* "October 2018" */
geo_status append_month(geo_context *context, geo_bytes *bytes, int32_t month);
/* "October 2018 to February 2019", "March 2018"; "March 2018 to February 2019 (6 of 12 months)"
 * when months between have no rows; "10 March 2018 to 31 May 2018" where the period (may be NULL)
 * cuts a month. Nothing when no row has a date. */
geo_status append_period(geo_context *context, geo_bytes *bytes, const geo_frame *frame,
                         const geo_period *period);
/* "November 2018", "April 2018 to June 2018": months from the first to the last of a gap. */
geo_status append_months(geo_context *context, geo_bytes *bytes, int32_t first, int32_t last);
/* Of a period with both ends: months where it is of whole ones, else days. */
geo_status append_span(geo_context *context, geo_bytes *bytes, const geo_period *period);
/* Months between the first and the last that are not among them, which pass for months without
 * crime unless someone says so: how many, and "November 2018, April 2019 to June 2019". */
size_t missing_months(const geo_month_count *month, size_t count);
geo_status append_missing_months(geo_context *context, geo_bytes *bytes,
                                 const geo_month_count *month, size_t count);
/* "a, b and c" */
geo_status append_list(geo_context *context, geo_bytes *bytes, const char *const *items,
                       size_t count);
/* At most `decimals` digits after the point, without trailing zeros: "300", "0.5". */
geo_status append_short_number(geo_context *context, geo_bytes *bytes, double number, int decimals);
/* Ends the bytes with a NUL, which the length does not count, so that data is a C string. */
geo_status end_text(geo_context *context, geo_bytes *bytes);

#endif
