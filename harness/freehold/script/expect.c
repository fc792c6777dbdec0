// SPDX-License-Identifier: MIT
#include "script/expect.h"

#include "script/expression.h"
#include "script/lexer.h"
#include "script/tree.h"

static const char comparisons[] = "'==', '!=', '<', '<=', '>' or '>='";

static gboolean parse_relation(struct fh_parser *parser, enum fh_relation *out)
{
    static const int kinds[FH_RELATION_COUNT] = {
        [FH_RELATION_EQ] = FH_TOKEN_EQ, [FH_RELATION_NE] = FH_TOKEN_NE, [FH_RELATION_LT] = '<',
        [FH_RELATION_LE] = FH_TOKEN_LE, [FH_RELATION_GT] = '>',         [FH_RELATION_GE] = FH_TOKEN_GE,
    };
    struct fh_token token = fh_parser_peek(parser);
    for (guint i = 0; i < FH_RELATION_COUNT; i++) {
        if (token.kind != kinds[i])
            continue;
        fh_parser_take(parser);
        *out = (enum fh_relation)i;
        return TRUE;
    }
    const char *help = token.kind == '=' ? "'=' assigns, '==' compares" : "as in: expect status == 0";
    fh_parser_expected(parser, comparisons, help);
    return FALSE;
}

static gboolean is_at_end(struct fh_parser *parser)
{
    const int kind = fh_parser_peek(parser).kind;
    return kind == FH_TOKEN_NEWLINE || kind == FH_TOKEN_END || kind == FH_TOKEN_ANNOTATION || kind == ';' ||
           kind == '}';
}

static struct fh_statement *parse_values(struct fh_parser *parser)
{
    fh_auto(fh_statement) statement = fh_statement_new(FH_STATEMENT_EXPECT);
    statement->target = fh_parser_expression(parser);
    if (statement->target && is_at_end(parser))
        return g_steal_pointer(&statement);
    if (!statement->target || !parse_relation(parser, &statement->relation))
        return NULL;
    statement->value = fh_parser_expression(parser);
    return statement->value ? g_steal_pointer(&statement) : NULL;
}

/* `owner(P) == D`. */
static struct fh_statement *parse_owner(struct fh_parser *parser)
{
    fh_auto(fh_statement) statement = fh_statement_new(FH_STATEMENT_EXPECT_OWNER);
    fh_parser_take(parser);
    fh_parser_open(parser);
    statement->target = fh_parser_expression(parser);
    if (!statement->target || !fh_parser_close(parser, ')', "')'"))
        return NULL;
    if (!fh_parser_accept(parser, FH_TOKEN_EQ)) {
        fh_parser_expected(parser, "'==' and an owner", "owners are only compared with '=='");
        return NULL;
    }
    if (fh_parser_peek(parser).kind == FH_TOKEN_NAME)
        statement->name.text = fh_parser_take_raw_word(parser, "_+", &statement->name.span);
    if (!statement->name.text) {
        fh_parser_expected(parser, "an owner", "owners are: rust, c, c++, none");
        return NULL;
    }
    return g_steal_pointer(&statement);
}

/* `N WORD` or `N WORDs`. */
static gboolean parse_count(struct fh_parser *parser, const char *singular, const char *plural, guint64 *out)
{
    static const char help[] = "as in: expect heap 4 allocs, 4 frees";
    struct fh_token token = fh_parser_peek(parser);
    if (token.kind != FH_TOKEN_INTEGER) {
        g_autofree char *what = g_strdup_printf("the number of %s", plural);
        fh_parser_expected(parser, what, help);
        return FALSE;
    }
    *out = fh_parser_take(parser).integer;
    token = fh_parser_peek(parser);
    if (!fh_parser_is_word(parser, token, singular) && !fh_parser_is_word(parser, token, plural)) {
        g_autofree char *what = g_strdup_printf("'%s'", plural);
        fh_parser_expected(parser, what, help);
        return FALSE;
    }
    fh_parser_take(parser);
    return TRUE;
}

/* `heap N allocs, M frees`. */
static struct fh_statement *parse_heap(struct fh_parser *parser)
{
    fh_auto(fh_statement) statement = fh_statement_new(FH_STATEMENT_EXPECT_HEAP);
    fh_parser_take(parser);
    if (!parse_count(parser, "alloc", "allocs", &statement->allocs) ||
        !fh_parser_require(parser, ',', "',' and the number of frees") ||
        !parse_count(parser, "free", "frees", &statement->frees))
        return NULL;
    return g_steal_pointer(&statement);
}

struct fh_statement *fh_parser_expect(struct fh_parser *parser)
{
    struct fh_token token = fh_parser_peek(parser);
    struct fh_token after = fh_parser_token_at(parser, parser->next + 1);
    if (fh_parser_is_word(parser, token, "owner") && after.kind == '(')
        return parse_owner(parser);
    gboolean is_count =
        after.kind == FH_TOKEN_INTEGER || after.kind == FH_TOKEN_NAME || after.kind == FH_TOKEN_NEWLINE;
    if (fh_parser_is_word(parser, token, "heap") && is_count)
        return parse_heap(parser);
    return parse_values(parser);
}
