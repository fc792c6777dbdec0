// SPDX-License-Identifier: MIT
/*
 * Blocks, and the statements that have one. A header that cannot be read does not hide its block: the block
 * is read all the same, so that every '}' finds its '{'.
 */
#include "script/block.h"

#include "script/expression.h"
#include "script/lexer.h"
#include "script/statement.h"
#include "script/tree.h"

static void recover_header(struct fh_parser *parser)
{
    for (;;) {
        int kind = fh_parser_token_at(parser, parser->next).kind;
        if (kind == '{' || kind == '}' || kind == FH_TOKEN_NEWLINE || kind == FH_TOKEN_END)
            break;
        parser->next++;
    }
    g_array_set_size(parser->open, 0);
}

static gboolean take_block_opening(struct fh_parser *parser, struct fh_span *opening)
{
    *opening = fh_parser_peek(parser).span;
    return fh_parser_accept(parser, '{');
}

static void report_missing_block(struct fh_parser *parser, const char *header)
{
    g_autofree char *help = g_strdup_printf("the block's '{' stands on the line of '%s'", header);
    fh_parser_expected(parser, "'{'", help);
}

gboolean fh_parser_block_start(struct fh_parser *parser, const char *header, gboolean is_header_right,
                               struct fh_span *opening)
{
    if (is_header_right && take_block_opening(parser, opening))
        return TRUE;
    if (is_header_right)
        report_missing_block(parser, header);
    recover_header(parser);
    if (take_block_opening(parser, opening))
        return TRUE;
    guint index = parser->next;
    while (fh_parser_token_at(parser, index).kind == FH_TOKEN_NEWLINE)
        index++;
    if (fh_parser_token_at(parser, index).kind == FH_TOKEN_END || fh_parser_is_scenario_start(parser, index))
        return FALSE;
    parser->next = index;
    if (!take_block_opening(parser, opening))
        parser->braces_mismatch = TRUE;
    return TRUE;
}

/* The block of a statement whose header is read. Consumes the statement; NULL when there is no block. */
static struct fh_statement *parse_body(struct fh_parser *parser, struct fh_statement *take_statement,
                                       const char *header, gboolean is_header_right)
{
    fh_auto(fh_statement) statement = take_statement;
    struct fh_span opening;
    if (!fh_parser_block_start(parser, header, is_header_right, &opening))
        return NULL;
    statement->body = fh_statements_new();
    fh_parser_block(parser, opening, statement->body);
    return g_steal_pointer(&statement);
}

struct fh_statement *fh_parser_repeat(struct fh_parser *parser)
{
    fh_auto(fh_statement) statement = fh_statement_new(FH_STATEMENT_REPEAT);
    if (fh_parser_peek(parser).kind == '{') {
        fh_parser_expected(parser, "how many times to repeat", "as in: repeat 10 { ... }");
    } else {
        parser->block_follows = TRUE;
        statement->count = fh_parser_expression(parser);
        parser->block_follows = FALSE;
    }
    gboolean is_header_right = statement->count != NULL;
    return parse_body(parser, g_steal_pointer(&statement), "repeat", is_header_right);
}

struct fh_statement *fh_parser_thread(struct fh_parser *parser)
{
    return parse_body(parser, fh_statement_new(FH_STATEMENT_THREAD), "thread", TRUE);
}

static gboolean parse_parameters(struct fh_parser *parser, GPtrArray *parameters)
{
    static const char help[] =
        "names only, as in (item, user); their types come from where the callback is used";
    fh_parser_open(parser);
    if (fh_parser_peek(parser).kind == ')')
        return fh_parser_close(parser, ')', "')'");
    do {
        struct fh_token token = fh_parser_peek(parser);
        if (!fh_parser_is_identifier(parser, token)) {
            fh_parser_expected(parser, "the name of a parameter", help);
            return FALSE;
        }
        fh_parser_take(parser);
        g_ptr_array_add(parameters, fh_word_new(fh_parser_text(parser, token.span), token.span));
    } while (fh_parser_accept(parser, ','));
    if (fh_parser_peek(parser).kind == ')')
        return fh_parser_close(parser, ')', "')'");
    fh_parser_expected(parser, "',' or ')'", help);
    return FALSE;
}

static gboolean parse_callback_header(struct fh_parser *parser, struct fh_statement *statement)
{
    statement->name.text = fh_parser_require_identifier(parser, "the callback's name", &statement->name.span);
    if (!statement->name.text)
        return FALSE;
    if (fh_parser_peek(parser).kind != '(') {
        fh_parser_expected(parser, "'(' and the callback's parameters",
                           "as in: callback add(item, user) { ... }");
        return FALSE;
    }
    return parse_parameters(parser, statement->parameters);
}

struct fh_statement *fh_parser_callback(struct fh_parser *parser)
{
    fh_auto(fh_statement) statement = fh_statement_new(FH_STATEMENT_CALLBACK);
    statement->parameters = fh_words_new();
    gboolean is_header_right = parse_callback_header(parser, statement);
    return parse_body(parser, g_steal_pointer(&statement), "callback", is_header_right);
}

/* Nothing is said about the blocks around it: which one was meant to be closed, nobody knows. */
static void close_block(struct fh_parser *parser, struct fh_span opening)
{
    if (fh_parser_accept(parser, '}') || parser->braces_mismatch)
        return;
    struct fh_token token = fh_parser_peek(parser);
    struct fh_position position = fh_source_position(parser->source, opening.offset);
    g_autofree char *help = g_strdup_printf("the '{' at %u:%u is not closed", position.line, position.column);
    fh_parser_error(parser, token.span, help, "expected '}' before %s",
                    token.kind == FH_TOKEN_END ? "the end of the file" : "the next scenario");
    parser->braces_mismatch = TRUE;
}

/* Whether a statement starts here; not so at the end of the block, or where the next scenario begins in it.
 */
static gboolean find_statement(struct fh_parser *parser)
{
    while (fh_parser_accept(parser, FH_TOKEN_NEWLINE) || fh_parser_accept(parser, ';'))
        continue;
    int kind = fh_parser_peek(parser).kind;
    return kind != '}' && kind != FH_TOKEN_END && !fh_parser_is_scenario_start(parser, parser->next);
}

/* Skips a block that is too deep. */
static void refuse_block(struct fh_parser *parser, struct fh_span opening)
{
    fh_parser_error(parser, opening, NULL, "blocks are nested more than %d deep", FH_SCRIPT_MAX_NESTING);
    struct fh_token token = {.kind = '{', .span = opening};
    g_array_append_val(parser->open, token);
    fh_parser_peek(parser);
    fh_parser_recover(parser, parser->next);
    parser->braces_mismatch = TRUE;
}

void fh_parser_block(struct fh_parser *parser, struct fh_span opening, GPtrArray *body)
{
    if (parser->block_nesting >= FH_SCRIPT_MAX_NESTING) {
        refuse_block(parser, opening);
        return;
    }
    parser->block_nesting++;
    while (find_statement(parser))
        fh_parser_statement(parser, body);
    parser->block_nesting--;
    close_block(parser, opening);
}
