// SPDX-License-Identifier: MIT
/* Real logs: gcc 12, clang 14, LLVM 22 (data/asan). The wording of other versions: test_asan_wording.c. */
#include "asan_data.h"
#include "log/asan.h"
#include "log/record.h"
#include "model/stack.h"
#include "run_suite.h"

#define BOTH  "gcc12 clang14"
#define THREE "gcc12 clang14 llvm22"

/* The same program under several runtimes: its records are the same, to the line. */
static const struct {
    const char *runtimes, *name, *records;
} logs[] = {
    {THREE, "abort", "signal 6 nowhere at __pthread_kill_implementation<calls_abort:387"},
    {BOTH, "after-return", "read 1 returned at after_return:275"},
    {BOTH, "after-scope", "read 4 ended at after_scope:286"},
    {BOTH, "array-delete",
     "mismatched live 18+0 at operator delete<array_delete:137 allocated operator new[]<array_delete:135"},
    {BOTH, "bad-alignment",
     "'invalid alignment requested in aligned_alloc: 3, alignment must be a power of two and the requested "
     "size 0x12 must be a multiple of alignment ' at aligned_alloc<bad_alignment:359"},
    {BOTH, "bad-container",
     "'bad parameters to __sanitizer_annotate_contiguous_container:' at "
     "__sanitizer_annotate_contiguous_container<bad_container:316"},
    {BOTH, "bus", "signal 7 nowhere at __pthread_kill_implementation<bus:404"},
    {THREE, "calloc-overflow", "'calloc parameters overflow: count * size ' at calloc<calloc_overflow:349"},
    {THREE, "check-failed", ""},
    {THREE, "container", "read 1 live 64+40 at container:308 allocated malloc<container:305"},
    {BOTH, "cross-drop",
     "mismatched live 18+0 at operator delete<release_rust:106 allocated malloc<make_c:64"},
    {BOTH, "cross-free", "mismatched live 18+0 at free<release_c:88 allocated operator new<make_rust:76"},
    {BOTH, "cycle",
     "indirect 18/1 at malloc<make_node:430\nindirect 18/1 at malloc<make_node:430\n"
     "indirect 16/1 at malloc<make_node:428\nindirect 16/1 at malloc<make_node:428"},
    {BOTH, "double-free-rust",
     "free freed 18+0 at operator delete<release_rust_twice:163 released operator "
     "delete<release_rust_twice:162 "
     "allocated operator new<make_rust:76"},
    {THREE, "double-free",
     "free freed 15+0 at free<release_twice:155 released free<release_twice:154 allocated "
     "strdup<make_strdup:82"},
    {"clang14", "static/double-free",
     "free freed 15+0 at free<release_twice:155 released free<release_twice:154 allocated "
     "strdup<make_strdup:82"},
    {BOTH, "far-after", "read 1 live 18+40 at far_after:233 allocated malloc<far_after:231"},
    {BOTH, "fpe", "signal 8 nowhere at fpe:399"},
    {THREE, "free-interior", "free live 18+4 at free<free_interior:186 allocated malloc<free_interior:184"},
    {BOTH, "free-stack", "free stack at free<free_stack:173"},
    {BOTH, "free-static", "free mapped at free<free_static:179"},
    {"clang14", "free-wild", "signal 11 nowhere at ?<free_wild:194"},
    {THREE, "global-overrun", "read 4 mapped at global_overrun:291\nread 1 mapped at global_overrun:292"},
    {BOTH, "halt/write-after", "write 1 live 18+18 at write_after:217 allocated malloc<write_after:215"},
    {BOTH, "ill", "signal 4 nowhere at ill:394"},
    {THREE, "jump-null", "signal 11 nowhere at ?<main:684"},
    {BOTH, "layout",
     "mismatched live 18+0 at operator delete<release_rust_short:112 allocated operator new<make_rust:76"},
    {"clang14", "leaks",
     "leak 42/1 at operator new<lose_rust:442\nleak 21/3 at malloc<lose_some:449\n"
     "leak 16/1 at malloc<make_node:428\nindirect 18/1 at malloc<make_node:430\n"
     "indirect 18/1 at malloc<make_node:430\nindirect 16/1 at malloc<make_node:428"},
    {"gcc12", "leaks", /* whose compiler unrolls the loop */
     "leak 42/1 at operator new<lose_rust:442\nleak 16/1 at malloc<make_node:428\n"
     "leak 7/1 at malloc<lose_some:449\nleak 7/1 at malloc<lose_some:449\nleak 7/1 at malloc<lose_some:449\n"
     "indirect 18/1 at malloc<make_node:430\nindirect 18/1 at malloc<make_node:430\n"
     "indirect 16/1 at malloc<make_node:428"},
    {BOTH, "malloc-delete",
     "mismatched live 15+0 at operator delete<release_cxx:94 allocated strdup<make_strdup:82"},
    {BOTH, "may-return-null", ""},
    {BOTH, "negative-size", "'negative-size-param: ' stack at memset<negative_size:336"},
    {BOTH, "new-alignment",
     "mismatched live 18+0 at operator delete<new_alignment:149 allocated operator new<new_alignment:148"},
    {BOTH, "new-free", "mismatched live 18+0 at free<release_c:88 allocated operator new<make_cxx:70"},
    {BOTH, "new-size",
     "mismatched live 18+0 at operator delete<new_size:143 allocated operator new<new_size:142"},
    {THREE, "overlap",
     "'memcpy-param-overlap: memory ranges ' live 32+1 at memcpy<overlap:344 allocated malloc<overlap:341"},
    {THREE, "poisoned", "read 1 live 64+20 at poisoned:300 allocated malloc<poisoned:297"},
    {THREE, "read-before", "read 4 live 20-4 at read_before:225 allocated malloc<read_before:223"},
    {THREE, "read-freed",
     "read 4 freed 20+4 at read_freed:210 released free<read_freed:209 allocated malloc<read_freed:207"},
    {THREE, "segv-high", "signal 11 nowhere at segv_high:377"},
    {BOTH, "segv-write", "signal 11 nowhere at segv_write:372"},
    {THREE, "segv", "signal 11 nowhere at read_null:365"},
    {BOTH, "stack-overflow", "signal 11 nowhere at deeper:409"},
    {THREE, "stack-overrun", "read 4 stack at stack_overrun:248"},
    {BOTH, "stack-underrun", "read 4 stack at stack_underrun:255"},
    {BOTH, "string-read", "read 5 live 4+4 at strlen<string_read:241 allocated malloc<string_read:238"},
    {"clang14", "suppressed", "leak 21/3 at malloc<lose_some:449"},
    {THREE, "threads",
     "read 1 freed 18+0 at threads:553 released free<release_in_thread:534 allocated "
     "malloc<make_in_thread:542\n"
     "free freed 18+0 at free<threads:554 released free<release_in_thread:534 allocated "
     "malloc<make_in_thread:542"},
    {BOTH, "too-big", "'requested allocation size 0x1000000000000000 ' at malloc<too_big:354"},
    {THREE, "traced", ""},
    {BOTH, "variable-length", "write 1 stack at variable_length:262"},
    {BOTH, "wild", "signal 11 nowhere at wild:328"},
    {THREE, "write-after",
     "write 1 live 18+18 at write_after:217 allocated malloc<write_after:215\n"
     "write 1 live 18+20 at write_after:218 allocated malloc<write_after:215"},
    {"clang14", "interleaved",
     "write 1 live 18+18 at write_after:217 allocated malloc<write_after:215\n"
     "write 1 live 18+20 at write_after:218 allocated malloc<write_after:215\n"
     "read 4 freed 20+4 at read_freed:210 released free<read_freed:209 allocated malloc<read_freed:207\n"
     "leak 18/1 at malloc<write_after:215"},
    {BOTH, "terminal/interleaved", /* with the program's own lines, in colours */
     "write 1 live 18+18 at write_after:217 allocated malloc<write_after:215\n"
     "write 1 live 18+20 at write_after:218 allocated malloc<write_after:215\n"
     "read 4 freed 20+4 at read_freed:210 released free<read_freed:209 allocated malloc<read_freed:207\n"
     "leak 18/1 at malloc<write_after:215"},
    {"clang14", "terminal/forks", /* two processes */
     "read 4 freed 20+4 at read_freed:210 released free<read_freed:209 allocated malloc<read_freed:207\n"
     "leak 21/3 at malloc<lose_some:449\nleak 16/1 at malloc<make_node:428\n"
     "indirect 18/1 at malloc<make_node:430\nindirect 18/1 at malloc<make_node:430\n"
     "indirect 16/1 at malloc<make_node:428\n"
     "write 1 live 18+18 at write_after:217 allocated malloc<write_after:215\n"
     "write 1 live 18+20 at write_after:218 allocated malloc<write_after:215\n"
     "leak 21/3 at malloc<lose_some:449"},
    {BOTH, "notices",
     "'freehold: begin 0'\n'freehold: line 3'\n"
     "'freehold: #7 wrong-release' at __sanitizer_print_stack_trace<tell_live:504\n"
     "description live 18+0 allocated operator new<make_rust:76\n"
     "'freehold: #7 wrong-release' at __sanitizer_print_stack_trace<tell_live:504\n"
     "description live 18+0 allocated malloc<make_c:64\n"
     "'freehold: #8 owner' at __sanitizer_print_stack_trace<tell_freed:511\n"
     "description freed 18+0 released operator delete<tell_freed:510 allocated operator new<make_rust:76\n"
     "'freehold: #9 owner' at __sanitizer_print_stack_trace<notices:523\ndescription stack\n"
     "'freehold: #10 owner' at __sanitizer_print_stack_trace<notices:524\ndescription mapped\n"
     "'freehold: #11 owner' at __sanitizer_print_stack_trace<notices:525\ndescription nowhere\n"
     "'freehold: end 0'\n'freehold: checked 0'\n'freehold: finished'\n"
     "leak 18/1 at malloc<make_c:64\nleak 18/1 at operator new<make_rust:76"},
    {BOTH, "batch", /* what each search found anew */
     "'freehold: begin 0'\n'freehold: end 0'\nleak 42/1 new 42/1 at operator new<lose_rust:442\n"
     "'freehold: checked 0'\n'freehold: begin 1'\n'freehold: end 1'\n"
     "leak 42/1 new 42/1 at operator new<lose_rust:442\nleak 42/1 new 0/0 at operator new<lose_rust:442\n"
     "'freehold: checked 1'\n'freehold: begin 2'\n'freehold: end 2'\n"
     "leak 42/1 new 0/0 at operator new<lose_rust:442\nleak 42/1 new 0/0 at operator new<lose_rust:442\n"
     "'freehold: checked 2'\n'freehold: finished'\n"
     "leak 42/1 at operator new<lose_rust:442\nleak 42/1 at operator new<lose_rust:442"},
    {"gcc12", "undefined-alone",
     "'faults.cc:610:17: runtime error: signed integer overflow: 2147483647 + 1 cannot be represented in "
     "type "
     "'int'' at undefined:610\n'faults.cc:611:17: runtime error: shift exponent 40 is too large for 32-bit "
     "type "
     "'int'' at undefined:611\n'faults.cc:612:18: runtime error: load of misaligned address 0x56022342afe1 "
     "for "
     "type 'volatile int', which requires 4 byte alignment' at undefined:612"},
    {"clang14", "undefined",
     "'faults.cc:610:17: runtime error: signed integer overflow: 2147483647 + 1 cannot be represented in "
     "type "
     "'int'' at undefined:610\n'faults.cc:611:17: runtime error: shift exponent 40 is too large for 32-bit "
     "type "
     "'int'' at undefined:611"},
};

START_TEST(every_record_is_read)
{
    g_auto(GStrv) runtimes = g_strsplit(logs[_i].runtimes, " ", -1);

    for (char **runtime = runtimes; *runtime; runtime++) {
        g_autofree char *name = g_build_filename(*runtime, logs[_i].name, NULL);
        fh_auto(fh_asan_log) log = parse_asan_data(name);
        g_autofree char *records = describe_asan_log(log);

        ck_assert_msg(g_str_equal(records, logs[_i].records), "%s:\n%s\nexpected:\n%s", name, records,
                      logs[_i].records);
        ck_assert_msg(!log->is_cut, "%s is cut", name);
    }
}
END_TEST

/* What is not a record. */
static const struct {
    const char *name, *leak_failure, *runtime_failure, *warning;
} asides[] = {
    {"traced", "LeakSanitizer has encountered a fatal error", NULL, NULL},
    {"check-failed", NULL, "AddressSanitizer: CHECK failed: ", NULL},
    {"negative-size", NULL, "AddressSanitizer: CHECK failed: ", NULL},
    {"terminal/late", NULL, "ASan runtime does not come first in initial library list", NULL},
    {"terminal/no-memory", NULL, "ERROR: AddressSanitizer failed to allocate ", NULL},
    {"may-return-null", NULL, NULL, "WARNING: AddressSanitizer failed to allocate "},
    {"suppressed", NULL, NULL, "suppressed leaks: 42 bytes in 1 blocks by \"lose_rust\""},
    {"omitted", NULL, NULL, "Omitting "},
};

static gboolean begins_with(const char *text, const char *prefix)
{
    return prefix ? text && g_str_has_prefix(text, prefix) : !text;
}

static void check_aside(const char *runtime, int i)
{
    g_autofree char *name = g_build_filename(runtime, asides[i].name, NULL);
    fh_auto(fh_asan_log) log = parse_asan_data(name);
    const char *warning = log->warnings->len > 0 ? g_ptr_array_index(log->warnings, 0) : NULL;

    ck_assert_msg(begins_with(log->leak_failure, asides[i].leak_failure), "%s: %s", name, log->leak_failure);
    ck_assert_msg(begins_with(log->runtime_failure, asides[i].runtime_failure), "%s: %s", name,
                  log->runtime_failure);
    ck_assert_msg(begins_with(warning, asides[i].warning), "%s: %s", name, warning);
}

START_TEST(what_is_no_record_is_told)
{
    check_aside("gcc12", _i);
    check_aside("clang14", _i);
}
END_TEST

START_TEST(leaks_that_were_left_out_are_missed)
{
    fh_auto(fh_asan_log) log = parse_asan_data("gcc12/omitted");

    ck_assert(log->is_cut);
}
END_TEST

/* "main+0x12": two frames, one inlined into the other. */
static void resolve(gpointer data, const char *object, guint64 offset, GPtrArray *frames)
{
    guint *n = data;
    struct fh_frame *inner = fh_frame_new(), *outer = fh_frame_new();
    g_autofree char *base = g_path_get_basename(object);

    (*n)++;
    inner->function = g_strdup_printf("in_%s", base);
    inner->file = g_strdup("/src/faults.cc");
    inner->line = (guint)(offset & 0xfff);
    inner->is_inlined = TRUE;
    outer->function = g_strdup("around");
    g_ptr_array_add(frames, inner);
    g_ptr_array_add(frames, outer);
}

START_TEST(bare_frames_are_resolved)
{
    gsize size;
    g_autofree char *bytes =
        read_asan_data(_i == 0 ? "gcc12/bare/cross-free" : "clang14/bare/cross-free", &size);
    guint n = 0;
    fh_auto(fh_asan_log) log = fh_asan_log_parse(bytes, size, resolve, &n);
    const struct fh_record *record = g_ptr_array_index(log->records, 0);
    const struct fh_frame *inner = g_ptr_array_index(record->stack->frames, 2),
                          *outer = g_ptr_array_index(record->stack->frames, 3);

    ck_assert_uint_eq(record->stack->frames->len % 2, 0);
    ck_assert_uint_eq(n, (record->stack->frames->len + record->block_stack->frames->len) / 2);
    ck_assert_str_eq(inner->function, "in_faults");
    ck_assert(inner->is_inlined && !outer->is_inlined);
    ck_assert_uint_eq(inner->address, outer->address);
    ck_assert_uint_gt(inner->address, 0x10000);
    ck_assert(strstr(record->text, " in in_faults /src/faults.cc:"));
    ck_assert(!strstr(record->text, "(/src/faults+0x"));
}
END_TEST

START_TEST(bare_frames_without_names_have_their_object)
{
    fh_auto(fh_asan_log) log =
        parse_asan_data(_i == 0 ? "gcc12/bare/double-free" : "clang14/bare/double-free");
    const struct fh_record *record = g_ptr_array_index(log->records, 0);
    const struct fh_frame *frame = g_ptr_array_index(record->stack->frames, 1);

    ck_assert_ptr_null(frame->function);
    ck_assert_str_eq(frame->object, "/src/faults");
    ck_assert_int_eq(record->address_kind, FH_ADDRESS_FREED_BLOCK);
    ck_assert_uint_eq(record->block_alloc_stack->frames->len, record->stack->frames->len);
}
END_TEST

START_TEST(processes_are_told_apart)
{
    fh_auto(fh_asan_log) log = parse_asan_data("gcc12/terminal/forks");
    const struct fh_record *first = g_ptr_array_index(log->records, 0),
                           *last = g_ptr_array_index(log->records, log->records->len - 1);

    ck_assert_uint_eq(log->errors, 3);
    ck_assert_uint_eq(first->pid, log->pid);
    ck_assert_uint_ne(first->pid, last->pid);
}
END_TEST

START_TEST(an_unknown_record_is_whole)
{
    fh_auto(fh_asan_log) log = parse_asan_data("gcc12/overlap");
    const struct fh_record *record = g_ptr_array_index(log->records, 0);

    ck_assert(g_str_has_prefix(record->text, "ERROR: AddressSanitizer: memcpy-param-overlap: "));
    ck_assert(strstr(record->text, "\nSUMMARY: AddressSanitizer: memcpy-param-overlap "));
    ck_assert_str_eq(record->stack->role, "at");
}
END_TEST

/* The log up to there ends in a report: after the line that begins it, before the end of the line that ends
 * it. */
static gboolean is_within_report(const char *bytes, gsize size)
{
    g_autofree char *head = g_strndup(bytes, size);
    const char *error = g_strrstr(head, "==ERROR: "), *end = g_strrstr(head, "\nSUMMARY: ");

    if (!error || !strchr(error, '\n'))
        return FALSE;
    return !end || end < error || !strchr(end + 1, '\n');
}

/* The names of logs that are cut at every byte. */
static const char *const cut_logs[] = {"gcc12/cross-free",    "clang14/double-free",  "gcc12/segv-high",
                                       "gcc12/bare/leaks",    "gcc12/bare/notices",   "llvm22/overlap",
                                       "gcc12/stack-overrun", "gcc12/undefined-alone"};

START_TEST(every_cut_is_survived)
{
    gsize size;
    g_autofree char *bytes = read_asan_data(cut_logs[_i], &size);

    for (gsize i = 0; i <= size; i++) {
        fh_auto(fh_asan_log) log = fh_asan_log_parse(bytes, i, NULL, NULL);

        if (is_within_report(bytes, i))
            ck_assert_msg(log->is_cut, "%s: not cut at %zu", cut_logs[_i], i);
        if (i == size)
            ck_assert_msg(!log->is_cut, "%s: cut at its end", cut_logs[_i]);
    }
}
END_TEST

START_TEST(a_byte_that_is_none_is_survived)
{
    gsize size;
    g_autofree char *bytes = read_asan_data(cut_logs[_i], &size);

    for (gsize i = 0; i < size; i += 7) {
        char kept = bytes[i];

        bytes[i] = "\xff\0\x1b\x80"[i % 4];
        fh_auto(fh_asan_log) log = fh_asan_log_parse(bytes, size, NULL, NULL);
        for (guint j = 0; j < log->records->len; j++)
            ck_assert(
                g_utf8_validate(((struct fh_record *)g_ptr_array_index(log->records, j))->text, -1, NULL));
        bytes[i] = kept;
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("asan");
    TCase *cases = tcase_create("logs");

    suite_add_tcase(suite, cases);
    tcase_add_loop_test(cases, every_record_is_read, 0, G_N_ELEMENTS(logs));
    tcase_add_loop_test(cases, what_is_no_record_is_told, 0, G_N_ELEMENTS(asides));
    tcase_add_test(cases, leaks_that_were_left_out_are_missed);
    tcase_add_loop_test(cases, bare_frames_are_resolved, 0, 2);
    tcase_add_loop_test(cases, bare_frames_without_names_have_their_object, 0, 2);
    tcase_add_test(cases, processes_are_told_apart);
    tcase_add_test(cases, an_unknown_record_is_whole);
    tcase_add_loop_test(cases, every_cut_is_survived, 0, G_N_ELEMENTS(cut_logs));
    tcase_add_loop_test(cases, a_byte_that_is_none_is_survived, 0, G_N_ELEMENTS(cut_logs));
    return run_suite(suite);
}
