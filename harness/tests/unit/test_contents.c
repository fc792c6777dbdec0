// SPDX-License-Identifier: MIT
/* Which parser wants which part of a file, and what none of them reads. */
#include "log/contents.h"
#include "log/lines.h"
#include "log/marks.h"
#include "log/memcheck.h"

#include "memcheck_versions.h"
#include "run_suite.h"

#define MEMCHECK "==7== Memcheck, a memory error detector\n"
#define ASAN     "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n"
#define KILLED   "==7== Process terminating with default action of signal 6 (SIGABRT)\n"
#define WORDS    "*** stack smashing detected ***: terminated\n"
#define XML      "<valgrindoutput>\n<protocoltool>memcheck</protocoltool>\n</valgrindoutput>"

/* "xx t s ?": a letter for each document, t for memcheck's text, s for a sanitizer's, ? for each thing that
 * is not read. */
static char *letters_of(const struct fh_log_contents *contents)
{
    g_autoptr(GString) letters = g_string_new(NULL);

    for (guint i = 0; i < contents->documents->len; i++)
        g_string_append_c(letters, 'x');
    g_string_append(letters, contents->has_memcheck ? "t" : "");
    g_string_append(letters, contents->has_sanitizer ? "s" : "");
    for (guint i = 0; i < contents->unread->len; i++)
        g_string_append_c(letters, '?');
    return g_strdup(letters->str);
}

static const struct {
    const char *text, *letters;
} texts[] = {
    {"", ""},
    {"TAP version 13\nok 1\n", ""},
    {"== a heading ==\n", ""},
    {"we use AddressSanitizer\n", ""},
    {"panic: runtime error: index out of range\n", ""},
    {"hello\n" MEMCHECK, "t"},
    {"==7== Invalid read of size 1\n", "t"},
    {"==00:00:00:01.234 7== Invalid read of size 1\n", "t"},
    {"==7== Invalid read of size 1\r\n", "t"},
    {"==7==\n", "t"}, /* an empty line of Valgrind's, without the blank behind it */
    {"\xef\xbb\xbf" MEMCHECK, "t"},
    {"\x1b[31m==7== Invalid read of size 1\x1b[0m\n", "t"},
    {ASAN, "s"},
    {"ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n", "s"},
    {"==7== ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n", "s"},
    {"==7== ERROR: libFuzzer: deadly signal\n", "s"},
    {"==7==ERROR: HWAddressSanitizer: tag-mismatch on address 0x1\n", "s"},
    {"==7==WARNING: MemorySanitizer: use-of-uninitialized-value\n", "s"},
    {"==7==ASan runtime does not come first in initial library list\n", "s"},
    {"hello\n=====\n==7==ERROR: LeakSanitizer: detected memory leaks\n", "s"},
    {"==7==LeakSanitizer has encountered a fatal error.\n", "s"},
    {"AddressSanitizer:DEADLYSIGNAL\n", "s"},
    {"a.c:1:2: runtime error: signed integer overflow\n", "s"},
    {"SUMMARY: AddressSanitizer: 2 byte(s) leaked in 1 allocation(s).\n", "s"},
    {MEMCHECK ASAN, "ts"},
    {ASAN MEMCHECK, "ts"},
    {"==7== Invalid read of size 1\n" ASAN, "ts"},
    {MEMCHECK "a.c:1:2: runtime error: signed integer overflow\n", "ts"},
    {XML, "x"},
    {"<valgrindoutput>\n<error>", "x"},
    {"  \n<?xml version=\"1.0\"?>\n" XML, "x"},
    {"\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n" XML "\r\n", "x"},
    {"<?xml version='1.0' encoding='ISO-8859-1' standalone='yes'?>\n<!-- <valgrindoutput> -->\n" XML, "x"},
    {"<?xml version=\"1.0\"?>\n<!DOCTYPE valgrindoutput [\n<!ELEMENT pid (#PCDATA)>\n]>\n" XML, "x"},
    {"<?xml version=\"1.0\"?><?xml-stylesheet href=\"a.xsl\"?>\n" XML, "x"},
    {"<!-- made by hand -->\n" XML, "x"},
    {"hello<?xml version=\"1.0\"?>\n" XML, "x"},
    {XML "\n" XML, "xx"},
    {XML "\n<?xml version=\"1.0\"?>\n", "x?"},
    {XML "\n<?xm", "x?"},
    {XML "\n" ASAN, "xs"},
    {ASAN XML "\n" MEMCHECK, "xts"},
    {"<valgrindoutput>\n" ASAN "</valgrindoutput>", "xs"},
    {"<valgrindoutput>\n<protocoltool>helgrind</protocoltool>\n</valgrindoutput>", "?"},
    {"<?xml version=\"1.0\"?>\n<testsuites/>\n", ""},
    {"==7== Helgrind, a thread error detector\n==7== Possible data race\n", "?"},
    {"==7== DHAT, a dynamic heap analysis tool\n", "?"},
    {"==7== exp-bbv, a SimPoint basic block vector generator\n", "?"},
    {"WARNING: ThreadSanitizer: data race (pid=7)\n", "?"},
    {MEMCHECK "free(): invalid pointer\nAborted\n", "t?"},
    {MEMCHECK "free(): of what the caller owns\n", "t"},
    {MEMCHECK "*** GWP-ASan detected a memory error ***\n", "t?"},
    {MEMCHECK "ubsan: add-overflow by 0x1\n", "t?"},
    {MEMCHECK "WARNING: NumericalStabilitySanitizer: inconsistent shadow results\n", "t?"},
    {MEMCHECK "error: Undefined Behavior: memory access failed\n", "t?"},
    {MEMCHECK "<jemalloc>: size mismatch detected\n", "t?"},
    {MEMCHECK "<jemalloc>: Invalid conf pair\n", "t"},
    {MEMCHECK "==7==WARNING: DataFlowSanitizer: call to uninstrumented function f\n", "t?"},
    {MEMCHECK "FATAL: ThreadSanitizer: unexpected memory mapping\n", "t?"},
    /* An end that a tool saw is in its log. */
    {MEMCHECK WORDS, "t?"},
    {MEMCHECK WORDS KILLED, "t"},
    {MEMCHECK WORDS "terminate called without an active exception\n" KILLED, "t"},
    {MEMCHECK WORDS KILLED WORDS, "t?"},
    {MEMCHECK WORDS KILLED "Aborted (core dumped)\n", "t"},
    {MEMCHECK KILLED "Aborted (core dumped)\nSegmentation fault\n", "t?"},
    {ASAN WORDS "==7==ABORTING\n", "s"},
    {"<valgrindoutput>\n<fatal_signal></fatal_signal></valgrindoutput>\n" WORDS, "x"},
    {XML "\n" WORDS, "x?"},
    {"==7== drd, a thread error detector\n", "?"},
    {"1: " MEMCHECK "1: ==7== HEAP SUMMARY:\n", "?"},
    {"1: " ASAN, "?"},
    {"1: ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n", "?"},
    {"1: WARNING: MemorySanitizer: use-of-uninitialized-value\n", "?"},
    {"1: ERROR: LeakSanitizer: detected memory leaks\n", "?"},
    {"<valgrindoutput>\na\nfree(): invalid pointer\nAborted\n</valgrindoutput>", "x?"},
    {MEMCHECK "2: ==8== Memcheck, a memory error detector\n", "t?"},
    /* The program had not ended its line. */
    {MEMCHECK "hello==7== HEAP SUMMARY:\n", "t"},
    {"\x1f\x8b\x08", "?"},
    {"\xff\xfe=", "?"},
};

START_TEST(a_text_tells_its_parsers)
{
    fh_auto(fh_log_contents) contents =
        fh_log_contents_new(&(struct fh_bytes){texts[_i].text, strlen(texts[_i].text), FALSE});
    g_autofree char *letters = letters_of(contents);

    ck_assert_msg(g_str_equal(letters, texts[_i].letters), "%s: '%s', not '%s'", texts[_i].text, letters,
                  texts[_i].letters);
}
END_TEST

static void check_real(const char *bytes, gsize size, const char *expected)
{
    fh_auto(fh_log_contents) contents = fh_log_contents_new(&(struct fh_bytes){bytes, size, FALSE});
    g_autofree char *letters = letters_of(contents);

    ck_assert_str_eq(letters, expected);
}

/* PowerShell's ">>" writes UTF-16 into a file of ASCII. */
START_TEST(a_part_of_wide_characters_is_told)
{
    static const char little[] = MEMCHECK "=\0=\0"
                                          "8\0=\0=\0 \0I\0n\0v\0a\0l\0i\0d\0\n\0",
                      big[] = MEMCHECK "\0=\0=\0"
                                       "8\0=\0=\0 \0I\0n\0v\0a\0l\0i\0d\0\n",
                      document[] = MEMCHECK "<\0v\0a\0l\0g\0r\0i\0n\0d\0o\0u\0t\0p\0u\0t\0>\0",
                      behind[] = XML "\n=\0=\0"
                                     "8\0=\0=\0 \0I\0n\0v\0a\0l\0i\0d\0\n\0",
                      binary[] = MEMCHECK "a\0=\0b\0\0\0<\0\n";

    check_real(little, sizeof(little) - 1, "t?");
    check_real(big, sizeof(big) - 1, "t?");
    check_real(document, sizeof(document) - 1, "t?");
    check_real(behind, sizeof(behind) - 1, "x?");
    check_real(binary, sizeof(binary) - 1, "t");
}
END_TEST

START_TEST(a_real_log_tells_its_parser)
{
    g_autofree char *name = memcheck_fixture_name(&memcheck_fixtures[_i]);
    g_autofree char *bytes = memcheck_bytes(name);

    check_real(bytes, strlen(bytes), "t");
    if (memcheck_fixtures[_i].xml) {
        g_autofree char *file = g_strconcat(name, ".xml", NULL);
        gsize size;
        g_autofree char *xml = memcheck_file(file, &size);

        check_real(xml, size, "x");
    }
}
END_TEST

static const struct {
    const char *bytes;
    gsize size;
    const char *what;
} unread[] = {
#define ROW(bytes, what)               \
    {                                  \
        bytes, sizeof(bytes) - 1, what \
    }
    ROW("\x1f\x8b\x08\x00", "it is compressed (gzip)"),
    ROW("BZh91AY", "it is compressed (bzip2)"),
    ROW("\xfd"
        "7zXZ\x00",
        "it is compressed (xz)"),
    ROW("\x28\xb5\x2f\xfd", "it is compressed (zstd)"),
    ROW("PK\x03\x04", "it is an archive (zip)"),
    ROW("\xff\xfe=\0=\0"
        "7\0",
        "it is UTF-16; make UTF-8 of it first, with iconv"),
    ROW("\xfe\xff\0=\0=", "it is UTF-16"),
    ROW("\xff\xfe\0\0=\0\0\0=\0\0\0", "it is UTF-32"),
    ROW("=\0=\0"
        "7\0=\0=\0 \0M\0",
        "it is UTF-16"),
    ROW("1: " MEMCHECK,
        "a log of Valgrind's memcheck, but with something before each line ('1: ', as ctest -V writes it)"),
    ROW("2024-05-01T09:12:33.1234567Z " MEMCHECK, "('2024-05-01T09:12:33.1234567Z ', as GitHub's logs"),
    ROW("build\ttest\t2024-05-01T09:12:33.1234567Z " MEMCHECK, "as GitHub's logs"),
    ROW("app-1  | " MEMCHECK, "('app-1  | ', as docker compose writes it)"),
    ROW("    " MEMCHECK, "('    ')"),
    /* valgrind -q has neither preamble nor summaries. */
    ROW("1: ==8== Invalid read of size 4\n", "memcheck, but with something before each line ('1: '"),
    ROW("{\"log\":\"==8== 4 bytes in 1 blocks are definitely lost in loss record 1 of 1\\n\"}\n",
        "memcheck, but with something before each line ('{\"log\":\"')"),
    ROW("1: " ASAN,
        "a sanitizer's report, but with something before each line ('1: ', as ctest -V writes it)"),
    ROW("==7== Helgrind, a thread error detector\n",
        "a log of Helgrind, another tool of Valgrind's than memcheck"),
    ROW("<valgrindoutput><protocoltool>drd</protocoltool></valgrindoutput>",
        "XML of another tool of Valgrind's"),
    ROW("WARNING: ThreadSanitizer: data race (pid=7)\n", "a report of ThreadSanitizer"),
    ROW("corrupted size vs. prev_size\n",
        "the C library ended a process that no tool watched ('corrupted size vs. prev_size')"),
    ROW("==7== drd, a thread error detector\n",
        "a log of DRD, another tool of Valgrind's than memcheck (run valgrind --tool=memcheck)"),
#undef ROW
};

START_TEST(what_is_not_read_has_a_name)
{
    fh_auto(fh_log_contents) contents =
        fh_log_contents_new(&(struct fh_bytes){unread[_i].bytes, unread[_i].size, FALSE});

    ck_assert_uint_eq(contents->unread->len, 1);
    const struct fh_log_unread *first = g_ptr_array_index(contents->unread, 0);
    ck_assert_msg(strstr(first->what, unread[_i].what) != NULL, "'%s' is not in '%s'", unread[_i].what,
                  first->what);
    ck_assert(!contents->has_memcheck && !contents->has_sanitizer && contents->documents->len == 0);
}
END_TEST

/* Each of them tells of a fault; 'r': a report, 'w': last words, 's': a shell's, and '.': of none. */
static const struct {
    char kind;
    const char *line;
} marks[] = {
    {'r', "WARNING: ThreadSanitizer: data race (pid=7)"},
    {'r', "WARNING: NumericalStabilitySanitizer: inconsistent shadow results"},
    {'r', "FATAL: DataFlowSanitizer: out of labels"},
    {'r', "ubsan: add-overflow by 0x1"},
    {'r', "*** GWP-ASan detected a memory error ***"},
    {'r', "Scudo ERROR: invalid chunk state when deallocating address 0x1"},
    {'r', "~~Dr.M~~ Error #1: LEAK 8 bytes"},
    {'r', "error: Undefined Behavior: memory access failed"},
    {'r', "mimalloc: error: thread 0x7f: double free detected of block 0x1 with size 8"},
    {'r', "<jemalloc>: double free of 0x1"},
    {'r', "<jemalloc>: src/arena.c:12: Failed assertion: \"a == b\""},
    {'r', "src/tcmalloc.cc:333] Attempt to free invalid pointer 0x55d0c0c92a0 "},
    {'r',
     "memory allocation/deallocation mismatch at 0x1: allocated with malloc being deallocated with delete"},
    {'r', "Heap corruption - free list corrupted!"},
    {'r', "fatal allocator error: double free (quarantine)"},
    {'r', "[ABORTING][42](src/iso_alloc.c:3 f()) Chunk was double freed"},
    {'r', "ElectricFence Aborting: free(1): address not from malloc()."},
    {'r', "Memory not freed:"},
    {'r', "zend_mm_heap corrupted"},
    {'r', "free(): invalid pointer"},
    {'r', "free(): double free detected in tcache 2"},
    {'r', "free(): unaligned chunk detected in tcache 2"},
    {'r', "double free or corruption (!prev)"},
    {'r', "malloc(): unaligned tcache chunk detected"},
    {'r', "malloc_consolidate(): invalid chunk size"},
    {'r', "realloc(): invalid next size"},
    {'r', "munmap_chunk(): invalid pointer"},
    {'r', "corrupted size vs. prev_size while consolidating"},
    {'r', "corrupted double-linked list (not small)"},
    {'r', "*** Error in `./a': double free or corruption (out): 0x1 ***"},
    {'r', "Fatal glibc error: malloc assertion failure in sysmalloc: a"},
    {'w', "*** stack smashing detected ***: terminated"},
    {'w', "*** stack smashing detected ***: ./a terminated"},
    {'w', "*** buffer overflow detected ***: terminated\r"},
    {'w', "*** %n in writable segment detected ***: terminated"},
    {'w', "*** longjmp causes uninitialized stack frame ***: terminated"},
    {'w', "terminate called after throwing an instance of 'std::bad_alloc'"},
    {'w', "libc++abi: terminating due to uncaught exception of type int"},
    {'w', "fatal runtime error: Rust cannot catch foreign exceptions, aborting"},
    {'w', "fatal runtime error: stack overflow"},
    {'w', "thread caused non-unwinding panic. aborting."},
    {'w', "memory allocation of 64 bytes failed"},
    {'w', "a.out: a.c:5: main: Assertion `n > 0' failed."},
    {'w', "/usr/include/c++/12/bits/stl_vector.h:1123: int& f(int): Assertion '__n < this->size()' failed."},
    {'w', "ERROR:a.c:5:main: assertion failed: (n > 0)"},
    {'w', "Fatal Python error: Segmentation fault"},
    {'w', "SIGSEGV: segmentation violation"},
    {'w', "# A fatal error has been detected by the Java Runtime Environment:"},
    {'s', "Aborted"},
    {'s', "Aborted (core dumped)"},
    {'s', "Segmentation fault (core dumped)"},
    {'s', "Bus error"},
    {'s', "Illegal instruction (core dumped)"},
    {'s', "./t.sh: line 3:  4242 Aborted                 (core dumped) ./a --b"},
    {'s', "bash: line 1:    42 Segmentation fault      ./a"},
    {'s', "make: *** [Makefile:2: check] Aborted (core dumped)"},
    {'s', "make[1]: *** [Makefile:2: check] Segmentation fault"},
    {'s', "zsh: segmentation fault (core dumped)  ./a"},
    {'s', "fish: Job 1, './a' terminated by signal SIGABRT (Abort)"},
    {'s', "  process didn't exit successfully: `target/debug/a` (signal: 6, SIGABRT: process abort signal)"},
    {'s', "timeout: the monitored command dumped core"},
    {'.', ""},
    {'.', " "},
    {'.', "ok 1 - stack smashing is found (*** stack smashing detected ***: terminated)"},
    {'.', "we catch 'free(): invalid pointer'"},
    {'.', "free(): of what the caller owns"},
    {'.', "*** Running tests ***"},
    {'.', "*** all tests done ***: 3 right"},
    {'.', "corrupted size of a file"},
    {'.', "error: Undefined reference"},
    {'.', "<jemalloc>: Invalid conf pair: a:b"},
    {'.', "Memory not freed: 0"},
    {'.', "memory allocation of 64 bytes is right"},
    {'.', "test: Assertion `x' failed."},
    {'.', "a.c:5: the words ': Assertion `x' failed.' are right here"},
    {'.', "note: Attempt to free invalid pointer"},
    {'.', "Aborted by the user"},
    {'.', "Segmentation fault handler: on"},
    {'.', "the job was Aborted (core dumped)"},
    {'.', "./t.sh: line 3:  4242 Killed                  ./daemon"},
    {'.', "a.txt: line 3: Aborted journeys"},
    {'.', "make: *** [Makefile:2: check] Error 1"},
    {'.', "Bus error 404"},
    {'.', "signal: green"},
};

START_TEST(a_mark_is_known_by_its_beginning)
{
    const char *line = marks[_i].line;
    const enum fh_log_mark_kind kind = fh_log_mark_kind(line, strlen(line));

    ck_assert_msg(".rws"[kind] == marks[_i].kind, "'%s' is '%c'", line, ".rws"[kind]);
    ck_assert_int_eq(fh_log_mark_kind("Aborted by", strlen("Aborted")), FH_LOG_MARK_SHELL);
}
END_TEST

/* What a program writes beside its log. */
static const char chatter[] = "a line: b = c - d * e, zone <1> of S\n";

static char *with_chatter(const char *log)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (const char *line = log; *line;) {
        const gsize length = strcspn(line, "\n") + (strchr(line, '\n') ? 1 : 0);

        for (guint i = 0; i < 5; i++)
            g_string_append(text, chatter);
        g_string_append_len(text, line, (gssize)length);
        line += length;
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static guint count_records(const GPtrArray *logs)
{
    guint n = 0;

    for (guint i = 0; i < logs->len; i++)
        n += ((const struct fh_memcheck_log *)g_ptr_array_index(logs, i))->records->len;
    return n;
}

START_TEST(lines_that_say_nothing_are_not_kept)
{
    g_autofree char *name = memcheck_fixture_name(&memcheck_fixtures[_i]);
    g_autofree char *log = memcheck_bytes(name), *text = with_chatter(log);
    fh_auto(fh_log_contents) contents = fh_log_contents_new(&(struct fh_bytes){text, strlen(text), FALSE});
    g_autoptr(GPtrArray) logs = fh_memcheck_logs_parse(&(struct fh_bytes){log, strlen(log), FALSE});
    g_autoptr(GPtrArray) kept = fh_memcheck_logs_parse(&contents->said);

    ck_assert(!strstr(contents->said.start, chatter));
    ck_assert_uint_eq(count_records(kept), count_records(logs));
    ck_assert_uint_eq(kept->len, logs->len);
}
END_TEST

#define DOCUMENT(ERRORS) "<?xml version=\"1.0\"?>\n<valgrindoutput>\n" ERRORS "</valgrindoutput>\n"
#define ERROR(NUMBER) \
    "<error><unique>" NUMBER "</unique><kind>UninitCondition</kind><stack></stack></error>\n"

/* Two processes say the same, in one file. */
START_TEST(errors_are_counted_in_each_document)
{
    static const char log[] = DOCUMENT(ERROR("0x1") ERROR("0x2") ERROR("0x3")) DOCUMENT(ERROR("0x4"));
    fh_auto(fh_log_contents) contents = fh_log_contents_new(&(struct fh_bytes){log, strlen(log), FALSE});

    ck_assert_uint_eq(contents->documents->len, 2);
    ck_assert_ptr_nonnull(
        strstr(g_ptr_array_index(contents->documents, 0), "<freehold_repeats>2</freehold_repeats></error>"));
    ck_assert_ptr_nonnull(strstr(g_ptr_array_index(contents->documents, 1), "<unique>0x4</unique>"));
    ck_assert_ptr_null(strstr(g_ptr_array_index(contents->documents, 1), "<freehold_repeats>"));
}
END_TEST

START_TEST(lines_that_come_again_are_kept)
{
    static const char log[] = "==7== a\n==7== b\n==7== a\n==7== b\n==7== a\n==7== a\n==7== b";
    fh_auto(fh_log_contents) contents = fh_log_contents_new(&(struct fh_bytes){log, strlen(log), FALSE});

    ck_assert_uint_eq(contents->said.size, strlen(log));
    ck_assert_mem_eq(contents->said.start, log, strlen(log));
}
END_TEST

/* Each of these may be where an engine speaks, whatever is before it in the line. */
START_TEST(lines_that_may_say_something_are_kept)
{
    static const char *const lines[] = {"xx==7== HEAP SUMMARY:",
                                        "xx**7** note",
                                        "--7-- free(0x1)Mismatched free() ",
                                        "valgrind: the error",
                                        "  Suppressions used:",
                                        "vex amd64->IR: unhandled instruction bytes: 0xF",
                                        "a.c:3:4: runtime error: x",
                                        "x LeakSanitizer x",
                                        "x libFuzzer: x",
                                        "\x1b[1mx",
                                        "x\r",
                                        "\xef\xbb\xbfx",
                                        "<valgrindoutput"};
    g_autofree char *text = g_strdup_printf("%s%s\n%s", chatter, lines[_i], chatter);
    struct fh_log_lines read;
    gboolean is_whole;

    fh_log_lines_init(&read, &(struct fh_bytes){text, strlen(text), FALSE}, TRUE);
    ck_assert_ptr_nonnull(fh_log_lines_next(&read, &is_whole));
    ck_assert(is_whole);
    ck_assert_ptr_null(fh_log_lines_next(&read, &is_whole));
    fh_log_lines_finish(&read);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("contents");
    TCase *tcase = tcase_create("all");

    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, lines_that_say_nothing_are_not_kept, 0, G_N_ELEMENTS(memcheck_fixtures));
    tcase_add_loop_test(tcase, lines_that_may_say_something_are_kept, 0, 13);
    tcase_add_test(tcase, lines_that_come_again_are_kept);
    tcase_add_test(tcase, errors_are_counted_in_each_document);
    tcase_add_loop_test(tcase, a_text_tells_its_parsers, 0, G_N_ELEMENTS(texts));
    tcase_add_loop_test(tcase, a_real_log_tells_its_parser, 0, G_N_ELEMENTS(memcheck_fixtures));
    tcase_add_loop_test(tcase, a_mark_is_known_by_its_beginning, 0, G_N_ELEMENTS(marks));
    tcase_add_test(tcase, a_part_of_wide_characters_is_told);
    tcase_add_loop_test(tcase, what_is_not_read_has_a_name, 0, G_N_ELEMENTS(unread));
    return run_suite(suite);
}
