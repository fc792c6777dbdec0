// SPDX-License-Identifier: MIT
#include "explore/arguments.h"

#include "explore/values.h"

/* One in so many calls: something new is made though something would do; what was used last is given, so that
 * calls come to one value; NULL is given where it may be; a call that can fail is given what it may refuse; a
 * text that the library gave; what a scenario shows. */
#define ONE_IN_MAKE    6
#define ONE_IN_LAST    2
#define ONE_IN_NULL    8
#define ONE_IN_BOLD    2
#define ONE_IN_TEXT    4
#define ONE_IN_EXAMPLE 4

struct choosing {
    const struct fh_callable *callable;
    struct fh_state *state;
    GRand *random;
    fh_maker make;
    gpointer data;
    const struct fh_example *example; /* NULL: none is followed */
    gboolean is_bold;
    GArray *arguments;
};

static guint below(const struct choosing *choosing, guint n)
{
    return (guint)g_rand_int_range(choosing->random, 0, (gint32)n);
}

static struct fh_argument *argument_at(const struct choosing *choosing, guint index)
{
    return &g_array_index(choosing->arguments, struct fh_argument, index);
}

static void give_null(const struct choosing *choosing, guint index)
{
    *argument_at(choosing, index) = (struct fh_argument){.text = "null"};
}

static gboolean is_given(const struct choosing *choosing, const struct fh_made *value)
{
    for (guint i = 0; i < choosing->arguments->len; i++) {
        const struct fh_argument *argument = argument_at(choosing, i);
        if (argument->is_elsewhere && argument->value.step == value->name.step &&
            argument->value.place == value->name.place)
            return TRUE;
    }
    return FALSE;
}

static const struct fh_made *pick_value(const struct choosing *choosing, const GPtrArray *some)
{
    const struct fh_made *last = g_ptr_array_index(some, 0);
    if (below(choosing, ONE_IN_LAST) > 0)
        return g_ptr_array_index(some, below(choosing, some->len));
    for (guint i = 1; i < some->len; i++)
        if (((const struct fh_made *)g_ptr_array_index(some, i))->last_use >= last->last_use)
            last = g_ptr_array_index(some, i);
    return last;
}

/* FALSE: there is none. */
static gboolean give_value(const struct choosing *choosing, guint index)
{
    const struct fh_wanted *role = fh_role_at(choosing->callable, index);
    g_autoptr(GPtrArray) some = g_ptr_array_new();
    for (guint i = 0; i < choosing->state->values->len; i++) {
        struct fh_made *value = g_ptr_array_index(choosing->state->values, i);
        if (fh_state_offers(choosing->state, value, choosing->callable, role) && !is_given(choosing, value))
            g_ptr_array_add(some, value);
    }
    if (some->len == 0)
        return FALSE;
    const struct fh_made *value = pick_value(choosing, some);
    *argument_at(choosing, index) = (struct fh_argument){.value = value->name, .is_elsewhere = TRUE};
    return TRUE;
}

static gboolean choose_block(const struct choosing *choosing, guint index)
{
    const struct fh_wanted *role = fh_role_at(choosing->callable, index);
    if (role->is_nullable && below(choosing, ONE_IN_NULL) == 0) {
        give_null(choosing, index);
        return TRUE;
    }
    if (below(choosing, ONE_IN_MAKE) > 0 && give_value(choosing, index))
        return TRUE;
    choosing->make(choosing->data, choosing->callable, role);
    if (give_value(choosing, index))
        return TRUE;
    if (role->is_nullable)
        give_null(choosing, index);
    return role->is_nullable;
}

static void set_length(const struct choosing *choosing, guint array, guint length)
{
    for (guint i = 0; i < choosing->arguments->len; i++) {
        const struct fh_wanted *role = fh_role_at(choosing->callable, i);
        if (role->use == FH_USE_LENGTH && role->other == array) {
            g_autofree char *text = g_strdup_printf("%u", length);
            *argument_at(choosing, i) = (struct fh_argument){.text = g_intern_string(text)};
        }
    }
}

static gboolean choose_plain(const struct choosing *choosing, guint index)
{
    const struct fh_wanted *role = fh_role_at(choosing->callable, index);
    guint length = 0;
    if (role->is_nullable && below(choosing, ONE_IN_NULL) == 0) {
        give_null(choosing, index);
    } else if (role->use != FH_USE_TEXT || below(choosing, ONE_IN_TEXT) > 0 || !give_value(choosing, index)) {
        guint count = fh_values_count(role, choosing->is_bold);
        *argument_at(choosing, index) = fh_values_get(role, below(choosing, count), &length);
    }
    set_length(choosing, index, length);
    return TRUE;
}

/* What the example gives; of several that need the same lines, one has them. */
static gboolean choose_shown(const struct choosing *choosing, guint index)
{
    const char *text = g_ptr_array_index(choosing->example->arguments, index);
    gboolean has_lines = FALSE;
    for (guint i = 0; i < index; i++)
        has_lines |= argument_at(choosing, i)->before == g_intern_string(choosing->example->before);
    *argument_at(choosing, index) =
        (struct fh_argument){.text = g_intern_string(text),
                             .before = has_lines || choosing->example->before[0] == '\0'
                                           ? NULL
                                           : g_intern_string(choosing->example->before)};
    return TRUE;
}

/* As many as the value's maker has counted. */
static gboolean choose_length(const struct choosing *choosing, guint index)
{
    const struct fh_wanted *role = fh_role_at(choosing->callable, index);
    const struct fh_argument *of = argument_at(choosing, role->other);
    if (!of->is_elsewhere) {
        if (!argument_at(choosing, index)->text)
            *argument_at(choosing, index) = (struct fh_argument){.text = "0"};
        return TRUE;
    }
    for (guint i = 0; i < choosing->state->values->len; i++) {
        const struct fh_made *value = g_ptr_array_index(choosing->state->values, i);
        if (value->name.step == of->value.step && value->name.place == of->value.place &&
            value->gives->length >= 0) {
            *argument_at(choosing, index) = *of;
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean choose(const struct choosing *choosing, guint index)
{
    const struct fh_wanted *role = fh_role_at(choosing->callable, index);
    if (role->use == FH_USE_OUT || role->use == FH_USE_LENGTH)
        return TRUE;
    gboolean is_block = role->use == FH_USE_BORROW || role->use == FH_USE_CONSUME;
    if (!is_block && choosing->example && g_ptr_array_index(choosing->example->arguments, index))
        return choose_shown(choosing, index);
    if (role->use == FH_USE_EXAMPLE)
        return FALSE;
    return is_block ? choose_block(choosing, index) : choose_plain(choosing, index);
}

static gboolean needs_example(const struct fh_callable *callable)
{
    for (guint i = 0; i < callable->roles->len; i++)
        if (fh_role_at(callable, i)->use == FH_USE_EXAMPLE)
            return TRUE;
    return FALSE;
}

static const struct fh_example *choose_example(const struct choosing *choosing)
{
    const GPtrArray *examples = choosing->callable->examples;
    if (examples->len == 0 || (!needs_example(choosing->callable) && below(choosing, ONE_IN_EXAMPLE) > 0))
        return NULL;
    const struct fh_example *example = g_ptr_array_index(examples, below(choosing, examples->len));
    return example->arguments->len == choosing->callable->roles->len ? example : NULL;
}

/* What an example shows belongs together: its lengths, too. */
static void take_lengths(const struct choosing *choosing)
{
    for (guint i = 0; choosing->example && i < choosing->arguments->len; i++)
        if (fh_role_at(choosing->callable, i)->use == FH_USE_LENGTH &&
            g_ptr_array_index(choosing->example->arguments, i))
            choose_shown(choosing, i);
}

GArray *fh_arguments_choose(const struct fh_callable *callable, struct fh_state *state, GRand *random,
                            fh_maker make, gpointer data)
{
    struct choosing choosing = {
        .callable = callable, .state = state, .random = random, .make = make, .data = data};
    g_autoptr(GArray) arguments = g_array_new(FALSE, TRUE, sizeof(struct fh_argument));
    g_array_set_size(arguments, callable->roles->len);
    choosing.arguments = arguments;
    choosing.is_bold = callable->can_fail && below(&choosing, ONE_IN_BOLD) == 0;
    choosing.example = choose_example(&choosing);
    for (guint i = 0; i < arguments->len; i++)
        if (!choose(&choosing, i))
            return NULL;
    take_lengths(&choosing);
    for (guint i = 0; i < arguments->len; i++)
        if (fh_role_at(callable, i)->use == FH_USE_LENGTH && !choose_length(&choosing, i))
            return NULL;
    return g_steal_pointer(&arguments);
}
