// SPDX-License-Identifier: MIT
#include "baseline/baseline.h"

#include <json-glib/json-glib.h>

#include "base/error.h"
#include "import/document.h"
#include "import/members.h"
#include "import/read_finding.h"
#include "model/kinds.h"
#include "report/machine/json_document.h"

#define FORMAT         "freehold-baseline"
#define FORMAT_VERSION 1

static void free_known(gpointer known)
{
    fh_known_free(known);
}

struct fh_baseline *fh_baseline_new(const char *path)
{
    struct fh_baseline *baseline = g_new0(struct fh_baseline, 1);
    baseline->path = g_strdup(path);
    baseline->entries = g_ptr_array_new_with_free_func(free_known);
    return baseline;
}

void fh_baseline_free(struct fh_baseline *baseline)
{
    if (!baseline)
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
    if (entry->file)
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
    fh_auto(fh_json_text) text = fh_json_text_new(2);
    const struct fh_json json = {&steady, text};
    fh_json_begin(&json);
    fh_json_add_count(&json, FORMAT, FORMAT_VERSION);
    fh_json_add_list(&json, "findings", baseline->entries, add_entry);
    fh_json_end(&json);
    return g_strconcat(fh_json_text_get(text)->str, "\n", NULL);
}

static void check_entry(struct fh_reading *reading, const struct fh_known *entry, guint index)
{
    if (reading->error || (*entry->fingerprint != '\0' && entry->count > 0))
        return;
    g_autofree char *place = g_strdup_printf("findings[%u]", index);
    fh_reading_fail(reading, place, "needs a fingerprint and a count of at least 1");
}

static void read_entries(struct fh_members *members, gpointer target)
{
    struct fh_baseline *baseline = target;
    if (!fh_members_has(members, FORMAT)) {
        fh_reading_fail(members->reading, NULL,
                        "is no baseline: it has no \"" FORMAT "\"; make one with --write-baseline");
        return;
    }
    const guint64 version = fh_take_count(members, FORMAT);
    if (version != FORMAT_VERSION)
        fh_reading_fail(members->reading, FORMAT,
                        "is %" G_GUINT64_FORMAT ", and this freehold reads %d; read it with a newer one",
                        version, FORMAT_VERSION);
    fh_take_objects(members, "findings", fh_read_known, baseline->entries);
    for (guint i = 0; i < baseline->entries->len; i++)
        check_entry(members->reading, g_ptr_array_index(baseline->entries, i), i);
}

static struct fh_baseline *parse(const char *path, const char *bytes, gsize size, GError **error)
{
    g_autoptr(JsonNode) root = fh_document_parse(path, bytes, size, error);
    if (!root)
        return NULL;
    fh_auto(fh_baseline) baseline = fh_baseline_new(path);
    g_autoptr(GString) where = g_string_new(NULL);
    struct fh_reading reading = {.path = path, .where = where};
    fh_reading_object(&reading, root, read_entries, baseline);
    if (!reading.error)
        return g_steal_pointer(&baseline);
    g_propagate_error(error, reading.error);
    return NULL;
}

struct fh_baseline *fh_baseline_read(const char *path, GError **error)
{
    g_autoptr(GError) inner = NULL;
    g_autofree char *bytes = NULL;
    gsize size;
    if (g_file_get_contents(path, &bytes, &size, &inner))
        return parse(path, bytes, size, error);
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                "can't read the baseline: %s; make one with --write-baseline", inner->message);
    return NULL;
}
