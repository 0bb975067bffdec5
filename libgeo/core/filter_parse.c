/* A condition to a tree, by recursive descent:
 *
 *   condition   = conjunction { OR conjunction }
 *   conjunction = negation { AND negation }
 *   negation    = NOT negation | '(' condition ')' | predicate
 *   predicate   = operand test
 *   test        = comparison operand | IS [NOT] NULL | [NOT] LIKE 'text'
 *               | [NOT] IN '(' operand {, operand} ')' | [NOT] BETWEEN operand AND operand
 *   operand     = name | "name" | 'text' | number
 */
#include <string.h>

#include "core/context.h"
#include "core/filter_token.h"
#include "core/memory.h"
#include "core/text.h"

static geo_status expect(struct geo_filter_parser *parser, geo_filter_token_kind kind,
                         const char *expected)
{
    return parser->token.kind == kind ? geo_filter_advance(parser)
                                      : geo_filter_fail_expecting(parser, expected);
}

static geo_status add_node(struct geo_filter_parser *parser, geo_filter_operation operation,
                           size_t *out)
{
    geo_filter *filter = parser->filter;
    geo_status status = geo_grow_array(parser->context, &filter->node, &filter->node_capacity,
                                       filter->node_count + 1, sizeof *filter->node);
    if (status == GEO_OK) {
        *out = filter->node_count;
        filter->node[filter->node_count++] = (geo_filter_node){
            operation, false, GEO_FILTER_NO_NODE, GEO_FILTER_NO_NODE, filter->operand_count, 0};
    }
    return status;
}

static geo_status find_or_add_field(struct geo_filter_parser *parser, const char *name, size_t *out)
{
    geo_filter *filter = parser->filter;
    for (*out = 0; *out < filter->field_count; ++*out)
        if (geo_same_name(filter->field[*out], name))
            return GEO_OK;
    geo_status status = geo_grow_array(parser->context, &filter->field, &filter->field_capacity,
                                       filter->field_count + 1, sizeof *filter->field);
    if (status == GEO_OK)
        filter->field[filter->field_count++] = name;
    return status;
}

/* Takes one operand and appends it to those of a node, the last that was added. */
static geo_status parse_operand(struct geo_filter_parser *parser, size_t node, const char *expected)
{
    geo_filter *filter = parser->filter;
    const struct geo_filter_token *token = &parser->token;
    geo_filter_operand operand = {GEO_OPERAND_TEXT, 0, token->text, 0};
    geo_status status = GEO_OK;
    if (token->kind == GEO_TOKEN_NAME) {
        operand.kind = GEO_OPERAND_FIELD;
        status = find_or_add_field(parser, token->text.data, &operand.field);
    } else if (token->kind == GEO_TOKEN_NUMBER) {
        operand.kind = GEO_OPERAND_NUMBER;
        operand.number = token->number;
    } else if (token->kind == GEO_TOKEN_NULL) {
        status = geo_filter_fail_at(parser, token->start,
                                    "nothing equals NULL: write IS NULL or IS NOT NULL");
    } else if (token->kind != GEO_TOKEN_TEXT) {
        status = geo_filter_fail_expecting(parser, expected);
    }
    if (status == GEO_OK) {
        status = geo_grow_array(parser->context, &filter->operand, &filter->operand_capacity,
                                filter->operand_count + 1, sizeof *filter->operand);
    }
    if (status != GEO_OK)
        return status;
    filter->operand[filter->operand_count++] = operand;
    filter->node[node].operand_count++;
    return geo_filter_advance(parser);
}

static const char value_expected[] = "a field, 'text' or a number";

static geo_status parse_list(struct geo_filter_parser *parser, size_t node)
{
    geo_status status = expect(parser, GEO_TOKEN_OPEN, "( and a list of values");
    if (status == GEO_OK)
        status = parse_operand(parser, node, value_expected);
    while (status == GEO_OK && parser->token.kind == GEO_TOKEN_COMMA) {
        status = geo_filter_advance(parser);
        if (status == GEO_OK)
            status = parse_operand(parser, node, value_expected);
    }
    return status == GEO_OK ? expect(parser, GEO_TOKEN_CLOSE, ", or )") : status;
}

static geo_status parse_between(struct geo_filter_parser *parser, size_t node)
{
    geo_status status = parse_operand(parser, node, value_expected);
    if (status == GEO_OK)
        status = expect(parser, GEO_TOKEN_AND, "AND and the upper end of BETWEEN");
    return status == GEO_OK ? parse_operand(parser, node, value_expected) : status;
}

static geo_status parse_like(struct geo_filter_parser *parser, size_t node)
{
    if (parser->token.kind != GEO_TOKEN_TEXT)
        return geo_filter_fail_expecting(parser, "a pattern in 'single quotes'");
    return parse_operand(parser, node, value_expected);
}

static geo_status parse_is_null(struct geo_filter_parser *parser, geo_filter_node *node)
{
    geo_status status = GEO_OK;
    if (parser->token.kind == GEO_TOKEN_NOT) {
        node->negated = true;
        status = geo_filter_advance(parser);
    }
    return status == GEO_OK ? expect(parser, GEO_TOKEN_NULL, "NULL or NOT NULL") : status;
}

/* What follows the first operand of a predicate. */
static geo_status parse_test(struct geo_filter_parser *parser, size_t at)
{
    geo_filter_node *node = &parser->filter->node[at];
    struct geo_filter_token token = parser->token;
    geo_status status = GEO_OK;
    if (token.kind == GEO_TOKEN_NOT) {
        status = geo_filter_advance(parser);
        token = parser->token;
        node->negated = true;
    }
    bool is_list_test = token.kind == GEO_TOKEN_IN || token.kind == GEO_TOKEN_LIKE ||
                        token.kind == GEO_TOKEN_BETWEEN;
    if (status == GEO_OK && node->negated && !is_list_test)
        return geo_filter_fail_expecting(parser, "IN, LIKE or BETWEEN after NOT");
    if (status == GEO_OK && !is_list_test && token.kind != GEO_TOKEN_IS &&
        token.kind != GEO_TOKEN_COMPARISON) {
        return geo_filter_fail_expecting(parser,
                                         "a comparison such as =, IN or IS NULL (a field name with "
                                         "blanks goes in \"double quotes\")");
    }
    if (status == GEO_OK)
        status = geo_filter_advance(parser);
    if (status != GEO_OK)
        return status;
    switch (token.kind) {
    case GEO_TOKEN_IN:
        node->operation = GEO_FILTER_IN;
        return parse_list(parser, at);
    case GEO_TOKEN_LIKE:
        node->operation = GEO_FILTER_LIKE;
        return parse_like(parser, at);
    case GEO_TOKEN_BETWEEN:
        node->operation = GEO_FILTER_BETWEEN;
        return parse_between(parser, at);
    case GEO_TOKEN_IS:
        node->operation = GEO_FILTER_IS_NULL;
        return parse_is_null(parser, node);
    default:
        node->operation = token.comparison;
        return parse_operand(parser, at, value_expected);
    }
}

static geo_status parse_predicate(struct geo_filter_parser *parser, size_t *out)
{
    size_t node = 0;
    geo_status status = add_node(parser, GEO_FILTER_EQUAL, &node);
    if (status == GEO_OK)
        status = parse_operand(parser, node, "a field, 'text', a number, NOT or (");
    if (status == GEO_OK)
        status = parse_test(parser, node);
    if (status == GEO_OK)
        *out = node;
    return status;
}

static geo_status parse_condition(struct geo_filter_parser *parser, size_t *out);
static geo_status parse_negation(struct geo_filter_parser *parser, size_t *out);

static geo_status parse_parentheses(struct geo_filter_parser *parser, size_t *out)
{
    geo_status status = geo_filter_advance(parser);
    if (status == GEO_OK)
        status = parse_condition(parser, out);
    return status == GEO_OK ? expect(parser, GEO_TOKEN_CLOSE, "AND, OR or )") : status;
}

static geo_status parse_not(struct geo_filter_parser *parser, size_t *out)
{
    size_t child = 0;
    geo_status status = geo_filter_advance(parser);
    if (status == GEO_OK)
        status = parse_negation(parser, &child);
    if (status == GEO_OK)
        status = add_node(parser, GEO_FILTER_NOT, out);
    if (status == GEO_OK)
        parser->filter->node[*out].first_child = child;
    return status;
}

static geo_status parse_negation(struct geo_filter_parser *parser, size_t *out)
{
    geo_filter_token_kind kind = parser->token.kind;
    if (kind != GEO_TOKEN_NOT && kind != GEO_TOKEN_OPEN)
        return parse_predicate(parser, out);
    if (parser->depth == GEO_FILTER_DEPTH_MAX) {
        return geo_fail(parser->context, GEO_ERROR_LIMIT,
                        "condition, position %zu: nested deeper than %d levels; write it flatter",
                        geo_filter_position(parser, parser->token.start), GEO_FILTER_DEPTH_MAX);
    }
    parser->depth++;
    geo_status status =
        kind == GEO_TOKEN_NOT ? parse_not(parser, out) : parse_parentheses(parser, out);
    parser->depth--;
    return status;
}

/* One or more parts joined by AND or OR; a single one stands for itself. */
static geo_status parse_joined(struct geo_filter_parser *parser, geo_filter_token_kind joint,
                               geo_filter_operation operation,
                               geo_status (*parse_part)(struct geo_filter_parser *, size_t *),
                               size_t *out)
{
    size_t last = 0;
    size_t parent = 0;
    geo_status status = parse_part(parser, out);
    if (status != GEO_OK || parser->token.kind != joint)
        return status;
    last = *out;
    status = add_node(parser, operation, &parent);
    if (status == GEO_OK)
        parser->filter->node[parent].first_child = last;
    while (status == GEO_OK && parser->token.kind == joint) {
        size_t part = 0;
        status = geo_filter_advance(parser);
        if (status == GEO_OK)
            status = parse_part(parser, &part);
        if (status == GEO_OK) {
            parser->filter->node[last].next = part;
            last = part;
        }
    }
    *out = parent;
    return status;
}

static geo_status parse_conjunction(struct geo_filter_parser *parser, size_t *out)
{
    return parse_joined(parser, GEO_TOKEN_AND, GEO_FILTER_AND, parse_negation, out);
}

static geo_status parse_condition(struct geo_filter_parser *parser, size_t *out)
{
    return parse_joined(parser, GEO_TOKEN_OR, GEO_FILTER_OR, parse_conjunction, out);
}

static geo_status parse_whole(struct geo_filter_parser *parser)
{
    geo_status status =
        geo_alloc_array(parser->context, strlen(parser->expression) + 1, 2, &parser->filter->store);
    if (status == GEO_OK)
        status = geo_copy_text(parser->context, parser->expression, &parser->filter->text);
    if (status == GEO_OK)
        status = geo_filter_advance(parser);
    if (status == GEO_OK)
        status = parse_condition(parser, &parser->filter->root);
    if (status == GEO_OK && parser->token.kind != GEO_TOKEN_END)
        status = geo_filter_fail_expecting(parser, "AND, OR or the end");
    return status;
}

geo_status geo_filter_parse(geo_context *context, const char *expression, geo_filter **out)
{
    geo_filter *filter = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *filter, &filter);
    if (status != GEO_OK)
        return status;
    struct geo_filter_parser parser = {
        .context = context, .filter = filter, .expression = expression};
    parser.token.end = expression;
    status = parse_whole(&parser);
    if (status != GEO_OK) {
        geo_filter_free(filter);
        return status;
    }
    *out = filter;
    return GEO_OK;
}
