// SPDX-License-Identifier: MIT
#include "import/kept_selftest.h"

#include "import/document.h"
#include "import/read_selftest.h"
#include "report/machine/json_selftest.h"

gboolean fh_selftest_write(const struct fh_selftest *selftest, GOutputStream *out, GError **error)
{
    fh_auto(fh_json_text) text = fh_json_text_new(1);
    fh_auto(fh_report) report = fh_report_new();
    const struct fh_json json = {.report = report, .text = text};
    fh_json_selftest_item(&json, selftest);
    return fh_json_write(&json, out, error);
}

struct fh_selftest *fh_selftest_parse(const char *path, const char *bytes, gsize size, GError **error)
{
    g_autoptr(JsonNode) root = fh_document_parse(path, bytes, size, error);
    if (!root)
        return NULL;
    g_autoptr(GString) where = g_string_new(NULL);
    struct fh_reading reading = {.path = path, .where = where};
    fh_auto(fh_report) report = fh_report_new();
    fh_reading_object(&reading, root, fh_read_selftest, report);
    if (!reading.error)
        return g_ptr_array_steal_index(report->selftests, 0);
    g_propagate_error(error, reading.error);
    return NULL;
}
