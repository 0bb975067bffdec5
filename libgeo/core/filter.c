#include "core/filter.h"

#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/text.h"
#include "core/utf8.h"

void geo_filter_free(geo_filter *filter)
{
    if (!filter)
        return;
    free(filter->node);
    free(filter->operand);
    free(filter->field);
    free(filter->text);
    free(filter->store);
    free(filter);
}

const char *geo_filter_text(const geo_filter *filter)
{
    return filter->text;
}

size_t geo_filter_field_count(const geo_filter *filter)
{
    return filter->field_count;
}

const char *geo_filter_field(const geo_filter *filter, size_t index)
{
    return filter->field[index];
}

/* An exact match goes before one in another case; `count` when there is neither. */
static size_t find_name(const char *const *names, size_t count, const char *name)
{
    size_t found = count;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0)
            return i;
        if (found == count && geo_same_name(names[i], name))
            found = i;
    }
    return found;
}

geo_status geo_filter_bind(geo_context *context, const geo_filter *filter, const char *const *names,
                           size_t count, const char *where, size_t *index)
{
    for (size_t i = 0; i < filter->field_count; i++) {
        index[i] = find_name(names, count, filter->field[i]);
        if (index[i] == count) {
            char list[2048];
            geo_list_names(names, count, list, sizeof list);
            return geo_fail(context, GEO_ERROR_USAGE,
                            "%s: the condition names a field '%s' that isn't there (text goes in "
                            "'single quotes'); fields: %s",
                            where, filter->field[i], list);
        }
    }
    return GEO_OK;
}

/* ---- evaluation: false < unknown < true, so that AND is the least and OR the greatest -------- */

typedef enum truth { IS_FALSE = 0, IS_UNKNOWN = 1, IS_TRUE = 2 } truth;

static truth not_of(truth value)
{
    return (truth)(IS_TRUE - value);
}

static truth truth_of(bool value)
{
    return value ? IS_TRUE : IS_FALSE;
}

struct row {
    const geo_filter *filter;
    const geo_text *fields;
    const size_t *index;
};

static geo_text text_of(const struct row *row, const geo_filter_operand *operand)
{
    if (operand->kind == GEO_OPERAND_FIELD)
        return row->fields[row->index[operand->field]];
    return operand->text;
}

static bool is_null(const struct row *row, const geo_filter_operand *operand)
{
    if (operand->kind != GEO_OPERAND_FIELD)
        return false;
    geo_text text = text_of(row, operand);
    return !text.data || text.length == 0;
}

static bool number_of(const struct row *row, const geo_filter_operand *operand, double *number)
{
    if (operand->kind == GEO_OPERAND_NUMBER) {
        *number = operand->number;
        return true;
    }
    return geo_number_parse(text_of(row, operand), number);
}

static int order_texts(geo_text one, geo_text other)
{
    size_t shared = one.length < other.length ? one.length : other.length;
    int order = shared == 0 ? 0 : memcmp(one.data, other.data, shared);
    if (order != 0)
        return order;
    return (one.length > other.length) - (one.length < other.length);
}

/* Writes a number below, equal to or above 0; false when the order is unknown. */
static bool order_operands(const struct row *row, const geo_filter_operand *one,
                           const geo_filter_operand *other, int *order)
{
    if (is_null(row, one) || is_null(row, other))
        return false;
    if (one->kind != GEO_OPERAND_NUMBER && other->kind != GEO_OPERAND_NUMBER) {
        *order = order_texts(text_of(row, one), text_of(row, other));
        return true;
    }
    double left = 0;
    double right = 0;
    if (!number_of(row, one, &left) || !number_of(row, other, &right) || left != left ||
        right != right)
        return false;
    *order = (left > right) - (left < right);
    return true;
}

static truth compare(const struct row *row, geo_filter_operation operation,
                     const geo_filter_operand *one, const geo_filter_operand *other)
{
    int order = 0;
    if (!order_operands(row, one, other, &order))
        return IS_UNKNOWN;
    switch (operation) {
    case GEO_FILTER_EQUAL:
        return truth_of(order == 0);
    case GEO_FILTER_NOT_EQUAL:
        return truth_of(order != 0);
    case GEO_FILTER_LESS:
        return truth_of(order < 0);
    case GEO_FILTER_LESS_EQUAL:
        return truth_of(order <= 0);
    case GEO_FILTER_GREATER:
        return truth_of(order > 0);
    default:
        return truth_of(order >= 0);
    }
}

static truth is_in(const struct row *row, const geo_filter_node *node,
                   const geo_filter_operand *operand)
{
    truth result = IS_FALSE;
    for (size_t i = 1; i < node->operand_count && result != IS_TRUE; i++) {
        truth one = compare(row, GEO_FILTER_EQUAL, &operand[0], &operand[i]);
        result = one > result ? one : result;
    }
    return result;
}

static truth is_between(const struct row *row, const geo_filter_operand *operand)
{
    truth low = compare(row, GEO_FILTER_GREATER_EQUAL, &operand[0], &operand[1]);
    truth high = compare(row, GEO_FILTER_LESS_EQUAL, &operand[0], &operand[2]);
    return low < high ? low : high;
}

/* Bytes of the character that begins at `at`. */
static size_t character_length(geo_text text, size_t at)
{
    size_t length = 1;
    while (at + length < text.length && geo_utf8_continues(text.data[at + length]))
        length++;
    return length;
}

/* When a match fails, only the last % needs another try: O(text x pattern), no recursion. */
static bool matches_pattern(geo_text text, geo_text pattern)
{
    size_t at = 0;
    size_t in_pattern = 0;
    size_t retry_pattern = SIZE_MAX;
    size_t retry_at = 0;
    while (at < text.length) {
        if (in_pattern < pattern.length && pattern.data[in_pattern] == '%') {
            retry_pattern = ++in_pattern;
            retry_at = at;
        } else if (in_pattern < pattern.length && pattern.data[in_pattern] == '_') {
            in_pattern++;
            at += character_length(text, at);
        } else if (in_pattern < pattern.length &&
                   geo_lower(pattern.data[in_pattern]) == geo_lower(text.data[at])) {
            in_pattern++;
            at++;
        } else if (retry_pattern != SIZE_MAX) {
            in_pattern = retry_pattern;
            retry_at += character_length(text, retry_at);
            at = retry_at;
        } else {
            return false;
        }
    }
    while (in_pattern < pattern.length && pattern.data[in_pattern] == '%')
        in_pattern++;
    return in_pattern == pattern.length;
}

static truth is_like(const struct row *row, const geo_filter_operand *operand)
{
    if (is_null(row, &operand[0]))
        return IS_UNKNOWN;
    return truth_of(matches_pattern(text_of(row, &operand[0]), operand[1].text));
}

static truth evaluate_leaf(const struct row *row, const geo_filter_node *node)
{
    const geo_filter_operand *operand = &row->filter->operand[node->first_operand];
    truth result;
    switch (node->operation) {
    case GEO_FILTER_IN:
        result = is_in(row, node, operand);
        break;
    case GEO_FILTER_LIKE:
        result = is_like(row, operand);
        break;
    case GEO_FILTER_BETWEEN:
        result = is_between(row, operand);
        break;
    case GEO_FILTER_IS_NULL:
        result = truth_of(is_null(row, &operand[0]));
        break;
    default:
        result = compare(row, node->operation, &operand[0], &operand[1]);
        break;
    }
    return node->negated ? not_of(result) : result;
}

/* As deep as the tree, which the parser bounds by GEO_FILTER_DEPTH_MAX. */
static truth evaluate(const struct row *row, size_t at)
{
    const geo_filter_node *node = &row->filter->node[at];
    if (node->operation == GEO_FILTER_NOT)
        return not_of(evaluate(row, node->first_child));
    if (node->operation != GEO_FILTER_AND && node->operation != GEO_FILTER_OR)
        return evaluate_leaf(row, node);
    bool is_and = node->operation == GEO_FILTER_AND;
    truth decided = is_and ? IS_FALSE : IS_TRUE;
    truth result = not_of(decided);
    for (size_t child = node->first_child; child != GEO_FILTER_NO_NODE && result != decided;
         child = row->filter->node[child].next) {
        truth one = evaluate(row, child);
        result = (is_and ? one < result : one > result) ? one : result;
    }
    return result;
}

bool geo_filter_match(const geo_filter *filter, const geo_text *fields, const size_t *index)
{
    const struct row row = {filter, fields, index};
    return evaluate(&row, filter->root) == IS_TRUE;
}
