#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool text_list_add(text_list *list, const char *text)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 16 : 2 * list->capacity;
        const char **item = realloc(list->item, capacity * sizeof *item);
        if (!item)
            return false;
        list->item = item;
        list->capacity = capacity;
    }
    list->item[list->count++] = text;
    return true;
}

bool text_list_add_copy(text_list *list, const char *text)
{
    char *copy = strdup(text);
    if (copy && text_list_add(list, copy))
        return true;
    free(copy);
    return false;
}

void text_list_clear(text_list *list)
{
    free(list->item);
    *list = (text_list){NULL, 0, 0};
}

void text_list_clear_owned(text_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free((void *)(uintptr_t)list->item[i]);
    text_list_clear(list);
}

/* How many bytes of the text are a control character: C0 and DEL are one, C1 in UTF-8 two. */
static size_t control_length(const char *text, size_t length)
{
    unsigned char byte = (unsigned char)text[0];
    if (length > 1 && byte == 0xC2 && ((unsigned char)text[1] & 0xE0) == 0x80)
        return 2;
    return byte < 0x20 || byte == 0x7F;
}

geo_text text_of(const char *text)
{
    return (geo_text){text, text ? strlen(text) : 0};
}

static bool is_blank(char character)
{
    return character == ' ' || character == '\t';
}

geo_text text_trim(geo_text text)
{
    while (text.length > 0 && is_blank(text.data[text.length - 1]))
        text.length--;
    while (text.length > 0 && is_blank(text.data[0])) {
        text.data++;
        text.length--;
    }
    return text;
}

void print_plain(FILE *stream, const char *text)
{
    size_t length = strlen(text);
    while (length > 0) {
        size_t control = control_length(text, length);
        putc(control > 0 ? ' ' : text[0], stream);
        size_t step = control > 0 ? control : 1;
        text += step;
        length -= step;
    }
}

void blank_controls(geo_bytes *bytes)
{
    for (size_t i = 0; i < bytes->length; i++)
        if (bytes->data[i] != '\n')
            memset(bytes->data + i, ' ', control_length(bytes->data + i, bytes->length - i));
}

const char *count_text(int64_t count, char text[COUNT_TEXT_SIZE])
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%lld", (long long)count);
    size_t used = 0;
    for (int i = 0; i < length; i++) {
        int left = length - i;
        if (i > 0 && digits[i - 1] != '-' && left % 3 == 0)
            text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
    return text;
}

const char *month_text(int32_t month, char text[MONTH_TEXT_SIZE])
{
    int year, month_of_year, day;
    geo_day_to_civil(geo_month_first_day(month), &year, &month_of_year, &day);
    snprintf(text, MONTH_TEXT_SIZE, "%04d-%02d", year % 10000, month_of_year % 100);
    return text;
}

const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return !slash || slash[1] == '\0' ? path : slash + 1;
}

const char *extension_of(const char *path)
{
    const char *name = base_name(path);
    const char *point = strrchr(name, '.');
    return !point || point == name ? "" : point + 1;
}

bool same_text(const char *a, const char *b)
{
    return strcasecmp(a, b) == 0;
}

#define NAME_LIMIT 63

/* Letters to insert, delete, replace or swap with a neighbour (Damerau, optimal string alignment).
 */
static size_t typing_errors(const char *a, const char *b)
{
    size_t a_length = strlen(a);
    size_t b_length = strlen(b);
    size_t cost[3][NAME_LIMIT + 1];
    if (a_length > NAME_LIMIT || b_length > NAME_LIMIT)
        return SIZE_MAX;
    for (size_t j = 0; j <= b_length; j++)
        cost[0][j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = cost[i % 3];
        const size_t *above = cost[(i + 2) % 3];
        const size_t *higher = cost[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);
            if (above[j] + 1 < best)
                best = above[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                higher[j - 2] + 1 < best)
                best = higher[j - 2] + 1;
            row[j] = best;
        }
    }
    return cost[a_length % 3][b_length];
}

const char *nearest_name(const char *wrong, const char *const *names, size_t count)
{
    const char *nearest = NULL;
    size_t length = strlen(wrong);
    size_t best = length < 3 ? 1 : length < 4 ? 2 : 3 + length / 6;
    for (size_t i = 0; i < count; i++) {
        size_t errors = typing_errors(wrong, names[i]);
        bool begins = length >= 3 && strncmp(wrong, names[i], length) == 0;
        if (begins && errors >= best)
            errors = best - 1;
        if (errors < best) {
            best = errors;
            nearest = names[i];
        }
    }
    return nearest;
}

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

geo_status append_month(geo_context *context, geo_bytes *bytes, int32_t month)
{
    int year, month_of_year, day;
    geo_day_to_civil(geo_month_first_day(month), &year, &month_of_year, &day);
    return geo_bytes_print(context, bytes, "%s %d", month_names[month_of_year - 1], year);
}

/* "10 April 2018" */
static geo_status append_day(geo_context *context, geo_bytes *bytes, int32_t day)
{
    int year, month, day_of_month;
    geo_day_to_civil(day, &year, &month, &day_of_month);
    return geo_bytes_print(context, bytes, "%d %s %d", day_of_month, month_names[month - 1], year);
}

static geo_status append_days(geo_context *context, geo_bytes *bytes, int32_t first, int32_t last)
{
    geo_status status = append_day(context, bytes, first);
    if (status != GEO_OK || last == first)
        return status;
    status = geo_bytes_append(context, bytes, " to ", 4);
    return status == GEO_OK ? append_day(context, bytes, last) : status;
}

geo_status append_months(geo_context *context, geo_bytes *bytes, int32_t first, int32_t last)
{
    geo_status status = append_month(context, bytes, first);
    if (status != GEO_OK || last == first)
        return status;
    status = geo_bytes_append(context, bytes, " to ", 4);
    return status == GEO_OK ? append_month(context, bytes, last) : status;
}

geo_status append_span(geo_context *context, geo_bytes *bytes, const geo_period *period)
{
    int32_t first = geo_month_of_day(period->first_day), last = geo_month_of_day(period->last_day);
    bool is_whole = geo_month_first_day(first) == period->first_day &&
                    geo_month_first_day(last + 1) - 1 == period->last_day;
    return is_whole ? append_months(context, bytes, first, last)
                    : append_days(context, bytes, period->first_day, period->last_day);
}

size_t missing_months(const geo_month_count *month, size_t count)
{
    return count == 0 ? 0 : (size_t)(month[count - 1].month - month[0].month) + 1 - count;
}

#define GAPS_SHOWN 12

geo_status append_missing_months(geo_context *context, geo_bytes *bytes,
                                 const geo_month_count *month, size_t count)
{
    size_t gaps = 0;
    geo_status status = GEO_OK;
    for (size_t i = 1; i < count && status == GEO_OK && gaps <= GAPS_SHOWN; i++) {
        if (month[i].month == month[i - 1].month + 1)
            continue;
        gaps++;
        if (gaps > GAPS_SHOWN)
            return geo_bytes_append(context, bytes, " ...", 4);
        if (gaps > 1)
            status = geo_bytes_append(context, bytes, ", ", 2);
        if (status == GEO_OK)
            status = append_months(context, bytes, month[i - 1].month + 1, month[i].month - 1);
    }
    return status;
}

geo_status append_period(geo_context *context, geo_bytes *bytes, const geo_frame *frame,
                         const geo_period *period)
{
    size_t count = frame->month_count;
    if (count == 0)
        return GEO_OK;
    size_t missing = missing_months(frame->month, count);
    int32_t first_month = frame->month[0].month, last_month = frame->month[count - 1].month;
    int32_t first = geo_month_first_day(first_month);
    int32_t last = geo_month_first_day(last_month + 1) - 1;
    bool from_cut = period && period->first_day != GEO_NO_DATE && period->first_day > first;
    bool to_cut = period && period->last_day != GEO_NO_DATE && period->last_day < last;
    geo_status status = from_cut || to_cut
                            ? append_days(context, bytes, from_cut ? period->first_day : first,
                                          to_cut ? period->last_day : last)
                            : append_months(context, bytes, first_month, last_month);
    if (status == GEO_OK && missing > 0)
        status = geo_bytes_print(context, bytes, " (%zu of %zu months)", count, count + missing);
    return status;
}

geo_status append_list(geo_context *context, geo_bytes *bytes, const char *const *items,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *before = i == 0 ? "" : i + 1 == count ? " and " : ", ";
        geo_status status = geo_bytes_print(context, bytes, "%s%s", before, items[i]);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

geo_status append_short_number(geo_context *context, geo_bytes *bytes, double number, int decimals)
{
    geo_status status = geo_bytes_append_number(context, bytes, number, decimals);
    if (status != GEO_OK || decimals == 0)
        return status;
    while (bytes->length > 0 && bytes->data[bytes->length - 1] == '0')
        bytes->length--;
    if (bytes->length > 0 && bytes->data[bytes->length - 1] == '.')
        bytes->length--;
    return GEO_OK;
}

geo_status end_text(geo_context *context, geo_bytes *bytes)
{
    geo_status status = geo_bytes_append(context, bytes, "", 1);
    if (status == GEO_OK)
        bytes->length--;
    return status;
}
