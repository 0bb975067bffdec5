/* Numbers, dates and periods of any text: parsed or refused; a date that is parsed reads back as
 * itself. */
#include <stdlib.h>
#include <string.h>

#include <geo/core.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    geo_text text = {(const char *)data, size};
    double number = 0;
    geo_number_parse(text, &number);
    int32_t day = 0;
    bool month_only = false;
    if (geo_date_parse(text, &day, &month_only)) {
        int year = 0, month = 0, day_of_month = 0;
        geo_day_to_civil(day, &year, &month, &day_of_month);
        if (geo_day_from_civil(year, month, day_of_month) != day)
            abort();
    }
    char *copy = calloc(size + 1, 1);
    geo_context *context = geo_context_new();
    if (!copy || !context)
        abort();
    memcpy(copy, data, size);
    geo_period period;
    if (geo_period_parse(context, copy, &period) == GEO_OK && period.first_day != GEO_NO_DATE &&
        period.last_day != GEO_NO_DATE && period.first_day > period.last_day)
        abort();
    geo_context_free(context);
    free(copy);
    return 0;
}
