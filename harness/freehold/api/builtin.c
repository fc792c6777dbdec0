// SPDX-License-Identifier: MIT
#include "api/builtin.h"

#include "api/model.h"
#include "api/types.h"

#include <stdbool.h>
#include <string.h>

static void add_name(struct fh_api *api, const char *name, const struct fh_type *type)
{
    g_hash_table_insert(api->names, g_strdup(name), (gpointer)type);
}

static void add_integers(struct fh_api *api)
{
    static const struct {
        const char *name, *unsigned_name;
        gsize size;
    } integers[] = {
        {"signed char", "unsigned char", sizeof(char)},
        {"short", "unsigned short", sizeof(short)},
        {"int", "unsigned int", sizeof(int)},
        {"long", "unsigned long", sizeof(long)},
    };
    for (guint i = 0; i < G_N_ELEMENTS(integers); i++) {
        add_name(api, integers[i].name, fh_type_scalar(api, FH_TYPE_SIGNED, integers[i].size, FALSE));
        add_name(api, integers[i].unsigned_name,
                 fh_type_scalar(api, FH_TYPE_UNSIGNED, integers[i].size, FALSE));
    }
    enum fh_type_kind plain = (char)-1 < 0 ? FH_TYPE_SIGNED : FH_TYPE_UNSIGNED;
    add_name(api, "char", fh_type_scalar(api, plain, sizeof(char), TRUE));
}

void fh_types_init(struct fh_api *api)
{
    gboolean is_new;
    add_name(api, "void", fh_type_declared(api, FH_TYPE_VOID, "void", "void", 0, 0, &is_new));
    add_name(api, "bool", fh_type_scalar(api, FH_TYPE_BOOL, sizeof(bool), FALSE));
    add_name(api, "_Bool", g_hash_table_lookup(api->names, "bool"));
    add_integers(api);
    add_name(api, "float", fh_type_scalar(api, FH_TYPE_FLOAT, sizeof(float), FALSE));
    add_name(api, "double", fh_type_scalar(api, FH_TYPE_FLOAT, sizeof(double), FALSE));
    add_name(api, "long double",
             fh_type_declared(api, FH_TYPE_OTHER, "long double", "long double", sizeof(long double),
                              _Alignof(long double), &is_new));
}

enum word { WORD_SIGNED, WORD_UNSIGNED, WORD_CHAR, WORD_SHORT, WORD_INT, WORD_LONG, WORD_COUNT };

static gboolean count_words(const char *base, guint counts[WORD_COUNT])
{
    static const char *const words[WORD_COUNT] = {"signed", "unsigned", "char", "short", "int", "long"};
    g_auto(GStrv) given = g_strsplit(base, " ", -1);
    for (char **word = given; *word; word++) {
        guint i = 0;
        while (i < WORD_COUNT && !g_str_equal(*word, words[i]))
            i++;
        if (i == WORD_COUNT)
            return FALSE;
        counts[i]++;
    }
    return TRUE;
}

/* "long unsigned int" and the like, in the one way that `names` has them; NULL when it isn't made of such
 * words, or makes no sense. */
static const char *plain_integer_name(const char *base)
{
    guint n[WORD_COUNT] = {0};
    if (base[0] == '\0' || !count_words(base, n))
        return NULL;
    guint width = n[WORD_CHAR] + n[WORD_SHORT] + MIN(n[WORD_LONG], 1);
    gboolean is_twice = n[WORD_SIGNED] + n[WORD_UNSIGNED] > 1 || n[WORD_LONG] > 2 || n[WORD_INT] > 1;
    if (is_twice || width > 1 || (n[WORD_CHAR] && n[WORD_INT]))
        return NULL;
    gboolean is_unsigned = n[WORD_UNSIGNED];
    if (n[WORD_CHAR])
        return is_unsigned ? "unsigned char" : n[WORD_SIGNED] ? "signed char" : "char";
    if (n[WORD_SHORT])
        return is_unsigned ? "unsigned short" : "short";
    if (n[WORD_LONG])
        return is_unsigned ? "unsigned long" : "long";
    return is_unsigned ? "unsigned int" : "int";
}

const struct fh_type *fh_api_type(const struct fh_api *api, const char *base)
{
    const char *plain = plain_integer_name(base);
    return g_hash_table_lookup(api->names, plain ? plain : base);
}
