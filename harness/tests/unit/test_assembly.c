// SPDX-License-Identifier: MIT
/* A plan that is put together from pieces is the one that the same lines make. */
#include <string.h>

#include "api/lookup.h"
#include "api_header.h"
#include "base/diagnostics.h"
#include "base/source_load.h"
#include "check/assembly.h"
#include "run_suite.h"
#include "script/parser.h"
#include "wire/plan.h"

/* Lines of one scenario, what they take from those before, and what those after them may take. */
static const struct lines {
    const char *text;
    const char *given[2]; /* names */
    const char *wanted;
} lines[] = {
    {"store_1 = st_store_new()\n", {NULL}, "store_1"},
    {"item_2 = st_item_new(7)\nexpect item_2 != null\n", {NULL}, "item_2"},
    {"st_store_put(store_1, item_2)\n", {"store_1", "item_2"}, NULL},
    {"callback visit_4(a1, a2) { return true }\nlong mark_4 = 0\n"
     "status_4 = st_store_each(store_1, visit_4, &mark_4)\n",
     {"store_1"},
     "status_4"},
    {"callback visit_5(a1, a2) { return false }\nst_store_each(store_1, visit_5, null)\n", {"store_1"}, NULL},
    {"text_6 = st_store_lookup(store_1, \"a\")\nexpect text_6 == null\n", {"store_1"}, "text_6"},
    {"bytes_7 = st_bytes_new((const uint8_t *)\"ab\", 2)\n", {NULL}, "bytes_7"},
    {"st_bytes_append(&bytes_7, (const uint8_t *)\"c\", 1)\n", {"bytes_7"}, NULL},
    {"st_bytes_free(bytes_7)\n", {"bytes_7"}, NULL},
    {"open_10 = st_store_open(\"x\", &out_10, &error_10)\nexpect open_10 == 0\n", {NULL}, "out_10"},
    {"st_store_free(out_10)\n", {"out_10"}, NULL},
    {"st_store_free(store_1)\n", {"store_1"}, NULL},
};

static struct fh_api *api;

static void load(void)
{
    api = load_header("../../gate/explore/lib.h");
}

static void unload(void)
{
    fh_api_free(api);
}

static struct fh_plan *plan_of_text(guint n_scenarios)
{
    g_autoptr(GString) text = g_string_new(NULL);
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    g_autoptr(GPtrArray) scripts = g_ptr_array_new_with_free_func((GDestroyNotify)fh_script_free);
    g_string_append(text, "scenario \"s\" {\n");
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
        g_string_append(text, lines[i].text);
    g_string_append(text, "}\n");
    for (guint i = 0; i < n_scenarios; i++)
        g_ptr_array_add(scripts,
                        fh_script_parse(fh_source_new("s", text->str, text->len, NULL), diagnostics));
    struct fh_plan *plan = fh_check(scripts, api, NULL, diagnostics);
    g_autofree char *said = fh_diagnostics_to_text(diagnostics);
    ck_assert_msg(plan != NULL, "%s", said);
    return plan;
}

/* As what makes such a one returns it. */
static const struct fh_type *type_of(const char *name)
{
    const char *maker = g_str_has_prefix(name, "item")    ? "st_item_new"
                        : g_str_has_prefix(name, "bytes") ? "st_bytes_new"
                                                          : "st_store_new";
    return fh_api_function(api, maker)->type->result;
}

static const struct fh_piece *make(struct fh_assembly *assembly, const struct lines *one)
{
    g_autoptr(GArray) given = g_array_new(FALSE, FALSE, sizeof(struct fh_taken));
    g_autoptr(GPtrArray) wanted = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(one->given) && one->given[i]; i++) {
        const struct fh_taken variable = {one->given[i], type_of(one->given[i])};
        g_array_append_val(given, variable);
    }
    if (one->wanted)
        g_ptr_array_add(wanted, (gpointer)one->wanted);
    const struct fh_piece *piece = fh_assembly_make(assembly, one->text, given, wanted, &error);
    ck_assert_msg(piece != NULL, "%s", error ? error->message : "");
    return piece;
}

static void add_all(struct fh_assembly *assembly, const struct fh_piece *const *pieces)
{
    fh_slot starts[G_N_ELEMENTS(lines)], slots[2];
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        for (guint g = 0; g < G_N_ELEMENTS(slots) && lines[i].given[g]; g++)
            for (guint j = 0; j < i; j++)
                if (g_strcmp0(lines[j].wanted, lines[i].given[g]) == 0)
                    slots[g] = starts[j] + g_array_index(pieces[j]->wanted, fh_slot, 0);
        starts[i] = fh_assembly_add(assembly, pieces[i], slots);
    }
    ck_assert(fh_assembly_end_scenario(assembly));
}

static struct fh_plan *plan_of_pieces(struct fh_assembly *assembly, guint n_scenarios)
{
    const struct fh_piece *pieces[G_N_ELEMENTS(lines)];
    fh_assembly_begin(assembly);
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
        pieces[i] = make(assembly, &lines[i]);
    for (guint i = 0; i < n_scenarios; i++)
        add_all(assembly, pieces);
    return fh_assembly_end(assembly, "s");
}

/* In one plan, a slot stands for what another one does in the other. */
struct renaming {
    GHashTable *there, *back;
};

static gboolean is_renamed(const struct renaming *renaming, guint32 a, guint32 b)
{
    gpointer there = NULL, back = NULL;
    const gboolean has_there =
                       g_hash_table_lookup_extended(renaming->there, GUINT_TO_POINTER(a), NULL, &there),
                   has_back = g_hash_table_lookup_extended(renaming->back, GUINT_TO_POINTER(b), NULL, &back);
    if (has_there || has_back)
        return has_there && has_back && GPOINTER_TO_UINT(there) == b && GPOINTER_TO_UINT(back) == a;
    g_hash_table_insert(renaming->there, GUINT_TO_POINTER(a), GUINT_TO_POINTER(b));
    g_hash_table_insert(renaming->back, GUINT_TO_POINTER(b), GUINT_TO_POINTER(a));
    return TRUE;
}

/* Whether the word is the place of a constant or of a text, whose bytes are compared instead. */
static gboolean is_place(gsize section, const guint32 *element, guint word)
{
    const struct fh_plan_op *op = (const struct fh_plan_op *)(gconstpointer)element;
    if (section == G_STRUCT_OFFSET(struct fh_plan_header, callbacks))
        return word == G_STRUCT_OFFSET(struct fh_plan_callback, name) / sizeof(guint32);
    if (section != G_STRUCT_OFFSET(struct fh_plan_header, code))
        return FALSE;
    return op->opcode == FH_OP_EXPECT
               ? word == G_STRUCT_OFFSET(struct fh_plan_op, immediate) / sizeof(guint32)
               : (op->opcode == FH_OP_CONSTANT || op->opcode == FH_OP_DATA) &&
                     word == G_STRUCT_OFFSET(struct fh_plan_op, b) / sizeof(guint32);
}

/* Elements of `size` bytes, in the section that the header has at `section`. */
static void compare(const struct fh_plan *a, const struct fh_plan *b, gsize section, guint size,
                    const struct renaming *renaming)
{
    const guint8 *base = a->bytes->data, *other = b->bytes->data;
    const struct fh_plan_section *x = (const struct fh_plan_section *)(gconstpointer)(base + section),
                                 *y = (const struct fh_plan_section *)(gconstpointer)(other + section);
    const guint n_words = size / sizeof(guint32);
    const guint32 *first = (const guint32 *)(gconstpointer)(base + x->offset),
                  *second = (const guint32 *)(gconstpointer)(other + y->offset);
    ck_assert_uint_eq(x->count, y->count);
    ck_assert_uint_gt(x->count, 0);
    for (guint i = 0; i < x->count * n_words; i++) {
        if (is_place(section, first + i / n_words * n_words, i % n_words))
            ck_assert_str_eq((const char *)base + first[i], (const char *)other + second[i]);
        else
            ck_assert_msg(first[i] == second[i] || is_renamed(renaming, first[i], second[i]),
                          "section at %u, word %u: %u, %u", (guint)section, i, first[i], second[i]);
    }
}

START_TEST(test_same_plan)
{
    fh_auto(fh_assembly) assembly = fh_assembly_new(api, NULL);
    for (guint n = 1; n <= 3; n++) { /* what another plan was made of before does not matter */
        fh_auto(fh_plan) text = plan_of_text(n);
        fh_auto(fh_plan) pieces = plan_of_pieces(assembly, n);
        const struct renaming renaming = {g_hash_table_new(NULL, NULL), g_hash_table_new(NULL, NULL)};
        ck_assert_uint_eq(text->scenarios->len, pieces->scenarios->len);
        compare(text, pieces, G_STRUCT_OFFSET(struct fh_plan_header, code), sizeof(struct fh_plan_op),
                &renaming);
        compare(text, pieces, G_STRUCT_OFFSET(struct fh_plan_header, arguments), sizeof(fh_slot), &renaming);
        compare(text, pieces, G_STRUCT_OFFSET(struct fh_plan_header, ownership),
                sizeof(struct fh_plan_ownership), &renaming);
        compare(text, pieces, G_STRUCT_OFFSET(struct fh_plan_header, callbacks),
                sizeof(struct fh_plan_callback), &renaming);
        g_hash_table_unref(renaming.there);
        g_hash_table_unref(renaming.back);
    }
}
END_TEST

START_TEST(test_wrong_piece)
{
    fh_auto(fh_assembly) assembly = fh_assembly_new(api, NULL);
    g_autoptr(GArray) given = g_array_new(FALSE, FALSE, sizeof(struct fh_taken));
    g_autoptr(GPtrArray) wanted = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    ck_assert(!fh_assembly_make(assembly, "st_store_free(store_1)\n", given, wanted, &error));
    ck_assert_msg(strstr(error->message, "'store_1' is not defined") != NULL, "%s", error->message);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("assembly");
    TCase *test_case = tcase_create("assembly");
    tcase_add_unchecked_fixture(test_case, load, unload);
    tcase_add_test(test_case, test_same_plan);
    tcase_add_test(test_case, test_wrong_piece);
    suite_add_tcase(suite, test_case);
    return run_suite(suite);
}
