// SPDX-License-Identifier: MIT
#include "explore/callable.h"

#include <string.h>

#include "api/lookup.h"
#include "api/name_words.h"
#include "explore/gives.h"
#include "explore/record.h"
#include "explore/roles.h"
#include "wire/allocators.h"

static void callable_free(gpointer data)
{
    struct fh_callable *callable = data;
    g_array_unref(callable->roles);
    g_ptr_array_unref(callable->examples);
    g_free(callable->why_not);
    g_free(callable);
}

gboolean fh_callables_any(const struct fh_callables *callables)
{
    for (guint i = 0; i < callables->all->len; i++)
        if (!((const struct fh_callable *)g_ptr_array_index(callables->all, i))->why_not)
            return TRUE;
    return FALSE;
}

void fh_callables_free(struct fh_callables *callables)
{
    if (!callables)
        return;
    g_hash_table_unref(callables->by_name);
    g_ptr_array_unref(callables->all);
    g_free(callables);
}

const struct fh_callable *fh_callable_find(const struct fh_callables *callables, const char *name)
{
    return g_hash_table_lookup(callables->by_name, name);
}

const struct fh_wanted *fh_role_at(const struct fh_callable *callable, guint index)
{
    return &g_array_index(callable->roles, struct fh_wanted, index);
}

const struct fh_gives *fh_gives_at(const struct fh_callable *callable, guint place)
{
    const struct fh_gives *gives = place == 0 ? &callable->gives : &fh_role_at(callable, place - 1)->gives;
    gboolean is_there = place == 0 || fh_role_at(callable, place - 1)->use == FH_USE_OUT;
    return is_there && gives->block ? gives : NULL;
}

const struct fh_type *fh_place_type(const struct fh_callable *callable, guint place)
{
    return place == 0 ? callable->function->type->result
                      : fh_role_at(callable, place - 1)->parameter->type->target;
}

const struct fh_success *fh_callable_success(const struct fh_callable *callable)
{
    if (callable->success < 0)
        return NULL;
    return callable->success == 0
               ? &callable->function->result.success
               : &fh_role_at(callable, (guint)callable->success - 1)->parameter->ownership.success;
}

gboolean fh_role_takes(const struct fh_callable *callable, const struct fh_wanted *role,
                       const struct fh_gives *gives)
{
    gboolean is_text = role->use == FH_USE_TEXT;
    if (role->use == FH_USE_CONSUME && role->block->kind == FH_TYPE_VOID)
        return gives->is_owned && !gives->is_record && gives->release == callable->function;
    if ((role->use != FH_USE_BORROW && role->use != FH_USE_CONSUME && !is_text) ||
        role->block != gives->block)
        return FALSE;
    if (role->use == FH_USE_CONSUME)
        return gives->is_owned &&
               gives->is_record == (role->block->kind == FH_TYPE_STRUCT && gives->is_record) &&
               (!callable->is_release || gives->release == callable->function);
    if (!role->by_address && !is_text)
        return gives->is_record;
    return !(role->is_mutable && !gives->is_owned && gives->is_record);
}

/* A status, an error that it gives out, or NULL. */
static gboolean can_fail(const struct fh_function *function)
{
    const struct fh_type *result = function->type->result;
    if (function->returns_enum || function->result.success.is_said || result->kind == FH_TYPE_BOOL ||
        (result->kind == FH_TYPE_SIGNED && result->size == sizeof(int)) ||
        (result->kind == FH_TYPE_POINTER && function->result.is_nullable))
        return TRUE;
    for (guint i = 0; i < function->parameters->len; i++) {
        const struct fh_parameter *parameter = g_ptr_array_index(function->parameters, i);
        if (parameter->ownership.is_out &&
            (parameter->ownership.success.is_said || strstr(parameter->name, "err")))
            return TRUE;
    }
    return FALSE;
}

static int success_place(const struct fh_function *function)
{
    if (function->result.success.is_said)
        return function->result.success.field ? -1 : 0;
    for (guint i = 0; i < function->parameters->len; i++) {
        const struct fh_success *success =
            &((const struct fh_parameter *)g_ptr_array_index(function->parameters, i))->ownership.success;
        if (success->is_said && !success->field)
            return (int)i + 1;
    }
    return -1;
}

static void take_why(struct fh_callable *callable, char *take_why)
{
    if (callable->why_not)
        g_free(take_why);
    else
        callable->why_not = take_why;
}

/* An example can make up for it, if it shows the argument. */
static gboolean is_shown(const struct fh_callable *callable, guint index)
{
    for (guint i = 0; i < callable->examples->len; i++) {
        const struct fh_example *example = g_ptr_array_index(callable->examples, i);
        if (example->arguments->len > index && g_ptr_array_index(example->arguments, index))
            return TRUE;
    }
    return FALSE;
}

static void read_parameter(struct fh_callable *callable, const struct fh_api *api, guint index,
                           GHashTable *releases)
{
    struct fh_wanted *role = &g_array_index(callable->roles, struct fh_wanted, index);
    const struct fh_parameter *parameter = g_ptr_array_index(callable->function->parameters, index);
    role->name = g_intern_string(parameter->name);
    if (parameter->ownership.is_out) {
        role->use = FH_USE_OUT;
        role->parameter = parameter;
        take_why(callable, fh_gives_read(&role->gives, api, callable->function, parameter->type->target,
                                         &parameter->ownership));
        return;
    }
    char *why = fh_role_read(callable, index, releases);
    if (why) {
        role->use = FH_USE_EXAMPLE;
        take_why(callable, is_shown(callable, index) ? (g_free(why), NULL) : why);
    }
}

/* "depot_ref", "text_clone": what it gives is no part of what it was given. */
static gboolean is_another_reference(const struct fh_callable *callable)
{
    static const char *const words[] = {"ref", "retain", "clone", "dup", "copy", "share", NULL};
    return fh_name_has_word(callable->function->name, words);
}

static struct fh_callable *callable_new(const struct fh_api *api, const struct fh_function *function,
                                        GHashTable *releases, const GPtrArray *examples)
{
    struct fh_callable *callable = g_new0(struct fh_callable, 1);
    callable->function = function;
    callable->roles = g_array_new(FALSE, TRUE, sizeof(struct fh_wanted));
    callable->examples = g_ptr_array_new();
    callable->can_fail = can_fail(function);
    callable->success = success_place(function);
    callable->is_release = g_hash_table_contains(releases, function->name);
    for (guint i = 0; i < examples->len; i++) {
        struct fh_example *example = g_ptr_array_index(examples, i);
        if (g_str_equal(example->function, function->name))
            g_ptr_array_add(callable->examples, example);
    }
    g_array_set_size(callable->roles, function->parameters->len);
    if (function->type->is_variadic)
        take_why(callable, g_strdup("it takes any number of arguments"));
    for (guint i = 0; i < function->parameters->len; i++)
        read_parameter(callable, api, i, releases);
    take_why(callable,
             fh_gives_read(&callable->gives, api, function, function->type->result, &function->result));
    callable->gives.is_independent = is_another_reference(callable);
    return callable;
}

static void note_release(GHashTable *releases, const struct fh_ownership *ownership)
{
    if (ownership->free_function)
        g_hash_table_add(releases, ownership->free_function);
}

static GHashTable *release_names(const struct fh_api *api)
{
    GHashTable *releases = g_hash_table_new(g_str_hash, g_str_equal);
    const GPtrArray *functions = fh_api_library_functions(api);
    for (guint i = 0; i < functions->len; i++) {
        const struct fh_function *function = g_ptr_array_index(functions, i);
        note_release(releases, &function->result);
        for (guint j = 0; j < function->parameters->len; j++)
            note_release(
                releases,
                &((const struct fh_parameter *)g_ptr_array_index(function->parameters, j))->ownership);
    }
    return releases;
}

/* Something gives what the parameter needs. */
static gboolean is_made(const struct fh_callables *callables, const struct fh_callable *callable,
                        const struct fh_wanted *role)
{
    for (guint i = 0; i < callables->all->len; i++) {
        const struct fh_callable *maker = g_ptr_array_index(callables->all, i);
        for (guint place = 0; !maker->why_not && place <= maker->roles->len; place++) {
            const struct fh_gives *gives = fh_gives_at(maker, place);
            if (maker != callable && gives && fh_role_takes(callable, role, gives))
                return TRUE;
        }
    }
    return FALSE;
}

/* No function, left out or not, gives the block. */
static gboolean is_nobodys(const struct fh_callables *callables, const struct fh_type *block)
{
    for (guint i = 0; i < callables->all->len; i++) {
        const struct fh_callable *maker = g_ptr_array_index(callables->all, i);
        for (guint place = 0; place <= maker->roles->len; place++) {
            const struct fh_gives *gives = fh_gives_at(maker, place);
            if (gives && gives->block == block)
                return FALSE;
        }
    }
    return TRUE;
}

static void write_records(const struct fh_callables *callables)
{
    for (guint i = 0; i < callables->all->len; i++) {
        const struct fh_callable *callable = g_ptr_array_index(callables->all, i);
        for (guint j = 0; j < callable->roles->len; j++) {
            struct fh_wanted *role = &g_array_index(callable->roles, struct fh_wanted, j);
            if (role->use == FH_USE_BORROW && fh_record_is_plain(role->block) &&
                is_nobodys(callables, role->block))
                role->use = FH_USE_RECORD;
        }
    }
}

static char *why_no_argument(const struct fh_callables *callables, const struct fh_callable *callable)
{
    for (guint i = 0; i < callable->roles->len; i++) {
        const struct fh_wanted *role = fh_role_at(callable, i);
        if ((role->use == FH_USE_BORROW || role->use == FH_USE_CONSUME) && !role->is_nullable &&
            !is_made(callables, callable, role))
            return g_strdup_printf("no function makes a %s for %s", role->block->name, role->name);
    }
    return NULL;
}

/* What takes something that only functions make that are left out is left out, too. */
static void leave_out_unmade(const struct fh_callables *callables)
{
    gboolean is_changed = TRUE;
    while (is_changed) {
        is_changed = FALSE;
        for (guint i = 0; i < callables->all->len; i++) {
            struct fh_callable *callable = g_ptr_array_index(callables->all, i);
            if (!callable->why_not)
                callable->why_not = why_no_argument(callables, callable);
            else
                continue;
            is_changed |= callable->why_not != NULL;
        }
    }
}

static gboolean wants_length(const struct fh_callable *release)
{
    for (guint i = 0; i < release->roles->len; i++)
        if (fh_role_at(release, i)->use == FH_USE_LENGTH)
            return TRUE;
    return FALSE;
}

/* NULL: it can be released. */
static char *why_not_released(const struct fh_callables *callables, const struct fh_gives *gives)
{
    const struct fh_callable *release = fh_callable_find(callables, gives->release->name);
    if (!release || release->why_not)
        return g_strdup_printf("what it gives can't be released: %s is left out", gives->release->name);
    return wants_length(release) && gives->length < 0
               ? g_strdup_printf("no (array length=…) says how long what it gives is, which %s wants",
                                 gives->release->name)
               : NULL;
}

/* What is made can be released. */
static void leave_out_unreleased(const struct fh_callables *callables)
{
    for (guint i = 0; i < callables->all->len; i++) {
        struct fh_callable *callable = g_ptr_array_index(callables->all, i);
        for (guint place = 0; !callable->why_not && place <= callable->roles->len; place++) {
            const struct fh_gives *gives = fh_gives_at(callable, place);
            if (gives && gives->is_owned)
                callable->why_not = why_not_released(callables, gives);
        }
    }
}

static void add(struct fh_callables *callables, struct fh_callable *take_callable)
{
    take_callable->index = callables->all->len;
    g_ptr_array_add(callables->all, take_callable);
    g_hash_table_insert(callables->by_name, take_callable->function->name, take_callable);
}

struct fh_callables *fh_callables_new(const struct fh_api *api, GHashTable *defined,
                                      const GPtrArray *examples)
{
    struct fh_callables *callables = g_new0(struct fh_callables, 1);
    g_autoptr(GHashTable) releases = release_names(api);
    callables->all = g_ptr_array_new_with_free_func(callable_free);
    callables->by_name = g_hash_table_new(g_str_hash, g_str_equal);
    for (const char *const *name = fh_api_function_names(api); *name; name++) {
        const struct fh_function *function = fh_api_function(api, *name);
        if ((function->is_library || function->is_included) && g_hash_table_contains(defined, *name))
            add(callables, callable_new(api, function, releases, examples));
    }
    const struct fh_function *c_free = fh_api_function(api, fh_family_release(FH_FAMILY_MALLOC));
    if (c_free && g_hash_table_contains(releases, c_free->name))
        add(callables, callable_new(api, c_free, releases, examples));
    write_records(callables);
    leave_out_unreleased(callables);
    leave_out_unmade(callables);
    leave_out_unreleased(callables);
    return callables;
}
