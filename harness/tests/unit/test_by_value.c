// SPDX-License-Identifier: MIT
/* How structs and unions are passed: each as scalars that go where the compiler's own calls put it. */
#include <glib/gstdio.h>

#include "api/api.h"
#include "api/builtin.h"
#include "check/by_value.h"
#include "run_suite.h"
#include "wire/plan.h"

/* Bytes, and i or f for each scalar; "" when it can't be passed. */
static const struct {
    const char *record, *x86_64, *aarch64;
} records[] = {
    {"{ int a; float b; }", "4i 4i", "4i 4i"},
    {"{ float a, b, c; }", "4f 4f 4f", "4f 4f 4f"},
    {"{ double a; int b; }", "8f 8i", "8i 8i"},
    {"{ double a; float b; }", "8f 8f", "8i 8i"},
    {"{ double a[4]; }", "8i 8i 8i 8i", "8f 8f 8f 8f"},
    {"{ union { double d; float f; } a; }", "8f", "8i"},
    {"{ union { float f[2]; float g; } a; }", "4f 4f", "4f 4f"},
    {"{ union { double d; long i; } a; _Bool ok; }", "8i 8i", "8i 8i"},
    {"{ union { int i; float f; }; float b; }", "4i 4i", "4i 4i"},
    {"{ int a : 3; float b; }", "4i 4i", "4i 4i"},
    {"{ long a : 40; double b; }", "8i 8f", "8i 8i"},
    {"{ char a[3]; }", "1i 1i 1i", "1i 1i 1i"},
    {"{ long n; char data[]; }", "8i", "8i"},
    {"{ void *a; void (*b)(void); long c; }", "8i 8i 8i", "8i 8i 8i"},
    {"{ char a; int b; } __attribute__((packed))", "", ""},
    {"{ int a; } __attribute__((aligned(16)))", "", ""},
    {"{ long double a; }", "", ""},
    {"{ }", "", ""},
};

static char *words_of(const GArray *kinds)
{
    static const char *const words[FH_PLAN_STRUCT] = {
        [FH_PLAN_U8] = "1i",  [FH_PLAN_U16] = "2i", [FH_PLAN_U32] = "4i",
        [FH_PLAN_U64] = "8i", [FH_PLAN_F32] = "4f", [FH_PLAN_F64] = "8f",
    };
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    for (guint i = 0; i < kinds->len; i++)
        g_ptr_array_add(all, (gpointer)words[g_array_index(kinds, guint32, i)]);
    g_ptr_array_add(all, NULL);
    return g_strjoinv(" ", (char **)all->pdata);
}

START_TEST(records_go_as_scalars)
{
    g_autofree char *folder = g_dir_make_tmp("fh-by-value-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "record.h", NULL);
    g_autofree char *text = g_strdup_printf("struct record %s;\n", records[_i].record);
    g_autoptr(GArray) kinds = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_file_set_contents(path, text, -1, NULL);
    fh_auto(fh_api) api = fh_api_load(path, NULL, NULL);
    ck_assert_ptr_nonnull(api);
#if defined __aarch64__
    const char *expected = records[_i].aarch64;
#else
    const char *expected = records[_i].x86_64;
#endif
    ck_assert_int_eq(fh_by_value(fh_api_type(api, "struct record"), kinds), *expected != '\0');
    g_autofree char *words = words_of(kinds);
    if (*expected != '\0')
        ck_assert_msg(g_str_equal(words, expected), "%s: %s, not %s", records[_i].record, words, expected);
    ck_assert_int_eq(g_remove(path) + g_rmdir(folder), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("by_value");
    TCase *all = tcase_create("records");
    tcase_add_loop_test(all, records_go_as_scalars, 0, G_N_ELEMENTS(records));
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
