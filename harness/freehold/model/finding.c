// SPDX-License-Identifier: MIT
#include "model/finding.h"

#define AT_LINE "at_line_"

struct fh_frame *fh_frame_new(void)
{
    return g_new0(struct fh_frame, 1);
}

void fh_frame_free(struct fh_frame *frame)
{
    if (!frame)
        return;
    g_free(frame->function);
    g_free(frame->file);
    g_free(frame->directory);
    g_free(frame->object);
    g_free(frame);
}

static struct fh_frame *frame_copy(const struct fh_frame *frame)
{
    struct fh_frame *copy = g_memdup2(frame, sizeof *frame);

    copy->function = g_strdup(frame->function);
    copy->file = g_strdup(frame->file);
    copy->directory = g_strdup(frame->directory);
    copy->object = g_strdup(frame->object);
    return copy;
}

static void free_frame(gpointer frame)
{
    fh_frame_free(frame);
}

static void free_stack(gpointer stack)
{
    fh_stack_free(stack);
}

static void free_finding(gpointer finding)
{
    fh_finding_free(finding);
}

static void free_unmet(gpointer unmet)
{
    fh_unmet_free(unmet);
}

static void free_result(gpointer result)
{
    fh_result_free(result);
}

static void free_library(gpointer info)
{
    fh_library_info_free(info);
}

static void free_engine(gpointer info)
{
    fh_engine_info_free(info);
}

struct fh_stack *fh_stack_new(const char *role)
{
    struct fh_stack *stack = g_new0(struct fh_stack, 1);

    stack->role = g_strdup(role);
    stack->frames = g_ptr_array_new_with_free_func(free_frame);
    return stack;
}

void fh_stack_free(struct fh_stack *stack)
{
    if (!stack)
        return;
    g_free(stack->role);
    g_ptr_array_unref(stack->frames);
    g_free(stack);
}

struct fh_stack *fh_stack_copy(const struct fh_stack *stack, const char *role)
{
    struct fh_stack *copy = fh_stack_new(role);

    for (guint i = 0; i < stack->frames->len; i++)
        g_ptr_array_add(copy->frames, frame_copy(g_ptr_array_index(stack->frames, i)));
    return copy;
}

/* The N of "at_line_N", with whatever a compiler appends (".constprop.0"); 0 for any other name. */
static guint line_of_function(const char *function)
{
    const char *digits;
    guint64 line;

    if (!function || !g_str_has_prefix(function, AT_LINE))
        return 0;
    digits = function + strlen(AT_LINE);
    if (!g_ascii_isdigit(*digits))
        return 0;
    line = g_ascii_strtoull(digits, NULL, 10);
    return line <= G_MAXUINT ? (guint)line : 0;
}

guint fh_stack_scenario_line(const struct fh_stack *stack)
{
    guint line = 0;

    for (guint i = 0; stack && i < stack->frames->len && !line; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        line = line_of_function(frame->function);
    }
    return line;
}

struct fh_finding *fh_finding_new(enum fh_kind kind)
{
    struct fh_finding *finding = g_new0(struct fh_finding, 1);

    finding->kind = kind;
    finding->stacks = g_ptr_array_new_with_free_func(free_stack);
    finding->folded = g_ptr_array_new_with_free_func(g_free);
    return finding;
}

void fh_finding_free(struct fh_finding *finding)
{
    if (!finding)
        return;
    g_free(finding->file);
    g_free(finding->message);
    g_free(finding->allocator);
    g_free(finding->releaser);
    g_ptr_array_unref(finding->stacks);
    g_ptr_array_unref(finding->folded);
    g_free(finding->record);
    g_free(finding->fingerprint);
    g_free(finding);
}

gboolean fh_finding_is_new(const struct fh_finding *finding)
{
    return !finding->is_expected && !finding->is_known;
}

struct fh_unmet *fh_unmet_new(guint line, const char *format, ...)
{
    struct fh_unmet *unmet = g_new0(struct fh_unmet, 1);
    va_list arguments;

    unmet->line = line;
    va_start(arguments, format);
    unmet->message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return unmet;
}

void fh_unmet_free(struct fh_unmet *unmet)
{
    if (!unmet)
        return;
    g_free(unmet->message);
    g_free(unmet);
}

void fh_not_applicable_free(struct fh_not_applicable *not_applicable)
{
    if (!not_applicable)
        return;
    g_free(not_applicable->reason);
    g_free(not_applicable->seen_by);
    g_free(not_applicable);
}

static void free_not_applicable(gpointer not_applicable)
{
    fh_not_applicable_free(not_applicable);
}

const char *fh_verdict_name(enum fh_verdict verdict)
{
    static const char *const names[] = {
        [FH_VERDICT_PASS] = "pass", [FH_VERDICT_FAIL] = "fail", [FH_VERDICT_INCONCLUSIVE] = "inconclusive"};

    g_assert((guint)verdict < G_N_ELEMENTS(names));
    return names[verdict];
}

/* Inconclusive until somebody judges it: nothing unknown is a pass. */
struct fh_result *fh_result_new(const char *scenario, const char *file, guint line, const char *engine)
{
    struct fh_result *result = g_new0(struct fh_result, 1);

    result->scenario = g_strdup(scenario);
    result->file = g_strdup(file);
    result->line = line;
    result->engine = g_strdup(engine);
    result->verdict = FH_VERDICT_INCONCLUSIVE;
    result->findings = g_ptr_array_new_with_free_func(free_finding);
    result->unmet = g_ptr_array_new_with_free_func(free_unmet);
    result->not_applicable = g_ptr_array_new_with_free_func(free_not_applicable);
    result->notes = g_ptr_array_new_with_free_func(g_free);
    result->logs = g_ptr_array_new_with_free_func(g_free);
    return result;
}

void fh_result_free(struct fh_result *result)
{
    if (!result)
        return;
    g_free(result->scenario);
    g_free(result->file);
    g_free(result->library);
    g_free(result->engine);
    g_free(result->reason);
    g_ptr_array_unref(result->findings);
    g_ptr_array_unref(result->unmet);
    g_ptr_array_unref(result->not_applicable);
    fh_timeline_free(result->timeline);
    g_ptr_array_unref(result->notes);
    g_ptr_array_unref(result->logs);
    g_free(result);
}

struct fh_known *fh_known_new(enum fh_kind kind)
{
    struct fh_known *known = g_new0(struct fh_known, 1);

    known->kind = kind;
    return known;
}

void fh_known_free(struct fh_known *known)
{
    if (!known)
        return;
    g_free(known->fingerprint);
    g_free(known->scenario);
    g_free(known->file);
    g_free(known->engine);
    g_free(known->message);
    g_free(known);
}

static void free_known(gpointer known)
{
    fh_known_free(known);
}

struct fh_baseline_use *fh_baseline_use_new(const char *path)
{
    struct fh_baseline_use *use = g_new0(struct fh_baseline_use, 1);

    use->path = g_strdup(path);
    use->fixed = g_ptr_array_new_with_free_func(free_known);
    return use;
}

void fh_baseline_use_free(struct fh_baseline_use *use)
{
    if (!use)
        return;
    g_free(use->path);
    g_ptr_array_unref(use->fixed);
    g_free(use);
}

struct fh_report *fh_report_new(void)
{
    struct fh_report *report = g_new0(struct fh_report, 1);

    report->results = g_ptr_array_new_with_free_func(free_result);
    report->libraries = g_ptr_array_new_with_free_func(free_library);
    report->engines = g_ptr_array_new_with_free_func(free_engine);
    return report;
}

void fh_report_free(struct fh_report *report)
{
    if (!report)
        return;
    g_free(report->version);
    g_ptr_array_unref(report->results);
    g_ptr_array_unref(report->libraries);
    g_ptr_array_unref(report->engines);
    fh_baseline_use_free(report->baseline);
    g_free(report->directory);
    g_free(report->root);
    g_free(report);
}

void fh_library_info_free(struct fh_library_info *info)
{
    if (!info)
        return;
    g_free(info->name);
    g_free(info->crate);
    g_free(info->staticlib);
    g_free(info->header);
    g_free(info->profile);
    g_free(info->rustc);
    g_free(info->c_compiler);
    g_free(info);
}

void fh_engine_info_free(struct fh_engine_info *info)
{
    if (!info)
        return;
    g_free(info->name);
    g_free(info->version);
    g_free(info->command);
    g_free(info);
}

static gint compare_graveness(gconstpointer a, gconstpointer b)
{
    const struct fh_finding *left = *(struct fh_finding *const *)a, *right = *(struct fh_finding *const *)b;

    return (gint)fh_kind_info(right->kind)->severity - (gint)fh_kind_info(left->kind)->severity;
}

void fh_findings_sort(GPtrArray *findings)
{
    g_ptr_array_sort(findings, compare_graveness);
}
