// SPDX-License-Identifier: MIT
#include "report/machine/json_frame.h"

static void add_directory(const struct fh_json *json, const char *directory)
{
    if (directory && !(json->report->is_deterministic && g_path_is_absolute(directory)))
        fh_json_add_path(json, "directory", directory);
}

void fh_json_add_frame(const struct fh_json *json, const struct fh_frame *frame)
{
    fh_json_add_word(json, "function", frame->function);
    fh_json_add_path(json, "file", frame->file);
    fh_json_add_line(json, frame->line);
    add_directory(json, frame->directory);
    if (frame->object)
        fh_json_add_path(json, "object", frame->object);
    if (!json->pool)
        fh_json_add_address(json, frame->address);
    if (frame->is_inlined)
        fh_json_add_flag(json, "inlined", TRUE);
    if (frame->is_harness)
        fh_json_add_flag(json, "harness", TRUE);
}
