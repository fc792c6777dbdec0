// SPDX-License-Identifier: MIT
#include "import/read_selftest.h"

#include "model/kinds.h"
#include "model/report.h"
#include "model/selftest.h"

static void read_row(struct fh_members *members, gpointer target)
{
    g_autofree char *kind = fh_take_text_or_null(members, "kind");
    if (kind && fh_kind_from_name(kind) == 0)
        fh_reading_fail(members->reading, "kind",
                        "is none of freehold's; the file is damaged, make it again");
    g_autofree char *direction = fh_take_text(members, "direction");
    fh_selftest_add(target, kind, direction,
                    fh_take_choice(members, "answer", "answer", fh_answer_name, FH_ANSWER_COUNT));
}

static void read_versions(struct fh_members *members, gpointer target)
{
    struct fh_selftest_versions *versions = target;
    versions->freehold = fh_take_text_or_null(members, "freehold");
    versions->engine = fh_take_text_or_null(members, "engine");
    versions->rustc = fh_take_text_or_null(members, "rustc");
    versions->c_compiler = fh_take_text_or_null(members, "c_compiler");
    versions->libc = fh_take_text_or_null(members, "libc");
}

void fh_read_selftest(struct fh_members *members, gpointer target)
{
    struct fh_report *report = target;
    struct fh_selftest *selftest = fh_selftest_new(NULL);
    g_ptr_array_add(report->selftests, selftest);
    selftest->engine = fh_take_text(members, "engine");
    selftest->state =
        fh_take_choice(members, "state", "state", fh_selftest_state_name, FH_SELFTEST_STATE_COUNT);
    selftest->reason = fh_take_text_or_null(members, "reason");
    fh_take_object_or_null(members, "versions", read_versions, &selftest->versions);
    fh_take_objects(members, "rows", read_row, selftest);
}
