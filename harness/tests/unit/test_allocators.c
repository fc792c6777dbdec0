// SPDX-License-Identifier: MIT
/* Every row of the table of allocators is known to whoever reads it. What is defined by name is held against
 * it by exec/allocators_known.sh. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "api/api.h"
#include "api/lookup.h"
#include "classify/past_hook.h"
#include "classify/stack.h"
#include "classify/words.h"
#include "engine/valgrind/malloc_trace.h"
#include "library/allocator_symbols.h"
#include "log/record.h"
#include "report/text/stacks.h"
#include "run_suite.h"
#include "wire/allocators.h"
#include "wire/rust_code.h"

/* Is asked of every row; each may have none. */
typedef void row_check(const struct fh_allocator *row);

static void each_row(row_check *check)
{
    guint n = 0;
    for (const struct fh_allocator *row = fh_allocators; row->name; row++, n++)
        check(row);
    ck_assert_uint_gt(n, 40);
}

static void assert_same(const struct fh_allocator *row, const char *name)
{
    const struct fh_allocator *found = fh_allocator_find(name);
    ck_assert_msg(found != NULL, "%s: not found", name);
    ck_assert_msg(found->family == row->family && found->verb == row->verb && found->role == row->role, "%s",
                  name);
    ck_assert_str_eq(found->name, row->name);
}

static gboolean is_cxx(const struct fh_allocator *row)
{
    return fh_family_domain(row->family) == FH_DOMAIN_CXX;
}

/* As newer rustcs have it: `__rustc::NAME`. */
static char *v0(const char *name)
{
    return g_strdup_printf("_RNvCsfLfy6EI15iL_7___rustc%zu_%s", strlen(name), name);
}

static void check_names(const struct fh_allocator *row)
{
    g_autofree char *clone = g_strconcat(row->name, ".part.0", NULL);
    g_autofree char *with_parameters = g_strconcat(row->name, "(void*, unsigned long)", NULL);
    g_autofree char *longer = g_strconcat(row->name, "_alike", NULL);
    g_autofree char *of_class = g_strconcat("Arena::", row->name, NULL);
    g_autofree char *mangled = v0(row->name);
    ck_assert_uint_eq(row->length, strlen(row->name));
    assert_same(row, row->name);
    assert_same(row, row->symbol);
    assert_same(row, clone);
    ck_assert_ptr_null(fh_allocator_find(longer));
    if (is_cxx(row))
        assert_same(row, with_parameters);
    else
        ck_assert_ptr_null(fh_allocator_find(with_parameters));
    if (row->family == FH_FAMILY_RUST)
        assert_same(row, mangled);
    else
        ck_assert_msg(!fh_allocator_find(of_class) && !fh_allocator_find(mangled), "%s: others'", row->name);
}

START_TEST(each_is_found_by_its_names)
{
    each_row(check_names);
}
END_TEST

/* What is no allocator's, though it looks so. */
static const char *const lookalikes[] = {"",
                                         "::",
                                         "__rust_",
                                         "__rust_alloc_error_handler",
                                         "_RNvCs1_7___rustc13___rust_alloc",
                                         "_RNvCs1_7___rustc",
                                         "my__rust_alloc",
                                         "xmalloc",
                                         "malloc_usable_size",
                                         "operator",
                                         "operator new<int>",
                                         "operator newer",
                                         "_Znwmx",
                                         "Foo::operator new(unsigned long)"};

START_TEST(lookalikes_are_none)
{
    ck_assert_ptr_null(fh_allocator_find(lookalikes[_i]));
}
END_TEST

/* The order that fh_allocator_rust() relies on, and a family is whole: it allocates and releases. */
START_TEST(families_are_whole)
{
    static const char *const releases[FH_FAMILY_COUNT] = {"__rust_dealloc", "free", "operator delete",
                                                          "operator delete[]"};
    static const char *const verbs[FH_VERB_COUNT] = {"alloc", "alloc_zeroed", "realloc", "dealloc"};
    for (guint verb = 0; verb < FH_VERB_COUNT; verb++) {
        const struct fh_allocator *row = fh_allocator_rust(verb);
        ck_assert(row->family == FH_FAMILY_RUST && row->verb == verb && row->role == FH_ROLE_ENTRY);
        ck_assert_str_eq(fh_allocator_rust_verb(verb), verbs[verb]);
    }
    for (guint family = 0; family < FH_FAMILY_COUNT; family++)
        ck_assert_str_eq(fh_family_release(family), releases[family]);
}
END_TEST

static void check_handing(const struct fh_allocator *row)
{
    ck_assert_msg((row->handing == FH_HANDS_NOTHING) == (row->verb == FH_VERB_RELEASE), "%s", row->name);
}

START_TEST(what_releases_hands_out_nothing)
{
    each_row(check_handing);
}
END_TEST

static struct fh_stack *stack_of(const char *function)
{
    struct fh_stack *stack = fh_stack_new("at");
    struct fh_frame *frame = fh_frame_new(), *caller = fh_frame_new();
    frame->function = g_strdup(function);
    caller->function = g_strdup("user");
    g_ptr_array_add(stack->frames, frame);
    g_ptr_array_add(stack->frames, caller);
    return stack;
}

static void assert_side(const char *function, enum fh_domain domain, const char *name)
{
    fh_auto(fh_stack) stack = stack_of(function);
    g_autofree char *said = NULL;
    enum fh_domain found = fh_stack_domain(stack, &said);
    ck_assert_msg(found == domain, "%s is %s", function, fh_domain_name(found));
    ck_assert_str_eq(said, name);
    ck_assert_uint_eq(fh_stack_after_allocator(stack), 1);
}

static void check_side(const struct fh_allocator *row)
{
    gboolean is_rust = row->family == FH_FAMILY_RUST;
    const char *name = is_rust ? fh_allocator_rust(row->verb)->name : row->name;
    assert_side(row->name, fh_family_domain(row->family), name);
    assert_side(row->symbol, fh_family_domain(row->family), name);
    if (row->role != FH_ROLE_ENTRY || is_cxx(row))
        return;
    g_autofree char *import = g_strconcat("fh_import_", row->name, NULL);
    g_autofree char *heap = g_strconcat("fh_rust_", fh_allocator_rust_verb(row->verb), NULL);
    g_autofree char *redirected = g_strconcat("_RNvC*", fh_allocator_rust(row->verb)->name, NULL);
    assert_side(heap, FH_DOMAIN_RUST, fh_allocator_rust(row->verb)->name);
    assert_side(redirected, FH_DOMAIN_RUST, fh_allocator_rust(row->verb)->name);
    if (!is_rust)
        assert_side(import, FH_DOMAIN_RUST, fh_allocator_rust(row->verb)->name);
}

START_TEST(classify_knows_each)
{
    each_row(check_side);
    assert_side("fh_import_strdup", FH_DOMAIN_C, "strdup"); /* libc's own, and it stays so */
}
END_TEST

static void check_resize(const struct fh_allocator *row)
{
    ck_assert_msg(fh_words_is_resize(row->name) == (row->verb == FH_VERB_RESIZE), "%s", row->name);
}

START_TEST(messages_know_what_resizes)
{
    each_row(check_resize);
    ck_assert(!fh_words_is_resize(NULL));
}
END_TEST

static void free_record(gpointer record)
{
    fh_record_free(record);
}

static void check_past(const struct fh_allocator *row)
{
    gboolean is_past = row->role == FH_ROLE_STD_SHIM || row->role == FH_ROLE_CRATE_SHIM;
    g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func(free_record);
    struct fh_record *record = fh_record_new(FH_RECORD_LEAK);
    record->stack = stack_of(row->name);
    g_ptr_array_add(records, record);
    ck_assert_msg((fh_why_past_hook(records) != NULL) == is_past, "%s", row->name);
}

START_TEST(a_shim_in_a_stack_went_past_the_hook)
{
    each_row(check_past);
}
END_TEST

static void check_std(const struct fh_allocator *row)
{
    struct fh_frame frame = {.function = (char *)row->name};
    ck_assert_msg(fh_frame_is_rust_std(&frame) == (row->family == FH_FAMILY_RUST), "%s", row->name);
}

START_TEST(rusts_frames_are_folded_as_std)
{
    each_row(check_std);
}
END_TEST

/* Valgrind's trace has what memcheck replaces. */
static void check_trace(const struct fh_allocator *row)
{
    static const struct {
        const char *arguments;
        guint64 allocs, frees, bytes;
    } counts[FH_VERB_COUNT] = {[FH_VERB_ALLOCATE] = {"24) = 0x4A41040", 1, 0, 24},
                               [FH_VERB_ZEROED] = {"3,8) = 0x4A41040", 1, 0, 24},
                               [FH_VERB_RESIZE] = {"0x4A41040,24) = 0x4A41090", 1, 1, 24},
                               [FH_VERB_RELEASE] = {"0x4A41040)", 0, 1, 0}};
    if (row->family == FH_FAMILY_RUST || row->role == FH_ROLE_GIVER)
        return;
    g_autofree char *line = g_strdup_printf("--9-- %s(%s\n", row->symbol, counts[row->verb].arguments);
    fh_auto(fh_malloc_trace) trace = fh_malloc_trace_read(line, strlen(line));
    ck_assert_msg(trace->total.allocs == counts[row->verb].allocs, "%s: allocs", line);
    ck_assert_msg(trace->total.frees == counts[row->verb].frees, "%s: frees", line);
    ck_assert_msg(trace->total.bytes == counts[row->verb].bytes, "%s: bytes", line);
}

START_TEST(the_trace_counts_each)
{
    each_row(check_trace);
}
END_TEST

static char *folder;

static void make_folder(void)
{
    folder = g_dir_make_tmp("fh-allocators-XXXXXX", NULL);
    ck_assert_ptr_nonnull(folder);
}

static void remove_folder(void)
{
    g_autoptr(GDir) entries = g_dir_open(folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(entries));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_unlink(path);
    }
    g_rmdir(folder);
    g_clear_pointer(&folder, g_free);
}

/* Caller owns the path. */
static char *write_file(const char *name, const char *text)
{
    char *path = g_build_filename(folder, name, NULL);
    ck_assert(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static struct fh_api *api;

static void check_contract(const struct fh_allocator *row)
{
    if (row->family != FH_FAMILY_MALLOC)
        return;
    const struct fh_function *function = fh_api_function(api, row->name);
    ck_assert_msg(function != NULL, "%s: not declared", row->name);
    const struct fh_ownership *first = &((struct fh_parameter *)function->parameters->pdata[0])->ownership;
    gboolean takes = row->verb == FH_VERB_RESIZE || row->verb == FH_VERB_RELEASE;
    gboolean gives_first = row->handing == FH_HANDS_FIRST_ARGUMENT;
    const char *result = row->handing == FH_HANDS_RESULT ? "free" : NULL;
    ck_assert_msg(g_strcmp0(function->result.free_function, result) == 0, "%s: its result", row->name);
    ck_assert_msg(g_strcmp0(first->free_function, gives_first ? "free" : NULL) == 0, "%s gives", row->name);
    ck_assert_msg(first->is_out == gives_first, "%s: its first argument", row->name);
    ck_assert_msg((first->transfer == FH_TRANSFER_FULL) == (takes || gives_first), "%s takes", row->name);
}

/* Of a header that includes libc.h. Caller owns. */
static struct fh_api *load(const char *libc)
{
    g_free(write_file("libc.h", libc));
    g_autofree char *own = write_file("own.h", "#include \"libc.h\"\nint own(void);\n");
    GError *error = NULL;
    struct fh_api *loaded = fh_api_load(own, NULL, &error);
    ck_assert_msg(loaded != NULL, "%.4000s", error ? error->message : "");
    return loaded;
}

/* Those that the C library's headers do not show, as a header of the system's may declare them. */
START_TEST(scenarios_know_libcs_contracts)
{
    g_autoptr(GString) text = g_string_new("#pragma GCC system_header\n");
    struct fh_api *shown = load(text->str);
    for (const struct fh_allocator *row = fh_allocators; row->name; row++)
        if (row->family == FH_FAMILY_MALLOC && !fh_api_function(shown, row->name))
            g_string_append_printf(text, "void *%s(void **first, unsigned long size);\n", row->name);
    fh_api_free(shown);
    api = load(text->str);
    each_row(check_contract);
    fh_api_free(api);
}
END_TEST

static void run(const char *const *argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GSubprocess) process = g_subprocess_newv(argv, G_SUBPROCESS_FLAGS_NONE, &error);
    ck_assert_msg(process && g_subprocess_wait_check(process, NULL, &error), "%s: %s", argv[0],
                  error ? error->message : "");
}

static void define(GString *text, const char *symbol)
{
    g_string_append_printf(text, ".globl %s\n.type %s, %%function\n%s: .byte 0\n.size %s, 1\n", symbol,
                           symbol, symbol, symbol);
}

/* An object with all of Rust's entries, as rustcs old and new name them. Caller owns the path. */
static char *assemble_entries(void)
{
    g_autoptr(GString) text = g_string_new(".text\n");
    for (const struct fh_allocator *row = fh_allocators; row->name; row++) {
        g_autofree char *mangled = v0(row->name);
        if (row->family != FH_FAMILY_RUST || row->role != FH_ROLE_ENTRY)
            continue;
        define(text, row->symbol);
        define(text, mangled);
    }
    g_autofree char *source = write_file("entries.s", text->str);
    char *object = g_build_filename(folder, "entries.rcgu.o", NULL);
    run((const char *[]){"as", "-o", object, source, NULL});
    return object;
}

START_TEST(rusts_entries_are_found_in_objects)
{
    g_autofree char *object = assemble_entries();
    g_autofree char *bytes = NULL;
    struct fh_rust_entries entries;
    gsize size;
    ck_assert(g_file_get_contents(object, &bytes, &size, NULL));
    fh_rust_code_find(bytes, size, &entries);
    for (guint verb = 0; verb < FH_VERB_COUNT; verb++)
        ck_assert_uint_eq(entries.n[verb], 2);
}
END_TEST

/* A table that begins at an odd address is not read: the processor, or the compiler, may not be able to. */
START_TEST(what_is_not_aligned_is_not_read)
{
    g_autofree char *object = assemble_entries();
    g_autofree char *bytes = NULL;
    struct fh_rust_entries entries;
    gsize size;
    ck_assert(g_file_get_contents(object, &bytes, &size, NULL));
    g_autofree char *shifted = g_malloc(size + 1);
    memcpy(shifted + 1, bytes, size);
    ck_assert_int_eq(fh_rust_code_find(shifted + 1, size, &entries), FH_RUST_CODE_NONE);
}
END_TEST

START_TEST(rusts_entries_are_found_in_archives)
{
    g_autofree char *object = assemble_entries();
    g_autofree char *archive = g_build_filename(folder, "libentries.a", NULL);
    run((const char *[]){"ar", "rc", archive, object, NULL});
    fh_auto(fh_allocator_symbols) symbols = fh_allocator_symbols_find(archive, NULL);
    ck_assert_ptr_nonnull(symbols);
    ck_assert_uint_eq(symbols->symbols->len, 2 * FH_VERB_COUNT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("allocators");
    TCase *table = tcase_create("table"), *files = tcase_create("files");
    tcase_add_test(table, each_is_found_by_its_names);
    tcase_add_loop_test(table, lookalikes_are_none, 0, G_N_ELEMENTS(lookalikes));
    tcase_add_test(table, families_are_whole);
    tcase_add_test(table, what_releases_hands_out_nothing);
    tcase_add_test(table, classify_knows_each);
    tcase_add_test(table, messages_know_what_resizes);
    tcase_add_test(table, a_shim_in_a_stack_went_past_the_hook);
    tcase_add_test(table, rusts_frames_are_folded_as_std);
    tcase_add_test(table, the_trace_counts_each);
    tcase_add_checked_fixture(files, make_folder, remove_folder);
    tcase_add_test(files, scenarios_know_libcs_contracts);
    tcase_add_test(files, rusts_entries_are_found_in_objects);
    tcase_add_test(files, what_is_not_aligned_is_not_read);
    tcase_add_test(files, rusts_entries_are_found_in_archives);
    suite_add_tcase(suite, table);
    suite_add_tcase(suite, files);
    return run_suite(suite);
}
