/* A layer's style in QML, the XML in which QGIS keeps styles. */
#ifndef GEO_OUTPUT_QML_H
#define GEO_OUTPUT_QML_H

#include <geo/output.h>

typedef struct geo_qml_need {
    const geo_layer_style *style;
    const char *field;        /* as it is called in the layer; NULL: all areas look alike */
    const char *hidden_field; /* likewise; NULL: no cell is kept back */
    const char *name_field;   /* NULL: no labels */
    bool has_null;            /* there are cells without a value that are not kept back */
    double label_scale;       /* 1:scale from which on names are shown; 0: at any */
} geo_qml_need;

/* Appends the document. */
geo_status geo_qml_append(geo_context *context, const geo_qml_need *need, geo_bytes *out);

#endif
