// SPDX-License-Identifier: MIT
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "api/comment.h"
#include "api/contract_file.h"
#include "api/lookup.h"
#include "base/error.h"
#include "run_suite.h"

static struct fh_api *api;

static void load(void)
{
    g_autofree char *path = g_build_filename(g_getenv("FH_TEST_DATA"), "api", "contract.h", NULL);
    GError *error = NULL;
    api = fh_api_load(path, NULL, &error);
    ck_assert_msg(api != NULL, "%s", error ? error->message : "");
}

static void unload(void)
{
    fh_api_free(api);
}

#define NONE        FH_TRANSFER_NONE
#define FULL        FH_TRANSFER_FULL
#define UNSPECIFIED FH_TRANSFER_UNSPECIFIED

static const struct {
    const char *function;
    int parameter; /* -1: the result */
    enum fh_transfer transfer;
    const char *free_function;
    gboolean is_out, is_nullable;
} contracts[] = {
    {"join", 0, NONE, NULL, FALSE, FALSE},
    {"join", 1, UNSPECIFIED, NULL, FALSE, FALSE},
    {"join", -1, FULL, "free_string", FALSE, FALSE},
    {"free_string", 0, FULL, NULL, FALSE, TRUE},
    {"free_string", -1, UNSPECIFIED, NULL, FALSE, FALSE},
    {"thing_open", 0, FULL, "thing_free", TRUE, TRUE},
    {"thing_open", 1, NONE, NULL, TRUE, FALSE},
    {"thing_open", -1, UNSPECIFIED, NULL, FALSE, FALSE},
    {"thing_free", 0, FULL, NULL, FALSE, FALSE},
    {"bytes_new", -1, FULL, "bytes_free", FALSE, FALSE},
    {"bytes_free", 0, FULL, NULL, FALSE, FALSE},
    {"from_c", 0, NONE, NULL, FALSE, FALSE},
    {"from_c", -1, FULL, "free", FALSE, TRUE},
    {"no_contract", 0, UNSPECIFIED, NULL, FALSE, FALSE},
    {"no_contract", -1, UNSPECIFIED, NULL, FALSE, FALSE},
    {"prose", -1, UNSPECIFIED, NULL, FALSE, FALSE},
    {"pre_text_new", -1, FULL, "pre_text_free", FALSE, FALSE},
    {"pre_text_free", 0, FULL, NULL, FALSE, FALSE},
    {"pre_text_get", -1, UNSPECIFIED, NULL, FALSE, FALSE},
    {"pre_text_other", -1, UNSPECIFIED, NULL, FALSE, FALSE},
    {"both_first", -1, UNSPECIFIED, NULL, FALSE, FALSE},
    {"both_second", -1, UNSPECIFIED, NULL, FALSE, FALSE},
    {"malloc", -1, FULL, "free", FALSE, TRUE},
    {"calloc", -1, FULL, "free", FALSE, TRUE},
    {"realloc", -1, FULL, "free", FALSE, TRUE},
    {"realloc", 0, FULL, NULL, FALSE, TRUE},
    {"strdup", -1, FULL, "free", FALSE, TRUE},
    {"strndup", -1, FULL, "free", FALSE, TRUE},
    {"aligned_alloc", -1, FULL, "free", FALSE, TRUE},
    {"posix_memalign", 0, FULL, "free", TRUE, FALSE},
    {"free", 0, FULL, NULL, FALSE, TRUE},
    {"strlen", 0, UNSPECIFIED, NULL, FALSE, FALSE},
};

START_TEST(contracts_are_read)
{
    const struct fh_function *function = fh_api_function(api, contracts[_i].function);
    ck_assert_msg(function != NULL, "no function %s", contracts[_i].function);
    int i = contracts[_i].parameter;
    const struct fh_ownership *ownership =
        i < 0 ? &function->result
              : &((const struct fh_parameter *)g_ptr_array_index(function->parameters, i))->ownership;
    ck_assert_int_eq(ownership->transfer, contracts[_i].transfer);
    ck_assert_pstr_eq(ownership->free_function, contracts[_i].free_function);
    ck_assert_int_eq(ownership->is_out, contracts[_i].is_out);
    ck_assert_int_eq(ownership->is_nullable, contracts[_i].is_nullable);
}
END_TEST

static const struct fh_ownership *ownership_of(const char *function, int parameter)
{
    const struct fh_function *found = fh_api_function(api, function);
    return parameter < 0
               ? &found->result
               : &((const struct fh_parameter *)g_ptr_array_index(found->parameters, parameter))->ownership;
}

/* What says more than who owns it. */
START_TEST(all_words_are_read)
{
    const struct fh_ownership *call = ownership_of("watch", 0), *thing = ownership_of("take", 0);
    ck_assert_int_eq(call->scope, FH_SCOPE_NOTIFIED);
    ck_assert_str_eq(call->closure, "data");
    ck_assert_str_eq(call->destroy, "destroy");
    ck_assert_int_eq(thing->is_on_success, TRUE);
    ck_assert_int_eq(thing->transfer, FULL);
    ck_assert_int_eq(fh_ownership_of_field(thing, "name")->transfer, NONE);
    const struct fh_success *success = &ownership_of("take", -1)->success;
    ck_assert_int_eq(success->is_said, TRUE);
    ck_assert_int_eq(success->relation, FH_RELATION_GE);
    const struct fh_ownership *name = ownership_of("from_c", 0);
    ck_assert_int_eq(name->array, FH_ARRAY_LENGTH);
    ck_assert_str_eq(name->length, "n");
}
END_TEST

/* Loads `comment` above a function, as "h.h" in a folder of its own. */
static struct fh_api *load_comment(const char *comment, GError **error)
{
    g_autofree char *folder = g_dir_make_tmp("fh-contract-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "h.h", NULL);
    g_autofree char *text =
        g_strdup_printf("struct s { char *p; };\n"
                        "%s\n"
                        "char *make(const char *input, char **slot, int count, struct s s);\n"
                        "void free_string(char *string);\n"
                        "void reset(void);\n"
                        "/** @n: (transfer none): fine */ int other(int n);\n",
                        comment);
    g_file_set_contents(path, text, -1, NULL);
    struct fh_api *loaded = fh_api_load(path, NULL, error);
    ck_assert_int_eq(g_remove(path) + g_rmdir(folder), 0);
    return loaded;
}

static const struct {
    const char *comment, *message;
} mistakes[] = {
    {"/// @inptu: (transfer none): text",
     ":2: error: 'make' has no parameter 'inptu' (did you mean '@input:'?)"},
    {"/// @zzz: (transfer none): text", "(its parameters: input, slot, count, s)"},
    {"/// @returns: (transfer full): text",
     "'make' has no parameter 'returns' (for the result write 'Returns:')"},
    {"/// @input: (transfer non): text", "'input': unknown transfer 'non' (did you mean 'none'?)"},
    {"/// @input: (transfer): text", "(write (transfer none) or (transfer full))"},
    {"/// @input: (transfer container): text", "'input': (transfer container) is for an array of pointers"},
    {"/// @input: (transfer full on-success): text",
     "nothing says what success is (as in 'Returns: (success == 0): …')"},
    {"/// Returns: (transfer full on-success): x", "the result: on-success means nothing here"},
    {"/// @input: (transfer full) (consumed): x", "it can't be (transfer full) and (consumed)"},
    {"/// @count: (ref): x", "(consumed) and (ref) mean nothing here"},
    {"/// Returns: (transfer full) (lifetime input): x",
     "(lifetime …) is for a view that is given out (add (transfer none))"},
    {"/// Returns: (transfer none) (lifetime inptu): x", "the result: there is no parameter 'inptu'"},
    {"/// Returns: (transfer none) (lifetime): x", "the result: '' is no lifetime"},
    {"/// @slot: (out) (transfer full) (array length=input): x",
     "'slot': 'input' can't be a length: it is 'const char *'"},
    {"/// @slot: (array of-some): x", "'slot': 'of-some' says nothing of an array"},
    {"/// Returns: (transfer full) (array length=count) (element-free-func free_string): x",
     "(element-free-func) is for an owned array of pointers"},
    {"/// Returns: (success = 0): x", "the result: '= 0' does not say what success is"},
    {"/// @input: (success == null): x", "'input': what is given in can't tell of success"},
    {"/// @slot: (scope call): x", "(scope …) and (destroy …) are for a function pointer"},
    {"/// @slot: (scope cal): x", "'slot': unknown scope 'cal' (did you mean 'call'?)"},
    {"/// @s.q: (transfer full): x", "'s'.q: 'struct s' has no such field"},
    {"/// @s.p: (out): x", "'s'.p is a field"},
    {"/// @input: (transfre none): text",
     "'input': unknown annotation 'transfre' (did you mean 'transfer'?)"},
    {"/// @input: (transfer none) (nulable): text", "did you mean 'nullable'?"},
    {"/// Returns: (perhaps) a string", "the result: unknown annotation 'perhaps'"},
    {"/// Returns: (): a string", "unknown annotation ''"},
    {"/// Returns: (transfer full) a string", "a ':' is missing between the annotations and the description"},
    {"/// Returns (transfer full): a string", "the result: a ':' is missing before the annotations"},
    {"/// @input (transfer none): a string", "'input': a ':' is missing before the annotations"},
    {"/// Returns: (transfer full: a string", "the result: an annotation lacks its ')'"},
    {"/// Retruns: (transfer full): a string", ":2: error: (transfer full) stands where it means nothing"},
    {"/// Gives a string (free-func free_string)", "(free-func free_string) stands where it means nothing"},
    {"/// @input: (transfer none): text\n/// Retruns: (transfer full): x",
     ":3: error: (transfer full) stands where"},
    {"/// Returns: (transfer full) (free-func free_strng): x",
     "the result: the free-func 'free_strng' is not declared (did you mean 'free_string'?)"},
    {"/// Returns: (transfer full) (free-func nothing_like_it_at_all): x",
     "(name a function of this header, or of the C library)"},
    {"/// Returns: (transfer full) (free-func reset): x", "the free-func 'reset' takes no pointer"},
    {"/// Returns: (transfer full) (free-func): x", "(write (free-func NAME))"},
    {"/// Returns: (transfer full) (free-func free now): x", "(write (free-func NAME))"},
    {"/// Returns: (transfer full) (free-func free) (free-func free_string): x", "has two (free-func …)"},
    {"/// Returns: (transfer full) (transfer none): x", "the result has two (transfer …)"},
    {"/// Returns: (free-func free_string): x", "has a free-func, but is not (transfer full)"},
    {"/// Returns: (transfer none) (free-func free_string): x",
     "has a free-func, but is not (transfer full)"},
    {"/// Returns: (out): x", "the result is always given out"},
    {"/// Returns: (transfer none): x\n/// Returns: (transfer none): y",
     ":3: error: the result is annotated twice"},
    {"/// @count: (transfer full): x", "'count' cannot be (transfer full): it is 'int'"},
    {"/// @count: (nullable): x", "'count' cannot be (nullable): it is 'int', not a pointer"},
    {"/// @count: (out): x", "'count' cannot be (out): it is 'int'"},
    {"/// @input: (out): x", "'input' cannot be (out): it points to something const, 'const char *'"},
    {"/// @slot: (out maybe): x", "unknown kind of (out) 'maybe' (write (out))"},
    {"/// @slot: (nullable yes): x", "(nullable) takes no value"},
    {"/// @slot: (out)\n///   (transfer\n///   fool): x", ":3: error: 'slot': unknown transfer 'fool'"},
    {"/// @slot: (transfer\n///   none) (outt): x", ":3: error: 'slot': unknown annotation 'outt'"},
    {"/**\n * Makes it.\n *\n * @slot: (outt): x\n */", ":5: error: 'slot': unknown annotation 'outt'"},
    {"/* not a doc comment\n   @inptu: (transfer none): x */", ":3: error: 'make' has no parameter 'inptu'"},
    {"/// @inptu: (transfer none): x\n/// @slot: (outt): y", "\n"},
};

START_TEST(mistakes_are_refused)
{
    g_autoptr(GError) error = NULL;
    ck_assert_msg(!load_comment(mistakes[_i].comment, &error), "accepted: %s", mistakes[_i].comment);
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_SCRIPT));
    ck_assert_msg(strstr(error->message, mistakes[_i].message) != NULL, "'%s' not in: %s",
                  mistakes[_i].message, error->message);
    ck_assert_msg(strstr(error->message, "/h.h:") != NULL, "no path in: %s", error->message);
}
END_TEST

static const char *const fine[] = {
    "",
    "/// @other: documentation of something else (a note)",
    "/// @param input the text (transfer or not)",
    "/// Returns (in a way) what was (not long ago) asked for",
    "/// Returns: a string (transfer full, so to speak)",
    "/// Returns a string (owned)",
    "/// Returns: a string, as in `(transfer full)`",
    "/// See `(free-func free_string)`.",
    "/// @input: (transfer none): one (transfer full) of another kind",
    "/// @s: (transfer full): by value",
    "/// @slot: (out) (transfer full) (free-func free_string) (nullable) (optional): x",
    "/** Returns: (transfer full)\n *   (free-func free_string)\n */",
    "/**************\n * Returns: (transfer full) (free-func free_string): framed\n **************/",
    "/// @input:\n///   (transfer none): on the next line",
    "/// @input: (transfer none): text\r\n/// Returns: (transfer none): text\r",
    "/// @returns: as a Doxygen user writes it",
    "/**/",
    "//",
};

START_TEST(prose_and_variants_are_fine)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_api) loaded = load_comment(fine[_i], &error);
    ck_assert_msg(loaded != NULL, "%s: %s", fine[_i], error ? error->message : "");
}
END_TEST

START_TEST(void_results_have_no_contract)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    ck_assert_int_ge(g_close(g_file_open_tmp("fh-XXXXXX.h", &path, NULL), NULL), 0);
    g_file_set_contents(path, "/// Returns: (transfer none): nothing\nvoid f(void);\n", -1, NULL);
    ck_assert_ptr_null(fh_api_load(path, NULL, &error));
    ck_assert_ptr_nonnull(strstr(error->message, ":1: error: 'f' returns nothing (remove the annotations)"));
    g_remove(path);
}
END_TEST

/* Every ```c block of docs/contract.md is a header that Freehold accepts. */
START_TEST(the_documents_examples_are_right)
{
    g_autofree char *path = g_build_filename(g_getenv("FH_TEST_DATA"), "../../../docs/contract.md", NULL),
                    *text = NULL;
    ck_assert(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) blocks = g_strsplit(text, "\n```c\n", -1);
    ck_assert_uint_gt(g_strv_length(blocks), 5);
    for (char **block = blocks + 1; *block; block++) {
        g_autoptr(GError) error = NULL;
        strstr(*block, "\n```")[0] = '\0';
        fh_auto(fh_api) loaded = load_comment(*block, &error);
        ck_assert_msg(loaded != NULL, "%s: %s", *block, error ? error->message : "");
    }
}
END_TEST

static const struct {
    const char *raw, *plain; /* lines joined by '|' */
} comments[] = {
    {"/** one */", "one"},
    {"/** one\n * two\n */", "one|two|"},
    {"/**\n * * item\n **/", "|* item|"},
    {"/// one\n///two\n//! three\n// four", "one|two|three|four"},
    {"/*! one\n   two */", "one|two"},
    {"/***/", ""},
    {"/**/", ""},
    {"///< after", "after"},
    {"/// one\r\n/// two\r", "one|two"},
    {"/// a / b * c", "a / b * c"},
};

START_TEST(comments_lose_their_signs)
{
    g_auto(GStrv) lines = fh_comment_lines(comments[_i].raw);
    g_autofree char *joined = g_strjoinv("|", lines);
    ck_assert_str_eq(joined, comments[_i].plain);
}
END_TEST

/* A file beside the header. What it says wins; of what it does not speak, the header's comment stays. */
static struct fh_api *load_with(const char *contract, GError **error)
{
    g_autofree char *path = g_build_filename(g_getenv("FH_TEST_DATA"), "api", "contract.h", NULL);
    g_autofree char *folder = g_dir_make_tmp("fh-contract-XXXXXX", NULL);
    g_autofree char *file = g_build_filename(folder, "a.contract", NULL);
    struct fh_api *loaded = fh_api_load(path, NULL, NULL);
    ck_assert(g_file_set_contents(file, contract, -1, NULL));
    if (!fh_contract_file_read(loaded, file, error)) {
        fh_api_free(loaded);
        loaded = NULL;
    }
    ck_assert_int_eq(g_remove(file) + g_rmdir(folder), 0);
    return loaded;
}

START_TEST(a_file_that_is_no_text_is_refused)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(load_with("join:\n    Returns: (transfer full): \xe9t\xe9\n", &error));
    ck_assert_msg(error && g_utf8_validate(error->message, -1, NULL), "no error, or none that is text");
    ck_assert_msg(g_str_has_suffix(error->message,
                                   "a.contract:2: error: this is not UTF-8 text; save the file as UTF-8"),
                  "%s", error->message);
}
END_TEST

START_TEST(a_file_beside_the_header_wins)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_api) with =
        load_with("# drafted\njoin:   # by hand\n    Returns: (transfer none): kept\n\n"
                  "    @style: (not nullable)\nno_contract:\n"
                  "    # guess\n    Returns: (transfer full) (free-func\n      free_string)\n",
                  &error);
    ck_assert_msg(with != NULL, "%s", error ? error->message : "");
    const struct fh_function *join = fh_api_function(with, "join"),
                             *other = fh_api_function(with, "no_contract");
    ck_assert_int_eq(join->result.transfer, NONE);
    ck_assert_ptr_null(join->result.free_function);
    const struct fh_parameter *input = g_ptr_array_index(join->parameters, 0);
    ck_assert_int_eq(input->ownership.transfer, NONE);
    ck_assert_str_eq(other->result.free_function, "free_string");
    ck_assert_int_eq(other->result.transfer, FULL);
}
END_TEST

static const struct {
    const char *text, *message;
} wrong_files[] = {
    {"joyn:\n    Returns: (transfer none)\n",
     "a.contract:1: error: the header declares no function 'joyn' (did you mean 'join'?)"},
    {"join\n", "a.contract:1: error: expected 'FUNCTION:'"},
    {"join:\n    @a: (transfer none)\n\njoin:\n    Returns: (transfer none)\n",
     "a.contract:4: error: 'join:' is there already, in line 1"},
    {"\njoin:\n\n    Returns: (transfer most)\n", "a.contract:4: error: the result: unknown transfer 'most'"},
    {"join:\n    @nobody: (transfer none)\n", "a.contract:2: error: 'join' has no parameter 'nobody'"},
    {"join:\n    Returns: (transfer none)\n    Returns: (transfer none)\n",
     "a.contract:3: error: the result is annotated twice"},
};

START_TEST(a_wrong_file_is_refused)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(load_with(wrong_files[_i].text, &error));
    ck_assert_msg(strstr(error->message, wrong_files[_i].message) != NULL, "%s", error->message);
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_SCRIPT));
}
END_TEST

static TCase *reading_case(void)
{
    TCase *tcase = tcase_create("reading");
    tcase_add_unchecked_fixture(tcase, load, unload);
    tcase_add_test(tcase, all_words_are_read);
    tcase_add_loop_test(tcase, contracts_are_read, 0, G_N_ELEMENTS(contracts));
    return tcase;
}

static TCase *loading_case(void)
{
    TCase *tcase = tcase_create("loading");
    tcase_add_loop_test(tcase, mistakes_are_refused, 0, G_N_ELEMENTS(mistakes));
    tcase_add_loop_test(tcase, prose_and_variants_are_fine, 0, G_N_ELEMENTS(fine));
    tcase_add_test(tcase, the_documents_examples_are_right);
    tcase_add_test(tcase, void_results_have_no_contract);
    tcase_add_test(tcase, a_file_that_is_no_text_is_refused);
    tcase_add_test(tcase, a_file_beside_the_header_wins);
    tcase_add_loop_test(tcase, a_wrong_file_is_refused, 0, G_N_ELEMENTS(wrong_files));
    tcase_add_loop_test(tcase, comments_lose_their_signs, 0, G_N_ELEMENTS(comments));
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("contract");
    suite_add_tcase(suite, reading_case());
    suite_add_tcase(suite, loading_case());
    return run_suite(suite);
}
