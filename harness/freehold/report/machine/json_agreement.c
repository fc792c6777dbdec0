// SPDX-License-Identifier: MIT
#include "report/machine/json_agreement.h"

#include "model/finding.h"
#include "model/kinds.h"
#include "report/shared/redact.h"
#include "verdict/scenarios.h"
#include "verdict/verdict.h"

static void add_spot(const struct fh_json *json, guint line, enum fh_kind kind)
{
    fh_json_add_line(json, line);
    fh_json_add_word(json, "kind", fh_kind_info(kind)->name);
}

static gboolean is_first(const GPtrArray *findings, guint position)
{
    const struct fh_finding *finding = g_ptr_array_index(findings, position);
    for (guint i = 0; i < position; i++) {
        const struct fh_finding *other = g_ptr_array_index(findings, i);
        if (other->line == finding->line && other->kind == finding->kind)
            return FALSE;
    }
    return TRUE;
}

/* Lines and kinds, each once; what the comparison itself found, no engine saw. */
static void add_saw(const struct fh_json *json, const GPtrArray *findings)
{
    fh_json_name(json, "saw");
    fh_json_begin_list(json);
    for (guint i = 0; i < findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(findings, i);
        if (finding->kind == FH_KIND_DISAGREEMENT || !is_first(findings, i))
            continue;
        fh_json_begin(json);
        add_spot(json, finding->line, finding->kind);
        fh_json_end(json);
    }
    fh_json_end_list(json);
}

static void add_blind_spot(const struct fh_json *json, gconstpointer item)
{
    const struct fh_not_applicable *entry = item;
    fh_json_begin(json);
    add_spot(json, entry->line, entry->kind);
    fh_json_end(json);
}

static void add_engine(const struct fh_json *json, gconstpointer item)
{
    const struct fh_result *result = item;
    fh_json_begin(json);
    fh_json_add_word(json, "engine", result->engine ? result->engine : "");
    fh_json_add_word(json, "verdict", fh_verdict_name(fh_result_verdict(result)));
    add_saw(json, result->findings);
    fh_json_add_list(json, "not_applicable", result->not_applicable, add_blind_spot);
    fh_json_end(json);
}

static void add_scenario(const struct fh_json *json, gconstpointer item)
{
    const GPtrArray *scenario = item;
    const struct fh_result *first = g_ptr_array_index(scenario, 0);
    g_autofree char *name = fh_redact_scenario(json->report, first);
    fh_json_begin(json);
    fh_json_name(json, "scenario");
    fh_json_value(json, name);
    fh_json_add_path(json, "file", first->file);
    fh_json_add_line(json, first->line);
    fh_json_add_word(json, "verdict", fh_verdict_name(fh_scenario_verdict(scenario)));
    fh_json_add_list(json, "engines", scenario, add_engine);
    fh_json_end(json);
}

void fh_agreement_add(const struct fh_json *json)
{
    g_autoptr(GPtrArray) scenarios = fh_results_by_scenario(json->report->results);
    fh_json_add_list(json, "agreement", scenarios, add_scenario);
}

static void add_seen_by(const struct fh_json *json, const char *seen_by)
{
    g_auto(GStrv) names = g_strsplit(seen_by ? seen_by : "", ", ", -1);
    fh_json_name(json, "seen_by");
    fh_json_begin_list(json);
    for (guint i = 0; names[i]; i++)
        fh_json_text_item(json, names[i]);
    fh_json_end_list(json);
}

static void add_not_applicable(const struct fh_json *json, gconstpointer item)
{
    const struct fh_not_applicable *entry = item;
    fh_json_begin(json);
    add_spot(json, entry->line, entry->kind);
    fh_json_add_text(json, "reason", entry->reason);
    add_seen_by(json, entry->seen_by);
    fh_json_end(json);
}

void fh_agreement_add_not_applicable(const struct fh_json *json, const struct fh_result *result)
{
    fh_json_add_list(json, "not_applicable", result->not_applicable, add_not_applicable);
}
