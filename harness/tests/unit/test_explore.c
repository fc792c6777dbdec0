// SPDX-License-Identifier: MIT
#include <string.h>

#include "callables.h"
#include "explore/generator.h"
#include "explore/known.h"
#include "explore/program.h"
#include "explore/search.h"
#include "explore/state.h"
#include "explore/text.h"
#include "explore/values.h"
#include "run_suite.h"

/* Sequences that a test looks at. */
#define N_SEQUENCES 400

/* The library that gate/explore.sh explores. */
static void load(void)
{
    load_callables("../../gate/explore/lib.h");
}

static char *text_of(const struct fh_sequence *sequence)
{
    GString *text = g_string_new(NULL);
    fh_sequence_write(sequence, "test", NULL, 0, text, NULL);
    return g_string_free(text, FALSE);
}

/* As if each call had given what was foretold. Caller owns. */
static GPtrArray *generate(struct fh_generator *generator, guint n)
{
    GPtrArray *sequences = g_ptr_array_new_with_free_func((GDestroyNotify)fh_sequence_free);
    for (guint i = 0; i < n; i++) {
        struct fh_sequence *sequence = fh_generator_next(generator);
        fh_generator_learn(generator, sequence, TRUE);
        g_ptr_array_add(sequences, sequence);
    }
    return sequences;
}

static guint count_calls(const struct fh_sequence *sequence, const char *function)
{
    guint count = 0;
    for (guint i = 0; i < sequence->steps->len; i++) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        count += step->callable && g_str_equal(step->callable->function->name, function);
    }
    return count;
}

static struct fh_step *add_call(struct fh_sequence *sequence, const char *function)
{
    const struct fh_callable *callable = fh_callable_find(callables, function);
    ck_assert_msg(callable && !callable->why_not, "%s: %s", function, callable ? callable->why_not : "");
    return fh_sequence_add(sequence, callable);
}

static void give(struct fh_step *step, guint index, const struct fh_step *maker)
{
    struct fh_argument *argument = &g_array_index(step->arguments, struct fh_argument, index);
    *argument = (struct fh_argument){.value = {maker->id, 0}, .is_elsewhere = TRUE};
}

static void give_text(struct fh_step *step, guint index, const char *text)
{
    struct fh_argument *argument = &g_array_index(step->arguments, struct fh_argument, index);
    *argument = (struct fh_argument){.text = g_intern_string(text)};
}

/* A store, and `n` items with that number that are put into it. Caller owns. */
static struct fh_sequence *puts_of(guint n, const char *number)
{
    struct fh_sequence *sequence = fh_sequence_new();
    const struct fh_step *store = add_call(sequence, "st_store_new");
    for (guint i = 0; i < n; i++) {
        struct fh_step *item = add_call(sequence, "st_item_new");
        give_text(item, 0, number);
        struct fh_step *put = add_call(sequence, "st_store_put");
        give(put, 0, store);
        give(put, 1, item);
    }
    fh_sequence_settle(sequence, callables);
    return sequence;
}

START_TEST(test_seed)
{
    fh_auto(fh_generator) one = fh_generator_new(callables, 7);
    fh_auto(fh_generator) same = fh_generator_new(callables, 7);
    fh_auto(fh_generator) other = fh_generator_new(callables, 8);
    gboolean differs = FALSE;
    for (guint i = 0; i < 50; i++) {
        g_autoptr(GPtrArray) a = generate(one, 1), b = generate(same, 1), c = generate(other, 1);
        g_autofree char *first = text_of(g_ptr_array_index(a, 0)), *second = text_of(g_ptr_array_index(b, 0)),
                        *third = text_of(g_ptr_array_index(c, 0));
        ck_assert_str_eq(first, second);
        differs |= !g_str_equal(first, third);
    }
    ck_assert(differs);
}
END_TEST

/* Each call is allowed where it stands, and in the end nothing is left that is the caller's. */
START_TEST(test_keeps_the_contract)
{
    fh_auto(fh_generator) generator = fh_generator_new(callables, 1);
    g_autoptr(GPtrArray) sequences = generate(generator, N_SEQUENCES);
    for (guint i = 0; i < sequences->len; i++) {
        const struct fh_sequence *sequence = g_ptr_array_index(sequences, i);
        fh_auto(fh_state) state = fh_state_new();
        g_autofree char *text = text_of(sequence);
        for (guint j = 0; j < sequence->steps->len; j++) {
            const struct fh_step *step = g_ptr_array_index(sequence->steps, j);
            ck_assert_msg(fh_state_allows(state, step), "step %u of:\n%s", step->id, text);
            fh_state_apply(state, step);
        }
        for (guint j = 0; j < state->values->len; j++) {
            const struct fh_made *value = g_ptr_array_index(state->values, j);
            ck_assert_msg(value->is_null || value->is_gone || value->references == 0, "%u is left:\n%s",
                          value->name.step, text);
        }
    }
}
END_TEST

/* A fault that needs three calls on one value, and one that needs a failed call, are within reach. */
START_TEST(test_reach)
{
    fh_auto(fh_generator) generator = fh_generator_new(callables, 1);
    g_autoptr(GPtrArray) sequences = generate(generator, 3 * N_SEQUENCES);
    guint n_thirds = 0, n_called = 0;
    for (guint i = 0; i < sequences->len; i++)
        n_thirds += count_calls(g_ptr_array_index(sequences, i), "st_store_put") >= 3;
    for (guint i = 0; i < callables->all->len; i++) {
        const struct fh_callable *callable = g_ptr_array_index(callables->all, i);
        guint count = 0;
        for (guint j = 0; j < sequences->len; j++)
            count += count_calls(g_ptr_array_index(sequences, j), callable->function->name);
        n_called += count > 0;
    }
    ck_assert_uint_gt(n_thirds, 0);
    ck_assert_uint_eq(n_called, callables->all->len);
}
END_TEST

START_TEST(test_reached)
{
    struct fh_reached *reached = fh_reached_new();
    const struct fh_callable *new = fh_callable_find(callables, "st_store_new"),
                             *free = fh_callable_find(callables, "st_store_free"),
                             *take = fh_callable_find(callables, "st_store_take");
    for (guint n = 0; n < 7; n++) {
        fh_auto(fh_sequence) sequence = puts_of(n, "1");
        g_autofree char *text = text_of(sequence);
        ck_assert_msg(fh_reached_add(reached, sequence) == (n <= 4), "%u puts: %s", n, text);
        ck_assert(!fh_reached_add(reached, sequence));
    }
    ck_assert(fh_reached_has_outcome(reached, new, FALSE));
    ck_assert(!fh_reached_has_outcome(reached, new, TRUE));
    ck_assert(!fh_reached_has_outcome(reached, take, FALSE));
    ck_assert(fh_reached_has_pair(reached, new, free));
    ck_assert(!fh_reached_has_pair(reached, free, new));
    fh_reached_free(reached);
}
END_TEST

/* A store with `n` items, of which one is taken: what it gives by then. Caller owns. */
static struct fh_sequence *take_of(guint n, gboolean is_null)
{
    struct fh_sequence *sequence = puts_of(n, "1");
    g_ptr_array_remove_index(sequence->steps, sequence->steps->len - 1); /* the store's release */
    struct fh_step *take = add_call(sequence, "st_store_take");
    give(take, 0, g_ptr_array_index(sequence->steps, 0));
    take->nulls = is_null;
    fh_sequence_settle(sequence, callables);
    return sequence;
}

/* The same call ends otherwise after other calls with the same value, and that is learnt. */
START_TEST(test_outcomes)
{
    fh_auto(fh_generator) generator = fh_generator_new(callables, 1);
    for (guint i = 0; i < 8; i++) {
        const guint n = i % 4;
        fh_auto(fh_sequence) seen = take_of(n, n == 0);
        fh_auto(fh_sequence) foretold = take_of(n, FALSE);
        if (i < 4)
            fh_generator_learn(generator, seen, TRUE);
        else
            fh_generator_correct(generator, foretold, 0);
        g_autofree char *text = text_of(foretold);
        if (i >= 4)
            ck_assert_msg((strstr(text, "== null") != NULL) == (n == 0), "%s", text);
    }
}
END_TEST

/* What a failed call leaves out, and what it gives instead, is known of the next that fails. */
START_TEST(test_complete)
{
    struct fh_outcomes *outcomes = fh_outcomes_new();
    fh_auto(fh_sequence) sequence = fh_sequence_new();
    fh_auto(fh_state) state = fh_state_new();
    struct fh_step *open = add_call(sequence, "st_store_open");
    open->nulls = 1 << 2; /* no store; else an error, and -1 */
    open->has_failed = TRUE;
    fh_outcomes_note(outcomes, state, open);
    open->nulls = 1 << 3;
    open->has_failed = FALSE;
    fh_outcomes_note(outcomes, state, open);
    open->nulls |= 1 << 2; /* which surprised */
    fh_outcomes_complete(outcomes, open, 2);
    ck_assert_uint_eq(open->nulls, 1 << 2);
    ck_assert(open->has_failed);
    fh_outcomes_free(outcomes);
}
END_TEST

static guint count_known(GPtrArray *sequences, const struct fh_sequence *known)
{
    guint count = 0;
    for (guint i = 0; i < sequences->len; i++)
        count += fh_known_is_in(known, g_ptr_array_index(sequences, i));
    return count;
}

/* What is known is made less often; what ends the process hardly ever, but not never. */
START_TEST(test_avoid)
{
    guint counts[3];
    fh_auto(fh_sequence) known = puts_of(0, "");
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++) {
        fh_auto(fh_generator) generator = fh_generator_new(callables, 3);
        if (i > 0)
            fh_generator_avoid(generator, known, i == 2);
        g_autoptr(GPtrArray) sequences = generate(generator, N_SEQUENCES);
        counts[i] = count_known(sequences, known);
    }
    ck_assert_msg(counts[1] > 0, "%u %u %u", counts[0], counts[1], counts[2]);
    ck_assert_uint_lt(counts[1] * 3, counts[0]);
    ck_assert_uint_lt(counts[2] * 3, counts[1]);
}
END_TEST

/* A value that shrinking has left matters, the simplest one does not; calls may come between. */
START_TEST(test_known)
{
    fh_auto(fh_sequence) one = puts_of(1, "7");
    fh_auto(fh_sequence) three = puts_of(3, "7");
    ck_assert(fh_known_is_in(one, three));
    ck_assert(!fh_known_is_in(three, one));
    struct fh_step *item = g_ptr_array_index(three->steps, 1);
    for (guint i = 1; i < three->steps->len; i++) {
        item = g_ptr_array_index(three->steps, i);
        if (g_str_equal(item->callable->function->name, "st_item_new"))
            give_text(item, 0, "1");
    }
    ck_assert(!fh_known_is_in(one, three));
    give_text(g_ptr_array_index(one->steps, 1), 0, "1");
    ck_assert(fh_known_is_in(one, three));
}
END_TEST

struct wanted_calls {
    const char *function, *text;
    guint n;
    guint n_tries;
};

static gboolean shows(const struct wanted_calls *wanted, const struct fh_sequence *sequence)
{
    guint n = 0;
    for (guint i = 0; i < sequence->steps->len; i++) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        n += step->callable && g_str_equal(step->callable->function->name, wanted->function) &&
             (!wanted->text || g_strcmp0(fh_argument_at(step, 0)->text, wanted->text) == 0);
    }
    return n >= wanted->n;
}

static gboolean try_it(gpointer data, const GPtrArray *candidates, GArray *shown, GError **error)
{
    struct wanted_calls *wanted = data;
    (void)error;
    wanted->n_tries++;
    for (guint i = 0; i < candidates->len; i++)
        if (shows(wanted, g_ptr_array_index(candidates, i)))
            g_array_append_val(shown, i);
    return TRUE;
}

static const struct {
    struct wanted_calls wanted;
    guint n_steps;
    const char *text;
} searches[] = {
    {{"st_store_put", NULL, 1, 0}, 4, "st_item_new(1)"}, /* a store, an item, and the store's release */
    {{"st_store_put", NULL, 2, 0}, 6, "st_item_new(1)"}, {{"st_item_new", NULL, 1, 0}, 2, "st_item_new(1)"},
    {{"st_item_new", "7", 1, 0}, 2, "st_item_new(7)"}, /* what matters stays */
    {{"st_store_new", NULL, 1, 0}, 2, "st_store_new()"},
};

START_TEST(test_search)
{
    struct wanted_calls wanted = searches[_i].wanted;
    struct fh_sequence *sequence = puts_of(5, "7");
    ck_assert(fh_search(&sequence, callables, try_it, &wanted, NULL));
    g_autofree char *text = text_of(sequence);
    ck_assert_msg(sequence->steps->len == searches[_i].n_steps && strstr(text, searches[_i].text), "%s",
                  text);
    ck_assert_uint_gt(wanted.n_tries, 1);
    fh_sequence_free(sequence);
}
END_TEST

static gboolean fail_to_try(gpointer data, const GPtrArray *candidates, GArray *shown, GError **error)
{
    (void)data, (void)candidates, (void)shown;
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "no");
    return FALSE;
}

START_TEST(test_search_fails)
{
    g_autoptr(GError) error = NULL;
    struct fh_sequence *sequence = puts_of(2, "7");
    ck_assert(!fh_search(&sequence, callables, fail_to_try, NULL, &error));
    ck_assert_str_eq(error->message, "no");
    fh_sequence_free(sequence);
}
END_TEST

/* The library gets a block, and what releases it; it is asked back both ways. */
START_TEST(test_callbacks)
{
    const struct fh_callable *watch = fh_callable_find(callables, "st_store_watch"),
                             *each = fh_callable_find(callables, "st_store_each");
    guint length;
    ck_assert_str_eq(fh_values_get(fh_role_at(watch, 2), 0, &length).text, "malloc(8)");
    ck_assert_str_eq(fh_values_get(fh_role_at(watch, 3), 0, &length).text, "free");
    ck_assert_str_eq(fh_values_get(fh_role_at(each, 2), 0, &length).text, "&mark_$");
    ck_assert_uint_eq(fh_values_count(fh_role_at(each, 1), FALSE), 2);
    ck_assert_uint_eq(fh_values_count(fh_role_at(watch, 1), FALSE), 1);

    fh_auto(fh_sequence) sequence = fh_sequence_new();
    struct fh_step *store = add_call(sequence, "st_store_new"), *call = add_call(sequence, "st_store_each");
    give(call, 0, store);
    g_array_index(call->arguments, struct fh_argument, 1) = fh_values_get(fh_role_at(each, 1), 1, &length);
    g_array_index(call->arguments, struct fh_argument, 2) = fh_values_get(fh_role_at(each, 2), 0, &length);
    fh_sequence_settle(sequence, callables);
    g_autofree char *text = text_of(sequence);
    ck_assert_msg(strstr(text, "callback visit_2(a1, a2) { return false }") != NULL, "%s", text);
    g_autoptr(GString) program = g_string_new(NULL);
    fh_program_write(sequence, "lib.h", "", 1, program);
    ck_assert_msg(strstr(program->str, "    return false;\n") != NULL, "%s", program->str);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("explore");
    TCase *test_case = tcase_create("explore");
    tcase_add_unchecked_fixture(test_case, load, unload);
    tcase_add_test(test_case, test_seed);
    tcase_add_test(test_case, test_keeps_the_contract);
    tcase_add_test(test_case, test_reach);
    tcase_add_test(test_case, test_reached);
    tcase_add_test(test_case, test_outcomes);
    tcase_add_test(test_case, test_complete);
    tcase_add_test(test_case, test_avoid);
    tcase_add_test(test_case, test_known);
    tcase_add_loop_test(test_case, test_search, 0, G_N_ELEMENTS(searches));
    tcase_add_test(test_case, test_search_fails);
    tcase_add_test(test_case, test_callbacks);
    suite_add_tcase(suite, test_case);
    return run_suite(suite);
}
