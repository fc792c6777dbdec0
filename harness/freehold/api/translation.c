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

void fh_translation_free(struct fh_translation *translation)
{
    if (!translation)
        return;
    if (translation->unit)
        clang_disposeTranslationUnit(translation->unit);
    clang_disposeIndex(translation->index);
    g_free(translation);
}

static char *unit_text(const struct fh_api *api)
{
    g_autofree char *path = g_canonicalize_filename(api->header, NULL);
    return g_strdup_printf("%s#include \"%s\"\n", FH_PRELUDE, path);
}

/* Ordinary comments are read too: cbindgen's style is the user's choice, and a contract must not get lost by it. */
static GPtrArray *arguments_new(const char *const *include_dirs, char **extra)
{
    static const char *const fixed[] = {"-x", "c", "-std=gnu11", "-fparse-all-comments", "-w"};
    GPtrArray *arguments = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < G_N_ELEMENTS(fixed); i++)
        g_ptr_array_add(arguments, g_strdup(fixed[i]));
    for (guint i = 0; include_dirs && include_dirs[i]; i++)
        g_ptr_array_add(arguments, g_strconcat("-I", include_dirs[i], NULL));
    for (guint i = 0; extra && extra[i]; i++)
        g_ptr_array_add(arguments, g_strdup(extra[i]));
    return arguments;
}

static struct fh_translation *parse(const struct fh_api *api, const char *const *include_dirs, char **extra)
{
    g_autofree char *text = unit_text(api);
    g_autoptr(GPtrArray) arguments = arguments_new(include_dirs, extra);
    struct CXUnsavedFile file = {.Filename = FH_UNIT_NAME, .Contents = text, .Length = strlen(text)};
    struct fh_translation *translation = g_new0(struct fh_translation, 1);
    translation->index = clang_createIndex(0, 0);
    clang_parseTranslationUnit2(
        translation->index, FH_UNIT_NAME, (const char *const *)arguments->pdata, arguments->len, &file, 1,
        CXTranslationUnit_DetailedPreprocessingRecord | CXTranslationUnit_SkipFunctionBodies,
        &translation->unit);
    return translation;
}

/* libclang looks for its own headers beside itself, and they are not always there: it may be of another package, or copied.
 * Those of any clang will do, or gcc's. */
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
static struct fh_translation *parse_with_own_headers(const struct fh_api *api,
                                                     const char *const *include_dirs, GString **problems,
                                                     gboolean *lacks_prelude)
{
    fh_auto(fh_translation) translation = parse(api, include_dirs, NULL);
    *problems = fh_clang_errors(api, translation->unit, lacks_prelude);
    g_autoptr(GPtrArray) folders = *lacks_prelude ? own_header_folders() : NULL;
    for (guint i = 0; *lacks_prelude && i < folders->len; i++) {
        char isystem[] = "-isystem", *extra[] = {isystem, g_ptr_array_index(folders, i), NULL};
        fh_translation_free(translation);
        g_string_free(*problems, TRUE);
        translation = parse(api, include_dirs, extra);
        *problems = fh_clang_errors(api, translation->unit, lacks_prelude);
    }
    return g_steal_pointer(&translation);
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

struct fh_translation *fh_translation_new(const struct fh_api *api, const char *const *include_dirs,
                                          GError **error)
{
    if (!check_path(api, error))
        return NULL;
    gboolean lacks_prelude;
    g_autoptr(GString) problems = NULL;
    fh_auto(fh_translation) translation =
        parse_with_own_headers(api, include_dirs, &problems, &lacks_prelude);
    if (!translation->unit) {
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s: libclang could not read this header",
                    api->header);
        return NULL;
    }
    if (lacks_prelude) {
        g_set_error(
            error, FH_ERROR, FH_ERROR_ENVIRONMENT,
            "C's own headers were not found; install clang's (Debian: libclang-common-14-dev, or of your "
            "libclang's version) and the C library's (libc6-dev)\n%s",
            problems->str);
        return NULL;
    }
    if (problems->len == 0)
        return g_steal_pointer(&translation);
    g_set_error_literal(error, FH_ERROR, FH_ERROR_SCRIPT, problems->str);
    return NULL;
}
