// SPDX-License-Identifier: MIT
#include "api/clang_messages.h"

#include <string.h>

#include "api/api.h"
#include "api/lookup.h"
#include "api/translation.h"

/* A message of clang's, taken apart. */
struct message {
    char *text;
    char *path; /* NULL: about no place in particular */
    guint line, column;
};

static struct message message_of(CXDiagnostic diagnostic)
{
    struct message message = {.text = fh_clang_text(clang_getDiagnosticSpelling(diagnostic))};
    fh_clang_position(clang_getDiagnosticLocation(diagnostic), &message.path, &message.line, &message.column);
    return message;
}

static void message_clear(struct message *message)
{
    g_free(message->text);
    g_free(message->path);
}

static gboolean is_in_unit(const struct message *message)
{
    return !message->path || g_str_equal(message->path, FH_UNIT_NAME);
}

static gboolean is_extern_c(const struct message *message)
{
    g_autofree char *text = NULL;
    if (is_in_unit(message) || !g_file_get_contents(message->path, &text, NULL, NULL))
        return FALSE;
    const char *line = text;
    for (guint i = 1; line && i < message->line; i++)
        if ((line = strchr(line, '\n')))
            line++;
    return line && g_str_has_prefix(line, "extern \"C\"");
}

static const char *advice(const struct message *message)
{
    static const char cxx[] = "this header is C++; have C written: language = \"C\" in cbindgen.toml";
    static const char *const signs[] = {"'cst",       "'new' file", "'ostream' file", "'namespace'",
                                        "'template'", "'using'",    "'class'"};
    for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
        if (strstr(message->text, signs[i]))
            return cxx;
    if (is_extern_c(message))
        return "extern \"C\" is C++; put it between #ifdef __cplusplus and #endif";
    return !is_in_unit(message) && strstr(message->text, "file not found")
               ? "name its folder in `include =` of freehold.ini"
               : NULL;
}

static void append(const struct fh_api *api, const struct message *message, const char *severity,
                   GString *out)
{
    g_autofree char *path = fh_api_display_path(api, is_in_unit(message) ? api->header : message->path);
    const char *help = advice(message);
    g_string_append_printf(out, "%s%s:", out->len ? "\n" : "", path);
    /* What clang misses at the header's end it misses behind the #include. */
    if (!is_in_unit(message))
        g_string_append_printf(out, "%u:%u:", message->line, message->column);
    g_string_append_printf(out, " %s: %s", severity, message->text);
    if (help)
        g_string_append_printf(out, " (%s)", help);
}

static void append_notes(const struct fh_api *api, CXDiagnostic diagnostic, GString *out)
{
    CXDiagnosticSet notes = clang_getChildDiagnostics(diagnostic);
    for (unsigned i = 0; i < clang_getNumDiagnosticsInSet(notes); i++) {
        CXDiagnostic note = clang_getDiagnosticInSet(notes, i);
        struct message message = message_of(note);
        if (!is_in_unit(&message))
            append(api, &message, "note", out);
        message_clear(&message);
        clang_disposeDiagnostic(note);
    }
}

GString *fh_clang_errors(const struct fh_api *api, CXTranslationUnit unit, gboolean *lacks_prelude)
{
    GString *text = g_string_new(NULL);
    *lacks_prelude = FALSE;
    for (unsigned i = 0; i < clang_getNumDiagnostics(unit); i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(unit, i);
        struct message message = message_of(diagnostic);
        if (clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error) {
            *lacks_prelude |= message.path && is_in_unit(&message) && message.line <= FH_PRELUDE_LINES;
            append(api, &message, "error", text);
            append_notes(api, diagnostic, text);
        }
        message_clear(&message);
        clang_disposeDiagnostic(diagnostic);
    }
    return text;
}
