// SPDX-License-Identifier: MIT
#include "api/annotation.h"

#include <string.h>

#include "api/lookup.h"
#include "base/diagnostics.h"

/* One list of annotations as it is read. */
struct list {
    const struct fh_subject *subject;
    struct fh_ownership *ownership;
    guint line; /* of the annotation at hand */
};

void fh_contract_problem(const struct fh_subject *subject, guint line, const char *help, const char *format,
                         ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    GString *out = subject->problems;
    g_string_append_printf(out, "%s%s:%u: error: %s", out->len ? "\n" : "", subject->doc->path, line,
                           message);
    if (help)
        g_string_append_printf(out, " (%s)", help);
}

static char *did_you_mean(const char *word, const char *const *candidates, const char *otherwise)
{
    const char *close = fh_closest_name(word, candidates);
    return close ? g_strdup_printf("did you mean '%s'?", close) : g_strdup(otherwise);
}

static void apply_transfer(struct list *list, const char *value)
{
    static const char *const values[] = {"none", "full", NULL};
    enum fh_transfer transfer = g_str_equal(value, "none")   ? FH_TRANSFER_NONE
                                : g_str_equal(value, "full") ? FH_TRANSFER_FULL
                                                             : FH_TRANSFER_UNSPECIFIED;
    if (transfer == FH_TRANSFER_UNSPECIFIED) {
        g_autofree char *help = did_you_mean(value, values, "write (transfer none) or (transfer full)");
        fh_contract_problem(list->subject, list->line, help, "%s: unknown transfer '%s'", list->subject->name,
                            value);
    } else if (list->ownership->transfer != FH_TRANSFER_UNSPECIFIED) {
        fh_contract_problem(list->subject, list->line, "keep one", "%s has two (transfer …)",
                            list->subject->name);
    } else {
        list->ownership->transfer = transfer;
    }
}

static gboolean takes_a_block(const struct fh_function *function)
{
    for (guint i = 0; i < function->parameters->len; i++) {
        enum fh_type_kind kind =
            ((const struct fh_parameter *)g_ptr_array_index(function->parameters, i))->type->kind;
        if (kind == FH_TYPE_POINTER || kind == FH_TYPE_STRUCT || kind == FH_TYPE_OTHER)
            return TRUE;
    }
    return FALSE;
}

static void apply_free_func(struct list *list, const char *value)
{
    const struct fh_subject *subject = list->subject;
    const struct fh_function *function = fh_api_function(subject->api, value);
    if (value[0] == '\0' || strchr(value, ' '))
        fh_contract_problem(subject, list->line, "write (free-func NAME)",
                            "%s: free-func needs the name of one function", subject->name);
    else if (!function) {
        g_autofree char *help = did_you_mean(value, fh_api_function_names(subject->api),
                                             "name a function of this header, or of the C library");
        fh_contract_problem(subject, list->line, help, "%s: the free-func '%s' is not declared",
                            subject->name, value);
    } else if (!takes_a_block(function))
        fh_contract_problem(subject, list->line, "name the function that takes it back",
                            "%s: the free-func '%s' takes no pointer", subject->name, value);
    else if (list->ownership->free_function)
        fh_contract_problem(subject, list->line, "keep one", "%s has two (free-func …)", subject->name);
    else
        list->ownership->free_function = g_strdup(value);
}

static void apply_out(struct list *list, const char *value)
{
    static const char *const values[] = {"caller-allocates", "callee-allocates", NULL};
    if (value[0] != '\0' && !g_strv_contains(values, value)) {
        g_autofree char *help = did_you_mean(value, values, "write (out)");
        fh_contract_problem(list->subject, list->line, help, "%s: unknown kind of (out) '%s'",
                            list->subject->name, value);
    }
    list->ownership->is_out = TRUE;
}

static void apply_nullable(struct list *list, const char *value)
{
    if (value[0] != '\0')
        fh_contract_problem(list->subject, list->line, "write (nullable)", "%s: (nullable) takes no value",
                            list->subject->name);
    list->ownership->is_nullable = TRUE;
}

static void apply_nothing(struct list *list, const char *value)
{
    (void)list;
    (void)value;
}

/* GObject-Introspection's. Those that do nothing speak of other things than ownership. */
static const struct {
    const char *word;
    void (*apply)(struct list *list, const char *value);
} annotations[] = {
    {"transfer", apply_transfer}, {"free-func", apply_free_func}, {"out", apply_out},
    {"nullable", apply_nullable}, {"in", apply_nothing},          {"not", apply_nothing},
    {"optional", apply_nothing},  {"array", apply_nothing},       {"element-type", apply_nothing},
    {"scope", apply_nothing},     {"closure", apply_nothing},     {"destroy", apply_nothing},
};

static void report_unknown(struct list *list, const char *word)
{
    const char *words[G_N_ELEMENTS(annotations) + 1] = {NULL};
    for (guint i = 0; i < G_N_ELEMENTS(annotations); i++)
        words[i] = annotations[i].word;
    g_autofree char *help = did_you_mean(word, words, "if this is prose, put it after a ':' of its own");
    fh_contract_problem(list->subject, list->line, help, "%s: unknown annotation '%s'", list->subject->name,
                        word);
}

/* `content` is what stands between the parentheses. */
static void apply(struct list *list, char *content)
{
    g_auto(GStrv) words = g_strsplit_set(content, " \t\n", -1);
    g_autoptr(GString) value = g_string_new(NULL);
    const char *word = NULL;
    for (char **each = words; *each; each++) {
        if ((*each)[0] == '\0')
            continue;
        if (word)
            g_string_append_printf(value, "%s%s", value->len ? " " : "", *each);
        else
            word = *each;
    }
    for (guint i = 0; word && i < G_N_ELEMENTS(annotations); i++) {
        if (g_str_equal(annotations[i].word, word)) {
            annotations[i].apply(list, value->str);
            return;
        }
    }
    report_unknown(list, word ? word : "");
}

static const char *skip_space(const char *text, guint *line)
{
    for (; g_ascii_isspace(*text); text++)
        *line += *text == '\n';
    return text;
}

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

/* Does the whole make sense for this type? */
static void check_ownership(const struct fh_subject *subject, const struct fh_ownership *ownership)
{
    const struct fh_type *type = subject->type;
    guint line = subject->line;
    if (ownership->is_out)
        check_out(subject, line);
    if (ownership->is_out && type->kind == FH_TYPE_POINTER)
        type = type->target;
    if (type->kind == FH_TYPE_VOID && subject->is_result)
        fh_contract_problem(subject, line, "remove the annotations", "'%s' returns nothing",
                            subject->doc->function->name);
    else if (ownership->transfer == FH_TRANSFER_FULL && !holds_pointer(type))
        fh_contract_problem(subject, line, "only a pointer, or a struct that holds one, can own a block",
                            "%s cannot be (transfer full): it is '%s'", subject->name, type->name);
    else if (ownership->is_nullable && subject->type->kind != FH_TYPE_POINTER)
        fh_contract_problem(subject, line, NULL, "%s cannot be (nullable): it is '%s', not a pointer",
                            subject->name, subject->type->name);
    if (ownership->free_function && ownership->transfer != FH_TRANSFER_FULL)
        fh_contract_problem(subject, line, "add (transfer full)",
                            "%s has a free-func, but is not (transfer full)", subject->name);
}

/* One `(…)` at `text`; returns what follows it, NULL when it doesn't end. */
static const char *read_one(struct list *list, const char *text)
{
    const char *end = strchr(text, ')');
    if (!end) {
        fh_contract_problem(list->subject, list->line, NULL, "%s: an annotation lacks its ')'",
                            list->subject->name);
        return NULL;
    }
    g_autofree char *content = g_strndup(text + 1, end - text - 1);
    apply(list, content);
    for (const char *at = text; at < end; at++)
        list->line += *at == '\n';
    return end + 1;
}

const char *fh_annotations_read(const struct fh_subject *subject, const char *text,
                                struct fh_ownership *ownership)
{
    struct list list = {.subject = subject, .ownership = ownership, .line = subject->line};
    gsize before = subject->problems->len;
    const char *at = skip_space(text, &list.line);
    if (*at != '(')
        return text;
    while (at && *at == '(') {
        at = read_one(&list, at);
        if (at)
            at = skip_space(at, &list.line);
    }
    if (at && *at != ':' && *at != '\0')
        fh_contract_problem(subject, list.line, "as in '(transfer full): a new string'",
                            "%s: a ':' is missing between the annotations and the description",
                            subject->name);
    /* A second mistake that only follows from the first helps nobody. */
    if (subject->problems->len == before)
        check_ownership(subject, ownership);
    return at ? at : text + strlen(text);
}
