// SPDX-License-Identifier: MIT
#include "script/parser.h"

#include <string.h>

#include "script/block.h"
#include "script/lexer.h"
#include "script/stream.h"
#include "script/tree.h"

/* What the file level has beside the parser's own state. */
struct file {
    struct fh_parser parser;
    struct fh_script *script;
    GHashTable *names; /* of scenarios, borrowed → line */
};

static gboolean ends_line(struct fh_parser *parser)
{
    int kind = fh_parser_peek(parser).kind;
    return kind == FH_TOKEN_NEWLINE || kind == FH_TOKEN_END;
}

static void end_line(struct fh_parser *parser, const char *after)
{
    guint start = parser->next;
    fh_parser_accept(parser, ';');
    if (ends_line(parser))
        return;
    g_autofree char *what = g_strdup_printf("the end of the line after %s", after);
    fh_parser_expected(parser, what, NULL);
    fh_parser_recover(parser, start);
}

static gboolean check_library(struct file *file, struct fh_span span)
{
    struct fh_parser *parser = &file->parser;
    if (file->script->library.text) {
        fh_parser_error(parser, span, "a file has one library under audit",
                        "this is the second 'library' line");
        return FALSE;
    }
    if (file->script->scenarios->len > 0) {
        fh_parser_error(parser, span, "move it to the start of the file",
                        "the 'library' line stands before the first scenario");
        return FALSE;
    }
    return TRUE;
}

static void parse_library(struct file *file)
{
    struct fh_parser *parser = &file->parser;
    guint start = parser->next;
    struct fh_token word = fh_parser_take(parser);
    struct fh_span span;
    g_autofree char *name = fh_parser_take_raw_word(parser, "_-.", &span);
    if (!name) {
        fh_parser_expected(parser, "the name of a library",
                           "it names a section [library NAME] of freehold.ini, without quotes");
        fh_parser_recover(parser, start);
        return;
    }
    if (check_library(file, word.span)) {
        file->script->library.text = g_steal_pointer(&name);
        file->script->library.span = span;
    }
    end_line(parser, "the library's name");
}

/* Names go into reports, one to a line. */
static gboolean is_printable(const char *name, gsize size)
{
    if (!g_utf8_validate(name, (gssize)size, NULL))
        return FALSE;
    for (const char *at = name; *at != '\0'; at = g_utf8_next_char(at))
        if (!g_unichar_isprint(g_utf8_get_char(at)))
            return FALSE;
    return TRUE;
}

static gboolean is_blank(const char *name)
{
    return name[strspn(name, " ")] == '\0';
}

static void check_name(struct file *file, const struct fh_scenario *scenario)
{
    gpointer first = g_hash_table_lookup(file->names, scenario->name);
    if (first) {
        g_autofree char *help = g_strdup_printf("the first one is on line %u", GPOINTER_TO_UINT(first));
        fh_parser_error(&file->parser, scenario->name_span, help, "a second scenario is named \"%s\"",
                        scenario->name);
    } else {
        g_hash_table_insert(file->names, scenario->name, GUINT_TO_POINTER(scenario->line));
    }
}

static gboolean parse_name(struct file *file, struct fh_scenario *scenario)
{
    struct fh_parser *parser = &file->parser;
    struct fh_token token = fh_parser_peek(parser);
    if (token.kind != FH_TOKEN_STRING) {
        fh_parser_expected(parser, "the scenario's name in quotes",
                           "as in: scenario \"the string is returned\" { ... }");
        return FALSE;
    }
    fh_parser_take(parser);
    gsize size = 0;
    scenario->name = fh_lexer_string(parser->source, token.span, &size);
    scenario->name_span = token.span;
    if (is_blank(scenario->name))
        fh_parser_error(parser, token.span, "say what it shows", "a scenario's name cannot be empty");
    else if (!is_printable(scenario->name, size))
        fh_parser_error(parser, token.span, "it is shown in reports",
                        "a scenario's name holds only characters that can be printed");
    else
        check_name(file, scenario);
    return TRUE;
}

static void parse_scenario(struct file *file)
{
    struct fh_parser *parser = &file->parser;
    struct fh_scenario *scenario = fh_scenario_new();
    g_ptr_array_add(file->script->scenarios, scenario);
    parser->braces_mismatch = FALSE;
    scenario->span = fh_parser_take(parser).span;
    scenario->line = fh_source_line(parser->source, scenario->span.offset);
    gboolean is_header_right = parse_name(file, scenario);
    struct fh_span opening;
    if (!fh_parser_block_start(parser, "scenario", is_header_right, &opening))
        return;
    fh_parser_block(parser, opening, scenario->body);
    scenario->span = fh_parser_span_from(parser, scenario->span);
    if (!parser->braces_mismatch)
        end_line(parser, "a scenario's '}'");
}

static void report_stray(struct fh_parser *parser)
{
    static const char *const words[] = {"scenario", "library", NULL};
    struct fh_token token = fh_parser_peek(parser);
    g_autofree char *text = fh_parser_text(parser, token.span);
    const char *closest = token.kind == FH_TOKEN_NAME ? fh_closest_name(text, words) : NULL;
    if (closest) {
        g_autofree char *help = g_strdup_printf("did you mean '%s'?", closest);
        fh_parser_error(parser, token.span, help, "unknown word '%s'", text);
    } else if (token.kind == '}') {
        fh_parser_error(parser, token.span, NULL, "this '}' closes nothing");
    } else {
        fh_parser_expected(parser, "'scenario'", "statements stand inside of: scenario \"name\" { ... }");
    }
}

/* What stands between scenarios is said to be wrong once, whatever else follows it. */
static void skip_stray(struct fh_parser *parser)
{
    if (!parser->braces_mismatch)
        report_stray(parser);
    do
        fh_parser_take(parser);
    while (fh_parser_peek(parser).kind != FH_TOKEN_END && !fh_parser_is_scenario_start(parser, parser->next));
}

static void parse_file(struct file *file)
{
    struct fh_parser *parser = &file->parser;
    for (;;) {
        struct fh_token token = fh_parser_peek(parser);
        if (token.kind == FH_TOKEN_END)
            return;
        if (fh_parser_is_word(parser, token, "scenario"))
            parse_scenario(file);
        else if (fh_parser_is_word(parser, token, "library"))
            parse_library(file);
        else if (token.kind == FH_TOKEN_NEWLINE)
            fh_parser_take(parser);
        else
            skip_stray(parser);
    }
}

static void require_scenario(struct file *file)
{
    if (file->script->scenarios->len == 0 && file->parser.error_count == 0)
        fh_parser_error(&file->parser, (struct fh_span){0, 0}, "write one: scenario \"name\" { ... }",
                        "no scenario in this file");
}

struct fh_script *fh_script_parse(struct fh_source *source, struct fh_diagnostics *diagnostics)
{
    fh_auto(fh_script) script = fh_script_new(source);
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(struct fh_token));
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(struct fh_token));
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    struct file file = {.script = script, .names = names};
    file.parser = (struct fh_parser){.source = source,
                                     .diagnostics = diagnostics,
                                     .lexer = {.source = source},
                                     .tokens = tokens,
                                     .open = open};
    parse_file(&file);
    require_scenario(&file);
    return file.parser.error_count == 0 ? g_steal_pointer(&script) : NULL;
}
