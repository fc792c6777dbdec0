// SPDX-License-Identifier: MIT
/*
 * Any bytes as a scenario file: the parser ends, and says either yes or why not.
 */
#include "base/diagnostics.h"
#include "base/source.h"
#include "base/source_load.h"
#include "fuzz/replay.h"
#include "script/parser.h"
#include "script/script.h"

static void check_diagnostics(const struct fh_diagnostics *diagnostics)
{
    for (guint i = 0; i < diagnostics->items->len; i++) {
        const struct fh_diagnostic *diagnostic = g_ptr_array_index(diagnostics->items, i);
        require(diagnostic->position.line >= 1 && diagnostic->position.line <= FH_SOURCE_MAX_LINES,
                "an error has no line");
        require(diagnostic->position.column >= 1, "an error has no column");
        require(is_text(diagnostic->message) && diagnostic->message[0] != '\0', "an error has no message");
        require(!diagnostic->help || is_text(diagnostic->help), "a help is not UTF-8");
    }
    g_autofree char *text = fh_diagnostics_to_text(diagnostics);
    require(is_text(text), "the errors are not UTF-8");
}

static void check_body(const GPtrArray *body, gsize size);

static void check_expr(const struct fh_expr *expr, gsize size)
{
    if (!expr)
        return;
    require((gsize)expr->span.offset + expr->span.length <= size, "an expression ends after the text");
    require(expr->height >= 1 && expr->height <= FH_SCRIPT_MAX_NESTING, "an expression is too high");
    check_expr(expr->left, size);
    check_expr(expr->right, size);
    check_expr(expr->array_length, size);
    for (guint i = 0; expr->list && i < expr->list->len; i++) {
        const struct fh_item *item = g_ptr_array_index(expr->list, i);
        check_expr(item->value, size);
    }
}

static void check_statement(const struct fh_statement *statement, gsize size)
{
    require((gsize)statement->span.offset + statement->span.length <= size,
            "a statement ends after the text");
    require(statement->line >= 1 && statement->line <= FH_SOURCE_MAX_LINES, "a statement has no line");
    check_expr(statement->target, size);
    check_expr(statement->value, size);
    check_expr(statement->count, size);
    check_expr(statement->length, size);
    if (statement->body)
        check_body(statement->body, size);
}

static void check_body(const GPtrArray *body, gsize size)
{
    for (guint i = 0; i < body->len; i++)
        check_statement(g_ptr_array_index(body, i), size);
}

static void check_script(const struct fh_script *script)
{
    require(script->scenarios->len > 0, "a script has no scenario");
    for (guint i = 0; i < script->scenarios->len; i++) {
        const struct fh_scenario *scenario = g_ptr_array_index(script->scenarios, i);
        require(is_text(scenario->name) && scenario->name[0] != '\0', "a scenario has no name");
        check_body(scenario->body, script->source->size);
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    struct fh_source *source = fh_source_new("fuzz.scn", (const char *)data, size, &error);
    if (!source) {
        require(error && is_text(error->message), "a refused text has no message");
        return 0;
    }
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    fh_auto(fh_script) script = fh_script_parse(source, diagnostics);
    require((!script) == (diagnostics->items->len > 0), "neither a script nor an error, or both");
    check_diagnostics(diagnostics);
    if (script)
        check_script(script);
    return 0;
}
