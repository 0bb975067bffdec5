/* What the stages need of a ledger beyond the public functions. */
#ifndef GEO_CORE_LEDGER_H
#define GEO_CORE_LEDGER_H

#include <geo/core.h>

/* Adds the fates of consecutive rows of an input; in `part` they are numbered from 1. */
void geo_ledger_add_part(geo_ledger *ledger, size_t input, const geo_ledger_line *part,
                         int64_t rows_before);

#endif
