"""Checks SVG files: svg.py DESCRIPTION FILE...

Each is well-formed, has a title and the description, one element an id, and nothing that a viewer would have to fetch or run."""
import re
import sys
import xml.etree.ElementTree as tree

SVG = "{http://www.w3.org/2000/svg}"
STRANGE = ("script", "style", "foreignObject", "iframe", "animate", "set")


def problems_of_attribute(name, value):
    if name.split("}")[-1] == "href" and not value.startswith(("#", "data:image/png;base64,")):
        yield f"refers to {value[:60]}"
    if name.startswith("on"):
        yield f"runs {value[:60]}"
    for target in re.findall(r"url\(([^)]*)\)", value):
        if not target.startswith("#"):
            yield f"refers to {target[:60]}"


def problems(path, description):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if "<!DOCTYPE" in text or "<?xml-stylesheet" in text:
        yield "has a DOCTYPE or a style sheet"
    root = tree.fromstring(text.encode())
    if not (root.findtext(SVG + "title") or "").strip():
        yield "has no title"
    if root.findtext(SVG + "desc") != description:
        yield f"describes itself as {root.findtext(SVG + 'desc')!r}"
    names = [element.get("id") for element in root.iter() if element.get("id")]
    if len(names) != len(set(names)):
        yield "has an id twice"
    references = set(re.findall(r'(?:url\(#|href="#)([^)"]*)', text))
    if references - set(names):
        yield f"refers to ids that are not there: {references - set(names)}"
    for element in root.iter():
        if element.tag.split("}")[-1] in STRANGE:
            yield f"has a {element.tag}"
        for name, value in element.attrib.items():
            yield from problems_of_attribute(name, value)


failures = [f"{path}: {problem}" for path in sys.argv[2:] for problem in problems(path, sys.argv[1])]
if failures:
    sys.exit("\n".join(failures))
