// SPDX-License-Identifier: MIT
#include "script/lexer.h"

#include <string.h>

#include "script/literal.h"

static const struct fh_lexical_error not_in_language = {NULL, NULL};
static const struct fh_lexical_error no_arithmetic = {NULL, "the operators are + - * and |"};
static const struct fh_lexical_error no_step = {NULL, "write x = x + 1"};
static const struct fh_lexical_error no_compound_assignment = {NULL,
                                                               "write the variable twice, as in x = x + 1"};
static const struct fh_lexical_error no_logic = {NULL, "write one 'expect' for each condition"};
static const struct fh_lexical_error no_colon = {NULL, "there are no labels and no '?:'"};
static const struct fh_lexical_error c_comment = {"C's comments are not part of the scenario language",
                                                  "a comment starts with '#' and ends with its line"};
static const struct fh_lexical_error lone_return = {"a carriage return in the middle of a line",
                                                    "end lines with LF or CRLF"};
static const struct fh_lexical_error curly_quote = {"a typographic quotation mark",
                                                    "use the plain ones: \"text\", 'c'"};
static const struct fh_lexical_error odd_blank = {"a blank that is neither a space nor a tab",
                                                  "write a plain space"};
static const struct fh_lexical_error lone_mark = {"'!' is followed by nothing",
                                                  "write the kind directly after it, as in !leak"};
static const struct fh_lexical_error not_ascii = {NULL, "names are made of letters a to z, digits and '_'"};
static const struct fh_lexical_error continued = {NULL,
                                                  "a statement goes on over lines inside ( ), [ ] and { }"};

/* Longest first. */
static const struct {
    char text[3];
    int kind;
    const struct fh_lexical_error *error;
} operators[] = {
    {"==", FH_TOKEN_EQ, NULL},
    {"!=", FH_TOKEN_NE, NULL},
    {"<=", FH_TOKEN_LE, NULL},
    {">=", FH_TOKEN_GE, NULL},
    {"->", FH_TOKEN_ARROW, NULL},
    {"++", FH_TOKEN_BAD, &no_step},
    {"--", FH_TOKEN_BAD, &no_step},
    {"+=", FH_TOKEN_BAD, &no_compound_assignment},
    {"-=", FH_TOKEN_BAD, &no_compound_assignment},
    {"*=", FH_TOKEN_BAD, &no_compound_assignment},
    {"/=", FH_TOKEN_BAD, &no_compound_assignment},
    {"|=", FH_TOKEN_BAD, &no_compound_assignment},
    {"&=", FH_TOKEN_BAD, &no_compound_assignment},
    {"&&", FH_TOKEN_BAD, &no_logic},
    {"||", FH_TOKEN_BAD, &no_logic},
    {"<<", FH_TOKEN_BAD, &no_arithmetic},
    {">>", FH_TOKEN_BAD, &no_arithmetic},
    {"/", FH_TOKEN_BAD, &no_arithmetic},
    {"%", FH_TOKEN_BAD, &no_arithmetic},
    {"^", FH_TOKEN_BAD, &no_arithmetic},
    {"~", FH_TOKEN_BAD, &no_arithmetic},
    {"?", FH_TOKEN_BAD, &no_colon},
    {":", FH_TOKEN_BAD, &no_colon},
    {"!", FH_TOKEN_BAD, &lone_mark},
    {"\\", FH_TOKEN_BAD, &continued},
    {"\r", FH_TOKEN_BAD, &lone_return},
};

static const char one_character_tokens[] = "()[]{},;=<>.&*+-|";

/* The text is NUL-terminated and holds no other NUL, so looking one byte ahead is always safe. */
static const char *here(const struct fh_lexer *lexer)
{
    return lexer->source->text + lexer->offset;
}

static gboolean is_name_start(char c)
{
    return g_ascii_isalpha(c) || c == '_';
}

static gboolean is_name_part(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

static struct fh_token take(struct fh_lexer *lexer, int kind, gsize length)
{
    struct fh_token token = {.kind = kind, .span = {lexer->offset, (guint32)length}};
    lexer->offset += (guint32)length;
    return token;
}

static struct fh_token take_bad(struct fh_lexer *lexer, gsize length, const struct fh_lexical_error *error)
{
    struct fh_token token = take(lexer, FH_TOKEN_BAD, length);
    token.error = error;
    return token;
}

static void skip_blanks(struct fh_lexer *lexer)
{
    const char *at = here(lexer);
    while (*at == ' ' || *at == '\t' || (*at == '\r' && at[1] == '\n'))
        at++;
    if (*at == '#')
        at += strcspn(at, "\n");
    lexer->offset = (guint32)(at - lexer->source->text);
}

static struct fh_token take_name(struct fh_lexer *lexer)
{
    const char *at = here(lexer);
    gsize length = 1;
    while (is_name_part(at[length]))
        length++;
    return take(lexer, FH_TOKEN_NAME, length);
}

static struct fh_token take_annotation(struct fh_lexer *lexer)
{
    const char *at = here(lexer);
    gsize length = 1;
    while (is_name_part(at[length]) || at[length] == '-')
        length++;
    return take(lexer, FH_TOKEN_ANNOTATION, length);
}

static struct fh_token take_number(struct fh_lexer *lexer)
{
    struct fh_number number = fh_literal_number(here(lexer));
    if (number.error)
        return take_bad(lexer, number.length, number.error);
    struct fh_token token = take(lexer, number.is_float ? FH_TOKEN_FLOAT : FH_TOKEN_INTEGER, number.length);
    if (number.is_float)
        token.number = number.real;
    else
        token.integer = number.integer;
    return token;
}

static struct fh_token take_quoted(struct fh_lexer *lexer)
{
    const char *at = here(lexer);
    struct fh_quoted quoted = fh_literal_quoted(at);
    if (quoted.error) {
        struct fh_token token = {.kind = FH_TOKEN_BAD, .error = quoted.error};
        token.span = (struct fh_span){lexer->offset + quoted.bad.offset, quoted.bad.length};
        lexer->offset += (guint32)quoted.length;
        return token;
    }
    if (*at == '"')
        return take(lexer, FH_TOKEN_STRING, quoted.length);
    struct fh_token token = take(lexer, FH_TOKEN_INTEGER, quoted.length);
    token.integer = quoted.character;
    return token;
}

static struct fh_token take_c_comment(struct fh_lexer *lexer)
{
    const char *at = here(lexer);
    gboolean may_close = at[1] == '*' && !lexer->no_comment_end;
    const char *close = may_close ? strstr(at + 2, "*/") : NULL;
    lexer->no_comment_end = lexer->no_comment_end || (may_close && !close);
    gsize length = close ? (gsize)(close + 2 - at) : strcspn(at, "\n");
    return take_bad(lexer, length, &c_comment);
}

static const struct fh_lexical_error *error_of_character(gunichar character)
{
    if (character == 0x2018 || character == 0x2019 || character == 0x201C || character == 0x201D)
        return &curly_quote;
    if (character == '\v' || character == '\f' || (character > 0x7F && g_unichar_isspace(character)))
        return &odd_blank;
    if (g_unichar_isalpha(character))
        return &not_ascii;
    return &not_in_language;
}

static struct fh_token take_other(struct fh_lexer *lexer)
{
    const char *at = here(lexer);
    for (gsize i = 0; i < G_N_ELEMENTS(operators); i++) {
        if (*at != *operators[i].text || !g_str_has_prefix(at, operators[i].text))
            continue;
        gsize length = strlen(operators[i].text);
        struct fh_token token = take(lexer, operators[i].kind, length);
        if (operators[i].kind == FH_TOKEN_BAD)
            token.error = operators[i].error;
        return token;
    }
    if (strchr(one_character_tokens, *at))
        return take(lexer, *at, 1);
    return take_bad(lexer, (gsize)(g_utf8_next_char(at) - at), error_of_character(g_utf8_get_char(at)));
}

struct fh_token fh_lexer_next(struct fh_lexer *lexer)
{
    skip_blanks(lexer);
    const char *at = here(lexer);
    if (lexer->offset >= lexer->source->size)
        return take(lexer, FH_TOKEN_END, 0);
    if (*at == '\n')
        return take(lexer, FH_TOKEN_NEWLINE, 1);
    if (is_name_start(*at))
        return take_name(lexer);
    if (g_ascii_isdigit(*at) || (*at == '.' && g_ascii_isdigit(at[1])))
        return take_number(lexer);
    if (*at == '"' || *at == '\'')
        return take_quoted(lexer);
    if (*at == '!' && is_name_start(at[1]))
        return take_annotation(lexer);
    if (*at == '/' && (at[1] == '/' || at[1] == '*'))
        return take_c_comment(lexer);
    return take_other(lexer);
}

char *fh_lexer_string(const struct fh_source *source, struct fh_span literal, gsize *size)
{
    return fh_literal_unescape(source->text + literal.offset + 1, literal.length - 2, size);
}
