"""Compares pictures of one figure: compare.py PICTURE OTHER... (PNG with 8 bits a channel, or binary PPM).

Edges may differ by how they are smoothed, so blocks of pixels are compared by their mean colour."""
import sys

from pictures import read

BLOCK = 8
MOST_DIFFERENT = 0.01  # share of blocks
DIFFERENCE = 24  # of 255, in any channel


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


first = read(sys.argv[1])
for path in sys.argv[2:]:
    second = read(path)
    if abs(len(first) - len(second)) > 1 or abs(len(first[0]) - len(second[0])) > 1:
        sys.exit(f"{path}: {len(second[0])} by {len(second)} pixels, not {len(first[0])} by {len(first)}")
    share = differing_share(first, second)
    if share > MOST_DIFFERENT:
        sys.exit(f"{path}: {share:.1%} of it differs")
