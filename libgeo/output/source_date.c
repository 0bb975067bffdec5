#include "output/source_date.h"

#include <stdlib.h>

#include "core/text.h"

int64_t geo_source_date(void)
{
    static const double year_10000 = 253402300800.0;
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    double number;
    bool is_date = epoch && geo_number_parse(geo_text_of(epoch), &number) && number >= 0 &&
                   number < year_10000;
    return is_date ? (int64_t)number : 0;
}
