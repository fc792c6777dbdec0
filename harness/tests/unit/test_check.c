// SPDX-License-Identifier: MIT
#include <string.h>

#include "api/api.h"
#include "api/lookup.h"
#include "base/diagnostics.h"
#include "base/source.h"
#include "base/source_load.h"
#include "check/check.h"
#include "check/faults.h"
#include "run_suite.h"
#include "script/parser.h"
#include "script/script.h"
#include "verdict/expectation.h"
#include "wire/plan.h"

/* What is wrong in a scenario's body, and what is said about it: "line:column: error: message". */
struct mistake {
    const char *body; /* starts on line 2 */
    const char *says;
};

static const struct mistake mistakes[] = {
    {"shop_nwe(\"a\")", "2:1: error: unknown function 'shop_nwe'"},
    {"shop_nwe(\"a\")", "help: did you mean 'shop_new'?"},
    {"shop_new()", "2:1: error: shop_new takes 1 argument, 0 given"},
    {"shop_new(\"a\", 1)", "2:1: error: shop_new takes 1 argument, 2 given"},
    {"shop_new(1)", "2:10: error: expected const char *, this is int"},
    {"shop_new(0)", "help: the null pointer is written: null"},
    {"shop_free(\"a\")", "2:11: error: expected struct shop *, this is const char *"},
    {"shop_free(\"a\")", "help: if it is meant, say so with a cast: (struct shop *)…"},
    {"free(\"a\")", "2:6: error: expected void *, this is const char *"},
    {"shop_free(s)", "2:11: error: 's' is not defined"},
    {"s = shop_new(\"a\")\nshop_free(sh)", "3:11: error: 'sh' is not defined"},
    {"x = shop_free(null)", "2:1: error: there is nothing to assign: the function returns nothing"},
    {"uint8_t x = 256", "2:13: error: 256 does not fit into "},
    {"uint8_t x = -1", "2:13: error: -1 does not fit into "},
    {"x = 1\nx = \"a\"", "3:5: error: expected int, this is const char *"},
    {"struct shop s", "2:1: error: struct shop has no size: it can't be a variable"},
    {"struct nothing s", "2:1: error: unknown type 'struct nothing'"},
    {"struct item i\ni.prize = 1", "3:1: error: struct item has no field 'prize'"},
    {"struct item i\ni.prize = 1", "help: did you mean 'price'?"},
    {"struct item i = { .nme = null }", "2:19: error: struct item has no field 'nme'"},
    {"struct item i = { null, 1, { 1, 2, 3, 4, 5 } }", "error: 5 values for "},
    {"struct item i\nx = i->name", "3:5: error: expected a pointer, this is struct item"},
    {"s = shop_new(\"a\")\nx = s->name", "3:5: error: struct shop is opaque"},
    {"uint8_t b[4]\nb[4] = 1", "3:3: error: the index is outside of "},
    {"uint8_t b[4]\nx = b[-1]", "3:7: error: the index is outside of "},
    {"uint8_t b[0]", "2:9: error: an array has at least one element"},
    {"x = malloc(4)\ny = x[0]", "3:5: error: a void pointer has nothing to look at"},
    {"x = (char *)\"a\"\nx->y = 1", "3:1: error: char has no fields"},
    {"x = \"a\"\nx[0] = 'b'", "3:1: error: const char can't be changed"},
    {"shop_odd()", "2:1: error: struct odd can't be returned by value here"},
    {"f = shop_flags()\nf->low = 1", "3:1: error: bit-field 'low' can be read here, and not changed"},
    {"f = shop_flags()\np = &f->high", "3:5: error: 'high' is a bit-field, and has no address"},
    {"struct flags f = { .low = 1 }", "error: bit-field 'low' can't be set here"},
    {"struct flags f = { 0, 0, 1 }", "error: bit-field 'low' can't be set here"},
    {"union either e = { 1, 2 }", "error: union either has a union here: which field is meant?"},
    {"expect 1 == \"a\"", "error: int can't be compared with a string"},
    {"x = shop_new(\"a\")\nexpect x == 1", "3:13: error: struct shop * can't be compared with int"},
    {"struct item i\nexpect i", "3:8: error: struct item is neither true nor false"},
    {"struct bytes b = { .ptr = \"a\" }", "error: expected unsigned char *, this is const char *"},
    {"fail alloc 0 of rust", "2:12: error: there is no allocation 0"},
    {"fail alloc 1 of go", "2:17: error: 'go' is neither rust nor c"},
    {"n = 1\nfail alloc n of c", "3:12: error: expected an integer constant from 0 to 4294967295"},
    {"expect owner(null) == me", "2:23: error: unknown owner 'me'"},
    {"expect owner(1) == rust", "2:14: error: expected a pointer, this is int"},
    {"expect heap 1 allocs, 1 frees\nexpect heap 1 allocs, 1 frees",
     "3:1: error: the heap was expected on line 2 already"},
    {"x = malloc(1)  !leek", "2:16: error: unknown kind of finding 'leek'"},
    {"x = malloc(1)  !leek", "help: did you mean 'leak'?"},
    {"x = malloc(1)  !unknown", "error: unknown kind of finding 'unknown'"},
    {"x = malloc(1)  !leak !leak", "2:22: error: 'leak' is expected on this line already"},
    {"callback f(a, b) {\n return true\n}", "2:10: error: callback 'f' is never used"},
    {"callback f(a) {\n return true\n}\nshop_each(null, f, null)",
     "2:10: error: callback 'f' takes 1 parameter, it is called with 2"},
    {"callback f(a, b) {\n x = 1\n}\nshop_each(null, f, null)", "2:10: error: callback 'f' must return "},
    {"callback f(a, b) {\n return \"x\"\n}\nshop_each(null, f, null)", "3:9: error: expected "},
    {"callback f(a, b) {\n return true\n}\nshop_each(null, f, null)\nshop_on_close(null, f, null)",
     "6:21: error: callback 'f' was given as "},
    {"return 1", "2:1: error: 'return' stands only in a callback"},
    {"repeat 0 - 1 {\n x = 1\n}", "2:8: error: expected an integer constant from 0 to "},
    {"x = 1.5 | 1", "2:5: error: '|' is for integers"},
    {"x = null + null", "error: '+' has no meaning between void * and void *"},
    {"uint8_t big[1048576]\nuint8_t more[16]",
     "error: a scenario's variables and arguments take more than 1 MiB"},
    {"x = shop_gone(1)", "2:5: error: unknown function 'shop_gone'"},
    {"x = shop_twice(1)", "2:5: error: 'shop_twice' is code in the header: there is nothing to link with"},
    {"shop_total(null, 1)",
     "2:1: error: the header declares 'shop_total', but the library does not define it"},
};

static const char *const good[] = {
    "s = shop_new(\"a\")\nshop_free(s)",
    "st = shop_open(\"a\", &s)\nexpect st == SHOP_OK\nshop_free(s)",
    "struct item i = { .name = \"x\", .price = 3 }\nshop_add(null, i)\ni.code[2] = 0xff",
    "x = shop_get(null, 0).price\nexpect x == 1",
    "n = 0\ncallback add(item, user) {\n n = n + item->price\n return true\n}\nshop_each(null, add, &n)",
    "shop_on_close(null, free, malloc(4))",
    "free((void *)\"a\")\nfree(strdup(\"x\") + 1)",
    "int32_t n[3] = { 1, 2, 3 }\nexpect n[1] == 2\nexpect n[2] + 1 == SHOP_LIMIT",
    "char text[] = \"abc\"\nexpect strlen(text) == 3",
    "buffer = (uint8_t *)malloc(8)\nwrite buffer, 8, 0xff\nread buffer, 8\nfree(buffer)",
    "repeat 3 {\n x = malloc(1)\n free(x)\n}\nthread {\n free(malloc(2))\n}",
    "b = shop_pack(null)\nbytes_clear(&b)",
    "snprintf(null, 0, \"%d %s %f\", 1, \"a\", 1.5)",
    "uint64_t big = 18446744073709551615\nexpect big == 0xffffffffffffffff",
    "x = (struct item){ .price = 2 }\nexpect x.price == 2",
    "expect sizeof(struct item) >= 16",
    "s = shop_new(\"a\")\nexpect s\nexpect shop_open(\"a\", &s)\nexpect 1.5",
    "p = malloc(4)\nexpect p == \"a\"\nexpect \"a\" != p",
    "struct label label = { .text = \"a\" }\nlabel.text = \"b\"\nchar *text = \"a\"",
    "char *texts[2] = { \"a\", \"b\" }",
};

static struct fh_api *api;
static GHashTable *defined;

static void setup(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *header = g_build_filename(g_getenv("FH_TEST_DATA"), "check", "shop.h", NULL);
    api = fh_api_load(header, NULL, &error);
    ck_assert_msg(api != NULL, "%s", error ? error->message : "");
    defined = g_hash_table_new(g_str_hash, g_str_equal);
    const GPtrArray *functions = fh_api_library_functions(api);
    for (guint i = 0; i < functions->len; i++) {
        const struct fh_function *function = g_ptr_array_index(functions, i);
        if (!g_str_equal(function->name, "shop_total"))
            g_hash_table_add(defined, function->name);
    }
}

static void teardown(void)
{
    fh_api_free(api);
    g_hash_table_unref(defined);
}

/* The plan of one scenario with this body, or the diagnostics' text in `*said`. */
static struct fh_plan *check_body(const char *body, char **said)
{
    g_autofree char *text = g_strdup_printf("scenario \"s\" {\n%s\n}\n", body);
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    g_autoptr(GError) error = NULL;
    struct fh_source *source = fh_source_new("t.scn", text, strlen(text), &error);
    ck_assert_msg(source != NULL, "%s", error ? error->message : "");
    struct fh_script *script = fh_script_parse(source, diagnostics);
    g_autoptr(GPtrArray) scripts = g_ptr_array_new_with_free_func((GDestroyNotify)fh_script_free);
    struct fh_plan *plan = NULL;
    if (script) {
        g_ptr_array_add(scripts, script);
        plan = fh_check(scripts, api, defined, diagnostics);
    }
    *said = fh_diagnostics_to_text(diagnostics);
    return plan;
}

START_TEST(a_mistake_is_named_where_it_is)
{
    g_autofree char *said = NULL;
    fh_auto(fh_plan) plan = check_body(mistakes[_i].body, &said);
    ck_assert_msg(plan == NULL, "no error for: %s", mistakes[_i].body);
    ck_assert_msg(strstr(said, mistakes[_i].says) != NULL, "for: %s\nsaid:\n%snot: %s", mistakes[_i].body,
                  said, mistakes[_i].says);
}
END_TEST

START_TEST(a_right_scenario_has_a_plan)
{
    g_autofree char *said = NULL;
    fh_auto(fh_plan) plan = check_body(good[_i], &said);
    ck_assert_msg(plan != NULL, "for: %s\n%s", good[_i], said);
    const struct fh_plan_header *header = (const struct fh_plan_header *)plan->bytes->data;
    ck_assert_uint_eq(header->magic, FH_PLAN_MAGIC);
    ck_assert_uint_eq(header->size, plan->bytes->len);
    ck_assert_uint_eq(header->scenarios.count, 1);
}
END_TEST

static guint count_ops(const struct fh_plan *plan, enum fh_plan_opcode opcode)
{
    const struct fh_plan_header *header = (const struct fh_plan_header *)plan->bytes->data;
    const struct fh_plan_op *ops = (const struct fh_plan_op *)(plan->bytes->data + header->code.offset);
    guint count = 0;
    for (guint i = 0; i < header->code.count; i++)
        count += ops[i].opcode == opcode;
    return count;
}

static const struct fh_plan_scenario *scenario_of(const struct fh_plan *plan, guint index)
{
    const struct fh_plan_header *header = (const struct fh_plan_header *)plan->bytes->data;
    ck_assert_uint_eq(header->size, plan->bytes->len);
    ck_assert_uint_lt(index, header->scenarios.count);
    ck_assert_uint_eq(header->scenarios.offset % 8, 0);
    return (const struct fh_plan_scenario *)(plan->bytes->data + header->scenarios.offset) + index;
}

START_TEST(a_scenario_again_with_a_fault)
{
    g_autofree char *said = NULL;
    fh_auto(fh_plan) plan = check_body("x = malloc(1)\nfree(x)\nexpect heap 1 allocs, 1 frees", &said);
    const struct fh_plan_fault faults[] = {{0, FH_DOMAIN_C, 1}, {0, FH_DOMAIN_RUST, 7}};
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct fh_plan_fault));
    g_array_append_vals(list, faults, G_N_ELEMENTS(faults));
    fh_plan_count_requests(plan);
    ck_assert_uint_eq(scenario_of(plan, 0)->fault, FH_PLAN_COUNTS);
    fh_plan_add_faults(plan, list);
    ck_assert_uint_eq(plan->scenarios->len, 3);
    for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
        const struct fh_planned *planned = g_ptr_array_index(plan->scenarios, i + 1);
        const struct fh_plan_scenario *scenario = scenario_of(plan, i + 1);
        ck_assert_uint_eq(scenario->fault, faults[i].number);
        ck_assert_uint_eq(scenario->fault_domain, faults[i].domain);
        ck_assert_uint_eq(scenario->first, scenario_of(plan, 0)->first);
        ck_assert_uint_eq(planned->index, i + 1);
        ck_assert_uint_eq(planned->fault, faults[i].number);
        ck_assert_uint_eq(planned->heap.line, 0);
    }
    ck_assert_str_eq(((struct fh_planned *)g_ptr_array_index(plan->scenarios, 2))->name,
                     "s [allocation 7 of rust fails]");
}
END_TEST

/* A body, and which arguments of its last call may be NULL after a fault: bits. */
static const struct guard_case {
    const char *body;
    gint64 nullable;
} guard_cases[] = {
    {"x = malloc(1)\nfree(x)", 1},        {"n = strlen(\"a\")", 0},
    {"x = realloc(null, 2)\nfree(x)", 1}, {"s = shop_new(\"a\")\nx = shop_get(s, 0)", 0},
    {"x = shop_get(null, 0)", 1},
};

START_TEST(a_guard_stands_before_each_call)
{
    g_autofree char *said = NULL;
    fh_auto(fh_plan) plan = check_body(guard_cases[_i].body, &said);
    ck_assert_msg(plan != NULL, "%s", said);
    const struct fh_plan_header *header = (const struct fh_plan_header *)plan->bytes->data;
    const struct fh_plan_op *ops = (const struct fh_plan_op *)(plan->bytes->data + header->code.offset);
    const struct fh_plan_op *last = NULL;
    for (guint i = 0; i < header->code.count; i++) {
        if (ops[i].opcode != FH_OP_GUARD)
            continue;
        last = &ops[i];
        guint n_calls = 0;
        for (guint j = 1; j <= last->a; j++)
            n_calls += last[j].opcode == FH_OP_CALL && last[j].c == last->c && last[j].b == last->b;
        ck_assert_uint_eq(n_calls, 1);
    }
    ck_assert_ptr_nonnull(last);
    ck_assert_int_eq(last->immediate, guard_cases[_i].nullable);
}
END_TEST

/* Of blocks that have an owner: what the contract says nothing of is only no longer known. */
static guint count_owned(const struct fh_plan *plan)
{
    const struct fh_plan_header *header = (const struct fh_plan_header *)plan->bytes->data;
    const struct fh_plan_ownership *entries =
        (const struct fh_plan_ownership *)(plan->bytes->data + header->ownership.offset);
    guint count = count_ops(plan, FH_OP_OWN);
    for (guint i = 0; i < header->ownership.count; i++)
        count -= entries[i].symbol == FH_PLAN_FRESH;
    return count;
}

/* A body and how many blocks its calls own and release by contract. */
struct contract_case {
    const char *body;
    guint owns, releases;
};

static const struct contract_case contract_cases[] = {
    {"s = shop_new(\"a\")\nshop_free(s)", 1, 1},         {"st = shop_open(\"a\", &s)\nfree(s)", 1, 1},
    {"b = shop_pack(null)\nbytes_clear(&b)", 1, 2},      {"x = shop_get(null, 0)", 0, 0},
    {"x = malloc(1)\nx = realloc(x, 2)\nfree(x)", 2, 2},
};

START_TEST(the_contract_is_in_the_plan)
{
    g_autofree char *said = NULL;
    fh_auto(fh_plan) plan = check_body(contract_cases[_i].body, &said);
    ck_assert_msg(plan != NULL, "%s", said);
    ck_assert_uint_eq(count_owned(plan), contract_cases[_i].owns);
    ck_assert_uint_eq(count_ops(plan, FH_OP_RELEASE), contract_cases[_i].releases);
}
END_TEST

START_TEST(expectations_name_their_line)
{
    g_autofree char *said = NULL;
    fh_auto(fh_plan) plan =
        check_body("x = malloc(1)  !leak\nrepeat 2 {\n free(malloc(1) + 1) !invalid-free !leak\n}\n"
                   "expect heap 3 allocs, 2 frees",
                   &said);
    ck_assert_msg(plan != NULL, "%s", said);
    const struct fh_planned *planned = g_ptr_array_index(plan->scenarios, 0);
    const struct fh_expectation wanted[] = {{2, FH_KIND_LEAK}, {4, FH_KIND_INVALID_FREE}, {4, FH_KIND_LEAK}};
    ck_assert_uint_eq(planned->expectations->len, G_N_ELEMENTS(wanted));
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
        const struct fh_expectation *e = &g_array_index(planned->expectations, struct fh_expectation, i);
        ck_assert_uint_eq(e->line, wanted[i].line);
        ck_assert_int_eq(e->kind, wanted[i].kind);
    }
    ck_assert_uint_eq(planned->heap.line, 6);
    ck_assert_uint_eq(planned->heap.allocs, 3);
}
END_TEST

/* The body of a scenario, and the lines that its one expectation is linked with: "2 4"; "any". */
struct link {
    const char *body;
    const char *lines;
};

static const struct link links[] = {
    {"x = malloc(1)\ny = malloc(1)\nread x, 1 !use-after-free\nfree(y)\nfree(x)", "2 4 6"},
    {"x = malloc(1)\ny = x\nread x, 1 !use-after-free\nfree(y)\nabort()", "2 3 4 5"},
    {"x = malloc(1)\nrepeat 2 {\n free(x)\n}\nread x, 1 !use-after-free", "2 4 6"},
    {"callback f(a) {\n free(a)\n}\ns = malloc(1)\nshop_on_close(null, f, s) !double-free\nabort()",
     "2 3 5 6"},
    {"x = malloc(1)\nabort() !abort\nfree(x)", "any"},
};

static char *lines_of(const struct fh_expectation *expectation)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (guint i = 0; expectation->linked && i < expectation->linked->len; i++)
        g_string_append_printf(lines, "%s%u", i > 0 ? " " : "", g_array_index(expectation->linked, guint, i));
    return g_strdup(expectation->linked ? lines->str : "any");
}

START_TEST(an_expectation_is_linked_by_what_it_names)
{
    g_autofree char *said = NULL;
    fh_auto(fh_plan) plan = check_body(links[_i].body, &said);
    ck_assert_msg(plan != NULL, "%s", said);
    const struct fh_planned *planned = g_ptr_array_index(plan->scenarios, 0);
    ck_assert_uint_eq(planned->expectations->len, 1);
    g_autofree char *lines = lines_of(&g_array_index(planned->expectations, struct fh_expectation, 0));
    ck_assert_str_eq(lines, links[_i].lines);
}
END_TEST

START_TEST(a_mistake_leaves_no_callback_unused)
{
    g_autofree char *said = NULL;
    fh_auto(fh_plan) plan = check_body("callback f(a, b) {\n x = vlaue\n return true\n}\ncallback g(a) {\n}\n"
                                       "shop_each(null, f, null)\nshop_on_close(null, g, null)",
                                       &said);
    ck_assert(plan == NULL);
    ck_assert(strstr(said, "vlaue") != NULL && strstr(said, "never used") == NULL);
}
END_TEST

START_TEST(one_mistake_is_one_error)
{
    g_autofree char *said = NULL;
    fh_auto(fh_plan) plan =
        check_body("x = shop_nwe(1)\nst = shop_opne(\"a\", &s)\nint y = \"a\"\nfree(x)\nfree(s)\n"
                   "expect y == 1\nexpect st == 0",
                   &said);
    ck_assert_ptr_null(plan);
    ck_assert_ptr_null(strstr(said, "is not defined"));
}
END_TEST

/* What a wrong definition would have defined is not complained of: one mistake, one error. */
START_TEST(a_wrong_definition_has_no_further_errors)
{
    g_autofree char *said = NULL;
    fh_auto(fh_plan) plan = check_body("f = shop_gone(1)\nf(2)\nx = f\nexpect f == x", &said);
    ck_assert_ptr_null(plan);
    ck_assert_ptr_nonnull(strstr(said, "unknown function 'shop_gone'"));
    ck_assert_msg(strstr(strstr(said, "error: ") + 1, "error: ") == NULL, "%s", said);
}
END_TEST

START_TEST(every_error_is_reported_at_once)
{
    g_autofree char *said = NULL;
    fh_auto(fh_plan) plan = check_body("a()\nb()\nrepeat 2 {\n c()\n}", &said);
    ck_assert_ptr_null(plan);
    ck_assert_ptr_nonnull(strstr(said, "2:1:"));
    ck_assert_ptr_nonnull(strstr(said, "3:1:"));
    ck_assert_ptr_nonnull(strstr(said, "5:2:"));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("check");
    tcase_add_unchecked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, a_mistake_is_named_where_it_is, 0, G_N_ELEMENTS(mistakes));
    tcase_add_loop_test(tcase, a_right_scenario_has_a_plan, 0, G_N_ELEMENTS(good));
    tcase_add_loop_test(tcase, the_contract_is_in_the_plan, 0, G_N_ELEMENTS(contract_cases));
    tcase_add_test(tcase, a_scenario_again_with_a_fault);
    tcase_add_loop_test(tcase, a_guard_stands_before_each_call, 0, G_N_ELEMENTS(guard_cases));
    tcase_add_test(tcase, expectations_name_their_line);
    tcase_add_loop_test(tcase, an_expectation_is_linked_by_what_it_names, 0, G_N_ELEMENTS(links));
    tcase_add_test(tcase, one_mistake_is_one_error);
    tcase_add_test(tcase, a_mistake_leaves_no_callback_unused);
    tcase_add_test(tcase, a_wrong_definition_has_no_further_errors);
    tcase_add_test(tcase, every_error_is_reported_at_once);
    Suite *suite = suite_create("check");
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
