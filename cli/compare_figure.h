/* Rates of places side by side, for the groups of offences. */
#ifndef WARDMAP_COMPARE_FIGURE_H
#define WARDMAP_COMPARE_FIGURE_H

#include "compare.h"

/* Before anything is read: a picture is of rates, and the style it takes. */
geo_status compare_check_figure(cli_job *job, compare_result *result);
/* For cli_delivery. */
geo_status compare_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

#endif
