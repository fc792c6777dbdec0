/* SPDX-License-Identifier: MIT */
/*
 * Static libraries (ar archives of ELF objects), read with libelf: their members, symbols and compiler's
 * words.
 *
 * In: the path of an archive. Out: calls of the visitors; nothing is kept. Callers: hooks, link, library, all
 * of this folder.
 */
#pragma once

#include <gelf.h>
#include <glib.h>

/* One object of the archive. Borrowed for the visitor's call. */
struct fh_archive_member {
    const char *archive; /* path */
    const char *name;    /* of the object in it */
    Elf *elf;            /* NULL when it is LLVM bitcode instead */
};

/* A symbol of a member. Borrowed for the visitor's call. */
struct fh_archive_symbol {
    const char *name;
    gboolean is_defined;
    gboolean is_function;
    gboolean is_global; /* or weak: other objects can see it */
};

/* Calls `visit` for every object and bitcode file of `path`, until it returns FALSE with `error` set. Members
 * of other kinds (metadata, the symbol index) are left out. Fails with FH_ERROR_USAGE when `path` can't be
 * read, is no archive, is damaged, or holds no object or one of another machine. */
gboolean fh_archive_each_member(const char *path,
                                gboolean (*visit)(const struct fh_archive_member *member, gpointer data,
                                                  GError **error),
                                gpointer data, GError **error);

/* Calls `visit` for every named symbol of `member`, which is no bitcode. Fails with FH_ERROR_USAGE when its
 * symbol table is damaged. */
gboolean fh_archive_each_symbol(const struct fh_archive_member *member,
                                void (*visit)(const struct fh_archive_symbol *symbol, gpointer data),
                                gpointer data, GError **error);

/* "1.95.0 (59807616e 2026-04-14)" from the member's .comment, or, where rustc wrote none as 1.63 does not,
 * from its debug strings. Caller owns; g_free(). NULL when it says nothing of rustc. */
char *fh_archive_rustc_version(const struct fh_archive_member *member);

/* The symbols that an archive defines, as a set of names. Caller owns; g_hash_table_unref(). */
GHashTable *fh_archive_defined_symbols(const char *archive, GError **error);
