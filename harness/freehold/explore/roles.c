// SPDX-License-Identifier: MIT
#include "explore/roles.h"

#include <string.h>

#include "api/idle_callback.h"
#include "api/lengths.h"
#include "api/name_words.h"
#include "api/types.h"
#include "explore/record.h"

static const struct fh_parameter *parameter_at(const struct fh_callable *callable, guint index)
{
    return g_ptr_array_index(callable->function->parameters, index);
}

static gboolean is_pointer_to(const struct fh_type *type, enum fh_type_kind kind)
{
    return type->kind == FH_TYPE_POINTER && type->target->kind == kind;
}

/* What can stand in a literal array. */
static gboolean is_element(const struct fh_type *type)
{
    return fh_type_is_number(type) || type->kind == FH_TYPE_VOID || fh_record_is_plain(type) ||
           (type->kind == FH_TYPE_POINTER && type->target->is_const && type->target->is_char);
}

static int index_of(const struct fh_callable *callable, const char *name)
{
    for (guint i = 0; name && i < callable->function->parameters->len; i++)
        if (g_str_equal(parameter_at(callable, i)->name, name))
            return (int)i;
    return -1;
}

/* The parameter whose length, user data or destroy function this one is, by the contract; -1: none. */
static int belongs_to(const struct fh_callable *callable, guint index, gsize offset)
{
    for (guint i = 0; i < callable->function->parameters->len; i++) {
        const struct fh_ownership *ownership = &parameter_at(callable, i)->ownership;
        const char *name = G_STRUCT_MEMBER(char *, ownership, offset);
        if (name && i != index && index_of(callable, name) == (int)index)
            return (int)i;
    }
    return -1;
}

/* It may be out of range, and the function could not say so. */
static gboolean is_position(const char *name)
{
    static const char *const words[] = {"index", "idx", "i",     "pos", "position", "offset",
                                        "at",    "nth", "start", "end", NULL};
    return fh_name_has_word(name, words);
}

static int array_of(const struct fh_callable *callable, guint length)
{
    int array = belongs_to(callable, length, G_STRUCT_OFFSET(struct fh_ownership, length));
    return array < 0 && fh_is_length(callable->function, length) ? (int)length - 1 : array;
}

static gboolean takes_array(const struct fh_callable *callable)
{
    for (guint i = 0; i < callable->function->parameters->len; i++)
        if (array_of(callable, i) >= 0)
            return TRUE;
    return FALSE;
}

static char *read_number(struct fh_callable *callable, struct fh_wanted *role, guint index)
{
    const int array = array_of(callable, index);
    if (array >= 0 && !parameter_at(callable, (guint)array)->ownership.is_out) {
        role->use = FH_USE_LENGTH;
        role->other = (guint)array;
    } else if (role->parameter->enumerators) {
        role->use = FH_USE_CHOICE;
    } else if (is_position(role->name) && takes_array(callable)) {
        role->use = FH_USE_NUMBER;
        role->is_start = TRUE;
    } else if (!callable->can_fail && is_position(role->name)) {
        return g_strdup_printf("%s may be out of range, and it has no way to say so", role->name);
    } else {
        role->use = FH_USE_NUMBER;
    }
    return NULL;
}

/* The library gets a block with what releases it, if it can't refuse: then nobody says who has it. */
static gboolean is_handed_over(const struct fh_callable *callable, guint callback)
{
    const struct fh_ownership *ownership = &parameter_at(callable, callback)->ownership;
    int data = index_of(callable, ownership->closure), destroy = index_of(callable, ownership->destroy);
    if (data < 0 || destroy < 0 || callable->can_fail || ownership->is_nullable ||
        !is_pointer_to(parameter_at(callable, (guint)data)->type, FH_TYPE_VOID) ||
        !is_pointer_to(parameter_at(callable, (guint)destroy)->type, FH_TYPE_FUNCTION))
        return FALSE;
    const struct fh_type *release = parameter_at(callable, (guint)destroy)->type->target;
    return release->result->kind == FH_TYPE_VOID && release->parameters->len == 1 &&
           is_pointer_to(g_ptr_array_index(release->parameters, 0), FH_TYPE_VOID);
}

static char *read_function(struct fh_callable *callable, struct fh_wanted *role, guint index)
{
    g_autofree char *idle = fh_idle_callback(role->parameter->type->target, role->name, TRUE);
    int of = belongs_to(callable, index, G_STRUCT_OFFSET(struct fh_ownership, destroy));
    role->use = of >= 0 ? FH_USE_DESTROY : FH_USE_CALLBACK;
    role->other = of >= 0 ? (guint)of : 0;
    role->is_handed_over = of >= 0 && is_handed_over(callable, (guint)of);
    return idle ? NULL : g_strdup_printf("%s returns something that nobody knows how to make", role->name);
}

static gboolean is_user_data(const char *name)
{
    static const char *const words[] = {"user",    "data", "userdata", "context", "ctx",
                                        "closure", "arg",  "opaque",   NULL};
    return fh_name_has_word(name, words);
}

/* A void *: what a callback is called with. */
static char *read_void(struct fh_callable *callable, struct fh_wanted *role, guint index)
{
    int of = belongs_to(callable, index, G_STRUCT_OFFSET(struct fh_ownership, closure));
    if (of < 0 && index > 0 && is_user_data(role->name) &&
        fh_role_at(callable, index - 1)->use == FH_USE_CALLBACK)
        of = (int)index - 1;
    if (of < 0)
        return g_strdup_printf("%s may point to anything", role->name);
    role->use = FH_USE_DATA;
    role->other = (guint)of;
    role->is_handed_over = is_handed_over(callable, (guint)of);
    if (role->parameter->ownership.transfer == FH_TRANSFER_FULL &&
        !parameter_at(callable, (guint)of)->ownership.destroy)
        return g_strdup_printf("nobody says what releases %s", role->name);
    return NULL;
}

static void read_block(struct fh_wanted *role, enum fh_use use)
{
    const struct fh_type *type = role->parameter->type;
    const struct fh_ownership *ownership = &role->parameter->ownership;
    role->use = use;
    role->by_address = type->kind == FH_TYPE_POINTER;
    role->block = role->by_address ? type->target->unqualified : type;
    role->is_mutable = role->by_address && !type->target->is_const;
    role->is_on_success = ownership->is_on_success;
    role->is_used_up = ownership->is_consumed;
    role->adds_reference = ownership->is_reference;
}

/* Numbers, bytes or texts, as many as another parameter says. */
static char *read_array(struct fh_wanted *role, gboolean has_length)
{
    const struct fh_type *target = role->parameter->type->target;
    gboolean is_zero_ended = role->parameter->ownership.array == FH_ARRAY_ZERO;
    if (!is_element(target) || role->parameter->enumerators ||
        !(has_length || (is_zero_ended && target->is_const)))
        return g_strdup_printf("nobody says how much %s points to", role->name);
    if (!target->is_const && role->parameter->ownership.transfer != FH_TRANSFER_NONE)
        return g_strdup_printf("nobody says whether it takes %s over", role->name);
    role->use = target->is_const ? FH_USE_ARRAY : FH_USE_BUFFER;
    role->is_zero_ended = is_zero_ended;
    return NULL;
}

static gboolean has_length(const struct fh_callable *callable, guint index)
{
    const struct fh_ownership *ownership = &parameter_at(callable, index)->ownership;
    return (ownership->array == FH_ARRAY_LENGTH && index_of(callable, ownership->length) >= 0) ||
           (index + 1 < callable->function->parameters->len && fh_is_length(callable->function, index + 1));
}

static char *read_pointer(struct fh_callable *callable, struct fh_wanted *role, guint index,
                          gboolean is_releases_own)
{
    const struct fh_type *target = role->parameter->type->target;
    enum fh_transfer transfer = role->parameter->ownership.transfer;
    if (target->kind == FH_TYPE_VOID && !is_releases_own && !has_length(callable, index))
        return read_void(callable, role, index);
    if (transfer == FH_TRANSFER_FULL || is_releases_own) {
        read_block(role, FH_USE_CONSUME);
        return callable->is_release || target->kind == FH_TYPE_STRUCT
                   ? NULL
                   : g_strdup_printf("nobody says which allocator %s must come from", role->name);
    }
    if (target->is_const && has_length(callable, index) && fh_record_is_plain(target))
        return read_array(role, TRUE);
    if (target->kind == FH_TYPE_STRUCT) {
        read_block(role, FH_USE_BORROW);
        return transfer == FH_TRANSFER_NONE || target->is_const
                   ? NULL
                   : g_strdup_printf("nobody says whether it takes %s over", role->name);
    }
    if (has_length(callable, index) || role->parameter->ownership.array != FH_ARRAY_NONE)
        return read_array(role, has_length(callable, index));
    if (target->is_char && target->is_const) {
        role->use = FH_USE_TEXT;
        role->block = target->unqualified;
        return NULL;
    }
    if (transfer == FH_TRANSFER_NONE && (target->is_char || target->kind == FH_TYPE_POINTER)) {
        read_block(role, FH_USE_BORROW);
        return NULL;
    }
    if (transfer == FH_TRANSFER_NONE && !target->is_const && fh_type_is_number(target) && target->size > 1) {
        role->use = FH_USE_BUFFER;
        role->is_room = TRUE;
        return NULL;
    }
    return g_strdup_printf("nobody says what %s points to", role->name);
}

char *fh_role_read(struct fh_callable *callable, guint index, GHashTable *releases)
{
    struct fh_wanted *role = &g_array_index(callable->roles, struct fh_wanted, index);
    const struct fh_type *type = parameter_at(callable, index)->type;
    gboolean is_releases_own = index == 0 && g_hash_table_contains(releases, callable->function->name);
    role->parameter = parameter_at(callable, index);
    role->is_nullable = role->parameter->ownership.is_nullable;
    if (fh_type_is_number(type))
        return read_number(callable, role, index);
    if (type->kind == FH_TYPE_STRUCT) {
        gboolean is_taken = role->parameter->ownership.transfer == FH_TRANSFER_FULL || is_releases_own;
        read_block(role, is_taken ? FH_USE_CONSUME : FH_USE_BORROW);
        return NULL;
    }
    if (is_pointer_to(type, FH_TYPE_FUNCTION))
        return read_function(callable, role, index);
    return type->kind == FH_TYPE_POINTER ? read_pointer(callable, role, index, is_releases_own)
                                         : g_strdup_printf("%s is of a type that it can't make", role->name);
}
