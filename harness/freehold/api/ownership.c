// SPDX-License-Identifier: MIT
#include "api/ownership.h"

static void field_free(gpointer data)
{
    struct fh_field_ownership *field = data;
    fh_ownership_clear(&field->ownership);
    g_free(field->name);
    g_free(field);
}

void fh_ownership_clear(struct fh_ownership *ownership)
{
    g_free(ownership->free_function);
    g_free(ownership->lifetime_of);
    g_free(ownership->length);
    g_free(ownership->element_free_function);
    g_free(ownership->closure);
    g_free(ownership->destroy);
    g_free(ownership->success.field);
    if (ownership->fields)
        g_ptr_array_unref(ownership->fields);
    *ownership = (struct fh_ownership){0};
}

static struct fh_field_ownership *find(const struct fh_ownership *ownership, const char *field)
{
    for (guint i = 0; ownership->fields && i < ownership->fields->len; i++) {
        struct fh_field_ownership *each = g_ptr_array_index(ownership->fields, i);
        if (g_str_equal(each->name, field))
            return each;
    }
    return NULL;
}

const struct fh_ownership *fh_ownership_of_field(const struct fh_ownership *ownership, const char *field)
{
    const struct fh_field_ownership *found = find(ownership, field);
    return found ? &found->ownership : NULL;
}

struct fh_ownership *fh_ownership_add_field(struct fh_ownership *ownership, const char *field)
{
    struct fh_field_ownership *found = find(ownership, field);
    if (found)
        return &found->ownership;
    if (!ownership->fields)
        ownership->fields = g_ptr_array_new_with_free_func(field_free);
    found = g_new0(struct fh_field_ownership, 1);
    found->name = g_strdup(field);
    g_ptr_array_add(ownership->fields, found);
    return &found->ownership;
}
