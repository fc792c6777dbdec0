// SPDX-License-Identifier: MIT
#include "api/annotation_check.h"

#include "api/types.h"

static gboolean holds_pointer(const struct fh_type *type)
{
    return type->kind == FH_TYPE_POINTER || type->kind == FH_TYPE_STRUCT || type->kind == FH_TYPE_OTHER;
}

static void check_out(const struct fh_subject *subject, guint line)
{
    if (subject->is_result)
        fh_contract_problem(subject, line, "(out) is for parameters", "the result is always given out");
    else if (subject->type->kind != FH_TYPE_POINTER || subject->type->target->kind == FH_TYPE_FUNCTION)
        fh_contract_problem(subject, line, "an (out) parameter points to what is filled in",
                            "%s cannot be (out): it is '%s'", subject->name, subject->type->name);
    else if (subject->type->target->is_const)
        fh_contract_problem(subject, line, "drop the const, or (out)",
                            "%s cannot be (out): it points to something const, '%s'", subject->name,
                            subject->type->name);
}

static gboolean is_function(const struct fh_type *type)
{
    return type->kind == FH_TYPE_POINTER && type->target->kind == FH_TYPE_FUNCTION;
}

static void refuse(const struct fh_subject *subject, gboolean is_wrong, const char *help, const char *what)
{
    if (is_wrong)
        fh_contract_problem(subject, subject->line, help, "%s: %s", subject->name, what);
}

/* Annotations that make no sense without others, or beside them. */
static void check_together(const struct fh_subject *subject, const struct fh_ownership *o,
                           const struct fh_type *type)
{
    const gboolean is_given = subject->is_result || o->is_out || subject->record;
    const gboolean has_elements =
        o->array != FH_ARRAY_NONE && type->kind == FH_TYPE_POINTER && type->target->kind == FH_TYPE_POINTER;
    refuse(subject, o->is_on_success && (is_given || (o->transfer != FH_TRANSFER_FULL && !o->is_consumed)),
           "only a parameter that is given in can be consumed", "on-success means nothing here");
    refuse(subject, (o->is_consumed || o->is_reference) && (is_given || type->kind != FH_TYPE_POINTER),
           "they are for a handle that is given in", "(consumed) and (ref) mean nothing here");
    refuse(subject, o->is_consumed && o->transfer == FH_TRANSFER_FULL,
           "drop (transfer full): the caller still releases it",
           "it can't be (transfer full) and (consumed)");
    refuse(subject, o->lifetime && (!is_given || o->transfer != FH_TRANSFER_NONE), "add (transfer none)",
           "(lifetime …) is for a view that is given out");
    refuse(subject, o->transfer == FH_TRANSFER_CONTAINER && !has_elements,
           "add (array length=NAME) or (array zero-terminated=1)",
           "(transfer container) is for an array of pointers");
    refuse(subject, o->element_free_function && (!has_elements || o->transfer != FH_TRANSFER_FULL),
           "add (transfer full) and (array …)", "(element-free-func) is for an owned array of pointers");
    refuse(subject, o->array == FH_ARRAY_ZERO && !has_elements && o->transfer == FH_TRANSFER_CONTAINER, NULL,
           "only pointers end with NULL");
    refuse(subject, (o->scope || o->destroy) && !is_function(subject->type),
           "write them at the function, and name the user data with (closure NAME)",
           "(scope …) and (destroy …) are for a function pointer");
}

static void check_success(const struct fh_subject *subject, const struct fh_ownership *ownership,
                          const struct fh_type *type)
{
    const char *field = ownership->success.field;
    if (!ownership->success.is_said)
        return;
    const struct fh_field *found = field ? fh_type_field(type, field, NULL) : NULL;
    const struct fh_type *told = found ? found->type : type;
    refuse(subject, !subject->is_result && !ownership->is_out, "add (out), or write it at 'Returns:'",
           "what is given in can't tell of success");
    refuse(subject, field && !found, NULL, "(success …) names a field that is not there");
    refuse(subject,
           told->kind != FH_TYPE_POINTER && told->kind != FH_TYPE_BOOL && !fh_type_is_plain_integer(told),
           "as in (success is_ok == true)", "success is told by a number, a pointer or a field that is one");
}

void fh_annotations_check(const struct fh_subject *subject, const struct fh_ownership *ownership)
{
    const struct fh_type *type = subject->type;
    guint line = subject->line;
    gboolean is_owned =
        ownership->transfer == FH_TRANSFER_FULL || ownership->transfer == FH_TRANSFER_CONTAINER;
    if (ownership->is_out && subject->record)
        fh_contract_problem(subject, line, "write (out) at the parameter", "%s is a field", subject->name);
    else if (ownership->is_out)
        check_out(subject, line);
    if (ownership->is_out && type->kind == FH_TYPE_POINTER)
        type = type->target;
    if (type->kind == FH_TYPE_VOID && subject->is_result) {
        fh_contract_problem(subject, line, "remove the annotations", "'%s' returns nothing",
                            subject->doc->function->name);
        return;
    }
    if (ownership->transfer == FH_TRANSFER_FULL && !holds_pointer(type))
        fh_contract_problem(subject, line, "only a pointer, or a struct that holds one, can own a block",
                            "%s cannot be (transfer full): it is '%s'", subject->name, type->name);
    else if (ownership->is_nullable && subject->type->kind != FH_TYPE_POINTER)
        fh_contract_problem(subject, line, NULL, "%s cannot be (nullable): it is '%s', not a pointer",
                            subject->name, subject->type->name);
    if (ownership->free_function && !is_owned)
        fh_contract_problem(subject, line, "add (transfer full)",
                            "%s has a free-func, but is not (transfer full)", subject->name);
    check_together(subject, ownership, type);
    check_success(subject, ownership, type);
}
