#include "measure/suppress_network.h"

#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"

/* Doubles hold every whole number up to here: no count of incidents comes near. */
static const int64_t count_limit = INT64_C(1) << 53;

static geo_status check_columns(geo_context *context, const geo_count_table *table)
{
    for (size_t column = 0; table->column_parent && column < table->column_count; column++) {
        int32_t parent = table->column_parent[column];
        if (parent != GEO_NO_CODE && (parent < 0 || (size_t)parent >= column))
            return geo_fail(context, GEO_ERROR_USAGE,
                            "column %zu of a table of counts stands before the one that sums it up",
                            column + 1);
    }
    return GEO_OK;
}

static geo_status check_counts(geo_context *context, const geo_count_table *table)
{
    for (size_t column = 0; column < table->column_count; column++) {
        int64_t sum = 0;
        for (size_t row = 0; row < table->row_count; row++) {
            int64_t count = table->count[row * table->column_count + column];
            if (count < 0 || count > count_limit - sum)
                return geo_fail(context, GEO_ERROR_DATA,
                                "the count in row %zu, column %zu is out of range", row + 1,
                                column + 1);
            sum += count;
        }
        if (table->has_total_row && table->total[column] != sum)
            return geo_fail(context, GEO_ERROR_DATA,
                            "the total of column %zu is %lld, but its rows sum up to %lld",
                            column + 1, (long long)table->total[column], (long long)sum);
    }
    return GEO_OK;
}

static const int64_t *line_of(const geo_count_table *table, size_t line)
{
    return line < table->row_count ? table->count + line * table->column_count : table->total;
}

/* What the parts of each column leave of it, in one line. */
static geo_status find_remainders(geo_context *context, const geo_count_table *table, size_t line,
                                  const suppress_network *network, int64_t *remainder)
{
    const int64_t *count = line_of(table, line);
    for (size_t column = 0; column < table->column_count; column++) {
        int32_t parent = network->parent[column];
        remainder[column] = network->has_parts[column] ? count[column] : 0;
        if (parent != GEO_NO_CODE)
            remainder[parent] -= count[column];
    }
    for (size_t column = 0; column < table->column_count; column++)
        if (remainder[column] < 0)
            return geo_fail(context, GEO_ERROR_DATA,
                            "the count in row %zu, column %zu is below the sum of its parts",
                            line + 1, column + 1);
    return GEO_OK;
}

/* Gives a column of their own to the remainders of each group that has any. */
static geo_status list_columns(geo_context *context, const geo_count_table *table,
                               suppress_network *network, int64_t *remainder, bool *has_remainder)
{
    geo_status status = GEO_OK;
    for (size_t column = 0; column < table->column_count; column++) {
        network->parent[column] = table->column_parent ? table->column_parent[column] : GEO_NO_CODE;
        if (network->parent[column] != GEO_NO_CODE)
            network->has_parts[network->parent[column]] = true;
    }
    for (size_t line = 0; status == GEO_OK && line < network->line_count; line++) {
        status = find_remainders(context, table, line, network, remainder);
        for (size_t column = 0; column < table->column_count; column++)
            has_remainder[column] |= remainder[column] > 0;
    }
    network->width = table->column_count;
    for (size_t column = 0; column < table->column_count; column++)
        if (has_remainder[column])
            network->parent[network->width++] = (int32_t)column;
    return status;
}

static geo_status fill_values(geo_context *context, const geo_count_table *table,
                              suppress_network *network, int64_t *remainder)
{
    geo_status status = GEO_OK;
    for (size_t line = 0; status == GEO_OK && line < network->line_count; line++) {
        int64_t *value = network->value + line * network->width;
        status = find_remainders(context, table, line, network, remainder);
        for (size_t column = 0; column < network->width; column++)
            value[column] = column < table->column_count ? line_of(table, line)[column]
                                                         : remainder[network->parent[column]];
    }
    return status;
}

/* ---- nodes ---------------------------------------------------------------------------------- */

/* Numbers the nodes: groups line by line, sums over rows, ground. `node` is the group's within its
 * line, or that of the sum over rows. */
static void number_nodes(suppress_network *network, bool has_total_row, int32_t *node)
{
    size_t groups = 0;
    for (size_t column = 0; column < network->width; column++)
        if (network->has_parts[column])
            node[column] = (int32_t)groups++;
    network->first_hub = groups * network->line_count;
    network->node_count = network->first_hub;
    for (size_t column = 0; has_total_row && column < network->width; column++)
        if (!network->has_parts[column])
            node[column] = (int32_t)network->node_count++;
    network->node_count++;
}

static void join_cell(suppress_network *network, bool has_total_row, const int32_t *node,
                      size_t cell)
{
    size_t line = cell / network->width;
    size_t column = cell % network->width;
    int32_t groups = (int32_t)(network->first_hub / network->line_count);
    int32_t first_group = (int32_t)line * groups;
    int32_t ground = (int32_t)network->node_count - 1;
    int32_t parent = network->parent[column];
    int32_t above = parent == GEO_NO_CODE ? ground : first_group + node[parent];
    int32_t below = network->has_parts[column] ? first_group + node[column]
                    : has_total_row            ? node[column]
                                               : ground;
    bool is_total = line == network->row_count;
    network->tail[cell] = is_total ? below : above;
    network->head[cell] = is_total ? above : below;
}

static void list_arcs(suppress_network *network)
{
    for (size_t cell = 0; cell < network->cell_count; cell++) {
        if (network->tail[cell] == network->head[cell])
            continue;
        network->first_arc[network->tail[cell] + 1]++;
        network->first_arc[network->head[cell] + 1]++;
    }
    for (size_t node = 0; node < network->node_count; node++)
        network->first_arc[node + 1] += network->first_arc[node];
    /* Each beginning moves to its end, which is the beginning of the next. */
    for (size_t cell = 0; cell < network->cell_count; cell++) {
        if (network->tail[cell] == network->head[cell])
            continue;
        network->arc[network->first_arc[network->tail[cell]]++] = (int32_t)cell;
        network->arc[network->first_arc[network->head[cell]]++] = (int32_t)cell;
    }
    for (size_t node = network->node_count; node > 0; node--)
        network->first_arc[node] = network->first_arc[node - 1];
    network->first_arc[0] = 0;
}

static geo_status join_cells(geo_context *context, suppress_network *network, bool has_total_row)
{
    int32_t *node = NULL;
    geo_status status = geo_alloc_array(context, network->width, sizeof *node, &node);
    if (status == GEO_OK && network->line_count > 0) {
        number_nodes(network, has_total_row, node);
        status = geo_alloc_array(context, network->node_count + 1, sizeof *network->first_arc,
                                 &network->first_arc);
    }
    if (status == GEO_OK && network->line_count > 0) {
        for (size_t cell = 0; cell < network->cell_count; cell++)
            join_cell(network, has_total_row, node, cell);
        list_arcs(network);
    }
    free(node);
    return status;
}

/* ---- network -------------------------------------------------------------------------------- */

static geo_status allocate_cells(geo_context *context, suppress_network *network)
{
    if (network->width > 0 && network->line_count > (size_t)INT32_MAX / network->width)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "a table of %zu rows and %zu columns is too large for hiding small counts",
                        network->line_count, network->width);
    size_t cells = network->cell_count = network->line_count * network->width;
    geo_status status = geo_alloc_array(context, cells, sizeof *network->value, &network->value);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *network->tail, &network->tail);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *network->head, &network->head);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 2 * cells, sizeof *network->arc, &network->arc);
    return status;
}

static geo_status allocate_columns(geo_context *context, suppress_network *network,
                                   int64_t **remainder, bool **has_remainder)
{
    size_t columns = network->column_count;
    geo_status status =
        geo_alloc_array(context, 2 * columns, sizeof *network->parent, &network->parent);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, 2 * columns, sizeof *network->has_parts, &network->has_parts);
    if (status == GEO_OK)
        status = geo_alloc_array(context, columns, sizeof **remainder, remainder);
    if (status == GEO_OK)
        status = geo_alloc_array(context, columns, sizeof **has_remainder, has_remainder);
    return status;
}

geo_status geo_suppress_network_make(geo_context *context, const geo_count_table *table,
                                     suppress_network *network)
{
    int64_t *remainder = NULL;
    bool *has_remainder = NULL;
    *network = (suppress_network){.row_count = table->row_count,
                                  .line_count = table->row_count + table->has_total_row,
                                  .column_count = table->column_count};
    geo_status status = check_columns(context, table);
    if (status == GEO_OK)
        status = check_counts(context, table);
    if (status == GEO_OK)
        status = allocate_columns(context, network, &remainder, &has_remainder);
    if (status == GEO_OK)
        status = list_columns(context, table, network, remainder, has_remainder);
    if (status == GEO_OK)
        status = allocate_cells(context, network);
    if (status == GEO_OK)
        status = fill_values(context, table, network, remainder);
    if (status == GEO_OK)
        status = join_cells(context, network, table->has_total_row);
    free(remainder);
    free(has_remainder);
    return status;
}

void geo_suppress_network_clear(suppress_network *network)
{
    free(network->parent);
    free(network->has_parts);
    free(network->value);
    free(network->tail);
    free(network->head);
    free(network->first_arc);
    free(network->arc);
}
