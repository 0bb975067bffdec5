"""What both figures by PyQGIS share: QGIS without a screen, and an A4 page with a map, thick borders and names of its districts, a title, a
legend, a scale bar and a north arrow. Used by qgis_choropleth.py and qgis_heatmap.py."""
import csv
import os
import sys
import tempfile

# Before Qt is loaded.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_LOGGING_RULES"] = "*=false"
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
from qgis.core import (
    QgsApplication, QgsCoordinateReferenceSystem, QgsFillSymbol, QgsLayoutExporter, QgsLayoutItemLabel, QgsLayoutItemLegend,
    QgsLayoutItemMap, QgsLayoutItemPicture, QgsLayoutItemScaleBar, QgsLayoutPoint, QgsLayoutSize, QgsLegendStyle, QgsMapLayerLegendUtils,
    QgsPalLayerSettings, QgsPrintLayout, QgsProject, QgsRectangle, QgsTextBufferSettings, QgsTextFormat, QgsUnitTypes, QgsVectorLayer,
    QgsVectorLayerSimpleLabeling)
from qgis.PyQt.QtGui import QColor, QFont

MILLIMETRES = QgsUnitTypes.LayoutMillimeters
INK = QColor("#23262F")
COLOURS = [QColor(name) for name in ("#FDEFC9", "#F6A65B", "#CF5C44", "#7A2048")]


def start():
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:27700"))
    return application


def finish():
    """The process ends at once: taking QGIS down piece by piece would only cost it time."""
    sys.stdout.flush()
    os._exit(0)


def colour_of(index, count):
    """Of class `index` of `count`, from low to high."""
    place = index / max(1, count - 1) * (len(COLOURS) - 1)
    low = min(int(place), len(COLOURS) - 2)
    share = place - low
    a, b = COLOURS[low], COLOURS[low + 1]
    return QColor(*(round(x + share * (y - x)) for x, y in zip(a.getRgb()[:3], b.getRgb()[:3])))


def read_breaks(path):
    with open(path, encoding="utf-8") as file:
        return [float(row["lower"]) for row in csv.DictReader(file)]


def class_label(lower, index):
    if index + 1 == len(lower):
        return f"{lower[index]:,.0f} and over"
    return f"{lower[index]:,.0f} to {lower[index + 1]:,.0f}"


def layer_of(path, name):
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    if not layer.isValid():
        sys.exit(f"no layer {name} in {path}")
    QgsProject.instance().addMapLayer(layer, False)
    return layer


def text_format(size, bold=False, halo=False):
    """DejaVu Sans, as wardmap's."""
    text = QgsTextFormat()
    font = QFont("DejaVu Sans")
    font.setBold(bold)
    text.setFont(font)
    text.setSize(size)
    text.setSizeUnit(QgsUnitTypes.RenderPoints)
    text.setColor(INK)
    if halo:
        buffer = QgsTextBufferSettings()
        buffer.setEnabled(True)
        buffer.setSize(0.6)
        text.setBuffer(buffer)
    return text


def outlines(layer, colour, width_mm):
    layer.renderer().setSymbol(QgsFillSymbol.createSimple(
        {"style": "no", "outline_color": colour, "outline_width": str(width_mm)}))


def districts_of(path):
    layer = layer_of(path, "districts")
    outlines(layer, "#23262F", 0.45)
    names = QgsPalLayerSettings()
    names.fieldName = "district"
    names.setFormat(text_format(8.5, halo=True))
    layer.setLabeling(QgsVectorLayerSimpleLabeling(names))
    layer.setLabelsEnabled(True)
    return layer


class Page:
    """A4 upright."""

    def __init__(self, layers, extent, title, note):
        self.layout = QgsPrintLayout(QgsProject.instance())
        self.layout.initializeDefaults()
        self.layout.pageCollection().page(0).setPageSize("A4", 0)
        self.add_map(layers, extent)
        self.add_label(title, text_format(16, bold=True), 13, 11)
        self.add_label(note, text_format(7), 13, 285)
        self.add_scale_bar()
        self.add_arrow()

    def place(self, item, x, y, width=None, height=None):
        self.layout.addLayoutItem(item)
        if width:
            item.attemptResize(QgsLayoutSize(width, height, MILLIMETRES))
        item.attemptMove(QgsLayoutPoint(x, y, MILLIMETRES))

    def add_map(self, layers, extent):
        self.map = QgsLayoutItemMap(self.layout)
        self.map.setRect(0, 0, 184, 228)
        self.place(self.map, 13, 23, 184, 228)
        self.map.setLayers(layers)
        self.map.setBackgroundColor(QColor("#ECEDEF"))
        self.map.setFrameEnabled(True)
        grown = QgsRectangle(extent)
        grown.grow(2000)
        self.map.zoomToExtent(grown)

    def add_label(self, words, text, x, y):
        label = QgsLayoutItemLabel(self.layout)
        label.setText(words)
        font = text.font()
        font.setPointSizeF(text.size())
        label.setFont(font)
        label.setFontColor(INK)
        self.place(label, x, y, 184, 9)

    def add_legend(self, layer, title, entries=None):
        """The map's other layers are left out, and those of its entries that are not in `entries`."""
        legend = QgsLayoutItemLegend(self.layout)
        legend.setLinkedMap(self.map)
        legend.setAutoUpdateModel(False)
        root = legend.model().rootGroup()
        root.removeAllChildren()
        node = root.addLayer(layer)
        node.setName(title)
        if entries is not None:
            QgsMapLayerLegendUtils.setLegendNodeOrder(node, list(entries))
            legend.model().refreshLayerLegend(node)
        legend.setColumnCount(2)
        legend.setSplitLayer(True)
        for part, size in ((QgsLegendStyle.Subgroup, 9), (QgsLegendStyle.SymbolLabel, 8)):
            font = QFont("DejaVu Sans")
            font.setPointSizeF(size)
            legend.setStyleFont(part, font)
        self.place(legend, 11, 252)

    def add_scale_bar(self):
        bar = QgsLayoutItemScaleBar(self.layout)
        bar.setStyle("Single Box")
        bar.setLinkedMap(self.map)
        bar.setUnits(QgsUnitTypes.DistanceKilometers)
        bar.setUnitLabel("km")
        bar.setUnitsPerSegment(10)
        bar.setNumberOfSegments(2)
        bar.setNumberOfSegmentsLeft(0)
        bar.setTextFormat(text_format(8))
        self.place(bar, 120, 255)

    def add_arrow(self):
        arrow = QgsLayoutItemPicture(self.layout)
        arrow.setPicturePath(":/images/north_arrows/layout_default_north_arrow.svg")
        self.place(arrow, 185, 254, 12, 14)

    def write_pdf(self, path):
        settings = QgsLayoutExporter.PdfExportSettings()
        settings.forceVectorOutput = True
        self.check(QgsLayoutExporter(self.layout).exportToPdf(path, settings), path)

    def write_png(self, path, dpi):
        settings = QgsLayoutExporter.ImageExportSettings()
        settings.dpi = dpi
        self.check(QgsLayoutExporter(self.layout).exportToImage(path, settings), path)

    @staticmethod
    def check(result, path):
        if result != QgsLayoutExporter.Success:
            sys.exit(f"{path}: not exported, {result}")
