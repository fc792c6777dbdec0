// SPDX-License-Identifier: MIT
#include <string.h>

#include "api_header.h"
#include "base/diagnostics.h"
#include "mutate/mutants.h"
#include "run_suite.h"
#include "script/marks.h"
#include "script/parser.h"

static struct fh_api *api;

static void load(void)
{
    api = load_header("mutate.h");
}

static void unload(void)
{
    fh_api_free(api);
}

static char *name_it(gpointer data)
{
    return g_strdup_printf("number %u", ++*(guint *)data);
}

static struct fh_script *parse(const char *text)
{
    struct fh_source *source = g_new0(struct fh_source, 1);
    source->path = g_strdup("test.scn");
    source->text = g_strdup(text);
    source->size = strlen(text);
    source->line_starts = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 at = 0; at < source->size; at++)
        if (at == 0 || text[at - 1] == '\n')
            g_array_append_val(source->line_starts, at);
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    struct fh_script *script = fh_script_parse(source, diagnostics);
    g_autofree char *errors = fh_diagnostics_to_text(diagnostics);
    ck_assert_msg(script != NULL, "%s", errors);
    return script;
}

/* Of the first scenario. Caller owns. */
static GPtrArray *mutants_of(const char *text)
{
    fh_auto(fh_script) script = parse(text);
    guint counter = 0;
    GPtrArray *mutants =
        fh_mutants_of(script, g_ptr_array_index(script->scenarios, 0), api, name_it, &counter);
    ck_assert_uint_eq(counter, mutants->len);
    return mutants;
}

/* Each on a line: mutation, line, change. Caller owns. */
static char *list_of(const GPtrArray *mutants)
{
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < mutants->len; i++) {
        const struct fh_mutant *mutant = g_ptr_array_index(mutants, i);
        g_string_append_printf(list, "%s %u %s\n", fh_mutation_name(mutant->mutation), mutant->line,
                               mutant->change);
    }
    return g_string_free(list, FALSE);
}

static const struct {
    const char *body;
    const char *mutants;
} scenarios[] = {
    {"x = thing_new()\nthing_size(x)\nthing_free(x)",
     "drop-release 4 (nothing)\n"
     "release-twice 4 then thing_free(x)\n"
     "release-by-another 4 free((void *)(x))\n"
     "release-by-another 4 text_free((char *)(x))\n"
     "shift-pointer 4 thing_free((struct thing *)((char *)(x) + 1))\n"
     "use-after-release 4 then thing_size(x)\n"},
    /* what looks at the pointer alone is no use of the block */
    {"x = thing_new()\nthing_size(x)\nexpect x != null\nthing_free(x)",
     "drop-release 5 (nothing)\n"
     "release-twice 5 then thing_free(x)\n"
     "release-by-another 5 free((void *)(x))\n"
     "release-by-another 5 text_free((char *)(x))\n"
     "shift-pointer 5 thing_free((struct thing *)((char *)(x) + 1))\n"
     "use-after-release 5 then thing_size(x)\n"},
    /* one that nobody looks at is read */
    {"x = thing_new()\nthing_free((struct thing *)x)",
     "drop-release 3 (nothing)\n"
     "release-twice 3 then thing_free((struct thing *)x)\n"
     "release-by-another 3 free((void *)(x))\n"
     "release-by-another 3 text_free((char *)(x))\n"
     "shift-pointer 3 thing_free((struct thing *)((char *)(x) + 1))\n"
     "use-after-release 3 then read (const char *)x, 1\n"},
    {"x = thing_new()\nname = thing_name(x)\nthing_free(x)",
     "release-borrowed 3 then free((void *)(name))\n"
     "release-borrowed 3 then text_free((char *)(name))\n"
     "release-borrowed 3 then thing_free((struct thing *)(name))\n"
     "drop-release 4 (nothing)\n"
     "release-twice 4 then thing_free(x)\n"
     "release-by-another 4 free((void *)(x))\n"
     "release-by-another 4 text_free((char *)(x))\n"
     "shift-pointer 4 thing_free((struct thing *)((char *)(x) + 1))\n"
     "use-after-release 4 then read (const char *)x, 1\n"
     "keep-view 4 then read (const char *)name, 1\n"},
    {"repeat 2 {\n x = text_new(\"ab\",\n 2)\n}", "shorten-length 3 x = text_new(\"ab\", 1)\n"},
    {"n = 2\nexpect text_new(\"ab\", n) == null",
     "shorten-length 3 expect text_new(\"ab\", n - 1) == null\n"},
    /* one that is handed over lives on: another release of it would be right use */
    {"x = thing_new()\nthing_keep(x, 1)", "drop-release 3 (nothing)\n"
                                          "release-twice 3 then thing_keep(x, 1)\n"
                                          "shift-pointer 3 thing_keep((struct thing *)((char *)(x) + 1), 1)\n"
                                          "use-after-release 3 then read (const char *)x, 1\n"},
    /* nothing to shorten, nothing to release */
    {"thing_free(null)", ""},
    {"strlen(\"a\")", ""},
    {"x = text_new(\"\", 0)", ""},
    {"thing_size(null)", ""},
};

START_TEST(test_mutants)
{
    g_autofree char *text = g_strdup_printf("scenario \"test\" {\n%s\n}\n", scenarios[_i].body);
    g_autoptr(GPtrArray) mutants = mutants_of(text);
    g_autofree char *list = list_of(mutants);
    ck_assert_str_eq(list, scenarios[_i].mutants);
}
END_TEST

/* All but the broken place stays as it is, comments and `expect`s too. */
START_TEST(test_text)
{
    g_autoptr(GPtrArray) mutants =
        mutants_of("# before\nscenario \"a \\\"b\\\"\" { # one\n    x = thing_new()\n"
                   "    thing_free(x)   # two\n    expect heap 1 allocs, 1 frees\n}\n"
                   "scenario \"next\" {\n}\n");
    const struct fh_mutant *dropped = g_ptr_array_index(mutants, 0), *twice = g_ptr_array_index(mutants, 1);
    ck_assert_str_eq(dropped->text, "scenario \"number 1\" { # one\n    x = thing_new()\n       # two\n"
                                    "    expect heap 1 allocs, 1 frees\n}\n");
    ck_assert_str_eq(twice->text, "scenario \"number 2\" { # one\n    x = thing_new()\n    thing_free(x)\n"
                                  "    thing_free(x)   # two\n    expect heap 1 allocs, 1 frees\n}\n");
    ck_assert_str_eq(dropped->place, "thing_free(x)");
}
END_TEST

/* Each mutant is a scenario that can be read. */
START_TEST(test_again)
{
    g_autofree char *text = g_strdup_printf("scenario \"test\" {\n%s\n}\n", scenarios[_i].body);
    g_autoptr(GPtrArray) mutants = mutants_of(text);
    for (guint i = 0; i < mutants->len; i++) {
        fh_auto(fh_script) again = parse(((const struct fh_mutant *)g_ptr_array_index(mutants, i))->text);
        const struct fh_scenario *scenario = g_ptr_array_index(again->scenarios, 0);
        g_autofree char *name = g_strdup_printf("number %u", i + 1);
        ck_assert_str_eq(scenario->name, name);
    }
}
END_TEST

START_TEST(test_marks)
{
    fh_auto(fh_script) script =
        parse("scenario \"a\" {\n    repeat 2 {\n        x = thing_new() !leak\n    }\n}\n"
              "scenario \"b\" {\n    x = thing_new()\n}\n");
    ck_assert(fh_scenario_has_marks(g_ptr_array_index(script->scenarios, 0)));
    ck_assert(!fh_scenario_has_marks(g_ptr_array_index(script->scenarios, 1)));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("mutants");
    TCase *tests = tcase_create("mutants");
    tcase_add_unchecked_fixture(tests, load, unload);
    tcase_add_loop_test(tests, test_mutants, 0, G_N_ELEMENTS(scenarios));
    tcase_add_loop_test(tests, test_again, 0, G_N_ELEMENTS(scenarios));
    tcase_add_test(tests, test_text);
    tcase_add_test(tests, test_marks);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
