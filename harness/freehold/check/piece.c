// SPDX-License-Identifier: MIT
#include "check/piece.h"

#include <string.h>

#include "base/diagnostics.h"
#include "base/error.h"
#include "base/source_load.h"
#include "check/builder.h"
#include "check/lower.h"
#include "check/statement.h"
#include "script/parser.h"

/* Where the piece begins, when it is lowered first, and how much farther on it begins the second time. */
static const guint32 starts[FH_PIECE_SORT_COUNT] = {[FH_PIECE_GIVEN] = 0,
                                                    [FH_PIECE_OWN] = 1 << 14,
                                                    [FH_PIECE_ARGUMENT] = 0,
                                                    [FH_PIECE_OWNERSHIP] = 0,
                                                    [FH_PIECE_CALLBACK] = 0};
static const guint32 distances[FH_PIECE_SORT_COUNT] = {
    [FH_PIECE_GIVEN] = 1 << 16, [FH_PIECE_OWN] = 1 << 17, [FH_PIECE_ARGUMENT] = 3,
    [FH_PIECE_OWNERSHIP] = 5,   [FH_PIECE_CALLBACK] = 7,  [FH_PIECE_LINE] = 1 << 16};

/* Constants are written anew each time: they are taken from the first, and are apart by this much. */
#define BYTES_DISTANCE (1 << 20)

static const guint unit = sizeof(guint32);

void fh_piece_free(struct fh_piece *piece)
{
    if (!piece)
        return;
    for (guint i = 0; i < FH_PIECE_SECTION_COUNT; i++)
        g_array_unref(piece->words[i]);
    g_array_unref(piece->patches);
    g_array_unref(piece->body_sizes);
    g_array_unref(piece->wanted);
    g_free(piece);
}

/* The elements of `array` from `first` on, as words, after those of `words`. */
static void take_words(GArray *words, const GArray *array, guint first)
{
    const guint size = g_array_get_element_size((GArray *)array);
    if (array->len > first)
        g_array_append_vals(words, array->data + (gsize)first * size, (array->len - first) * size / unit);
}

/* What one lowering has left in the builder, behind where it began. */
static void take_sections(const struct fh_lowering *l, const guint32 *start, const GArray *code,
                          struct fh_piece *piece)
{
    const struct fh_builder *b = l->builder;
    const GPtrArray *bodies = l->callback_code;
    take_words(piece->words[FH_PIECE_CODE], code, 0);
    take_words(piece->words[FH_PIECE_ARGUMENTS], b->arguments, start[FH_PIECE_ARGUMENT]);
    take_words(piece->words[FH_PIECE_OWNERSHIPS], b->ownership, start[FH_PIECE_OWNERSHIP]);
    take_words(piece->words[FH_PIECE_CALLBACKS], b->callbacks, start[FH_PIECE_CALLBACK]);
    for (guint i = 0; i < bodies->len; i++) {
        const GArray *body = g_ptr_array_index(bodies, i);
        take_words(piece->words[FH_PIECE_BODIES], body, 0);
        g_array_append_val(piece->body_sizes, body->len);
    }
}

static void define_given(struct fh_lowering *l, const GArray *given, GArray *slots)
{
    for (guint i = 0; i < given->len; i++) {
        const struct fh_taken *one = &g_array_index(given, struct fh_taken, i);
        const struct fh_variable *variable =
            fh_lower_define(l, one->name, one->type->unqualified, (struct fh_span){0, 0});
        fh_slot slot = variable ? variable->slot : FH_PLAN_NONE;
        g_array_append_val(slots, slot);
    }
}

static void note_wanted(const struct fh_lowering *l, const GPtrArray *wanted, guint32 start,
                        struct fh_piece *piece)
{
    for (guint i = 0; i < wanted->len; i++) {
        const struct fh_variable *variable = fh_lower_variable(l, g_ptr_array_index(wanted, i));
        fh_slot slot = variable ? variable->slot - start : FH_PLAN_NONE;
        g_array_append_val(piece->wanted, slot);
    }
}

static struct fh_piece *piece_begin(void)
{
    struct fh_piece *piece = g_new0(struct fh_piece, 1);
    for (guint i = 0; i < FH_PIECE_SECTION_COUNT; i++)
        piece->words[i] = g_array_new(FALSE, TRUE, unit);
    piece->patches = g_array_new(FALSE, TRUE, sizeof(struct fh_piece_patch));
    piece->body_sizes = g_array_new(FALSE, TRUE, sizeof(guint));
    piece->wanted = g_array_new(FALSE, TRUE, sizeof(fh_slot));
    return piece;
}

/* Lowers `body` so that it begins where `start` says. Slots of what it takes go to `slots`. */
static struct fh_piece *lower_at(struct fh_lowering *l, const guint32 *start, const GPtrArray *body,
                                 const GArray *given, const GPtrArray *wanted, GArray *slots)
{
    struct fh_builder *b = l->builder;
    g_autoptr(GArray) code = g_array_new(FALSE, TRUE, sizeof(struct fh_plan_op));
    GArray *before = fh_builder_swap_code(b, code);
    struct fh_piece *piece = piece_begin();
    g_array_set_size(b->arguments, start[FH_PIECE_ARGUMENT]);
    g_array_set_size(b->ownership, start[FH_PIECE_OWNERSHIP]);
    g_array_set_size(b->callbacks, start[FH_PIECE_CALLBACK]);
    fh_lower_begin(l);
    l->frame_size = start[FH_PIECE_GIVEN];
    define_given(l, given, slots);
    l->is_wrong |= l->frame_size - start[FH_PIECE_GIVEN] > starts[FH_PIECE_OWN];
    l->frame_size = start[FH_PIECE_OWN];
    fh_lower_block(l, body);
    piece->size = l->frame_size - start[FH_PIECE_OWN];
    take_sections(l, start, code, piece);
    note_wanted(l, wanted, start[FH_PIECE_OWN], piece);
    fh_lower_end(l);
    fh_builder_swap_code(b, before);
    return piece;
}

/* Of the variables that the piece takes, the one in which the slot lies. */
static guint given_of(const GArray *slots, fh_slot slot)
{
    guint found = 0;
    for (guint i = 0; i < slots->len; i++)
        if (g_array_index(slots, fh_slot, i) <= slot)
            found = i;
    return found;
}

static gboolean sort_of(guint32 distance, gboolean is_first, enum fh_piece_sort *sort)
{
    const enum fh_piece_sort last = is_first ? FH_PIECE_LINE : FH_PIECE_CALLBACK;
    for (*sort = is_first ? FH_PIECE_LINE : FH_PIECE_GIVEN; *sort <= last; (*sort)++)
        if (distances[*sort] == distance)
            return TRUE;
    return FALSE;
}

/* FALSE: a word differs, and nothing says why. */
static gboolean compare(struct fh_piece *piece, const struct fh_piece *other, enum fh_piece_section section,
                        const GArray *slots)
{
    const GArray *words = piece->words[section];
    const guint op_words = sizeof(struct fh_plan_op) / unit;
    const gboolean is_code = section == FH_PIECE_CODE || section == FH_PIECE_BODIES;
    if (words->len != other->words[section]->len)
        return FALSE;
    for (guint i = 0; i < words->len; i++) {
        const guint32 word = g_array_index(words, guint32, i);
        const guint32 distance = g_array_index(other->words[section], guint32, i) - word;
        struct fh_piece_patch patch = {.section = (guint8)section, .at = i};
        enum fh_piece_sort sort;
        if (distance == 0 || distance == BYTES_DISTANCE)
            continue;
        if (!sort_of(distance, is_code && i % op_words == 0, &sort))
            return FALSE;
        patch.sort = (guint8)sort;
        patch.given = sort == FH_PIECE_GIVEN ? (guint16)given_of(slots, word) : 0;
        g_array_append_val(piece->patches, patch);
    }
    return TRUE;
}

/* Consumes both. NULL: they can't be told apart. */
static struct fh_piece *find_patches(struct fh_piece *take_first, struct fh_piece *take_second,
                                     const GArray *slots)
{
    gboolean ok = TRUE;
    for (enum fh_piece_section section = 0; ok && section < FH_PIECE_SECTION_COUNT; section++)
        ok = compare(take_first, take_second, section, slots);
    for (guint i = 0; i < take_first->patches->len; i++) { /* from where that variable begins */
        const struct fh_piece_patch *patch = &g_array_index(take_first->patches, struct fh_piece_patch, i);
        if (patch->sort == FH_PIECE_GIVEN)
            g_array_index(take_first->words[patch->section], guint32, patch->at) -=
                g_array_index(slots, fh_slot, patch->given);
        else if (patch->sort != FH_PIECE_LINE)
            g_array_index(take_first->words[patch->section], guint32, patch->at) -= starts[patch->sort];
    }
    fh_piece_free(take_second);
    if (ok)
        return take_first;
    fh_piece_free(take_first);
    return NULL;
}

static struct fh_script *parse(struct fh_lowering *l, const char *before, const char *text, GError **error)
{
    g_autofree char *whole = g_strdup_printf("%sscenario \"piece\" {\n%s}\n", before, text);
    struct fh_source *source = fh_source_new("piece", whole, strlen(whole), error);
    return source ? fh_script_parse(source, l->diagnostics) : NULL;
}

static const GPtrArray *body_of(struct fh_lowering *l, const struct fh_script *script)
{
    l->source = script->source;
    return ((const struct fh_scenario *)g_ptr_array_index(script->scenarios, 0))->body;
}

static struct fh_piece *lower_twice(struct fh_lowering *l, const struct fh_script *here,
                                    const struct fh_script *there, const GArray *given,
                                    const GPtrArray *wanted)
{
    GByteArray *bytes = l->builder->bytes;
    g_autoptr(GArray) slots = g_array_new(FALSE, FALSE, sizeof(fh_slot));
    g_autoptr(GArray) others = g_array_new(FALSE, FALSE, sizeof(fh_slot));
    guint32 start[FH_PIECE_SORT_COUNT];
    for (guint i = 0; i < FH_PIECE_SORT_COUNT; i++)
        start[i] = starts[i] + distances[i];
    /* Whatever is interned is interned by this one. */
    fh_piece_free(lower_at(l, starts, body_of(l, here), given, wanted, others));
    const guint first_bytes = fh_builder_bytes(l->builder, "", 0, FH_PIECE_ALIGNMENT);
    g_array_set_size(others, 0);
    struct fh_piece *first = lower_at(l, starts, body_of(l, here), given, wanted, slots);
    const guint end = bytes->len;
    g_byte_array_set_size(bytes, MAX(first_bytes + BYTES_DISTANCE, end));
    struct fh_piece *second = lower_at(l, start, body_of(l, there), given, wanted, others);
    g_byte_array_set_size(bytes, end);
    return find_patches(first, second, slots);
}

static guint count_lines(const char *text)
{
    guint count = 0;
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

static void set_error(struct fh_lowering *l, const char *text, GError **error)
{
    g_autofree char *words = fh_diagnostics_to_text(l->diagnostics);
    if (error && *error)
        return;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                "a call that Freehold made is no part of a scenario; please report this:\n%s%s", text, words);
}

struct fh_piece *fh_piece_new(struct fh_lowering *lowering, const char *text, const GArray *given,
                              const GPtrArray *wanted, GError **error)
{
    fh_auto(fh_script) here = parse(lowering, "", text, error);
    fh_auto(fh_script) there = here ? parse(lowering, "\n", text, error) : NULL;
    struct fh_piece *piece = there ? lower_twice(lowering, here, there, given, wanted) : NULL;
    if (piece && !lowering->is_wrong) {
        piece->n_lines = count_lines(text);
        return piece;
    }
    fh_piece_free(piece);
    set_error(lowering, text, error);
    return NULL;
}
