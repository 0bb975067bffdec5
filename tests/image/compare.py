"""Compares pictures of one figure: compare.py PICTURE OTHER... (PNG with 8 bits a channel, or binary PPM).

Edges may differ by how they are smoothed, so blocks of pixels are compared by their mean colour."""
import struct
import sys
import zlib

BLOCK = 8
MOST_DIFFERENT = 0.01  # share of blocks
DIFFERENCE = 24  # of 255, in any channel


def paeth(left, above, corner):
    estimate = left + above - corner
    distances = (abs(estimate - left), abs(estimate - above), abs(estimate - corner))
    return (left, above, corner)[distances.index(min(distances))]


def unfilter(kind, line, above, size):
    for i in range(len(line)):
        left = line[i - size] if i >= size else 0
        corner = above[i - size] if i >= size else 0
        guess = (0, left, above[i], (left + above[i]) // 2, None)[kind]
        if guess is None:
            guess = paeth(left, above[i], corner)
        line[i] = (line[i] + guess) & 255


def read_png(data):
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, _, colour = struct.unpack(">IIBB", body[:10])
        elif kind == b"IDAT":
            packed += body
        at += length + 12
    size = {2: 3, 6: 4}[colour]
    raw, above, rows = zlib.decompress(packed), bytes(width * size), []
    for row in range(height):
        start = row * (width * size + 1)
        line = bytearray(raw[start + 1:start + 1 + width * size])
        unfilter(raw[start], line, above, size)
        above = bytes(line)
        rows.append([above[i:i + 3] for i in range(0, len(above), size)])
    return rows


def read_ppm(data):
    words = data.split(maxsplit=4)
    width, height = int(words[1]), int(words[2])
    body = data[len(data) - width * height * 3:]
    return [[body[(y * width + x) * 3:(y * width + x) * 3 + 3] for x in range(width)] for y in range(height)]


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    return read_ppm(data) if data[:2] == b"P6" else read_png(data)


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
