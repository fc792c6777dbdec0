// SPDX-License-Identifier: MIT
#include "check/contract.h"

#include "api/lookup.h"
#include "api/types.h"
#include "check/builder.h"
#include "wire/allocators.h"

/* A value of the call's that the contract speaks of. */
struct subject {
    const struct fh_ownership *ownership;
    const struct fh_type *type;
    fh_slot slot;
    gboolean is_indirect;          /* the slot holds the address of the value */
    guint32 offset;                /* of the value in the slot, or in what it points to */
    const struct fh_type *record;  /* of a field: the struct that it is of, which starts … */
    guint32 record_offset;         /* … here in the same place */
    const char *inherited_release; /* of a field: the whole's release function; NULL: none */
};

static void emit(struct fh_lowering *l, enum fh_plan_opcode opcode, struct fh_plan_ownership entry)
{
    g_array_append_val(l->builder->ownership, entry);
    fh_builder_emit(l->builder, (struct fh_plan_op){.opcode = opcode, .a = l->builder->ownership->len - 1});
}

static fh_slot argument(const struct fh_called *call, guint i)
{
    return g_array_index(call->arguments, fh_slot, i);
}

static const struct fh_parameter *parameter_at(const struct fh_called *call, guint i)
{
    return g_ptr_array_index(call->function->parameters, i);
}

/* FALSE when the function has no parameter of that name. */
static gboolean find_parameter(const struct fh_called *call, const char *name, guint *out)
{
    for (guint i = 0; name && i < call->function->parameters->len; i++)
        if (g_str_equal(parameter_at(call, i)->name, name)) {
            *out = i;
            return TRUE;
        }
    return FALSE;
}

static gboolean is_data_pointer(const struct fh_type *type)
{
    return type->kind == FH_TYPE_POINTER && type->target->kind != FH_TYPE_FUNCTION;
}

gboolean fh_owned_pointer(const struct fh_type *type, guint32 *offset)
{
    if (type->kind == FH_TYPE_POINTER) {
        *offset = 0;
        return is_data_pointer(type);
    }
    for (guint i = 0; type->kind == FH_TYPE_STRUCT && !type->is_union && i < type->fields->len; i++) {
        const struct fh_field *field = g_ptr_array_index(type->fields, i);
        guint32 inner;
        if (!field->is_alternative && fh_owned_pointer(field->type, &inner)) {
            *offset = field->offset + inner;
            return TRUE;
        }
    }
    return FALSE;
}

static guint32 symbol_of(struct fh_lowering *l, const struct fh_function *function)
{
    return fh_builder_symbol(l->builder, function->name, function->is_library);
}

static guint32 release_symbol(struct fh_lowering *l, const char *name)
{
    const struct fh_function *function = fh_api_function(l->api, name);
    return fh_builder_symbol(l->builder, name, function && function->is_library);
}

/* realloc() releases as free() does. */
static const char *releases_as(const char *name)
{
    const struct fh_allocator *row = fh_allocator_find(name);
    gboolean takes = row && (row->verb == FH_VERB_RESIZE || row->verb == FH_VERB_RELEASE);
    return takes && row->family == FH_FAMILY_MALLOC ? fh_family_release(row->family) : name;
}

/* What the number of elements lies in: a parameter, or beside a field another one. */
static void set_count(const struct fh_called *call, const struct subject *subject,
                      struct fh_plan_ownership *entry)
{
    const char *name = subject->ownership->length;
    gsize offset;
    guint i;
    const struct fh_field *field = subject->record ? fh_type_field(subject->record, name, &offset) : NULL;
    if (field) {
        entry->count = subject->slot;
        entry->is_count_indirect = subject->is_indirect;
        entry->count_offset = subject->record_offset + offset;
        entry->count_size = field->type->size;
    } else if (find_parameter(call, name, &i)) {
        const struct fh_type *type = parameter_at(call, i)->type;
        entry->count = argument(call, i);
        entry->is_count_indirect = type->kind == FH_TYPE_POINTER;
        entry->count_size = entry->is_count_indirect ? type->target->size : type->size;
    }
}

/* The pointers in an array; what it holds by value has no addresses of its own. */
static void set_array(const struct fh_called *call, const struct subject *subject,
                      struct fh_plan_ownership *entry)
{
    const struct fh_ownership *ownership = subject->ownership;
    if (ownership->array == FH_ARRAY_NONE || subject->type->kind != FH_TYPE_POINTER ||
        !is_data_pointer(subject->type->target))
        return;
    entry->array = ownership->array == FH_ARRAY_LENGTH  ? FH_PLAN_ARRAY_COUNT
                   : ownership->array == FH_ARRAY_FIXED ? FH_PLAN_ARRAY_FIXED
                                                        : FH_PLAN_ARRAY_ZERO;
    entry->count = ownership->n_elements;
    if (ownership->array == FH_ARRAY_LENGTH)
        set_count(call, subject, entry);
}

static struct fh_plan_ownership entry_of(struct fh_lowering *l, const struct fh_called *call,
                                         const struct subject *subject)
{
    return (struct fh_plan_ownership){.slot = subject->slot,
                                      .is_indirect = subject->is_indirect,
                                      .offset = subject->offset,
                                      .symbol = FH_PLAN_NONE,
                                      .element_symbol = FH_PLAN_NONE,
                                      .parent = FH_PLAN_NONE,
                                      .called = symbol_of(l, call->function)};
}

/* Calls `visit` with each field that the contract speaks of: of the value, or of what it points to. */
static void each_field(struct fh_lowering *l, const struct fh_called *call, const struct subject *whole,
                       void (*visit)(struct fh_lowering *, const struct fh_called *, const struct subject *,
                                     struct fh_pending *),
                       struct fh_pending *pending)
{
    const GPtrArray *fields = whole->ownership->fields;
    gboolean is_pointer = whole->type->kind == FH_TYPE_POINTER;
    const struct fh_type *record = is_pointer ? whole->type->target : whole->type;
    for (guint i = 0; fields && i < fields->len; i++) {
        const struct fh_field_ownership *said = g_ptr_array_index(fields, i);
        gsize offset;
        const struct fh_field *field = fh_type_field(record, said->name, &offset);
        guint32 start = is_pointer ? 0 : whole->offset;
        struct subject part = {.ownership = &said->ownership,
                               .type = field ? field->type : NULL,
                               .slot = whole->slot,
                               .is_indirect = is_pointer || whole->is_indirect,
                               .offset = start + offset,
                               .record = record,
                               .record_offset = start,
                               .inherited_release = whole->ownership->free_function};
        if (field)
            visit(l, call, &part, pending);
    }
}

static void emit_release_entry(struct fh_lowering *l, const struct fh_called *call,
                               const struct subject *subject, struct fh_pending *pending)
{
    const struct fh_ownership *ownership = subject->ownership;
    const char *name = releases_as(call->function->name);
    struct fh_plan_ownership entry = entry_of(l, call, subject);
    guint32 offset;
    if (!fh_owned_pointer(subject->type, &offset))
        return;
    entry.offset += offset;
    entry.settled = ownership->is_consumed     ? FH_SETTLED_CONSUMES
                    : ownership->is_on_success ? FH_SETTLED_MOVES
                                               : FH_SETTLED_AT_ONCE;
    if (g_hash_table_contains(l->release_functions, name))
        entry.symbol = release_symbol(l, name);
    else if (ownership->transfer == FH_TRANSFER_FULL)
        set_array(call, subject, &entry);
    entry.is_counted = subject->type->kind == FH_TYPE_POINTER &&
                       g_hash_table_contains(l->counted, subject->type->target->unqualified);
    pending->n_waiting += entry.settled != FH_SETTLED_AT_ONCE;
    emit(l, FH_OP_RELEASE, entry);
}

static void emit_field_release(struct fh_lowering *l, const struct fh_called *call,
                               const struct subject *field, struct fh_pending *pending)
{
    if (field->ownership->transfer == FH_TRANSFER_FULL)
        emit_release_entry(l, call, field, pending);
}

/* `release(&variable)` of a struct by pointer: what the struct holds is released, not the struct. */
static void release_held(struct fh_lowering *l, const struct fh_called *call, const struct subject *subject,
                         const struct fh_expr *written, struct fh_pending *pending)
{
    if (written->kind != FH_EXPR_ADDRESS || written->left->kind != FH_EXPR_NAME || subject->ownership->fields)
        return;
    const struct fh_variable *variable = fh_lower_variable(l, written->left->text);
    struct subject held = *subject;
    if (!variable)
        return;
    held.type = variable->type;
    held.slot = variable->slot;
    emit_release_entry(l, call, &held, pending);
}

/* What the caller lends is still there after the call. */
static void emit_borrow(struct fh_lowering *l, const struct fh_called *call, const struct subject *subject)
{
    if (!call->function->is_library || subject->ownership->is_out ||
        subject->ownership->transfer != FH_TRANSFER_NONE || !is_data_pointer(subject->type))
        return;
    struct fh_plan_ownership entry = entry_of(l, call, subject);
    entry.settled = FH_SETTLED_NEVER;
    emit(l, FH_OP_RELEASE, entry);
}

static gboolean is_given_away(struct fh_lowering *l, const struct fh_called *call,
                              const struct fh_ownership *ownership)
{
    gboolean is_release = g_hash_table_contains(l->release_functions, releases_as(call->function->name));
    return !ownership->is_out &&
           (ownership->transfer == FH_TRANSFER_FULL || ownership->transfer == FH_TRANSFER_CONTAINER ||
            ownership->is_consumed || (ownership->transfer == FH_TRANSFER_UNSPECIFIED && is_release));
}

static struct subject parameter_subject(const struct fh_called *call, guint i)
{
    const struct fh_parameter *parameter = parameter_at(call, i);
    return (struct subject){
        .ownership = &parameter->ownership, .type = parameter->type, .slot = argument(call, i)};
}

static void emit_before(struct fh_lowering *l, const struct fh_called *call, guint i,
                        struct fh_pending *pending)
{
    const struct subject subject = parameter_subject(call, i);
    const struct fh_ownership *ownership = subject.ownership;
    const gboolean is_whole = subject.type->kind == FH_TYPE_POINTER || !ownership->fields;
    const gboolean is_taken = is_given_away(l, call, ownership);
    if (l->has_expiry && is_data_pointer(subject.type) && (!is_taken || ownership->is_consumed))
        fh_builder_emit(
            l->builder,
            (struct fh_plan_op){.opcode = FH_OP_USE, .a = subject.slot, .b = symbol_of(l, call->function)});
    if (!ownership->is_out)
        each_field(l, call, &subject, emit_field_release, pending);
    if (!is_taken) {
        emit_borrow(l, call, &subject);
        return;
    }
    if (is_whole)
        emit_release_entry(l, call, &subject, pending);
    if (!ownership->is_consumed)
        release_held(l, call, &subject, ((const struct fh_item *)g_ptr_array_index(call->written, i))->value,
                     pending);
}

static enum fh_plan_scope scope_of(const struct fh_ownership *ownership)
{
    return ownership->scope == FH_SCOPE_CALL    ? FH_PLAN_SCOPE_CALL
           : ownership->scope == FH_SCOPE_ASYNC ? FH_PLAN_SCOPE_ASYNC
                                                : FH_PLAN_SCOPE_NOTIFIED;
}

static gboolean is_watched(const struct fh_ownership *ownership)
{
    return ownership->destroy ||
           (ownership->scope != FH_SCOPE_UNSPECIFIED && ownership->scope != FH_SCOPE_FOREVER);
}

static void emit_notify(struct fh_lowering *l, const struct fh_called *call, guint i,
                        struct fh_pending *pending)
{
    const struct fh_ownership *ownership = &parameter_at(call, i)->ownership;
    guint data, destroy;
    if (!is_watched(ownership))
        return;
    struct fh_plan_op op = {.opcode = FH_OP_NOTIFY,
                            .a = argument(call, i),
                            .b = FH_PLAN_NONE,
                            .c = FH_PLAN_NONE,
                            .size = scope_of(ownership),
                            .immediate = symbol_of(l, call->function)};
    if (find_parameter(call, ownership->closure, &data))
        op.b = argument(call, data);
    if (find_parameter(call, ownership->destroy, &destroy))
        op.c = argument(call, destroy);
    fh_builder_emit(l->builder, op);
    pending->has_notify = TRUE;
}

void fh_lower_contract_before(struct fh_lowering *l, const struct fh_called *call, struct fh_pending *out)
{
    for (guint i = 0; i < call->function->parameters->len; i++)
        emit_before(l, call, i, out);
    for (guint i = 0; i < call->function->parameters->len; i++)
        emit_notify(l, call, i, out);
}

/* What holds a callback: the object that the function makes, or else the first that it is given. */
static fh_slot handle_of(const struct fh_called *call)
{
    const struct fh_type *result = call->function->type->result;
    if (is_data_pointer(result) && result->target->kind == FH_TYPE_STRUCT)
        return call->result;
    for (guint i = 0; i < call->function->parameters->len; i++) {
        const struct fh_type *type = parameter_at(call, i)->type;
        if (is_data_pointer(type) && type->target->kind == FH_TYPE_STRUCT)
            return argument(call, i);
    }
    return FH_PLAN_NONE;
}

static void emit_notified(struct fh_lowering *l, const struct fh_called *call)
{
    for (guint i = 0; i < call->function->parameters->len; i++)
        if (is_watched(&parameter_at(call, i)->ownership))
            fh_builder_emit(
                l->builder,
                (struct fh_plan_op){.opcode = FH_OP_NOTIFIED, .a = argument(call, i), .b = handle_of(call)});
}

/* The value that tells of success; FALSE when none does. */
static gboolean find_success(const struct fh_called *call, struct subject *out)
{
    *out = (struct subject){
        .ownership = &call->function->result, .type = call->function->type->result, .slot = call->result};
    for (guint i = 0; !out->ownership->success.is_said && i < call->function->parameters->len; i++)
        if (parameter_at(call, i)->ownership.success.is_said) {
            *out = parameter_subject(call, i);
            out->type = out->type->target;
            out->is_indirect = TRUE;
        }
    return out->ownership->success.is_said;
}

static void emit_settle(struct fh_lowering *l, const struct fh_called *call, const struct fh_pending *pending)
{
    struct subject told;
    struct fh_plan_op op = {.opcode = FH_OP_SETTLE,
                            .a = FH_PLAN_NONE,
                            .size = pending->n_waiting,
                            .reserved = symbol_of(l, call->function)};
    if (find_success(call, &told)) {
        const struct fh_success *success = &told.ownership->success;
        gsize offset = 0;
        const struct fh_field *field =
            success->field ? fh_type_field(told.type, success->field, &offset) : NULL;
        const struct fh_type *type = field ? field->type : told.type;
        op.a = told.slot;
        op.b = (guint32)offset;
        op.c = FH_SETTLE(success->relation, type->size, told.is_indirect, type->kind == FH_TYPE_SIGNED);
        op.immediate = success->value;
    } else if (pending->n_waiting == 0) {
        return;
    }
    fh_builder_emit(l->builder, op);
}

static void emit_next_call(struct fh_lowering *l, const struct fh_called *call)
{
    struct fh_plan_op op = {.opcode = FH_OP_NEXT_CALL, .a = FH_PLAN_NONE, .b = symbol_of(l, call->function)};
    if (!l->has_next_call || !call->function->is_library)
        return;
    fh_builder_emit(l->builder, op);
    for (guint i = 0; i < call->function->parameters->len; i++)
        if (is_data_pointer(parameter_at(call, i)->type)) {
            op.a = argument(call, i);
            fh_builder_emit(l->builder, op);
        }
}

/* What the library lends must not be released by who borrows it. */
static void emit_lent(struct fh_lowering *l, const struct fh_called *call, const struct subject *subject,
                      struct fh_plan_ownership entry)
{
    guint parent;
    entry.symbol = entry.element_symbol = FH_PLAN_LENT;
    entry.first_argument = call->first_argument;
    entry.n_arguments = call->arguments->len;
    entry.lifetime = subject->ownership->lifetime == FH_LIFETIME_PARENT      ? FH_PLAN_LIFETIME_PARENT
                     : subject->ownership->lifetime == FH_LIFETIME_NEXT_CALL ? FH_PLAN_LIFETIME_NEXT_CALL
                                                                             : FH_PLAN_LIFETIME_UNKNOWN;
    if (find_parameter(call, subject->ownership->lifetime_of, &parent) &&
        is_data_pointer(parameter_at(call, parent)->type))
        entry.parent = argument(call, parent);
    emit(l, FH_OP_OWN, entry);
}

/* Of an owned array: the elements are released one by one, with the whole, or are only lent. */
static guint32 element_symbol(struct fh_lowering *l, const struct subject *subject)
{
    const struct fh_ownership *ownership = subject->ownership;
    if (ownership->transfer == FH_TRANSFER_CONTAINER)
        return FH_PLAN_LENT;
    if (ownership->element_free_function)
        return release_symbol(l, ownership->element_free_function);
    return ownership->free_function || subject->inherited_release ? FH_PLAN_PART : FH_PLAN_NONE;
}

static void emit_given(struct fh_lowering *l, const struct fh_called *call, const struct subject *subject,
                       struct fh_pending *pending)
{
    const struct fh_ownership *ownership = subject->ownership;
    const char *name = ownership->free_function ? ownership->free_function : subject->inherited_release;
    struct fh_plan_ownership entry = entry_of(l, call, subject);
    guint32 offset;
    (void)pending;
    if (!fh_owned_pointer(subject->type, &offset))
        return;
    entry.offset += offset;
    set_array(call, subject, &entry);
    if (ownership->transfer == FH_TRANSFER_NONE) {
        emit_lent(l, call, subject, entry);
        return;
    }
    if (ownership->transfer == FH_TRANSFER_UNSPECIFIED) {
        entry.symbol = FH_PLAN_FRESH;
        entry.array = FH_PLAN_ARRAY_NONE;
    } else {
        entry.symbol = name ? release_symbol(l, name) : FH_PLAN_NONE;
        entry.element_symbol = element_symbol(l, subject);
        entry.is_held = subject->type->kind == FH_TYPE_STRUCT || subject->record;
    }
    emit(l, FH_OP_OWN, entry);
}

/* With what its fields own. A struct whose fields are spoken of has no pointer that stands for it. */
static void emit_given_whole(struct fh_lowering *l, const struct fh_called *call,
                             const struct subject *subject)
{
    if (!subject->ownership->fields || subject->type->kind == FH_TYPE_POINTER)
        emit_given(l, call, subject, NULL);
    each_field(l, call, subject, emit_given, NULL);
}

static void emit_given_parameter(struct fh_lowering *l, const struct fh_called *call, guint i)
{
    struct subject subject = parameter_subject(call, i);
    gboolean is_place = is_data_pointer(subject.type) && !subject.type->target->is_const;
    if (subject.ownership->is_reference) {
        struct fh_plan_ownership entry = entry_of(l, call, &subject);
        entry.is_reference = TRUE;
        emit(l, FH_OP_OWN, entry);
    }
    if (!is_place || (!subject.ownership->is_out && !is_data_pointer(subject.type->target)))
        return;
    subject.type = subject.type->target;
    subject.is_indirect = TRUE;
    emit_given_whole(l, call, &subject);
}

void fh_lower_contract_after(struct fh_lowering *l, const struct fh_called *call,
                             const struct fh_pending *pending)
{
    const struct subject result = {
        .ownership = &call->function->result, .type = call->function->type->result, .slot = call->result};
    emit_notified(l, call);
    if (pending->n_waiting > 0 || pending->has_notify)
        emit_settle(l, call, pending);
    emit_next_call(l, call);
    if (call->result != FH_PLAN_NONE)
        emit_given_whole(l, call, &result);
    for (guint i = 0; i < call->function->parameters->len; i++)
        emit_given_parameter(l, call, i);
}
