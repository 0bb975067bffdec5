"""Reads pictures without other libraries: PNG with 8 bits a channel, and binary PPM, as rows of pixels."""
import struct
import zlib


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
