// SPDX-License-Identifier: MIT
#include <string.h>

#include "classify/candidate.h"
#include "classify/classify.h"

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static gboolean contains_any(const char *text, const char *const *parts)
{
    for (; *parts; parts++)
        if (strstr(text, *parts))
            return TRUE;
    return FALSE;
}

/* With paths in the log the folder tells; without, names that nobody else has. */
static gboolean is_runner_file(const char *file)
{
    static const char *const names[] = {"rust_heap.c",   "backend_valgrind.c", "backend_plain.c",
                                        "at_line.c",     "interpret.c",        "plan_map.c",
                                        "valgrind.h",    "memcheck.h",         "redirect.c",
                                        "import_heap.c", "backend_asan.c",     "asan_heap.c"};
    /* The last two: logs of Freehold 0.1.0's early builds. */
    static const char *const folders[] = {"harness/process/", "harness/runner/", "harness/preload/", NULL};
    const char *base = base_name(file);

    if (contains_any(file, folders))
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

/* A sanitizer's runtime: as a shared object, or with its sources. */
static gboolean is_sanitizer(const struct fh_frame *frame)
{
    static const char *const objects[] = {"/libasan.so", "/libclang_rt.", "/liblsan.so", "/libubsan.so",
                                          NULL};
    static const char *const sources[] = {"/libsanitizer/", "/compiler-rt/lib/", NULL};

    return (frame->object && contains_any(frame->object, objects)) ||
           (frame->file && contains_any(frame->file, sources));
}

gboolean fh_frame_is_harness(const struct fh_frame *frame)
{
    static const char *const functions[] = {"fh_rust_", "fh_import_", "_RNvC*__rust_", "at_line_",
                                            "__wrap_",  "ffi_call",   "ffi_closure",   NULL};
    static const char *const vague_functions[] = {"fh_", "VALGRIND_", NULL};
    static const char *const objects[] = {"/vgpreload_", "/libffi.so", "/libfreehold-preload", NULL};

    if (is_sanitizer(frame))
        return TRUE;
    if (frame->object && contains_any(frame->object, objects))
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

/* "__rust_alloc" from the rust heap's fh_rust_alloc, from what leads there (redirect.c's functions, fh_import_malloc), and from
 * the compiler's own "__rustc::__rust_alloc", "__rdl_alloc". */
static const char *rust_function(const char *function)
{
    static const struct {
        const char *suffix, *name;
    } names[] = {{"alloc_zeroed", "__rust_alloc_zeroed"},
                 {"realloc", "__rust_realloc"},
                 {"dealloc", "__rust_dealloc"},
                 {"alloc", "__rust_alloc"},
                 {"malloc", "__rust_alloc"},
                 {"calloc", "__rust_alloc_zeroed"},
                 {"free", "__rust_dealloc"}};
    static const char *const prefixes[] = {"fh_rust_", "fh_import_", "_RNvC*__rust_",
                                           "__rust_",  "__rdl_",     "__rg_"};

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
        "malloc",   "calloc",        "realloc",         "free",       "cfree",
        "memalign", "aligned_alloc", "posix_memalign",  "valloc",     "pvalloc",
        "strdup",   "reallocarray",  "strndup",         "free_sized", "free_aligned_sized",
        "__strdup", "__strndup",     "__libc_memalign", NULL};

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

/* The rust heap under ASan lies on C++'s operators: who called that of frame `from` - 1? NULL: not the rust heap. */
static const char *rust_heap_caller(const struct fh_stack *stack, guint from)
{
    for (guint i = from; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        if (frame->function && g_str_has_prefix(frame->function, "fh_rust_"))
            return rust_function(frame->function);
        if (!fh_frame_is_harness(frame))
            return NULL;
    }
    return NULL;
}

/* The domain of one frame's function; `name` receives what people call that. */
static enum fh_domain frame_domain(const struct fh_stack *stack, guint i, const char **name)
{
    const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
    enum fh_domain domain = frame->function ? top_domain(frame->function) : FH_DOMAIN_UNKNOWN;
    const char *rust = domain == FH_DOMAIN_CXX ? rust_heap_caller(stack, i + 1) : NULL;

    if (!rust && frame->function && domain == FH_DOMAIN_UNKNOWN)
        rust = rust_function(frame->function);
    *name = rust ? rust : frame->function;
    return rust ? FH_DOMAIN_RUST : domain;
}

/* The innermost function of an allocator that has nothing but the harness within it, as in the stack of a notice. Outside of the
 * step there is none but Rust's. */
static enum fh_domain innermost_domain(const struct fh_stack *stack, const char **name)
{
    gboolean is_in_step = TRUE;

    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        enum fh_domain domain = frame_domain(stack, i, name);

        if (domain == FH_DOMAIN_RUST || (domain != FH_DOMAIN_UNKNOWN && is_in_step))
            return domain;
        if (!fh_frame_is_harness(frame))
            break;
        is_in_step &= !frame->function || !g_str_has_prefix(frame->function, "at_line_");
    }
    *name = NULL;
    return FH_DOMAIN_UNKNOWN;
}

/* "operator delete(void*, unsigned long)" → "operator delete" */
static char *without_parameters(const char *function)
{
    return g_strndup(function, strcspn(function, "("));
}

enum fh_domain fh_stack_domain(const struct fh_stack *stack, char **function)
{
    const struct fh_frame *top = stack && stack->frames->len > 0 ? g_ptr_array_index(stack->frames, 0) : NULL;
    const char *name = NULL;
    enum fh_domain domain = top ? innermost_domain(stack, &name) : FH_DOMAIN_UNKNOWN;

    if (top && !name)
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

        frame->is_harness |= i >= outermost || fh_frame_is_harness(frame);
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
