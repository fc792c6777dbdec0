// SPDX-License-Identifier: MIT
#include "command/fail_each.h"

#include <glib/gstdio.h>
#include <stdio.h>

#include "check/faults.h"
#include "command/audits.h"
#include "command/results_file.h"
#include "command/version.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/result.h"
#include "verdict/fault.h"
#include "verdict/verdict.h"

#define RESULTS "fail-each.json"

/* Of one side, in one scenario, under one engine. What a loop asks for, it asks for in one way. */
#define MAX_FAULTS 1000

/* What one allocation led to. */
struct tried {
    struct fh_result *original; /* borrowed from the report */
    struct fh_plan_fault fault;
    struct fh_result *result; /* owned */
};

struct fail_each {
    struct fh_session *session;
    GPtrArray *tried; /* struct tried *, in the order of the audits' results */
};

static void tried_free(gpointer data)
{
    struct tried *tried = data;
    fh_result_free(tried->result);
    g_free(tried);
}

void fh_fail_each_prepare(struct fh_session *session)
{
    g_autofree char *before = g_build_filename(session->output.out_dir, RESULTS, NULL);
    g_unlink(before);
    if (!session->options->fails_each)
        return;
    for (guint i = 0; i < session->suite->parts->len; i++) {
        const struct fh_suite_part *part = g_ptr_array_index(session->suite->parts, i);
        if (part->plan)
            fh_plan_count_requests(part->plan);
    }
}

static const struct fh_planned *planned_of(const struct fh_suite_part *part, const struct fh_result *result)
{
    for (guint i = 0; i < part->plan->scenarios->len; i++) {
        const struct fh_planned *planned = g_ptr_array_index(part->plan->scenarios, i);
        if (planned->line == result->line && planned->fault == 0 &&
            g_str_equal(planned->file, result->file) && g_str_equal(planned->name, result->scenario))
            return planned;
    }
    return NULL;
}

static void add_side(struct fail_each *each, struct fh_result *result, guint scenario, enum fh_domain domain,
                     guint64 requests, GArray *faults)
{
    const guint n = (guint)MIN(requests, MAX_FAULTS);
    for (guint number = 1; number <= n; number++) {
        const struct fh_plan_fault fault = {scenario, domain, number};
        struct tried *tried = g_new0(struct tried, 1);
        *tried = (struct tried){result, fault, NULL};
        g_ptr_array_add(each->tried, tried);
        g_array_append_val(faults, fault);
    }
    if (requests > n)
        g_ptr_array_add(result->notes, g_strdup_printf(FH_NOT_LOOKED_FOR
                                                       "what happens if allocation %u of %s or a later one "
                                                       "fails (there are %" G_GUINT64_FORMAT ")",
                                                       n + 1, fh_domain_name(domain), requests));
}

/* Those that pass as they are, and expect nothing bad. */
static void add_faults(struct fail_each *each, const struct fh_suite_part *part, const char *engine,
                       GArray *faults)
{
    const GPtrArray *results = each->session->report->results;
    for (guint i = 0; i < results->len; i++) {
        struct fh_result *result = g_ptr_array_index(results, i);
        if (result->verdict != FH_VERDICT_PASS || !result->requests.is_known ||
            !g_str_equal(result->engine, engine) || g_strcmp0(result->library, part->config->name) != 0)
            continue;
        const struct fh_planned *planned = planned_of(part, result);
        if (!planned || planned->expectations->len > 0 || planned->has_faults)
            continue;
        add_side(each, result, planned->index, FH_DOMAIN_RUST, result->requests.rust, faults);
        add_side(each, result, planned->index, FH_DOMAIN_C, result->requests.c, faults);
    }
}

/* The scenarios that were added to the part's plan last. */
static GArray *added_scenarios(const struct fh_suite_part *part, guint n)
{
    GArray *indices = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = part->plan->scenarios->len - n; i < part->plan->scenarios->len; i++)
        g_array_append_val(indices, i);
    return indices;
}

/* The results of the last audit are no longer the report's. What was wrong at the start-up is in it already.
 */
static void take_results(struct fail_each *each, guint first_result, guint first_tried)
{
    GPtrArray *results = each->session->report->results;
    const guint n = each->tried->len - first_tried;
    while (results->len - first_result > n)
        fh_result_free(g_ptr_array_steal_index(results, first_result));
    for (guint i = 0; i < n; i++)
        ((struct tried *)g_ptr_array_index(each->tried, first_tried + i))->result =
            g_ptr_array_steal_index(results, first_result);
}

/* Nothing could be tried: the report says so of each. */
static void leave_open(struct fail_each *each, guint first_tried, const char *reason)
{
    for (guint i = first_tried; i < each->tried->len; i++) {
        struct tried *tried = g_ptr_array_index(each->tried, i);
        const struct fh_result *original = tried->original;
        tried->result = fh_result_new(original->scenario, original->file, original->line, original->engine);
        tried->result->library = g_strdup(original->library);
        tried->result->reason = g_strdup(reason);
    }
}

/* One library under one engine. */
static void try_part(struct fail_each *each, guint number, const struct fh_engine *engine)
{
    struct fh_session *session = each->session;
    struct fh_suite_part *part = g_ptr_array_index(session->suite->parts, number);
    g_autoptr(GArray) faults = g_array_new(FALSE, FALSE, sizeof(struct fh_plan_fault));
    g_autoptr(GError) error = NULL;
    const guint first_result = session->report->results->len, first_tried = each->tried->len;
    if (part->plan)
        add_faults(each, part, engine->name, faults);
    if (faults->len == 0)
        return;
    fh_plan_add_faults(part->plan, faults);
    session->total = faults->len;
    struct fh_audits *audits = fh_audits_new(session);
    const gboolean has_started =
        fh_audits_start(audits, number, engine, added_scenarios(part, faults->len), FALSE, &error);
    fh_audits_finish(audits);
    if (has_started)
        take_results(each, first_result, first_tried);
    else
        leave_open(each, first_tried, error->message);
}

/* "of 12 allocations of rust that failed in turn: 10 went-on, 2 ended-by-std". Caller owns. */
static char *words_of(const guint counts[FH_FAULT_END_COUNT], guint total, const char *of)
{
    g_autoptr(GString) words = g_string_new(NULL);
    for (guint end = 0; end < FH_FAULT_END_COUNT; end++)
        if (counts[end] > 0)
            g_string_append_printf(words, "%s%u %s", words->len > 0 ? ", " : "", counts[end],
                                   fh_fault_end_name(end));
    return g_strdup_printf("%u allocations%s failed in turn%s%s", total, of, total > 0 ? ": " : "",
                           words->str);
}

/* Of one side in one scenario; `original` NULL: of all. Returns how many there are. */
static guint count(const struct fail_each *each, const struct fh_result *original, enum fh_domain domain,
                   guint counts[FH_FAULT_END_COUNT])
{
    guint total = 0;
    for (guint i = 0; i < each->tried->len; i++) {
        const struct tried *tried = g_ptr_array_index(each->tried, i);
        if (original && (tried->original != original || tried->fault.domain != domain))
            continue;
        counts[fh_fault_end_of(tried->result)]++;
        total++;
    }
    return total;
}

static void note_side(const struct fail_each *each, struct fh_result *original, enum fh_domain domain)
{
    guint counts[FH_FAULT_END_COUNT] = {0};
    g_autofree char *of = g_strconcat(" of ", fh_domain_name(domain), NULL);
    const guint total = count(each, original, domain, counts);
    if (total > 0)
        g_ptr_array_add(original->notes, words_of(counts, total, of));
}

static void add_tried(JsonBuilder *json, const struct tried *tried)
{
    const struct fh_result *result = tried->result;
    g_autoptr(GPtrArray) said = g_ptr_array_new();
    for (guint i = 0; i < result->findings->len; i++)
        g_ptr_array_add(said, ((struct fh_finding *)g_ptr_array_index(result->findings, i))->message);
    for (guint i = 0; i < result->unmet->len; i++)
        g_ptr_array_add(said, ((struct fh_unmet *)g_ptr_array_index(result->unmet, i))->message);
    if (result->reason)
        g_ptr_array_add(said, result->reason);
    json_builder_begin_object(json);
    fh_results_add_text(json, "file", tried->original->file);
    fh_results_add_number(json, "line", tried->original->line);
    fh_results_add_text(json, "scenario", tried->original->scenario);
    fh_results_add_text(json, "engine", tried->original->engine);
    fh_results_add_text(json, "of", fh_domain_name(tried->fault.domain));
    fh_results_add_number(json, "allocation", tried->fault.number);
    fh_results_add_text(json, "end", fh_fault_end_name(fh_fault_end_of(result)));
    fh_results_add_texts(json, "said", said);
    json_builder_end_object(json);
}

static gboolean write_results(const struct fail_each *each, GError **error)
{
    g_autofree char *path = g_build_filename(each->session->output.out_dir, RESULTS, NULL);
    g_autoptr(JsonBuilder) json = json_builder_new();
    json_builder_begin_object(json);
    fh_results_add_text(json, "freehold", FH_VERSION);
    json_builder_set_member_name(json, "allocations");
    json_builder_begin_array(json);
    for (guint i = 0; i < each->tried->len; i++)
        add_tried(json, g_ptr_array_index(each->tried, i));
    json_builder_end_array(json);
    json_builder_end_object(json);
    return fh_results_write(json, path, error);
}

/* What is wrong, or open, is a result of its own. */
static void report(const struct fail_each *each)
{
    for (guint i = 0; i < each->tried->len; i++) {
        struct tried *tried = g_ptr_array_index(each->tried, i);
        if (i == 0 || ((struct tried *)g_ptr_array_index(each->tried, i - 1))->original != tried->original) {
            note_side(each, tried->original, FH_DOMAIN_RUST);
            note_side(each, tried->original, FH_DOMAIN_C);
        }
        if (fh_result_verdict(tried->result) != FH_VERDICT_PASS)
            g_ptr_array_add(each->session->report->results, g_steal_pointer(&tried->result));
    }
}

static void say(const struct fail_each *each)
{
    guint counts[FH_FAULT_END_COUNT] = {0};
    g_autoptr(GError) error = NULL;
    const guint total = count(each, NULL, FH_DOMAIN_UNKNOWN, counts);
    g_autofree char *words = words_of(counts, total, "");
    fprintf(stderr, "freehold run: --fail-each: %s (%s/" RESULTS ")\n", words, each->session->output.out_dir);
    if (!write_results(each, &error))
        fprintf(stderr, "freehold run: --fail-each: %s\n", error->message);
}

void fh_fail_each(struct fh_session *session)
{
    struct fail_each each = {session, g_ptr_array_new_with_free_func(tried_free)};
    for (guint i = 0; i < session->engines->len; i++)
        for (guint j = 0; j < session->suite->parts->len; j++)
            try_part(&each, j, g_ptr_array_index(session->engines, i));
    say(&each);
    report(&each);
    g_ptr_array_unref(each.tried);
}
