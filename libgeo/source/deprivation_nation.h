/* Among how many areas an index of deprivation ranks. */
#ifndef GEO_SOURCE_DEPRIVATION_NATION_H
#define GEO_SOURCE_DEPRIVATION_NATION_H

#include <geo/source.h>

/* What tells the edition of an index, beside its codes. */
typedef struct geo_index_signs {
    int year;                   /* in the names of its fields; 0: none */
    const char *district_field; /* NULL: none */
    const char *layer;          /* NULL: none */
    double national;            /* as asked for; 0: not */
} geo_index_signs;

typedef struct geo_index_nation {
    const char *name; /* "England"; NULL: no code tells */
    size_t areas;     /* of the edition; 0: not known */
    bool is_own;      /* the file's ranks are 1 to as many as it has: its national is that */
} geo_index_nation;

/* Sets year, lsoa_year and national of an index whose rows were read. */
geo_status geo_find_nation(geo_context *context, const geo_index_signs *signs,
                           geo_deprivation *index, geo_index_nation *nation);

#endif
