// SPDX-License-Identifier: MIT
#include "explore/state.h"

static void value_free(gpointer data)
{
    struct fh_made *value = data;
    g_array_unref(value->parents);
    g_free(value);
}

struct fh_state *fh_state_new(void)
{
    struct fh_state *state = g_new0(struct fh_state, 1);
    state->values = g_ptr_array_new_with_free_func(value_free);
    return state;
}

void fh_state_free(struct fh_state *state)
{
    if (!state)
        return;
    g_ptr_array_unref(state->values);
    g_free(state);
}

static struct fh_made *value_at(const struct fh_state *state, guint index)
{
    return g_ptr_array_index(state->values, index);
}

static guint index_of(const struct fh_state *state, struct fh_value_name name)
{
    guint i = 0;
    while (i < state->values->len &&
           (value_at(state, i)->name.step != name.step || value_at(state, i)->name.place != name.place))
        i++;
    return i;
}

struct fh_made *fh_state_find(const struct fh_state *state, struct fh_value_name name)
{
    guint index = index_of(state, name);
    return index < state->values->len ? value_at(state, index) : NULL;
}

static gboolean is_alive(const struct fh_made *value)
{
    return !value->is_null && !value->is_gone;
}

/* `of` itself, or what it depends on, and so on. */
static gboolean depends_on(const struct fh_state *state, guint of, guint on)
{
    const GArray *parents = value_at(state, of)->parents;
    if (of == on)
        return TRUE;
    for (guint i = 0; i < parents->len; i++)
        if (depends_on(state, g_array_index(parents, guint, i), on))
            return TRUE;
    return FALSE;
}

/* Something that the caller owns depends on it. */
static gboolean is_needed(const struct fh_state *state, guint index)
{
    for (guint i = 0; i < state->values->len; i++)
        if (i != index && is_alive(value_at(state, i)) && value_at(state, i)->references > 0 &&
            depends_on(state, i, index))
            return TRUE;
    return FALSE;
}

gboolean fh_state_offers(const struct fh_state *state, const struct fh_made *value,
                         const struct fh_callable *callable, const struct fh_wanted *role)
{
    if (!is_alive(value) || !fh_role_takes(callable, role, value->gives))
        return FALSE;
    if (role->use != FH_USE_CONSUME)
        return !value->is_stale;
    if (value->is_stale && !callable->is_release)
        return FALSE;
    return value->references > 0 &&
           (value->references > 1 || !is_needed(state, index_of(state, value->name)));
}

/* Rust knows no two ways to one thing if one of them may change it. */
static gboolean are_apart(const struct fh_state *state, const struct fh_step *step, guint a, guint b)
{
    const struct fh_wanted *first = fh_role_at(step->callable, a), *second = fh_role_at(step->callable, b);
    gboolean changes = first->is_mutable || second->is_mutable || first->use == FH_USE_CONSUME ||
                       second->use == FH_USE_CONSUME;
    guint x = index_of(state, fh_argument_at(step, a)->value),
          y = index_of(state, fh_argument_at(step, b)->value);
    return !changes || (!depends_on(state, x, y) && !depends_on(state, y, x));
}

static gboolean is_allowed_argument(const struct fh_state *state, const struct fh_step *step, guint index)
{
    const struct fh_argument *argument = fh_argument_at(step, index);
    const struct fh_wanted *role = fh_role_at(step->callable, index);
    if (!argument->is_elsewhere)
        return TRUE;
    const struct fh_made *value = fh_state_find(state, argument->value);
    if (!value)
        return FALSE;
    if (role->use == FH_USE_LENGTH)
        return value->maker != NULL;
    if (!fh_state_offers(state, value, step->callable, role))
        return FALSE;
    for (guint i = 0; i < index; i++)
        if (fh_argument_at(step, i)->is_elsewhere && fh_role_at(step->callable, i)->use != FH_USE_LENGTH &&
            !are_apart(state, step, i, index))
            return FALSE;
    return TRUE;
}

gboolean fh_state_allows(const struct fh_state *state, const struct fh_step *step)
{
    if (!step->callable) {
        const struct fh_made *value = fh_state_find(state, step->look);
        return value && is_alive(value) && !value->is_stale && value->gives->is_readable;
    }
    for (guint i = 0; i < step->arguments->len; i++)
        if (!is_allowed_argument(state, step, i))
            return FALSE;
    return TRUE;
}

/* Views into it. */
static void expire_views(const struct fh_state *state, guint index)
{
    for (guint i = 0; i < state->values->len; i++)
        if (!value_at(state, i)->gives->is_owned && depends_on(state, i, index))
            value_at(state, i)->is_gone = TRUE;
}

/* Views that last up to the next call of the library; where nothing is said, it may be that. */
static void expire_at_any_call(const struct fh_state *state)
{
    for (guint i = 0; i < state->values->len; i++) {
        struct fh_made *view = value_at(state, i);
        const struct fh_ownership *said = view->gives->ownership;
        if (!view->gives->is_owned && said->lifetime != FH_LIFETIME_PARENT && !said->lifetime_of)
            view->is_gone = TRUE;
    }
}

/* Views that last up to the next call with what they came from. */
static void expire_at_call_with(const struct fh_state *state, guint index)
{
    for (guint i = 0; i < state->values->len; i++) {
        struct fh_made *view = value_at(state, i);
        if (!view->gives->is_owned && view->gives->ownership->lifetime == FH_LIFETIME_NEXT_CALL &&
            i != index && depends_on(state, i, index))
            view->is_gone = TRUE;
    }
}

/* A handle that was handed over to what it was made from is no circle. */
static void add_parents(const struct fh_state *state, guint index, const GArray *parents)
{
    for (guint i = 0; i < parents->len; i++) {
        guint parent = g_array_index(parents, guint, i);
        if (!depends_on(state, parent, index) && !depends_on(state, index, parent))
            g_array_append_val(value_at(state, index)->parents, parent);
    }
}

/* What the call is, with the histories of all that it is given, and how it ended. */
static guint64 history_of(const struct fh_state *state, const struct fh_step *step)
{
    guint64 history = fh_mix(step->callable->index, step->nulls << 1 | (step->has_failed != 0));
    for (guint i = 0; i < step->arguments->len; i++) {
        const struct fh_argument *argument = fh_argument_at(step, i);
        const struct fh_made *value = argument->is_elsewhere ? fh_state_find(state, argument->value) : NULL;
        history = fh_mix(history, value ? value->history : fh_argument_key(argument));
    }
    return history;
}

static void add_value(struct fh_state *state, const struct fh_step *step, guint place, const GArray *borrowed,
                      const GArray *inherited, guint64 history)
{
    const struct fh_gives *gives = fh_gives_at(step->callable, place);
    if (!gives)
        return;
    struct fh_made *value = g_new0(struct fh_made, 1);
    *value = (struct fh_made){.name = {step->id, place},
                              .maker = step->callable,
                              .gives = gives,
                              .references = gives->is_owned,
                              .last_use = state->n_calls,
                              .history = fh_mix(history, ~(guint64)place),
                              .is_null = (step->nulls >> place & 1) && !gives->is_record,
                              .parents = g_array_new(FALSE, FALSE, sizeof(guint))};
    g_ptr_array_add(state->values, value);
    if (!gives->is_independent)
        add_parents(state, state->values->len - 1, borrowed);
    add_parents(state, state->values->len - 1, inherited);
}

/* What was made from it, and is not a view that the contract keeps alive. */
static void make_dependants_stale(const struct fh_state *state, guint index)
{
    for (guint i = 0; i < state->values->len; i++)
        if (i != index && value_at(state, i)->references > 0 && depends_on(state, i, index))
            value_at(state, i)->is_stale = TRUE;
}

static void apply_borrow(const struct fh_state *state, const struct fh_step *step,
                         const struct fh_wanted *role, guint index)
{
    struct fh_made *value = value_at(state, index);
    expire_at_call_with(state, index);
    if (role->is_mutable)
        make_dependants_stale(state, index);
    if (role->is_used_up && !(role->is_on_success && fh_step_has_failed(step)))
        value->is_stale = TRUE;
    if (role->adds_reference)
        value->references++;
}

/* Returns whether it went for good. */
static gboolean apply_consume(const struct fh_state *state, const struct fh_step *step,
                              const struct fh_wanted *role, guint index)
{
    struct fh_made *value = value_at(state, index);
    if (role->is_on_success && fh_step_has_failed(step))
        return FALSE;
    value->references--;
    if (value->references > 0)
        return FALSE;
    value->is_gone = TRUE;
    expire_views(state, index);
    return TRUE;
}

static void note_use(const struct fh_state *state, const struct fh_step *step, guint index, guint64 history)
{
    struct fh_made *value = value_at(state, index);
    value->last_use = state->n_calls;
    value->last_call = step->callable;
    value->history = history;
}

static void apply_arguments(const struct fh_state *state, const struct fh_step *step, guint64 history,
                            GArray *borrowed, GArray *inherited)
{
    for (guint i = 0; i < step->arguments->len; i++) {
        const struct fh_argument *argument = fh_argument_at(step, i);
        const struct fh_wanted *role = fh_role_at(step->callable, i);
        guint index = argument->is_elsewhere ? index_of(state, argument->value) : state->values->len;
        if (index >= state->values->len || role->use == FH_USE_LENGTH)
            continue;
        note_use(state, step, index, fh_mix(history, i));
        if (role->use == FH_USE_CONSUME && apply_consume(state, step, role, index)) {
            g_array_append_vals(inherited, value_at(state, index)->parents->data,
                                value_at(state, index)->parents->len);
        } else if (role->use != FH_USE_CONSUME) {
            apply_borrow(state, step, role, index);
            g_array_append_val(borrowed, index);
        }
    }
}

void fh_state_apply(struct fh_state *state, const struct fh_step *step)
{
    g_autoptr(GArray) borrowed = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(GArray) inherited = g_array_new(FALSE, FALSE, sizeof(guint));
    if (!step->callable)
        return;
    const guint64 history = history_of(state, step);
    state->n_calls++;
    expire_at_any_call(state);
    apply_arguments(state, step, history, borrowed, inherited);
    for (guint i = 0; i < borrowed->len; i++) /* what was handed over may now be inside of them */
        add_parents(state, g_array_index(borrowed, guint, i), inherited);
    for (guint place = 0; place <= step->arguments->len; place++)
        add_value(state, step, place, borrowed, inherited, history);
}

static const struct fh_wanted *consuming_role(const struct fh_callable *release, guint *index)
{
    for (guint i = 0; i < release->roles->len; i++)
        if (fh_role_at(release, i)->use == FH_USE_CONSUME) {
            *index = i;
            return fh_role_at(release, i);
        }
    return NULL;
}

/* The release of one reference; FALSE: it has to wait. */
static gboolean close_value(struct fh_sequence *sequence, struct fh_state *state, const struct fh_made *value,
                            const struct fh_callables *callables)
{
    const struct fh_callable *release = fh_callable_find(callables, value->gives->release->name);
    guint taken;
    const struct fh_wanted *role = consuming_role(release, &taken);
    if (!role || !fh_state_offers(state, value, release, role))
        return FALSE;
    struct fh_step *step = fh_sequence_add(sequence, release);
    step->is_closing = TRUE;
    for (guint i = 0; i < step->arguments->len; i++) {
        struct fh_argument *argument = &g_array_index(step->arguments, struct fh_argument, i);
        gboolean is_length = fh_role_at(release, i)->use == FH_USE_LENGTH;
        argument->text = "0";
        argument->is_elsewhere = i == taken || (is_length && value->gives->length >= 0);
        argument->value = value->name;
    }
    fh_state_apply(state, step);
    return TRUE;
}

static void close_all(struct fh_sequence *sequence, struct fh_state *state,
                      const struct fh_callables *callables)
{
    gboolean is_changed = TRUE;
    while (is_changed) {
        is_changed = FALSE;
        for (guint i = state->values->len; i > 0 && !is_changed; i--) {
            const struct fh_made *value = value_at(state, i - 1);
            is_changed =
                is_alive(value) && value->references > 0 && close_value(sequence, state, value, callables);
        }
    }
}

void fh_sequence_settle(struct fh_sequence *sequence, const struct fh_callables *callables)
{
    fh_auto(fh_state) state = fh_state_new();
    for (guint i = 0; i < sequence->steps->len;) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        if (step->is_closing || !fh_state_allows(state, step)) {
            g_ptr_array_remove_index(sequence->steps, i);
            continue;
        }
        fh_state_apply(state, step);
        i++;
    }
    close_all(sequence, state, callables);
}
