// SPDX-License-Identifier: MIT
#include "draft/signatures.h"

#include <string.h>

#include "api/lookup.h"

static void type_free(gpointer data)
{
    struct fh_rust_type *type = data;
    if (!type)
        return;
    g_free(type->text);
    g_free(type);
}

static void signature_free(gpointer data)
{
    struct fh_rust_signature *signature = data;
    g_free(signature->place);
    g_ptr_array_unref(signature->parameters);
    type_free(signature->result);
    g_free(signature);
}

GHashTable *fh_signatures_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, signature_free);
}

/* Blanks in place of comments, so that lines hold. What looks like one in a string hides no function. Caller
 * owns. */
static char *without_comments(const char *text)
{
    char *plain = g_strdup(text);
    for (char *at = plain; *at != '\0'; at++) {
        if (at[0] != '/' || (at[1] != '/' && at[1] != '*'))
            continue;
        const char *close = at[1] == '/' ? "\n" : "*/";
        char *end = strstr(at + 2, close);
        char *stop = !end ? at + strlen(at) : at[1] == '/' ? end : end + 2;
        for (; at < stop; at++)
            *at = *at == '\n' ? '\n' : ' ';
        at--;
    }
    return plain;
}

static gboolean is_word(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

static const char *skip_blanks(const char *at)
{
    while (g_ascii_isspace(*at))
        at++;
    return at;
}

/* Where the text ends that starts at `at`: at one of `ends` outside of all brackets. The '>' of "->" closes
 * none. NULL: nowhere. */
static const char *end_of(const char *at, const char *ends)
{
    int depth = 0;
    for (; *at != '\0'; at++) {
        if (depth == 0 && strchr(ends, *at))
            return at;
        if (strchr("(<[{", *at))
            depth++;
        else if (strchr(")]}", *at) || (*at == '>' && at[-1] != '-'))
            depth--;
        if (depth < 0)
            return NULL;
    }
    return NULL;
}

static const char *after(const char *text, const char *prefix)
{
    return g_str_has_prefix(text, prefix) ? text + strlen(prefix) : text;
}

/* By its outermost words; what a pointer owns, no signature tells. */
static enum fh_transfer transfer_of(const char *type)
{
    const char *at = after(after(after(type, "std::option::"), "core::option::"), "Option<");
    at = skip_blanks(at);
    if (*at == '&')
        return FH_TRANSFER_NONE;
    at = after(after(at, "std::boxed::"), "alloc::boxed::");
    return g_str_has_prefix(at, "Box<") ? FH_TRANSFER_FULL : FH_TRANSFER_UNSPECIFIED;
}

/* Only of a place without a value before it is sure that the function does not take from it. */
static enum fh_transfer filled_of(const char *type)
{
    const char *place = strstr(type, "MaybeUninit<");
    return place && (*type == '&' || *type == '*') ? transfer_of(place + strlen("MaybeUninit<"))
                                                   : FH_TRANSFER_UNSPECIFIED;
}

static struct fh_rust_type *type_new(const char *text, gsize length)
{
    struct fh_rust_type *type = g_new0(struct fh_rust_type, 1);
    g_autofree char *copy = g_strndup(text, length);
    g_auto(GStrv) words = g_strsplit_set(copy, " \t\r\n", -1);
    g_autoptr(GString) joined = g_string_new(NULL);
    for (char **word = words; *word; word++)
        if ((*word)[0] != '\0')
            g_string_append_printf(joined, "%s%s", joined->len > 0 ? " " : "", *word);
    type->transfer = transfer_of(joined->str);
    type->filled = filled_of(joined->str);
    type->text = g_string_free(g_steal_pointer(&joined), FALSE);
    return type;
}

/* `name: Type` up to each comma; FALSE when that is not what stands there. */
static gboolean read_parameters(const char *at, const char *close, GPtrArray *out)
{
    for (at = skip_blanks(at); at < close; at = skip_blanks(at)) {
        const char *end = end_of(at, ",)");
        const char *colon = end ? memchr(at, ':', (gsize)(end - at)) : NULL;
        if (!colon || colon[1] == ':')
            return FALSE;
        colon = skip_blanks(colon + 1);
        g_ptr_array_add(out, type_new(colon, (gsize)(end - colon)));
        at = end < close ? end + 1 : close;
    }
    return TRUE;
}

static const char *end_of_result(const char *at)
{
    const char *end = end_of(at, "{;"), *where = strstr(at, "where ");
    return where && end && where < end ? where : end;
}

/* From after the name on: NULL when it is no definition. Caller owns. */
static struct fh_rust_signature *read_signature(const char *at)
{
    const char *open = skip_blanks(at);
    if (*open == '<') {
        open = end_of(open + 1, ">");
        open = open ? skip_blanks(open + 1) : NULL;
    }
    const char *close = open && *open == '(' ? end_of(open + 1, ")") : NULL;
    if (!close)
        return NULL;
    struct fh_rust_signature *signature = g_new0(struct fh_rust_signature, 1);
    signature->parameters = g_ptr_array_new_with_free_func(type_free);
    const char *arrow = skip_blanks(close + 1);
    const char *result = g_str_has_prefix(arrow, "->") ? skip_blanks(arrow + strlen("->")) : NULL;
    const char *end = result ? end_of_result(result) : arrow;
    if (result && end)
        signature->result = type_new(result, (gsize)(end - result));
    end = end ? strpbrk(end, "{;") : NULL;
    if (end && *end == '{' && read_parameters(open + 1, close, signature->parameters))
        return signature;
    signature_free(signature);
    return NULL;
}

static gboolean is_same_type(const struct fh_rust_type *a, const struct fh_rust_type *b)
{
    return (a ? a->transfer : 0) == (b ? b->transfer : 0) && (a ? a->filled : 0) == (b ? b->filled : 0);
}

static gboolean is_same(const struct fh_rust_signature *a, const struct fh_rust_signature *b)
{
    gboolean same = is_same_type(a->result, b->result) && a->parameters->len == b->parameters->len;
    for (guint i = 0; same && i < a->parameters->len; i++)
        same = is_same_type(g_ptr_array_index(a->parameters, i), g_ptr_array_index(b->parameters, i));
    return same;
}

static void forget_type(struct fh_rust_type *type)
{
    type->transfer = type->filled = FH_TRANSFER_UNSPECIFIED;
}

static void forget(struct fh_rust_signature *signature)
{
    for (guint i = 0; i < signature->parameters->len; i++)
        forget_type(g_ptr_array_index(signature->parameters, i));
    if (signature->result)
        forget_type(signature->result);
}

static guint line_of(const char *text, const char *at)
{
    guint line = 1;
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

static void add(GHashTable *signatures, const struct fh_function *function,
                struct fh_rust_signature *signature)
{
    struct fh_rust_signature *known = g_hash_table_lookup(signatures, function->name);
    if (signature->parameters->len != function->parameters->len) {
        signature_free(signature);
        return;
    }
    if (!known) {
        g_hash_table_insert(signatures, g_strdup(function->name), signature);
        return;
    }
    if (!is_same(known, signature))
        forget(known);
    signature_free(signature);
}

void fh_signatures_read(GHashTable *signatures, const struct fh_api *api, const char *path, const char *text)
{
    g_autofree char *plain = without_comments(text);
    for (const char *at = strstr(plain, "fn "); at; at = strstr(at + 1, "fn ")) {
        const char *name = skip_blanks(at + strlen("fn "));
        gsize length = 0;
        while (is_word(name[length]))
            length++;
        g_autofree char *called = g_strndup(name, length);
        const struct fh_function *function = fh_api_function(api, called);
        if ((at > plain && is_word(at[-1])) || !function || !(function->is_library || function->is_included))
            continue;
        struct fh_rust_signature *signature = read_signature(name + length);
        if (!signature)
            continue;
        signature->place = g_strdup_printf("%s:%u", path, line_of(plain, at));
        add(signatures, function, signature);
    }
}
