// SPDX-License-Identifier: MIT
#include "attributes/attributes.h"

#include <string.h>

#include "api/lookup.h"
#include "attributes/ownership_words.h"
#include "attributes/releases.h"
#include "wire/allocators.h"

/* Of a comment's lines. */
#define WIDTH 100

/* clang before 20 knows one family of owners, its own "malloc". So it finds leaks, double frees and uses
 * after them, but not who releases; with a family for each release function it would find nothing. */
static const char macros[] =
    "#if defined(__clang__) && __clang_major__ >= 20\n"
    "#define FREEHOLD_FAMILY(release) release\n"
    "#elif defined(__clang__)\n"
    "#define FREEHOLD_FAMILY(release) malloc\n"
    "#endif\n"
    "#if defined(__clang__) && __clang_major__ >= 14\n"
    "#define FREEHOLD_OWNERSHIP(function) extern __typeof__(function) function\n"
    "#define FREEHOLD_RETURNS(release, position) "
    "__attribute__((ownership_returns(FREEHOLD_FAMILY(release))))\n"
    "#define FREEHOLD_TAKES(release, position) "
    "__attribute__((ownership_takes(FREEHOLD_FAMILY(release), position)))\n"
    "#define FREEHOLD_HOLDS(release, position) "
    "__attribute__((ownership_holds(FREEHOLD_FAMILY(release), position)))\n"
    "#define FREEHOLD_RETURNS_FOR_FREE __attribute__((ownership_returns(malloc)))\n"
    "#elif defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 11\n"
    "#define FREEHOLD_OWNERSHIP(function) extern __typeof__(function) function\n"
    "#define FREEHOLD_RETURNS(release, position) __attribute__((__malloc__(release, position)))\n"
    "#define FREEHOLD_TAKES(release, position)\n"
    "#define FREEHOLD_HOLDS(release, position)\n"
    "#define FREEHOLD_RETURNS_FOR_FREE __attribute__((__malloc__(free, 1)))\n"
    "#endif\n";

static const char end_of_macros[] = "#undef FREEHOLD_OWNERSHIP\n"
                                    "#undef FREEHOLD_FAMILY\n"
                                    "#undef FREEHOLD_RETURNS\n"
                                    "#undef FREEHOLD_TAKES\n"
                                    "#undef FREEHOLD_HOLDS\n"
                                    "#undef FREEHOLD_RETURNS_FOR_FREE\n";

struct writing {
    const struct fh_api *api;
    GString *comments, *declarations, *unsaid;
    GPtrArray *headers; /* char *: to include, in order */
    struct fh_attributes_count *count;
};

static char *guard_of(const char *name)
{
    g_autofree char *upper = g_ascii_strup(name, -1);
    g_strcanon(upper, G_CSET_A_2_Z G_CSET_DIGITS "_", '_');
    return g_strconcat("FREEHOLD_", upper, NULL);
}

/* Breaks lines at blanks; `between` begins each further one. */
static void append_wrapped(GString *out, const char *text, gsize column, const char *between)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    for (char **word = words; *word; word++) {
        gsize length = strlen(*word) + 1;
        gboolean is_full = column + length > WIDTH;
        g_string_append_printf(out, "%s%s", is_full ? between : " ", *word);
        column = (is_full ? strlen(between) : column) + length;
    }
}

static void describe(struct writing *writing, const struct fh_function *function)
{
    gboolean is_release = fh_attribute_is_release(writing->api, function);
    g_autofree char *words = fh_ownership_words(function, is_release);
    if (fh_ownership_is_unsaid(function)) {
        g_string_append_printf(writing->unsaid, "%s%s()", writing->unsaid->len > 0 ? ", " : "",
                               function->name);
        writing->count->unsaid++;
    }
    if (!words)
        return;
    g_string_append_printf(writing->comments, " * %s():", function->name);
    append_wrapped(writing->comments, words, strlen(function->name) + strlen(" * ():"), "\n *     ");
    g_string_append_c(writing->comments, '\n');
    writing->count->described++;
}

static void append_attributes(const struct writing *writing, const struct fh_function *function,
                              const struct fh_attribute_release *taken, GString *attributes)
{
    struct fh_attribute_release given = fh_attribute_release_of(writing->api, function);
    if (given.name && g_str_equal(given.name, fh_family_release(FH_FAMILY_MALLOC)))
        g_string_append(attributes, " FREEHOLD_RETURNS_FOR_FREE");
    else if (given.name)
        g_string_append_printf(attributes, " FREEHOLD_RETURNS(%s, %u)", given.name, given.position);
    if (taken->name)
        g_string_append_printf(attributes, " FREEHOLD_TAKES(%s, %u)", taken->name, taken->position);
    for (guint i = 0; !taken->name && i < function->parameters->len; i++) {
        struct fh_attribute_release held = fh_attribute_handed_over(writing->api, function, i);
        if (held.name)
            g_string_append_printf(attributes, " FREEHOLD_HOLDS(%s, %u)", held.name, held.position);
    }
}

/* As the user includes it. */
static void note_header(struct writing *writing, const struct fh_function *function)
{
    g_autofree char *name = g_path_get_basename(function->header);
    if (!g_ptr_array_find_with_equal_func(writing->headers, name, g_str_equal, NULL))
        g_ptr_array_add(writing->headers, g_steal_pointer(&name));
}

static void add_function(struct writing *writing, const struct fh_function *function)
{
    struct fh_attribute_release taken = fh_attribute_release_by(writing->api, function);
    g_autoptr(GString) attributes = g_string_new(NULL);
    note_header(writing, function);
    describe(writing, function);
    append_attributes(writing, function, &taken, attributes);
    if (attributes->len == 0)
        return;
    g_string_append_printf(writing->declarations, "FREEHOLD_OWNERSHIP(%s)%s;\n", function->name,
                           attributes->str);
    writing->count->functions++;
}

static void append_opening(GString *text, const struct writing *writing, const char *guard)
{
    g_string_append(text,
                    "/* Made by freehold check --attributes: who owns what, for people and for compilers.\n"
                    " * Include it in place of the library's header, or behind it.\n"
                    " *\n");
    g_string_append(text, writing->comments->str);
    if (writing->unsaid->len > 0) {
        g_string_append(text, " *\n * No contract says all of:");
        append_wrapped(text, writing->unsaid->str, strlen(" * No contract says all of:"), "\n *     ");
        g_string_append_c(text, '\n');
    }
    g_string_append_printf(
        text,
        " */\n#ifndef %s\n#define %s\n\n#include <stdbool.h>\n#include <stddef.h>\n#include "
        "<stdint.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n\n",
        guard, guard);
    for (guint i = 0; i < writing->headers->len; i++)
        g_string_append_printf(text, "#include \"%s\"\n",
                               (const char *)g_ptr_array_index(writing->headers, i));
}

static char *put_together(const struct writing *writing, const char *name)
{
    g_autofree char *guard = guard_of(name);
    GString *text = g_string_new(NULL);
    append_opening(text, writing, guard);
    /* A second declaration of a function is not for -Wredundant-decls. */
    g_string_append_printf(text, "\n%s\n#ifdef FREEHOLD_OWNERSHIP\n#pragma GCC system_header\n%s#endif\n\n%s",
                           macros, writing->declarations->str, end_of_macros);
    g_string_append_printf(text, "\n#endif /* %s */\n", guard);
    return g_string_free(text, FALSE);
}

char *fh_attributes_header(const struct fh_api *api, const char *name, struct fh_attributes_count *count)
{
    g_autoptr(GString) comments = g_string_new(NULL), declarations = g_string_new(NULL);
    g_autoptr(GString) unsaid = g_string_new(NULL);
    g_autoptr(GPtrArray) headers = g_ptr_array_new_with_free_func(g_free);
    *count = (struct fh_attributes_count){0};
    struct writing writing = {.api = api,
                              .comments = comments,
                              .declarations = declarations,
                              .unsaid = unsaid,
                              .headers = headers,
                              .count = count};
    for (const char *const *each = fh_api_function_names(api); *each; each++) {
        const struct fh_function *function = fh_api_function(api, *each);
        if (fh_attribute_is_of_library(function))
            add_function(&writing, function);
    }
    return put_together(&writing, name);
}
