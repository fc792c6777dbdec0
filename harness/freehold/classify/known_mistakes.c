// SPDX-License-Identifier: MIT
#include "classify/known_mistakes.h"

#include <stdlib.h>
#include <string.h>

#include "model/result.h"
#include "model/stack.h"

#define INNER_MAX 3

struct mistake {
    const char *root;             /* the function that makes it … */
    const char *inner[INNER_MAX]; /* … itself, or in functions that begin so */
    const char *file;             /* how the root's file ends, if the log names one */
    const char *fixed_in;         /* of Valgrind; NULL: it is no mistake of Valgrind's */
    gboolean is_open;             /* an error of the program's could look the same */
    const char *what;
};

/* Seen in November 2026. */
static const struct mistake mistakes[] = {
    {.root = "indexbytebody", /* Go 1.26's, amd64; Valgrind 3.19 mistakes it, 3.24 does not */
     .file = "/indexbyte_amd64.s",
     .fixed_in = "3.24",
     .is_open = TRUE,
     .what = "Go's search for a byte (indexbytebody) reads whole vectors, also behind a string's end, which "
             "this version of "
             "Valgrind takes for an error: whether there is one can't be told. Use Valgrind 3.24 or newer"},
    {.root = "runtime.copystack", /* Go 1.26's; it asks of each word of a stack whether it is a pointer */
     .inner = {"runtime.adjust"},
     .file = "/runtime/stack.go",
     .what = "Go's runtime looks at words that nobody set when it moves a stack: no error of the program's"},
    {.root =
         "_mi_prim_mem_init", /* mimalloc 3.2's; it searches a file's first line in a buffer that is longer */
     .inner = {"_mi_str", "unix_detect_thp"},
     .file = "/prim.c",
     .what = "mimalloc looks at bytes that nobody set when it starts (_mi_prim_mem_init): no error of the "
             "program's"},
};

static gboolean is_inner(const struct mistake *mistake, const char *function)
{
    for (guint i = 0; i < INNER_MAX && mistake->inner[i]; i++)
        if (g_str_has_prefix(function, mistake->inner[i]))
            return TRUE;
    return FALSE;
}

/* Plain Valgrind names a file without its folders. */
static gboolean is_in_file(const struct mistake *mistake, const char *file)
{
    return g_str_has_suffix(file, mistake->file) || g_str_equal(file, strrchr(mistake->file, '/') + 1);
}

/* The root, and nothing but what it calls above it. */
static gboolean is_made_in(const struct mistake *mistake, const struct fh_stack *stack)
{
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        if (!frame->function)
            return FALSE;
        if (g_str_equal(frame->function, mistake->root))
            return !frame->file || is_in_file(mistake, frame->file);
        if (!is_inner(mistake, frame->function))
            return FALSE;
    }
    return FALSE;
}

/* "3.19.0" is before "3.24". */
static gboolean is_before(const char *version, const char *other)
{
    for (; *version && *other; version++, other++) {
        char *version_end, *other_end;
        unsigned long a = strtoul(version, &version_end, 10), b = strtoul(other, &other_end, 10);
        if (a != b)
            return a < b;
        if (*version_end == '\0' || *other_end == '\0')
            return FALSE;
        version = version_end;
        other = other_end;
    }
    return TRUE;
}

/* What begins in a live block may only go too far. */
static gboolean is_of_kind(const struct mistake *mistake, const struct fh_record *record)
{
    gboolean begins_in_block = record->address_kind == FH_ADDRESS_LIVE_BLOCK && record->block.offset >= 0 &&
                               (guint64)record->block.offset < record->block.size;
    return record->type == FH_RECORD_UNINITIALISED ||
           (record->type == FH_RECORD_INVALID_READ && mistake->is_open && begins_in_block);
}

gboolean fh_classify_known_mistake(struct fh_classification *classification, const struct fh_record *record)
{
    struct fh_classified *out = classification->out;
    const char *version = classification->trace->tool_version;
    for (guint i = 0; version && record->stack && i < G_N_ELEMENTS(mistakes); i++) {
        const struct mistake *mistake = &mistakes[i];
        if (!is_of_kind(mistake, record) || !is_made_in(mistake, record->stack) ||
            (mistake->fixed_in && !is_before(version, mistake->fixed_in)))
            continue;
        out->has_known_mistakes = TRUE;
        if (!mistake->is_open)
            fh_note_once(out->notes, g_strdup(mistake->what));
        else if (!out->reason)
            out->reason = g_strdup(mistake->what);
        return TRUE;
    }
    return FALSE;
}
