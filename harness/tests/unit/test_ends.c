// SPDX-License-Identifier: MIT
/* Whose a signal is that ended a process: its own, or somebody else's. */
#include <signal.h>

#include "asan_data.h"
#include "classify/classify.h"
#include "classify/fatal_signal.h"
#include "classify_given.h"
#include "log/asan.h"
#include "log/memcheck.h"
#include "log/record.h"
#include "run_suite.h"

#define ENDED(number, name) \
    "==7== Process terminating with default action of signal " #number " (" #name ")\n"
#define FRAME(n, function) "==7==    " n " 0x1: " function " (f.c:1)\n"
#define END                "==7== \n"
#define OWN(number)        "**7** freehold: signal " #number "\n"
#define FOREIGN(number)    "**7** freehold: signal " #number " from outside\n"

static const struct {
    const char *log;
    guint from_outside;
} written[] = {
    {"", 0},
    /* What ends programs as such is never theirs. */
    {ENDED(15, SIGTERM) FRAME("at", "raise") FRAME("by", "f") END, SIGTERM},
    {OWN(15) ENDED(15, SIGTERM) FRAME("at", "f") END, SIGTERM},
    /* abort(), and what a process sends itself, by each name of the function. */
    {ENDED(6, SIGABRT) FRAME("at", "__pthread_kill_implementation") FRAME("by", "f") END, 0},
    {ENDED(6, SIGABRT) FRAME("at", "???") FRAME("by", "gsignal") FRAME("by", "f") END, 0},
    {ENDED(6, SIGABRT) FRAME("at", "__GI_raise") FRAME("by", "f") END, 0},
    {ENDED(6, SIGABRT) FRAME("at", "abort") FRAME("by", "f") END, 0},
    {ENDED(11, SIGSEGV) FRAME("at", "kill") FRAME("by", "f") END, 0},
    {ENDED(6, SIGABRT) FRAME("at", "pause") FRAME("by", "f") END, SIGABRT},
    {ENDED(6, SIGABRT) FRAME("at", "_dl_relocate_object") END, SIGABRT},
    {ENDED(6, SIGABRT) FRAME("at", "???") END, SIGABRT},
    /* A fault is named, but for two signals. */
    {ENDED(11, SIGSEGV) "==7==  Access not within mapped region at address 0x0\n" FRAME("at", "f") END, 0},
    {ENDED(11, SIGSEGV) "==7==  General Protection Fault\n" FRAME("at", "f") END, 0},
    {ENDED(8, SIGFPE) "==7==  Integer divide by zero at address 0x1\n" FRAME("at", "f") END, 0},
    {ENDED(11, SIGSEGV) FRAME("at", "f") END, SIGSEGV},
    {ENDED(8, SIGFPE) FRAME("at", "f") END, SIGFPE},
    {ENDED(5, SIGTRAP) FRAME("at", "f") END, 0},
    /* The runner sends it again, and says whose it was; it speaks of one signal only. */
    {OWN(6) ENDED(6, SIGABRT) FRAME("at", "syscall") FRAME("by", "f") END, 0},
    {FOREIGN(6) ENDED(6, SIGABRT) FRAME("at", "raise") FRAME("by", "handle") END, SIGABRT},
    {FOREIGN(11) ENDED(11, SIGSEGV) FRAME("at", "raise") FRAME("by", "handle") END, SIGSEGV},
    {OWN(11) ENDED(6, SIGABRT) FRAME("at", "f") END, SIGABRT},
};

START_TEST(whose_a_signal_is)
{
    fh_auto(fh_memcheck_log) log = fh_memcheck_log_parse(written[_i].log, strlen(written[_i].log));
    g_autoptr(GPtrArray) rest = fh_records_without_end(log->records);

    ck_assert_uint_eq(fh_signal_from_outside(log->records), written[_i].from_outside);
    ck_assert((fh_records_fatal(rest) != NULL) ==
              (fh_records_fatal(log->records) != NULL && written[_i].from_outside == 0));
}
END_TEST

/* Of real logs. */
static const char *const own_ends[] = {"abort-call",  "panic", "runner-abort", "runner-panic",
                                       "runner-segv", "segv",  "wild-jump",    "clean"};

START_TEST(a_real_end_of_its_own)
{
    fh_auto(fh_memcheck_log) log = memcheck_log(own_ends[_i]);

    ck_assert_uint_eq(fh_signal_from_outside(log->records), 0);
}
END_TEST

START_TEST(a_real_end_from_outside)
{
    fh_auto(fh_memcheck_log) log = memcheck_log("sigterm");

    ck_assert_uint_eq(fh_signal_from_outside(log->records), SIGTERM);
}
END_TEST

static const char *const sanitizers_own_ends[] = {"gcc12/abort",     "gcc12/bus",           "gcc12/fpe",
                                                  "gcc12/ill",       "gcc12/segv",          "gcc12/jump-null",
                                                  "gcc12/segv-high", "gcc12/stack-overflow"};

START_TEST(a_real_end_of_its_own_under_asan)
{
    fh_auto(fh_asan_log) log = parse_asan_data(sanitizers_own_ends[_i]);

    ck_assert_ptr_nonnull(fh_records_fatal(log->records));
    ck_assert_uint_eq(fh_signal_from_outside(log->records), 0);
}
END_TEST

/* An event of the runner's alone, as of a log that is cut: nobody's deed but its sender's. */
START_TEST(the_runners_event_tells_it_too)
{
    const guint64 own[5] = {SIGABRT}, foreign[5] = {SIGABRT, 0, 0, 1};
    struct given given = given_text("");

    add_event(&given, FH_EVENT_SIGNAL, 3, 0, NULL, _i == 0 ? own : foreign);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_uint_eq(classified->findings->len, _i == 0 ? 1 : 0);
}
END_TEST

/* What Valgrind says of an instruction that it does not know, on x86-64 and on aarch64. */
static const struct {
    const char *said, *named;
} unknown[] = {
    {"vex amd64->IR: unhandled instruction bytes: 0x62 0xF1 0x7C 0x48\n", "(0x62 0xF1 0x7C 0x48)"},
    {"disInstr(arm64): unhandled instruction 0xD53BE040\n"
     "disInstr(arm64): 1101'0101 0011'1011 1110'0000 0100'0000\n",
     "(0xD53BE040)"},
};

START_TEST(an_unknown_instruction_is_named)
{
    g_autofree char *log =
        g_strconcat(MEMCHECK_PREAMBLE, unknown[_i].said,
                    "==7== valgrind: Unrecognised instruction at address 0x1.\n" FRAME("at", "f")
                        END ENDED(4, SIGILL) "==7==  Illegal opcode at address 0x1\n" FRAME("at", "f") END,
                    NULL);
    struct given given = given_text(log);

    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_ptr_nonnull(classified->reason);
    ck_assert_msg(strstr(classified->reason, unknown[_i].named) != NULL, "%s", classified->reason);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ends");
    TCase *ends = tcase_create("ends");

    suite_add_tcase(suite, ends);
    tcase_add_loop_test(ends, whose_a_signal_is, 0, G_N_ELEMENTS(written));
    tcase_add_loop_test(ends, a_real_end_of_its_own, 0, G_N_ELEMENTS(own_ends));
    tcase_add_test(ends, a_real_end_from_outside);
    tcase_add_loop_test(ends, a_real_end_of_its_own_under_asan, 0, G_N_ELEMENTS(sanitizers_own_ends));
    tcase_add_loop_test(ends, the_runners_event_tells_it_too, 0, 2);
    tcase_add_loop_test(ends, an_unknown_instruction_is_named, 0, G_N_ELEMENTS(unknown));
    return run_suite(suite);
}
