/* GDAL as this library uses it: few drivers, no environment, no output, every error seen. */
#ifndef GEO_SOURCE_GDAL_H
#define GEO_SOURCE_GDAL_H

#include <geo/source.h>

/* What GDAL reported between geo_gdal_enter() and geo_gdal_leave(). Zero it before use. */
typedef struct geo_gdal_errors {
    int count;      /* failures; warnings are not counted */
    char text[400]; /* the first failure */
} geo_gdal_errors;

/* Catches errors of this thread into `errors` from here on, so that nothing is printed. Every enter
 * has its leave, innermost first, and comes after geo_gdal_load(). */
void geo_gdal_enter(geo_gdal_errors *errors);
void geo_gdal_leave(void);

/* Registers GDAL's drivers of the formats that are read, once per process, without loading plug-ins
 * or the user's gdalrc, and turns its network access off. Call between enter and leave. */
void geo_gdal_register(void);

#define GEO_GDAL_SETTINGS 9

/* Settings that could change what is read, fixed for this thread while a file is opened, and what
 * they were before. */
typedef struct geo_gdal_former {
    char *before[GEO_GDAL_SETTINGS];
} geo_gdal_former;

geo_status geo_gdal_fix_settings(geo_context *context, geo_gdal_former *settings);
void geo_gdal_restore_settings(geo_gdal_former *settings);

#endif
