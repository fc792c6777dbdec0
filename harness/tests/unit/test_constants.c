// SPDX-License-Identifier: MIT
/* Macros and enumerators of a header: which are constants, of what type and value. */
#include "api/api.h"
#include "api/lookup.h"
#include "api/types.h"
#include "api_header.h"
#include "run_suite.h"

static struct fh_api *constants;

static void load_constants(void)
{
    constants = load_header("constants.h");
}

static void free_constants(void)
{
    fh_api_free(constants);
}

static const struct {
    const char *name;
    const char *type;
    gint64 integer;
} integers[] = {
    {"C_INT", "int", 42},
    {"C_NEGATIVE", "int", -42},
    {"C_HEX", "int", 255},
    {"C_HEX_BIG", "unsigned int", 0xffffffff},
    {"C_OCTAL", "int", 8},
    {"C_BINARY", "int", 5},
    {"C_LONG", "long", 3000000000},
    {"C_SUFFIX_U", "unsigned int", 1},
    {"C_SUFFIX_LL", "long", 1},
    {"C_SUFFIX_ULL", "unsigned long", -1},
    {"C_CAST", "unsigned char", 44},
    {"C_CAST_LATER", "short", -1},
    {"C_CHAR", "int", 'a'},
    {"C_NEWLINE", "int", '\n'},
    {"C_ESCAPE", "int", 'A'},
    {"C_FLAG", "unsigned int", 16},
    {"C_FLAGS", "unsigned int", 56},
    {"C_TOP", "unsigned int", 0x80000000},
    {"C_ENUMERATOR", "int", 5},
    {"C_PRODUCT", "int", 13},
    {"C_AGAIN", "int", 2},
    {"SHADE_LIGHT", "int", 0},
    {"SHADE_NEGATIVE", "int", -3},
    {"WIDE_BIG", "unsigned long", 0x100000000},
    {"UNNAMED_ENUMERATOR", "unsigned int", 9},
    {"INNER_ENUMERATOR", "unsigned int", 11},
    {"EXIT_FAILURE", "int", 1},
    {"SIZE_MAX", "unsigned long", -1},
    {"INT32_MIN", "int", G_MININT32},
};

START_TEST(integer_constants_have_value_and_type)
{
    const struct fh_constant *constant = fh_api_constant(constants, integers[_i].name);
    ck_assert_msg(constant != NULL, "no constant %s", integers[_i].name);
    ck_assert_int_eq(constant->kind, FH_CONSTANT_INTEGER);
    ck_assert_int_eq(constant->integer, integers[_i].integer);
    ck_assert_str_eq(constant->type->name, integers[_i].type);
}
END_TEST

static const struct {
    const char *name;
    const char *type;
    double number;
} numbers[] = {
    {"C_FLOAT", "double", 1.5},
    {"C_FLOAT_F", "float", .5},
    {"C_FLOAT_NEG", "double", -2000},
    {"C_HEX_FLOAT", "double", 16},
};

START_TEST(float_constants_have_value_and_type)
{
    const struct fh_constant *constant = fh_api_constant(constants, numbers[_i].name);
    ck_assert_msg(constant != NULL, "no constant %s", numbers[_i].name);
    ck_assert_int_eq(constant->kind, FH_CONSTANT_FLOAT);
    ck_assert_double_eq(constant->number, numbers[_i].number);
    ck_assert_str_eq(constant->type->name, numbers[_i].type);
}
END_TEST

static const char *const strings[] = {"C_STRING", "C_ALIAS"};

START_TEST(string_constants_are_unescaped)
{
    const struct fh_constant *constant = fh_api_constant(constants, strings[_i]);
    ck_assert_ptr_nonnull(constant);
    ck_assert_int_eq(constant->kind, FH_CONSTANT_STRING);
    ck_assert_str_eq(constant->string, "a \"text\"\nA");
    ck_assert_str_eq(constant->type->name, "const char *");
}
END_TEST

static const char *const no_constants[] = {
    "N_EMPTY",    "N_CALL",    "N_WIDE", "N_LONG_DOUBLE", "N_HUGE",    "N_STRUCT",
    "N_UNKNOWN",  "N_OPEN",    "N_TWO",  "N_SHIFT",       "N_POINTER", "N_MINUS_TEXT",
    "N_TEXT_SUM", "N_KEYWORD", "linux",  "__INT_MAX__",   "_STDLIB_H",
};

START_TEST(other_macros_are_no_constants)
{
    ck_assert_msg(!fh_api_constant(constants, no_constants[_i]), "%s is a constant", no_constants[_i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("constants");
    TCase *tcase = tcase_create("constants");
    tcase_add_unchecked_fixture(tcase, load_constants, free_constants);
    tcase_add_loop_test(tcase, integer_constants_have_value_and_type, 0, G_N_ELEMENTS(integers));
    tcase_add_loop_test(tcase, float_constants_have_value_and_type, 0, G_N_ELEMENTS(numbers));
    tcase_add_loop_test(tcase, string_constants_are_unescaped, 0, G_N_ELEMENTS(strings));
    tcase_add_loop_test(tcase, other_macros_are_no_constants, 0, G_N_ELEMENTS(no_constants));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
