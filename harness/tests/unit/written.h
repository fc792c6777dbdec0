/* SPDX-License-Identifier: MIT */
/* What a writer writes, as a string. */
#pragma once

#include <check.h>

#include "model/report.h"
#include "report/shared/writers.h"

static char *written(const struct fh_report *report, const char *writer, gboolean colour)
{
    g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
    g_autoptr(GError) error = NULL;
    struct fh_sink sink = {.out = out, .colour = colour};
    ck_assert(fh_writer_by_name(writer)->write(report, &sink, &error));
    ck_assert_ptr_null(error);
    ck_assert(g_output_stream_write_all(out, "", 1, NULL, NULL, NULL));
    ck_assert(g_output_stream_close(out, NULL, NULL));
    g_free(sink.left_out);
    return g_memory_output_stream_steal_data(G_MEMORY_OUTPUT_STREAM(out));
}
