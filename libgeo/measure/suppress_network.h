/*
 * A table of counts with its sums, as a network: cells are arcs that carry their count, sums are
 * nodes where as much comes in as goes out. In the row of an area counts run from the ground
 * through the groups down to a column without parts, and from there, in the row of totals, back up
 * to the ground. Tables with a tree on one side and one sum on the other are the most that a
 * network can hold (Cox 1995, Network models for complementary cell suppression, Journal of the
 * American Statistical Association 90; Fischetti and Salazar 2000, Models and algorithms for
 * optimizing cell suppression in tabular data with linear constraints, the same 95).
 */
#ifndef GEO_MEASURE_SUPPRESS_NETWORK_H
#define GEO_MEASURE_SUPPRESS_NETWORK_H

#include <geo/measure.h>

/* Lines are the rows and, behind them, the row of totals. What a group has beyond its parts is a
 * cell too: nobody prints it, but everybody can subtract. These remainders stand in columns of
 * their own behind the table's, for groups that have one in any row. */
typedef struct suppress_network {
    size_t row_count;
    size_t line_count;
    size_t column_count; /* of the table */
    size_t width;        /* with the remainders */
    size_t cell_count;   /* line_count x width, line by line */
    size_t node_count;
    int32_t *parent;   /* [width] */
    bool *has_parts;   /* [width] */
    int64_t *value;    /* [cell_count] */
    int32_t *tail;     /* [cell_count] the node that the count comes from */
    int32_t *head;     /* [cell_count] and that it goes to; the tail itself: in no sum at all */
    size_t *first_arc; /* [node_count + 1] */
    int32_t *arc;      /* cells at each node, line by line */
    size_t first_hub;  /* nodes from here on are sums over rows, with equally many cells of each
                          line, or the ground */
} suppress_network;

/* GEO_ERROR_USAGE for columns that stand before the column they belong to, GEO_ERROR_DATA for sums
 * that don't hold, GEO_ERROR_LIMIT for more than 2 thousand million cells. Clear it in any case. */
geo_status geo_suppress_network_make(geo_context *context, const geo_count_table *table,
                                     suppress_network *network);
void geo_suppress_network_clear(suppress_network *network);

#endif
