// SPDX-License-Identifier: MIT
#include "explore/program.h"

#include <string.h>

#include "explore/text.h"

/* "const char *" and a name; `char *a1`, not `char * a1`. */
static void append_declared(GString *text, const char *type, const char *name)
{
    g_string_append_printf(text, g_str_has_suffix(type, "*") ? "%s%s" : "%s %s", type, name);
}

/* What the scenario's callback returns: "true". Caller owns; NULL: nothing. */
static char *returned_value(const char *callback)
{
    const char *value = strstr(callback, "return ");
    return value ? g_strndup(value + strlen("return "), strcspn(value + strlen("return "), " }")) : NULL;
}

static void write_callback(const struct fh_step *step, const struct fh_wanted *role, const char *callback,
                           GString *text)
{
    g_autofree char *value = returned_value(callback);
    const struct fh_type *type = role->parameter->type->target;
    g_autofree char *name = g_strdup_printf("%s_%u", role->name, step->id);
    g_string_append(text, "static ");
    append_declared(text, type->result->name, name);
    g_string_append_c(text, '(');
    for (guint i = 0; i < type->parameters->len; i++) {
        g_autofree char *parameter = g_strdup_printf("a%u", i + 1);
        g_string_append(text, i > 0 ? ", " : "");
        append_declared(text, ((const struct fh_type *)g_ptr_array_index(type->parameters, i))->name,
                        parameter);
    }
    g_string_append(text, type->parameters->len > 0 ? ")\n{\n" : "void)\n{\n");
    for (guint i = 0; i < type->parameters->len; i++)
        g_string_append_printf(text, "    (void)a%u;\n", i + 1);
    if (value)
        g_string_append_printf(text, "    return %s;\n", value);
    g_string_append(text, "}\n\n");
}

static gboolean is_function(const struct fh_step *step, guint index)
{
    enum fh_use use = fh_role_at(step->callable, index)->use;
    return (use == FH_USE_CALLBACK || use == FH_USE_DESTROY) && fh_argument_at(step, index)->before;
}

static void write_callbacks(const struct fh_sequence *sequence, GString *text)
{
    for (guint i = 0; i < sequence->steps->len; i++) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        for (guint j = 0; step->callable && j < step->arguments->len; j++)
            if (is_function(step, j))
                write_callback(step, fh_role_at(step->callable, j), fh_argument_at(step, j)->before, text);
    }
}

static void append_line(GString *text, const char *line)
{
    g_auto(GStrv) parts = g_regex_split_simple("\\bnull\\b", line, 0, 0);
    g_autofree char *of_c = g_strjoinv("NULL", parts);
    g_string_append_printf(text, "    %s;\n", of_c);
}

static void write_places(const struct fh_sequence *sequence, const struct fh_step *step, GString *text)
{
    for (guint i = 0; i < step->arguments->len; i++) {
        const struct fh_wanted *role = fh_role_at(step->callable, i);
        g_autofree char *name = fh_value_variable(sequence, (struct fh_value_name){step->id, i + 1});
        if (role->use != FH_USE_OUT)
            continue;
        g_string_append(text, "    ");
        append_declared(text, role->parameter->type->target->name, name);
        g_string_append(text,
                        role->parameter->type->target->kind == FH_TYPE_STRUCT ? " = {0};\n" : " = 0;\n");
    }
}

/* The scenario's lines of this step, as C. */
static void write_lines(const struct fh_sequence *sequence, const struct fh_step *step, char **lines,
                        const GArray *about, GString *text)
{
    for (guint i = 0; lines[i] && i < about->len; i++) {
        const struct fh_line *line = &g_array_index(about, struct fh_line, i);
        const char *words = g_strstrip(lines[i]);
        if (line->step != step->id || line->is_outcome)
            continue;
        if (!step->callable) {
            g_autofree char *name = fh_value_variable(sequence, step->look);
            g_string_append_printf(text, "    (void)*(volatile const char *)%s;\n", name);
        } else if (g_str_has_prefix(strstr(words, " = ") ? strstr(words, " = ") + 3 : "",
                                    step->callable->function->name)) {
            g_autoptr(GString) declared = g_string_new(NULL);
            append_declared(declared, step->callable->function->type->result->name, words);
            append_line(text, declared->str);
        } else {
            append_line(text, words);
        }
    }
}

/* What an argument needs before the call: but functions, which stand outside. */
static void write_before(const struct fh_step *step, GString *text)
{
    g_autofree char *id = g_strdup_printf("%u", step->id);
    for (guint i = 0; i < step->arguments->len; i++) {
        const char *before = fh_argument_at(step, i)->before;
        if (!before || is_function(step, i))
            continue;
        g_auto(GStrv) parts = g_strsplit(before, "$", -1);
        g_autofree char *whole = g_strjoinv(id, parts);
        g_auto(GStrv) lines = g_strsplit(whole, "\n", -1);
        for (char **line = lines; *line; line++)
            if (g_strstrip(*line)[0] != '\0')
                append_line(text, *line);
    }
}

static void write_comment(const char *comment, GString *text)
{
    g_auto(GStrv) lines = g_strsplit(comment, "\n", -1);
    for (char **line = lines; *line; line++)
        if ((*line)[0] != '\0')
            g_string_append_printf(text, "// %s\n", *line);
}

void fh_program_write(const struct fh_sequence *sequence, const char *header, const char *comment,
                      guint rounds, GString *text)
{
    g_autoptr(GString) scenario = g_string_new(NULL);
    g_autoptr(GArray) about = g_array_new(FALSE, TRUE, sizeof(struct fh_line));
    fh_sequence_write(sequence, "", NULL, 0, scenario, about);
    g_auto(GStrv) lines = g_strsplit(scenario->str, "\n", -1);
    write_comment(comment, text);
    g_string_append_printf(
        text, "#include <stdbool.h>\n#include <stdint.h>\n#include <stdlib.h>\n\n#include \"%s\"\n\n",
        header);
    write_callbacks(sequence, text);
    g_string_append(text, rounds > 1 ? "static void make_calls(void)\n{\n" : "int main(void)\n{\n");
    for (guint i = 0; i < sequence->steps->len; i++) {
        const struct fh_step *step = g_ptr_array_index(sequence->steps, i);
        if (step->callable) {
            write_before(step, text);
            write_places(sequence, step, text);
        }
        write_lines(sequence, step, lines, about, text);
    }
    if (rounds > 1)
        g_string_append_printf(
            text, "}\n\nint main(void)\n{\n    for (int i = 0; i < %u; i++)\n        make_calls();\n",
            rounds);
    g_string_append(text, "    return 0;\n}\n");
}
