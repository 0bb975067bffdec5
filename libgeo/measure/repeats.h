/* Rows by whom they are about, and what is told of them. */
#ifndef GEO_MEASURE_REPEATS_H
#define GEO_MEASURE_REPEATS_H

#include <geo/tables.h>

/* Rows of one person with one value; 0 rows: a free slot. */
typedef struct repeat_pair {
    int32_t person;
    int32_t value;
    int64_t rows;
} repeat_pair;

struct geo_repeats {
    geo_dictionary *people;
    int64_t *rows; /* by person */
    size_t capacity;
    int64_t without_id;
    size_t value_count; /* one more than the highest */
    repeat_pair *slot;  /* [slot_count] open addressing */
    size_t slot_count;  /* a power of two, or 0 */
    size_t pair_count;
};

/* 1, 2, 3, 4 rows, and 5 or more. */
enum { REPEAT_CLASSES = 5, REPEAT_WORST = 3 };

/* The parts of the people, in per cent, whose rows are told. */
extern const int geo_repeat_worst[REPEAT_WORST];

typedef struct repeat_figures {
    int64_t people;
    int64_t rows;
    int64_t most_rows;                       /* of one of them */
    int64_t people_with[REPEAT_CLASSES + 1]; /* at least so many rows; 0 is not used */
    int64_t rows_with[REPEAT_CLASSES + 1];   /* that these have together */
    int64_t repeat_people;
    int64_t repeat_rows;
    int64_t worst_people[REPEAT_WORST];
    int64_t worst_rows[REPEAT_WORST];
} repeat_figures;

/* Of the rows of each of `people`, which are put into another order. */
void geo_repeat_figures_of(int64_t *rows, size_t people, int64_t least, repeat_figures *out);

/* Without the suppression of `options` they are all that there is to say of a line. */
typedef struct repeat_lines {
    repeat_figures all;
    repeat_figures *value; /* [value_count]; NULL: rows aren't told apart */
    size_t value_count;
} repeat_lines;

geo_status geo_repeat_count(geo_context *context, const geo_repeats *repeats, int64_t least,
                            repeat_lines *out);
void geo_repeat_lines_clear(repeat_lines *lines);

#endif
