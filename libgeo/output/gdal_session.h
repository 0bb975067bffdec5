/* GDAL kept quiet and to itself: its messages are captured, its settings are ours. */
#ifndef GEO_OUTPUT_GDAL_SESSION_H
#define GEO_OUTPUT_GDAL_SESSION_H

#include <geo/core.h>

#include "core/gdal_library.h"

/* Errors of the GDAL calls between begin and end on this thread. A call may report success and an
 * error at once (a disk that is full when a file is closed), so the counts are what decides. */
typedef struct geo_gdal_session {
    int failure_count;
    int warning_count;
    char failure[400]; /* the first */
    char warning[400]; /* the first */
} geo_gdal_session;

/* Registers the drivers when nobody has, and captures what GDAL says until the end of the session.
 * Sessions of one thread nest. After geo_gdal_load(). */
void geo_gdal_session_begin(geo_gdal_session *session);
void geo_gdal_session_end(geo_gdal_session *session);

/* Settings of this thread under which files are created, so that nothing in the environment or a
 * user's configuration changes their bytes: from begin to end, within a session. */
typedef struct geo_gdal_settings {
    char *before[7];
    char date[40];
} geo_gdal_settings;

void geo_gdal_settings_begin(geo_gdal_settings *settings);
void geo_gdal_settings_end(geo_gdal_settings *settings);

/* GEO_ERROR_OUTPUT, what was done, and GDAL's own words. */
geo_status geo_gdal_fail(geo_context *context, const geo_gdal_session *session, const char *path,
                         const char *action);

/* A new CRS in traditional axis order, to be released by OSRRelease(); NULL in *out for a CRS
 * without WKT. */
geo_status geo_gdal_crs(geo_context *context, const geo_crs *crs, OGRSpatialReferenceH *out);

#endif
