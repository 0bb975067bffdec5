/* The codes of LSOAs that incidents bring with them, beside the areas that their points are in. */
#ifndef WARDMAP_OWN_CODES_H
#define WARDMAP_OWN_CODES_H

#include "load.h"

/* Rows of one input that have an area by their code, and that have none; the first of each. */
typedef struct own_code_input {
    int64_t count[2];
    int64_t first[2][GEO_LEDGER_ROWS];
} own_code_input;

typedef struct cli_own_codes {
    const char *field; /* asked for; NULL: found by its name, where there is one */
    bool decides;      /* incidents are counted by it, and not by their points */
    size_t area_count; /* codes below it are those of areas */
    geo_dictionary *code;
    geo_bytes field_name; /* of the last input that has one */
    size_t place;         /* in the present input; SIZE_MAX: nowhere */
    int32_t *area;        /* [capacity] of the present rows */
    size_t capacity;
    own_code_input *input; /* [input_count] */
    size_t input_count;
    int64_t compared; /* with a code; where points decide, of those in an area */
    int64_t agree;    /* where points decide */
    int64_t unknown;  /* with a code that is none of the areas' */
    int64_t without;  /* in an area, but without a code */
} cli_own_codes;

/* The areas' codes, once they are read; NULL: whichever codes the incidents have. */
geo_status own_codes_begin(cli_job *job, const geo_areas *areas, cli_own_codes *codes);
/* Finds the field. GEO_ERROR_USAGE, naming those that there are, when one that is needed isn't. */
geo_status own_codes_begin_input(cli_job *job, const cli_load *load, size_t input,
                                 const geo_reader *reader, cli_own_codes *codes);
/* Compares the codes of rows with their areas; where codes decide, *area is then theirs. */
geo_status own_codes_take(cli_job *job, geo_context *context, cli_own_codes *codes,
                          const geo_incident_rows *rows, const int32_t **area);
/* Where codes decide: the ledger is complete. */
geo_status own_codes_finish(cli_job *job, const cli_own_codes *codes, cli_load *load);
/* Areas without ground, one for each code, where no boundaries were given. */
geo_status own_codes_areas(cli_job *job, const cli_own_codes *codes, const cli_load *load,
                           geo_areas **out);
void own_codes_clear(cli_own_codes *codes);

#endif
