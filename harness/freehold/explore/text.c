// SPDX-License-Identifier: MIT
#include "explore/text.h"

#include <string.h>

#include "script/script.h"

/* Where a mark stands, beside calls of usual length. */
#define MARK_COLUMN 60

struct writing {
    const struct fh_sequence *sequence;
    const struct fh_mark *marks;
    guint n_marks;
    GString *text;
    GArray *lines;
};

/* Of a result: after what it is. Caller owns. */
static char *result_word(const struct fh_callable *callable)
{
    const struct fh_type *block = callable->gives.block;
    if (!block)
        return g_strdup("status");
    if (block->kind != FH_TYPE_STRUCT)
        return g_strdup(block->is_char ? "text" : "value");
    const char *space = strrchr(block->name, ' ');
    return g_ascii_strdown(space ? space + 1 : block->name, -1);
}

static char *variable_of(const struct fh_step *step, guint place)
{
    if (place > 0)
        return g_strdup_printf("%s_%u", fh_role_at(step->callable, place - 1)->name, step->id);
    g_autofree char *word = result_word(step->callable);
    return g_strdup_printf("%s_%u", word, step->id);
}

char *fh_value_variable(const struct fh_sequence *sequence, struct fh_value_name name)
{
    const struct fh_step *step = fh_sequence_find(sequence, name.step);
    return step ? variable_of(step, name.place) : NULL;
}

static const char *mark_of(const struct writing *writing, guint step)
{
    for (guint i = 0; i < writing->n_marks; i++)
        if (writing->marks[i].step == step)
            return writing->marks[i].kind;
    return NULL;
}

static void add_line(const struct writing *writing, const char *line, struct fh_line about)
{
    const char *mark = about.is_outcome ? NULL : mark_of(writing, about.step);
    if (mark)
        g_string_append_printf(writing->text, "    %-*s !%s\n", MARK_COLUMN, line, mark);
    else
        g_string_append_printf(writing->text, "    %s\n", line);
    if (writing->lines)
        g_array_append_val(writing->lines, about);
}

static char *with_id(const char *text, guint id)
{
    if (!strchr(text, '$'))
        return g_strdup(text);
    g_autofree char *number = g_strdup_printf("%u", id);
    g_auto(GStrv) parts = g_strsplit(text, "$", -1);
    return g_strjoinv(number, parts);
}

/* Lines that declare what an argument needs. */
static void write_before(const struct writing *writing, const struct fh_step *step, const char *before)
{
    g_autofree char *all = with_id(before, step->id);
    g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
    for (char **line = lines; *line; line++)
        if ((*line)[0] != '\0')
            add_line(writing, g_strstrip(*line), (struct fh_line){0});
}

/* The casts that C wants: const away where it is taken back, `void *` to free(). Caller owns. */
static char *value_text(const struct writing *writing, const struct fh_wanted *role,
                        struct fh_value_name name)
{
    const struct fh_step *maker = fh_sequence_find(writing->sequence, name.step);
    const struct fh_gives *gives = fh_gives_at(maker->callable, name.place);
    g_autofree char *variable = variable_of(maker, name.place);
    if (gives->is_record)
        return role->by_address ? g_strconcat("&", variable, NULL) : g_steal_pointer(&variable);
    const struct fh_type *type = role->parameter->type;
    const struct fh_type *given = fh_place_type(maker->callable, name.place);
    gboolean loses_const =
        given->target->is_const && type->kind == FH_TYPE_POINTER && !type->target->is_const;
    return loses_const ? g_strdup_printf("(%s)%s", type->name, variable) : g_steal_pointer(&variable);
}

/* Of what another argument is: as its maker has counted it. */
static char *length_text(const struct writing *writing, struct fh_value_name name)
{
    const struct fh_step *maker = fh_sequence_find(writing->sequence, name.step);
    const struct fh_gives *gives = fh_gives_at(maker->callable, name.place);
    return variable_of(maker, (guint)gives->length + 1);
}

static char *argument_text(const struct writing *writing, const struct fh_step *step, guint index)
{
    const struct fh_argument *argument = fh_argument_at(step, index);
    const struct fh_wanted *role = fh_role_at(step->callable, index);
    if (role->use == FH_USE_OUT) {
        g_autofree char *variable = variable_of(step, index + 1);
        return g_strconcat("&", variable, NULL);
    }
    if (!argument->is_elsewhere)
        return with_id(argument->text, step->id);
    return role->use == FH_USE_LENGTH ? length_text(writing, argument->value)
                                      : value_text(writing, role, argument->value);
}

/* Its result is looked at. */
static gboolean keeps_result(const struct fh_step *step)
{
    return step->callable->gives.block || step->callable->success == 0;
}

static char *call_text(const struct writing *writing, const struct fh_step *step)
{
    GString *call = g_string_new(NULL);
    if (keeps_result(step)) {
        g_autofree char *variable = variable_of(step, 0);
        g_string_append_printf(call, "%s = ", variable);
    }
    g_string_append_printf(call, "%s(", step->callable->function->name);
    for (guint i = 0; i < step->arguments->len; i++) {
        g_autofree char *argument = argument_text(writing, step, i);
        g_string_append_printf(call, "%s%s", i > 0 ? ", " : "", argument);
    }
    g_string_append_c(call, ')');
    return g_string_free(call, FALSE);
}

static void write_place(const struct writing *writing, const struct fh_step *step, guint place)
{
    const struct fh_gives *gives = fh_gives_at(step->callable, place);
    if (!gives || gives->is_record)
        return;
    g_autofree char *variable = variable_of(step, place);
    g_autofree char *line =
        g_strdup_printf("expect %s %s null", variable, step->nulls >> place & 1 ? "==" : "!=");
    add_line(writing, line, (struct fh_line){.step = step->id, .is_outcome = TRUE, .place = place});
}

static const char *relation_text(enum fh_relation relation, gboolean is_opposite)
{
    static const enum fh_relation opposites[FH_RELATION_COUNT] = {
        [FH_RELATION_EQ] = FH_RELATION_NE, [FH_RELATION_NE] = FH_RELATION_EQ,
        [FH_RELATION_LT] = FH_RELATION_GE, [FH_RELATION_LE] = FH_RELATION_GT,
        [FH_RELATION_GT] = FH_RELATION_LE, [FH_RELATION_GE] = FH_RELATION_LT};
    return fh_relation_text(is_opposite ? opposites[relation] : relation);
}

static void write_success(const struct writing *writing, const struct fh_step *step)
{
    const struct fh_success *success = fh_callable_success(step->callable);
    if (!success ||
        fh_gives_at(step->callable, (guint)step->callable->success)) /* that it is there says it */
        return;
    const struct fh_type *type = fh_place_type(step->callable, (guint)step->callable->success);
    g_autofree char *variable = variable_of(step, (guint)step->callable->success);
    g_autofree char *value = type->kind == FH_TYPE_BOOL
                                 ? g_strdup(success->value ? "true" : "false")
                                 : g_strdup_printf("%" G_GINT64_FORMAT, success->value);
    g_autofree char *line = g_strdup_printf("expect %s %s %s", variable,
                                            relation_text(success->relation, step->has_failed), value);
    add_line(writing, line, (struct fh_line){.step = step->id, .is_outcome = TRUE, .is_success = TRUE});
}

static void write_call(const struct writing *writing, const struct fh_step *step)
{
    for (guint i = 0; i < step->arguments->len; i++)
        if (fh_argument_at(step, i)->before)
            write_before(writing, step, fh_argument_at(step, i)->before);
    g_autofree char *call = call_text(writing, step);
    add_line(writing, call, (struct fh_line){.step = step->id});
    for (guint place = 0; place <= step->arguments->len; place++)
        write_place(writing, step, place);
    write_success(writing, step);
}

static void write_step(const struct writing *writing, const struct fh_step *step)
{
    if (step->callable) {
        write_call(writing, step);
        return;
    }
    const struct fh_step *maker = fh_sequence_find(writing->sequence, step->look.step);
    g_autofree char *variable = variable_of(maker, step->look.place);
    g_autofree char *line = g_strdup_printf("read %s, 1", variable);
    add_line(writing, line, (struct fh_line){.step = step->id});
}

void fh_step_write(const struct fh_sequence *sequence, const struct fh_step *step, GString *text)
{
    const struct writing writing = {.sequence = sequence, .text = text};
    write_step(&writing, step);
}

void fh_sequence_write(const struct fh_sequence *sequence, const char *name, const struct fh_mark *marks,
                       guint n_marks, GString *text, GArray *lines)
{
    const struct writing writing = {sequence, marks, n_marks, text, lines};
    const struct fh_line own = {0};
    g_string_append_printf(text, "scenario \"%s\" {\n", name);
    if (lines)
        g_array_append_val(lines, own);
    for (guint i = 0; i < sequence->steps->len; i++)
        write_step(&writing, g_ptr_array_index(sequence->steps, i));
    g_string_append(text, "}\n");
    if (lines)
        g_array_append_val(lines, own);
}
