// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "base/diagnostics.h"
#include "base/source.h"
#include "base/source_load.h"
#include "run_suite.h"
#include "script/parser.h"
#include "script/script.h"
#include "script_dump.h"

static struct fh_script *parse(const char *text, struct fh_diagnostics *diagnostics)
{
    GError *error = NULL;
    struct fh_source *source = fh_source_new("test.scn", text, strlen(text), &error);
    ck_assert_msg(source != NULL, "%s", error != NULL ? error->message : "");
    return fh_script_parse(source, diagnostics);
}

/* The statements of a scenario with this body, as text; or the errors. Caller owns. */
static char *dump_of_body(const char *body)
{
    g_autofree char *text = g_strdup_printf("scenario \"test\" {\n%s\n}\n", body);
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    fh_auto(fh_script) script = parse(text, diagnostics);
    if (!script)
        return fh_diagnostics_to_text(diagnostics);
    GString *out = g_string_new(NULL);
    const struct fh_scenario *scenario = g_ptr_array_index(script->scenarios, 0);
    dump_body(out, scenario->body);
    return g_string_free(out, FALSE);
}

static const struct {
    const char *body;
    const char *tree;
} statements[] = {
    {"f()", "(do (call f))"},
    {"f(); g()", "(do (call f)) (do (call g))"},
    {"f();", "(do (call f))"},
    {"f(\n  a,\n  b\n)", "(do (call f a b))"},
    {"x = f(1, \"two\", 3.5, 'c')", "(= x (call f 1 \"two\" 3.5 99))"},
    {"x = 0xff", "(= x 255)"},
    {"x = 18446744073709551615", "(= x 18446744073709551615)"},
    {"x = 1e3", "(= x 1000)"},
    {"x = \"a\\n\\t\\r\\\\\\\"\\'\\0\\x41B\"", "(= x \"a<0a><09><0d>\\\"'<00>AB\")"},
    {"x = \"# no comment\" # comment", "(= x \"# no comment\")"},
    {"x = -1", "(= x (neg 1))"},
    {"x = true", "(= x true)"},
    {"x = null", "(= x null)"},
    {"x = &y", "(= x (& y))"},
    {"*p = *q", "(= (deref p) (deref q))"},
    {"p[0].a->b = 1", "(= (-> (. ([] p 0) a) b) 1)"},
    {"table.release(p)", "(do (call (. table release) p))"},
    {"x = 1 + 2 * 3 - 4 | 5", "(= x (| (- (+ 1 (* 2 3)) 4) 5))"},
    {"x = (1 + 2) * -3", "(= x (* (+ 1 2) (neg 3)))"},
    /* casts, compound literals, parentheses */
    {"x = (size_t)n", "(= x (cast <size_t> n))"},
    {"x = (size_t)-1", "(= x (- size_t 1))"},
    {"x = (size_t)(-1)", "(= x (cast <size_t> (neg 1)))"},
    {"x = (unsigned char)-1", "(= x (cast <unsigned char> (neg 1)))"},
    {"x = (n)", "(= x n)"},
    {"x = (n) + 1", "(= x (+ n 1))"},
    {"x = (n * 2)", "(= x (* n 2))"},
    {"x = (n[0])", "(= x ([] n 0))"},
    {"x = (const char *)p[0]", "(= x (cast <const char*> ([] p 0)))"},
    {"x = (char const *)p", "(= x (cast <const char*> p))"},
    {"x = (const char *const *)p", "(= x (cast <const char*const *> p))"},
    {"x = (T *const **)p", "(= x (cast <T*const **> p))"},
    {"x = (foo_t **)p", "(= x (cast <foo_t**> p))"},
    {"x = (n)\nf()", "(= x n) (do (call f))"},
    {"f((struct point){ .x = 1, 2, })", "(do (call f (new <struct point> .x=1 2)))"},
    {"f((int[]){ 1, 2 })", "(do (call f (new <int>[] 1 2)))"},
    {"f((foo_t[2 * 2]){ 1 })", "(do (call f (new <foo_t>[(* 2 2)] 1)))"},
    {"f((foo_t *[]){ p })", "(do (call f (new <foo_t*>[] p)))"},
    {"f((foo_t){ { 1 }, {} })", "(do (call f (new <foo_t> (braced 1) (braced))))"},
    {"n = sizeof(struct point *)", "(= n (sizeof <struct point*>))"},
    /* declarations */
    {"uint8_t buffer[64]", "(declare <uint8_t> buffer[] 64)"},
    {"int n[] = { 1, 2 }", "(declare <int> n[] (braced 1 2))"},
    {"unsigned long long n = 1", "(declare <unsigned long long> n 1)"},
    {"unsigned n", "(declare <unsigned> n)"},
    {"char *text = null", "(declare <char*> text null)"},
    {"foo_t *p", "(declare <foo_t*> p)"},
    {"struct point p = {\n .x = 1,\n .y = 2\n}", "(declare <struct point> p (braced .x=1 .y=2))"},
    {"enum color c = RED", "(declare <enum color> c RED)"},
    /* the words of the language */
    {"read p, 4", "(read p 4)"},
    {"read *p + 1, 4", "(read (+ (deref p) 1) 4)"},
    {"read (char *)p, 4", "(read (cast <char*> p) 4)"},
    {"read &x, sizeof(int)", "(read (& x) (sizeof <int>))"},
    {"write p, 4, 0xff", "(write p 4 255)"},
    {"read(fd, buffer, 3)", "(do (call read fd buffer 3))"},
    {"write(fd, buffer, 3)", "(do (call write fd buffer 3))"},
    {"read = 1", "(= read 1)"},
    {"write[0] = 1", "(= ([] write 0) 1)"},
    {"thread.x = 1", "(= (. thread x) 1)"},
    {"x = repeat + heap + owner", "(= x (+ (+ repeat heap) owner))"},
    {"repeat 3 { f() }", "(repeat 3 {(do (call f))})"},
    {"repeat (N) {\n f()\n}", "(repeat N {(do (call f))})"},
    {"repeat (2 + N) { }", "(repeat (+ 2 N) {})"},
    {"repeat 3 { thread { f() } }", "(repeat 3 {(thread {(do (call f))})})"},
    {"thread { f(); g() }", "(thread {(do (call f)) (do (call g))})"},
    {"callback add(a, b) {\n return a\n}", "(callback add a b {(return a)})"},
    {"callback none() { return }", "(callback none {(return)})"},
    {"callback done = null", "(declare <callback> done null)"},
    {"callback done", "(declare <callback> done)"},
    {"expect x == 1", "(expect == x 1)"},
    {"expect x != 1", "(expect != x 1)"},
    {"expect x < 1", "(expect < x 1)"},
    {"expect x <= 1", "(expect <= x 1)"},
    {"expect x > 1", "(expect > x 1)"},
    {"expect x >= a | b", "(expect >= x (| a b))"},
    {"expect (x) == 1", "(expect == x 1)"},
    {"expect x", "(expect x)"},
    {"expect f(x) !leak", "(expect (call f x))!leak"},
    {"thread { expect x; expect y }", "(thread {(expect x) (expect y)})"},
    {"expect(x)", "(do (call expect x))"},
    {"expect owner(p) == rust", "(owner rust p)"},
    {"expect owner(p->q) == c++", "(owner c++ (-> p q))"},
    {"expect owner == 1", "(expect == owner 1)"},
    {"expect heap 4 allocs, 3 frees", "(heap 4 3)"},
    {"expect heap 1 alloc, 1 free", "(heap 1 1)"},
    {"fail alloc 2 of rust", "(fail rust 2)"},
    {"fail alloc 1 of c", "(fail c 1)"},
    {"fail(x)", "(do (call fail x))"},
    {"expect heap == 1", "(expect == heap 1)"},
    /* annotations */
    {"f() !leak", "(do (call f))!leak"},
    {"f(); !leak", "(do (call f))!leak"},
    {"f()!leak !double-free # why", "(do (call f))!leak!double-free"},
    {"f(); g() !leak", "(do (call f)) (do (call g))!leak"},
    {"f(\n a)   !leak", "(do (call f a))!leak"},
    {"thread { f() !leak }", "(thread {(do (call f))!leak})"},
    {"expect p[0] == 1 !use-after-free", "(expect == ([] p 0) 1)!use-after-free"},
};

START_TEST(statement_has_this_tree)
{
    g_autofree char *tree = dump_of_body(statements[_i].body);
    ck_assert_str_eq(tree, statements[_i].tree);
}
END_TEST

/* Whole bodies and the errors that they have, one line each: `line:column message`, line 1 being the body's
 * first. */
static const struct {
    const char *body;
    const char *errors;
} mistakes[] = {
    {"f(a b)", "1:5 expected ',' or ')', found 'b'"},
    {"f(a,)", "1:5 expected an argument after ',', found ')'"},
    {"f() g()", "1:5 expected the end of the statement, found 'g'"},
    {"x =", "1:4 expected an expression, found the end of the line"},
    {"x = \"abc", "1:5 this string is not closed on its line"},
    {"x = 'ab'", "1:5 a character literal holds one ASCII character"},
    {"x = '\\xff'", "1:5 a character literal holds one ASCII character"},
    {"x = \"a\\qb\"", "1:7 unknown escape"},
    {"x = \"\\x4\"", "1:6 '\\x' wants two hexadecimal digits"},
    {"x = \"\\012\"", "1:6 there are no octal escapes"},
    {"x = 18446744073709551616", "1:5 this integer is too large"},
    {"x = 0x10000000000000000", "1:5 this integer is too large"},
    {"x = 1e999", "1:5 this number is too large for a double"},
    {"x = 0777", "1:5 a number cannot start with 0"},
    {"x = 1u", "1:5 this is not a number"},
    {"x = 0x", "1:5 this is not a number"},
    {"x += 1", "1:3 '+=' is not part of the scenario language"},
    {"x++", "1:2 '++' is not part of the scenario language"},
    {"x = a / b", "1:7 '/' is not part of the scenario language"},
    {"f() // c", "1:5 C's comments are not part of the scenario language"},
    {"x = \302\240 1", "1:5 a blank that is neither a space nor a tab"},
    {"x == 1", "1:3 a comparison stands only after 'expect'"},
    {"x", "1:1 this does nothing"},
    {"(void)f()", "1:1 this cast does nothing"},
    {"f() = 1", "1:1 nothing can be assigned to this"},
    {"p = { 1 }", "1:5 expected an expression, found '{'"},
    {"int a, b", "1:6 expected the end of the statement, found ','"},
    {"int a[]", "1:5 the array 'a' has no length"},
    {"int int", "1:8 expected the name of a variable, found the end of the line"},
    {"struct { int a } x", "1:8 expected the name of the struct, found '{'"},
    {"if (x) {\n f() !leak\n} else {\n g()\n}\nh()", "1:1 'if' is not part of the scenario language"},
    {"expct x == 1", "1:9 expected the end of the statement, found '=='"},
    {"thred {\n f()\n}\ng()", "1:1 unknown word 'thred'"},
    {"expect x y", "1:10 expected '==', '!=', '<', '<=', '>' or '>=', found 'y'"},
    {"expect x = 1", "1:10 expected '==', '!=', '<', '<=', '>' or '>=', found '='"},
    {"expect(x) == 1", "1:11 expected the end of the statement, found '=='"},
    {"expect owner(x) != rust", "1:17 expected '==' and an owner, found '!='"},
    {"fail 2 of rust", "1:6 expected 'alloc', found '2'"},
    {"fail alloc 2 rust", "1:14 expected 'of' and whose it is, found 'rust'"},
    {"fail alloc 2 of", "1:16 expected whose it is, found the end of the line"},
    {"expect heap 4 allocs", "1:21 expected ',' and the number of frees, found the end of the line"},
    {"read p", "1:7 expected ',' and the number of bytes, found the end of the line"},
    {"write p, 1", "1:11 expected ',' and the byte to write, found the end of the line"},
    {"repeat {\n f()\n}\ng()", "1:8 expected how many times to repeat, found '{'"},
    {"thread\n{\n f()\n}", "1:7 expected '{', found the end of the line"},
    {"thread\n f()\n}", "1:7 expected '{', found the end of the line"},
    {"callback f(int a) {\n return\n}", "1:12 expected the name of a parameter, found 'int'"},
    {"callback f(a,) { }", "1:14 expected the name of a parameter, found ')'"},
    {"!leak", "1:1 '!leak' belongs to no statement"},
    {"f() !", "1:5 '!' is followed by nothing"},
    {"repeat 2 { !leak\n f()\n}", "1:12 '!leak' belongs to no statement"},
    {"thread {\n f()\n} !leak", "3:3 '!leak' cannot stand after a block"},
    /* Several at once, and no error that another one brought about. */
    {"f(a\ng(b)\nh(c d)", "1:4 expected ',' or ')'\n3:5 expected ',' or ')', found 'd'"},
    {"f(a\n  b)\ng(c d)", "1:4 expected ',' or ')'\n3:5 expected ',' or ')', found 'd'"},
    {"int a[2] = { 1\n 2 }\nf(\"x)\ny = 1",
     "1:15 expected ',' or '}'\n3:3 this string is not closed on its line"},
    {"int a[2] = { 1 2,\n 3 }\nx =",
     "1:16 expected ',' or '}', found '2'\n3:4 expected an expression, found the end of "
     "the line"},
    {"f(a\n  b,\n  c)\ng(c d)", "1:4 expected ',' or ')'\n4:5 expected ',' or ')', found 'd'"},
    {"f(\"x)\ng(c d)", "1:3 this string is not closed on its line\n2:5 expected ',' or ')', found 'd'"},
    {"f(a b !leak\ng(c d)", "1:5 expected ',' or ')', found 'b'\n2:5 expected ',' or ')', found 'd'"},
};

/* Caller owns. */
static char *errors_of(const char *text, guint first_line)
{
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    fh_auto(fh_script) script = parse(text, diagnostics);
    ck_assert_ptr_null(script);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < diagnostics->items->len; i++) {
        const struct fh_diagnostic *diagnostic = g_ptr_array_index(diagnostics->items, i);
        g_string_append_printf(out, "%s%u:%u %s", i > 0 ? "\n" : "",
                               diagnostic->position.line - first_line + 1, diagnostic->position.column,
                               diagnostic->message);
    }
    return g_string_free(out, FALSE);
}

START_TEST(mistake_is_reported_once)
{
    g_autofree char *text = g_strdup_printf("scenario \"test\" {\n%s\n}\n", mistakes[_i].body);
    g_autofree char *errors = errors_of(text, 2);
    ck_assert_str_eq(errors, mistakes[_i].errors);
}
END_TEST

static const struct {
    const char *text;
    const char *errors;
} files[] = {
    {"", "1:1 no scenario in this file"},
    {"# nothing\n\n", "1:1 no scenario in this file"},
    {"library strtest\n", "1:1 no scenario in this file"},
    {"scenrio \"a\" {\n f()\n}\n", "1:1 unknown word 'scenrio'"},
    {"free(x)\nf()\n}\n", "1:1 expected 'scenario', found 'free'"},
    {"scenario \"a\" { }\n}\n", "2:1 this '}' closes nothing"},
    {"scenario \"a\" { } f()\n", "1:18 expected the end of the line after a scenario's '}', found 'f'"},
    {"scenario a {\n f()\n}\n", "1:10 expected the scenario's name in quotes, found 'a'"},
    {"scenario", "1:9 expected the scenario's name in quotes, found the end of the file"},
    {"scenario \"a\"\n{\n f()\n}\n", "1:13 expected '{', found the end of the line"},
    {"scenario \"a\"\n f()\n}\n", "1:13 expected '{', found the end of the line"},
    {"scenario \"\" { }", "1:10 a scenario's name cannot be empty"},
    {"scenario \"a\\n\" { }", "1:10 a scenario's name holds only characters that can be printed"},
    {"scenario \"a\\0b\" { }", "1:10 a scenario's name holds only characters that can be printed"},
    {"scenario \"a\" { }\nscenario \"a\" { }\n", "2:10 a second scenario is named \"a\""},
    {"scenario \"a\" {\n f()\n", "2:5 expected '}' before the end of the file"},
    {"scenario \"a\" {\n repeat 2 {\n f()\nscenario \"b\" {\n f()\n}\n",
     "4:1 expected '}' before the next scenario"},
    {"scenario \"a\" {\nscenario \"b\" {\n thread {\n",
     "2:1 expected '}' before the next scenario\n3:10 expected '}' before the end of the file"},
    {"library a\nlibrary b\nscenario \"a\" { }", "2:1 this is the second 'library' line"},
    {"scenario \"a\" { }\nlibrary b\n", "2:1 the 'library' line stands before the first scenario"},
    {"library \"a\"\nscenario \"a\" { }", "1:9 expected the name of a library, found a string"},
    {"library a b\nscenario \"a\" { }",
     "1:11 expected the end of the line after the library's name, found 'b'"},
};

START_TEST(file_error_is_reported_once)
{
    g_autofree char *errors = errors_of(files[_i].text, 1);
    ck_assert_str_eq(errors, files[_i].errors);
}
END_TEST

START_TEST(unclosed_block_names_its_brace)
{
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    fh_auto(fh_script) script = parse("scenario \"a\" {\n  thread {\n    f()\n}\n", diagnostics);
    ck_assert_ptr_null(script);
    const struct fh_diagnostic *diagnostic = g_ptr_array_index(diagnostics->items, 0);
    ck_assert_str_eq(diagnostic->help, "the '{' at 1:14 is not closed");
}
END_TEST

START_TEST(file_is_read_whole)
{
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    fh_auto(fh_script) script = parse("\xEF\xBB\xBF# c\r\nlibrary my-lib.2\r\n\r\n"
                                      "scenario \"one\" {\r\n\tf(\r\n\ta)\r\n}\r\nscenario \"two\" { }",
                                      diagnostics);
    ck_assert_ptr_nonnull(script);
    ck_assert_str_eq(script->library.text, "my-lib.2");
    ck_assert_uint_eq(script->scenarios->len, 2);
    const struct fh_scenario *one = g_ptr_array_index(script->scenarios, 0);
    const struct fh_scenario *two = g_ptr_array_index(script->scenarios, 1);
    ck_assert_str_eq(one->name, "one");
    ck_assert_uint_eq(one->line, 4);
    ck_assert_uint_eq(two->line, 8);
    const struct fh_statement *statement = g_ptr_array_index(one->body, 0);
    ck_assert_uint_eq(statement->line, 5);
    ck_assert_uint_eq(statement->span.length, strlen("f(\r\n\ta)"));
}
END_TEST

START_TEST(span_holds_the_parentheses)
{
    static const char text[] = "scenario \"a\" {\n  expect (a + b) == (c) * 2\n}\n";
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    fh_auto(fh_script) script = parse(text, diagnostics);
    const struct fh_scenario *scenario = g_ptr_array_index(script->scenarios, 0);
    const struct fh_statement *statement = g_ptr_array_index(scenario->body, 0);
    struct fh_span target = statement->target->span, value = statement->value->span;
    g_autofree char *left = g_strndup(text + target.offset, target.length);
    g_autofree char *right = g_strndup(text + value.offset, value.length);
    ck_assert_str_eq(left, "(a + b)");
    ck_assert_str_eq(right, "(c) * 2");
}
END_TEST

/* `head`, then `unit` so many times, then `tail`. */
static char *repeated(const char *head, const char *unit, guint count, const char *tail)
{
    GString *text = g_string_new(head);
    for (guint i = 0; i < count; i++)
        g_string_append(text, unit);
    g_string_append(text, tail);
    return g_string_free(text, FALSE);
}

static const struct {
    const char *head, *unit, *tail;
} towers[] = {
    {"x = ", "(", ""},    {"x = ", "- ", "1"},      {"x = 1", " + 1", ""},  {"x = a", "[0]", ""},
    {"x = a", ".b", ""},  {"x = ", "f(", ""},       {"x = ", "(int)", "1"}, {"int a[1] = ", "{", ""},
    {"", "thread {", ""}, {"", "repeat (N) {", ""}, {"x = ", "(a[", ""},    {"x = ", "(int[]){", ""},
};

START_TEST(nesting_is_limited)
{
    g_autofree char *body = repeated(towers[_i].head, towers[_i].unit, 50000, towers[_i].tail);
    g_autofree char *text = g_strdup_printf("scenario \"a\" {\n%s\n}\n", body);
    g_autofree char *errors = errors_of(text, 2);
    ck_assert_msg(strstr(errors, "nested more than 64 deep") != NULL, "%s", errors);
}
END_TEST

START_TEST(nesting_below_the_limit_is_fine)
{
    g_autofree char *opened = repeated("x = ", "(", 60, "1");
    g_autofree char *text = repeated(opened, ")", 60, "");
    g_autofree char *tree = dump_of_body(text);
    ck_assert_str_eq(tree, "(= x 1)");
}
END_TEST

START_TEST(errors_are_bounded)
{
    g_autofree char *text = repeated("scenario \"a\" {\n", " x =\n", 100, "}\n");
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    fh_auto(fh_script) script = parse(text, diagnostics);
    ck_assert_ptr_null(script);
    ck_assert_uint_eq(diagnostics->items->len, FH_DIAGNOSTICS_MAX + 1);
}
END_TEST

START_TEST(long_line_keeps_its_columns)
{
    g_autofree char *text = repeated("scenario \"a\" {\n f(\"", "é", 500000, "\" x)\n}\n");
    g_autofree char *errors = errors_of(text, 1);
    ck_assert_str_eq(errors, "2:500007 expected ',' or ')', found 'x'");
}
END_TEST

static Suite *parser_suite(void)
{
    Suite *suite = suite_create("parser");
    TCase *trees = tcase_create("trees");
    tcase_add_loop_test(trees, statement_has_this_tree, 0, G_N_ELEMENTS(statements));
    tcase_add_test(trees, file_is_read_whole);
    tcase_add_test(trees, span_holds_the_parentheses);
    tcase_add_test(trees, nesting_below_the_limit_is_fine);
    suite_add_tcase(suite, trees);
    TCase *errors = tcase_create("errors");
    tcase_add_loop_test(errors, mistake_is_reported_once, 0, G_N_ELEMENTS(mistakes));
    tcase_add_loop_test(errors, file_error_is_reported_once, 0, G_N_ELEMENTS(files));
    tcase_add_loop_test(errors, nesting_is_limited, 0, G_N_ELEMENTS(towers));
    tcase_add_test(errors, unclosed_block_names_its_brace);
    tcase_add_test(errors, errors_are_bounded);
    tcase_add_test(errors, long_line_keeps_its_columns);
    suite_add_tcase(suite, errors);
    return suite;
}

int main(void)
{
    return run_suite(parser_suite());
}
