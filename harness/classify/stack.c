// SPDX-License-Identifier: MIT
#include <string.h>

#include "classify/classify.h"
#include "classify/draft.h"

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* With paths in the log the folder tells; without, names that nobody else has. */
static gboolean is_runner_file(const char *file)
{
    static const char *const names[] = {"rust_heap.c", "backend_valgrind.c", "backend_plain.c", "at_line.c",
                                        "interpret.c", "plan_map.c",         "valgrind.h",      "memcheck.h",
                                        "redirect.c",  "import_heap.c"};
    const char *base = base_name(file);

    if (strstr(file, "harness/runner/") || strstr(file, "harness/preload/"))
        return TRUE;
    if (g_str_has_prefix(base, "rust_heap") && g_str_has_suffix(base, ".c"))
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_str_equal(base, names[i]))
            return TRUE;
    return FALSE;
}

static gboolean has_prefix_of(const char *text, const char *const *prefixes)
{
    for (; *prefixes; prefixes++)
        if (g_str_has_prefix(text, *prefixes))
            return TRUE;
    return FALSE;
}

gboolean fh_frame_is_harness(const struct fh_frame *frame)
{
    static const char *const functions[] = {"fh_rust_", "at_line_",    "__wrap_",
                                            "ffi_call", "ffi_closure", NULL};
    static const char *const vague_functions[] = {"fh_", "VALGRIND_", NULL};

    if (frame->object && (strstr(frame->object, "/vgpreload_") || strstr(frame->object, "/libffi.so")))
        return TRUE;
    if (frame->file &&
        (is_runner_file(frame->file) || g_str_equal(base_name(frame->file), "vg_replace_malloc.c") ||
         g_str_equal(base_name(frame->file), "vg_replace_strmem.c")))
        return TRUE;
    if (!frame->function)
        return FALSE;
    return has_prefix_of(frame->function, functions) ||
           (!frame->file && has_prefix_of(frame->function, vague_functions));
}

/* "__rust_alloc" from the rust heap's fh_rust_alloc, and from the compiler's own "__rustc::__rust_alloc", "__rdl_alloc". */
static const char *rust_function(const char *function)
{
    static const struct {
        const char *suffix, *name;
    } names[] = {{"alloc_zeroed", "__rust_alloc_zeroed"},
                 {"realloc", "__rust_realloc"},
                 {"dealloc", "__rust_dealloc"},
                 {"alloc", "__rust_alloc"}};
    static const char *const prefixes[] = {"fh_rust_", "__rust_", "__rdl_", "__rg_"};

    if (g_str_has_prefix(function, "__rustc::"))
        function += strlen("__rustc::");
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
        for (gsize j = 0; g_str_has_prefix(function, prefixes[i]) && j < G_N_ELEMENTS(names); j++)
            if (g_str_equal(function + strlen(prefixes[i]), names[j].suffix))
                return names[j].name;
    return NULL;
}

static gboolean is_c_function(const char *function)
{
    static const char *const names[] = {
        "malloc",   "calloc",        "realloc",        "free",       "cfree",
        "memalign", "aligned_alloc", "posix_memalign", "valloc",     "pvalloc",
        "strdup",   "reallocarray",  "strndup",        "free_sized", "free_aligned_sized",
        NULL};

    return g_strv_contains(names, function);
}

static gboolean is_cxx_function(const char *function)
{
    static const char *const prefixes[] = {"operator new",
                                           "operator delete",
                                           "__builtin_new",
                                           "__builtin_vec_new",
                                           "__builtin_delete",
                                           "__builtin_vec_delete",
                                           NULL};

    return has_prefix_of(function, prefixes);
}

static enum fh_domain top_domain(const char *function)
{
    if (is_c_function(function))
        return FH_DOMAIN_C;
    if (is_cxx_function(function))
        return FH_DOMAIN_CXX;
    return FH_DOMAIN_UNKNOWN;
}

/* Index of the frame in which Rust entered its heap: below it there is nothing but the harness. -1: there is none. */
static gint rust_entry(const struct fh_stack *stack, const char **name)
{
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        *name = frame->function ? rust_function(frame->function) : NULL;
        if (*name)
            return (gint)i;
        if (!fh_frame_is_harness(frame))
            return -1;
    }
    return -1;
}

/* "operator delete(void*, unsigned long)" → "operator delete" */
static char *without_parameters(const char *function)
{
    return g_strndup(function, strcspn(function, "("));
}

enum fh_domain fh_stack_domain(const struct fh_stack *stack, char **function)
{
    const struct fh_frame *top = stack && stack->frames->len > 0 ? g_ptr_array_index(stack->frames, 0) : NULL;
    enum fh_domain domain = top && top->function ? top_domain(top->function) : FH_DOMAIN_UNKNOWN;
    const char *name = NULL;

    if (top && domain == FH_DOMAIN_UNKNOWN && rust_entry(stack, &name) >= 0)
        domain = FH_DOMAIN_RUST;
    else if (top)
        name = top->function;
    if (function)
        *function = !name ? NULL : domain == FH_DOMAIN_UNKNOWN ? g_strdup(name) : without_parameters(name);
    return domain;
}

/* What is below the outermost step called the scenario. */
static guint outermost_step(const struct fh_stack *stack)
{
    for (guint i = stack->frames->len; i > 0; i--) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i - 1);

        if (frame->function && g_str_has_prefix(frame->function, "at_line_"))
            return i - 1;
    }
    return G_MAXUINT;
}

struct fh_stack *fh_stack_marked(const struct fh_stack *stack, const char *role)
{
    struct fh_stack *copy = fh_stack_copy(stack, role);
    guint outermost = outermost_step(copy);

    for (guint i = 0; i < copy->frames->len; i++) {
        struct fh_frame *frame = g_ptr_array_index(copy->frames, i);

        frame->is_harness = i >= outermost || fh_frame_is_harness(frame);
    }
    return copy;
}

gboolean fh_stacks_are_equal(const struct fh_stack *a, const struct fh_stack *b, guint from)
{
    if (!a || !b)
        return a == b;
    if (a->frames->len != b->frames->len)
        return FALSE;
    for (guint i = from; i < a->frames->len; i++) {
        const struct fh_frame *x = g_ptr_array_index(a->frames, i), *y = g_ptr_array_index(b->frames, i);

        if (x->address != y->address || g_strcmp0(x->function, y->function) != 0)
            return FALSE;
    }
    return TRUE;
}
