// SPDX-License-Identifier: MIT
#include "report/shared/redact.h"

#include "base/pattern.h"

struct mask {
    struct fh_pattern pattern;
    const char *replacement;
};

/* Addresses have five digits at least; shorter numbers are sizes and constants, the same in every run. */
static struct mask text_masks[] = {
    {{.text = "(==|--|\\*\\*)[0-9]+\\1"}, "\\1PID\\1"},
    {{.text = "\\b(pid|PID|process) [0-9]+"}, "\\1 PID"},
    {{.text = "0x[0-9A-Fa-f]{5,}"}, "0x…"},
    {{.text = "(?<![\\w./:~])/(?:[^\\s/'\"():,;]+/)+([^\\s/'\"():,;]+)"}, "\\1"},
};

static struct mask log_masks[] = {
    {{.text = "\\.[0-9]+(?=\\.|$)"}, ".PID"},
};

/* Text that a pattern can't be matched on is withheld: it might hold what it should not. */
static char *masked_once(const char *valid, struct mask *masks, guint n)
{
    char *text = g_strdup(valid);
    for (guint i = 0; i < n; i++) {
        char *next = fh_pattern_replace(&masks[i].pattern, text, masks[i].replacement);
        g_free(text);
        if (!next)
            return g_strdup("(not shown)");
        text = next;
    }
    return text;
}

/* One mask may make what another is for. A report that is read and written again stays the same. */
static char *masked(const char *valid, struct mask *masks, guint n)
{
    char *text = masked_once(valid, masks, n);
    for (;;) {
        char *next = masked_once(text, masks, n);
        if (g_str_equal(next, text)) {
            g_free(next);
            return text;
        }
        g_free(text);
        text = next;
    }
}

char *fh_redact_text(const struct fh_report *report, const char *text)
{
    if (!text)
        return NULL;
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    if (!report->is_deterministic)
        return g_steal_pointer(&valid);
    return masked(valid, text_masks, G_N_ELEMENTS(text_masks));
}

char *fh_redact_path(const struct fh_report *report, const char *path)
{
    if (!path)
        return NULL;
    g_autofree char *valid = g_utf8_make_valid(path, -1);
    if (!report->is_deterministic || !g_path_is_absolute(valid))
        return g_steal_pointer(&valid);
    return g_path_get_basename(valid);
}

char *fh_redact_log(const struct fh_report *report, const char *log)
{
    char *path = fh_redact_path(report, log);
    if (!path || !report->is_deterministic)
        return path;
    char *shown = masked(path, log_masks, G_N_ELEMENTS(log_masks));
    g_free(path);
    return shown;
}

char *fh_redact_scenario(const struct fh_report *report, const struct fh_result *result)
{
    if (!result->file)
        return fh_redact_text(report, result->scenario ? result->scenario : "");
    return g_utf8_make_valid(result->scenario ? result->scenario : "", -1);
}
