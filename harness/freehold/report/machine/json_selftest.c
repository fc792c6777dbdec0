// SPDX-License-Identifier: MIT
#include "report/machine/json_selftest.h"

static void add_row_item(const struct fh_json *json, gconstpointer item)
{
    const struct fh_selftest_row *row = item;
    fh_json_begin(json);
    fh_json_add_word(json, "kind", row->kind);
    fh_json_add_text(json, "direction", row->direction);
    fh_json_add_word(json, "answer", fh_answer_name(row->answer));
    fh_json_end(json);
}

static void add_versions(const struct fh_json *json, const struct fh_selftest *selftest)
{
    const struct fh_selftest_versions *versions = &selftest->versions;
    if (!fh_json_begin_known(json, "versions", selftest->state != FH_SELFTEST_NOT_MEASURED))
        return;
    fh_json_add_text(json, "freehold", versions->freehold);
    fh_json_add_text(json, "engine", versions->engine);
    fh_json_add_text(json, "rustc", versions->rustc);
    fh_json_add_text(json, "c_compiler", versions->c_compiler);
    fh_json_add_text(json, "libc", versions->libc);
    fh_json_end(json);
}

void fh_json_selftest_item(const struct fh_json *json, gconstpointer item)
{
    const struct fh_selftest *selftest = item;
    fh_json_begin(json);
    fh_json_add_word(json, "engine", selftest->engine ? selftest->engine : "");
    fh_json_add_word(json, "state", fh_selftest_state_name(selftest->state));
    fh_json_add_text(json, "reason", selftest->reason);
    add_versions(json, selftest);
    fh_json_add_list(json, "rows", selftest->rows, add_row_item);
    fh_json_end(json);
}

void fh_json_add_selftest(const struct fh_json *json)
{
    fh_json_add_list(json, "selftest", json->report->selftests, fh_json_selftest_item);
}
