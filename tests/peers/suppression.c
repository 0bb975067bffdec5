/* Tables with what is hidden in them, for another program to attack: the threshold, the number of
 * lines (the totals last) and columns; the column that each belongs to; then each line's counts,
 * and 1 for hidden. */
#include <stdio.h>
#include <stdlib.h>

#include <geo/measure.h>

#include "random.h"

enum { TABLES = 40, ROWS_MAX = 14, COLUMNS = 9 };

static void print_table(const geo_count_table *table, const geo_suppress_options *options,
                        const bool *hidden)
{
    printf("%d %zu %d\n", (int)options->below, table->row_count + 1, COLUMNS);
    for (size_t i = 0; i < COLUMNS; i++)
        printf("%d ", (int)table->column_parent[i]);
    printf("\n");
    for (size_t i = 0; i < (table->row_count + 1) * COLUMNS; i++) {
        size_t rows = table->row_count * COLUMNS;
        printf("%lld %d\n", (long long)(i < rows ? table->count[i] : table->total[i - rows]),
               hidden[i]);
    }
}

static geo_status make_table(geo_context *context, uint64_t *random)
{
    static const int32_t parent[COLUMNS] = {GEO_NO_CODE, 0, 0, 1, 1, 1, 2, 2, GEO_NO_CODE};
    int64_t count[ROWS_MAX * COLUMNS] = {0};
    int64_t total[COLUMNS] = {0};
    bool hidden[(ROWS_MAX + 1) * COLUMNS] = {false};
    const geo_suppress_options options = {3 + (int64_t)random_below(random, 8), false};
    const geo_count_table table = {
        2 + random_below(random, ROWS_MAX - 1), COLUMNS, parent, true, count, total};
    for (size_t row = 0; row < table.row_count; row++)
        for (size_t column = COLUMNS; column-- > 0;) {
            int64_t *cell = count + row * COLUMNS;
            if (column > 2 || random_below(random, 40) == 0)
                cell[column] += (int64_t)random_below(random, 1 + random_below(random, 60));
            if (parent[column] != GEO_NO_CODE)
                cell[parent[column]] += cell[column];
            total[column] += cell[column];
        }
    geo_status status = geo_suppress(context, &table, &options, hidden, NULL);
    if (status == GEO_OK)
        print_table(&table, &options, hidden);
    return status;
}

int main(void)
{
    geo_context *context = geo_context_new();
    uint64_t random = 17;
    geo_status status = context ? GEO_OK : GEO_ERROR_MEMORY;
    for (int i = 0; i < TABLES && status == GEO_OK; i++)
        status = make_table(context, &random);
    geo_context_free(context);
    return (int)status;
}
