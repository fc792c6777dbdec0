// SPDX-License-Identifier: MIT
#include "api/translation.h"

#include <glob.h>
#include <string.h>

#include "api/api.h"
#include "api/clang_messages.h"
#include "base/error.h"

char *fh_clang_text(CXString string)
{
    const char *text = clang_getCString(string);
    char *copy = g_strdup(text ? text : "");
    clang_disposeString(string);
    return copy;
}

void fh_clang_position(CXSourceLocation location, char **path, guint *line, guint *column)
{
    CXFile file;
    unsigned line_found, column_found;
    clang_getExpansionLocation(location, &file, &line_found, &column_found, NULL);
    if (path)
        *path = file ? fh_clang_text(clang_getFileName(file)) : NULL;
    if (line)
        *line = line_found;
    if (column)
        *column = column_found;
}

gboolean fh_clang_is_extern_c(CXCursor function)
{
    g_autofree char *symbol = fh_clang_text(clang_Cursor_getMangling(function));
    g_autofree char *name = fh_clang_text(clang_getCursorSpelling(function));
    return g_str_equal(symbol, name);
}

void fh_translation_free(struct fh_translation *translation)
{
    if (!translation)
        return;
    if (translation->unit)
        clang_disposeTranslationUnit(translation->unit);
    clang_disposeIndex(translation->index);
    g_free(translation);
}

/* How a header is read. */
struct reading {
    const struct fh_api *api;
    const char *const *include_dirs;
    GPtrArray *folders; /* char *: of clang's own headers, where it does not find them */
    gboolean is_wide;   /* behind more of C's headers than the prelude's: the header is not self-contained */
    gboolean is_cxx;
};

/* What headers use that forget to include it. */
#define MORE_HEADERS                                                                                     \
    "#include <stdarg.h>\n#include <inttypes.h>\n#include <limits.h>\n#include <sys/types.h>\n#include " \
    "<time.h>\n"                                                                                         \
    "#include <wchar.h>\n#include <uchar.h>\n#include <sys/time.h>\n#include <sys/socket.h>\n#include "  \
    "<pthread.h>\n"

static char *unit_text(const struct reading *reading)
{
    g_autofree char *path = g_canonicalize_filename(reading->api->header, NULL);
    return g_strdup_printf("%s%s#include \"%s\"\n", FH_PRELUDE, reading->is_wide ? MORE_HEADERS : "", path);
}

/* Ordinary comments are read too: cbindgen's style is the user's choice, and a contract must not get lost by
 * it. */
static GPtrArray *arguments_new(const struct reading *reading)
{
    const char *const fixed[] = {"-x", reading->is_cxx ? "c++" : "c",
                                 reading->is_cxx ? "-std=gnu++17" : "-std=gnu11", "-fparse-all-comments",
                                 "-w"};
    GPtrArray *arguments = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < G_N_ELEMENTS(fixed); i++)
        g_ptr_array_add(arguments, g_strdup(fixed[i]));
    for (guint i = 0; reading->include_dirs && reading->include_dirs[i]; i++)
        g_ptr_array_add(arguments, g_strconcat("-I", reading->include_dirs[i], NULL));
    for (guint i = 0; i < reading->folders->len; i++) {
        g_ptr_array_add(arguments, g_strdup("-isystem"));
        g_ptr_array_add(arguments, g_strdup(g_ptr_array_index(reading->folders, i)));
    }
    return arguments;
}

static struct fh_translation *parse(const struct reading *reading)
{
    g_autofree char *text = unit_text(reading);
    g_autoptr(GPtrArray) arguments = arguments_new(reading);
    struct CXUnsavedFile file = {.Filename = FH_UNIT_NAME, .Contents = text, .Length = strlen(text)};
    struct fh_translation *translation = g_new0(struct fh_translation, 1);
    translation->is_cxx = reading->is_cxx;
    translation->index = clang_createIndex(0, 0);
    clang_parseTranslationUnit2(
        translation->index, FH_UNIT_NAME, (const char *const *)arguments->pdata, arguments->len, &file, 1,
        CXTranslationUnit_DetailedPreprocessingRecord | CXTranslationUnit_SkipFunctionBodies,
        &translation->unit);
    return translation;
}

/* libclang looks for its own headers beside itself, and they are not always there: it may be of another
 * package, or copied. Those of any clang will do, or gcc's. */
static GPtrArray *own_header_folders(void)
{
    static const char *const patterns[] = {
        "/usr/lib/llvm-*/lib/clang/*/include/stddef.h", "/usr/lib/clang/*/include/stddef.h",
        "/usr/lib64/clang/*/include/stddef.h", "/usr/local/lib/clang/*/include/stddef.h",
        "/usr/lib/gcc/*/*/include/stddef.h"};
    GPtrArray *folders = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < G_N_ELEMENTS(patterns); i++) {
        glob_t found;
        if (glob(patterns[i], 0, NULL, &found) != 0)
            continue;
        for (gsize j = 0; j < found.gl_pathc; j++)
            g_ptr_array_add(folders, g_path_get_dirname(found.gl_pathv[j]));
        globfree(&found);
    }
    return folders;
}

/* Once as it is, then with each folder that may hold clang's own headers, until C's headers are found. */
static struct fh_translation *parse_with_own_headers(struct reading *reading, GString **problems,
                                                     gboolean *lacks_prelude)
{
    fh_auto(fh_translation) translation = parse(reading);
    *problems = fh_clang_errors(reading->api, translation->unit, lacks_prelude);
    g_autoptr(GPtrArray) folders = *lacks_prelude ? own_header_folders() : NULL;
    for (guint i = 0; *lacks_prelude && i < folders->len; i++) {
        g_ptr_array_set_size(reading->folders, 0);
        g_ptr_array_add(reading->folders, g_strdup(g_ptr_array_index(folders, i)));
        fh_translation_free(translation);
        g_string_free(*problems, TRUE);
        translation = parse(reading);
        *problems = fh_clang_errors(reading->api, translation->unit, lacks_prelude);
    }
    return g_steal_pointer(&translation);
}

static enum CXChildVisitResult find_extern_c(CXCursor cursor, CXCursor parent, CXClientData data)
{
    gboolean *is_found = data;
    (void)parent;
    if (clang_getCursorKind(cursor) == CXCursor_FunctionDecl && fh_clang_is_extern_c(cursor) &&
        !clang_Location_isInSystemHeader(clang_getCursorLocation(cursor)))
        *is_found = TRUE;
    return *is_found ? CXChildVisit_Break : CXChildVisit_Recurse;
}

/* NULL when that is not how it can be read. */
static struct fh_translation *parse_otherwise(struct reading *reading, gboolean is_wide, gboolean is_cxx)
{
    gboolean lacks_prelude, is_found = FALSE;
    reading->is_wide = is_wide;
    reading->is_cxx = is_cxx;
    fh_auto(fh_translation) translation = parse(reading);
    g_autoptr(GString) problems = fh_clang_errors(reading->api, translation->unit, &lacks_prelude);
    if (!translation->unit || problems->len > 0)
        return NULL;
    if (is_cxx)
        clang_visitChildren(clang_getTranslationUnitCursor(translation->unit), find_extern_c, &is_found);
    return !is_cxx || is_found ? g_steal_pointer(&translation) : NULL;
}

static gboolean check_path(const struct fh_api *api, GError **error)
{
    if (!g_file_test(api->header, G_FILE_TEST_IS_REGULAR)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s: %s; name the library's C header in `header =` of freehold.ini", api->header,
                    g_file_test(api->header, G_FILE_TEST_EXISTS) ? "is not a file" : "no such header");
        return FALSE;
    }
    if (!strpbrk(api->folder, "\"\n") && !strpbrk(api->header, "\"\n"))
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                "%s: C cannot include a path with a quote or a line end in it", api->header);
    return FALSE;
}

static void lacks_headers(const GString *problems, GError **error)
{
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                "C's own headers were not found; install clang's (Debian: libclang-common-14-dev, or of your "
                "libclang's version) and the C library's (libc6-dev)\n%s",
                problems->str);
}

static struct fh_translation *read_header(struct reading *reading, gboolean is_c_only, GError **error)
{
    gboolean lacks_prelude;
    g_autoptr(GString) problems = NULL;
    fh_auto(fh_translation) translation = parse_with_own_headers(reading, &problems, &lacks_prelude);
    if (!translation->unit) {
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s: libclang could not read this header",
                    reading->api->header);
        return NULL;
    }
    if (lacks_prelude) {
        lacks_headers(problems, error);
        return NULL;
    }
    if (problems->len == 0)
        return g_steal_pointer(&translation);
    struct fh_translation *other = parse_otherwise(reading, TRUE, FALSE);
    if (!other && !is_c_only)
        other = parse_otherwise(reading, FALSE, TRUE);
    if (!other)
        g_set_error_literal(error, FH_ERROR, FH_ERROR_SCRIPT, problems->str);
    return other;
}

struct fh_translation *fh_translation_new(const struct fh_api *api, const char *const *include_dirs,
                                          gboolean is_c_only, GError **error)
{
    if (!check_path(api, error))
        return NULL;
    g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);
    struct reading reading = {.api = api, .include_dirs = include_dirs, .folders = folders};
    return read_header(&reading, is_c_only, error);
}
