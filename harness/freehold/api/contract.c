// SPDX-License-Identifier: MIT
#include "api/contract.h"

#include "api/annotation.h"
#include "api/comment.h"
#include "api/types.h"

#include <string.h>

#include "base/diagnostics.h"

/* One function's comment. */
struct contract {
    struct fh_subject subject; /* of the tag at hand */
    char **lines;
    guint n_lines;
    GHashTable *seen; /* names of what has annotations already */
};

/* `@input:` or `Returns:` at the start of a line. */
struct tag {
    char *name;       /* a parameter's; NULL: the result */
    char *field;      /* `@input.data:`, of what it is or points to; NULL: none */
    const char *rest; /* after the name, at the ':' or where it should be */
};

static void tag_finish(struct tag *tag)
{
    g_free(tag->name);
    g_free(tag->field);
}

void fh_doc_free(struct fh_doc *doc)
{
    if (!doc)
        return;
    g_free(doc->text);
    g_free(doc->path);
    g_free(doc);
}

static gsize identifier_length(const char *text)
{
    gsize length = 0;
    while (g_ascii_isalnum(text[length]) || text[length] == '_')
        length++;
    return length;
}

/* No prose; the rest of them could be. */
static const char *const telling[] = {"(transfer none)", "(transfer container)", "(transfer full",
                                      "(free-func "};

static gboolean starts_telling(const char *text)
{
    for (guint i = 0; i < G_N_ELEMENTS(telling); i++)
        if (g_str_has_prefix(text, telling[i]))
            return TRUE;
    return g_str_has_prefix(text, "(out)") || g_str_has_prefix(text, "(nullable)") ||
           g_str_has_prefix(text, "(success ");
}

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t");
}

static const char *after_returns(const char *line)
{
    static const char *const words[] = {"Returns", "Return value", "Return"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strncasecmp(line, words[i], strlen(words[i])) == 0)
            return line + strlen(words[i]);
    return NULL;
}

/* `.data` or `.name.text`, up to its end; 0: there is none. */
static gsize field_length(const char *text)
{
    gsize length = 0;
    while (text[length] == '.' && identifier_length(text + length + 1) > 0)
        length += 1 + identifier_length(text + length + 1);
    return length;
}

/* TRUE when `line` starts with a tag, or with one that only lacks its ':'. */
static gboolean find_tag(const char *line, struct tag *tag)
{
    gsize length = line[0] == '@' ? identifier_length(line + 1) : 0;
    const char *end = length ? line + 1 + length : after_returns(line);
    gsize of_field = end ? field_length(end) : 0;
    const char *rest = end ? skip_blanks(end + of_field) : NULL;
    if (!rest || (rest[0] != ':' && !starts_telling(rest)))
        return FALSE;
    tag->rest = rest;
    tag->name = length ? g_strndup(line + 1, length) : NULL;
    tag->field = of_field ? g_strndup(end + 1, of_field - 1) : NULL;
    return TRUE;
}

static struct fh_parameter *find_parameter(const struct fh_function *function, const char *name)
{
    for (guint i = 0; i < function->parameters->len; i++) {
        struct fh_parameter *parameter = g_ptr_array_index(function->parameters, i);
        if (g_str_equal(parameter->name, name))
            return parameter;
    }
    return NULL;
}

static char *parameter_help(const struct fh_function *function, const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    if (g_ascii_strncasecmp(name, "return", 6) == 0 || g_str_equal(name, "result"))
        return g_strdup("for the result write 'Returns:'");
    for (guint i = 0; i < function->parameters->len; i++)
        g_ptr_array_add(names, ((struct fh_parameter *)g_ptr_array_index(function->parameters, i))->name);
    g_ptr_array_add(names, NULL);
    const char *close = fh_closest_name(name, (const char *const *)names->pdata);
    if (close)
        return g_strdup_printf("did you mean '@%s:'?", close);
    g_autofree char *all = g_strjoinv(", ", (char **)names->pdata);
    return names->len > 1 ? g_strdup_printf("its parameters: %s", all) : g_strdup("it has no parameters");
}

/* An annotation where nobody reads it, a typo in the tag before it for one. In `backquotes` it is only talked
 * about. */
static void check_stray(struct contract *contract, guint index)
{
    const char *line = contract->lines[index];
    for (guint i = 0; i < G_N_ELEMENTS(telling); i++) {
        const char *found = strstr(line, telling[i]);
        if (!found || (found > line && found[-1] == '`'))
            continue;
        g_autofree char *annotation = g_strndup(found, strcspn(found, ")") + 1);
        fh_contract_problem(
            &contract->subject, contract->subject.doc->line + index,
            "start the line with '@PARAMETER:' or 'Returns:'; put it in `backquotes` if it is prose",
            "%s stands where it means nothing", annotation);
        return;
    }
}

/* The tag's text: from `rest` on to an empty line or to the next tag; `*end` is the line after it. */
static char *paragraph(const struct contract *contract, guint index, const char *rest, guint *end)
{
    GString *text = g_string_new(rest);
    for (*end = index + 1; *end < contract->n_lines && contract->lines[*end][0] != '\0'; (*end)++) {
        struct tag next;
        if (find_tag(contract->lines[*end], &next)) {
            tag_finish(&next);
            break;
        }
        g_string_append_printf(text, "\n%s", contract->lines[*end]);
    }
    return g_string_free(text, FALSE);
}

static void report_no_parameter(struct contract *contract, const char *name)
{
    const struct fh_function *function = contract->subject.doc->function;
    g_autofree char *help = parameter_help(function, name);
    fh_contract_problem(&contract->subject, contract->subject.line, help, "'%s' has no parameter '%s'",
                        function->name, name);
}

/* What the tag is about: a parameter, the result, or a field of one; FALSE when there is no such thing. */
static gboolean find_subject(struct contract *contract, const struct tag *tag,
                             struct fh_ownership **ownership)
{
    struct fh_subject *subject = &contract->subject;
    struct fh_function *function = subject->doc->function;
    struct fh_parameter *parameter = tag->name ? find_parameter(function, tag->name) : NULL;
    subject->is_result = !tag->name;
    subject->type = parameter ? parameter->type : function->type->result;
    subject->record = NULL;
    *ownership = parameter ? &parameter->ownership : &function->result;
    if (tag->name && !parameter) {
        report_no_parameter(contract, tag->name);
        return FALSE;
    }
    if (!tag->field)
        return TRUE;
    const struct fh_type *record =
        subject->type->kind == FH_TYPE_POINTER ? subject->type->target : subject->type;
    const struct fh_field *field = fh_type_field(record, tag->field, NULL);
    if (!field) {
        fh_contract_problem(subject, subject->line, "write a field as the header has it",
                            "%s: '%s' has no such field", subject->name, record->name);
        return FALSE;
    }
    subject->record = record;
    subject->type = field->type;
    *ownership = fh_ownership_add_field(*ownership, tag->field);
    return TRUE;
}

/* The annotations in `text`, which follows the ':'. Returns what is left of it. */
static const char *read_annotations(struct contract *contract, const struct tag *tag, const char *text)
{
    struct fh_subject *subject = &contract->subject;
    struct fh_ownership *ownership;
    if (text[strspn(text, " \t\n")] != '(')
        return text;
    if (!find_subject(contract, tag, &ownership))
        return text + strlen(text);
    if (!g_hash_table_add(contract->seen, g_strdup(subject->name))) {
        fh_contract_problem(subject, subject->line, "keep one", "%s is annotated twice", subject->name);
        return text + strlen(text);
    }
    if (subject->doc->is_side_file) {
        /* Of the whole: what the comment says of its fields goes, too, but not what was read just now. */
        GPtrArray *fields = g_steal_pointer(&ownership->fields);
        fh_ownership_clear(ownership);
        ownership->fields = fields;
    }
    return fh_annotations_read(subject, text, ownership);
}

/* Caller owns. */
static char *tag_subject(const struct tag *tag)
{
    g_autofree char *whole = tag->name ? g_strdup_printf("'%s'", tag->name) : g_strdup("the result");
    return tag->field ? g_strdup_printf("%s.%s", whole, tag->field) : g_steal_pointer(&whole);
}

/* The tag that starts line `index`; returns the line after it. */
static guint read_tag(struct contract *contract, guint index, const struct tag *tag)
{
    guint end;
    g_autofree char *text = paragraph(contract, index, tag->rest, &end);
    g_autofree char *name = tag_subject(tag);
    contract->subject.name = name;
    contract->subject.line = contract->subject.doc->line + index;
    if (text[0] != ':') {
        fh_contract_problem(&contract->subject, contract->subject.line,
                            "as in '@input: (transfer none): text'",
                            "%s: a ':' is missing before the annotations", name);
        return end;
    }
    const char *rest = read_annotations(contract, tag, text + 1);
    for (const char *at = text; at < rest; at++)
        index += *at == '\n';
    for (index++; index < end; index++)
        check_stray(contract, index);
    return end;
}

static gboolean says_success(const struct fh_function *function)
{
    gboolean is_said = function->result.success.is_said;
    for (guint i = 0; i < function->parameters->len; i++)
        is_said |= ((const struct fh_parameter *)g_ptr_array_index(function->parameters, i))
                       ->ownership.success.is_said;
    return is_said;
}

/* What only all lines together can say wrongly. */
static void check_function(struct contract *contract)
{
    const struct fh_function *function = contract->subject.doc->function;
    for (guint i = 0; i < function->parameters->len; i++) {
        const struct fh_parameter *parameter = g_ptr_array_index(function->parameters, i);
        if (parameter->ownership.is_on_success && !says_success(function))
            fh_contract_problem(&contract->subject, contract->subject.doc->line,
                                "as in 'Returns: (success == 0): …'",
                                "'%s' of %s() is consumed on success, but nothing says what success is",
                                parameter->name, function->name);
    }
}

void fh_contract_read(const struct fh_api *api, const struct fh_doc *doc, GString *problems)
{
    g_auto(GStrv) lines = fh_comment_lines(doc->text);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const gsize before = problems->len;
    struct contract contract = {.lines = lines, .n_lines = g_strv_length(lines), .seen = seen};
    contract.subject = (struct fh_subject){.api = api, .doc = doc, .problems = problems};
    for (guint i = 0; i < contract.n_lines;) {
        struct tag tag;
        if (find_tag(lines[i], &tag)) {
            i = read_tag(&contract, i, &tag);
            tag_finish(&tag);
        } else {
            check_stray(&contract, i++);
        }
    }
    if (problems->len == before)
        check_function(&contract);
}
