// SPDX-License-Identifier: MIT
#include <glib/gstdio.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "api/builtin.h"
#include "api/lookup.h"
#include "api/types.h"
#include "api_header.h"
#include "base/error.h"
#include "run_suite.h"

static struct fh_api *types;

static void load_types(void)
{
    types = load_header("types.h");
}

static void free_types(void)
{
    fh_api_free(types);
}

static const struct fh_function *function(const char *name)
{
    const struct fh_function *found = fh_api_function(types, name);
    ck_assert_msg(found != NULL, "no function %s", name);
    return found;
}

static const struct fh_type *type(const char *name)
{
    const struct fh_type *found = fh_api_type(types, name);
    ck_assert_msg(found != NULL, "no type %s", name);
    return found;
}

static const struct fh_field *field(const char *record, const char *name)
{
    const GPtrArray *fields = type(record)->fields;
    for (guint i = 0; fields && i < fields->len; i++) {
        const struct fh_field *found = g_ptr_array_index(fields, i);
        if (g_str_equal(found->name, name))
            return found;
    }
    ck_abort_msg("no field %s in %s", name, record);
}

static const struct {
    const char *function, *spelling;
} spellings[] = {
    {"take_scalars",
     "void (bool, char, signed char, unsigned char, short, unsigned int, long, long, unsigned long, "
     "float, double, unsigned int, int)"},
    {"take_pointers", "void (const char *, char *const *, const char *const *, int *, char *)"},
    {"take_arrays", "void (int *, const char *, int (*)[3], int **)"},
    {"take_functions", "void (bool (*)(const struct point *, void *), int (*)(const void *, const void *), "
                       "int (*)(const void *, const void *), void (*)(void))"},
    {"take_structs", "buffer (struct point, buffer *, struct opaque *, const struct node *)"},
    {"take_more", "int (const char *, ...)"},
    {"no_prototype", "void (void)"},
    {"const_result", "int (int)"},
    {"declared_by_typedef", "int (const void *, const void *)"},
    {"part_function", "int (int)"},
    {"malloc", "void *(unsigned long)"},
    {"calloc", "void *(unsigned long, unsigned long)"},
    {"realloc", "void *(void *, unsigned long)"},
    {"free", "void (void *)"},
    {"aligned_alloc", "void *(unsigned long, unsigned long)"},
    {"posix_memalign", "int (void **, unsigned long, unsigned long)"},
    {"strdup", "char *(const char *)"},
    {"strndup", "char *(const char *, unsigned long)"},
    {"memcmp", "int (const void *, const void *, unsigned long)"},
    {"memcpy", "void *(void *, const void *, unsigned long)"},
    {"strlen", "unsigned long (const char *)"},
    {"strcmp", "int (const char *, const char *)"},
    {"snprintf", "int (char *, unsigned long, const char *, ...)"},
    {"qsort", "void (void *, unsigned long, unsigned long, int (*)(const void *, const void *))"},
};

START_TEST(functions_have_the_types_of_the_header)
{
    ck_assert_str_eq(function(spellings[_i].function)->type->name, spellings[_i].spelling);
}
END_TEST

START_TEST(library_functions_are_those_of_the_headers_folder)
{
    const GPtrArray *functions = fh_api_library_functions(types);
    ck_assert_uint_eq(functions->len, 10);
    ck_assert_str_eq(((const struct fh_function *)g_ptr_array_index(functions, 0))->name, "part_function");
    ck_assert_str_eq(((const struct fh_function *)g_ptr_array_index(functions, 1))->name, "take_scalars");
    ck_assert(function("take_more")->is_library);
    ck_assert(!function("malloc")->is_library);
    ck_assert(!function("nanosleep")->is_library);
}
END_TEST

START_TEST(functions_know_where_they_are)
{
    ck_assert(g_str_has_suffix(function("part_function")->header, "/data/api/parts/part.h"));
    ck_assert_uint_eq(function("part_function")->line, 5);
    ck_assert(g_str_has_suffix(function("take_more")->header, "/data/api/types.h"));
    ck_assert(g_str_has_suffix(function("malloc")->header, "/stdlib.h"));
    ck_assert_ptr_null(strstr(function("malloc")->header, "/data/api"));
}
END_TEST

START_TEST(parameters_have_names)
{
    const struct fh_function *f = function("take_more");
    ck_assert_uint_eq(f->parameters->len, 1);
    ck_assert_str_eq(((const struct fh_parameter *)g_ptr_array_index(f->parameters, 0))->name, "format");
    ck_assert(f->type->is_variadic);
}
END_TEST

START_TEST(what_cannot_be_linked_is_left_out)
{
    ck_assert_ptr_null(fh_api_function(types, "twice"));
    ck_assert_ptr_null(fh_api_function(types, "also_inline"));
    ck_assert_ptr_null(fh_api_function(types, "nothing_of_the_kind"));
}
END_TEST

static bool is_listed(const char *name)
{
    return g_strv_contains(fh_api_function_names(types), name);
}

START_TEST(all_function_names_are_listed)
{
    ck_assert(is_listed("take_more"));
    ck_assert(is_listed("free"));
    ck_assert(!is_listed("twice"));
}
END_TEST

static const struct {
    const char *base, *same;
} synonyms[] = {
    {"unsigned", "unsigned int"},
    {"long unsigned int", "unsigned long"},
    {"long long", "long"},
    {"int long unsigned long", "size_t"},
    {"int64_t", "long"},
    {"short int", "int16_t"},
    {"uint8_t", "unsigned char"},
    {"signed", "int"},
    {"_Bool", "bool"},
    {"enum plain", "unsigned int"},
    {"enum negative", "int"},
    {"plain_alias", "uint32_t"},
    {"struct opaque", "opaque"},
};

START_TEST(equal_types_are_one_type)
{
    ck_assert_ptr_eq(type(synonyms[_i].base), type(synonyms[_i].same));
}
END_TEST

START_TEST(the_three_chars_are_three_types)
{
    ck_assert_ptr_ne(type("char"), type("signed char"));
    ck_assert_ptr_ne(type("char"), type("unsigned char"));
    ck_assert(type("char")->is_char && !type("signed char")->is_char);
}
END_TEST

static const char *const unknown_types[] = {
    "",         "strng", "struct nothing", "unsigned unsigned", "short long", "long long long",
    "char int", "point", "const",
};

START_TEST(unknown_types_are_unknown)
{
    ck_assert_ptr_null(fh_api_type(types, unknown_types[_i]));
}
END_TEST

START_TEST(made_types_are_those_of_the_header)
{
    const struct fh_function *f = function("take_pointers");
    const struct fh_type *character = type("char");
    const struct fh_type *pointer = fh_api_pointer_to(types, fh_api_const(types, character));
    ck_assert_ptr_eq(g_ptr_array_index(f->type->parameters, 0), pointer);
    ck_assert_ptr_eq(g_ptr_array_index(f->type->parameters, 1),
                     fh_api_pointer_to(types, fh_api_const(types, fh_api_pointer_to(types, character))));
    ck_assert(pointer->target->is_const);
    ck_assert_ptr_eq(pointer->target->unqualified, character);
    ck_assert_ptr_eq(pointer->unqualified, pointer);
    ck_assert_ptr_eq(fh_api_const(types, pointer->target), pointer->target);
}
END_TEST

START_TEST(arrays_are_of_so_many)
{
    const struct fh_type *array = fh_api_array_of(types, type("struct point"), 3);
    ck_assert_ptr_eq(array, fh_api_array_of(types, type("struct point"), 3));
    ck_assert_uint_eq(array->size, 24);
    ck_assert_uint_eq(array->alignment, 4);
    ck_assert_str_eq(array->name, "struct point[3]");
    ck_assert_str_eq(fh_api_const(types, array)->name, "const struct point[3]");
}
END_TEST

START_TEST(structs_have_their_fields)
{
    const struct fh_type *buffer = type("buffer");
    ck_assert_int_eq(buffer->kind, FH_TYPE_STRUCT);
    ck_assert_str_eq(buffer->name, "buffer");
    ck_assert_uint_eq(buffer->size, 24);
    ck_assert_uint_eq(buffer->alignment, 8);
    ck_assert_uint_eq(buffer->fields->len, 3);
    ck_assert_uint_eq(field("buffer", "cap")->offset, 16);
    ck_assert_str_eq(field("buffer", "ptr")->type->name, "unsigned char *");
}
END_TEST

START_TEST(structs_can_lead_to_themselves)
{
    const struct fh_type *node = type("struct node");
    ck_assert_ptr_eq(field("struct node", "next")->type->target, node);
    const struct fh_type *previous = field("struct node", "previous")->type->target;
    ck_assert(previous->is_const);
    ck_assert_ptr_eq(previous->unqualified, node);
    ck_assert_uint_eq(previous->size, node->size);
    ck_assert_uint_eq(previous->fields->len, 3);
    ck_assert_ptr_eq(field("struct node", "where")->type, type("struct point"));
}
END_TEST

START_TEST(const_fields_are_of_the_plain_type)
{
    ck_assert_ptr_eq(field("struct with_const", "n")->type, type("int"));
}
END_TEST

START_TEST(opaque_structs_have_no_size)
{
    const struct fh_type *opaque = type("struct opaque");
    ck_assert_int_eq(opaque->kind, FH_TYPE_STRUCT);
    ck_assert_uint_eq(opaque->size, 0);
    ck_assert_uint_eq(opaque->fields->len, 0);
}
END_TEST

START_TEST(what_has_no_name_in_scenarios_is_other)
{
    ck_assert_int_eq(type("long double")->kind, FH_TYPE_OTHER);
    ck_assert_int_eq(field("struct with_long_double", "n")->type->kind, FH_TYPE_OTHER);
}
END_TEST

START_TEST(unions_have_their_fields)
{
    ck_assert_int_eq(type("union number")->kind, FH_TYPE_STRUCT);
    ck_assert(type("union number")->is_union && !type("struct with_union")->is_union);
    ck_assert_uint_eq(field("union number", "f")->offset, 0);
    ck_assert(fh_api_const(types, type("union number"))->is_union);
    ck_assert_uint_eq(field("struct with_choice", "number")->offset, 8);
    ck_assert_uint_eq(field("struct with_choice", "bytes")->offset, 8);
    ck_assert(field("struct with_choice", "bytes")->is_alternative);
    ck_assert(!field("struct with_choice", "last")->is_alternative);
    ck_assert_uint_eq(field("struct with_choice", "last")->offset, 16);
}
END_TEST

START_TEST(bit_fields_lie_in_bits)
{
    const struct fh_field *high = field("struct bits", "high");
    ck_assert_uint_eq(type("struct bits")->fields->len, 4);
    ck_assert_uint_eq(field("struct bits", "low")->bit_width, 3);
    ck_assert_uint_eq(high->offset, 4 + 1);
    ck_assert_uint_eq(high->bit_offset, 2);
    ck_assert_uint_eq(high->bit_width, 5);
    ck_assert_int_eq(high->type->kind, FH_TYPE_SIGNED);
    ck_assert_uint_eq(field("struct bits", "last")->bit_width, 0);
}
END_TEST

START_TEST(a_struct_that_only_points_to_other_is_a_struct)
{
    ck_assert_int_eq(type("struct inner")->kind, FH_TYPE_STRUCT);
}
END_TEST

START_TEST(fields_of_unnamed_structs_are_the_outer_structs)
{
    ck_assert_uint_eq(type("struct nested")->fields->len, 5);
    ck_assert_uint_eq(field("struct nested", "b")->offset, 8);
    ck_assert_uint_eq(field("struct nested", "named")->offset, 12);
    ck_assert_int_eq(field("struct nested", "named")->type->kind, FH_TYPE_STRUCT);
    ck_assert_uint_eq(field("struct nested", "d")->offset, 16);
}
END_TEST

START_TEST(arrays_in_structs_are_arrays)
{
    ck_assert_str_eq(field("struct arrays", "name")->type->name, "char[16]");
    ck_assert_str_eq(field("struct arrays", "matrix")->type->name, "const int *[2][3]");
    ck_assert_uint_eq(field("struct arrays", "matrix")->type->size, 6 * sizeof(void *));
    ck_assert_str_eq(field("struct arrays", "hooks")->type->name, "void (*[2])(void *)");
    ck_assert_uint_eq(field("struct flexible", "data")->type->count, 0);
    ck_assert_uint_eq(field("struct flexible", "data")->offset, 8);
}
END_TEST

static const struct {
    const char *text, *message;
    int code;
} broken[] = {
    {"int f(nothing n);\n", "broken.h:1:7: error: unknown type name 'nothing'", FH_ERROR_SCRIPT},
    {"int ok(void);\nint f(int\n", "broken.h: error: expected ')'\nbroken.h:2:6: note: to match this",
     FH_ERROR_SCRIPT},
    {"struct a { int x; };\nstruct a { int y; };\n", "broken.h:1:8: note: previous definition is here",
     FH_ERROR_SCRIPT},
    {"int f(nothing n);\nint g(nowhere n);\n", "\nbroken.h:2:7: error: unknown type name 'nowhere'",
     FH_ERROR_SCRIPT},
    {"#include \"missing.h\"\n", "'missing.h' file not found (name its folder in `include =`",
     FH_ERROR_SCRIPT},
    {"#include <cstdint>\n", "language = \"C\" in cbindgen.toml", FH_ERROR_SCRIPT},
    {"namespace foo { }\n", "language = \"C\" in cbindgen.toml", FH_ERROR_SCRIPT},
    {"extern \"C\" { void f(nothing); }\n", "#ifdef __cplusplus", FH_ERROR_SCRIPT},
    {"class c {};\nvoid f(c *);\n", "unknown type name 'class'", FH_ERROR_SCRIPT},
    {"a b; a c; a d; a e; a f; a g; a h; a i; a j; a k;\na l; a m; a n; a o; a p; a q; a r; a s; a t; a u; a "
     "v;\n",
     "broken.h: error: too many errors emitted", FH_ERROR_SCRIPT},
    {"#error of ours\n", "broken.h:1:2: error: of ours", FH_ERROR_SCRIPT},
};

/* Headers that are no C by themselves: the function `f` of each, as C writes it. */
static const struct {
    const char *text, *type;
} otherwise[] = {
    {"ssize_t f(const struct timeval *t, va_list *a, pthread_t p);\n",
     "long (const struct timeval *, struct __va_list_tag (*)[1], unsigned long)"},
    {"#include <cstdint>\nextern \"C\" { struct s { int32_t n; }; uint8_t f(const s *a); }\n",
     "unsigned char (const s *)"},
    {"namespace n { class c; extern \"C\" void f(c &); }\nint g();\n", "void (n::c *)"},
    {"using number = long;\nextern \"C\" number f();\nclass c { int f(); };\n", "long (void)"},
};

START_TEST(a_header_that_is_no_c_by_itself_is_read_otherwise)
{
    g_autofree char *folder = g_dir_make_tmp("fh-api-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "otherwise.h", NULL);
    g_autoptr(GError) error = NULL;
    g_file_set_contents(path, otherwise[_i].text, -1, NULL);
    fh_auto(fh_api) api = fh_api_load(path, NULL, &error);
    ck_assert_msg(api != NULL, "%s", error ? error->message : "");
    ck_assert_uint_eq(fh_api_library_functions(api)->len, 1);
    ck_assert_str_eq(fh_api_function(api, "f")->type->name, otherwise[_i].type);
    ck_assert_int_eq(g_remove(path) + g_rmdir(folder), 0);
}
END_TEST

START_TEST(a_header_that_does_not_compile_is_refused)
{
    g_autofree char *folder = g_dir_make_tmp("fh-api-XXXXXX", NULL), *before = g_get_current_dir();
    ck_assert_int_eq(g_chdir(folder), 0);
    g_autoptr(GError) error = NULL;
    g_file_set_contents("broken.h", broken[_i].text, -1, NULL);
    ck_assert_ptr_null(fh_api_load("broken.h", NULL, &error));
    ck_assert_msg(strstr(error->message, broken[_i].message) != NULL, "'%s' not in: %s", broken[_i].message,
                  error->message);
    ck_assert_msg(g_error_matches(error, FH_ERROR, broken[_i].code), "%d", error->code);
    ck_assert_int_eq(g_remove("broken.h") + g_chdir(before) + g_rmdir(folder), 0);
}
END_TEST

static const char *const no_headers[] = {"/no/such/header.h", "/tmp", ""};

START_TEST(a_header_that_is_not_there_is_a_usage_error)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(fh_api_load(no_headers[_i], NULL, &error));
    ck_assert(g_error_matches(error, FH_ERROR, FH_ERROR_USAGE));
    ck_assert_ptr_nonnull(strstr(error->message, "freehold.ini"));
}
END_TEST

START_TEST(include_folders_are_searched)
{
    g_autofree char *folder = g_dir_make_tmp("fh-api-XXXXXX", NULL);
    g_autofree char *header = g_build_filename(folder, "a 'strange' näme.h", NULL);
    g_autofree char *parts = g_build_filename(g_getenv("FH_TEST_DATA"), "api", "parts", NULL);
    const char *const folders[] = {parts, NULL};
    g_file_set_contents(header, "#include <part.h>\nvoid own(void);\n", -1, NULL);
    fh_auto(fh_api) api = fh_api_load(header, folders, NULL);
    ck_assert_ptr_nonnull(api);
    ck_assert_ptr_nonnull(fh_api_function(api, "part_function"));
    ck_assert(!fh_api_function(api, "part_function")->is_library);
    ck_assert(fh_api_function(api, "own")->is_library);
    ck_assert_int_eq(g_remove(header) + g_rmdir(folder), 0);
}
END_TEST

static void add_type_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, functions_have_the_types_of_the_header, 0, G_N_ELEMENTS(spellings));
    tcase_add_test(tcase, library_functions_are_those_of_the_headers_folder);
    tcase_add_test(tcase, functions_know_where_they_are);
    tcase_add_test(tcase, parameters_have_names);
    tcase_add_test(tcase, what_cannot_be_linked_is_left_out);
    tcase_add_test(tcase, all_function_names_are_listed);
    tcase_add_loop_test(tcase, equal_types_are_one_type, 0, G_N_ELEMENTS(synonyms));
    tcase_add_test(tcase, the_three_chars_are_three_types);
    tcase_add_loop_test(tcase, unknown_types_are_unknown, 0, G_N_ELEMENTS(unknown_types));
    tcase_add_test(tcase, made_types_are_those_of_the_header);
    tcase_add_test(tcase, arrays_are_of_so_many);
    tcase_add_test(tcase, structs_have_their_fields);
    tcase_add_test(tcase, structs_can_lead_to_themselves);
    tcase_add_test(tcase, const_fields_are_of_the_plain_type);
    tcase_add_test(tcase, opaque_structs_have_no_size);
    tcase_add_test(tcase, what_has_no_name_in_scenarios_is_other);
    tcase_add_test(tcase, unions_have_their_fields);
    tcase_add_test(tcase, bit_fields_lie_in_bits);
    tcase_add_test(tcase, a_struct_that_only_points_to_other_is_a_struct);
    tcase_add_test(tcase, fields_of_unnamed_structs_are_the_outer_structs);
    tcase_add_test(tcase, arrays_in_structs_are_arrays);
}

static void add_loading_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_header_that_does_not_compile_is_refused, 0, G_N_ELEMENTS(broken));
    tcase_add_loop_test(tcase, a_header_that_is_no_c_by_itself_is_read_otherwise, 0, G_N_ELEMENTS(otherwise));
    tcase_add_loop_test(tcase, a_header_that_is_not_there_is_a_usage_error, 0, G_N_ELEMENTS(no_headers));
    tcase_add_test(tcase, include_folders_are_searched);
}

int main(void)
{
    Suite *suite = suite_create("api");
    TCase *reading = tcase_create("reading"), *loading = tcase_create("loading");
    tcase_add_unchecked_fixture(reading, load_types, free_types);
    add_type_tests(reading);
    add_loading_tests(loading);
    suite_add_tcase(suite, reading);
    suite_add_tcase(suite, loading);
    return run_suite(suite);
}
