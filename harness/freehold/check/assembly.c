// SPDX-License-Identifier: MIT
#include "check/assembly.h"

#include "check/builder.h"
#include "check/coverage.h"
#include "check/lower.h"

/* The line of the scenario's own word, and the one that a piece was lowered on. */
#define FIRST_LINE 1
#define PIECE_LINE 2

struct fh_assembly {
    struct fh_api *api;
    GHashTable *defined;
    struct fh_builder *shared; /* bytes, symbols, types and signatures of all pieces */
    struct fh_lowering *lowering;
    struct fh_diagnostics *diagnostics;
    struct fh_coverage *coverage;
    GPtrArray *pieces; /* struct fh_piece * */
    /* The plan in the making, and its last scenario: */
    struct fh_builder *plan;
    struct fh_plan_scenario scenario;
    GArray *bodies, *body_sizes; /* code of its callbacks, and instructions of each */
    guint line;
};

static void piece_free(gpointer piece)
{
    fh_piece_free(piece);
}

struct fh_assembly *fh_assembly_new(struct fh_api *api, GHashTable *defined)
{
    struct fh_assembly *assembly = g_new0(struct fh_assembly, 1);
    assembly->api = api;
    assembly->defined = defined;
    assembly->shared = fh_builder_new();
    assembly->diagnostics = fh_diagnostics_new();
    assembly->coverage = fh_coverage_of_api(api, defined);
    assembly->lowering = fh_lowering_new(assembly->shared, api, defined, assembly->diagnostics);
    assembly->lowering->coverage = assembly->coverage;
    assembly->pieces = g_ptr_array_new_with_free_func(piece_free);
    assembly->bodies = g_array_new(FALSE, TRUE, sizeof(struct fh_plan_op));
    assembly->body_sizes = g_array_new(FALSE, TRUE, sizeof(guint));
    return assembly;
}

void fh_assembly_free(struct fh_assembly *assembly)
{
    if (!assembly)
        return;
    fh_lowering_free(assembly->lowering);
    fh_builder_free(assembly->shared);
    fh_builder_free(assembly->plan);
    fh_diagnostics_free(assembly->diagnostics);
    fh_coverage_free(assembly->coverage);
    g_ptr_array_unref(assembly->pieces);
    g_array_unref(assembly->bodies);
    g_array_unref(assembly->body_sizes);
    g_free(assembly);
}

const struct fh_piece *fh_assembly_make(struct fh_assembly *assembly, const char *text, const GArray *given,
                                        const GPtrArray *wanted, GError **error)
{
    struct fh_piece *piece = fh_piece_new(assembly->lowering, text, given, wanted, error);
    if (piece)
        g_ptr_array_add(assembly->pieces, piece);
    return piece;
}

static void begin_scenario(struct fh_assembly *assembly)
{
    assembly->scenario = (struct fh_plan_scenario){.line = FIRST_LINE,
                                                   .first = assembly->plan->code->len,
                                                   .first_callback = assembly->plan->callbacks->len};
    assembly->line = FIRST_LINE + 1;
    g_array_set_size(assembly->bodies, 0);
    g_array_set_size(assembly->body_sizes, 0);
}

void fh_assembly_begin(struct fh_assembly *assembly)
{
    fh_builder_free(assembly->plan);
    assembly->plan = fh_builder_new();
    begin_scenario(assembly);
}

/* Appends the words to `array`; returns where they begin. NULL: there are none. */
static guint32 *append(GArray *array, const GArray *words)
{
    const guint size = g_array_get_element_size(array), first = array->len;
    if (words->len == 0)
        return NULL;
    g_array_append_vals(array, words->data, words->len * sizeof(guint32) / size);
    return (guint32 *)(gpointer)(array->data + (gsize)first * size);
}

static void patch_all(const struct fh_piece *piece, guint32 *const *sections, const guint32 *places,
                      const fh_slot *given)
{
    for (guint i = 0; i < piece->patches->len; i++) {
        const struct fh_piece_patch *patch = &g_array_index(piece->patches, struct fh_piece_patch, i);
        sections[patch->section][patch->at] +=
            patch->sort == FH_PIECE_GIVEN ? given[patch->given] : places[patch->sort];
    }
}

fh_slot fh_assembly_add(struct fh_assembly *assembly, const struct fh_piece *piece, const fh_slot *given)
{
    const struct fh_builder *plan = assembly->plan;
    const fh_slot own =
        (assembly->scenario.frame_size + FH_PIECE_ALIGNMENT - 1) / FH_PIECE_ALIGNMENT * FH_PIECE_ALIGNMENT;
    const guint32 places[FH_PIECE_SORT_COUNT] = {
        [FH_PIECE_OWN] = own,
        [FH_PIECE_ARGUMENT] = plan->arguments->len,
        [FH_PIECE_OWNERSHIP] = plan->ownership->len,
        [FH_PIECE_CALLBACK] = plan->callbacks->len,
        [FH_PIECE_LINE] = (assembly->line - PIECE_LINE) << 16,
    };
    GArray *const arrays[FH_PIECE_SECTION_COUNT] = {[FH_PIECE_CODE] = plan->code,
                                                    [FH_PIECE_ARGUMENTS] = plan->arguments,
                                                    [FH_PIECE_OWNERSHIPS] = plan->ownership,
                                                    [FH_PIECE_CALLBACKS] = plan->callbacks,
                                                    [FH_PIECE_BODIES] = assembly->bodies};
    guint32 *sections[FH_PIECE_SECTION_COUNT];
    for (guint i = 0; i < FH_PIECE_SECTION_COUNT; i++)
        sections[i] = append(arrays[i], piece->words[i]);
    patch_all(piece, sections, places, given);
    if (piece->body_sizes->len > 0)
        g_array_append_vals(assembly->body_sizes, piece->body_sizes->data, piece->body_sizes->len);
    assembly->scenario.frame_size = own + piece->size;
    assembly->line += piece->n_lines;
    return own;
}

/* The bodies follow the scenario's own code, as in check.c. */
static void append_bodies(struct fh_assembly *assembly)
{
    GArray *callbacks = assembly->plan->callbacks, *code = assembly->plan->code;
    guint32 first = code->len;
    for (guint i = 0; i < assembly->body_sizes->len; i++) {
        g_array_index(callbacks, struct fh_plan_callback, assembly->scenario.first_callback + i).first =
            first;
        first += g_array_index(assembly->body_sizes, guint, i);
    }
    g_array_append_vals(code, assembly->bodies->data, assembly->bodies->len);
}

gboolean fh_assembly_end_scenario(struct fh_assembly *assembly)
{
    const struct fh_plan_op end = {.opcode = FH_OP_END};
    g_array_append_val(assembly->plan->code, end);
    append_bodies(assembly);
    assembly->scenario.n_callbacks = assembly->body_sizes->len;
    g_array_append_val(assembly->plan->scenarios, assembly->scenario);
    const gboolean is_right = assembly->scenario.frame_size <= FH_PLAN_MAX_FRAME;
    begin_scenario(assembly);
    return is_right;
}

/* What pieces refer to by index. */
static void take_shared(struct fh_assembly *assembly)
{
    struct fh_builder *plan = assembly->plan;
    const struct fh_builder *shared = assembly->shared;
    GArray **const mine[] = {&plan->symbols, &plan->types, &plan->elements, &plan->signatures};
    GArray *const theirs[] = {shared->symbols, shared->types, shared->elements, shared->signatures};
    for (guint i = 0; i < G_N_ELEMENTS(mine); i++) {
        g_array_unref(*mine[i]);
        *mine[i] = g_array_copy(theirs[i]);
    }
    g_byte_array_set_size(plan->bytes, 0);
    g_byte_array_append(plan->bytes, shared->bytes->data, shared->bytes->len);
}

static void name_scenarios(struct fh_assembly *assembly, const char *file, struct fh_plan *plan)
{
    const guint32 name = fh_builder_string(assembly->shared, file);
    GArray *scenarios = assembly->plan->scenarios;
    for (guint i = 0; i < scenarios->len; i++) {
        struct fh_plan_scenario *scenario = &g_array_index(scenarios, struct fh_plan_scenario, i);
        scenario->name = scenario->file = name;
        g_ptr_array_add(plan->scenarios, fh_planned_new(file, file, FIRST_LINE, i));
    }
}

struct fh_plan *fh_assembly_end(struct fh_assembly *assembly, const char *file)
{
    struct fh_plan *plan = fh_plan_new(assembly->api, assembly->defined);
    name_scenarios(assembly, file, plan);
    take_shared(assembly);
    plan->bytes = fh_builder_finish(assembly->plan);
    plan->symbols = g_ptr_array_ref(assembly->shared->symbol_names);
    return plan;
}
