// SPDX-License-Identifier: MIT
#include "report/machine/string_pool.h"

#include "report/machine/json_frame.h"
#include "report/shared/redact.h"
#include "report/text/stacks.h"

struct grouped_frame {
    const struct fh_frame *frame; /* borrowed */
    enum fh_frame_group group;
};

struct fh_string_pool {
    GHashTable *frame_numbers; /* struct grouped_frame * -> its number + 1 */
    GPtrArray *frames;         /* the keys of frame_numbers, by number */
    GHashTable *line_numbers;  /* char * -> its number + 1 */
    GPtrArray *lines;          /* the keys of line_numbers, by number */
};

static guint text_hash(const char *text)
{
    return text ? g_str_hash(text) : 0;
}

/* By all that is written of it. */
static guint grouped_frame_hash(gconstpointer key)
{
    const struct grouped_frame *grouped = key;
    const struct fh_frame *frame = grouped->frame;
    return text_hash(frame->function) ^ (text_hash(frame->file) * 3) ^ (frame->line * 5) ^ grouped->group;
}

static gboolean grouped_frame_equal(gconstpointer key, gconstpointer other_key)
{
    const struct grouped_frame *grouped = key, *other = other_key;
    const struct fh_frame *a = grouped->frame, *b = other->frame;
    return grouped->group == other->group && a->line == b->line && a->is_inlined == b->is_inlined &&
           a->is_harness == b->is_harness && g_strcmp0(a->function, b->function) == 0 &&
           g_strcmp0(a->file, b->file) == 0 && g_strcmp0(a->directory, b->directory) == 0 &&
           g_strcmp0(a->object, b->object) == 0;
}

struct fh_string_pool *fh_string_pool_new(void)
{
    struct fh_string_pool *pool = g_new0(struct fh_string_pool, 1);
    pool->frame_numbers = g_hash_table_new_full(grouped_frame_hash, grouped_frame_equal, g_free, NULL);
    pool->frames = g_ptr_array_new();
    pool->line_numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    pool->lines = g_ptr_array_new();
    return pool;
}

void fh_string_pool_free(struct fh_string_pool *pool)
{
    if (!pool)
        return;
    g_hash_table_unref(pool->frame_numbers);
    g_ptr_array_unref(pool->frames);
    g_hash_table_unref(pool->line_numbers);
    g_ptr_array_unref(pool->lines);
    g_free(pool);
}

/* `copy` is given away. */
static guint add_number(GHashTable *numbers, GPtrArray *list, gpointer copy)
{
    g_ptr_array_add(list, copy);
    g_hash_table_insert(numbers, copy, GUINT_TO_POINTER(list->len));
    return list->len - 1;
}

static guint frame_number(struct fh_string_pool *pool, const struct grouped_frame *grouped)
{
    const void *known = g_hash_table_lookup(pool->frame_numbers, grouped);
    if (known)
        return GPOINTER_TO_UINT(known) - 1;
    return add_number(pool->frame_numbers, pool->frames, g_memdup2(grouped, sizeof *grouped));
}

static guint line_number(struct fh_string_pool *pool, const char *line)
{
    const void *known = g_hash_table_lookup(pool->line_numbers, line);
    if (known)
        return GPOINTER_TO_UINT(known) - 1;
    return add_number(pool->line_numbers, pool->lines, g_strdup(line));
}

void fh_string_pool_add_frames(const struct fh_json *json, const struct fh_stack *stack)
{
    const guint outermost = fh_stack_outermost_step(stack);
    fh_json_name(json, "frames");
    fh_json_begin_list(json);
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct grouped_frame grouped = {g_ptr_array_index(stack->frames, i),
                                              fh_frame_group(stack, i, outermost)};
        fh_json_number(json, frame_number(json->pool, &grouped));
    }
    fh_json_end_list(json);
}

void fh_string_pool_add_record(const struct fh_json *json, const char *record)
{
    g_autofree char *shown = fh_redact_text(json->report, record);
    fh_json_name(json, "record");
    if (!shown) {
        fh_json_value(json, NULL);
        return;
    }
    g_auto(GStrv) lines = g_strsplit(shown, "\n", -1);
    fh_json_begin_list(json);
    for (guint i = 0; lines[i]; i++)
        fh_json_number(json, line_number(json->pool, lines[i]));
    fh_json_end_list(json);
}

static void add_frame_item(const struct fh_json *json, gconstpointer item)
{
    const struct grouped_frame *grouped = item;
    static const char *const groups[] = {
        [FH_FRAME_USER] = "user", [FH_FRAME_STEP] = "step",       [FH_FRAME_STD] = "std",
        [FH_FRAME_CXX] = "cxx",   [FH_FRAME_HARNESS] = "harness",
    };
    fh_json_begin(json);
    fh_json_add_frame(json, grouped->frame);
    fh_json_add_word(json, "group", groups[grouped->group]);
    if (grouped->group == FH_FRAME_STEP)
        fh_json_add_count(json, "step", fh_frame_step_line(grouped->frame));
    fh_json_end(json);
}

static void add_line_item(const struct fh_json *json, gconstpointer line)
{
    fh_json_value(json, line);
}

void fh_string_pool_add_tables(const struct fh_json *json)
{
    fh_json_add_list(json, "frames", json->pool->frames, add_frame_item);
    fh_json_add_list(json, "lines", json->pool->lines, add_line_item);
}
