/* Reading and writing layers of areas, for the generator. */
#ifndef BENCH_AREAS_H
#define BENCH_AREAS_H

#include <gdal.h>
#include <ogr_api.h>

#include "generate.h"

/* An empty layer; everything added to it is one transaction that close_areas() commits. */
GDALDatasetH create_areas(const char *path, OGRLayerH *layer);
void add_area(OGRLayerH layer, const char *code, const char *name,
              OGRGeometryH shape); /* takes it */
void close_areas(GDALDatasetH file, const char *path);

GDALDatasetH open_layer(const area_options *options, OGRLayerH *layer);
int field_of(OGRLayerH layer, const char *name);

#endif
