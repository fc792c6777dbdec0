// SPDX-License-Identifier: MIT
/* Any bytes as Valgrind's XML. */
#include "fuzz/memcheck_checks.h"
#include "log/memcheck.h"
#include "log/memcheck_xml.h"
#include "log/xml_mend.h"

/* What is mended stays as it is when it is mended again. */
static void check_mending(const guint8 *data, size_t size)
{
    g_autofree char *text = g_utf8_make_valid((const char *)data, (gssize)size);
    guint n_roots, again_roots;
    g_autoptr(GString) mended = fh_xml_mend(text, &n_roots);
    g_autoptr(GString) again = fh_xml_mend(mended->str, &again_roots);

    require(g_string_equal(mended, again), "mending what is mended changes it");
    require(again_roots <= 1, "there are several roots");
}

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size)
{
    fh_auto(fh_memcheck_log) log = fh_memcheck_xml_parse((const char *)data, size);

    check_log(log);
    require(!log->has_error_summary || log->heap.is_known, "an end without totals");
    check_mending(data, size);
    return 0;
}
