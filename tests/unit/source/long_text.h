/* A CSV with everything in it, larger than the pieces it is read in. */
#ifndef TESTS_LONG_TEXT_H
#define TESTS_LONG_TEXT_H

#include "incidents_test.h"
#include "random.h"

enum { ROWS = 60000 };

typedef struct long_text {
    char *data;
    size_t length;
    size_t capacity;
} long_text;

static inline void add(long_text *text, const char *piece)
{
    size_t length = strlen(piece);
    if (text->length + length + 1 > text->capacity) {
        text->capacity = 2 * (text->length + length + 1);
        text->data = realloc(text->data, text->capacity);
        assert_non_null(text->data);
    }
    memcpy(text->data + text->length, piece, length + 1);
    text->length += length;
}

/* Quoted line ends that look like rows, so that guesses at the begin of a piece go wrong. */
static inline void add_row(long_text *text, uint64_t *random, size_t number)
{
    static const char *const note[] = {
        "",
        "plain",
        "\"a, b\"",
        "\"two\nlines\"",
        "\"a \"\"word\"\"\"",
        "\"\n1,400000,300000,2020-01,Theft,x\n2,400001,300001,2020-02,Drugs,y\n\"",
    };
    char row[200];
    double x = random_between(random, 380000, 420000);
    double y = random_between(random, 290000, 330000);
    size_t kind = random_below(random, 40);
    snprintf(row, sizeof row, "%zu,%.2f,%.2f,20%02zu-%02zu,Kind %zu,", number, x, y,
             10 + random_below(random, 12), 1 + random_below(random, 12),
             random_below(random, number / 2000 + 2));
    if (kind == 0)
        snprintf(row, sizeof row, "%zu,,,2020-03,None,", number);
    else if (kind == 1)
        snprintf(row, sizeof row, "%zu,x,%.2f,2020-03,Text,", number, y);
    else if (kind == 2)
        snprintf(row, sizeof row, "%zu,%.2f\n", number, x);
    add(text, row);
    if (kind == 2)
        return;
    add(text, note[random_below(random, number % 97 == 0 ? 6 : 5)]);
    add(text, kind == 3 ? "\r\n" : "\n");
}

static inline long_text make_text(void)
{
    long_text text = {NULL, 0, 0};
    uint64_t random = 11;
    add(&text, "id,Easting,Northing,Month,Crime type,note\n");
    for (size_t i = 0; i < ROWS; i++)
        add_row(&text, &random, i);
    return text;
}

static inline void write_file(scratch *test, const long_text *text)
{
    snprintf(test->path, sizeof test->path, "%s/long.csv", test->folder);
    FILE *file = fopen(test->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text->data, 1, text->length, file), text->length);
    assert_int_equal(fclose(file), 0);
}

#endif
