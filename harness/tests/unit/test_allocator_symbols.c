// SPDX-License-Identifier: MIT
/*
 * Archives are made on the spot: of small assembler texts, each like what some rustc left, and by the rustc
 * that is there.
 */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "library/allocator_symbols.h"
#include "library/archive.h"
#include "run_suite.h"

#define MAX_MEMBERS 4

#define V0(length, name) "_RNvCs1a2B3c_7___rustc" #length "_" #name
#define V0_ALL \
    V0(12, __rust_alloc) " " V0(14, __rust_dealloc) " " V0(14, __rust_realloc) " " V0(19, __rust_alloc_zeroed)
#define V0_UNDER \
    V0(11, __rdl_alloc) " " V0(13, __rdl_dealloc) " " V0(13, __rdl_realloc) " " V0(18, __rdl_alloc_zeroed)
#define OLD_ALL   "__rust_alloc __rust_dealloc __rust_realloc __rust_alloc_zeroed"
#define OLD_UNDER "__rdl_alloc __rdl_dealloc __rdl_realloc __rdl_alloc_zeroed"
#define STD_NAME  "std-1.std.2-cgu.0.rcgu.o"

/* An object: the functions that it exports, those that it keeps to itself, and those that it calls. */
struct member {
    const char *name, *exports, *locals, *calls;
};

static const struct {
    const char *what;
    struct member members[MAX_MEMBERS];
    gboolean has_rust;
    guint n_symbols;
    const char *problem; /* part of it */
} cases[] = {
    {"rustc 1.63",
     {{"shim.rcgu.o", OLD_ALL " __rust_alloc_error_handler", NULL, OLD_UNDER},
      {STD_NAME, OLD_UNDER, NULL, "malloc free " OLD_ALL},
      {"foo.foo.1-cgu.0.rcgu.o", "print_and_return", NULL, "__rust_alloc"}},
     TRUE,
     4,
     NULL},
    {"rustc 1.95",
     {{"shim.rcgu.o", V0_ALL " " V0(35, __rust_no_alloc_shim_is_unstable_v2), NULL, V0_UNDER},
      {STD_NAME, V0_UNDER, NULL, "malloc free " V0_ALL},
      {"foo.foo.1-cgu.0.rcgu.o", "print_and_return", NULL, V0(12, __rust_alloc)}},
     TRUE,
     4,
     NULL},
    {"C only", {{"foo.o", "foo", "bar", "malloc free"}}, FALSE, 0, NULL},
    {"no_std, no allocation", {{"foo.1.rcgu.o", "add rust_begin_unwind", NULL, NULL}}, TRUE, 0, NULL},
    {"no_std, with the C library's malloc",
     {{"foo.1.rcgu.o", "add rust_begin_unwind", NULL, "malloc"}},
     TRUE,
     0,
     "no object exports __rust_alloc"},
    {"fat LTO",
     {{"foo.1.rcgu.o", "print_and_return", V0(12, __rust_alloc), "malloc free"}},
     TRUE,
     0,
     "no object exports __rust_alloc,"},
    {"half a hook",
     {{"shim.rcgu.o", "__rust_alloc __rust_realloc __rust_alloc_zeroed", NULL, NULL},
      {"foo.1.rcgu.o", "print_and_return", NULL, "__rust_alloc __rust_dealloc"}},
     TRUE,
     3,
     "no object exports __rust_dealloc"},
    {"an allocator of the crate's own",
     {{"foo.foo.1-cgu.0.rcgu.o", V0_ALL " print_and_return", NULL, "malloc free"},
      {STD_NAME, V0_UNDER, NULL, "malloc free " V0_ALL}},
     TRUE,
     4,
     "print_and_return in foo.foo.1-cgu.0.rcgu.o"},
    {"an allocator of the crate's own, in another unit",
     {{"foo.foo.1-cgu.0.rcgu.o", V0_ALL, NULL, "malloc free"},
      {"foo.foo.1-cgu.1.rcgu.o", NULL, "helper", "malloc free"},
      {STD_NAME, V0_UNDER, NULL, "malloc free " V0_ALL}},
     TRUE,
     4,
     "helper in foo.foo.1-cgu.1.rcgu.o"},
    {"an allocator in a crate of its own",
     {{"allo.allo.1-cgu.0.rcgu.o",
       V0_ALL " _RNvXs_Cs1_4alloNtB4_1ANtNtNtCs2_4core5alloc6global11GlobalAlloc5alloc", NULL, "malloc free"},
      {"foo.foo.1-cgu.0.rcgu.o", "print_and_return", NULL, V0_ALL},
      {STD_NAME, V0_UNDER, NULL, "malloc free " V0_ALL}},
     TRUE,
     4,
     NULL},
    {"ThinLTO, nothing calls one",
     {{"shim.rcgu.o", OLD_ALL, NULL, NULL},
      {"std.o", OLD_UNDER, NULL, "malloc free __rust_alloc __rust_realloc __rust_alloc_zeroed"}},
     TRUE,
     4,
     "inlined into its callers (__rust_dealloc in all objects)"},
    {"ThinLTO, what lies under is called",
     {{"shim.rcgu.o", V0_ALL, NULL, V0_UNDER},
      {STD_NAME, V0_UNDER, NULL, "malloc free " V0_ALL},
      {"foo.foo.1-cgu.0.rcgu.o", "print_and_return", NULL, V0(13, __rdl_realloc)}},
     TRUE,
     4,
     "inlined into its callers (__rust_realloc in foo.foo.1-cgu.0.rcgu.o)"},
    {"ThinLTO, by the objects' names",
     {{"shim.rcgu.o", V0_ALL, NULL, V0_UNDER}, {STD_NAME ".rcgu.o", V0_UNDER, NULL, "malloc free " V0_ALL}},
     TRUE,
     4,
     "inlined into its callers"},
    {"two compilers",
     {{"shim.rcgu.o", V0_ALL, NULL, NULL},
      {"old.rcgu.o", OLD_ALL, NULL, NULL},
      {STD_NAME, V0_UNDER, NULL, V0_ALL " " OLD_ALL}},
     TRUE,
     8,
     NULL},
    {"lookalikes",
     {{"foo.o", "__rust_allocate _RNvCs1_7___rustc13___rust_alloc my__rust_alloc", NULL, NULL}},
     TRUE,
     0,
     NULL},
};

static char *folder;

static void run(const char *const *argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GSubprocess) process = g_subprocess_newv(argv, G_SUBPROCESS_FLAGS_NONE, &error);
    ck_assert_msg(process && g_subprocess_wait_check(process, NULL, &error), "%s: %s", argv[0],
                  error ? error->message : "");
}

static char *in_folder(const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static void make_folder(void)
{
    folder = g_dir_make_tmp("fh-hooks-XXXXXX", NULL);
    ck_assert_ptr_nonnull(folder);
}

static void remove_folder(void)
{
    g_autoptr(GDir) entries = g_dir_open(folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(entries));) {
        g_autofree char *path = in_folder(name);
        g_unlink(path);
    }
    g_rmdir(folder);
    g_clear_pointer(&folder, g_free);
}

static void append_functions(GString *text, const char *names, const char *format)
{
    g_auto(GStrv) words = g_strsplit(names ? names : "", " ", -1);
    for (char **name = words; *name; name++) {
        g_autofree char *line = g_strdup(format);
        g_auto(GStrv) parts = g_strsplit(line, "NAME", -1);
        g_autofree char *filled = g_strjoinv(*name, parts);
        g_string_append(text, filled);
    }
}

/* Caller owns the object's path. */
static char *assemble(const struct member *member)
{
    g_autoptr(GString) text = g_string_new(".text\n");
    append_functions(text, member->exports, ".globl NAME\n.type NAME, %function\nNAME:\n.byte 0\n");
    append_functions(text, member->locals, ".type NAME, %function\nNAME:\n.byte 0\n");
    append_functions(text, member->calls, ".quad NAME\n");
    char *object = in_folder(member->name);
    g_autofree char *source = in_folder("source.s");
    ck_assert(g_file_set_contents(source, text->str, -1, NULL));
    run((const char *[]){"as", "-o", object, source, NULL});
    return object;
}

static char *make_archive(const struct member *members)
{
    char *archive = in_folder("libtest.a");
    for (const struct member *member = members; member < members + MAX_MEMBERS && member->name; member++) {
        g_autofree char *object = assemble(member);
        run((const char *[]){"ar", "qc", archive, object, NULL});
    }
    return archive;
}

/* By the last part of the name, whatever came before it. */
static void assert_pairs(const struct fh_allocator_symbols *hooks)
{
    ck_assert_uint_eq(hooks->symbols->len, hooks->entries->len);
    for (guint i = 0; i < hooks->symbols->len; i++) {
        g_autofree char *ending = g_strconcat("__rust_", g_ptr_array_index(hooks->entries, i), NULL);
        ck_assert_msg(g_str_has_suffix(g_ptr_array_index(hooks->symbols, i), ending), "%s is not %s",
                      (char *)g_ptr_array_index(hooks->symbols, i), ending);
    }
}

START_TEST(test_case)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *archive = make_archive(cases[_i].members);
    fh_auto(fh_allocator_symbols) hooks = fh_allocator_symbols_find(archive, &error);
    ck_assert_msg(hooks != NULL, "%s: %s", cases[_i].what, error ? error->message : "");
    ck_assert_msg(hooks->has_rust == cases[_i].has_rust, "%s: Rust", cases[_i].what);
    ck_assert_msg(hooks->symbols->len == cases[_i].n_symbols, "%s: %u symbols", cases[_i].what,
                  hooks->symbols->len);
    assert_pairs(hooks);
    gboolean is_right =
        cases[_i].problem ? hooks->problem && strstr(hooks->problem, cases[_i].problem) : !hooks->problem;
    ck_assert_msg(is_right, "%s: %s", cases[_i].what, hooks->problem ? hooks->problem : "no problem");
}
END_TEST

START_TEST(test_defined_symbols)
{
    const struct member members[MAX_MEMBERS] = {{"a.o", "one two", "three", "four"},
                                                {"b.o", "five", NULL, "one"}};
    g_autofree char *archive = make_archive(members);
    g_autoptr(GHashTable) names = fh_archive_defined_symbols(archive, NULL);
    ck_assert_ptr_nonnull(names);
    ck_assert_uint_eq(g_hash_table_size(names), 3);
    ck_assert(g_hash_table_contains(names, "one") && g_hash_table_contains(names, "two"));
    ck_assert(g_hash_table_contains(names, "five"));
}
END_TEST

static const struct {
    const char *bytes;
    gsize size;
    const char *message;
} broken[] = {
    {"", 0, "no static library"},
    {"int main;\n", 10, "no static library"},
    {"!<arch>\n", 8, "holds no object"},
    {"!<thin>\n", 8, "no static library"},
    {"!<arch>\nnot a member's header, but as long as one needs to be............\n", 74, "is damaged"},
};

START_TEST(test_broken)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *archive = in_folder("libbroken.a");
    ck_assert(g_file_set_contents(archive, broken[_i].bytes, (gssize)broken[_i].size, NULL));
    ck_assert_ptr_null(fh_allocator_symbols_find(archive, &error));
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_USAGE));
    ck_assert_ptr_nonnull(strstr(error->message, archive));
    ck_assert_msg(strstr(error->message, broken[_i].message) != NULL, "%s", error->message);
    ck_assert(g_utf8_validate(error->message, -1, NULL));
}
END_TEST

/* Nothing of a damaged archive may be taken for the whole, or read beyond its end. */
START_TEST(test_cut)
{
    const struct member members[MAX_MEMBERS] = {{STD_NAME, OLD_UNDER, NULL, "malloc " OLD_ALL},
                                                {"shim.rcgu.o", OLD_ALL, NULL, OLD_UNDER}};
    g_autofree char *archive = make_archive(members);
    g_autofree char *cut = in_folder("libcut.a");
    g_autofree char *bytes = NULL;
    gsize size;
    ck_assert(g_file_get_contents(archive, &bytes, &size, NULL));
    for (gsize length = 0; length < size; length += 16) {
        ck_assert(g_file_set_contents(cut, bytes, (gssize)length, NULL));
        fh_auto(fh_allocator_symbols) hooks = fh_allocator_symbols_find(cut, NULL);
        ck_assert_msg(!hooks || hooks->problem, "whole at %zu bytes of %zu", length, size);
    }
}
END_TEST

START_TEST(test_other_machine)
{
    const struct member members[MAX_MEMBERS] = {{"foo.o", "foo", NULL, NULL}};
    g_autoptr(GError) error = NULL;
    g_autofree char *archive = make_archive(members);
    g_autofree char *bytes = NULL;
    gsize size;
    ck_assert(g_file_get_contents(archive, &bytes, &size, NULL));
    char *header = memmem(bytes, size, "\177ELF", 4);
    ck_assert_ptr_nonnull(header);
    header[18] = 2; /* e_machine: EM_SPARC */
    header[19] = 0;
    ck_assert(g_file_set_contents(archive, bytes, (gssize)size, NULL));
    ck_assert_ptr_null(fh_allocator_symbols_find(archive, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "another machine"));
}
END_TEST

START_TEST(test_bitcode)
{
    g_autofree char *archive = in_folder("libbitcode.a");
    g_autofree char *text = g_strdup_printf("!<arch>\n%-16s%-12d%-6d%-6d%-8o%-10d`\nBC\xc0\xde....",
                                            "foo.rcgu.o/", 0, 0, 0, 0644u, 8);
    ck_assert(g_file_set_contents(archive, text, -1, NULL));
    fh_auto(fh_allocator_symbols) hooks = fh_allocator_symbols_find(archive, NULL);
    ck_assert_ptr_nonnull(hooks);
    ck_assert_ptr_nonnull(strstr(hooks->problem, "linker-plugin-lto"));
}
END_TEST

#define ALLOCATING "#[no_mangle] pub extern \"C\" fn make() -> *mut u8 { Box::into_raw(Box::new(7u8)) }\n"
#define OWN_ALLOCATOR                                                                \
    "use std::alloc::{GlobalAlloc, Layout, System};\n"                               \
    "struct A;\n"                                                                    \
    "unsafe impl GlobalAlloc for A {\n"                                              \
    "    unsafe fn alloc(&self, l: Layout) -> *mut u8 { System.alloc(l) }\n"         \
    "    unsafe fn dealloc(&self, p: *mut u8, l: Layout) { System.dealloc(p, l) }\n" \
    "}\n"                                                                            \
    "#[global_allocator] static G: A = A;\n"

/* LTO's archives are among the cases above: to make one takes rustc half a minute. */
static const struct {
    const char *source;
    const char *optimisation, *strip;
    gboolean has_own_allocator;
} builds[] = {
    {ALLOCATING, "-Copt-level=0", "-Cstrip=none", FALSE},
    {ALLOCATING, "-Copt-level=3", "-Cstrip=symbols", FALSE},
    {ALLOCATING OWN_ALLOCATOR, "-Copt-level=3", "-Cstrip=none", TRUE},
};

static const char *rustc_program(void)
{
    const char *given = g_getenv("RUSTC");
    return given && *given ? given : "rustc";
}

START_TEST(test_rustc)
{
    g_autofree char *source = in_folder("foo.rs");
    g_autofree char *archive = in_folder("libfoo.a");
    ck_assert(g_file_set_contents(source, builds[_i].source, -1, NULL));
    run((const char *[]){rustc_program(), "--edition=2018", "--crate-type=staticlib", builds[_i].optimisation,
                         builds[_i].strip, "-o", archive, source, NULL});
    fh_auto(fh_allocator_symbols) hooks = fh_allocator_symbols_find(archive, NULL);
    ck_assert(hooks && hooks->has_rust);
    ck_assert_uint_eq(hooks->symbols->len, 4);
    assert_pairs(hooks);
    /* Old compilers keep a crate's own allocator apart from Rust's entry to it. */
    gboolean is_mangled = g_str_has_prefix(g_ptr_array_index(hooks->symbols, 0), "_R");
    ck_assert_msg((hooks->problem != NULL) == (builds[_i].has_own_allocator && is_mangled), "%s",
                  hooks->problem ? hooks->problem : "no problem");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hooks");
    TCase *archives = tcase_create("archives");
    tcase_add_checked_fixture(archives, make_folder, remove_folder);
    tcase_add_loop_test(archives, test_case, 0, G_N_ELEMENTS(cases));
    tcase_add_test(archives, test_defined_symbols);
    tcase_add_loop_test(archives, test_broken, 0, G_N_ELEMENTS(broken));
    tcase_add_test(archives, test_cut);
    tcase_add_test(archives, test_other_machine);
    tcase_add_test(archives, test_bitcode);
    suite_add_tcase(suite, archives);
    TCase *rustc = tcase_create("rustc");
    tcase_add_checked_fixture(rustc, make_folder, remove_folder);
    tcase_add_loop_test(rustc, test_rustc, 0, G_N_ELEMENTS(builds));
    suite_add_tcase(suite, rustc);
    return run_suite(suite);
}
