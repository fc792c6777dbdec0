// SPDX-License-Identifier: MIT
#include "import/members.h"

#include "base/error.h"
#include "import/document.h"

void fh_reading_fail(struct fh_reading *reading, const char *member, const char *format, ...)
{
    if (reading->error)
        return;
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autoptr(GString) place = g_string_new(reading->where->str);
    if (member)
        g_string_append_printf(place, "%s%s", place->len > 0 ? "." : "", member);
    if (place->len > 0)
        g_string_append(place, ": ");
    g_set_error(&reading->error, FH_ERROR, FH_ERROR_USAGE, "%s: %s%s", reading->path, place->str, message);
}

static const char *type_of(JsonNode *node)
{
    if (JSON_NODE_HOLDS_NULL(node))
        return "null";
    if (JSON_NODE_HOLDS_OBJECT(node))
        return "an object";
    if (JSON_NODE_HOLDS_ARRAY(node))
        return "a list";
    if (json_node_get_value_type(node) == G_TYPE_STRING)
        return "a string";
    if (json_node_get_value_type(node) == G_TYPE_BOOLEAN)
        return "true or false";
    return "a number";
}

static void fail_type(struct fh_reading *reading, const char *member, const char *wanted, JsonNode *node)
{
    fh_reading_fail(reading, member, "must be %s, and is %s; the file is damaged, make it again", wanted,
                    type_of(node));
}

static gboolean holds(JsonNode *node, GType type)
{
    return JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == type;
}

gboolean fh_members_has(const struct fh_members *members, const char *name)
{
    return json_object_has_member(members->object, name);
}

/* NULL when it is missing, or something was wrong before. Borrowed from the object. */
static JsonNode *take(struct fh_members *members, const char *name)
{
    JsonNode *node = members->reading->error ? NULL : json_object_get_member(members->object, name);
    if (!node) {
        fh_reading_fail(
            members->reading, name,
            "is missing; the file is damaged, or of an older freehold: make it again, or use that one");
        return NULL;
    }
    g_assert(members->n_taken < FH_MEMBERS_MAX);
    members->taken[members->n_taken++] = name;
    return node;
}

static JsonNode *take_typed(struct fh_members *members, const char *name, GType type, const char *wanted)
{
    JsonNode *node = take(members, name);
    if (!node || holds(node, type))
        return node;
    fail_type(members->reading, name, wanted, node);
    return NULL;
}

/* json-glib lets halves of surrogate pairs through. */
static char *text_of(struct fh_reading *reading, const char *member, JsonNode *node)
{
    const char *text = json_node_get_string(node);
    if (g_utf8_validate(text, -1, NULL))
        return g_strdup(text);
    fh_reading_fail(reading, member, "is not UTF-8; the file is damaged, make it again");
    return NULL;
}

char *fh_take_text(struct fh_members *members, const char *name)
{
    JsonNode *node = take_typed(members, name, G_TYPE_STRING, "a string");
    return node ? text_of(members->reading, name, node) : NULL;
}

char *fh_take_text_or_null(struct fh_members *members, const char *name)
{
    JsonNode *node = take(members, name);
    if (!node || JSON_NODE_HOLDS_NULL(node))
        return NULL;
    if (holds(node, G_TYPE_STRING))
        return text_of(members->reading, name, node);
    fail_type(members->reading, name, "a string or null", node);
    return NULL;
}

gint64 fh_take_number(struct fh_members *members, const char *name)
{
    JsonNode *node = take_typed(members, name, G_TYPE_INT64, "a whole number");
    return node ? json_node_get_int(node) : 0;
}

guint64 fh_take_count(struct fh_members *members, const char *name)
{
    gint64 number = fh_take_number(members, name);
    if (number >= 0)
        return (guint64)number;
    fh_reading_fail(members->reading, name, "must not be negative; the file is damaged, make it again");
    return 0;
}

guint fh_take_small_count(struct fh_members *members, const char *name)
{
    guint64 count = fh_take_count(members, name);
    if (count <= G_MAXUINT)
        return (guint)count;
    fh_reading_fail(members->reading, name, "is too large; the file is damaged, make it again");
    return 0;
}

gboolean fh_take_flag(struct fh_members *members, const char *name)
{
    JsonNode *node = take_typed(members, name, G_TYPE_BOOLEAN, "true or false");
    return node && json_node_get_boolean(node);
}

static gboolean is_null(const struct fh_members *members, const char *name)
{
    JsonNode *node = json_object_get_member(members->object, name);
    return node && JSON_NODE_HOLDS_NULL(node);
}

gboolean fh_take_count_or_null(struct fh_members *members, const char *name, guint64 *count)
{
    if (is_null(members, name)) {
        take(members, name);
        return FALSE;
    }
    *count = fh_take_count(members, name);
    return TRUE;
}

guint fh_take_line(struct fh_members *members, const char *name)
{
    if (is_null(members, name)) {
        take(members, name);
        return 0;
    }
    guint line = fh_take_small_count(members, name);
    if (line == 0)
        fh_reading_fail(members->reading, name, "must be at least 1; the file is damaged, make it again");
    return line;
}

guint64 fh_take_duration(struct fh_members *members)
{
    return members->reading->is_deterministic ? 0 : fh_take_count(members, "duration_us");
}

guint64 fh_take_address(struct fh_members *members)
{
    if (!fh_members_has(members, "address"))
        return 0;
    g_autofree char *text = fh_take_text(members, "address");
    guint64 address = 0;
    if (text && (!g_str_has_prefix(text, "0x") ||
                 !g_ascii_string_to_unsigned(text + 2, 16, 1, G_MAXUINT64, &address, NULL)))
        fh_reading_fail(members->reading, "address",
                        "is no address (0x…, in hexadecimal); the file is damaged, make it again");
    return address;
}

guint fh_take_choice(struct fh_members *members, const char *name, const char *what,
                     const char *(*name_of)(guint value), guint count)
{
    g_autofree char *text = fh_take_text(members, name);
    for (guint value = 0; text && value < count; value++)
        if (g_strcmp0(name_of(value), text) == 0)
            return value;
    if (text) {
        g_autofree char *shown = fh_document_visible(text);
        fh_reading_fail(members->reading, name,
                        "unknown %s '%s'; if a newer freehold wrote it, read it with that one", what, shown);
    }
    return 0;
}

static gboolean is_taken(const struct fh_members *members, const char *name)
{
    for (guint i = 0; i < members->n_taken; i++)
        if (g_str_equal(members->taken[i], name))
            return TRUE;
    return FALSE;
}

static void refuse_others(const struct fh_members *members)
{
    g_autoptr(GList) names = json_object_get_members(members->object);
    for (GList *item = names; item && !members->reading->error; item = item->next) {
        if (is_taken(members, item->data))
            continue;
        g_autofree char *shown = fh_document_visible(item->data);
        fh_reading_fail(members->reading, NULL,
                        "unknown member '%s'; if a newer freehold wrote it, read it with that one", shown);
    }
}

void fh_reading_object(struct fh_reading *reading, JsonNode *node, fh_members_read read, gpointer target)
{
    struct fh_members members = {.reading = reading};
    if (!JSON_NODE_HOLDS_OBJECT(node)) {
        fail_type(reading, NULL, "an object", node);
        return;
    }
    members.object = json_node_get_object(node);
    read(&members, target);
    refuse_others(&members);
}

/* The place is "NAME", or "NAME[index]", within the object while `node` is read. */
static void read_inner(struct fh_members *members, JsonNode *node, const char *place, fh_members_read read,
                       gpointer target)
{
    GString *where = members->reading->where;
    gsize length = where->len;
    g_string_append_printf(where, "%s%s", length > 0 ? "." : "", place);
    fh_reading_object(members->reading, node, read, target);
    g_string_truncate(where, length);
}

gboolean fh_take_object_or_null(struct fh_members *members, const char *name, fh_members_read read,
                                gpointer target)
{
    JsonNode *node = take(members, name);
    if (!node || JSON_NODE_HOLDS_NULL(node))
        return FALSE;
    read_inner(members, node, name, read, target);
    return TRUE;
}

static JsonArray *take_list(struct fh_members *members, const char *name)
{
    JsonNode *node = take(members, name);
    if (!node || JSON_NODE_HOLDS_ARRAY(node))
        return node ? json_node_get_array(node) : NULL;
    fail_type(members->reading, name, "a list", node);
    return NULL;
}

void fh_take_objects(struct fh_members *members, const char *name, fh_members_read read, gpointer target)
{
    JsonArray *list = take_list(members, name);
    for (guint i = 0; list && i < json_array_get_length(list) && !members->reading->error; i++) {
        g_autofree char *place = g_strdup_printf("%s[%u]", name, i);
        read_inner(members, json_array_get_element(list, i), place, read, target);
    }
}

void fh_take_texts(struct fh_members *members, const char *name, GPtrArray *texts)
{
    JsonArray *list = take_list(members, name);
    for (guint i = 0; list && i < json_array_get_length(list) && !members->reading->error; i++) {
        JsonNode *node = json_array_get_element(list, i);
        g_autofree char *place = g_strdup_printf("%s[%u]", name, i);
        char *text = NULL;
        if (holds(node, G_TYPE_STRING))
            text = text_of(members->reading, place, node);
        else
            fail_type(members->reading, place, "a string", node);
        if (text)
            g_ptr_array_add(texts, text);
    }
}
