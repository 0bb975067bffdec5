/*
 * geo/geo.h - all of libgeo, in the order in which data flows.
 */
#ifndef GEO_GEO_H
#define GEO_GEO_H

/* clang-format off */
#include <geo/core.h>
#include <geo/source.h>
#include <geo/place.h>
#include <geo/surface.h>
#include <geo/risk.h>
#include <geo/cells.h>
#include <geo/clusters.h>
#include <geo/measure.h>
#include <geo/tables.h>
#include <geo/compare.h>
#include <geo/deprivation.h>
#include <geo/spatial.h>
#include <geo/evaluation.h>
#include <geo/apportion.h>
#include <geo/figure.h>
#include <geo/output.h>
/* clang-format on */

#endif
