// SPDX-License-Identifier: MIT
#include "command/sequence_plan.h"

#include <string.h>

#include "base/error.h"
#include "check/assembly.h"
#include "explore/text.h"

/* In a piece's own text: the step's id, and the first of those whose values it takes. */
#define OWN_ID   1
#define FIRST_ID 2

/* A call, as it is lowered: the same key is the same text. */
struct known {
    guint64 *key;
    gsize size; /* bytes of it */
    const struct fh_piece *piece;
};

/* Where a step's piece has gone in the current scenario. */
struct placed {
    const struct fh_piece *piece;
    fh_slot start;
};

struct fh_sequence_plans {
    struct fh_assembly *assembly;
    GHashTable *known; /* struct known * → itself */
    GArray *key;       /* guint64, in the making */
    GArray *placed;    /* struct placed, by a step's id */
    GArray *slots;     /* fh_slot */
};

static guint known_hash(gconstpointer data)
{
    const struct known *known = data;
    guint64 hash = 0;
    for (gsize i = 0; i < known->size / sizeof(*known->key); i++)
        hash = fh_mix(hash, known->key[i]);
    return (guint)hash;
}

static gboolean known_equal(gconstpointer a, gconstpointer b)
{
    const struct known *x = a, *y = b;
    return x->size == y->size && memcmp(x->key, y->key, x->size) == 0;
}

static void known_free(gpointer data)
{
    struct known *known = data;
    g_free(known->key);
    g_free(known);
}

struct fh_sequence_plans *fh_sequence_plans_new(struct fh_api *api, GHashTable *defined)
{
    struct fh_sequence_plans *plans = g_new0(struct fh_sequence_plans, 1);
    plans->assembly = fh_assembly_new(api, defined);
    plans->known = g_hash_table_new_full(known_hash, known_equal, known_free, NULL);
    plans->key = g_array_new(FALSE, FALSE, sizeof(guint64));
    plans->placed = g_array_new(FALSE, TRUE, sizeof(struct placed));
    plans->slots = g_array_new(FALSE, FALSE, sizeof(fh_slot));
    return plans;
}

void fh_sequence_plans_free(struct fh_sequence_plans *plans)
{
    if (!plans)
        return;
    fh_assembly_free(plans->assembly);
    g_hash_table_unref(plans->known);
    g_array_unref(plans->key);
    g_array_unref(plans->placed);
    g_array_unref(plans->slots);
    g_free(plans);
}

/* The variable that argument `index` names: of a length, the one in which its maker has counted. A step that
 * reads has one argument. FALSE: it is a plain one. */
static gboolean find_taken(const struct fh_sequence *sequence, const struct fh_step *step, guint index,
                           struct fh_value_name *name, const struct fh_callable **maker)
{
    const gboolean is_read = !step->callable;
    if (!is_read && !fh_argument_at(step, index)->is_elsewhere)
        return FALSE;
    *name = is_read ? step->look : fh_argument_at(step, index)->value;
    *maker = fh_sequence_find(sequence, name->step)->callable;
    if (!is_read && fh_role_at(step->callable, index)->use == FH_USE_LENGTH)
        name->place = (guint)fh_gives_at(*maker, name->place)->length + 1;
    return TRUE;
}

static guint count_arguments(const struct fh_step *step)
{
    return step->callable ? step->arguments->len : 1;
}

/* All that the text of a step depends on, but ids. */
static void find_key(const struct fh_sequence *sequence, const struct fh_step *step, GArray *key)
{
    const guint64 head[] = {(guintptr)step->callable, step->nulls, step->has_failed != 0};
    g_array_set_size(key, 0);
    g_array_append_vals(key, head, G_N_ELEMENTS(head));
    for (guint i = 0; i < count_arguments(step); i++) {
        struct fh_value_name name;
        const struct fh_callable *maker;
        guint64 words[] = {0, 0, 0};
        if (find_taken(sequence, step, i, &name, &maker)) {
            words[0] = 1;
            words[1] = (guintptr)maker;
            words[2] = name.place;
        } else {
            words[1] = (guintptr)fh_argument_at(step, i)->text;
            words[2] = (guintptr)fh_argument_at(step, i)->before;
        }
        g_array_append_vals(key, words, G_N_ELEMENTS(words));
    }
}

static void add_maker(struct fh_sequence *sequence, const struct fh_callable *maker, guint id)
{
    fh_sequence_add(sequence, maker)->id = id;
}

/* The step alone, with makers of what it takes that were given nothing. Caller owns. */
static struct fh_sequence *step_alone(const struct fh_sequence *sequence, const struct fh_step *step)
{
    struct fh_sequence *alone = fh_sequence_new();
    struct fh_step *own = fh_sequence_add(alone, step->callable);
    own->id = OWN_ID;
    own->nulls = step->nulls;
    own->has_failed = step->has_failed;
    for (guint i = 0; i < count_arguments(step); i++) {
        struct fh_value_name name;
        const struct fh_callable *maker;
        gboolean is_taken = find_taken(sequence, step, i, &name, &maker);
        if (step->callable) {
            struct fh_argument *argument = &g_array_index(own->arguments, struct fh_argument, i);
            *argument = *fh_argument_at(step, i);
            argument->value.step = FIRST_ID + i;
        } else {
            own->look = (struct fh_value_name){FIRST_ID + i, name.place};
        }
        if (is_taken)
            add_maker(alone, maker, FIRST_ID + i);
    }
    return alone;
}

static void find_given(const struct fh_sequence *alone, const struct fh_step *own, GArray *given,
                       GPtrArray *names)
{
    for (guint i = 0; i < count_arguments(own); i++) {
        struct fh_value_name name;
        const struct fh_callable *maker;
        if (!find_taken(alone, own, i, &name, &maker))
            continue;
        const struct fh_taken one = {fh_value_variable(alone, name), fh_place_type(maker, name.place)};
        g_ptr_array_add(names, (gpointer)one.name);
        g_array_append_val(given, one);
    }
}

static const struct fh_piece *make(struct fh_sequence_plans *plans, const struct fh_sequence *sequence,
                                   const struct fh_step *step, GError **error)
{
    fh_auto(fh_sequence) alone = step_alone(sequence, step);
    const struct fh_step *own = fh_sequence_find(alone, OWN_ID);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) given = g_array_new(FALSE, FALSE, sizeof(struct fh_taken));
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) wanted = g_ptr_array_new_with_free_func(g_free);
    find_given(alone, own, given, names);
    for (guint place = 0; own->callable && place <= own->arguments->len; place++)
        g_ptr_array_add(wanted, fh_value_variable(alone, (struct fh_value_name){OWN_ID, place}));
    fh_step_write(alone, own, text);
    return fh_assembly_make(plans->assembly, text->str, given, wanted, error);
}

static const struct fh_piece *piece_of(struct fh_sequence_plans *plans, const struct fh_sequence *sequence,
                                       const struct fh_step *step, GError **error)
{
    find_key(sequence, step, plans->key);
    struct known wanted = {.key = (guint64 *)(gpointer)plans->key->data,
                           .size = plans->key->len * sizeof(guint64)};
    const struct known *found = g_hash_table_lookup(plans->known, &wanted);
    if (found)
        return found->piece;
    wanted.piece = make(plans, sequence, step, error);
    if (!wanted.piece)
        return NULL;
    wanted.key = g_memdup2(wanted.key, wanted.size);
    g_hash_table_add(plans->known, g_memdup2(&wanted, sizeof wanted));
    return wanted.piece;
}

static struct placed *placed_at(const struct fh_sequence_plans *plans, guint step)
{
    return &g_array_index(plans->placed, struct placed, step);
}

static void find_slots(struct fh_sequence_plans *plans, const struct fh_sequence *sequence,
                       const struct fh_step *step)
{
    g_array_set_size(plans->slots, 0);
    for (guint i = 0; i < count_arguments(step); i++) {
        struct fh_value_name name;
        const struct fh_callable *maker;
        if (!find_taken(sequence, step, i, &name, &maker))
            continue;
        const struct placed *placed = placed_at(plans, name.step);
        const fh_slot slot = placed->start + g_array_index(placed->piece->wanted, fh_slot, name.place);
        g_array_append_val(plans->slots, slot);
    }
}

static gboolean add_sequence(struct fh_sequence_plans *plans, const struct fh_sequence *sequence,
                             GError **error)
{
    g_array_set_size(plans->placed, sequence->last_id + 1);
    for (guint i = 0; i < sequence->steps->len; i++) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        const struct fh_piece *piece = piece_of(plans, sequence, step, error);
        if (!piece)
            return FALSE;
        find_slots(plans, sequence, step);
        *placed_at(plans, step->id) = (struct placed){
            piece, fh_assembly_add(plans->assembly, piece, (const fh_slot *)(gpointer)plans->slots->data)};
    }
    if (fh_assembly_end_scenario(plans->assembly))
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                "the variables of a sequence that Freehold made take too much memory; please report this");
    return FALSE;
}

struct fh_plan *fh_sequence_plan(struct fh_sequence_plans *plans, const GPtrArray *sequences, GError **error)
{
    fh_assembly_begin(plans->assembly);
    for (guint i = 0; i < sequences->len; i++)
        if (!add_sequence(plans, g_ptr_array_index(sequences, i), error))
            return NULL;
    return fh_assembly_end(plans->assembly, "explored.scn");
}
