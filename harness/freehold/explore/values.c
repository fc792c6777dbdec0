// SPDX-License-Identifier: MIT
#include "explore/values.h"

#include <string.h>

#include "api/idle_callback.h"
#include "explore/record.h"
#include "wire/allocators.h"

/* The first N_PLAIN of each list are such as any call takes. */
static const char *const texts[] = {
    "a",
    "hello",
    "x=1",
    "b.c",
    "gr\\xc3\\xbcn",
    "",
    "(",
    "[",
    "*",
    "%",
    "-1",
    "no such thing",
    "a,b;c",
    "\\n",
    "{\\\"a\\\":1}",
    "/",
    "0123456789012345678901234567890123456789012345678901234567890123456789",
};
#define N_PLAIN_TEXTS 5

static const char *const unsigned_numbers[] = {"1", "0", "2", "3", "7", "16", "100", "255"};
#define N_PLAIN_UNSIGNED 5

static const char *const signed_numbers[] = {"1", "0", "2", "3", "7", "16", "100", "-1", "127"};
#define N_PLAIN_SIGNED 5

static const char *const floats[] = {"1.0", "0.5", "0.0", "2.0", "-1.0", "1000000.0"};
#define N_PLAIN_FLOATS 4

static const char *const bools[] = {"true", "false"};

/* Numbers of elements. */
static const guint lengths[] = {3, 1, 8, 0, 33};
#define N_PLAIN_LENGTHS 3

#define N_RECORDS 3

#define BUFFER_LENGTHS 2
static const guint buffer_lengths[BUFFER_LENGTHS] = {16, 64};

static const struct fh_type *type_of(const struct fh_wanted *role)
{
    return role->parameter->type;
}

static guint count_numbers(const struct fh_wanted *role, gboolean is_bold)
{
    switch (type_of(role)->kind) {
    case FH_TYPE_BOOL:
        return G_N_ELEMENTS(bools);
    case FH_TYPE_FLOAT:
        return is_bold ? G_N_ELEMENTS(floats) : N_PLAIN_FLOATS;
    case FH_TYPE_SIGNED:
        return is_bold ? G_N_ELEMENTS(signed_numbers) : N_PLAIN_SIGNED;
    default:
        return is_bold ? G_N_ELEMENTS(unsigned_numbers) : N_PLAIN_UNSIGNED;
    }
}

static gboolean returns_bool(const struct fh_wanted *role)
{
    return type_of(role)->target->result->kind == FH_TYPE_BOOL;
}

guint fh_values_count(const struct fh_wanted *role, gboolean is_bold)
{
    switch (role->use) {
    case FH_USE_NUMBER:
        return role->is_start ? 1 : count_numbers(role, is_bold);
    case FH_USE_CHOICE:
        return role->parameter->enumerators->len;
    case FH_USE_TEXT:
        return is_bold ? G_N_ELEMENTS(texts) : N_PLAIN_TEXTS;
    case FH_USE_ARRAY:
        return is_bold ? G_N_ELEMENTS(lengths) : N_PLAIN_LENGTHS;
    case FH_USE_BUFFER:
        return BUFFER_LENGTHS;
    case FH_USE_RECORD:
        return N_RECORDS;
    case FH_USE_CALLBACK:
        return returns_bool(role) ? G_N_ELEMENTS(bools) : 1;
    case FH_USE_DESTROY:
    case FH_USE_DATA:
        return 1;
    default:
        return 0;
    }
}

static struct fh_argument plain(const char *text)
{
    return (struct fh_argument){.text = g_intern_string(text)};
}

/* Consumes both. */
static struct fh_argument with_line(char *take_before, char *take_text)
{
    struct fh_argument argument = {.text = g_intern_string(take_text),
                                   .before = g_intern_string(take_before)};
    g_free(take_before);
    g_free(take_text);
    return argument;
}

static struct fh_argument number(const struct fh_wanted *role, guint index)
{
    switch (type_of(role)->kind) {
    case FH_TYPE_BOOL:
        return plain(bools[index]);
    case FH_TYPE_FLOAT:
        return plain(floats[index]);
    case FH_TYPE_SIGNED:
        return plain(signed_numbers[index]);
    default:
        return plain(unsigned_numbers[index]);
    }
}

static struct fh_argument text(guint index)
{
    g_autofree char *quoted = g_strdup_printf("\"%s\"", texts[index]);
    return plain(quoted);
}

static const char *element_text(const struct fh_type *element, guint index)
{
    static const char *const strings[] = {"\"a\"", "\"bc\"", "\"\""};
    static const char *const numbers[] = {"1", "2", "3", "0"};
    if (element->kind == FH_TYPE_POINTER)
        return strings[index % G_N_ELEMENTS(strings)];
    if (element->kind == FH_TYPE_FLOAT)
        return floats[index % N_PLAIN_FLOATS];
    if (element->kind == FH_TYPE_STRUCT) {
        g_autofree char *fields = fh_record_text(element, index);
        return g_intern_string(fields);
    }
    return element->kind == FH_TYPE_BOOL ? bools[index % 2] : numbers[index % G_N_ELEMENTS(numbers)];
}

static gboolean is_bytes(const struct fh_type *element)
{
    return element->size <= 1 && element->kind != FH_TYPE_BOOL;
}

/* Of bytes: letters, as a string in memory that is only read. Caller owns. */
static char *bytes(const struct fh_type *type, guint length)
{
    g_autofree char *letters = g_strnfill(length, 'a');
    for (guint i = 1; i < length; i += 2)
        letters[i] = 'b';
    return g_strdup_printf("(%s)\"%s\"", type->name, letters);
}

static struct fh_argument array(const struct fh_wanted *role, guint length)
{
    const struct fh_type *element = type_of(role)->target->unqualified;
    if (is_bytes(element)) {
        g_autofree char *letters = bytes(type_of(role), length);
        return plain(letters);
    }
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < length; i++)
        g_string_append_printf(list, "%s%s", i > 0 ? ", " : "", element_text(element, i));
    if (role->is_zero_ended || length == 0)
        g_string_append_printf(list, "%s%s", length > 0 ? ", " : "",
                               element->kind == FH_TYPE_POINTER  ? "null"
                               : element->kind == FH_TYPE_STRUCT ? element_text(element, 0)
                                                                 : "0");
    g_autofree char *whole = g_strdup_printf("(%s[]){ %s }", element->name, list->str);
    g_string_free(list, TRUE);
    return plain(whole);
}

static struct fh_argument buffer(const struct fh_wanted *role, guint length)
{
    const char *name = role->name;
    const struct fh_type *element = type_of(role)->target;
    const char *type = element->kind == FH_TYPE_VOID ? "char" : element->name;
    return with_line(g_strdup_printf("%s %s_$[%u]%s", type, name, length, role->is_room ? " = {}" : ""),
                     g_strdup_printf("%s_$", name));
}

static struct fh_argument record(const struct fh_wanted *role, guint index)
{
    g_autofree char *fields = fh_record_text(role->block, index);
    if (!role->by_address) {
        g_autofree char *whole = g_strdup_printf("(%s)%s", role->block->name, fields);
        return plain(whole);
    }
    return with_line(g_strdup_printf("%s %s_$ = %s", role->block->name, role->name, fields),
                     g_strdup_printf("&%s_$", role->name));
}

static struct fh_argument callback(const struct fh_wanted *role, guint index)
{
    char *name = g_strdup_printf("%s_$", role->name);
    return with_line(fh_idle_callback(type_of(role)->target, name, index == 0), name);
}

struct fh_argument fh_values_get(const struct fh_wanted *role, guint index, guint *length)
{
    *length = 0;
    switch (role->use) {
    case FH_USE_NUMBER:
        return role->is_start ? plain("0") : number(role, index);
    case FH_USE_CHOICE:
        return plain(g_ptr_array_index(role->parameter->enumerators, index));
    case FH_USE_TEXT:
        return text(index);
    case FH_USE_ARRAY:
        *length = lengths[index];
        return array(role, lengths[index]);
    case FH_USE_BUFFER:
        *length = buffer_lengths[index];
        return buffer(role, buffer_lengths[index]);
    case FH_USE_RECORD:
        return record(role, index);
    case FH_USE_DATA:
        return role->is_handed_over ? plain("malloc(8)")
                                    : with_line(g_strdup("long mark_$ = 0"), g_strdup("&mark_$"));
    case FH_USE_DESTROY:
        return role->is_handed_over ? plain(fh_family_release(FH_FAMILY_MALLOC)) : callback(role, 0);
    default:
        return callback(role, index);
    }
}
