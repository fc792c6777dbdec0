// SPDX-License-Identifier: MIT
#include "model/stack.h"

#include <string.h>

#define AT_LINE "at_line_"

struct fh_frame *fh_frame_new(void)
{
    return g_new0(struct fh_frame, 1);
}

void fh_frame_free(struct fh_frame *frame)
{
    if (!frame)
        return;
    g_free(frame->function);
    g_free(frame->file);
    g_free(frame->directory);
    g_free(frame->object);
    g_free(frame);
}

static struct fh_frame *frame_copy(const struct fh_frame *frame)
{
    struct fh_frame *copy = g_memdup2(frame, sizeof *frame);

    copy->function = g_strdup(frame->function);
    copy->file = g_strdup(frame->file);
    copy->directory = g_strdup(frame->directory);
    copy->object = g_strdup(frame->object);
    return copy;
}

static void free_frame(gpointer frame)
{
    fh_frame_free(frame);
}

struct fh_stack *fh_stack_new(const char *role)
{
    struct fh_stack *stack = g_new0(struct fh_stack, 1);

    stack->role = g_strdup(role);
    stack->frames = g_ptr_array_new_with_free_func(free_frame);
    return stack;
}

void fh_stack_free(struct fh_stack *stack)
{
    if (!stack)
        return;
    g_free(stack->role);
    g_ptr_array_unref(stack->frames);
    g_free(stack);
}

struct fh_stack *fh_stack_copy(const struct fh_stack *stack, const char *role)
{
    struct fh_stack *copy = fh_stack_new(role);

    for (guint i = 0; i < stack->frames->len; i++)
        g_ptr_array_add(copy->frames, frame_copy(g_ptr_array_index(stack->frames, i)));
    return copy;
}

/* The N of "at_line_N", with whatever a compiler appends (".constprop.0"); 0 for any other name. */
static guint line_of_function(const char *function)
{
    const char *digits;
    guint64 line;

    if (!function || !g_str_has_prefix(function, AT_LINE))
        return 0;
    digits = function + strlen(AT_LINE);
    if (!g_ascii_isdigit(*digits))
        return 0;
    line = g_ascii_strtoull(digits, NULL, 10);
    return line <= G_MAXUINT ? (guint)line : 0;
}

guint fh_stack_scenario_line(const struct fh_stack *stack)
{
    guint line = 0;

    for (guint i = 0; stack && i < stack->frames->len && !line; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        line = line_of_function(frame->function);
    }
    return line;
}

/* "std::vector<int>::push_back(int&&)", "std::function<void ()>::operator()() const", "f() [clone .cold]":
 * C++ ends a name in the parameters, which Rust never does. */
static gboolean ends_in_parameters(const char *function)
{
    return g_str_has_suffix(function, ")") || g_str_has_suffix(function, ") const") ||
           (g_str_has_suffix(function, "]") && strstr(function, ") ["));
}

gboolean fh_frame_is_rust(const struct fh_frame *frame)
{
    if (frame->file)
        return g_str_has_suffix(frame->file, ".rs");
    return !frame->function || !ends_in_parameters(frame->function);
}

/* Of libstdc++ or libc++: where their headers are, or, where a log gives no folder, that it is one of these.
 */
static gboolean is_cxx_header(const char *file, const char *function)
{
    static const char *const folders[] = {"/include/c++/", "/c++/v1/", "/libstdc++-v3/"};

    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++)
        if (strstr(file, folders[i]))
            return TRUE;
    if (strchr(file, '/'))
        return FALSE;
    return g_str_has_suffix(file, ".tcc") || g_str_has_prefix(file, "stl_") ||
           g_str_equal(file, "new_allocator.h") ||
           (g_str_has_suffix(file, ".h") && function && (strstr(function, "std::") == function));
}

gboolean fh_frame_is_cxx_library(const struct fh_frame *frame)
{
    static const char *const spaces[] = {"std::", "__gnu_cxx::", "__cxxabiv1::"};
    const char *function = frame->function;

    if (frame->file)
        return is_cxx_header(frame->file, function);
    if (!function || !ends_in_parameters(function))
        return FALSE;
    if (g_str_has_prefix(function, "void ")) /* what a template returns is a part of its name */
        function += strlen("void ");
    for (gsize i = 0; i < G_N_ELEMENTS(spaces); i++)
        if (g_str_has_prefix(function, spaces[i]))
            return TRUE;
    return FALSE;
}

/* Rust's own crates; their inner functions change from version to version. */
static gboolean is_rust_library_function(const char *function)
{
    static const char *const crates[] = {"std::", "core::", "alloc::", "hashbrown::"};
    const char *path = function + strspn(function, "<&*[(");

    for (gsize i = 0; i < G_N_ELEMENTS(crates); i++)
        if (g_str_has_prefix(path, crates[i]))
            return TRUE;
    return FALSE;
}

gboolean fh_frame_is_rust_library(const struct fh_frame *frame)
{
    static const char *const folders[] = {"library/std/src/", "library/core/src/", "library/alloc/src/"};

    for (gsize i = 0; frame->file && i < G_N_ELEMENTS(folders); i++)
        if (strstr(frame->file, folders[i]))
            return TRUE;
    return frame->function && fh_frame_is_rust(frame) && is_rust_library_function(frame->function);
}

/* Debian's glibc has its sources in "nptl/./nptl" and "csu/../sysdeps", others in a folder of its name. A
 * frame with a source has no object. */
static gboolean is_libc_folder(const char *path)
{
    g_autofree char *folder = NULL;
    const char *repeated;

    if (strstr(path, "../sysdeps/") || strstr(path, "/glibc-") || strstr(path, "/glibc/"))
        return TRUE;
    path += g_str_has_prefix(path, "./") ? 2 : 0;
    repeated = strstr(path, "/./");
    if (!repeated || repeated == path)
        return FALSE;
    folder = g_strndup(path, (gsize)(repeated + 1 - path));
    return g_str_has_prefix(repeated + strlen("/./"), folder);
}

/* The way from abort() to the kernel, for logs that have no folders. */
static gboolean is_libc_function(const struct fh_frame *frame)
{
    static const struct {
        const char *function, *file;
    } functions[] = {{"__pthread_kill_", "pthread_kill.c"},
                     {"pthread_kill", "pthread_kill.c"},
                     {"raise", "raise.c"},
                     {"__GI_raise", "raise.c"},
                     {"abort", "abort.c"},
                     {"__GI_abort", "abort.c"},
                     {"__assert_fail", "assert.c"},
                     {"__GI___assert_fail", "assert.c"}};

    for (gsize i = 0; i < G_N_ELEMENTS(functions); i++)
        if (g_str_has_prefix(frame->function, functions[i].function) &&
            g_str_has_suffix(frame->file, functions[i].file))
            return TRUE;
    return FALSE;
}

static gboolean is_libc(const struct fh_frame *frame)
{
    g_autofree char *path = NULL;

    if (!frame->file)
        return FALSE;
    path =
        g_strconcat(frame->directory ? frame->directory : "", frame->directory ? "/" : "", frame->file, NULL);
    return is_libc_folder(path) || is_libc_function(frame);
}

gboolean fh_frame_is_users(const struct fh_frame *frame)
{
    static const char *const system_dirs[] = {"/lib/", "/lib64/", "/usr/lib/", "/usr/libexec/"};

    if (frame->is_harness || !frame->function || g_str_has_prefix(frame->function, AT_LINE))
        return FALSE;
    for (gsize i = 0; frame->object && i < G_N_ELEMENTS(system_dirs); i++)
        if (g_str_has_prefix(frame->object, system_dirs[i]))
            return FALSE;
    return !fh_frame_is_rust_library(frame) && !fh_frame_is_cxx_library(frame) && !is_libc(frame);
}

const struct fh_frame *fh_stack_users_frame(const struct fh_stack *stack)
{
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        if (fh_frame_is_users(frame) && !g_str_equal(frame->function, "???"))
            return frame;
    }
    return NULL;
}

const struct fh_frame *fh_stack_users_place(const struct fh_stack *stack)
{
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        if (fh_frame_is_users(frame) && frame->file)
            return frame;
    }
    return NULL;
}
