/* The tree of offences that incidents are counted by. */
#ifndef WARDMAP_OFFENCES_H
#define WARDMAP_OFFENCES_H

#include "figure.h"
#include "load.h"

typedef struct offence_settings {
    const char *categories; /* NULL: found; "none", a built-in mapping or a file */
    text_list denominator;  /* for denominators_find() */
} offence_settings;

/* The settings of a command with offence_options begin with these. */
typedef struct offence_command_settings {
    cli_settings common;
    figure_settings figure;
    offence_settings offences;
} offence_command_settings;

extern const option_group offence_options;

/*
 * Incidents are counted by keys, which the tree maps to its nodes: by the values of one field, or,
 * where several decide, by the nodes themselves with a key more for each combination that is in
 * none of them.
 */
typedef struct cli_offences {
    geo_categories *tree;
    geo_dictionary *keys; /* where several fields decide; NULL: the incidents' own categories */
    int32_t *node;        /* [key_count] GEO_NO_CODE: in none */
    size_t key_count;
} cli_offences;

/* Before anything is read: the mapping, if one is named, and the field that it asks for. */
geo_status offences_plan(cli_job *job, const offence_settings *settings, cli_load *load,
                         cli_offences *offences);
/* Whether rows must be coded by offences_key(). */
bool offences_ask_fields(const cli_offences *offences);
/* The key of an incident with these values of the fields that decide; GEO_NO_CODE when it has none.
 */
geo_status offences_key(geo_context *context, cli_offences *offences, const geo_text *value,
                        int32_t *key);
/* Once all is read: the tree where none was named, and the node of each key. Without one that is
 * named: the groups of the published tables for police.uk's crime types, else one root for all. */
geo_status offences_settle(cli_job *job, const cli_load *load, cli_offences *offences);
/* The node of that name; GEO_ERROR_USAGE, naming the option, when there is none. */
geo_status offences_named(cli_job *job, const geo_categories *tree, const char *option,
                          const char *name, int32_t *node);
/* Counts by area and node, each with all below it, into *out [area_count * tree->count]; freed with
 * free(). */
geo_status offences_count(cli_job *job, const cli_offences *offences, const geo_tally *tally,
                          int64_t **out);
/* Incidents of the tallies whose category is in no node are counted and named in a warning. */
geo_status offences_warn(cli_job *job, const cli_load *load, const cli_offences *offences,
                         const geo_tally *const *tally, size_t tally_count);
void offences_clear(cli_offences *offences);

#endif
