#include "core/filter_token.h"

#include <string.h>

#include "core/context.h"
#include "core/text.h"
#include "core/utf8.h"

size_t geo_filter_position(const struct geo_filter_parser *parser, const char *at)
{
    size_t position = 1;
    for (const char *c = parser->expression; c < at; c++)
        position += !geo_utf8_continues(*c);
    return position;
}

geo_status geo_filter_fail_at(const struct geo_filter_parser *parser, const char *at,
                              const char *what)
{
    return geo_fail(parser->context, GEO_ERROR_USAGE, "condition, position %zu: %s",
                    geo_filter_position(parser, at), what);
}

geo_status geo_filter_fail_expecting(const struct geo_filter_parser *parser, const char *expected)
{
    const struct geo_filter_token *found = &parser->token;
    if (found->kind == GEO_TOKEN_END) {
        return geo_fail(parser->context, GEO_ERROR_USAGE,
                        "condition, position %zu: expected %s, but the condition ends here",
                        geo_filter_position(parser, found->start), expected);
    }
    int length = (int)(found->end - found->start > 60 ? 60 : found->end - found->start);
    return geo_fail(parser->context, GEO_ERROR_USAGE,
                    "condition, position %zu: expected %s, found %.*s",
                    geo_filter_position(parser, found->start), expected, length, found->start);
}

static bool is_name_part(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           character == '_' || geo_is_digit(character) || ((unsigned char)character & 0x80) != 0;
}

/* Room is never short: each text takes no more than its source and a NUL. */
static void store_text(struct geo_filter_parser *parser, const char *data, size_t length,
                       char quote)
{
    char *start = parser->filter->store + parser->store_used;
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        start[used++] = data[i];
        i += quote != '\0' && data[i] == quote;
    }
    start[used] = '\0';
    parser->store_used += used + 1;
    parser->token.text = (geo_text){start, used};
}

static geo_status read_quoted(struct geo_filter_parser *parser)
{
    struct geo_filter_token *token = &parser->token;
    char quote = *token->start;
    const char *at = token->start + 1;
    while (*at != '\0' && (*at != quote || at[1] == quote))
        at += *at == quote ? 2 : 1;
    if (*at == '\0') {
        return geo_filter_fail_at(parser, token->start,
                                  quote == '"' ? "this \" is never closed"
                                               : "this ' is never closed");
    }
    token->kind = quote == '"' ? GEO_TOKEN_NAME : GEO_TOKEN_TEXT;
    token->end = at + 1;
    store_text(parser, token->start + 1, (size_t)(at - token->start - 1), quote);
    if (token->kind == GEO_TOKEN_NAME && token->text.length == 0)
        return geo_filter_fail_at(parser, token->start, "a field name is empty");
    return GEO_OK;
}

static geo_status read_number(struct geo_filter_parser *parser)
{
    struct geo_filter_token *token = &parser->token;
    const char *at = token->start + 1;
    while (is_name_part(*at) || *at == '.' ||
           ((*at == '+' || *at == '-') && (at[-1] == 'e' || at[-1] == 'E')))
        at++;
    token->kind = GEO_TOKEN_NUMBER;
    token->end = at;
    store_text(parser, token->start, (size_t)(at - token->start), '\0');
    if (!geo_number_parse(token->text, &token->number)) {
        return geo_filter_fail_at(
            parser, token->start,
            "this is no number (text goes in 'single quotes', a field name that begins "
            "with a digit in \"double quotes\")");
    }
    return GEO_OK;
}

static void read_name(struct geo_filter_parser *parser)
{
    static const struct {
        const char *word;
        geo_filter_token_kind kind;
    } keywords[] = {{"AND", GEO_TOKEN_AND},   {"OR", GEO_TOKEN_OR},
                    {"NOT", GEO_TOKEN_NOT},   {"IN", GEO_TOKEN_IN},
                    {"LIKE", GEO_TOKEN_LIKE}, {"BETWEEN", GEO_TOKEN_BETWEEN},
                    {"IS", GEO_TOKEN_IS},     {"NULL", GEO_TOKEN_NULL}};
    struct geo_filter_token *token = &parser->token;
    const char *at = token->start;
    while (is_name_part(*at))
        at++;
    token->kind = GEO_TOKEN_NAME;
    token->end = at;
    store_text(parser, token->start, (size_t)(at - token->start), '\0');
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (geo_same_name(token->text.data, keywords[i].word))
            token->kind = keywords[i].kind;
}

static bool read_symbol(struct geo_filter_token *token)
{
    static const struct {
        const char *symbol; /* the longer first */
        geo_filter_token_kind kind;
        geo_filter_operation comparison;
    } symbols[] = {{"!=", GEO_TOKEN_COMPARISON, GEO_FILTER_NOT_EQUAL},
                   {"<>", GEO_TOKEN_COMPARISON, GEO_FILTER_NOT_EQUAL},
                   {"<=", GEO_TOKEN_COMPARISON, GEO_FILTER_LESS_EQUAL},
                   {">=", GEO_TOKEN_COMPARISON, GEO_FILTER_GREATER_EQUAL},
                   {"<", GEO_TOKEN_COMPARISON, GEO_FILTER_LESS},
                   {">", GEO_TOKEN_COMPARISON, GEO_FILTER_GREATER},
                   {"=", GEO_TOKEN_COMPARISON, GEO_FILTER_EQUAL},
                   {"(", GEO_TOKEN_OPEN, GEO_FILTER_EQUAL},
                   {")", GEO_TOKEN_CLOSE, GEO_FILTER_EQUAL},
                   {",", GEO_TOKEN_COMMA, GEO_FILTER_EQUAL}};
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        size_t length = strlen(symbols[i].symbol);
        if (strncmp(token->start, symbols[i].symbol, length) == 0) {
            token->kind = symbols[i].kind;
            token->comparison = symbols[i].comparison;
            token->end = token->start + length;
            return true;
        }
    }
    return false;
}

geo_status geo_filter_advance(struct geo_filter_parser *parser)
{
    struct geo_filter_token *token = &parser->token;
    const char *at = token->end;
    at += strspn(at, " \t\r\n");
    token->start = at;
    token->end = at;
    if (*at == '\0') {
        token->kind = GEO_TOKEN_END;
        return GEO_OK;
    }
    if (*at == '\'' || *at == '"')
        return read_quoted(parser);
    const char *digits = at + (*at == '-' || *at == '+');
    if (geo_is_digit(*digits) || (*digits == '.' && geo_is_digit(digits[1])))
        return read_number(parser);
    if (is_name_part(*at)) {
        read_name(parser);
        return GEO_OK;
    }
    return read_symbol(token) ? GEO_OK
                              : geo_filter_fail_at(parser, at, "this character means nothing here");
}
