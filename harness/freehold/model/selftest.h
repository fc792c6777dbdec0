/* SPDX-License-Identifier: MIT */
/*
 * What an engine saw on this machine when `freehold selftest` tried it: faults of every kind, in every
 * direction, and right use. A report says by it what its engines were blind to.
 *
 * In: the self-test's own report, by command/. Out: rows. Callers: command, report, import.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "model/report.h"

/* From what is best to what is worst. */
enum fh_answer {
    FH_ANSWER_CLEAN,          /* right use, and nothing was found */
    FH_ANSWER_SEEN,           /* all that is wrong was found, and nothing else */
    FH_ANSWER_NOT_APPLICABLE, /* the engine says that it can't see some of it, and why */
    FH_ANSWER_NOT_JUDGED,
    FH_ANSWER_MISSED,
    FH_ANSWER_FALSE_ALARM,
    FH_ANSWER_COUNT,
};

/* "seen"; as in report.json */
const char *fh_answer_name(guint answer);

enum fh_selftest_state {
    FH_SELFTEST_MEASURED,       /* here, with the versions of this report */
    FH_SELFTEST_OTHER_VERSIONS, /* here, with others */
    FH_SELFTEST_NOT_MEASURED,
    FH_SELFTEST_STATE_COUNT,
};

/* "measured"; as in report.json */
const char *fh_selftest_state_name(guint state);

/* One scenario of the self-test. */
struct fh_selftest_row {
    char *kind;      /* NULL: right use */
    char *direction; /* "C frees Rust's" */
    enum fh_answer answer;
};

/* How the words begin that an engine's version ends with, if it depends on how Rust's code was compiled. */
#define FH_SELFTEST_RUST_CODE ", Rust code "

/* What it was measured with; NULL: not known. */
struct fh_selftest_versions {
    char *freehold, *engine, *rustc, *c_compiler, *libc;
};

/* Of one engine. */
struct fh_selftest {
    char *engine;
    enum fh_selftest_state state;
    char *reason; /* why it is not FH_SELFTEST_MEASURED, and what to do; else NULL */
    struct fh_selftest_versions versions;
    GPtrArray *rows; /* struct fh_selftest_row *; none when not measured */
};

/* Not measured, without rows. Caller owns; free with fh_selftest_free(). */
struct fh_selftest *fh_selftest_new(const char *engine);

/* NULL is allowed. */
void fh_selftest_free(struct fh_selftest *selftest);
FH_DEFINE_AUTO(fh_selftest, fh_selftest_free)

/* The row is borrowed; valid as long as the self-test. */
struct fh_selftest_row *fh_selftest_add(struct fh_selftest *selftest, const char *kind, const char *direction,
                                        enum fh_answer answer);

/* How many rows have this answer. */
guint fh_selftest_count(const struct fh_selftest *selftest, enum fh_answer answer);

/* What the engine answered; FALSE: it was not asked. `row` may be another engine's. */
gboolean fh_selftest_answer(const struct fh_selftest *selftest, const struct fh_selftest_row *row,
                            enum fh_answer *answer);

/* The rows of all self-tests of a report, each kind and direction once. Caller owns the array, which borrows
 * the rows. */
GPtrArray *fh_selftest_rows(const struct fh_report *report);

/* The self-test and the report have the same versions, as far as the report has them. Else why not: caller
 * owns; NULL: they are the same. */
char *fh_selftest_difference(const struct fh_selftest *selftest, const struct fh_report *report,
                             const char *libc);
