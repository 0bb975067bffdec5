/* Completing the ledger with what became of the located incidents. */
#include "core/context.h"
#include "geo/place.h"

geo_status geo_ledger_place(geo_context *context, geo_ledger *ledger, const geo_frame *frame,
                            const int32_t *area)
{
    if (ledger->count != frame->input_count) {
        return geo_fail(context, GEO_ERROR_INTERNAL,
                        "the ledger has %zu inputs, the incidents have %zu; please report it",
                        ledger->count, frame->input_count);
    }
    for (size_t input = 0; input < frame->input_count; input++) {
        const geo_frame_input *part = &frame->input[input];
        geo_status status = geo_ledger_place_rows(context, ledger, input, frame->row + part->first,
                                                  area + part->first, part->count);
        if (status != GEO_OK)
            return status;
    }
    return geo_ledger_check(context, ledger);
}
