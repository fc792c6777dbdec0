// SPDX-License-Identifier: MIT
/*
 * Statements. Words like `read` are words of the language only where a statement starts, and only when what
 * follows is not C's: `read = 1`, `read.x = 1`, `read->x = 1`, `read[0] = 1`, and `read(…)` without a blank,
 * are about a variable or a function of that name.
 */
#include "script/statement.h"

#include "base/diagnostics.h"
#include "base/source.h"
#include "script/block.h"
#include "script/expect.h"
#include "script/expression.h"
#include "script/lexer.h"
#include "script/script.h"
#include "script/tree.h"
#include "script/type_name.h"

static struct fh_statement *parse_read(struct fh_parser *parser)
{
    fh_auto(fh_statement) statement = fh_statement_new(FH_STATEMENT_READ);
    statement->target = fh_parser_expression(parser);
    if (!statement->target || !fh_parser_require(parser, ',', "',' and the number of bytes"))
        return NULL;
    statement->count = fh_parser_expression(parser);
    return statement->count ? g_steal_pointer(&statement) : NULL;
}

static struct fh_statement *parse_write(struct fh_parser *parser)
{
    fh_auto(fh_statement) statement = parse_read(parser);
    if (!statement || !fh_parser_require(parser, ',', "',' and the byte to write"))
        return NULL;
    statement->kind = FH_STATEMENT_WRITE;
    statement->value = fh_parser_expression(parser);
    return statement->value ? g_steal_pointer(&statement) : NULL;
}

static struct fh_statement *parse_return(struct fh_parser *parser)
{
    fh_auto(fh_statement) statement = fh_statement_new(FH_STATEMENT_RETURN);
    switch (fh_parser_peek(parser).kind) {
    case FH_TOKEN_NEWLINE:
    case FH_TOKEN_END:
    case FH_TOKEN_ANNOTATION:
    case ';':
    case '}':
        return g_steal_pointer(&statement);
    default:
        statement->value = fh_parser_expression(parser);
        return statement->value ? g_steal_pointer(&statement) : NULL;
    }
}

static const char fail_help[] = "as in: fail alloc 2 of rust";

static gboolean require_word(struct fh_parser *parser, const char *word, const char *what)
{
    if (fh_parser_is_word(parser, fh_parser_peek(parser), word)) {
        fh_parser_take(parser);
        return TRUE;
    }
    fh_parser_expected(parser, what, fail_help);
    return FALSE;
}

/* `fail alloc N of D`. */
static struct fh_statement *parse_fail(struct fh_parser *parser)
{
    fh_auto(fh_statement) statement = fh_statement_new(FH_STATEMENT_FAIL);
    if (!require_word(parser, "alloc", "'alloc'"))
        return NULL;
    statement->count = fh_parser_expression(parser);
    if (!statement->count || !require_word(parser, "of", "'of' and whose it is"))
        return NULL;
    if (fh_parser_peek(parser).kind == FH_TOKEN_NAME)
        statement->name.text = fh_parser_take_raw_word(parser, "_+", &statement->name.span);
    if (!statement->name.text) {
        fh_parser_expected(parser, "whose it is", "it is rust's or c's");
        return NULL;
    }
    return g_steal_pointer(&statement);
}

static gboolean parse_declared_length(struct fh_parser *parser, struct fh_statement *statement)
{
    if (fh_parser_peek(parser).kind != '[')
        return TRUE;
    fh_parser_open(parser);
    statement->is_array = TRUE;
    if (fh_parser_peek(parser).kind != ']') {
        statement->length = fh_parser_expression(parser);
        if (!statement->length)
            return FALSE;
    }
    return fh_parser_close(parser, ']', "']'");
}

static struct fh_statement *parse_declaration(struct fh_parser *parser)
{
    fh_auto(fh_statement) statement = fh_statement_new(FH_STATEMENT_DECLARE);
    statement->type = fh_parser_type_name(parser);
    if (!statement->type)
        return NULL;
    statement->name.text =
        fh_parser_require_identifier(parser, "the name of a variable", &statement->name.span);
    if (!statement->name.text || !parse_declared_length(parser, statement))
        return NULL;
    if (fh_parser_accept(parser, '=')) {
        statement->value = fh_parser_initialiser(parser);
        return statement->value ? g_steal_pointer(&statement) : NULL;
    }
    if (statement->is_array && !statement->length) {
        fh_parser_error(parser, statement->name.span,
                        "write it, as in buffer[16], or initialise it with { ... }",
                        "the array '%s' has no length", statement->name.text);
        return NULL;
    }
    return g_steal_pointer(&statement);
}

static gboolean is_assignable(const struct fh_expr *expr)
{
    switch (expr->kind) {
    case FH_EXPR_NAME:
    case FH_EXPR_INDEX:
    case FH_EXPR_FIELD:
    case FH_EXPR_ARROW:
    case FH_EXPR_DEREF:
        return TRUE;
    default:
        return FALSE;
    }
}

static struct fh_statement *parse_assignment(struct fh_parser *parser, struct fh_expr *take_target)
{
    fh_auto(fh_statement) statement = fh_statement_new(FH_STATEMENT_ASSIGN);
    statement->target = take_target;
    if (!is_assignable(statement->target)) {
        fh_parser_error(parser, statement->target->span,
                        "a variable, an element, a field or *p can be assigned to",
                        "nothing can be assigned to this");
        return NULL;
    }
    fh_parser_take(parser);
    statement->value = fh_parser_expression(parser);
    return statement->value ? g_steal_pointer(&statement) : NULL;
}

static gboolean is_comparison(int kind)
{
    return kind == FH_TOKEN_EQ || kind == FH_TOKEN_NE || kind == '<' || kind == '>' || kind == FH_TOKEN_LE ||
           kind == FH_TOKEN_GE;
}

/* Whether what follows a word makes it the name of a variable or a function. */
static gboolean is_used_as_name(struct fh_parser *parser)
{
    guint after = parser->next + 1;
    switch (fh_parser_token_at(parser, after).kind) {
    case '=':
    case '.':
    case '[':
    case FH_TOKEN_ARROW:
        return TRUE;
    case '(':
        return fh_parser_is_adjacent(parser, after);
    default:
        return FALSE;
    }
}

/* `callback done = …` declares a variable of a type with that name; `callback done(…) {` defines a callback.
 */
static gboolean is_used_as_type(struct fh_parser *parser)
{
    if (fh_parser_token_at(parser, parser->next + 1).kind == '*')
        return TRUE;
    int kind = fh_parser_token_at(parser, parser->next + 2).kind;
    return fh_parser_declaration_ahead(parser) && kind != '(' && kind != '{';
}

typedef struct fh_statement *parse_function(struct fh_parser *parser);

static const struct {
    const char *word;
    parse_function *parse;
} statement_words[] = {
    {"expect", fh_parser_expect},     {"read", parse_read},         {"write", parse_write},
    {"return", parse_return},         {"repeat", fh_parser_repeat}, {"thread", fh_parser_thread},
    {"callback", fh_parser_callback}, {"fail", parse_fail},
};

static parse_function *find_word(const struct fh_parser *parser, struct fh_token token)
{
    for (gsize i = 0; i < G_N_ELEMENTS(statement_words); i++)
        if (fh_parser_is_word(parser, token, statement_words[i].word))
            return statement_words[i].parse;
    return NULL;
}

/* What reads the statement that begins with a word of the language here, or NULL. */
static parse_function *statement_of_word(struct fh_parser *parser)
{
    parse_function *parse = find_word(parser, fh_parser_peek(parser));
    if (!parse || parse == parse_return)
        return parse;
    if (is_used_as_name(parser) || (parse == fh_parser_callback && is_used_as_type(parser)))
        return NULL;
    return parse;
}

/* A name that is neither called nor assigned to: no statement begins so. */
static gboolean is_unknown_word(struct fh_parser *parser, struct fh_token token)
{
    int kind = fh_parser_token_at(parser, parser->next + 1).kind;
    return fh_parser_is_identifier(parser, token) &&
           (kind == '{' || kind == FH_TOKEN_STRING || kind == FH_TOKEN_INTEGER || kind == FH_TOKEN_FLOAT);
}

/* The word of statements that was meant, as a help. Caller owns; NULL when none is close. */
static char *suggest_word(struct fh_parser *parser, struct fh_token token)
{
    const char *candidates[G_N_ELEMENTS(statement_words) + 1] = {NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(statement_words); i++)
        candidates[i] = statement_words[i].word;
    g_autofree char *word = fh_parser_text(parser, token.span);
    const char *closest = fh_closest_name(word, candidates);
    return closest ? g_strdup_printf("did you mean '%s'?", closest) : NULL;
}

/* The words that C has for what is not there. */
static gboolean refuse_foreign(struct fh_parser *parser, struct fh_token token)
{
    static const char *const control[] = {"if",   "else",    "for",   "while",    "do",   "switch",
                                          "case", "default", "break", "continue", "goto", NULL};
    static const char *const storage[] = {"typedef",  "static",   "extern", "volatile",
                                          "register", "restrict", "inline", NULL};
    gboolean is_control = fh_parser_is_one_of(parser, token, control);
    if (!is_control && !fh_parser_is_one_of(parser, token, storage))
        return FALSE;
    g_autofree char *text = fh_parser_text(parser, token.span);
    fh_parser_error(parser, token.span,
                    is_control ? "a scenario goes straight on; 'repeat N { ... }' is its only loop"
                               : "a declaration is: TYPE NAME, with or without '= VALUE'",
                    "'%s' is not part of the scenario language", text);
    return TRUE;
}

static struct fh_statement *refuse_unknown(struct fh_parser *parser, struct fh_token token)
{
    g_autofree char *text = fh_parser_text(parser, token.span);
    g_autofree char *suggestion = suggest_word(parser, token);
    fh_parser_error(parser, token.span, suggestion, "unknown word '%s'", text);
    return NULL;
}

static struct fh_statement *refuse_annotation(struct fh_parser *parser, struct fh_token token)
{
    g_autofree char *text = fh_parser_text(parser, token.span);
    fh_parser_error(parser, token.span,
                    "it stands at the end of a statement's line, after the whole statement",
                    "'%s' belongs to no statement", text);
    return NULL;
}

static struct fh_statement *refuse_value(struct fh_parser *parser, const struct fh_expr *expr)
{
    static const char help[] =
        "a statement is a call, an assignment, a declaration, or begins with expect, read, write, "
        "repeat, thread, callback, fail or return";
    if (expr->kind == FH_EXPR_CAST && expr->left->kind == FH_EXPR_CALL)
        fh_parser_error(parser, expr->span, "leave the cast out: results may be dropped",
                        "this cast does nothing");
    else
        fh_parser_error(parser, expr->span, help, "this does nothing");
    return NULL;
}

/* Whether there is more, which tells what was meant; `first` is where the statement began. */
static gboolean refuse_rest(struct fh_parser *parser, struct fh_token first)
{
    struct fh_token token = fh_parser_peek(parser);
    if (token.kind == FH_TOKEN_BAD)
        fh_parser_expected(parser, "the end of the statement", NULL);
    else if (is_comparison(token.kind) && !find_word(parser, first))
        fh_parser_error(parser, token.span, "as in: expect status == 0",
                        "a comparison stands only after 'expect'");
    else
        return FALSE;
    return TRUE;
}

static struct fh_statement *parse_expression_statement(struct fh_parser *parser)
{
    struct fh_token first = fh_parser_peek(parser);
    fh_auto(fh_expr) expr = fh_parser_expression(parser);
    if (!expr)
        return NULL;
    if (fh_parser_peek(parser).kind == '=')
        return parse_assignment(parser, g_steal_pointer(&expr));
    if (refuse_rest(parser, first))
        return NULL;
    if (expr->kind != FH_EXPR_CALL)
        return refuse_value(parser, expr);
    fh_auto(fh_statement) statement = fh_statement_new(FH_STATEMENT_EXPRESSION);
    statement->value = g_steal_pointer(&expr);
    return g_steal_pointer(&statement);
}

static struct fh_statement *parse_statement(struct fh_parser *parser)
{
    struct fh_token token = fh_parser_peek(parser);
    parse_function *parse = statement_of_word(parser);
    if (parse) {
        fh_parser_take(parser);
        return parse(parser);
    }
    if (token.kind == FH_TOKEN_ANNOTATION)
        return refuse_annotation(parser, token);
    if (refuse_foreign(parser, token))
        return NULL;
    if (is_unknown_word(parser, token))
        return refuse_unknown(parser, token);
    if (fh_parser_declaration_ahead(parser))
        return parse_declaration(parser);
    return parse_expression_statement(parser);
}

static gboolean parse_annotations(struct fh_parser *parser, struct fh_statement *statement)
{
    while (fh_parser_peek(parser).kind == FH_TOKEN_ANNOTATION) {
        struct fh_token token = fh_parser_peek(parser);
        if (statement->body) {
            g_autofree char *text = fh_parser_text(parser, token.span);
            fh_parser_error(parser, token.span, "put it on the line of the statement inside that does wrong",
                            "'%s' cannot stand after a block", text);
            return FALSE;
        }
        fh_parser_take(parser);
        struct fh_span kind = {token.span.offset + 1, token.span.length - 1};
        g_ptr_array_add(statement->annotations, fh_word_new(fh_parser_text(parser, kind), token.span));
    }
    return TRUE;
}

/* Why there is more on the line than the statement. Caller owns; may be NULL. */
static char *explain_rest(struct fh_parser *parser, struct fh_token first,
                          const struct fh_statement *statement)
{
    if (statement->kind == FH_STATEMENT_DECLARE && fh_parser_peek(parser).kind == ',')
        return g_strdup("declare one variable in a statement");
    if (statement->kind == FH_STATEMENT_DECLARE)
        return suggest_word(parser, first);
    if (statement->kind == FH_STATEMENT_EXPRESSION && find_word(parser, first))
        return g_strdup("directly before '(' this word is the name of a C function; put a blank between");
    return NULL;
}

/* What may follow a statement: its annotations, and the end of the statement, of the line or of the block. */
static gboolean finish_statement(struct fh_parser *parser, struct fh_token first,
                                 struct fh_statement *statement)
{
    if (!parse_annotations(parser, statement))
        return FALSE;
    guint annotated = statement->annotations->len;
    if (fh_parser_accept(parser, ';')) {
        if (!parse_annotations(parser, statement))
            return FALSE;
        if (statement->annotations->len == annotated)
            return TRUE;
    }
    int kind = fh_parser_peek(parser).kind;
    gboolean lacks_its_end = statement->body && parser->braces_mismatch;
    if (kind == FH_TOKEN_NEWLINE || kind == FH_TOKEN_END || kind == '}' || lacks_its_end)
        return TRUE;
    g_autofree char *help = explain_rest(parser, first, statement);
    fh_parser_expected(parser, "the end of the statement", help);
    return FALSE;
}

void fh_parser_statement(struct fh_parser *parser, GPtrArray *body)
{
    guint start = parser->next;
    struct fh_token first = fh_parser_peek(parser);
    fh_auto(fh_statement) statement = parse_statement(parser);
    if (statement) {
        statement->line = fh_source_line(parser->source, first.span.offset);
        statement->span = fh_parser_span_from(parser, first.span);
    }
    if (statement && finish_statement(parser, first, statement))
        g_ptr_array_add(body, g_steal_pointer(&statement));
    else
        fh_parser_recover(parser, start);
}
