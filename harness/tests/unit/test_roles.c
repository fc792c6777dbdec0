// SPDX-License-Identifier: MIT
#include <string.h>

#include "callables.h"
#include "draft/contract.h"
#include "draft/pairs.h"
#include "draft/scenario.h"
#include "draft/signatures.h"
#include "explore/generator.h"
#include "explore/values.h"
#include "run_suite.h"

static void load(void)
{
    load_callables("roles.h");
}

static const struct {
    const char *function;
    guint parameter;
    enum fh_use use;
    const char *before, *text; /* of its first value */
} given[] = {
    {"canvas_log", 0, FH_USE_BORROW, NULL, NULL},
    {"canvas_log", 1, FH_USE_CALLBACK, "callback arg2_$(a1) { }", "arg2_$"},
    {"canvas_reserve", 1, FH_USE_NUMBER, NULL, "1"},
    {"canvas_add", 1, FH_USE_ARRAY, NULL,
     "(struct entry[]){ { { 1, 2, 3 }, 2 }, { { 2, 3, 0 }, 3 }, { { 3, 0, 1 }, 0 } }"},
    {"canvas_add", 2, FH_USE_LENGTH, NULL, NULL},
    {"canvas_write", 1, FH_USE_BUFFER, "char buffer_$[16]", "buffer_$"},
    {"canvas_write", 2, FH_USE_LENGTH, NULL, NULL},
    {"canvas_width", 1, FH_USE_BUFFER, "unsigned int width_$[16] = {}", "width_$"},
};

START_TEST(test_given)
{
    const struct fh_callable *callable = fh_callable_find(callables, given[_i].function);
    ck_assert_msg(!callable->why_not, "%s", callable->why_not);
    const struct fh_wanted *role = fh_role_at(callable, given[_i].parameter);
    ck_assert_int_eq(role->use, given[_i].use);
    if (!given[_i].text)
        return;
    guint length;
    const struct fh_argument argument = fh_values_get(role, 0, &length);
    ck_assert_str_eq(argument.text, given[_i].text);
    ck_assert_pstr_eq(argument.before, given[_i].before);
}
END_TEST

static const struct {
    const char *function, *why;
} left_out[] = {
    {"canvas_bytes", "nobody says what bytes points to"},
    {"canvas_map", "nobody says whether it takes map over"},
    {"canvas_read", "nobody says whether it takes out over"},
    {"canvas_height", "nobody says what height points to"},
    {"canvas_make", "make returns something that nobody knows how to make"},
};

START_TEST(test_left_out)
{
    ck_assert_pstr_eq(fh_callable_find(callables, left_out[_i].function)->why_not, left_out[_i].why);
}
END_TEST

/* Caller owns. */
static char *drafted(const GPtrArray *pairs, const GPtrArray *alone, const char *function, guint variant)
{
    for (guint i = 0; i < alone->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(alone, i);
        if (g_str_equal(pair->producer->name, function))
            return fh_draft_scenario(pairs, alone, pair, variant, FH_TWIN_CLEAN, "it");
    }
    ck_abort_msg("no %s", function);
}

static const struct {
    const char *function;
    guint variant;
    const char *line;
} drafts[] = {
    {"canvas_log", 0, "    callback value_3(a1) { }\n"},
    {"canvas_log", 0, "    canvas_log(canvas_2, value_3)\n"},
    {"canvas_reserve", 0, "    canvas_reserve(canvas_2, 1)\n"},
    {"canvas_write", 2, "    char value_3[64]\n"},
    {"canvas_write", 2, "canvas_write(canvas_2, value_3, 5)\n"},
    {"canvas_width", 0, "    canvas_width(canvas_2, &value_3)\n"},
    {"canvas_make", 0, "    canvas_make(canvas_2, null)\n"},
};

START_TEST(test_drafts)
{
    g_autoptr(GPtrArray) pairs = fh_pairs_find(api, defined), alone = fh_pairs_of_rest(api, defined);
    g_autofree char *text = drafted(pairs, alone, drafts[_i].function, drafts[_i].variant);
    ck_assert_msg(text && strstr(text, drafts[_i].line), "%s", text ? text : "none");
}
END_TEST

static const struct {
    const char *line;
    gboolean is_there;
} learned[] = {
    {"@out: (transfer none)", TRUE},
    {"@height: (transfer none)", TRUE},
    {"@bytes: (transfer none)", FALSE}, /* nobody knows how many */
    {"@map: (transfer none)", FALSE},   /* HANDS_OWN may say otherwise */
};

/* What is the caller's again after a call in which nothing was amiss. */
START_TEST(test_learned)
{
    g_autoptr(GPtrArray) pairs = fh_pairs_find(api, defined), alone = fh_pairs_of_rest(api, defined);
    g_autoptr(GHashTable) signatures = fh_signatures_new();
    for (guint i = 0; i < alone->len; i++)
        ((struct fh_draft_pair *)g_ptr_array_index(alone, i))->is_called = TRUE;
    g_autofree char *text = fh_draft_contract(api, pairs, alone, signatures);
    ck_assert_msg((strstr(text, learned[_i].line) != NULL) == learned[_i].is_there, "%s", text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("roles");
    TCase *tcase = tcase_create("header");
    tcase_add_unchecked_fixture(tcase, load, unload);
    tcase_add_loop_test(tcase, test_given, 0, G_N_ELEMENTS(given));
    tcase_add_loop_test(tcase, test_left_out, 0, G_N_ELEMENTS(left_out));
    tcase_add_loop_test(tcase, test_drafts, 0, G_N_ELEMENTS(drafts));
    tcase_add_loop_test(tcase, test_learned, 0, G_N_ELEMENTS(learned));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
