"""Opens the layers of qgis_style.sh in QGIS and compares what it would show with what is in them.

    qgis_style.py FOLDER
"""
import os
import sys

from qgis.core import (QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsPointXY, QgsRectangle,
                       QgsRenderContext, QgsVectorLayer)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

NO_DATA = '#f7f7f6'


def opened(folder, name, file=None):
    layer = QgsVectorLayer(f'{folder}/{file or name}.gpkg|layername={name}', name, 'ogr')
    assert layer.isValid(), name
    message, loaded = layer.loadDefaultStyle()
    assert loaded, message
    assert layer.renderer().type() == 'RuleRenderer', layer.renderer().type()
    return layer


def legend(layer):
    """Label and colour of each line."""
    return [(item.label(), item.symbol().color().name() if item.symbol() else None)
            for item in layer.renderer().legendSymbolItems()]


def shown(layer, look=lambda symbol: symbol.symbolLayer(0).color().name()):
    """The colours of each feature, from its lowest symbol layer, or what else its symbols look like."""
    context = QgsRenderContext()
    context.expressionContext().appendScope(layer.createExpressionContextScope())
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    colours = []
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        symbols = renderer.symbolsForFeature(feature, context)
        colours.append([look(symbol) for symbol in symbols])
    renderer.stopRender(context)
    return colours


def picture(layer, width, extent=None):
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setBackgroundColor(QColor('white'))
    settings.setExtent(extent or layer.extent())
    box = settings.extent()
    settings.setOutputSize(QSize(width, round(width * box.height() / box.width())))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage(), settings


def colour_at(image, settings, x, y):
    place = settings.mapToPixel().transform(QgsPointXY(x, y))
    return QColor(image.pixel(int(place.x()), int(place.y()))).name()


def different(one, other):
    return sum(one.pixel(x, y) != other.pixel(x, y) for x in range(one.width()) for y in range(one.height()))


def check_classes(folder):
    layer = opened(folder, 'classes')
    assert legend(layer)[:4] == [('incidents per 1,000 <residents> & year', None), ('0 to under 5', '#fbecc4'),
                                 ('5 to under 12.5', '#ee8f4f'), ('12.5 and over', '#861f35')], legend(layer)
    assert [line[0] for line in legend(layer)[4:]] == ['Kept back', 'No data'], legend(layer)
    # A value on a break is in the class that begins there.
    assert shown(layer) == [['#fbecc4'], ['#ee8f4f'], ['#861f35'], ['#861f35'], [NO_DATA], [NO_DATA]], shown(layer)
    hatches = [item.symbol().symbolLayerCount() - 1 for item in layer.renderer().legendSymbolItems() if item.symbol()]
    assert hatches == [0, 0, 0, 2, 1], hatches
    image, settings = picture(layer, 600)
    image.save(f'{folder}/classes.png')
    seen = [colour_at(image, settings, 403000 + 10000 * i, 308000) for i in range(4)]
    assert seen == ['#fbecc4', '#ee8f4f', '#861f35', '#861f35'], seen


def check_names(folder):
    """Names stand over the areas on a white rim, from the scale on at which they have room."""
    layer = opened(folder, 'classes')
    labels = layer.labeling().settings()
    assert layer.labelsEnabled() and labels.fieldName == 'code' and not labels.isExpression
    assert labels.scaleVisibility and labels.minimumScale == 667000, labels.minimumScale
    text = labels.format()
    assert text.buffer().enabled() and text.buffer().color().name() == '#ffffff'
    named = picture(layer, 900, QgsRectangle(400000, 300000, 460000, 310000))[0]
    layer.setLabelsEnabled(False)
    unnamed = picture(layer, 900, QgsRectangle(400000, 300000, 460000, 310000))[0]
    assert different(named, unnamed) > 100
    far = QgsRectangle(100000, 100000, 1000000, 700000)
    without = picture(layer, 900, far)[0]
    layer.setLabelsEnabled(True)
    assert different(picture(layer, 900, far)[0], without) == 0


def check_bands(folder):
    layer = opened(folder, 'bands')
    assert legend(layer) == [('0 to under 5', '#fbecc4'), ('5 to under 12.5', '#ee8f4f'),
                             ('12.5 and over', '#861f35')], legend(layer)
    assert shown(layer) == [[colour] for colour in ('#fbecc4', '#ee8f4f', '#861f35', '#ee8f4f', '#861f35', '#861f35')]
    assert not layer.labelsEnabled()


def check_several(folder):
    """Each of a file's layers has its own style; lines leave what is below them to be seen."""
    shaded, lines, alike = (opened(folder, name, 'several') for name in ('shaded', 'lines', 'alike'))
    assert shown(shaded) == [['#fbecc4'], ['#ee8f4f'], ['#861f35'], ['#861f35'], [NO_DATA], [NO_DATA]], shown(shaded)
    strokes = [[(part.strokeColor().name(), round(part.strokeWidth(), 9)) for part in item.symbol().symbolLayers()]
               for item in lines.renderer().legendSymbolItems() if item.label() == '5 to under 12.5']
    assert strokes == [[('#ffffff', 0.9), ('#ee8f4f', 0.6)]], strokes
    assert legend(alike) == [('0 to under 5', '#ffffff')] and shown(alike) == [['#ffffff']] * 6, shown(alike)
    image, settings = picture(lines, 600)
    image.save(f'{folder}/lines.png')
    assert [colour_at(image, settings, 403000 + 10000 * i, 308000) for i in range(3)] == ['#ffffff'] * 3
    assert colour_at(image, settings, 425000, 300080) == '#861f35', colour_at(image, settings, 425000, 300080)


def class_of(rate, lines):
    """The colour of the class whose words hold the rate."""
    for words, colour in lines:
        low = float(words.split()[0])
        high = float('inf') if words.endswith('and over') else float(words.split()[-1])
        if low <= rate < high:
            return [colour]
    return []


def check_wards(folder):
    """What the command writes: every ward is shaded as the words of its class say."""
    layer = opened(folder, 'wards')
    lines = legend(layer)
    assert lines[0] == ('incidents per 1,000 residents', None) and len(lines) == 6, lines
    rates = [feature['rate_per_1000'] for feature in layer.getFeatures()]
    assert shown(layer) == [class_of(rate, lines[1:]) for rate in rates]
    assert len({tuple(colour) for colour in shown(layer)}) == 5
    assert layer.labeling().settings().fieldName == 'name'
    picture(layer, 900)[0].save(f'{folder}/wards.png')


def check_overlay(folder):
    """Areas, hotspots and wards of one file: each feature has one look, and it is that of its own class."""
    areas, hotspots, wards = (opened(folder, name, 'overlay') for name in ('areas', 'hotspots', 'wards'))
    lines = dict(legend(areas))
    assert [[lines[feature['class']]] for feature in areas.getFeatures()] == shown(areas)
    assert len(legend(areas)) == 11 and legend(areas)[1][0] == '1 (most deprived)', legend(areas)
    assert [line[0][:9] for line in legend(hotspots)[1:]] == ['At least '] * 3, legend(hotspots)
    breadths = {item.label(): item.symbol().symbolLayer(1).strokeWidth()
                for item in hotspots.renderer().legendSymbolItems() if item.symbol()}
    assert list(breadths.values()) == sorted(set(breadths.values())) and len(breadths) == 3, breadths
    assert shown(hotspots, lambda symbol: symbol.symbolLayer(1).strokeWidth()) == \
        [[breadths[feature['contour']]] for feature in hotspots.getFeatures()]
    assert wards.labeling().settings().fieldName == 'name' and all(len(colours) == 1 for colours in shown(wards))
    picture(areas, 900)[0].save(f'{folder}/areas.png')


def main():
    application = QgsApplication([], False)
    application.initQgis()
    for check in (check_classes, check_names, check_bands, check_several, check_wards, check_overlay):
        check(sys.argv[1])
        print('ok', check.__name__)
    # Without QGIS's own clearing up, which fails now and then with layers that Python still holds.
    sys.stdout.flush()
    os._exit(0)


main()
