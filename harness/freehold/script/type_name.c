// SPDX-License-Identifier: MIT
/*
 * Types, and where they begin. The parser knows no names, so it decides by form:
 *
 * A statement is a declaration when it starts with a word of C's types (`const`, `struct`, `unsigned`, …),
 * with two names
 * (`size_t n`), or with a name, stars and a name (`parcel_t *p`).
 *
 * A parenthesis holds a type when it starts with such a word, when it ends in a star (`(parcel_t *)p`), when
 * it is a name before a name, a literal or a parenthesis (`(size_t)n`; `(size_t)-1` is a difference, write
 * `(size_t)(-1)`), or when it is a name, with or without `[N]`, before a `{` (`(int32_t[]){ 1 }`).
 */
#include "script/type_name.h"

#include "base/source.h"
#include "script/lexer.h"
#include "script/tree.h"

#define POINTERS_MAX 32 /* bits of const_pointers */

static const char *const arithmetic_words[] = {"void",   "char",     "short",  "int",  "long",  "float",
                                               "double", "unsigned", "signed", "bool", "_Bool", NULL};
static const char *const tag_words[] = {"struct", "union", "enum", NULL};

static gboolean is_type_word(const struct fh_parser *parser, struct fh_token token)
{
    return fh_parser_is_word(parser, token, "const") ||
           fh_parser_is_one_of(parser, token, arithmetic_words) ||
           fh_parser_is_one_of(parser, token, tag_words);
}

static void take_into(struct fh_parser *parser, GString *base)
{
    struct fh_token token = fh_parser_take(parser);
    if (base->len > 0)
        g_string_append_c(base, ' ');
    g_string_append_len(base, parser->source->text + token.span.offset, token.span.length);
}

static gboolean parse_tag(struct fh_parser *parser, GString *base)
{
    take_into(parser, base);
    g_autofree char *what = g_strdup_printf("the name of the %s", base->str);
    if (!fh_parser_is_identifier(parser, fh_parser_peek(parser))) {
        fh_parser_expected(parser, what, NULL);
        return FALSE;
    }
    take_into(parser, base);
    return TRUE;
}

static gboolean parse_base(struct fh_parser *parser, struct fh_type_name *type, GString *base)
{
    gboolean is_arithmetic = FALSE;
    for (;;) {
        struct fh_token token = fh_parser_peek(parser);
        if (fh_parser_is_word(parser, token, "const")) {
            fh_parser_take(parser);
            type->is_const = TRUE;
        } else if (fh_parser_is_one_of(parser, token, arithmetic_words) &&
                   (base->len == 0 || is_arithmetic)) {
            is_arithmetic = TRUE;
            take_into(parser, base);
        } else if (base->len == 0 && fh_parser_is_one_of(parser, token, tag_words)) {
            if (!parse_tag(parser, base))
                return FALSE;
        } else if (base->len == 0 && fh_parser_is_identifier(parser, token)) {
            take_into(parser, base);
        } else {
            break;
        }
    }
    if (base->len == 0)
        fh_parser_expected(parser, "a type", NULL);
    return base->len > 0;
}

struct fh_type_name *fh_parser_type_name(struct fh_parser *parser)
{
    fh_auto(fh_type_name) type = fh_type_name_new();
    g_autoptr(GString) base = g_string_new(NULL);
    struct fh_span first = fh_parser_peek(parser).span;
    if (!parse_base(parser, type, base))
        return NULL;
    while (fh_parser_accept(parser, '*')) {
        if (fh_parser_is_word(parser, fh_parser_peek(parser), "const")) {
            fh_parser_take(parser);
            type->const_pointers |= type->pointer_depth < POINTERS_MAX ? 1u << type->pointer_depth : 0;
        }
        type->pointer_depth++;
    }
    type->base = g_strdup(base->str);
    type->span = fh_parser_span_from(parser, first);
    return g_steal_pointer(&type);
}

/* A look ahead of the parser; newlines don't count while in brackets. */
struct cursor {
    struct fh_parser *parser;
    guint index;
    guint depth; /* of open brackets */
};

static struct fh_token cursor_peek(struct cursor *cursor)
{
    struct fh_token token = fh_parser_token_at(cursor->parser, cursor->index);
    while (cursor->depth > 0 && token.kind == FH_TOKEN_NEWLINE)
        token = fh_parser_token_at(cursor->parser, ++cursor->index);
    return token;
}

static gboolean cursor_accept(struct cursor *cursor, int kind)
{
    if (cursor_peek(cursor).kind != kind)
        return FALSE;
    cursor->index++;
    return TRUE;
}

static gboolean cursor_accept_stars(struct cursor *cursor)
{
    gboolean any = FALSE;
    while (cursor_accept(cursor, '*')) {
        any = TRUE;
        if (fh_parser_is_word(cursor->parser, cursor_peek(cursor), "const"))
            cursor->index++;
    }
    return any;
}

static gboolean starts_primary(const struct fh_parser *parser, struct fh_token token)
{
    switch (token.kind) {
    case FH_TOKEN_INTEGER:
    case FH_TOKEN_FLOAT:
    case FH_TOKEN_STRING:
    case '(':
        return TRUE;
    case '{':
        return !parser->block_follows || parser->open->len > 1;
    default:
        return token.kind == FH_TOKEN_NAME;
    }
}

/* After `(NAME[`: whether `N]) {` follows. */
static gboolean compound_array_ahead(struct cursor *cursor)
{
    guint brackets = 1;
    while (brackets > 0) {
        struct fh_token token = cursor_peek(cursor);
        if (token.kind == FH_TOKEN_END || token.kind == FH_TOKEN_ANNOTATION || token.kind == ';' ||
            token.kind == '{' || token.kind == '}')
            return FALSE;
        if (token.kind == '[')
            brackets++;
        if (token.kind == ']')
            brackets--;
        cursor->index++;
    }
    if (!cursor_accept(cursor, ')'))
        return FALSE;
    cursor->depth--;
    return cursor_peek(cursor).kind == '{';
}

gboolean fh_parser_cast_ahead(struct fh_parser *parser)
{
    struct cursor cursor = {parser, parser->next, parser->open->len};
    struct fh_token token = cursor_peek(&cursor);
    if (is_type_word(parser, token))
        return TRUE;
    if (!fh_parser_is_identifier(parser, token))
        return FALSE;
    cursor.index++;
    if (fh_parser_is_word(parser, cursor_peek(&cursor), "const"))
        return TRUE;
    if (cursor_accept_stars(&cursor)) {
        int kind = cursor_peek(&cursor).kind;
        return kind == ')' || kind == '[';
    }
    if (cursor_accept(&cursor, '['))
        return compound_array_ahead(&cursor);
    if (!cursor_accept(&cursor, ')'))
        return FALSE;
    cursor.depth--;
    return starts_primary(parser, cursor_peek(&cursor));
}

gboolean fh_parser_declaration_ahead(struct fh_parser *parser)
{
    struct cursor cursor = {parser, parser->next, 0};
    struct fh_token token = cursor_peek(&cursor);
    if (is_type_word(parser, token))
        return TRUE;
    if (!fh_parser_is_identifier(parser, token))
        return FALSE;
    cursor.index++;
    cursor_accept_stars(&cursor);
    return cursor_peek(&cursor).kind == FH_TOKEN_NAME;
}
