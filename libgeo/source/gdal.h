/* GDAL as this library uses it: few drivers, no environment, no output, every error seen. */
#ifndef GEO_SOURCE_GDAL_H
#define GEO_SOURCE_GDAL_H

#include <geo/source.h>

/* What GDAL reported between source_gdal_enter() and source_gdal_leave(). Zero it before use. */
typedef struct source_gdal_errors {
    int count;      /* failures; warnings are not counted */
    char text[400]; /* the first failure */
} source_gdal_errors;

/* Catches errors of this thread into `errors` from here on, so that nothing is printed. Every enter
 * has its leave, innermost first. */
void source_gdal_enter(source_gdal_errors *errors);
void source_gdal_leave(void);

/* Registers GDAL's drivers, once per process, without loading plug-ins or the user's gdalrc, and
 * turns its network access off. Call between enter and leave. */
void source_gdal_register(void);

#define SOURCE_GDAL_SETTINGS 5

/* Settings that could change what is read, fixed for this thread while a file is opened, and what
 * they were before. */
typedef struct source_gdal_settings {
    char *before[SOURCE_GDAL_SETTINGS];
} source_gdal_settings;

geo_status source_gdal_fix_settings(geo_context *context, source_gdal_settings *settings);
void source_gdal_restore_settings(source_gdal_settings *settings);

#endif
