// SPDX-License-Identifier: MIT
#include "script/stream.h"

#include <string.h>

enum {
    LONGEST_QUOTE = 40, /* of a token in a message */
};

/* Words that are never names. Type words are reserved too: type_name.c knows which of these are types. */
static const char *const reserved_words[] = {
    "_Bool",  "auto",   "bool", "break",    "case",     "char",     "const", "continue", "default", "do",
    "double", "else",   "enum", "extern",   "false",    "float",    "for",   "goto",     "if",      "inline",
    "int",    "long",   "null", "register", "restrict", "return",   "short", "signed",   "sizeof",  "static",
    "struct", "switch", "true", "typedef",  "union",    "unsigned", "void",  "volatile", "while",   NULL,
};

struct fh_token fh_parser_token_at(struct fh_parser *parser, guint index)
{
    while (parser->tokens->len <= index) {
        struct fh_token token = fh_lexer_next(&parser->lexer);
        g_array_append_val(parser->tokens, token);
    }
    return g_array_index(parser->tokens, struct fh_token, index);
}

struct fh_token fh_parser_peek(struct fh_parser *parser)
{
    struct fh_token token = fh_parser_token_at(parser, parser->next);
    while (parser->open->len > 0 && token.kind == FH_TOKEN_NEWLINE)
        token = fh_parser_token_at(parser, ++parser->next);
    return token;
}

struct fh_token fh_parser_take(struct fh_parser *parser)
{
    struct fh_token token = fh_parser_peek(parser);
    if (token.kind != FH_TOKEN_END)
        parser->next++;
    return token;
}

gboolean fh_parser_accept(struct fh_parser *parser, int kind)
{
    if (fh_parser_peek(parser).kind != kind)
        return FALSE;
    fh_parser_take(parser);
    return TRUE;
}

gboolean fh_parser_require(struct fh_parser *parser, int kind, const char *what)
{
    if (fh_parser_accept(parser, kind))
        return TRUE;
    fh_parser_expected(parser, what, NULL);
    return FALSE;
}

void fh_parser_open(struct fh_parser *parser)
{
    struct fh_token token = fh_parser_take(parser);
    g_array_append_val(parser->open, token);
}

gboolean fh_parser_close(struct fh_parser *parser, int kind, const char *what)
{
    if (fh_parser_peek(parser).kind != kind) {
        fh_parser_expected(parser, what, NULL);
        return FALSE;
    }
    fh_parser_take(parser);
    g_array_set_size(parser->open, parser->open->len - 1);
    return TRUE;
}

gboolean fh_parser_is_word(const struct fh_parser *parser, struct fh_token token, const char *word)
{
    return token.kind == FH_TOKEN_NAME && strlen(word) == token.span.length &&
           memcmp(parser->source->text + token.span.offset, word, token.span.length) == 0;
}

gboolean fh_parser_is_one_of(const struct fh_parser *parser, struct fh_token token, const char *const *words)
{
    const char first = parser->source->text[token.span.offset];
    for (; *words; words++)
        if (**words == first && fh_parser_is_word(parser, token, *words))
            return TRUE;
    return FALSE;
}

gboolean fh_parser_is_identifier(const struct fh_parser *parser, struct fh_token token)
{
    return token.kind == FH_TOKEN_NAME && !fh_parser_is_one_of(parser, token, reserved_words);
}

char *fh_parser_require_identifier(struct fh_parser *parser, const char *what, struct fh_span *span)
{
    struct fh_token token = fh_parser_peek(parser);
    if (!fh_parser_is_identifier(parser, token)) {
        fh_parser_expected(parser, what, token.kind == FH_TOKEN_NAME ? "this word is reserved" : NULL);
        return NULL;
    }
    fh_parser_take(parser);
    if (span)
        *span = token.span;
    return fh_parser_text(parser, token.span);
}

char *fh_parser_take_raw_word(struct fh_parser *parser, const char *extra, struct fh_span *span)
{
    struct fh_token token = fh_parser_peek(parser);
    const char *text = parser->source->text + token.span.offset;
    guint32 length = 0;
    while (text[length] != '\0' && (g_ascii_isalnum(text[length]) || strchr(extra, text[length])))
        length++;
    if (length == 0)
        return NULL;
    *span = (struct fh_span){token.span.offset, length};
    while (token.kind != FH_TOKEN_END && token.span.offset < span->offset + length) {
        fh_parser_take(parser);
        token = fh_parser_peek(parser);
    }
    return fh_parser_text(parser, *span);
}

gboolean fh_parser_is_adjacent(struct fh_parser *parser, guint index)
{
    struct fh_token token = fh_parser_token_at(parser, index);
    struct fh_token before = fh_parser_token_at(parser, index - 1);
    return before.span.offset + before.span.length == token.span.offset;
}

static gboolean starts_line(struct fh_parser *parser, guint index)
{
    return index == 0 || fh_parser_token_at(parser, index - 1).kind == FH_TOKEN_NEWLINE;
}

gboolean fh_parser_is_scenario_start(struct fh_parser *parser, guint index)
{
    if (!starts_line(parser, index) ||
        !fh_parser_is_word(parser, fh_parser_token_at(parser, index), "scenario"))
        return FALSE;
    struct fh_token after = fh_parser_token_at(parser, index + 1);
    if (after.kind == FH_TOKEN_NAME)
        after = fh_parser_token_at(parser, index + 2);
    return after.kind == FH_TOKEN_STRING || after.kind == FH_TOKEN_BAD || after.kind == '{';
}

char *fh_parser_text(const struct fh_parser *parser, struct fh_span span)
{
    return g_strndup(parser->source->text + span.offset, span.length);
}

void fh_parser_error(struct fh_parser *parser, struct fh_span span, const char *help, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    parser->error_count++;
    fh_diagnostics_add(parser->diagnostics, parser->source, span, help, "%s", message);
}

/* Caller owns. */
static char *describe(const struct fh_parser *parser, struct fh_token token)
{
    if (token.kind == FH_TOKEN_END)
        return g_strdup("the end of the file");
    if (token.kind == FH_TOKEN_NEWLINE)
        return g_strdup("the end of the line");
    if (token.kind == FH_TOKEN_STRING)
        return g_strdup("a string");
    g_autofree char *text = fh_parser_text(parser, token.span);
    if (g_utf8_strlen(text, -1) <= LONGEST_QUOTE)
        return g_strdup_printf("'%s'", text);
    g_autofree char *start = g_utf8_substring(text, 0, LONGEST_QUOTE);
    return g_strdup_printf("'%s...'", start);
}

static void report_bad(struct fh_parser *parser, struct fh_token token)
{
    g_autofree char *text = describe(parser, token);
    if (token.error->message)
        fh_parser_error(parser, token.span, token.error->help, "%s", token.error->message);
    else
        fh_parser_error(parser, token.span, token.error->help, "%s is not part of the scenario language",
                        text);
}

/* Right after the token that was taken last. */
static struct fh_span end_of_previous(struct fh_parser *parser)
{
    guint index = parser->next;
    while (index > 0 && fh_parser_token_at(parser, index - 1).kind == FH_TOKEN_NEWLINE)
        index--;
    if (index == 0)
        return (struct fh_span){0, 0};
    struct fh_span span = fh_parser_token_at(parser, index - 1).span;
    return (struct fh_span){span.offset + span.length, 0};
}

/* A bracket that nobody closed: the mistake is on the line that was left, not where the next one starts. */
static void report_open_bracket(struct fh_parser *parser, const char *what)
{
    struct fh_token bracket = g_array_index(parser->open, struct fh_token, parser->open->len - 1);
    struct fh_position position = fh_source_position(parser->source, bracket.span.offset);
    g_autofree char *help =
        g_strdup_printf("the '%c' at %u:%u is not closed", bracket.kind, position.line, position.column);
    fh_parser_error(parser, end_of_previous(parser), help, "expected %s", what);
}

void fh_parser_expected(struct fh_parser *parser, const char *what, const char *help)
{
    struct fh_token token = fh_parser_peek(parser);
    gboolean is_on_next_line = starts_line(parser, parser->next) || token.kind == FH_TOKEN_END;
    if (token.kind == FH_TOKEN_BAD) {
        report_bad(parser, token);
    } else if (parser->open->len > 0 && is_on_next_line) {
        report_open_bracket(parser, what);
    } else {
        gboolean is_end = token.kind == FH_TOKEN_NEWLINE || token.kind == FH_TOKEN_END;
        g_autofree char *found = describe(parser, token);
        fh_parser_error(parser, is_end ? end_of_previous(parser) : token.span, help, "expected %s, found %s",
                        what, found);
    }
}

static int innermost(const struct fh_parser *parser)
{
    return parser->open->len > 0 ? g_array_index(parser->open, struct fh_token, parser->open->len - 1).kind
                                 : 0;
}

/* Closes brackets up to the one that `closer` closes; FALSE when none is open. */
static gboolean close_matching(struct fh_parser *parser, int closer)
{
    int opener = closer == ')' ? '(' : closer == ']' ? '[' : '{';
    for (guint i = parser->open->len; i > 0; i--) {
        if (g_array_index(parser->open, struct fh_token, i - 1).kind != opener)
            continue;
        g_array_set_size(parser->open, i - 1);
        return TRUE;
    }
    return FALSE;
}

/* These stand in no parentheses: where they come, a parenthesis was forgotten. */
static void close_parentheses(struct fh_parser *parser)
{
    while (innermost(parser) == '(' || innermost(parser) == '[')
        g_array_set_size(parser->open, parser->open->len - 1);
}

/* Whether the token to skip ends the statement; keeps `open` in step with the brackets that are skipped. */
static gboolean ends_skipping(struct fh_parser *parser, struct fh_token token)
{
    switch (token.kind) {
    case FH_TOKEN_END:
        return TRUE;
    case '(':
    case '[':
    case '{':
        g_array_append_val(parser->open, token);
        return FALSE;
    case ')':
    case ']':
        close_matching(parser, token.kind);
        return FALSE;
    case '}':
        return !close_matching(parser, '}');
    case FH_TOKEN_ANNOTATION:
        close_parentheses(parser);
        return FALSE;
    case ';':
        close_parentheses(parser);
        return parser->open->len == 0;
    case FH_TOKEN_NEWLINE:
        return parser->open->len == 0;
    default:
        return fh_parser_is_scenario_start(parser, parser->next);
    }
}

static gboolean closes_more_than_it_opens(struct fh_parser *parser, guint index)
{
    int depth = 0;
    for (;; index++) {
        int kind = fh_parser_token_at(parser, index).kind;
        if (kind == FH_TOKEN_NEWLINE || kind == FH_TOKEN_END)
            return FALSE;
        depth += (kind == '(' || kind == '[' || kind == '{') - (kind == ')' || kind == ']' || kind == '}');
        if (depth < 0)
            return TRUE;
    }
}

/* Whether the line that begins at `index` is a statement of its own, not the rest of one whose comma was
 * forgotten. */
static gboolean looks_like_statement(struct fh_parser *parser, guint index)
{
    int kind = fh_parser_token_at(parser, index).kind;
    if (kind == '}' || kind == FH_TOKEN_END)
        return TRUE;
    if (kind != FH_TOKEN_NAME || closes_more_than_it_opens(parser, index))
        return FALSE;
    int after = fh_parser_token_at(parser, index + 1).kind;
    return after != ',' && after != '+' && after != '-' && after != '|' && after != FH_TOKEN_NEWLINE;
}

void fh_parser_recover(struct fh_parser *parser, guint start)
{
    struct fh_token token = fh_parser_peek(parser);
    gboolean is_next_statement = parser->next > start && starts_line(parser, parser->next) &&
                                 looks_like_statement(parser, parser->next);
    gboolean lost_its_line =
        token.kind == FH_TOKEN_BAD && fh_parser_token_at(parser, parser->next + 1).kind == FH_TOKEN_NEWLINE;
    if (is_next_statement || lost_its_line)
        g_array_set_size(parser->open, 0);
    if (is_next_statement)
        return;
    while (!ends_skipping(parser, fh_parser_token_at(parser, parser->next)))
        parser->next++;
    g_array_set_size(parser->open, 0);
}

struct fh_span fh_parser_span_from(const struct fh_parser *parser, struct fh_span first)
{
    guint index = parser->next;
    struct fh_token last = {.kind = FH_TOKEN_NEWLINE};
    while (index > 0 && last.kind == FH_TOKEN_NEWLINE)
        last = g_array_index(parser->tokens, struct fh_token, --index);
    guint32 end = last.span.offset + last.span.length;
    return (struct fh_span){first.offset, end > first.offset ? end - first.offset : first.length};
}
