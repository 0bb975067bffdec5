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
        for (size_t i = part->first; i < part->first + part->count; i++)
            geo_ledger_count(ledger, input, area[i] == GEO_NO_CODE ? GEO_OUTSIDE : GEO_PLACED,
                             frame->row[i], NULL, NULL);
    }
    return geo_ledger_check(context, ledger);
}
