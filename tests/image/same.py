"""Tells pictures apart as a reader would who lays one on the other:

    same.py REFERENCES DRAWN    each picture of the folder REFERENCES is as that of DRAWN, and there is no other
    same.py --alike REFERENCES NEARLY   each of NEARLY, named REFERENCE.WHAT.png, is as its reference
    same.py --apart REFERENCES WRONG    none of WRONG, named likewise, is as its reference

A pixel is right when its colour lies between those of its neighbours in the other picture, all of them blurred: edges may be
smoothed in another way, but nothing may stand a millimetre (three pixels) from its place or be missing."""
import os
import sys

from pictures import read

TOLERANCE = 16  # of 255, in any channel of a pixel's mean with those around it
MOST_WRONG = 80  # pixels of a picture; two or three letters have more


class Blurred:
    """Means of three by three pixels: a thin line is as dark however it falls between pixels."""

    def __init__(self, rows):
        self.rows = rows
        self.known = {}

    def at(self, y, x):
        if (y, x) not in self.known:
            near = [pixel for row in self.rows[max(y - 1, 0):y + 2] for pixel in row[max(x - 1, 0):x + 2]]
            self.known[y, x] = [sum(channel) / len(near) for channel in zip(*near)]
        return self.known[y, x]

    def holds(self, colour, y, x):
        rows, columns = len(self.rows), len(self.rows[0])
        near = [self.at(row, column) for row in range(max(y - 1, 0), min(y + 2, rows))
                for column in range(max(x - 1, 0), min(x + 2, columns))]
        return all(min(channel) - TOLERANCE <= value <= max(channel) + TOLERANCE
                   for value, channel in zip(colour, zip(*near)))


def what_is_wrong(rows, other_rows):
    one, other = Blurred(rows), Blurred(other_rows)
    wrong = 0
    for y, (row, other_row) in enumerate(zip(rows, other_rows)):
        if row == other_row:
            continue
        for x, (pixel, other_pixel) in enumerate(zip(row, other_row)):
            if pixel != other_pixel:
                wrong += not (other.holds(one.at(y, x), y, x) and one.holds(other.at(y, x), y, x))
        if wrong > MOST_WRONG:
            return f"pixels differ down to row {y}"
    return None


def difference(path, other_path):
    with open(path, "rb") as file, open(other_path, "rb") as other_file:
        if file.read() == other_file.read():
            return None
    one, other = read(path), read(other_path)
    if (len(one), len(one[0])) != (len(other), len(other[0])):
        return f"{len(other[0])} by {len(other)} pixels, not {len(one[0])} by {len(one)}"
    return what_is_wrong(one, other)


def pictures_of(folder):
    return sorted(name for name in os.listdir(folder) if name.endswith(".png"))


def compare(references, drawn):
    names = pictures_of(references)
    failed = [f"{name}: drawn, but no reference" for name in pictures_of(drawn) if name not in names]
    for name in names:
        path = os.path.join(drawn, name)
        what = difference(os.path.join(references, name), path) if os.path.exists(path) else "not drawn"
        if what:
            failed.append(f"{name}: {what}")
    return failed


def check_variants(references, variants, are_alike):
    failed = []
    for name in pictures_of(variants):
        what = difference(os.path.join(references, name.split(".")[0] + ".png"), os.path.join(variants, name))
        if bool(what) == are_alike:
            failed.append(f"{name}: {what or 'taken for its reference'}")
    return failed if pictures_of(variants) else [f"{variants} is empty"]


if sys.argv[1].startswith("--"):
    failures = check_variants(*sys.argv[2:4], are_alike=sys.argv[1] == "--alike")
else:
    failures = compare(*sys.argv[1:3])
if failures:
    sys.exit("\n".join(failures))
