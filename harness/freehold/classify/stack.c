// SPDX-License-Identifier: MIT
#include "classify/stack.h"

#include <string.h>

#include "model/stack.h"
#include "wire/allocators.h"

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

/* The harness's own functions that a stack may show in the place of Rust's: the rust heap's, what leads there
 * (preload/redirect.c, as Valgrind names it), and what rewritten imports lead to. */
static const struct fh_allocator *row_of_harness(const char *function)
{
    static const char *const heaps[] = {"fh_rust_", "_RNvC*__rust_"};
    static const char import[] = "fh_import_";
    for (gsize i = 0; i < G_N_ELEMENTS(heaps); i++)
        for (guint verb = 0; g_str_has_prefix(function, heaps[i]) && verb < FH_VERB_COUNT; verb++)
            if (g_str_equal(function + strlen(heaps[i]), fh_allocator_rust_verb(verb)))
                return fh_allocator_rust(verb);
    if (!g_str_has_prefix(function, import))
        return NULL;
    const struct fh_allocator *row = fh_allocator_find(function + strlen(import));
    return row && row->role == FH_ROLE_ENTRY ? fh_allocator_rust(row->verb) : row;
}

gboolean fh_frame_is_rust_heap(const struct fh_frame *frame)
{
    const struct fh_allocator *row = frame->function ? row_of_harness(frame->function) : NULL;

    return row && row->family == FH_FAMILY_RUST;
}

/* What people call it, if it's an allocator's function: of all that rustc has for one purpose, the entry. */
static const struct fh_allocator *row_of(const char *function)
{
    const struct fh_allocator *row = fh_allocator_find(function);
    if (!row)
        return row_of_harness(function);
    return row->family == FH_FAMILY_RUST ? fh_allocator_rust(row->verb) : row;
}

/* The rust heap under ASan lies on C++'s operators: who called that of frame `from` - 1? Rust, or a release
 * of C's or C++'s that had a block of Rust's (heap/asan/asan_heap.h). NULL: not the rust heap. */
static const struct fh_allocator *rust_heap_caller(const struct fh_stack *stack, guint from)
{
    gboolean is_for_other = FALSE;

    for (guint i = from; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        const struct fh_allocator *row = is_for_other && frame->function ? row_of(frame->function) : NULL;

        if (row || (frame->function && g_str_has_prefix(frame->function, "fh_rust_")))
            return row ? row : row_of(frame->function);
        if (!fh_frame_is_harness(frame))
            return NULL;
        is_for_other |= g_strcmp0(frame->function, "fh_asan_heap_release_for_other") == 0;
    }
    return NULL;
}

/* The row that the frame's function stands for; NULL: it is none of an allocator's. */
static const struct fh_allocator *frame_row(const struct fh_stack *stack, guint i)
{
    const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
    const struct fh_allocator *row = frame->function ? row_of(frame->function) : NULL;
    const struct fh_allocator *rust =
        row && fh_family_domain(row->family) == FH_DOMAIN_CXX ? rust_heap_caller(stack, i + 1) : NULL;

    return rust ? rust : row;
}

/* The innermost function of an allocator that has nothing but the harness within it, as in the stack of a
 * notice. Outside of the step there is none but Rust's. */
static const struct fh_allocator *innermost_row(const struct fh_stack *stack)
{
    gboolean is_in_step = TRUE;

    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        const struct fh_allocator *row = frame_row(stack, i);

        if (row && (row->family == FH_FAMILY_RUST || is_in_step))
            return row;
        if (!fh_frame_is_harness(frame))
            break;
        is_in_step &= !frame->function || !g_str_has_prefix(frame->function, "at_line_");
    }
    return NULL;
}

guint fh_stack_after_allocator(const struct fh_stack *stack)
{
    guint i = 0;

    while (i < stack->frames->len &&
           (fh_frame_is_harness(g_ptr_array_index(stack->frames, i)) || frame_row(stack, i)))
        i++;
    return i;
}

enum fh_domain fh_stack_domain(const struct fh_stack *stack, char **function)
{
    const struct fh_frame *top = stack && stack->frames->len > 0 ? g_ptr_array_index(stack->frames, 0) : NULL;
    const struct fh_allocator *row = top ? innermost_row(stack) : NULL;

    if (function)
        *function = g_strdup(row ? row->name : top ? top->function : NULL);
    return row ? fh_family_domain(row->family) : FH_DOMAIN_UNKNOWN;
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
