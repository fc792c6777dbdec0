// SPDX-License-Identifier: MIT
/* JSON as text: its lines, what is escaped, and that it is the same where it is written as it grows. */
#include <gio/gio.h>
#include <string.h>

#include "report/machine/json_text.h"
#include "run_suite.h"

#define MANY 20000 /* items: more than waits to be written */

static void add_small(struct fh_json_text *text)
{
    fh_json_text_begin(text, '{');
    fh_json_text_name(text, "none");
    fh_json_text_begin(text, '[');
    fh_json_text_end(text, ']');
    fh_json_text_key(text, "a\"b\\");
    fh_json_text_string(text, "\t\x7fü\n");
    fh_json_text_name(text, "list");
    fh_json_text_begin(text, '[');
    fh_json_text_number(text, G_MININT64);
    fh_json_text_string(text, NULL);
    fh_json_text_string(text, "");
    fh_json_text_flag(text, TRUE);
    fh_json_text_end(text, ']');
    fh_json_text_end(text, '}');
}

START_TEST(lines_and_escapes)
{
    fh_auto(fh_json_text) one = fh_json_text_new(0);
    fh_auto(fh_json_text) lines = fh_json_text_new(1);
    add_small(one);
    add_small(lines);
    ck_assert_str_eq(fh_json_text_get(one)->str, "{\"none\":[],\"a\\\"b\\\\\":\"\\t\\u007fü\\n\","
                                                 "\"list\":[-9223372036854775808,null,\"\",true]}");
    ck_assert_str_eq(fh_json_text_get(lines)->str,
                     "{\n \"none\" : [],\n \"a\\\"b\\\\\" : \"\\t\\u007fü\\n\",\n \"list\" : [\n"
                     "  -9223372036854775808,\n  null,\n  \"\",\n  true\n ]\n}");
}
END_TEST

static void add_many(struct fh_json_text *text)
{
    fh_json_text_begin(text, '[');
    for (guint i = 0; i < MANY; i++)
        add_small(text);
    fh_json_text_end(text, ']');
}

/* What the stream has before the end, and at the end. */
START_TEST(it_is_written_as_it_grows)
{
    g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
    fh_auto(fh_json_text) whole = fh_json_text_new(1);
    fh_auto(fh_json_text) written = fh_json_text_new_to(1, out);
    add_many(whole);
    add_many(written);
    const gsize size = fh_json_text_get(whole)->len;
    ck_assert_uint_lt(fh_json_text_get(written)->len, size / 2);
    ck_assert(fh_json_text_write(written, out, NULL));
    ck_assert_uint_eq(g_memory_output_stream_get_data_size(G_MEMORY_OUTPUT_STREAM(out)), size);
    ck_assert_mem_eq(g_memory_output_stream_get_data(G_MEMORY_OUTPUT_STREAM(out)),
                     fh_json_text_get(whole)->str, size);
}
END_TEST

/* A disk that was full in the middle. */
START_TEST(an_error_on_the_way_is_not_lost)
{
    char room[1000];
    g_autoptr(GOutputStream) full = g_memory_output_stream_new(room, sizeof(room), NULL, NULL);
    g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
    g_autoptr(GError) error = NULL;
    fh_auto(fh_json_text) text = fh_json_text_new_to(1, full);
    add_many(text);
    ck_assert(!fh_json_text_write(text, out, &error));
    ck_assert_ptr_nonnull(error);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("json_text");
    TCase *tcase = tcase_create("all");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, lines_and_escapes);
    tcase_add_test(tcase, it_is_written_as_it_grows);
    tcase_add_test(tcase, an_error_on_the_way_is_not_lost);
    return run_suite(suite);
}
