#!/usr/bin/python3
"""A heat map on an A4 page at 300 dpi by PyQGIS, of a surface that qgis.sh density or wardmap has made:
    qgis_heatmap.py SURFACE.tif FIGURE.gpkg BREAKS.csv TITLE FACTOR OUT.png
FACTOR: by which incidents per km2 are multiplied to be in the surface's unit."""
import sys

from qgis_page import Page, class_label, colour_of, districts_of, finish, layer_of, outlines, read_breaks, start
from qgis.core import (
    QgsColorRampShader, QgsFillSymbol, QgsProject, QgsRasterLayer, QgsRasterShader, QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer)
from qgis.PyQt.QtGui import QColor


def heat(path, lower, factor):
    """Discrete colours: an item holds what is no more than its value."""
    layer = QgsRasterLayer(path, "heat")
    if not layer.isValid():
        sys.exit(f"no raster {path}")
    QgsProject.instance().addMapLayer(layer, False)
    items = [QgsColorRampShader.ColorRampItem(lower[0] * factor, QColor(0, 0, 0, 0), "")]
    upper = [value * factor for value in lower[1:]] + [float("inf")]
    items += [QgsColorRampShader.ColorRampItem(value, colour_of(index, len(lower)), class_label(lower, index))
              for index, value in enumerate(upper)]
    ramp = QgsColorRampShader(0, upper[-2], None, QgsColorRampShader.Discrete)
    ramp.setColorRampItemList(items)
    shader = QgsRasterShader()
    shader.setRasterShaderFunction(ramp)
    layer.setRenderer(QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader))
    layer.setOpacity(0.85)
    return layer


def land_of(path):
    layer = layer_of(path, "areas")
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"color": "#FCFBF8", "outline_style": "no"})))
    return layer


def main(surface, path, breaks, title, factor, out):
    application = start()
    lower = read_breaks(breaks)
    raster = heat(surface, lower, float(factor))
    land, areas = land_of(path), layer_of(path, "areas")
    outlines(areas, "#777777", 0.1)
    page = Page([districts_of(path), areas, raster, land], areas.extent(), title, "Kernel density, quartic kernel.")
    # Not the band's name and what is below all classes.
    page.add_legend(raster, "Incidents per km\u00b2", range(2, 2 + len(lower)))
    page.write_png(out, 300)
    del application
    finish()


main(*sys.argv[1:])
