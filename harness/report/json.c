// SPDX-License-Identifier: MIT
#include <json-glib/json-glib.h>

#include "report/shown.h"
#include "report/writer.h"
#include "verdict/verdict.h"

/* A document as it grows. */
struct document {
    const struct fh_report *report;
    JsonBuilder *builder;
};

static void add_name(const struct document *document, const char *name)
{
    json_builder_set_member_name(document->builder, name);
}

static void add_value(const struct document *document, const char *valid)
{
    if (valid != NULL)
        json_builder_add_string_value(document->builder, valid);
    else
        json_builder_add_null_value(document->builder);
}

/* What Freehold itself says: names of kinds and verdicts, versions. */
static void add_word(const struct document *document, const char *name, const char *word)
{
    g_autofree char *valid = word != NULL ? g_utf8_make_valid(word, -1) : NULL;
    add_name(document, name);
    add_value(document, valid);
}

static void add_text(const struct document *document, const char *name, const char *text)
{
    g_autofree char *shown = fh_shown_text(document->report, text);
    add_name(document, name);
    add_value(document, shown);
}

static void add_path(const struct document *document, const char *name, const char *path)
{
    g_autofree char *shown = fh_shown_path(document->report, path);
    add_name(document, name);
    add_value(document, shown);
}

/* JSON's integers are signed 64-bit here; a count that is beyond them is as good as the largest. */
static void add_count(const struct document *document, const char *name, guint64 count)
{
    add_name(document, name);
    json_builder_add_int_value(document->builder, (gint64)MIN(count, (guint64)G_MAXINT64));
}

static void add_line(const struct document *document, guint line)
{
    if (line != 0)
        add_count(document, "line", line);
    else
        add_word(document, "line", NULL);
}

static void add_flag(const struct document *document, const char *name, gboolean flag)
{
    add_name(document, name);
    json_builder_add_boolean_value(document->builder, flag);
}

/* As text: numbers of 64 bits don't survive every reader. */
static void add_address(const struct document *document, guint64 address)
{
    g_autofree char *text = g_strdup_printf("0x%" G_GINT64_MODIFIER "x", address);
    add_word(document, "address", text);
}

typedef void (*add_item)(const struct document *document, gconstpointer item);

static void add_list(const struct document *document, const char *name, const GPtrArray *items, add_item add)
{
    add_name(document, name);
    json_builder_begin_array(document->builder);
    for (guint i = 0; i < items->len; i++)
        add(document, g_ptr_array_index(items, i));
    json_builder_end_array(document->builder);
}

static void add_text_item(const struct document *document, gconstpointer item)
{
    g_autofree char *shown = fh_shown_text(document->report, item);
    add_value(document, shown);
}

static void add_log_item(const struct document *document, gconstpointer item)
{
    g_autofree char *shown = fh_shown_log(document->report, item);
    add_value(document, shown);
}

static void add_directory(const struct document *document, const char *directory)
{
    if (directory != NULL && !(document->report->is_deterministic && g_path_is_absolute(directory)))
        add_path(document, "directory", directory);
}

static void add_frame_item(const struct document *document, gconstpointer item)
{
    const struct fh_frame *frame = item;
    json_builder_begin_object(document->builder);
    add_word(document, "function", frame->function);
    add_path(document, "file", frame->file);
    add_line(document, frame->line);
    add_directory(document, frame->directory);
    if (frame->object != NULL)
        add_path(document, "object", frame->object);
    if (frame->address != 0 && !document->report->is_deterministic)
        add_address(document, frame->address);
    if (frame->is_inlined)
        add_flag(document, "inlined", TRUE);
    if (frame->is_harness)
        add_flag(document, "harness", TRUE);
    json_builder_end_object(document->builder);
}

static void add_stack_item(const struct document *document, gconstpointer item)
{
    const struct fh_stack *stack = item;
    json_builder_begin_object(document->builder);
    add_text(document, "role", stack->role != NULL ? stack->role : "at");
    add_list(document, "frames", stack->frames, add_frame_item);
    json_builder_end_object(document->builder);
}

static void add_block(const struct document *document, const struct fh_block *block)
{
    add_name(document, "block");
    if (!block->is_known) {
        json_builder_add_null_value(document->builder);
        return;
    }
    json_builder_begin_object(document->builder);
    if (!document->report->is_deterministic)
        add_address(document, block->address);
    add_count(document, "size", block->size);
    add_name(document, "offset");
    json_builder_add_int_value(document->builder, block->offset);
    json_builder_end_object(document->builder);
}

static void add_lost(const struct document *document, const struct fh_finding *finding)
{
    if (finding->kind == FH_KIND_LEAK || finding->blocks > 0) {
        add_count(document, "bytes", finding->bytes);
        add_count(document, "blocks", finding->blocks);
    } else {
        add_word(document, "bytes", NULL);
        add_word(document, "blocks", NULL);
    }
}

static void add_cwe(const struct document *document, guint cwe)
{
    if (cwe != 0)
        add_count(document, "cwe", cwe);
    else
        add_word(document, "cwe", NULL);
}

static void add_finding_item(const struct document *document, gconstpointer item)
{
    const struct fh_finding *finding = item;
    const struct fh_kind_info *info = fh_kind_info(finding->kind);
    json_builder_begin_object(document->builder);
    add_word(document, "kind", info->name);
    add_cwe(document, info->cwe);
    add_path(document, "file", finding->file);
    add_line(document, finding->line);
    add_flag(document, "expected", finding->is_expected);
    add_word(document, "fingerprint", finding->fingerprint);
    add_text(document, "message", finding->message != NULL ? finding->message : "");
    add_word(document, "allocated_by", fh_domain_name(finding->allocated_by));
    add_word(document, "released_by", fh_domain_name(finding->released_by));
    add_word(document, "allocator", finding->allocator);
    add_word(document, "releaser", finding->releaser);
    add_block(document, &finding->block);
    add_lost(document, finding);
    add_list(document, "stacks", finding->stacks, add_stack_item);
    add_list(document, "folded", finding->folded, add_text_item);
    add_text(document, "record", finding->record);
    json_builder_end_object(document->builder);
}

static void add_unmet_item(const struct document *document, gconstpointer item)
{
    const struct fh_unmet *unmet = item;
    json_builder_begin_object(document->builder);
    add_line(document, unmet->line);
    add_text(document, "message", unmet->message != NULL ? unmet->message : "");
    json_builder_end_object(document->builder);
}

static void add_heap(const struct document *document, const struct fh_heap *heap)
{
    add_name(document, "heap");
    if (!heap->is_known) {
        json_builder_add_null_value(document->builder);
        return;
    }
    json_builder_begin_object(document->builder);
    add_count(document, "allocs", heap->allocs);
    add_count(document, "frees", heap->frees);
    add_count(document, "bytes", heap->bytes);
    add_count(document, "in_use_bytes", heap->in_use_bytes);
    add_count(document, "in_use_blocks", heap->in_use_blocks);
    json_builder_end_object(document->builder);
}

static void add_duration(const struct document *document, guint64 duration_us)
{
    if (!document->report->is_deterministic)
        add_count(document, "duration_us", duration_us);
}

static void add_scenario(const struct document *document, const struct fh_result *result)
{
    g_autofree char *scenario = fh_shown_scenario(document->report, result);
    add_name(document, "scenario");
    add_value(document, scenario);
    add_path(document, "file", result->file);
    add_line(document, result->line);
    add_word(document, "library", result->library);
    add_word(document, "engine", result->engine != NULL ? result->engine : "");
}

static void add_result_item(const struct document *document, gconstpointer item)
{
    const struct fh_result *result = item;
    json_builder_begin_object(document->builder);
    add_scenario(document, result);
    add_word(document, "verdict", fh_verdict_name(fh_result_verdict(result)));
    add_text(document, "reason", result->reason);
    add_heap(document, &result->heap);
    add_list(document, "findings", result->findings, add_finding_item);
    add_list(document, "unmet", result->unmet, add_unmet_item);
    add_list(document, "notes", result->notes, add_text_item);
    add_list(document, "logs", result->logs, add_log_item);
    add_flag(document, "alone", result->ran_alone);
    add_duration(document, result->duration_us);
    json_builder_end_object(document->builder);
}

static void add_library_item(const struct document *document, gconstpointer item)
{
    const struct fh_library_info *library = item;
    json_builder_begin_object(document->builder);
    add_word(document, "name", library->name != NULL ? library->name : "");
    add_path(document, "crate", library->crate);
    add_path(document, "staticlib", library->staticlib);
    add_path(document, "header", library->header);
    add_word(document, "profile", library->profile);
    add_text(document, "rustc", library->rustc);
    add_text(document, "c_compiler", library->c_compiler);
    json_builder_end_object(document->builder);
}

static void add_engine_item(const struct document *document, gconstpointer item)
{
    const struct fh_engine_info *engine = item;
    json_builder_begin_object(document->builder);
    add_word(document, "name", engine->name != NULL ? engine->name : "");
    add_word(document, "version", engine->version);
    add_text(document, "command", engine->command);
    json_builder_end_object(document->builder);
}

static void add_summary(const struct document *document)
{
    const struct fh_counts counts = fh_report_counts(document->report);
    add_name(document, "summary");
    json_builder_begin_object(document->builder);
    add_count(document, "scenarios", counts.scenarios);
    add_count(document, "pass", counts.pass);
    add_count(document, "fail", counts.fail);
    add_count(document, "inconclusive", counts.inconclusive);
    json_builder_end_object(document->builder);
}

static JsonNode *build(const struct fh_report *report)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    const struct document document = {report, builder};
    json_builder_begin_object(builder);
    add_word(&document, "freehold", report->version != NULL ? report->version : "");
    add_word(&document, "verdict", fh_verdict_name(fh_report_verdict(report)));
    add_summary(&document);
    add_flag(&document, "cut", report->is_cut);
    add_duration(&document, report->duration_us);
    add_list(&document, "libraries", report->libraries, add_library_item);
    add_list(&document, "engines", report->engines, add_engine_item);
    add_list(&document, "results", report->results, add_result_item);
    json_builder_end_object(builder);
    return json_builder_get_root(builder);
}

static gboolean write_json(const struct fh_report *report, GOutputStream *out, gboolean colour G_GNUC_UNUSED,
                           GError **error)
{
    g_autoptr(JsonNode) root = build(report);
    g_autoptr(JsonGenerator) generator = json_generator_new();
    json_generator_set_root(generator, root);
    json_generator_set_pretty(generator, TRUE);
    json_generator_set_indent(generator, 1);
    gsize size = 0;
    g_autofree char *text = json_generator_to_data(generator, &size);
    return g_output_stream_write_all(out, text, size, NULL, NULL, error) &&
           g_output_stream_write_all(out, "\n", 1, NULL, NULL, error);
}

const struct fh_writer fh_json_writer = {"json", "report.json", write_json};
