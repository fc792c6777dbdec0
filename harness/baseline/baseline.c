// SPDX-License-Identifier: MIT
#include "baseline/baseline.h"

#include <json-glib/json-glib.h>

#include "base/error.h"
#include "report/json_document.h"

#define FORMAT         "freehold-baseline"
#define FORMAT_VERSION 1

void fh_baseline_free(struct fh_baseline *baseline)
{
    if (baseline == NULL)
        return;
    g_free(baseline->path);
    g_ptr_array_unref(baseline->entries);
    g_free(baseline);
}

static void add_entry(const struct fh_json *json, gconstpointer item)
{
    const struct fh_known *entry = item;
    fh_json_begin(json);
    fh_json_add_word(json, "kind", fh_kind_info(entry->kind)->name);
    fh_json_add_word(json, "fingerprint", entry->fingerprint);
    fh_json_add_path(json, "file", entry->file);
    if (entry->file != NULL)
        fh_json_add_word(json, "scenario", entry->scenario);
    else
        fh_json_add_text(json, "scenario", entry->scenario);
    fh_json_add_word(json, "engine", entry->engine);
    fh_json_add_text(json, "message", entry->message);
    fh_json_add_count(json, "count", entry->count);
    fh_json_end(json);
}

char *fh_baseline_text(const struct fh_baseline *baseline)
{
    const struct fh_report steady = {.is_deterministic = TRUE};
    g_autoptr(JsonBuilder) builder = json_builder_new();
    const struct fh_json json = {&steady, builder};
    fh_json_begin(&json);
    fh_json_add_count(&json, FORMAT, FORMAT_VERSION);
    fh_json_add_list(&json, "findings", baseline->entries, add_entry);
    fh_json_end(&json);
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    g_autofree char *text = json_to_string(root, TRUE);
    return g_strconcat(text, "\n", NULL);
}
