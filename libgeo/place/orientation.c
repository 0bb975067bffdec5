/*
 * The exact determinant as a floating-point expansion: a sum of doubles that don't overlap, the
 * largest last. After J. R. Shewchuk 1997, Discrete and Computational Geometry 18, pages 305 to
 * 363; theorem numbers below are of that paper.
 */
#include "place/orientation.h"

#include <stddef.h>

enum { DETERMINANT_TERMS = 12 };

typedef struct expansion {
    double term[DETERMINANT_TERMS];
    size_t count;
} expansion;

/* a + b = sum + error exactly (theorem 7, Knuth). */
static double two_sum(double a, double b, double *error)
{
    double sum = a + b;
    double b_part = sum - a;
    double a_part = sum - b_part;
    *error = (a - a_part) + (b - b_part);
    return sum;
}

/* The upper 26 bits of a in *high, the rest in *low (theorem 17, Dekker). */
static void split(double a, double *high, double *low)
{
    double splitter = 134217729; /* 2^27 + 1 */
    double scaled = splitter * a;
    *high = scaled - (scaled - a);
    *low = a - *high;
}

/* a * b = product + error exactly (theorem 18, Veltkamp). */
static double two_product(double a, double b, double *error)
{
    double product = a * b;
    double a_high, a_low, b_high, b_low;
    split(a, &a_high, &a_low);
    split(b, &b_high, &b_low);
    double rest = ((product - a_high * b_high) - a_low * b_high) - a_high * b_low;
    *error = a_low * b_low - rest;
    return product;
}

/* Adds one double (theorem 10, grow-expansion). */
static void add_term(expansion *e, double term)
{
    double sum = term;
    for (size_t i = 0; i < e->count; i++)
        sum = two_sum(sum, e->term[i], &e->term[i]);
    e->term[e->count++] = sum;
}

static void add_product(expansion *e, double a, double b)
{
    double error;
    double product = two_product(a, b, &error);
    add_term(e, error);
    add_term(e, product);
}

int geo_orientation_exact(double ax, double ay, double bx, double by, double cx, double cy)
{
    expansion e = {{0}, 0};
    add_product(&e, ax, by);
    add_product(&e, -ay, bx);
    add_product(&e, bx, cy);
    add_product(&e, -by, cx);
    add_product(&e, cx, ay);
    add_product(&e, -cy, ax);
    for (size_t i = e.count; i-- > 0;) {
        if (e.term[i] != 0)
            return e.term[i] > 0 ? 1 : -1;
    }
    return 0;
}
