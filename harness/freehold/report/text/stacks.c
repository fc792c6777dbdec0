// SPDX-License-Identifier: MIT
#include "report/text/stacks.h"

#include <string.h>

#include "report/shared/printable.h"
#include "report/shared/redact.h"
#include "wire/allocators.h"

#define LOCATION_COLUMN 60
#define MAX_FRAMES      24

static gboolean has_crate(const char *name, const char *crate)
{
    const gsize length = strlen(crate);
    return strncmp(name, crate, length) == 0 &&
           (g_str_has_prefix(name + length, "::") || name[length] == '[');
}

static gboolean begins_with_std(const char *name)
{
    static const char *const crates[] = {"std", "core", "alloc", "panic_unwind", "std_detect", "__rustc"};
    for (guint i = 0; i < G_N_ELEMENTS(crates); i++)
        if (has_crate(name, crates[i]))
            return TRUE;
    return FALSE;
}

static gboolean is_runtime_name(const char *name)
{
    static const char *const prefixes[] = {"rust_begin_unwind", "rust_panic", "rust_eh_personality"};
    for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(name, prefixes[i]))
            return TRUE;
    return fh_is_rustc_function(name) || strstr(name, "7___rustc");
}

/* `<T as core::convert::Into<U>>::into`: without a path of its own, T is a parameter or a primitive. */
static gboolean is_std_implementation(const char *name)
{
    const char *type = name + strspn(name, "<&*[(");
    const char *trait = strstr(type, " as ");
    if (begins_with_std(type))
        return TRUE;
    if (!trait || g_strstr_len(type, trait - type, "::"))
        return FALSE;
    return begins_with_std(trait + strlen(" as "));
}

static gboolean is_std_path(const char *path)
{
    static const char *const parts[] = {"/rustc/", "/rustlib/src/rust/", "library/std/src/",
                                        "library/core/src/", "library/alloc/src/"};
    for (guint i = 0; path && i < G_N_ELEMENTS(parts); i++)
        if (strstr(path, parts[i]))
            return TRUE;
    return FALSE;
}

gboolean fh_frame_is_rust_std(const struct fh_frame *frame)
{
    if (is_std_path(frame->directory) || is_std_path(frame->file))
        return TRUE;
    if (!frame->function || !fh_frame_is_rust(frame))
        return FALSE;
    if (frame->function[0] == '<')
        return is_std_implementation(frame->function);
    return begins_with_std(frame->function) || is_runtime_name(frame->function);
}

guint fh_frame_step_line(const struct fh_frame *frame)
{
    static const char prefix[] = "at_line_";
    if (!frame->function || !g_str_has_prefix(frame->function, prefix))
        return 0;
    return (guint)g_ascii_strtoull(frame->function + strlen(prefix), NULL, 10);
}

guint fh_stack_outermost_step(const struct fh_stack *stack)
{
    for (guint i = stack->frames->len; i > 0; i--)
        if (fh_frame_step_line(g_ptr_array_index(stack->frames, i - 1)) != 0)
            return i - 1;
    return G_MAXUINT;
}

enum fh_frame_group fh_frame_group(const struct fh_stack *stack, guint index, guint outermost)
{
    const struct fh_frame *frame = g_ptr_array_index(stack->frames, index);
    if (fh_frame_step_line(frame) != 0)
        return FH_FRAME_STEP;
    if (frame->is_harness || index > outermost)
        return FH_FRAME_HARNESS;
    if (fh_frame_is_cxx_library(frame))
        return FH_FRAME_CXX;
    return fh_frame_is_rust_std(frame) ? FH_FRAME_STD : FH_FRAME_USER;
}

/* The end of a path says more than its beginning. */
static char *clip_path(const char *path, guint columns)
{
    const guint width = fh_text_width(path);
    if (width <= columns)
        return g_strdup(path);
    const char *rest = path + fh_text_prefix(path, width - (columns - 1));
    if (fh_text_width(rest) > columns - 1)
        rest = g_utf8_next_char(rest);
    const char *folder = strchr(rest, '/');
    return g_strdup_printf("…%s", folder ? folder : rest);
}

static char *source_location(const struct fh_report *report, const struct fh_frame *frame)
{
    g_autofree char *path = NULL;
    if (frame->directory && !g_path_is_absolute(frame->file))
        path = g_build_filename(frame->directory, frame->file, NULL);
    g_autofree char *shown = fh_redact_path(report, path ? path : frame->file);
    if (frame->line == 0)
        return g_steal_pointer(&shown);
    return g_strdup_printf("%s:%u", shown, frame->line);
}

static char *frame_location(const struct fh_report *report, const struct fh_frame *frame)
{
    if (frame->file)
        return source_location(report, frame);
    if (!frame->object)
        return g_strdup("");
    g_autofree char *object = g_path_get_basename(frame->object);
    return g_strdup_printf("in %s", object);
}

static void show_line(const struct fh_text_layout *layout, guint indent, enum fh_style style,
                      const char *what, const char *location)
{
    g_autofree char *function = fh_printable(what);
    g_autofree char *path = fh_printable(location);
    g_autofree char *function_cut = fh_text_clip(function, LOCATION_COLUMN - indent - 2);
    g_autofree char *path_cut = clip_path(path, FH_COLUMNS_WIDTH - LOCATION_COLUMN - 2);
    fh_columns_tab(layout->page, indent);
    fh_columns_add(layout->page, style, function_cut);
    if (*path_cut != '\0') {
        fh_columns_tab(layout->page, LOCATION_COLUMN);
        fh_columns_add(layout->page, FH_STYLE_DIM, path_cut);
    }
    fh_columns_end(layout->page);
}

/* Caller owns. */
static char *with_single_spaces(const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    GString *out = g_string_new(NULL);
    for (guint i = 0; words[i]; i++)
        if (*words[i] != '\0')
            g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", words[i]);
    return g_string_free(out, FALSE);
}

static void show_step(const struct fh_text_layout *layout, const char *file, const struct fh_frame *frame,
                      guint indent)
{
    const guint line = fh_frame_step_line(frame);
    g_autofree char *source = fh_excerpts_line(layout->excerpts, file, line);
    g_autofree char *text = with_single_spaces(source ? source : "");
    g_autofree char *name = file ? g_path_get_basename(file) : g_strdup("line ");
    g_autofree char *location = g_strdup_printf("%s%s%u", name, file ? ":" : "", line);
    show_line(layout, indent, FH_STYLE_BOLD, *text != '\0' ? text : "(the scenario's line)", location);
}

static void show_frame(const struct fh_text_layout *layout, const char *file, const struct fh_frame *frame,
                       guint indent)
{
    if (fh_frame_step_line(frame) != 0) {
        show_step(layout, file, frame, indent);
        return;
    }
    g_autofree char *location = frame_location(layout->report, frame);
    show_line(layout, indent, FH_STYLE_PLAIN, frame->function ? frame->function : "???", location);
}

/* How many frames were left out, and whose they are. */
struct folded {
    guint counts[FH_FRAME_GROUP_COUNT];
};

static void add_folded(struct folded *sum, const struct folded *other)
{
    for (guint group = 0; group < FH_FRAME_GROUP_COUNT; group++)
        sum->counts[group] += other->counts[group];
}

/* "… 3 frames of Rust's std, 12 of the harness" */
static void show_folded(const struct fh_text_layout *layout, guint indent, const struct folded *folded)
{
    static const char *const owners[FH_FRAME_GROUP_COUNT] = {
        [FH_FRAME_STD] = "Rust's std",
        [FH_FRAME_CXX] = "C++'s std",
        [FH_FRAME_HARNESS] = "the harness",
    };
    g_autoptr(GString) words = g_string_new(NULL);
    for (guint group = 0; group < FH_FRAME_GROUP_COUNT; group++) {
        const guint n = folded->counts[group];
        if (n > 0)
            g_string_append_printf(words, "%s%u%s of %s", words->len > 0 ? ", " : "… ", n,
                                   words->len > 0 ? ""
                                   : n == 1       ? " frame"
                                                  : " frames",
                                   owners[group]);
    }
    if (words->len == 0)
        return;
    fh_columns_tab(layout->page, indent);
    fh_columns_add(layout->page, FH_STYLE_DIM, words->str);
    fh_columns_end(layout->page);
}

static void show_more(const struct fh_text_layout *layout, guint indent, guint n)
{
    if (n == 0)
        return;
    fh_columns_tab(layout->page, indent);
    fh_columns_printf(layout->page, FH_STYLE_DIM, "… %u more frame%s", n, n == 1 ? "" : "s");
    fh_columns_end(layout->page);
}

/* Frames of a standard library between two shown ones are counted in place; all others that are folded,
 * together at the end. */
static void show_frames(const struct fh_text_layout *layout, const char *file, const struct fh_stack *stack,
                        guint indent)
{
    guint n_shown = 0, n_more = 0;
    struct folded last = {{0}}, gap = {{0}};
    const guint outermost = fh_stack_outermost_step(stack);
    for (guint i = 0; i < stack->frames->len; i++) {
        const enum fh_frame_group group = fh_frame_group(stack, i, outermost);
        if (group == FH_FRAME_HARNESS) {
            last.counts[group]++;
        } else if (group == FH_FRAME_STD || group == FH_FRAME_CXX) {
            gap.counts[group]++;
        } else if (n_shown >= MAX_FRAMES && i != outermost) {
            n_more++;
        } else {
            if (n_shown++ == 0)
                add_folded(&last, &gap);
            else
                show_folded(layout, indent, &gap);
            gap = (struct folded){{0}};
            show_frame(layout, file, g_ptr_array_index(stack->frames, i), indent);
        }
    }
    show_more(layout, indent, n_more);
    add_folded(&last, &gap);
    show_folded(layout, indent, &last);
}

void fh_stack_show(const struct fh_text_layout *layout, const char *file, const struct fh_stack *stack,
                   const char *title, guint indent)
{
    fh_columns_tab(layout->page, indent);
    fh_columns_add(layout->page, FH_STYLE_BOLD, title);
    fh_columns_end(layout->page);
    show_frames(layout, file, stack, indent + 2);
}
