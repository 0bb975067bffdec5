"""Attacks tables with SciPy's linear programmes (HiGHS): no small count may be told within its threshold."""
import sys

import numpy
from scipy.optimize import linprog

numbers = iter(map(int, open(sys.argv[1]).read().split()))


def attack(below, lines, columns):
    parent = [next(numbers) for _ in range(columns)]
    cells = numpy.array([(next(numbers), next(numbers)) for _ in range(lines * columns)])
    count = cells[:, 0].reshape(lines, columns)
    bounds = [(1, None) if hidden else (value, value) for value, hidden in cells]
    sums, width = [], lines * columns
    for group in sorted(set(parent) - {-1}):
        parts = [column for column in range(columns) if parent[column] == group]
        left = count[:, group] - count[:, parts].sum(axis=1)
        for line in range(lines):
            terms = {line * columns + part: 1 for part in parts} | {line * columns + group: -1}
            if left.any():
                terms[len(bounds)] = 1
                bounds.append((0, None))
                cells = numpy.vstack([cells, (left[line], 1)])
            sums.append(terms)
    for column in range(columns):
        sums.append({line * columns + column: 1 if line < lines - 1 else -1 for line in range(lines)})
    matrix = numpy.zeros((len(sums), len(bounds)))
    for row, terms in enumerate(sums):
        for cell, sign in terms.items():
            matrix[row, cell] = sign
    small = wrong = 0
    for cell, (value, hidden) in enumerate(cells):
        if not 0 < value < below:
            continue
        small += 1
        ends = []
        for sign in (1, -1):
            aim = numpy.zeros(len(bounds))
            aim[cell] = sign
            found = linprog(aim, A_eq=matrix, b_eq=numpy.zeros(len(sums)), bounds=bounds, method="highs")
            ends.append(sign * found.fun if found.status == 0 else numpy.inf)
        if not hidden or ends[1] - ends[0] < below - 1e-6:
            print(f"cell {cell} of {value} is between {ends[0]} and {ends[1]}, threshold {below}")
            wrong += 1
    return small, wrong


tables = small = wrong = 0
for below in numbers:
    found = attack(below, next(numbers), next(numbers))
    tables, small, wrong = tables + 1, small + found[0], wrong + found[1]
print(f"{tables} tables, {small} small counts, {wrong} disclosed")
sys.exit(wrong > 0 or small < 500)
