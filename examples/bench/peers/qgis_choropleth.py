#!/usr/bin/python3
"""A choropleth on an A4 page by PyQGIS:
    qgis_choropleth.py FIGURE.gpkg BREAKS.csv TITLE OUT.pdf
FIGURE.gpkg: layers areas, with their population, and districts."""
import sys

from qgis_page import Page, class_label, colour_of, districts_of, finish, layer_of, read_breaks, start
from qgis.core import QgsFillSymbol, QgsGraduatedSymbolRenderer, QgsRendererRange


def shade(layer, lower):
    ranges = []
    values = [feature["population"] for feature in layer.getFeatures()]
    upper = lower[1:] + [max(values) + 1]
    for index, (low, high) in enumerate(zip(lower, upper)):
        symbol = QgsFillSymbol.createSimple(
            {"color": colour_of(index, len(lower)).name(), "outline_color": "#777777", "outline_width": "0.1"})
        count = sum(low <= value < high for value in values)
        ranges.append(QgsRendererRange(low, high, symbol, f"{class_label(lower, index)}  ({count})"))
    layer.setRenderer(QgsGraduatedSymbolRenderer("population", ranges))


def main(path, breaks, title, out):
    application = start()
    areas = layer_of(path, "areas")
    shade(areas, read_breaks(breaks))
    page = Page([districts_of(path), areas], areas.extent(), title, "Natural breaks (Jenks).")
    page.add_legend(areas, "Population (areas)")
    page.write_pdf(out)
    del application
    finish()


main(*sys.argv[1:])
