// SPDX-License-Identifier: MIT
/* Each suppression that is shipped, held against a stack that it is made for: taken out; and with a library's
 * function right beside the suppressed ones, or a Rust block, it counts. And the files' reader. */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "host-rules-resource.h"
#include "model/finding.h"
#include "model/result.h"
#include "program/host_rules.h"
#include "program/host_rules_file.h"
#include "run_suite.h"
#include "wire/events.h"

#define FOLDER    "/freehold/suppressions/"
#define N_CALLERS 30
#define SIZE      0x1000 /* of each object */

static struct fh_host_rules_file **files;
static char **names;
static guint n_files;

/* What lies at 0x1000 × (its index + 1). */
enum object { HOST, C_LIBRARY, GUEST, GUEST_IN_C, NOWHERE };

struct process {
    GPtrArray *events;
    char *host;
};

static void add_object(struct process *process, enum object object, const char *path, guint64 watch)
{
    const gsize size = (strlen(path) + 8) & ~(gsize)7;
    struct fh_event *event = g_malloc0(sizeof(*event) + size);
    event->kind = FH_EVENT_OBJECT;
    event->values[0] = SIZE * ((guint64)object + 1);
    event->values[1] = event->values[0] + SIZE;
    event->values[3] = watch;
    event->text_size = (guint32)size;
    strcpy((char *)(event + 1), path);
    g_ptr_array_add(process->events, event);
}

/* A path, or a name, that fits the pattern. */
static char *instance_of(const char *pattern)
{
    g_auto(GStrv) parts = g_strsplit(pattern, "*", -1);
    return g_strjoinv("", parts);
}

/* Where the test is, the host is a file that has in it what the rules ask for. */
static struct process process_of(const struct fh_host_rules_file *file)
{
    struct process process = {g_ptr_array_new_with_free_func(g_free), NULL};
    g_autofree char *name = instance_of(file->programs[0]);
    g_autofree char *folder = g_dir_make_tmp("freehold-XXXXXX", NULL);
    process.host = g_build_filename(folder, *name != '\0' ? name : "program", NULL);
    ck_assert(g_file_set_contents(process.host, file->holds ? file->holds[0] : "", -1, NULL));
    add_object(&process, HOST, process.host, file->is_crate ? FH_OBJECT_REDIRECTED : FH_OBJECT_NOT_RUST);
    add_object(&process, C_LIBRARY, "/lib/x86_64-linux-gnu/libc.so.6", FH_OBJECT_NOT_RUST);
    add_object(&process, GUEST, "/opt/guest/libguest.so", FH_OBJECT_REDIRECTED);
    add_object(&process, GUEST_IN_C, "/opt/guest/libglue.so", FH_OBJECT_NOT_RUST);
    return process;
}

static void end_process(struct process *process)
{
    g_autofree char *folder = g_path_get_dirname(process->host);
    g_unlink(process->host);
    g_rmdir(folder);
    g_free(process->host);
    g_ptr_array_unref(process->events);
}

static void add_frame(struct fh_stack *stack, gint at, enum object object, const char *function)
{
    struct fh_frame *frame = fh_frame_new();
    frame->address = SIZE * ((guint64)object + 1) + 16 + (guint64)stack->frames->len;
    frame->function = g_strdup(function);
    g_ptr_array_insert(stack->frames, at, frame);
}

/* A stack that the rule is made for: what it names, and a function of the host's for each "...", and main().
 */
static void add_frame_for(struct fh_stack *stack, const struct fh_rule_frame *rule)
{
    g_autofree char *function = rule->rule == FH_FRAME_FUNCTION ? instance_of(rule->text) : NULL;
    const gboolean is_made_code = rule->rule == FH_FRAME_OBJECT && g_str_equal(rule->text, "???");
    const gboolean is_allocator = function && stack->frames->len == 0;
    add_frame(stack, -1, is_made_code ? NOWHERE : is_allocator ? C_LIBRARY : HOST, function);
}

static struct fh_finding *finding_for(const struct fh_host_rules_file *file, guint index, guint *n_of_rule)
{
    const struct fh_host_rule *rule = g_ptr_array_index(file->rules, index);
    struct fh_finding *finding = fh_finding_new(rule->kind);
    struct fh_stack *stack = fh_stack_new("allocated");
    finding->allocated_by = file->is_crate ? FH_DOMAIN_RUST : FH_DOMAIN_C;
    if (file->is_crate)
        add_frame(stack, -1, HOST, "__rust_alloc");
    for (guint i = 0; i < rule->frames->len; i++)
        add_frame_for(stack, &g_array_index(rule->frames, struct fh_rule_frame, i));
    *n_of_rule = stack->frames->len;
    add_frame(stack, -1, HOST, "main");
    g_ptr_array_add(finding->stacks, stack);
    return finding;
}

static struct fh_stack *stack_of(const struct fh_finding *finding)
{
    return g_ptr_array_index(finding->stacks, 0);
}

/* Consumes the finding. */
static enum fh_outside judged(const struct process *process, struct fh_finding *finding)
{
    struct fh_host_rules *rules = fh_host_rules_new();
    struct fh_result *result = fh_result_new("host", NULL, 0, "valgrind");
    g_ptr_array_add(result->findings, finding);
    fh_host_rules_apply(rules, process->events, N_CALLERS, result);
    const enum fh_outside outside = finding->outside;
    ck_assert_uint_eq(result->notes->len, outside == FH_OUTSIDE_HOST ? 1 : 0);
    fh_result_free(result);
    fh_host_rules_free(rules);
    return outside;
}

static void judge_beside(const struct process *process, const struct fh_host_rules_file *file, guint i,
                         enum object object)
{
    guint n;
    struct fh_finding *below = finding_for(file, i, &n);
    add_frame(stack_of(below), (gint)n, object, "guest_calls_the_host");
    ck_assert_msg(judged(process, below) == FH_OUTSIDE_NOTHING, "right below: %s %u", file->host, i);
    for (guint at = 0; at <= 1; at++) {
        struct fh_finding *above = finding_for(file, i, &n);
        add_frame(stack_of(above), (gint)at, object, "guest_is_called");
        ck_assert_msg(judged(process, above) == FH_OUTSIDE_NOTHING, "right above: %s %u", file->host, i);
    }
    struct fh_finding *origin = finding_for(file, i, &n);
    struct fh_stack *made = fh_stack_new("origin");
    add_frame(made, -1, object, "guest_made_it");
    g_ptr_array_add(origin->stacks, made);
    ck_assert_msg(judged(process, origin) == FH_OUTSIDE_NOTHING, "the guest's memory: %s %u", file->host, i);
}

static void judge_host(const struct process *process, const struct fh_host_rules_file *file, guint i)
{
    guint n;
    judge_beside(process, file, i, GUEST);
    judge_beside(process, file, i, GUEST_IN_C);
    struct fh_finding *by_rust = finding_for(file, i, &n);
    by_rust->allocated_by = FH_DOMAIN_RUST;
    ck_assert_int_eq(judged(process, by_rust), FH_OUTSIDE_NOTHING);
}

/* The crate's functions are the library's: what it does itself beside them counts. */
static void judge_crate(const struct process *process, const struct fh_host_rules_file *file, guint i)
{
    guint n;
    struct fh_finding *above = finding_for(file, i, &n);
    add_frame(stack_of(above), 1, GUEST, "guest_is_called");
    ck_assert_msg(judged(process, above) == FH_OUTSIDE_NOTHING, "right above: %s %u", file->host, i);
    struct fh_finding *below = finding_for(file, i, &n);
    g_ptr_array_remove_index(stack_of(below)->frames, 1);
    ck_assert_msg(judged(process, below) == FH_OUTSIDE_NOTHING, "right below: %s %u", file->host, i);
    struct fh_finding *later = finding_for(file, i, &n);
    g_ptr_array_remove_index(stack_of(later)->frames, n - 1);
    ck_assert_msg(judged(process, later) == FH_OUTSIDE_NOTHING, "at another time: %s %u", file->host, i);
    struct fh_finding *by_c = finding_for(file, i, &n);
    by_c->allocated_by = FH_DOMAIN_C;
    ck_assert_int_eq(judged(process, by_c), FH_OUTSIDE_NOTHING);
}

START_TEST(each_beside_a_library)
{
    const struct fh_host_rules_file *file = files[_i];
    struct process process = process_of(file);
    ck_assert_uint_gt(file->rules->len, 0);
    for (guint i = 0; i < file->rules->len; i++) {
        guint n;
        ck_assert_msg(judged(&process, finding_for(file, i, &n)) == FH_OUTSIDE_HOST, "%s %u fits nothing",
                      file->host, i);
        struct fh_finding *another = finding_for(file, i, &n);
        another->kind = FH_KIND_CROSS_ALLOCATOR_FREE;
        ck_assert_int_eq(judged(&process, another), FH_OUTSIDE_NOTHING);
        if (file->is_crate)
            judge_crate(&process, file, i);
        else
            judge_host(&process, file, i);
    }
    end_process(&process);
}
END_TEST

/* Of another version nothing is known, and that is said. */
START_TEST(another_host)
{
    guint n;
    struct process process = process_of(files[_i]);
    struct fh_host_rules *rules = fh_host_rules_new();
    struct fh_finding *finding = finding_for(files[_i], 0, &n);
    struct fh_result *result = fh_result_new("host", NULL, 0, "valgrind");
    g_autoptr(GPtrArray) results = g_ptr_array_new();
    strcpy((char *)((struct fh_event *)g_ptr_array_index(process.events, 0) + 1), "/p");
    g_ptr_array_add(result->findings, finding);
    g_ptr_array_add(results, result);
    fh_host_rules_apply(rules, process.events, N_CALLERS, result);
    fh_host_rules_note_unused(rules, results);
    ck_assert_int_eq(finding->outside, FH_OUTSIDE_NOTHING);
    ck_assert_uint_eq(result->notes->len, 1);
    ck_assert(
        g_str_has_prefix(g_ptr_array_index(result->notes, 0), "--host-suppressions suppressed nothing: "));
    fh_host_rules_free(rules);
    fh_result_free(result);
    end_process(&process);
}
END_TEST

START_TEST(unused_are_named)
{
    guint n;
    struct process process = process_of(files[_i]);
    struct fh_host_rules *rules = fh_host_rules_new();
    g_autoptr(GPtrArray) results = g_ptr_array_new();
    struct fh_result *result = fh_result_new("host", NULL, 0, "valgrind");
    g_ptr_array_add(results, result);
    fh_host_rules_note_unused(NULL, results);
    ck_assert_uint_eq(result->notes->len, 0);
    g_ptr_array_add(result->findings, finding_for(files[_i], 0, &n));
    fh_host_rules_apply(rules, process.events, N_CALLERS, result);
    fh_host_rules_note_unused(rules, results);
    ck_assert_uint_eq(result->notes->len, files[_i]->rules->len);
    for (guint i = 1; i < result->notes->len; i++)
        ck_assert(g_str_has_suffix(g_ptr_array_index(result->notes, i), " suppressed nothing"));
    fh_host_rules_free(rules);
    fh_result_free(result);
    end_process(&process);
}
END_TEST

#define HEAD "# host: H\n# program: h\n# objects: */h\n# seen: 2026-12-01\n"

static const struct {
    const char *text, *error; /* of which a part; NULL: it is read */
} texts[] = {
    {HEAD "{\nname\nMemcheck:Leak\nfun:malloc\n...\nobj:*/h\n}\n", NULL},
    {HEAD "\n# a comment\n  {\n  name\n  Memcheck:Leak\n  match-leak-kinds: all\n  fun:malloc\n  }\n", NULL},
    {"", "f:0: the head wants"},
    {"# host: H\n# program: h\n# objects: */h\n{\n", "f:3: the head wants"},
    {HEAD "name\n", "f:5: a suppression begins with '{'"},
    {HEAD "{\nname\nMemcheck:Free\nfun:free\n}\n", "f:7: no kind that is known"},
    {HEAD "{\nname\n", "f:7: no kind that is known"},
    {HEAD "{\nname\nMemcheck:Leak\nsrc:a.c\n}\n", "f:8: neither"},
    {HEAD "{\nname\nMemcheck:Leak\nfun:malloc\n", "a suppression without an end"},
    {HEAD "{\nname\nMemcheck:Leak\n}\n", "f:8: a suppression without a frame fits everything"},
    {HEAD "{\nname\nMemcheck:Leak\n...\n}\n", "f:9: a suppression without a frame fits everything"},
};

START_TEST(reads)
{
    g_autoptr(GError) error = NULL;
    struct fh_host_rules_file *file = fh_host_rules_file_read("f", texts[_i].text, &error);
    ck_assert_int_eq(file != NULL, texts[_i].error == NULL);
    if (texts[_i].error) {
        ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_USAGE));
        ck_assert_msg(strstr(error->message, texts[_i].error) != NULL, "%s", error->message);
    }
    fh_host_rules_file_free(file);
}
END_TEST

static void read_files(void)
{
    GResource *resource = host_rules_get_resource();
    names = g_resource_enumerate_children(resource, FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    n_files = g_strv_length(names);
    files = g_new0(struct fh_host_rules_file *, n_files);
    for (guint i = 0; i < n_files; i++) {
        g_autofree char *path = g_strconcat(FOLDER, names[i], NULL);
        g_autoptr(GBytes) bytes = g_resource_lookup_data(resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
        g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
        files[i] = fh_host_rules_file_read(names[i], text, NULL);
    }
}

int main(void)
{
    Suite *suite = suite_create("host_rules");
    TCase *tests = tcase_create("host_rules");
    read_files();
    tcase_add_loop_test(tests, each_beside_a_library, 0, (int)n_files);
    tcase_add_loop_test(tests, another_host, 0, (int)n_files);
    tcase_add_loop_test(tests, unused_are_named, 0, (int)n_files);
    tcase_add_loop_test(tests, reads, 0, (int)G_N_ELEMENTS(texts));
    suite_add_tcase(suite, tests);
    const int status = run_suite(suite);
    for (guint i = 0; i < n_files; i++)
        fh_host_rules_file_free(files[i]);
    g_free(files);
    g_strfreev(names);
    return status;
}
