// SPDX-License-Identifier: MIT
#include "command/settings.h"

#include "engine/process.h"

static void add(GString *text, enum fh_setting setting)
{
    g_autoptr(GPtrArray) settings = fh_process_settings(setting);
    for (guint i = 0; i < settings->len; i++)
        g_string_append_printf(text, "%s ", (const char *)g_ptr_array_index(settings, i));
}

void fh_settings_record(struct fh_report *report, gboolean has_all)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (report->is_deterministic)
        return;
    if (has_all)
        add(text, FH_SETTING_LEFT_OUT);
    add(text, FH_SETTING_KEPT);
    for (guint i = 0; i < report->engines->len; i++) {
        struct fh_engine_info *engine = g_ptr_array_index(report->engines, i);
        g_autofree char *command = engine->command;
        engine->command = g_strconcat(text->str, command ? command : "", NULL);
    }
}
