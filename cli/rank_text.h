/* The words on a chart of the rank command. */
#ifndef WARDMAP_RANK_TEXT_H
#define WARDMAP_RANK_TEXT_H

#include "rank.h"

/* What the description names: places by falling rate. */
typedef struct rank_places {
    size_t count;         /* of those on the chart */
    size_t highest_count; /* the first of them, 3 at most */
    const char *highest[3];
    double rate[3];
    double reference;
    const char *reference_text; /* "the mean of all areas" */
} rank_places;

geo_status rank_write_words(cli_job *job, const rank_result *result, const rank_places *places,
                            figure_words *words);

/* Digits after the point of rates. */
int rank_decimals(const rank_result *result);

#endif
