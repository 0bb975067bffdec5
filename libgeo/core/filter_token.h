/* The tokens of a condition: what filter_parse.c reads, and where it was when it failed. */
#ifndef GEO_CORE_FILTER_TOKEN_H
#define GEO_CORE_FILTER_TOKEN_H

#include "core/filter.h"

typedef enum geo_filter_token_kind {
    GEO_TOKEN_END,
    GEO_TOKEN_NAME,
    GEO_TOKEN_TEXT,
    GEO_TOKEN_NUMBER,
    GEO_TOKEN_COMPARISON,
    GEO_TOKEN_OPEN,
    GEO_TOKEN_CLOSE,
    GEO_TOKEN_COMMA,
    GEO_TOKEN_AND,
    GEO_TOKEN_OR,
    GEO_TOKEN_NOT,
    GEO_TOKEN_IN,
    GEO_TOKEN_LIKE,
    GEO_TOKEN_BETWEEN,
    GEO_TOKEN_IS,
    GEO_TOKEN_NULL
} geo_filter_token_kind;

struct geo_filter_token {
    geo_filter_token_kind kind;
    const char *start; /* in the expression */
    const char *end;
    geo_text text; /* unquoted, NUL-terminated, in the filter's store */
    double number;
    geo_filter_operation comparison;
};

struct geo_filter_parser {
    geo_context *context;
    geo_filter *filter;
    const char *expression;
    struct geo_filter_token token; /* the next one */
    size_t store_used;
    int depth;
};

/* Steps over the present token to the next one; before the first call token.end is the expression.
 */
geo_status geo_filter_advance(struct geo_filter_parser *parser);

/* 1-based, counted in UTF-8 characters. */
size_t geo_filter_position(const struct geo_filter_parser *parser, const char *at);

/* GEO_ERROR_USAGE with the position; the second tells as well what stands there instead. */
geo_status geo_filter_fail_at(const struct geo_filter_parser *parser, const char *at,
                              const char *what);
geo_status geo_filter_fail_expecting(const struct geo_filter_parser *parser, const char *expected);

#endif
