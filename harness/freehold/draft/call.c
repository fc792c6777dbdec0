// SPDX-License-Identifier: MIT
#include "draft/call.h"

#include <string.h>

#include "api/idle_callback.h"
#include "api/lengths.h"
#include "api/types.h"

/* Blocks that need blocks that need blocks. */
#define DEPTH_MAX 3

/* In parameters of other types. */
#define COST_OF_HANDLE 10

/* Of values; each with handles that stay the caller's, and without. */
#define WAYS (FH_CALL_VARIANTS / 2)

/* Room for what a function writes, or reads. */
#define BUFFER   64
#define ELEMENTS 8

static const char *const length_words[] = {"len", "length", "size", "count", "num", "n", NULL};
static const char *const optional_words[] = {"opt", "option", "config", "setting", "err", "callback", NULL};

static gboolean has_part(const char *name, const char *const *parts)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);
    for (; *parts; parts++)
        if ((*parts)[1] != '\0' ? strstr(lower, *parts) != NULL : g_str_equal(lower, *parts))
            return TRUE;
    return FALSE;
}

static guint way_of(const struct fh_call_draft *draft)
{
    return draft->variant % WAYS;
}

gboolean fh_call_takes_handle(const struct fh_parameter *parameter)
{
    const struct fh_type *type = parameter->type;
    return type->kind == FH_TYPE_POINTER && type->target->kind == FH_TYPE_STRUCT && type->target->size == 0;
}

gboolean fh_call_gives_null(const struct fh_parameter *parameter, guint variant)
{
    return variant % WAYS == 1 && has_part(parameter->name, optional_words);
}

gboolean fh_call_keeps_handles(guint variant)
{
    return variant < WAYS;
}

guint fh_call_with_handles_kept(guint variant)
{
    return variant % WAYS;
}

/* A new variable, named after a type. Caller owns. */
static char *new_name(struct fh_call_draft *draft, const struct fh_type *type)
{
    const char *space = strrchr(type->name, ' ');
    const char *word = space ? space + 1 : type->name;
    g_autofree char *lower = g_ascii_strdown(word, -1);
    g_strcanon(lower, G_CSET_a_2_z G_CSET_DIGITS "_", '_');
    return g_strdup_printf("%s_%u",
                           g_ascii_isalpha(lower[0]) && type->kind == FH_TYPE_STRUCT ? lower : "value",
                           ++draft->n_names);
}

/* A handle costs a call, and that may want handles, too. */
static guint cost_of(const struct fh_draft_pair *pair)
{
    const GPtrArray *parameters = pair->producer->parameters;
    guint cost = parameters->len;
    for (guint i = 0; i < parameters->len; i++) {
        const struct fh_type *type = ((const struct fh_parameter *)g_ptr_array_index(parameters, i))->type;
        if (type->kind == FH_TYPE_POINTER && type->target->kind == FH_TYPE_STRUCT)
            cost += COST_OF_HANDLE;
    }
    return cost;
}

static gboolean is_better(const struct fh_draft_pair *pair, const struct fh_draft_pair *best)
{
    return !best || pair->is_confirmed > best->is_confirmed ||
           (pair->is_confirmed == best->is_confirmed && cost_of(pair) < cost_of(best));
}

/* One that gives such a block: a confirmed one, or else that which is called most easily. */
static const struct fh_draft_pair *find_source(const GPtrArray *pairs, const struct fh_type *target)
{
    const struct fh_draft_pair *best = NULL;
    for (guint i = 0; i < pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(pairs, i);
        if (pair->block->kind == FH_TYPE_POINTER && pair->block->target->unqualified == target->unqualified &&
            is_better(pair, best))
            best = pair;
    }
    return best;
}

/* Or else one that lends it. */
static const struct fh_draft_pair *source_of(const struct fh_call_draft *draft, const struct fh_type *target)
{
    const struct fh_draft_pair *pair = find_source(draft->pairs, target);
    return pair ? pair : find_source(draft->lenders, target);
}

static char *handle(struct fh_call_draft *draft, const struct fh_type *target)
{
    const struct fh_draft_pair *source = draft->depth < DEPTH_MAX ? source_of(draft, target) : NULL;
    if (!source)
        return g_strdup("null");
    struct fh_call_text text;
    guint variant = draft->variant;
    draft->depth++;
    draft->variant = source->is_confirmed ? source->variant : variant;
    fh_call_draft(draft, source, &text);
    draft->variant = variant;
    draft->depth--;
    char *block = text.call ? g_strdup(text.block) : g_strdup("null");
    if (text.call) {
        g_string_append_printf(draft->before, "    %s\n", text.call);
        gboolean is_guess = source->is_candidate && !source->is_confirmed;
        g_autofree char *back = fh_call_keeps_handles(draft->variant) && source->release && !is_guess
                                    ? g_strdup_printf("    %s(%s)\n", source->release->name, block)
                                    : g_strdup("");
        g_string_prepend(draft->after, back);
    }
    fh_call_text_finish(&text);
    return block;
}

gboolean fh_call_gives_variable(const GPtrArray *pairs, const struct fh_parameter *parameter, guint variant)
{
    const struct fh_type *target = parameter->type->target->unqualified;
    return target->size > 0 && !find_source(pairs, target) && variant % WAYS != 2 &&
           !fh_call_gives_null(parameter, variant);
}

static char *struct_pointer(struct fh_call_draft *draft, const struct fh_parameter *parameter)
{
    const struct fh_type *target = parameter->type->target->unqualified;
    if (fh_call_gives_null(parameter, draft->variant))
        return g_strdup("null");
    if (target->size == 0 || find_source(draft->pairs, target))
        return handle(draft, target);
    if (!fh_call_gives_variable(draft->pairs, parameter, draft->variant))
        return g_strdup("null");
    g_autofree char *name = new_name(draft, target);
    g_string_append_printf(draft->before, "    %s %s = {}\n", target->name, name);
    return g_strconcat("&", name, NULL);
}

static const char *text_of(const struct fh_call_draft *draft)
{
    return way_of(draft) == 2 ? "\"utf-8\"" : "\"a\"";
}

static gboolean is_byte(const struct fh_type *type)
{
    return type->is_char ||
           (type->size == 1 && (type->kind == FH_TYPE_UNSIGNED || type->kind == FH_TYPE_SIGNED));
}

/* How much of it there is, the next parameter says. */
static gboolean is_sized(const struct fh_function *function, guint index)
{
    return index + 1 < function->parameters->len && fh_is_length(function, index + 1);
}

/* Of the scenario's own. Caller owns its name. */
static char *buffer(struct fh_call_draft *draft, const struct fh_type *target)
{
    char *name = new_name(draft, target);
    g_string_append_printf(draft->before, "    %s %s[%d]\n",
                           target->kind == FH_TYPE_VOID ? "char" : target->unqualified->name, name, BUFFER);
    return name;
}

static char *bytes(struct fh_call_draft *draft, const struct fh_type *target)
{
    if (!target->is_const)
        return buffer(draft, target);
    return target->is_char ? g_strdup(text_of(draft))
                           : g_strdup_printf("(%s *)%s", target->name, text_of(draft));
}

static char *function(struct fh_call_draft *draft, const struct fh_parameter *parameter)
{
    g_autofree char *name = new_name(draft, parameter->type->target);
    g_autofree char *line = fh_call_gives_null(parameter, draft->variant)
                                ? NULL
                                : fh_idle_callback(parameter->type->target, name, way_of(draft) != 1);
    if (!line)
        return g_strdup("null");
    g_string_append_printf(draft->before, "    %s\n", line);
    return g_steal_pointer(&name);
}

/* As many as any variant says that there are. Caller owns. */
static char *elements(const struct fh_type *element)
{
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < ELEMENTS; i++)
        g_string_append(list, i > 0 ? ", 1" : "1");
    return g_strdup_printf("(%s[]){ %s }", element->name, list->str);
}

/* Of numbers, or of pointers: what is filled in, or a list that ends with null. */
static char *pointer_to_scalar(struct fh_call_draft *draft, const struct fh_type *target, gboolean has_length)
{
    gboolean is_text = target->kind == FH_TYPE_POINTER && target->target->is_const && is_byte(target->target);
    if (is_text) {
        g_autofree char *text = bytes(draft, target->target);
        return g_strdup_printf("(%s[]){ %s, null }", target->unqualified->name, text);
    }
    if (target->is_const)
        return target->kind != FH_TYPE_POINTER ? elements(target->unqualified) : g_strdup("null");
    if (has_length)
        return buffer(draft, target);
    g_autofree char *name = new_name(draft, target);
    return g_strconcat("&", name, NULL);
}

static char *pointer(struct fh_call_draft *draft, const struct fh_parameter *parameter, gboolean has_length)
{
    const struct fh_type *target = parameter->type->target;
    switch ((int)target->kind) {
    case FH_TYPE_FUNCTION:
        return function(draft, parameter);
    case FH_TYPE_STRUCT:
        return struct_pointer(draft, parameter);
    case FH_TYPE_VOID:
        if (has_length)
            return target->is_const ? g_strdup(text_of(draft)) : buffer(draft, target);
        return g_strdup("null");
    case FH_TYPE_OTHER:
    case FH_TYPE_ARRAY:
        return g_strdup("null");
    default:
        return is_byte(target) ? bytes(draft, target) : pointer_to_scalar(draft, target, has_length);
    }
}

gboolean fh_call_gives_buffer(const struct fh_function *function, guint index)
{
    const struct fh_type *type =
        ((const struct fh_parameter *)g_ptr_array_index(function->parameters, index))->type;
    if (type->kind != FH_TYPE_POINTER || type->target->is_const)
        return FALSE;
    if (type->target->kind == FH_TYPE_VOID || is_byte(type->target))
        return is_sized(function, index);
    return fh_type_is_number(type->target);
}

/* "a" has one byte, "utf-8" has five. */
static char *number(const struct fh_call_draft *draft, const struct fh_parameter *parameter,
                    gboolean is_length)
{
    if (parameter->type->kind == FH_TYPE_BOOL)
        return g_strdup(way_of(draft) == 1 ? "false" : "true");
    if (parameter->type->kind == FH_TYPE_FLOAT)
        return g_strdup(way_of(draft) == 1 ? "0.0" : "1.0");
    if (is_length || has_part(parameter->name, length_words))
        return g_strdup(way_of(draft) == 2 ? "5" : "1");
    return g_strdup(way_of(draft) == 1 ? "0" : way_of(draft) == 2 ? "8" : "1");
}

/* NULL when it can't be given. Caller owns. */
static char *argument(struct fh_call_draft *draft, const struct fh_function *producer, guint index)
{
    const struct fh_parameter *parameter = g_ptr_array_index(producer->parameters, index);
    switch ((int)parameter->type->kind) {
    case FH_TYPE_POINTER:
        return pointer(draft, parameter, is_sized(producer, index));
    case FH_TYPE_STRUCT:
        return g_strdup_printf("(%s){}", parameter->type->name);
    case FH_TYPE_OTHER:
        return NULL;
    default:
        return number(draft, parameter, fh_is_length(producer, index));
    }
}

/* NULL when one of them can't be given. */
static char *arguments(struct fh_call_draft *draft, const struct fh_draft_pair *pair, const char *out)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
    const GPtrArray *parameters = pair->producer->parameters;
    for (guint i = 0; i < parameters->len; i++) {
        gboolean is_out = pair->given == FH_GIVEN_PARAMETER && i == pair->parameter;
        char *text = is_out ? g_strconcat("&", out, NULL) : argument(draft, pair->producer, i);
        if (!text)
            return NULL;
        g_ptr_array_add(list, text);
    }
    g_ptr_array_add(list, NULL);
    return g_strjoinv(", ", (char **)list->pdata);
}

void fh_call_draft(struct fh_call_draft *draft, const struct fh_draft_pair *pair, struct fh_call_text *out)
{
    gboolean gives = pair->block->kind == FH_TYPE_POINTER;
    const struct fh_type *named = gives ? pair->block->target->unqualified : pair->block;
    g_autofree char *list = NULL, *name = new_name(draft, named);
    *out = (struct fh_call_text){0};
    list = arguments(draft, pair, name);
    if (!list)
        return;
    gboolean is_assigned = pair->given != FH_GIVEN_PARAMETER && pair->block->kind != FH_TYPE_VOID;
    out->call = g_strdup_printf("%s%s%s(%s)", is_assigned ? name : "", is_assigned ? " = " : "",
                                pair->producer->name, list);
    out->block = g_strconcat(name, pair->given == FH_GIVEN_FIELD ? ".ok" : "", NULL);
    if (pair->given == FH_GIVEN_FIELD)
        out->expect = g_strdup_printf("%s.is_ok == true", name);
    else if (gives)
        out->expect = g_strdup_printf("%s != null", out->block);
}

void fh_call_text_finish(struct fh_call_text *text)
{
    g_free(text->call);
    g_free(text->block);
    g_free(text->expect);
}
