// SPDX-License-Identifier: MIT
#include "api/annotation.h"

#include <string.h>

#include "api/annotation_check.h"
#include "api/lookup.h"
#include "api/types.h"
#include "base/diagnostics.h"
#include "wire/plan.h"

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

static const char *const transfers[] = {[FH_TRANSFER_UNSPECIFIED] = "",
                                        [FH_TRANSFER_NONE] = "none",
                                        [FH_TRANSFER_CONTAINER] = "container",
                                        [FH_TRANSFER_FULL] = "full",
                                        NULL};

#define ON_SUCCESS " on-success"

/* The index of `value` in `values`, whose first stands for nothing; 0 when it is not there. */
static guint choice(const char *const *values, const char *value)
{
    for (guint i = 1; values[i]; i++)
        if (g_str_equal(values[i], value))
            return i;
    return 0;
}

/* An annotation that is written twice holds for the last. */
static void keep(char **place, const char *value)
{
    g_free(*place);
    *place = g_strdup(value);
}

static void apply_transfer(struct list *list, const char *value)
{
    g_autofree char *transfer = g_strdup(value);
    gboolean is_on_success = g_str_has_suffix(transfer, ON_SUCCESS);
    if (is_on_success)
        transfer[strlen(transfer) - strlen(ON_SUCCESS)] = '\0';
    guint found = choice(transfers, transfer);
    if (found == FH_TRANSFER_UNSPECIFIED) {
        g_autofree char *help =
            did_you_mean(transfer, transfers + 1, "write (transfer none) or (transfer full)");
        fh_contract_problem(list->subject, list->line, help, "%s: unknown transfer '%s'", list->subject->name,
                            value);
    } else if (list->ownership->transfer != FH_TRANSFER_UNSPECIFIED) {
        fh_contract_problem(list->subject, list->line, "keep one", "%s has two (transfer …)",
                            list->subject->name);
    } else {
        list->ownership->transfer = (enum fh_transfer)found;
        list->ownership->is_on_success = is_on_success;
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

/* `what` is "free-func", of the block, or "element-free-func", of what its elements point to. */
static void set_free_function(struct list *list, const char *what, const char *value, char **out)
{
    const struct fh_subject *subject = list->subject;
    const struct fh_function *function = fh_api_function(subject->api, value);
    g_autofree char *write = g_strdup_printf("write (%s NAME)", what);
    if (value[0] == '\0' || strchr(value, ' '))
        fh_contract_problem(subject, list->line, write, "%s: %s needs the name of one function",
                            subject->name, what);
    else if (!function) {
        g_autofree char *help = did_you_mean(value, fh_api_function_names(subject->api),
                                             "name a function of this header, or of the C library");
        fh_contract_problem(subject, list->line, help, "%s: the %s '%s' is not declared", subject->name, what,
                            value);
    } else if (!takes_a_block(function))
        fh_contract_problem(subject, list->line, "name the function that takes it back",
                            "%s: the %s '%s' takes no pointer", subject->name, what, value);
    else if (*out)
        fh_contract_problem(subject, list->line, "keep one", "%s has two (%s …)", subject->name, what);
    else
        *out = g_strdup(value);
}

static void apply_free_func(struct list *list, const char *value)
{
    set_free_function(list, "free-func", value, &list->ownership->free_function);
}

static void apply_element_free_func(struct list *list, const char *value)
{
    set_free_function(list, "element-free-func", value, &list->ownership->element_free_function);
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

static void need_no_value(struct list *list, const char *word, const char *value)
{
    g_autofree char *help = g_strdup_printf("write (%s)", word);
    if (value[0] != '\0')
        fh_contract_problem(list->subject, list->line, help, "%s: (%s) takes no value", list->subject->name,
                            word);
}

static void apply_nullable(struct list *list, const char *value)
{
    need_no_value(list, "nullable", value);
    list->ownership->is_nullable = TRUE;
}

static void apply_ref(struct list *list, const char *value)
{
    need_no_value(list, "ref", value);
    list->ownership->is_reference = TRUE;
}

static void apply_consumed(struct list *list, const char *value)
{
    gboolean is_on_success = g_str_equal(value, &ON_SUCCESS[1]);
    list->ownership->is_on_success |= is_on_success;
    if (!is_on_success)
        need_no_value(list, "consumed", value);
    list->ownership->is_consumed = TRUE;
}

/* What `name` is: a parameter's type, or beside a field that of another field. NULL, and a problem, when
 * there is none. */
static const struct fh_type *sibling(struct list *list, const char *name)
{
    const struct fh_subject *subject = list->subject;
    const GPtrArray *parameters = subject->doc->function->parameters;
    const struct fh_field *field = subject->record ? fh_type_field(subject->record, name, NULL) : NULL;
    if (field)
        return field->type;
    for (guint i = 0; !subject->record && i < parameters->len; i++) {
        const struct fh_parameter *parameter = g_ptr_array_index(parameters, i);
        if (g_str_equal(parameter->name, name))
            return parameter->type;
    }
    fh_contract_problem(subject, list->line, "write a name as the header has it", "%s: there is no %s '%s'",
                        subject->name, subject->record ? "field" : "parameter", name);
    return NULL;
}

static void apply_lifetime(struct list *list, const char *value)
{
    struct fh_ownership *ownership = list->ownership;
    g_auto(GStrv) words = g_strsplit(value, " ", -1);
    gboolean is_next = g_strcmp0(words[0], "next-call") == 0;
    const char *of = is_next && words[0] ? words[1] : words[0];
    if (!words[0] || words[0][0] == '\0' || (of && words[is_next ? 1 : 0] && words[is_next ? 2 : 1])) {
        fh_contract_problem(list->subject, list->line, "write (lifetime PARAMETER) or (lifetime next-call)",
                            "%s: '%s' is no lifetime", list->subject->name, value);
        return;
    }
    ownership->lifetime = is_next ? FH_LIFETIME_NEXT_CALL : FH_LIFETIME_PARENT;
    const struct fh_subject *subject = list->subject;
    /* Of a field, too, what lives longer is a parameter. */
    const struct fh_subject of_function = {.api = subject->api,
                                           .doc = subject->doc,
                                           .problems = subject->problems,
                                           .name = subject->name,
                                           .type = subject->type};
    struct list outer = {.subject = &of_function, .ownership = ownership, .line = list->line};
    if (of && sibling(&outer, of))
        keep(&ownership->lifetime_of, of);
}

/* The length may come through a pointer, which the callee fills in. */
static void set_length(struct list *list, const char *name)
{
    const struct fh_type *type = sibling(list, name);
    if (!type)
        return;
    const struct fh_type *number = type->kind == FH_TYPE_POINTER ? type->target : type;
    if (!fh_type_is_plain_integer(number) || number->is_char)
        fh_contract_problem(list->subject, list->line, "name one that is a number, or points to one",
                            "%s: '%s' can't be a length: it is '%s'", list->subject->name, name, type->name);
    list->ownership->array = FH_ARRAY_LENGTH;
    keep(&list->ownership->length, name);
}

static void apply_array_word(struct list *list, const char *word)
{
    struct fh_ownership *ownership = list->ownership;
    guint64 number = 0;
    if (g_str_has_prefix(word, "length=")) {
        set_length(list, word + strlen("length="));
    } else if (g_str_equal(word, "zero-terminated") || g_str_equal(word, "zero-terminated=1")) {
        if (ownership->array == FH_ARRAY_NONE)
            ownership->array = FH_ARRAY_ZERO;
    } else if (g_str_has_prefix(word, "fixed-size=") &&
               g_ascii_string_to_unsigned(word + strlen("fixed-size="), 10, 1, G_MAXINT32, &number, NULL)) {
        ownership->array = FH_ARRAY_FIXED;
        ownership->n_elements = (guint)number;
    } else if (!g_str_equal(word, "zero-terminated=0")) {
        fh_contract_problem(list->subject, list->line,
                            "write (array length=NAME), (array zero-terminated=1) or (array fixed-size=N)",
                            "%s: '%s' says nothing of an array", list->subject->name, word);
    }
}

static void apply_array(struct list *list, const char *value)
{
    g_auto(GStrv) words = g_strsplit(value, " ", -1);
    for (char **word = words; *word; word++)
        if ((*word)[0] != '\0')
            apply_array_word(list, *word);
}

static void apply_scope(struct list *list, const char *value)
{
    static const char *const scopes[] = {
        [FH_SCOPE_UNSPECIFIED] = "",      [FH_SCOPE_CALL] = "call",       [FH_SCOPE_ASYNC] = "async",
        [FH_SCOPE_NOTIFIED] = "notified", [FH_SCOPE_FOREVER] = "forever", NULL};
    list->ownership->scope = (enum fh_scope)choice(scopes, value);
    if (list->ownership->scope == FH_SCOPE_UNSPECIFIED) {
        g_autofree char *help = did_you_mean(value, scopes + 1, "write call, async, notified or forever");
        fh_contract_problem(list->subject, list->line, help, "%s: unknown scope '%s'", list->subject->name,
                            value);
    }
}

/* GObject-Introspection also has `(closure)` at the user data itself: that says nothing of which function. */
static void apply_closure(struct list *list, const char *value)
{
    if (value[0] != '\0' && sibling(list, value))
        keep(&list->ownership->closure, value);
}

static void apply_destroy(struct list *list, const char *value)
{
    const struct fh_type *type = value[0] != '\0' ? sibling(list, value) : NULL;
    if (!type)
        return;
    if (type->kind != FH_TYPE_POINTER || type->target->kind != FH_TYPE_FUNCTION)
        fh_contract_problem(list->subject, list->line, "name the function that is told",
                            "%s: '%s' is no function pointer: it is '%s'", list->subject->name, value,
                            type->name);
    keep(&list->ownership->destroy, value);
}

/* A number, true, false, null, or a constant of the header's. */
static gboolean constant_value(const struct fh_api *api, const char *word, gint64 *out)
{
    const struct fh_constant *constant = fh_api_constant(api, word);
    *out = constant && constant->kind == FH_CONSTANT_INTEGER ? constant->integer : g_str_equal(word, "true");
    return g_str_equal(word, "null") || g_str_equal(word, "NULL") || g_str_equal(word, "true") ||
           g_str_equal(word, "false") || (constant && constant->kind == FH_CONSTANT_INTEGER) ||
           g_ascii_string_to_signed(word, 10, G_MININT64, G_MAXINT64, out, NULL);
}

/* FH_RELATION_COUNT when `word` is none. */
static enum fh_relation relation_of(const char *word)
{
    enum fh_relation relation = 0;
    while (relation < FH_RELATION_COUNT && !g_str_equal(fh_relation_text(relation), word))
        relation++;
    return relation;
}

static void apply_success(struct list *list, const char *value)
{
    struct fh_success *success = &list->ownership->success;
    g_auto(GStrv) words = g_strsplit(value, " ", -1);
    guint n = g_strv_length(words), at = n == 3 ? 1 : 0;
    enum fh_relation relation = n == at + 2 ? relation_of(words[at]) : FH_RELATION_COUNT;
    if (relation == FH_RELATION_COUNT ||
        !constant_value(list->subject->api, words[at + 1], &success->value)) {
        fh_contract_problem(list->subject, list->line,
                            "as in (success == 0), (success != null) or (success is_ok == true)",
                            "%s: '%s' does not say what success is", list->subject->name, value);
        return;
    }
    success->is_said = TRUE;
    success->relation = relation;
    keep(&success->field, n == 3 ? words[0] : NULL);
}

static void apply_nothing(struct list *list, const char *value)
{
    (void)list;
    (void)value;
}

/* GObject-Introspection's, and our own for what it has no word for. Those that do nothing speak of other
 * things than ownership. */
static const struct {
    const char *word;
    void (*apply)(struct list *list, const char *value);
} annotations[] = {
    {"transfer", apply_transfer},
    {"free-func", apply_free_func},
    {"element-free-func", apply_element_free_func},
    {"out", apply_out},
    {"nullable", apply_nullable},
    {"ref", apply_ref},
    {"consumed", apply_consumed},
    {"lifetime", apply_lifetime},
    {"success", apply_success},
    {"array", apply_array},
    {"scope", apply_scope},
    {"closure", apply_closure},
    {"destroy", apply_destroy},
    {"in", apply_nothing},
    {"not", apply_nothing},
    {"optional", apply_nothing},
    {"element-type", apply_nothing},
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
        fh_annotations_check(subject, ownership);
    return at ? at : text + strlen(text);
}
