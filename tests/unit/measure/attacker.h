/*
 * Somebody who wants to know what a table hides: a simplex method over all that is shown, with no
 * idea of networks (Dantzig 1963, Linear Programming and Extensions, chapters 5 and 6; Bland 1977
 * for the choice of pivots). The sums of such tables give matrices whose pivots are all 1 or -1, so
 * whole numbers do, and an assertion holds it to them.
 */
#ifndef TESTS_ATTACKER_H
#define TESTS_ATTACKER_H

#include <geo/measure.h>

#include "unit.h"

enum {
    ATTACKER_SUMS = 80,
    ATTACKER_CELLS = 200,
    ATTACKER_ROW = ATTACKER_CELLS + ATTACKER_SUMS + 1
};

/* Rows of numbers: a coefficient for each unknown cell, then one for each sum's own slack, which is
 * 0 when all sums hold, then what is known of the sum. */
typedef struct attacker {
    size_t sums;
    size_t cells;
    int64_t number[ATTACKER_SUMS][ATTACKER_ROW];
    size_t basis[ATTACKER_SUMS];
} attacker;

enum { KNOWN = ATTACKER_ROW - 1 };

static inline void attacker_pivot(attacker *one, int64_t *aim, size_t sum, size_t cell)
{
    int64_t pivot = one->number[sum][cell];
    assert_true(pivot == 1 || pivot == -1);
    for (size_t i = 0; i < ATTACKER_ROW; i++)
        one->number[sum][i] *= pivot;
    for (size_t row = 0; row <= one->sums; row++) {
        int64_t *to = row < one->sums ? one->number[row] : aim;
        int64_t times = to[cell];
        if (row == sum || times == 0)
            continue;
        for (size_t i = 0; i < ATTACKER_ROW; i++)
            to[i] -= times * one->number[sum][i];
    }
    one->basis[sum] = cell;
}

/* Makes aim as large as it gets, from a table that holds; false when there is no end to it.
 * aim[i] is by how much it falls when cell i grows, aim[KNOWN] what it is. */
static inline bool attacker_maximise(attacker *one, int64_t *aim)
{
    for (;;) {
        size_t cell = 0;
        size_t leaving = one->sums;
        while (cell < one->cells && aim[cell] >= 0)
            cell++;
        if (cell == one->cells)
            return true;
        for (size_t sum = 0; sum < one->sums; sum++) {
            const int64_t *row = one->number[sum];
            if (row[cell] <= 0)
                continue;
            int64_t best = leaving < one->sums ? one->number[leaving][KNOWN] : 0;
            if (leaving == one->sums || row[KNOWN] < best ||
                (row[KNOWN] == best && one->basis[sum] < one->basis[leaving]))
                leaving = sum;
        }
        if (leaving == one->sums)
            return false;
        attacker_pivot(one, aim, leaving, cell);
    }
}

/* Finds any table in which all sums hold. */
static inline void attacker_begin(attacker *one)
{
    int64_t aim[ATTACKER_ROW] = {0};
    for (size_t sum = 0; sum < one->sums; sum++) {
        int64_t sign = one->number[sum][KNOWN] < 0 ? -1 : 1;
        for (size_t i = 0; i < ATTACKER_ROW; i++) {
            one->number[sum][i] *= sign;
            aim[i] -= one->number[sum][i];
        }
        one->number[sum][ATTACKER_CELLS + sum] = 1;
        one->basis[sum] = ATTACKER_CELLS + sum;
    }
    assert_true(attacker_maximise(one, aim));
    assert_int_equal(aim[KNOWN], 0);
    for (size_t sum = 0; sum < one->sums; sum++)
        for (size_t cell = 0; cell < one->cells && one->basis[sum] >= ATTACKER_CELLS; cell++)
            if (one->number[sum][cell] != 0)
                attacker_pivot(one, aim, sum, cell);
}

/* The lowest and highest value of an unknown cell; GEO_NO_INTEGER: no highest. */
static inline void attacker_range(attacker *one, size_t cell, int64_t *lowest, int64_t *highest)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        int64_t aim[ATTACKER_ROW] = {0};
        aim[cell] = -sign;
        for (size_t sum = 0; sum < one->sums; sum++)
            if (one->basis[sum] == cell)
                for (size_t i = 0; i < ATTACKER_ROW; i++)
                    aim[i] += sign * one->number[sum][i];
        bool ends = attacker_maximise(one, aim);
        if (sign < 0)
            *lowest = -aim[KNOWN];
        else
            *highest = ends ? aim[KNOWN] : GEO_NO_INTEGER;
    }
}

#endif
