/* On which side of a line a point lies, exactly. */
#ifndef GEO_PLACE_ORIENTATION_H
#define GEO_PLACE_ORIENTATION_H

#include <float.h>
#include <math.h>

/* The error bounds below hold only when doubles are neither widened nor contracted. */
_Static_assert(FLT_EVAL_METHOD == 0, "exact predicates need plain double arithmetic");

/* As geo_orientation(), by exact arithmetic from the start. */
int geo_orientation_exact(double ax, double ay, double bx, double by, double cx, double cy);

/*
 * +1 when c is left of the line from a to b, -1 when it is right of it, 0 when it is on it. The
 * sign of the rounded determinant is right when it exceeds (3 + 16 e) e (|left| + |right|), e =
 * 2^-53: bound A of J. R. Shewchuk 1997, "Adaptive precision floating-point arithmetic and fast
 * robust geometric predicates", Discrete and Computational Geometry 18, section 4.2. Otherwise it
 * is computed exactly. Coordinates must be 0 or have a size from 1e-140 to 1e150, so that no
 * product over- or underflows.
 */
static inline int geo_orientation(double ax, double ay, double bx, double by, double cx, double cy)
{
    double unit = DBL_EPSILON / 2;
    double left = (ax - cx) * (by - cy);
    double right = (ay - cy) * (bx - cx);
    double determinant = left - right;
    double bound = (3 + 16 * unit) * unit * (fabs(left) + fabs(right));
    if (determinant > bound)
        return 1;
    if (-determinant > bound)
        return -1;
    /* A rounded difference is 0 only when the exact one is: both products are then exact. */
    return left == 0 && right == 0 ? 0 : geo_orientation_exact(ax, ay, bx, by, cx, cy);
}

#endif
