#include "source/csv_split.h"

#include <string.h>

const char *geo_line_end(size_t length)
{
    static const char *const text[] = {"", "\n", "\r\n"};
    return text[length];
}

static void add_field(geo_split *split, const char *data, size_t length)
{
    if (split->field_count < split->field_capacity)
        split->field[split->field_count] = (geo_text){length > 0 ? data : NULL, length};
    if (length > split->longest_field)
        split->longest_field = length;
    split->field_count++;
}

/* The record ends before `newline`; a carriage return before that belongs to the line end. */
static size_t line_length(const char *text, const char *newline, geo_split *split)
{
    size_t length = (size_t)(newline - text);
    bool has_return = length > 0 && newline[-1] == '\r';
    split->line_end_length = has_return ? 2 : 1;
    return has_return ? length - 1 : length;
}

/* A record without any quote. */
static void split_plain(const char *text, size_t length, char delimiter, geo_split *split)
{
    const char *end = text + length;
    const char *start = text;
    const char *found;
    while (start < end && (found = memchr(start, delimiter, (size_t)(end - start))) != NULL) {
        add_field(split, start, (size_t)(found - start));
        start = found + 1;
    }
    add_field(split, start, (size_t)(end - start));
    split->length = length;
}

/* ---- records with quotes -------------------------------------------------------------------- */

/* Where the record is being read. */
typedef struct cursor {
    const char *at;
    const char *end;
    bool is_whole;
    char delimiter;
} cursor;

static void count_newlines(const char *start, const char *end, geo_split *split)
{
    while (start < end && (start = memchr(start, '\n', (size_t)(end - start))) != NULL) {
        split->newlines++;
        start++;
    }
}

static geo_split_end end_in_quotes(const cursor *place, const char *start, geo_split *split)
{
    split->is_in_quotes = true;
    count_newlines(start, place->end, split);
    if ((size_t)(place->end - start) > split->longest_field)
        split->longest_field = (size_t)(place->end - start);
    return place->is_whole ? GEO_SPLIT_UNCLOSED : GEO_SPLIT_MORE;
}

/* place->at is behind the opening quote, and then behind the closing one. */
static geo_split_end read_quoted(cursor *place, geo_split *split)
{
    const char *start = place->at;
    for (const char *from = start;;) {
        const char *quote =
            from < place->end ? memchr(from, '"', (size_t)(place->end - from)) : NULL;
        if (!quote || (quote + 1 == place->end && !place->is_whole))
            return end_in_quotes(place, start, split);
        if (quote + 1 == place->end || quote[1] != '"') {
            count_newlines(start, quote, split);
            add_field(split, start, (size_t)(quote - start));
            place->at = quote + 1;
            return GEO_SPLIT_DONE;
        }
        split->has_doubled_quotes = true;
        from = quote + 2;
    }
}

/* place->at goes to the delimiter or newline behind the field. */
static geo_split_end read_unquoted(cursor *place, geo_split *split)
{
    const char *start = place->at;
    const char *at = start;
    while (at < place->end && *at != place->delimiter && *at != '\n')
        at++;
    size_t length = (size_t)(at - start);
    if (at == place->end && !place->is_whole) {
        if (length > split->longest_field)
            split->longest_field = length;
        return GEO_SPLIT_MORE;
    }
    if (at < place->end && *at == '\n' && length > 0 && at[-1] == '\r')
        length--;
    add_field(split, start, length);
    place->at = start + length;
    return GEO_SPLIT_DONE;
}

/* Whether the record ends at place->at; the line end's length is then in `split`. */
static bool is_at_record_end(const cursor *place, geo_split *split)
{
    size_t left = (size_t)(place->end - place->at);
    split->line_end_length = 0;
    if (left == 0)
        return place->is_whole;
    if (place->at[0] == '\n')
        split->line_end_length = 1;
    else if (left > 1 && place->at[0] == '\r' && place->at[1] == '\n')
        split->line_end_length = 2;
    return split->line_end_length > 0;
}

static geo_split_end split_quoted(const char *text, size_t length, bool is_whole, char delimiter,
                                  geo_split *split)
{
    cursor place = {text, text + length, is_whole, delimiter};
    for (;;) {
        bool is_quoted = place.at < place.end && *place.at == '"';
        place.at += is_quoted;
        geo_split_end end = is_quoted ? read_quoted(&place, split) : read_unquoted(&place, split);
        if (end != GEO_SPLIT_DONE)
            return end;
        if (is_at_record_end(&place, split)) {
            split->length = (size_t)(place.at - text);
            return GEO_SPLIT_DONE;
        }
        size_t left = (size_t)(place.end - place.at);
        if (!is_whole && (left == 0 || (left == 1 && *place.at == '\r')))
            return GEO_SPLIT_MORE;
        if (*place.at != delimiter)
            return GEO_SPLIT_AFTER_QUOTE;
        place.at++;
        if (place.at == place.end && !is_whole)
            return GEO_SPLIT_MORE;
    }
}

geo_split_end geo_split_record(const char *text, size_t length, bool is_whole, char delimiter,
                               geo_split *split)
{
    split->field_count = 0;
    split->length = 0;
    split->line_end_length = 0;
    split->longest_field = 0;
    split->newlines = 0;
    split->is_in_quotes = false;
    split->has_doubled_quotes = false;
    const char *newline = length > 0 ? memchr(text, '\n', length) : NULL;
    size_t line = newline ? (size_t)(newline - text) : length;
    if ((newline || is_whole) && (line == 0 || !memchr(text, '"', line))) {
        split_plain(text, newline ? line_length(text, newline, split) : length, delimiter, split);
        return GEO_SPLIT_DONE;
    }
    return split_quoted(text, length, is_whole, delimiter, split);
}

/* ---- doubled quotes ------------------------------------------------------------------------- */

static size_t undouble(geo_text field, char *store)
{
    size_t written = 0;
    for (size_t i = 0; i < field.length; i++) {
        store[written++] = field.data[i];
        i += field.data[i] == '"';
    }
    return written;
}

void geo_split_undouble(const char *text, geo_split *split, char *store)
{
    size_t kept =
        split->field_count < split->field_capacity ? split->field_count : split->field_capacity;
    for (size_t i = 0; i < kept; i++) {
        geo_text *field = &split->field[i];
        /* What stands before an unquoted field is a delimiter, or nothing. */
        bool is_quoted = field->data && field->data > text && field->data[-1] == '"';
        if (!is_quoted || !memchr(field->data, '"', field->length))
            continue;
        size_t length = undouble(*field, store);
        *field = (geo_text){store, length};
        store += length;
    }
}
