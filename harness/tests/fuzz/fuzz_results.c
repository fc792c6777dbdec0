// SPDX-License-Identifier: MIT
/* Any bytes as saved results, and as a log made elsewhere. */
#include <string.h>

#include "fuzz/replay.h"
#include "import/logs.h"
#include "import/read.h"
#include "model/report.h"
#include "report/machine/json.h"
#include "verdict/gate.h"

#define VERSION "0.1.0"

/* What is read is text, and the same when it is read again. */
static void check_report(const struct fh_report *report)
{
    g_autoptr(JsonNode) root = fh_json_build(report);
    g_autofree char *json = json_to_string(root, TRUE);
    fh_auto(fh_report) again = fh_report_parse("again", json, strlen(json), VERSION, NULL);

    require(again != NULL, "what was written can't be read");
    require(fh_report_verdict(again) == fh_report_verdict(report), "another verdict");
}

static void check_error(const struct fh_report *report, const GError *error)
{
    require((!report) == (error != NULL), "neither a report nor an error");
    require(!error || is_text(error->message), "an error is no text");
}

static void check_log(const char *bytes, size_t size, gboolean is_trusted)
{
    g_autoptr(GError) error = NULL;
    fh_auto(fh_report) report =
        fh_report_of_log("log", &(struct fh_bytes){bytes, size, FALSE}, is_trusted, &error);

    check_error(report, error);
    require(!report || report->results->len > 0, "a log without a result");
    require(!report || is_trusted || fh_report_verdict(report) != FH_VERDICT_PASS, "a log passes");
}

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size)
{
    const char *bytes = (const char *)data;
    g_autoptr(GError) error = NULL;
    fh_auto(fh_report) report = fh_report_parse("report", bytes, size, VERSION, &error);

    check_error(report, error);
    if (report)
        check_report(report);
    check_log(bytes, size, FALSE);
    check_log(bytes, size, TRUE);
    return 0;
}
