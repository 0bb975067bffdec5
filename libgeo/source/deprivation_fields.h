/* Which fields of a table hold the deciles, ranks and scores of a domain of deprivation. */
#ifndef GEO_SOURCE_DEPRIVATION_FIELDS_H
#define GEO_SOURCE_DEPRIVATION_FIELDS_H

#include "source/roles.h"

typedef enum geo_index_figure {
    GEO_INDEX_DECILE,
    GEO_INDEX_RANK,
    GEO_INDEX_SCORE,
    GEO_INDEX_UNTOLD, /* the name doesn't tell: its numbers do */
    GEO_INDEX_FIGURE_COUNT
} geo_index_figure;

/* What the name of a field says. */
typedef struct geo_index_name {
    geo_domain domain; /* GEO_DOMAIN_COUNT: of none, or of a sub-domain */
    geo_index_figure figure;
    bool is_bare; /* says "rank" or the like and no more: taken for the whole index */
    int year;     /* 0: says none */
} geo_index_name;

/*
 * Known are the English indices (short and long names of all years since 2004, and those of the
 * published boundaries with indices) and the Welsh index. A name with any other word in it, such as
 * that of a sub-domain, of IDACI or of a transformed score, is of none.
 */
geo_index_name geo_read_index_name(const char *name);

/* Fields by number, GEO_NO_FIELD for none. */
typedef struct geo_index_fields {
    geo_domain domain;
    size_t code;
    size_t name;
    size_t district;
    size_t population;
    size_t figure[GEO_INDEX_FIGURE_COUNT];
    int year; /* that the names of the figures, or of those of the whole index, say; 0: none */
} geo_index_fields;

/* GEO_ERROR_USAGE, with the domains found and the fields there are, when there are no codes or
 * there is nothing of the domain, or the same of several years. */
geo_status geo_find_index_fields(geo_context *context, const char *const *names, size_t count,
                                 const char *where, const geo_deprivation_options *options,
                                 geo_index_fields *out);

/* Whether that would find any. */
bool geo_has_index_fields(const char *const *names, size_t count,
                          const geo_deprivation_options *options);

#endif
