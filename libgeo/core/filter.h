/* A parsed condition: a tree in flat arrays, built by filter_parse.c, evaluated by filter.c. */
#ifndef GEO_CORE_FILTER_H
#define GEO_CORE_FILTER_H

#include <geo/core.h>

/* Trees deeper than this are refused, which bounds the stack of parser and evaluation. */
enum { GEO_FILTER_DEPTH_MAX = 100 };

#define GEO_FILTER_NO_NODE SIZE_MAX

typedef enum geo_filter_operand_kind {
    GEO_OPERAND_FIELD,
    GEO_OPERAND_TEXT,
    GEO_OPERAND_NUMBER
} geo_filter_operand_kind;

typedef struct geo_filter_operand {
    geo_filter_operand_kind kind;
    size_t field;  /* of a field: its place among the filter's fields */
    geo_text text; /* of a constant, a number as it was written; points into the filter's store */
    double number;
} geo_filter_operand;

typedef enum geo_filter_operation {
    GEO_FILTER_OR,
    GEO_FILTER_AND,
    GEO_FILTER_NOT,
    GEO_FILTER_EQUAL,
    GEO_FILTER_NOT_EQUAL,
    GEO_FILTER_LESS,
    GEO_FILTER_LESS_EQUAL,
    GEO_FILTER_GREATER,
    GEO_FILTER_GREATER_EQUAL,
    GEO_FILTER_IN,      /* operands: what, then the list */
    GEO_FILTER_LIKE,    /* what, pattern */
    GEO_FILTER_BETWEEN, /* what, low, high */
    GEO_FILTER_IS_NULL
} geo_filter_operation;

typedef struct geo_filter_node {
    geo_filter_operation operation;
    bool negated;       /* NOT IN, NOT LIKE, NOT BETWEEN, IS NOT NULL */
    size_t first_child; /* of OR, AND, NOT */
    size_t next;        /* sibling, or GEO_FILTER_NO_NODE */
    size_t first_operand;
    size_t operand_count;
} geo_filter_node;

struct geo_filter {
    geo_filter_node *node;
    size_t node_count;
    size_t node_capacity;
    size_t root;
    geo_filter_operand *operand;
    size_t operand_count;
    size_t operand_capacity;
    const char **field; /* distinct names, pointing into the store */
    size_t field_count;
    size_t field_capacity;
    char *text;  /* the whole condition, as it was given */
    char *store; /* unquoted texts; never moved once parsing begins */
};

#endif
