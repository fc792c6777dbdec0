// SPDX-License-Identifier: MIT
/* How a process ended, in words: a panic, abort(), a fault, a call of what is no code, Valgrind's own end. */
#include "classify/classify.h"
#include "classify_given.h"
#include "log/last_words.h"
#include "run_suite.h"

#define ENDED(number, name) \
    "==7== Process terminating with default action of signal " #number " (" #name ")\n"
#define ABORT(stack)       ENDED(6, SIGABRT) "==7==    at 0x1: abort (abort.c:1)\n" stack "==7== \n"
#define BY(function, file) "==7==    by 0x2: " function " (" file ")\n"
#define F                  BY("f", "f.c:1")
#define UNWINDS            BY("rust_panic", "panicking.rs:1")
#define JUMP               "==7== Jump to the invalid address stated on the next line\n==7==    at 0x5000: ???\n" F
#define SEGV               ENDED(11, SIGSEGV) "==7==  Access not within mapped region at address 0x0\n"

static const struct {
    const char *log, *message;
} ends[] = {
    {ABORT(F), "the process ended with SIGABRT: abort() was called, in f"},
    {ENDED(6, SIGABRT) "==7==    at 0x1: __GI_abort (abort.c:1)\n" F "==7== \n",
     "the process ended with SIGABRT: abort() was called, in f"},
    {ABORT(""), "the process ended with SIGABRT: abort() was called"},
    /* Past C's functions, nobody catches it; a function says so itself; another has it end by the way. */
    {ABORT(UNWINDS F), "the process ended with SIGABRT: a panic crossed the boundary, in f"},
    {ABORT(BY("__rustc::rust_panic", "panicking.rs:1") F),
     "the process ended with SIGABRT: a panic crossed the boundary, in f"},
    {ABORT(BY("core::panicking::panic_no_unwind", "panicking.rs:1") F),
     "the process ended with SIGABRT: a panic crossed the boundary, in f"},
    {ABORT(BY("core::panicking::panic_cannot_unwind", "panicking.rs:1") F),
     "the process ended with SIGABRT: a panic crossed the boundary, in f"},
    {ABORT(BY("__rust_start_panic", "lib.rs:1") UNWINDS F),
     "the process ended with SIGABRT: a panic ended it, in f"},
    {ABORT(BY("panic_abort::imp", "lib.rs:1") UNWINDS F),
     "the process ended with SIGABRT: a panic ended it, in f"},
    {ABORT(BY("rust_panic_with_hook", "panicking.rs:1") F),
     "the process ended with SIGABRT: a panic ended it, in f"},
    {ABORT(BY("rust_panicky", "f.c:1") F),
     "the process ended with SIGABRT: abort() was called, in rust_panicky"},
    /* By an instruction that is none, or a breakpoint; by no fault of its own. */
    {ENDED(4, SIGILL) "==7==  Illegal opcode at address 0x1\n==7==    at 0x1: rust_panic (p.rs:1)\n" F
                      "==7== \n",
     "the process ended with SIGILL: a panic crossed the boundary, in f"},
    {ENDED(5, SIGTRAP) "==7==    at 0x1: rust_panic (p.rs:1)\n" F "==7== \n",
     "the process ended with SIGTRAP: a panic crossed the boundary, in f"},
    {SEGV "==7==    at 0x1: rust_panic (p.rs:1)\n" F "==7== \n",
     "the process ended with SIGSEGV: access not within mapped region, in f"},
    {SEGV "==7== \n", "the process ended with SIGSEGV: access not within mapped region"},
    {ENDED(5, SIGTRAP) "==7== \n", "the process ended with SIGTRAP: no stack says where"},
    {ENDED(5, SIGTRAP) "==7==    at 0x1: f (f.c:1)\n==7== \n", "the process ended with SIGTRAP: in f"},
    {ENDED(5, SIGTRAP) "==7==    at 0x1: strlen (in /usr/lib/x86_64-linux-gnu/libc.so.6)\n" BY(
         "__libc_start_main", "in /usr/lib/x86_64-linux-gnu/libc.so.6") "==7== \n",
     "the process ended with SIGTRAP: in strlen"},
    {JUMP "==7==  Address 0x5000 is not stack'd, malloc'd or (recently) free'd\n==7== \n",
     "a function was called to memory that holds no code"},
    {"==7== Jump to the invalid address stated on the next line\n==7==    at 0x0: ???\n" F
     "==7==  Address 0x0 is not stack'd, malloc'd or (recently) free'd\n==7== \n",
     "a function was called through a null pointer"},
    {JUMP "==7==  Address 0x5000 is 0 bytes inside a block of size 18 alloc'd\n" RUST_BLOCK "==7== \n",
     "a function was called into a block"},
    {JUMP FREED_AT(5000, 3), "a function was called into a block that was released"},
};

START_TEST(how_it_ended)
{
    struct given given = given_text(ends[_i].log);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_str_eq(finding_at(classified, 0)->message, ends[_i].message);
}
END_TEST

/* What the process said is of its end if both are of a panic, or neither is. */
static const struct {
    const char *log;
    const char *text;
    gboolean is_panic, is_said;
} said[] = {
    {ABORT(UNWINDS F), "panicked at lib.rs:1", TRUE, TRUE},
    {ABORT(UNWINDS F), "memory allocation failed", FALSE, FALSE},
    {ABORT(UNWINDS F), NULL, TRUE, FALSE},
    {ABORT(F), "memory allocation failed", FALSE, TRUE},
    {ABORT(F), "panicked at lib.rs:1", TRUE, FALSE},
    {SEGV "==7==    at 0x1: f (f.c:1)\n==7== \n", "memory allocation failed", FALSE, FALSE},
};

START_TEST(what_it_said)
{
    const struct fh_last_words words = {(char *)said[_i].text, said[_i].is_panic};
    struct given given = given_text(said[_i].log);
    fh_auto(fh_classified) classified =
        classify_as(&given, (struct fh_trace){.file = "a.scn", .last_words = &words});
    const char *message = finding_at(classified, 0)->message;
    g_autofree char *end = g_strdup_printf("; it said: %s", said[_i].text);
    ck_assert_msg(g_str_has_suffix(message, end) == said[_i].is_said, "%s", message);
    ck_assert_msg((strstr(message, "it said") != NULL) == said[_i].is_said, "%s", message);
}
END_TEST

/* Not the process's doing: why no more was seen. */
static const struct {
    const char *log, *reason;
} limits[] = {
    {"==7== valgrind: the 'impossible' happened:\n==7==    at 0x1: f (f.c:1)\n==7== \n",
     "Valgrind itself gave up, in f: the 'impossible' happened:"},
    {"==7== valgrind: the 'impossible' happened:\n==7== \n",
     "Valgrind itself gave up: the 'impossible' happened:"},
    {"==7== \nvalgrind:  Fatal error at startup: a function redirection\nvalgrind:  which is mandatory for "
     "this "
     "platform-tool combination\n",
     "Valgrind can't start here without the symbols of libc; install them: apt-get install libc6-dbg, or "
     "glibc's "
     "debuginfo"},
    {"**7** new/new[] failed and should throw an exception, but Valgrind\n**7**    cannot throw exceptions "
     "and so is aborting instead.  Sorry.\n",
     "operator new failed, and Valgrind, which can't throw the exception, ended the program there"},
};

/* The first is why. */
START_TEST(one_reason_is_enough)
{
    struct given given = given_text("==7== valgrind: first\n==7== \n==8== valgrind: second\n==8== \n");
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_pstr_eq(classified->reason, "Valgrind itself gave up: first");
}
END_TEST

START_TEST(why_no_more_was_seen)
{
    struct given given = given_text(limits[_i].log);
    fh_auto(fh_classified) classified = classify(&given);
    ck_assert_uint_eq(classified->findings->len, 0);
    ck_assert_pstr_eq(classified->reason, limits[_i].reason);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("end_words");
    TCase *ends_case = tcase_create("end_words");
    suite_add_tcase(suite, ends_case);
    tcase_add_loop_test(ends_case, how_it_ended, 0, (int)G_N_ELEMENTS(ends));
    tcase_add_loop_test(ends_case, what_it_said, 0, (int)G_N_ELEMENTS(said));
    tcase_add_loop_test(ends_case, why_no_more_was_seen, 0, (int)G_N_ELEMENTS(limits));
    tcase_add_test(ends_case, one_reason_is_enough);
    return run_suite(suite);
}
