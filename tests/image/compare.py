"""Compares pictures of one figure: compare.py PICTURE OTHER... (PNG with 8 bits a channel, or binary PPM).

Edges may differ by how they are smoothed, so blocks of pixels are compared by their mean colour. With --mean as the first
argument, the mean difference of all pixels is looked at too."""
import sys

from pictures import read

BLOCK = 8
MOST_DIFFERENT = 0.01  # share of blocks
DIFFERENCE = 24  # of 255, in any channel
MOST_MEAN = 0.01  # of 255


def block_mean(rows, top, left):
    total = [0, 0, 0]
    for row in rows[top:top + BLOCK]:
        for pixel in row[left:left + BLOCK]:
            for channel in range(3):
                total[channel] += pixel[channel]
    return [value / BLOCK ** 2 for value in total]


def differing_share(one, other):
    height, width = min(len(one), len(other)), min(len(one[0]), len(other[0]))
    blocks = different = 0
    for top in range(0, height - BLOCK + 1, BLOCK):
        for left in range(0, width - BLOCK + 1, BLOCK):
            pair = zip(block_mean(one, top, left), block_mean(other, top, left))
            different += max(abs(a - b) for a, b in pair) > DIFFERENCE
            blocks += 1
    return different / blocks


def mean_difference(one, other):
    total = sum(abs(a - b) for row, other_row in zip(one, other) for pixel, other_pixel in zip(row, other_row)
                if pixel != other_pixel for a, b in zip(pixel, other_pixel))
    return total / (255 * 3 * len(one) * len(one[0]))


wants_mean = sys.argv[1] == "--mean"
paths = sys.argv[2:] if wants_mean else sys.argv[1:]
first = read(paths[0])
for path in paths[1:]:
    second = read(path)
    if abs(len(first) - len(second)) > 1 or abs(len(first[0]) - len(second[0])) > 1:
        sys.exit(f"{path}: {len(second[0])} by {len(second)} pixels, not {len(first[0])} by {len(first)}")
    share = differing_share(first, second)
    if share > MOST_DIFFERENT:
        sys.exit(f"{path}: {share:.1%} of it differs")
    if wants_mean and mean_difference(first, second) > MOST_MEAN:
        sys.exit(f"{path}: differs by {mean_difference(first, second):.2%} in the mean")
