/* The commands, in the order in which help lists them. */
#ifndef WARDMAP_COMMANDS_H
#define WARDMAP_COMMANDS_H

#include "opt.h"

extern const cli_command rank_command;
extern const cli_command matrix_command;
extern const cli_command places_command;
extern const cli_command compare_command;
extern const cli_command change_command;
extern const cli_command trend_command;
extern const cli_command share_command;
extern const cli_command repeat_command;
extern const cli_command profile_command;
extern const cli_command deprivation_command;
extern const cli_command pockets_command;
extern const cli_command crosstab_command;
extern const cli_command apportion_command;
extern const cli_command choropleth_command;
extern const cli_command overlay_command;
extern const cli_command heatmap_command;
extern const cli_command hotspots_command;
extern const cli_command clusters_command;
extern const cli_command emerging_command;
extern const cli_command near_repeat_command;
extern const cli_command risk_command;
extern const cli_command evaluate_command;
extern const cli_command bandwidth_command;
extern const cli_command join_command;
extern const cli_command info_command;
extern const cli_command help_command;

/* The i-th command; NULL after the last. */
const cli_command *command_at(size_t index);
const cli_command *find_command(const char *name);
/* GEO_ERROR_USAGE with the nearest name. */
geo_status fail_unknown_command(struct cli_job *job, const char *name);

#endif
