// SPDX-License-Identifier: MIT
#include "report/machine/json.h"

#include "model/finding.h"
#include "model/kinds.h"
#include "model/result.h"
#include "model/stack.h"
#include "report/machine/json_agreement.h"
#include "report/machine/json_coverage.h"
#include "report/machine/json_frame.h"
#include "report/machine/json_selftest.h"
#include "report/machine/json_timeline.h"
#include "report/machine/string_pool.h"
#include "report/shared/redact.h"
#include "report/shared/writer.h"
#include "verdict/gate.h"
#include "verdict/not_looked_for.h"
#include "verdict/scope.h"
#include "verdict/verdict.h"

static void add_log_item(const struct fh_json *json, gconstpointer item)
{
    g_autofree char *shown = fh_redact_log(json->report, item);
    fh_json_value(json, shown);
}

static void add_frame_item(const struct fh_json *json, gconstpointer item)
{
    fh_json_begin(json);
    fh_json_add_frame(json, item);
    fh_json_end(json);
}

static void add_stack_item(const struct fh_json *json, gconstpointer item)
{
    const struct fh_stack *stack = item;
    fh_json_begin(json);
    fh_json_add_text(json, "role", stack->role ? stack->role : "at");
    if (json->pool)
        fh_string_pool_add_frames(json, stack);
    else
        fh_json_add_list(json, "frames", stack->frames, add_frame_item);
    fh_json_end(json);
}

static void add_block(const struct fh_json *json, const struct fh_block *block)
{
    if (!fh_json_begin_known(json, "block", block->is_known))
        return;
    fh_json_add_address(json, block->address);
    fh_json_add_count(json, "size", block->size);
    fh_json_name(json, "offset");
    fh_json_number(json, block->offset);
    fh_json_end(json);
}

static void add_lost(const struct fh_json *json, const struct fh_finding *finding)
{
    if (finding->kind == FH_KIND_LEAK || finding->blocks > 0) {
        fh_json_add_count(json, "bytes", finding->bytes);
        fh_json_add_count(json, "blocks", finding->blocks);
    } else {
        fh_json_add_word(json, "bytes", NULL);
        fh_json_add_word(json, "blocks", NULL);
    }
}

static void add_cwe(const struct fh_json *json, guint cwe)
{
    if (cwe != 0)
        fh_json_add_count(json, "cwe", cwe);
    else
        fh_json_add_word(json, "cwe", NULL);
}

static void add_record(const struct fh_json *json, const char *record)
{
    if (json->pool)
        fh_string_pool_add_record(json, record);
    else
        fh_json_add_text(json, "record", record);
}

static void add_finding_item(const struct fh_json *json, gconstpointer item)
{
    const struct fh_finding *finding = item;
    const struct fh_kind_info *info = fh_kind_info(finding->kind);
    fh_json_begin(json);
    fh_json_add_word(json, "kind", info->name);
    add_cwe(json, fh_finding_cwe(finding));
    fh_json_add_path(json, "file", finding->file);
    fh_json_add_line(json, finding->line);
    fh_json_add_flag(json, "expected", finding->is_expected);
    fh_json_add_flag(json, "known", finding->is_known);
    if (finding->outside != FH_OUTSIDE_NOTHING)
        fh_json_add_word(json, "outside", fh_outside_name(finding->outside));
    fh_json_add_word(json, "fingerprint", finding->fingerprint);
    fh_json_add_text(json, "message", finding->message ? finding->message : "");
    fh_json_add_word(json, "allocated_by", fh_domain_name(finding->allocated_by));
    fh_json_add_word(json, "released_by", fh_domain_name(finding->released_by));
    fh_json_add_word(json, "allocator", finding->allocator);
    fh_json_add_word(json, "releaser", finding->releaser);
    if (finding->allocating_host)
        fh_json_add_word(json, "allocating_host", finding->allocating_host);
    if (finding->releasing_host)
        fh_json_add_word(json, "releasing_host", finding->releasing_host);
    add_block(json, &finding->block);
    add_lost(json, finding);
    fh_json_add_list(json, "stacks", finding->stacks, add_stack_item);
    fh_json_add_list(json, "folded", finding->folded, fh_json_text_item);
    add_record(json, finding->record);
    fh_json_end(json);
}

static void add_unmet_item(const struct fh_json *json, gconstpointer item)
{
    const struct fh_unmet *unmet = item;
    fh_json_begin(json);
    fh_json_add_line(json, unmet->line);
    fh_json_add_text(json, "message", unmet->message ? unmet->message : "");
    fh_json_end(json);
}

static void add_heap(const struct fh_json *json, const struct fh_heap *heap)
{
    if (!fh_json_begin_known(json, "heap", heap->is_known))
        return;
    fh_json_add_count(json, "allocs", heap->allocs);
    fh_json_add_count(json, "frees", heap->frees);
    fh_json_add_count(json, "bytes", heap->bytes);
    fh_json_add_count(json, "in_use_bytes", heap->in_use_bytes);
    fh_json_add_count(json, "in_use_blocks", heap->in_use_blocks);
    fh_json_end(json);
}

static void add_scenario(const struct fh_json *json, const struct fh_result *result)
{
    g_autofree char *scenario = fh_redact_scenario(json->report, result);
    fh_json_name(json, "scenario");
    fh_json_value(json, scenario);
    fh_json_add_path(json, "file", result->file);
    fh_json_add_line(json, result->line);
    fh_json_add_word(json, "library", result->library);
    fh_json_add_word(json, "engine", result->engine ? result->engine : "");
}

static void add_result_item(const struct fh_json *json, gconstpointer item)
{
    const struct fh_result *result = item;
    fh_json_begin(json);
    add_scenario(json, result);
    fh_json_add_word(json, "verdict", fh_verdict_name(fh_result_verdict(result)));
    fh_json_add_text(json, "reason", result->reason);
    add_heap(json, &result->heap);
    fh_json_add_list(json, "findings", result->findings, add_finding_item);
    if (result->n_left_out > 0)
        fh_json_add_count(json, "findings_left_out", result->n_left_out);
    fh_json_add_list(json, "unmet", result->unmet, add_unmet_item);
    fh_agreement_add_not_applicable(json, result);
    fh_timeline_add(json, result);
    fh_json_add_list(json, "notes", result->notes, fh_json_text_item);
    fh_json_add_list(json, "logs", result->logs, add_log_item);
    fh_json_add_flag(json, "alone", result->ran_alone);
    fh_json_add_duration(json, result->duration_us);
    fh_json_end(json);
}

static void add_library_item(const struct fh_json *json, gconstpointer item)
{
    const struct fh_library_info *library = item;
    fh_json_begin(json);
    fh_json_add_word(json, "name", library->name ? library->name : "");
    fh_json_add_path(json, "crate", library->crate);
    fh_json_add_path(json, "staticlib", library->staticlib);
    fh_json_add_path(json, "header", library->header);
    fh_json_add_word(json, "profile", library->profile);
    fh_json_add_text(json, "rustc", library->rustc);
    fh_json_add_text(json, "c_compiler", library->c_compiler);
    fh_json_end(json);
}

static void add_engine_item(const struct fh_json *json, gconstpointer item)
{
    const struct fh_engine_info *engine = item;
    fh_json_begin(json);
    fh_json_add_word(json, "name", engine->name ? engine->name : "");
    fh_json_add_word(json, "version", engine->version);
    fh_json_add_text(json, "command", engine->command);
    fh_json_end(json);
}

static void add_fixed_item(const struct fh_json *json, gconstpointer item)
{
    const struct fh_known *known = item;
    fh_json_begin(json);
    fh_json_add_word(json, "fingerprint", known->fingerprint);
    fh_json_add_word(json, "kind", fh_kind_info(known->kind)->name);
    fh_json_add_text(json, "scenario", known->scenario);
    fh_json_add_path(json, "file", known->file);
    fh_json_add_word(json, "engine", known->engine);
    fh_json_add_text(json, "message", known->message);
    fh_json_add_count(json, "count", known->count);
    fh_json_end(json);
}

static void add_baseline(const struct fh_json *json, const struct fh_baseline_use *use)
{
    if (!fh_json_begin_known(json, "baseline", use != NULL))
        return;
    fh_json_add_path(json, "path", use->path);
    fh_json_add_count(json, "known", use->n_known);
    fh_json_add_list(json, "fixed", use->fixed, add_fixed_item);
    fh_json_end(json);
}

static void add_summary(const struct fh_json *json)
{
    const struct fh_counts counts = fh_report_counts(json->report);
    fh_json_name(json, "summary");
    fh_json_begin(json);
    fh_json_add_count(json, "scenarios", counts.scenarios);
    fh_json_add_count(json, "pass", counts.pass);
    fh_json_add_count(json, "fail", counts.fail);
    fh_json_add_count(json, "inconclusive", counts.inconclusive);
    fh_json_end(json);
}

static void add_not_looked_for_item(const struct fh_json *json, gconstpointer item)
{
    const struct fh_not_looked_for *entry = item;
    fh_json_begin(json);
    fh_json_add_text(json, "what", entry->what);
    fh_json_add_count(json, "results", entry->n_results);
    fh_json_end(json);
}

/* Not where there is nothing of the kind. */
static void add_not_looked_for(const struct fh_json *json)
{
    g_autoptr(GPtrArray) entries = fh_report_not_looked_for(json->report);
    if (entries->len > 0)
        fh_json_add_list(json, "not_looked_for", entries, add_not_looked_for_item);
}

static void add_kinds(const struct fh_json *json, guint kinds)
{
    fh_json_name(json, "kinds");
    fh_json_begin_list(json);
    for (guint kind = 1; kind < FH_KIND_COUNT; kind++)
        if (kinds & (1u << kind))
            fh_json_value(json, fh_kind_info((enum fh_kind)kind)->name);
    fh_json_end_list(json);
}

/* Not where everything counts. */
static void add_scope(const struct fh_json *json)
{
    const struct fh_report *report = json->report;
    const guint of_focus = fh_scope_count(report, FH_OUTSIDE_FOCUS);
    const guint of_kinds = fh_scope_count(report, FH_OUTSIDE_KINDS);
    const guint of_rust = fh_scope_count(report, FH_OUTSIDE_RUST);
    const guint of_host = fh_scope_count(report, FH_OUTSIDE_HOST);
    if (report->focus->len == 0 && report->kinds == 0 && of_focus + of_kinds + of_rust + of_host == 0)
        return;
    fh_json_name(json, "scope");
    fh_json_begin(json);
    fh_json_add_list(json, "focus", report->focus, fh_json_text_item);
    add_kinds(json, report->kinds);
    fh_json_add_count(json, "outside_focus", of_focus);
    fh_json_add_count(json, "outside_kinds", of_kinds);
    fh_json_add_count(json, "outside_rust", of_rust);
    fh_json_add_count(json, "outside_host", of_host);
    fh_json_end(json);
}

void fh_json_add_report(const struct fh_json *json)
{
    const struct fh_report *report = json->report;
    fh_json_begin(json);
    fh_json_add_word(json, "freehold", report->version ? report->version : "");
    fh_json_add_word(json, "verdict", fh_verdict_name(fh_report_verdict(report)));
    add_summary(json);
    add_not_looked_for(json);
    add_scope(json);
    add_baseline(json, report->baseline);
    if (report->coverages->len > 0 && !json->pool)
        fh_json_add_coverage(json);
    fh_json_add_flag(json, "cut", report->is_cut);
    if (report->shards > 0 && !json->pool) {
        fh_json_add_count(json, "shard", report->shard);
        fh_json_add_count(json, "shards", report->shards);
    }
    fh_json_add_duration(json, report->duration_us);
    fh_json_add_list(json, "libraries", report->libraries, add_library_item);
    fh_json_add_list(json, "engines", report->engines, add_engine_item);
    if (report->selftests->len > 0 && !report->is_deterministic && !json->pool)
        fh_json_add_selftest(json);
    fh_agreement_add(json);
    fh_json_add_list(json, "results", report->results, add_result_item);
    fh_json_end(json);
}

JsonNode *fh_json_build(const struct fh_report *report)
{
    fh_auto(fh_json_text) text = fh_json_text_new(1);
    fh_json_add_report(&(struct fh_json){.report = report, .text = text});
    return json_from_string(fh_json_text_get(text)->str, NULL);
}

static gboolean write_json(const struct fh_report *report, struct fh_sink *sink, GError **error)
{
    fh_auto(fh_json_text) text = fh_json_text_new_to(1, sink->out);
    const struct fh_json json = {.report = report, .text = text};
    fh_json_add_report(&json);
    return fh_json_write(&json, sink->out, error);
}

const struct fh_writer fh_json_writer = {"json", "report.json", write_json};
