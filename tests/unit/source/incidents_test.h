/* What tests of incidents share: reading texts and files, and letting go of what was read. */
#ifndef TESTS_INCIDENTS_TEST_H
#define TESTS_INCIDENTS_TEST_H

#include "reading_test.h"

#define POLICE_HEADER                                                                              \
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"     \
    "Crime type,Last outcome category,Context\n"

typedef struct incidents_read {
    geo_status status;
    geo_frame *frame;
    geo_ledger *ledger;
} incidents_read;

static inline incidents_read read_inputs(scratch *test, const geo_input *inputs, size_t count,
                                         const geo_incident_options *options)
{
    incidents_read read = {GEO_OK, NULL, NULL};
    read.status =
        geo_incidents_read(test->context, inputs, count, options, &read.frame, &read.ledger);
    assert_true((read.status == GEO_OK) == (read.frame != NULL));
    return read;
}

static inline incidents_read read_text(scratch *test, const char *text,
                                       const geo_incident_options *options)
{
    geo_input input = {"text.csv", {text, strlen(text)}};
    return read_inputs(test, &input, 1, options);
}

static inline void drop(incidents_read *read)
{
    geo_frame_free(read->frame);
    geo_ledger_free(read->ledger);
}

static inline incidents_read must_read(scratch *test, const char *text,
                                       const geo_incident_options *options)
{
    incidents_read read = read_text(test, text, options);
    if (read.status != GEO_OK)
        fail_msg("%s", geo_message(test->context));
    return read;
}

#endif
