// SPDX-License-Identifier: MIT
/* XML says what the text log of the same run says. */
#include <valgrind/valgrind.h>

#include "log/memcheck.h"
#include "log/memcheck_xml.h"
#include "log/record.h"
#include "memcheck_versions.h"
#include "model/stack.h"
#include "run_suite.h"

#define XML_BEGIN                                                                                    \
    "<?xml version=\"1.0\"?>\n<valgrindoutput>\n<protocolversion>4</protocolversion>\n"              \
    "<protocoltool>memcheck</protocoltool>\n<preamble><line>Using Valgrind-3.19.0 and LibVEX</line>" \
    "<line>Command: ./a</line></preamble>\n<pid>7</pid>\n<ppid>6</ppid>\n"
#define XML_FINISHED       "<status><state>FINISHED</state></status>\n"
#define XML_COUNTS         "<errorcounts></errorcounts>\n<suppcounts></suppcounts>\n"
#define XML_END            "</valgrindoutput>\n"
#define XML_WHOLE(entries) XML_BEGIN entries XML_FINISHED XML_COUNTS XML_END
#define XML_ERROR(kind, what)                                                                    \
    "<error><unique>0x1</unique><tid>1</tid><kind>" kind "</kind><what>" what "</what>"          \
    "<stack><frame><ip>0x1A</ip><fn>f</fn><dir>/src</dir><file>f.c</file><line>3</line></frame>" \
    "</stack></error>"

static struct fh_memcheck_log *parse_xml(const char *text)
{
    return fh_memcheck_xml_parse(text, strlen(text));
}

START_TEST(a_file_holds_its_records)
{
    const struct memcheck_fixture *fixture = &memcheck_fixtures[_i];
    g_autofree char *name = memcheck_fixture_name(fixture);
    const char *lacks = fixture->xml_lacks;

    if (!fixture->xml)
        return;
    fh_auto(fh_memcheck_log) log = memcheck_xml(name);
    g_autofree char *letters = memcheck_letters(log);
    ck_assert_msg(g_str_equal(letters, fixture->xml), "%s: %s, not %s", name, letters, fixture->xml);
    ck_assert_msg(log->is_complete == !lacks, "%s: %s", name, log->incomplete_reason);
    ck_assert(!lacks || g_str_has_prefix(log->incomplete_reason, lacks));
    ck_assert_msg(strncmp(log->version, fixture->name, 4) == 0, "%s: %s", name, log->version);
}
END_TEST

static void compare_frames(const char *where, const struct fh_frame *a, const struct fh_frame *b)
{
    ck_assert_msg(a->address == b->address && a->line == b->line && a->is_inlined == b->is_inlined &&
                      g_strcmp0(a->function, b->function) == 0 && g_strcmp0(a->file, b->file) == 0 &&
                      g_strcmp0(a->object, b->object) == 0,
                  "%s: %s:%u, not %s:%u", where, b->function, b->line, a->function, a->line);
}

static void compare_stacks(const char *where, const struct fh_stack *a, const struct fh_stack *b)
{
    ck_assert_msg(!a == !b, "%s: one has a stack", where);
    if (!a)
        return;
    ck_assert_str_eq(a->role, b->role);
    ck_assert_msg(a->frames->len == b->frames->len, "%s: %u frames, not %u", where, b->frames->len,
                  a->frames->len);
    for (guint i = 0; i < a->frames->len; i++)
        compare_frames(where, g_ptr_array_index(a->frames, i), g_ptr_array_index(b->frames, i));
}

static void compare_blocks(const char *where, const struct fh_record *a, const struct fh_record *b)
{
    ck_assert_msg(a->address_kind == b->address_kind, "%s: address", where);
    ck_assert_msg(a->block.is_known == b->block.is_known && a->block.address == b->block.address &&
                      a->block.size == b->block.size && a->block.offset == b->block.offset,
                  "%s: block", where);
    compare_stacks(where, a->block_stack, b->block_stack);
    compare_stacks(where, a->block_alloc_stack, b->block_alloc_stack);
    compare_stacks(where, a->origin, b->origin);
}

static void compare_leaks(const char *where, const struct fh_record *a, const struct fh_record *b)
{
    ck_assert_msg(a->leak_state == b->leak_state && a->bytes == b->bytes &&
                      a->indirect_bytes == b->indirect_bytes && a->blocks == b->blocks &&
                      a->is_added == b->is_added && a->added_bytes == b->added_bytes &&
                      a->added_blocks == b->added_blocks,
                  "%s: leak", where);
}

static void compare_records(const char *where, const struct fh_record *a, const struct fh_record *b)
{
    ck_assert_msg(a->type == b->type, "%s: type", where);
    /* A slip of Valgrind's: its XML says "size" where its text says "alignment". */
    ck_assert_msg(strstr(a->headline, " alignment alloc value: ") || g_str_equal(a->headline, b->headline),
                  "%s: '%s', not '%s'", where, b->headline, a->headline);
    ck_assert_msg(a->access_size == b->access_size && a->signal == b->signal, "%s: size, signal", where);
    compare_stacks(where, a->stack, b->stack);
    compare_blocks(where, a, b);
    compare_leaks(where, a, b);
}

/* A line that VALGRIND_PRINTF leaves open is one line in the text log; XML has it as such, too. */
static gboolean is_comparable(const struct memcheck_fixture *fixture)
{
    return fixture->xml && (g_str_equal(fixture->text, fixture->xml) || strchr(fixture->text, 'D'));
}

START_TEST(both_say_the_same)
{
    const struct memcheck_fixture *fixture = &memcheck_fixtures[_i];
    g_autofree char *name = memcheck_fixture_name(fixture);

    if (!is_comparable(fixture))
        return;
    fh_auto(fh_memcheck_log) text = memcheck_log(name);
    fh_auto(fh_memcheck_log) xml = memcheck_xml(name);
    for (guint i = 0, k = 0; i < text->records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(text->records, i);

        if (record->type == FH_RECORD_DESCRIPTION)
            continue;
        ck_assert_uint_lt(k, xml->records->len);
        g_autofree char *where = g_strdup_printf("%s, record %u", name, i);
        compare_records(where, record, g_ptr_array_index(xml->records, k++));
    }
    ck_assert_str_eq(text->version, xml->version);
    ck_assert_str_eq(text->command, xml->command);
    ck_assert_uint_eq(text->parent_pid, xml->parent_pid);
}
END_TEST

START_TEST(totals_are_there_from_protocol_6_on)
{
    const struct memcheck_fixture *fixture = &memcheck_fixtures[_i];
    g_autofree char *name = memcheck_fixture_name(fixture);

    if (!is_comparable(fixture) || fixture->xml_lacks)
        return;
    fh_auto(fh_memcheck_log) text = memcheck_log(name);
    fh_auto(fh_memcheck_log) xml = memcheck_xml(name);
    if (g_str_has_prefix(fixture->name, "3.27")) {
        ck_assert_mem_eq(&text->heap, &xml->heap, sizeof text->heap);
        ck_assert_mem_eq(&text->leaks, &xml->leaks, sizeof text->leaks);
        ck_assert_int_eq(text->all_freed, xml->all_freed);
        ck_assert_uint_eq(text->suppressed, xml->suppressed);
    }
    ck_assert_int_eq(xml->heap.is_known, g_str_has_prefix(fixture->name, "3.27"));
    ck_assert_int_eq(xml->has_error_summary, xml->heap.is_known);
    /* 3.24 leaves descriptors out of <errorcounts>. */
    if (xml->has_error_summary || (!strstr(name, "fds") && !strstr(name, "inherited")))
        ck_assert_uint_eq(text->errors, xml->errors);
}
END_TEST

START_TEST(a_file_cut_anywhere_is_not_complete)
{
    const struct memcheck_fixture *fixture = &memcheck_fixtures[_i];
    g_autofree char *name = memcheck_fixture_name(fixture);
    g_autofree char *file = g_strconcat(name, ".xml", NULL);
    gsize size;

    if (!fixture->xml)
        return;
    g_autofree char *bytes = memcheck_file(file, &size);
    size -= strlen("\n"); /* the last: nothing is missing without it */
    /* Under Valgrind each takes sixty times as long, and fewer show what Valgrind is to see. */
    const gsize step = RUNNING_ON_VALGRIND ? 512 : 64;
    for (gsize cut = 0; cut < size; cut += step) {
        fh_auto(fh_memcheck_log) log = fh_memcheck_xml_parse(bytes, cut);

        ck_assert_msg(!log->is_complete && log->incomplete_reason, "%s, %zu bytes", name, cut);
        ck_assert_uint_le(log->records->len, strlen(fixture->xml) + 1);
    }
}
END_TEST

START_TEST(what_was_read_before_the_cut_is_kept)
{
    gsize size;
    g_autofree char *bytes = memcheck_file("versions/3.19/access.xml", &size);
    fh_auto(fh_memcheck_log) log = fh_memcheck_xml_parse(bytes, size - 100);

    ck_assert_uint_eq(log->records->len, 4);
    ck_assert(g_str_has_prefix(log->incomplete_reason, "it is cut or malformed, line "));
}
END_TEST

static const struct {
    const char *xml, *reason;
} incomplete[] = {
    {"", "it is no XML of Valgrind's"},
    {"==7== Memcheck, a memory error detector\n", "it is no XML of Valgrind's"},
    {"<html></html>", "it is no XML of Valgrind's"},
    {"<?xml version=\"1.0\"?><valgrindoutput></valgrindoutput>", "its protocol, 0, is not known"},
    {"<valgrindoutput><protocolversion>7</protocolversion><protocoltool>memcheck</protocoltool></"
     "valgrindoutput>",
     "its protocol, 7, is not known"},
    {"<valgrindoutput><protocolversion>4</protocolversion><protocoltool>helgrind</protocoltool></"
     "valgrindoutput>",
     "it is of another tool of Valgrind's, helgrind"},
    {XML_BEGIN XML_COUNTS XML_END, "it does not say that the program finished"},
    {XML_BEGIN XML_FINISHED "<suppcounts></suppcounts>" XML_END, "<errorcounts> is missing"},
    {XML_BEGIN XML_FINISHED "<errorcounts></errorcounts>" XML_END, "<suppcounts> is missing"},
    {XML_WHOLE("") XML_FINISHED XML_COUNTS XML_END, MEMCHECK_SEVERAL},
    {XML_WHOLE("") XML_WHOLE(""), MEMCHECK_SEVERAL},
    {XML_WHOLE("") "<error>", "it is cut or malformed, line "},
    {XML_BEGIN XML_FINISHED XML_COUNTS, "it is cut or malformed, line "},
    {XML_WHOLE("<error></erro>"), "it is cut or malformed, line "},
    {XML_BEGIN XML_FINISHED
     "<errorcounts><pair><count>10,000,000</count></pair></errorcounts><suppcounts/>" XML_END,
     "Valgrind stopped reporting errors"},
};

START_TEST(what_is_missing_is_said)
{
    fh_auto(fh_memcheck_log) log = parse_xml(incomplete[_i].xml);

    ck_assert(!log->is_complete);
    ck_assert_msg(g_str_has_prefix(log->incomplete_reason, incomplete[_i].reason), "%s",
                  log->incomplete_reason);
}
END_TEST

static const struct {
    const char *kind, *what;
    enum fh_record_type type;
} kinds[] = {
    {"InvalidFree", "a wording that nobody has seen", FH_RECORD_INVALID_FREE},
    {"MismatchedAllocateDeallocateSize", "another one", FH_RECORD_MISMATCHED_FREE},
    {"UninitCondition", "another one", FH_RECORD_UNINITIALISED},
    {"Leak_PossiblyLost", "another one", FH_RECORD_LEAK},
    {"NobodyKnows", "Invalid read of size 8", FH_RECORD_INVALID_READ},
    {"NobodyKnows", "what it says", FH_RECORD_UNKNOWN},
    {"SyscallParam", "what it says", FH_RECORD_UNKNOWN},
    {"ClientCheck", "Uninitialised byte(s) found during client check request", FH_RECORD_UNINITIALISED},
};

START_TEST(words_or_the_kind_tell_the_type)
{
    g_autofree char *xml = g_strdup_printf(XML_WHOLE(XML_ERROR("%s", "%s")), kinds[_i].kind, kinds[_i].what);
    fh_auto(fh_memcheck_log) log = parse_xml(xml);
    const struct fh_record *record = memcheck_record(log, 0);
    g_autofree char *text = g_strdup_printf("%s\n   at 0x1A: f (f.c:3)", kinds[_i].what);

    ck_assert_msg(log->is_complete, "%s", log->incomplete_reason);
    ck_assert_uint_eq(log->records->len, 1);
    ck_assert_uint_eq(record->type, kinds[_i].type);
    ck_assert_str_eq(record->text, text);
    ck_assert_uint_eq(record->pid, 7);
}
END_TEST

START_TEST(a_kind_without_words_is_a_record)
{
    fh_auto(fh_memcheck_log) log = parse_xml(XML_WHOLE("<error><kind>NobodyKnows</kind></error>"));

    ck_assert_uint_eq(memcheck_record(log, 0)->type, FH_RECORD_UNKNOWN);
    ck_assert_str_eq(memcheck_record(log, 0)->headline, "NobodyKnows");
}
END_TEST

/* What Valgrind does not escape, and what nobody should believe. */
static const char *const marks[] = {
    "Open file descriptor 3: <unknown>",
    "worker <&>",
    "a <b c=\"d\"> e",
    "5 < 6 & 7 > 8",
    "x ]]> y",
    "&#0;",
    "<!-- no comment -->",
    "<!ENTITY a \"b\">",
    "<?php ?>",
    "&a;",
};

START_TEST(stray_marks_are_text)
{
    g_autofree char *xml = g_strdup_printf(XML_WHOLE(XML_ERROR("NobodyKnows", "%s")), marks[_i]);
    fh_auto(fh_memcheck_log) log = parse_xml(xml);

    ck_assert_msg(log->is_complete, "%s: %s", marks[_i], log->incomplete_reason);
    ck_assert_str_eq(memcheck_record(log, 0)->headline, marks[_i]);
}
END_TEST

START_TEST(no_entity_is_expanded)
{
    fh_auto(fh_memcheck_log) log =
        parse_xml("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>" XML_WHOLE(
            XML_ERROR("NobodyKnows", "&b;")));

    ck_assert_msg(log->is_complete, "%s", log->incomplete_reason);
    ck_assert_str_eq(memcheck_record(log, 0)->headline, "&b;");
}
END_TEST

START_TEST(what_terminals_obey_is_made_harmless)
{
    fh_auto(fh_memcheck_log) log =
        parse_xml(XML_WHOLE(XML_ERROR("NobodyKnows", "a\x07\x1b[31m\xff&lt;b&gt;")));

    ck_assert_str_eq(memcheck_record(log, 0)->headline, "a?\xef\xbf\xbd<b>");
}
END_TEST

START_TEST(a_users_comment_is_passed_over)
{
    fh_auto(fh_memcheck_log) log =
        parse_xml(XML_WHOLE("<usercomment><error x='1'><kind></usercomment>" XML_ERROR("InvalidRead", "a")));

    ck_assert_msg(log->is_complete, "%s", log->incomplete_reason);
    ck_assert_uint_eq(log->records->len, 1);
}
END_TEST

START_TEST(a_frame_has_its_directory)
{
    fh_auto(fh_memcheck_log) log = parse_xml(XML_WHOLE(XML_ERROR("InvalidRead", "Invalid read of size 1")));
    const struct fh_frame *frame = g_ptr_array_index(memcheck_record(log, 0)->stack->frames, 0);

    ck_assert_str_eq(frame->directory, "/src");
    ck_assert_str_eq(frame->file, "f.c");
}
END_TEST

START_TEST(a_long_file_takes_its_time_once)
{
    const guint n = RUNNING_ON_VALGRIND ? 600 : 60000;
    GString *xml = g_string_new(XML_BEGIN);

    for (guint i = 0; i < n; i++)
        g_string_append_printf(xml, XML_ERROR("InvalidRead", "Invalid read of size %u") "\n", i);
    g_string_append(xml, XML_FINISHED XML_COUNTS XML_END);
    fh_auto(fh_memcheck_log) log = fh_memcheck_xml_parse(xml->str, xml->len);
    ck_assert_uint_gt(xml->len, n * 175);
    ck_assert_msg(log->is_complete, "%s", log->incomplete_reason);
    ck_assert_uint_eq(log->records->len, n);
    g_string_free(xml, TRUE);
}
END_TEST

static void add_fixtures(Suite *suite)
{
    TCase *tcase = tcase_create("fixtures");
    const int n_fixtures = G_N_ELEMENTS(memcheck_fixtures);

    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, a_file_holds_its_records, 0, n_fixtures);
    tcase_add_loop_test(tcase, both_say_the_same, 0, n_fixtures);
    tcase_add_loop_test(tcase, totals_are_there_from_protocol_6_on, 0, n_fixtures);
    tcase_add_loop_test(tcase, a_file_cut_anywhere_is_not_complete, 0, n_fixtures);
    tcase_add_test(tcase, what_was_read_before_the_cut_is_kept);
}

#define ONE_LEAK(number)                                                                                  \
    "<error><tid>1</tid><kind>Leak_DefinitelyLost</kind><xwhat><text>8 bytes in 1 blocks are definitely " \
    "lost in "                                                                                            \
    "loss record " number                                                                                 \
    " of 2</text><leakedbytes>8</leakedbytes><leakedblocks>1</leakedblocks></xwhat><stack>"               \
    "<frame><ip>0x1</ip></frame></stack></error>\n"

/* Where the numbers begin anew, so does the search. */
static const struct {
    const char *errors;
    guint searches[3];
} searches[] = {
    {ONE_LEAK("1") ONE_LEAK("2") ONE_LEAK("1"), {1, 1, 2}},
    {ONE_LEAK("1") ONE_LEAK("1") ONE_LEAK("2"), {1, 2, 2}},
    {ONE_LEAK("2") ONE_LEAK("2") ONE_LEAK("1"), {1, 2, 3}},
};

START_TEST(each_search_has_a_number)
{
    g_autofree char *log =
        g_strconcat("<?xml version=\"1.0\"?>\n<valgrindoutput>\n<protocolversion>4</protocolversion>\n",
                    searches[_i].errors, "</valgrindoutput>\n", NULL);
    fh_auto(fh_memcheck_log) read = fh_memcheck_xml_parse(log, strlen(log));
    ck_assert_uint_eq(read->records->len, 3);
    for (guint i = 0; i < 3; i++)
        ck_assert_uint_eq(((const struct fh_record *)g_ptr_array_index(read->records, i))->leak_search,
                          searches[_i].searches[i]);
}
END_TEST

static void add_details(Suite *suite)
{
    TCase *tcase = tcase_create("details");

    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, each_search_has_a_number, 0, G_N_ELEMENTS(searches));
    tcase_add_loop_test(tcase, what_is_missing_is_said, 0, G_N_ELEMENTS(incomplete));
    tcase_add_loop_test(tcase, words_or_the_kind_tell_the_type, 0, G_N_ELEMENTS(kinds));
    tcase_add_test(tcase, a_kind_without_words_is_a_record);
    tcase_add_loop_test(tcase, stray_marks_are_text, 0, G_N_ELEMENTS(marks));
    tcase_add_test(tcase, no_entity_is_expanded);
    tcase_add_test(tcase, what_terminals_obey_is_made_harmless);
    tcase_add_test(tcase, a_users_comment_is_passed_over);
    tcase_add_test(tcase, a_frame_has_its_directory);
    tcase_add_test(tcase, a_long_file_takes_its_time_once);
}

int main(void)
{
    Suite *suite = suite_create("memcheck xml");

    add_fixtures(suite);
    add_details(suite);
    return run_suite(suite);
}
