// SPDX-License-Identifier: MIT
/* Any bytes as a sanitizer's log, its frames named and not. */
#include "fuzz/record_checks.h"
#include "log/asan.h"
#include "log/record.h"
#include "model/stack.h"

/* As many frames as the offset says, some without a name. */
static void name(gpointer data, const char *object, guint64 offset, GPtrArray *frames)
{
    (void)data;
    for (guint64 i = 0; i < offset % 4; i++) {
        struct fh_frame *frame = fh_frame_new();

        frame->function = i % 2 == 0 ? g_strdup("named") : NULL;
        frame->object = g_strdup(object);
        g_ptr_array_add(frames, frame);
    }
}

static guint64 reported_bytes(const struct fh_asan_log *log)
{
    guint64 bytes = 0;

    for (guint i = 0; i < log->records->len; i++)
        bytes += ((const struct fh_record *)g_ptr_array_index(log->records, i))->bytes;
    return bytes;
}

static void check_log(const struct fh_asan_log *log)
{
    require(!log->leak_failure || is_harmless(log->leak_failure), "a failure is no text");
    require(!log->runtime_failure || is_harmless(log->runtime_failure), "a failure is no text");
    require(log->has_leak_report || log->errors == 0 || log->records->len > 0, "an error without a record");
    for (guint i = 0; i < log->records->len; i++)
        check_record(g_ptr_array_index(log->records, i));
    for (guint i = 0; i < log->warnings->len; i++)
        require(is_harmless(g_ptr_array_index(log->warnings, i)), "a warning is no text");
}

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size)
{
    fh_auto(fh_asan_log) bare = fh_asan_log_parse((const char *)data, size, NULL, NULL);
    fh_auto(fh_asan_log) named = fh_asan_log_parse((const char *)data, size, name, NULL);

    check_log(bare);
    check_log(named);
    require(bare->records->len == named->records->len, "names make records");
    require(bare->errors == named->errors && bare->is_cut == named->is_cut, "names make errors");
    require(reported_bytes(bare) == reported_bytes(named), "names make leaks");
    return 0;
}
