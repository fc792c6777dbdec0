/* SPDX-License-Identifier: MIT */
/* What reads files and folders, or writes to a stream that is none. */
#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "given.h"
#include "giver.h"
#include "heap/address_table.h"
#include "heap/backend.h"
#include "heap/marked.h"
#include "heap/rust_heap.h"

typedef int dirent_filter(const struct dirent *entry);
typedef int dirent_order(const struct dirent **a, const struct dirent **b);

#pragma GCC visibility push(default)
ssize_t fh_import_getdelim(char **line, size_t *size, int delimiter, FILE *file);
ssize_t fh_import_getline(char **line, size_t *size, FILE *file);
int fh_import_scandir(const char *folder, struct dirent ***entries, dirent_filter *filter,
                      dirent_order *order);
int fh_import_scandirat(int at, const char *folder, struct dirent ***entries, dirent_filter *filter,
                        dirent_order *order);
FILE *fh_import_open_memstream(char **text, size_t *size);
FILE *fh_import_open_wmemstream(wchar_t **text, size_t *size);
int fh_import_fclose(FILE *file);
#pragma GCC visibility pop

/* libc resizes the line itself: a block of the rust heap becomes one of libc's before. */
static void hand_over(char **line, const size_t *size)
{
    struct fh_layout layout;
    if (!*line || fh_given_take(*line) || !fh_backend()->find(*line, &layout))
        return;
    size_t kept = layout.size < *size ? layout.size : *size;
    char *copy = malloc(kept > 0 ? kept : 1);
    if (!copy)
        return;
    memcpy(copy, *line, kept);
    fh_rust_dealloc(*line, layout.size, fh_layout_marked(&layout));
    *line = copy;
}

ssize_t fh_import_getdelim(char **line, size_t *size, int delimiter, FILE *file)
{
    if (line && size)
        hand_over(line, size);
    ssize_t length = getdelim(line, size, delimiter, file);
    if (line)
        fh_given_add(*line);
    return length;
}

ssize_t fh_import_getline(char **line, size_t *size, FILE *file)
{
    return fh_import_getdelim(line, size, '\n', file);
}

static int give_entries(struct dirent **entries, int n)
{
    for (int i = 0; i < n; i++)
        fh_given_add(entries[i]);
    if (n >= 0)
        fh_given_add(entries);
    return n;
}

/* Where an entry is as large in every ABI, the names that end in 64 are others of the same functions. */
int fh_import_scandir(const char *folder, struct dirent ***entries, dirent_filter *filter,
                      dirent_order *order)
{
    int n = scandir(folder, entries, filter, order);
    return n < 0 ? n : give_entries(*entries, n);
}

int fh_import_scandirat(int at, const char *folder, struct dirent ***entries, dirent_filter *filter,
                        dirent_order *order)
{
    int n = scandirat(at, folder, entries, filter, order);
    return n < 0 ? n : give_entries(*entries, n);
}

/* By stream: where its text will be when it is closed. */
static struct fh_address_table streams = FH_ADDRESS_TABLE;

static FILE *note_stream(FILE *file, void *text)
{
    if (file)
        fh_address_table_put(&streams, file, (struct fh_address_table_values){(uintptr_t)text, 0}, false);
    return file;
}

FILE *fh_import_open_memstream(char **text, size_t *size)
{
    return note_stream(open_memstream(text, size), text);
}

FILE *fh_import_open_wmemstream(wchar_t **text, size_t *size)
{
    return note_stream(open_wmemstream(text, size), text);
}

int fh_import_fclose(FILE *file)
{
    struct fh_address_table_values values;
    bool is_of_memory = fh_address_table_take(&streams, file, &values);
    int result = fclose(file);
    if (is_of_memory)
        fh_given_add(*(void **)(uintptr_t)values.first);
    return result;
}

const struct fh_giver fh_givers_of_files[] = {
    {"getline", FH_GIVER(fh_import_getline)},
    {"getdelim", FH_GIVER(fh_import_getdelim)},
    {"__getdelim", FH_GIVER(fh_import_getdelim)},
    {"scandir", FH_GIVER(fh_import_scandir)},
    {"scandir64", FH_GIVER(fh_import_scandir)},
    {"scandirat", FH_GIVER(fh_import_scandirat)},
    {"scandirat64", FH_GIVER(fh_import_scandirat)},
    {"open_memstream", FH_GIVER(fh_import_open_memstream)},
    {"open_wmemstream", FH_GIVER(fh_import_open_wmemstream)},
    {"fclose", FH_GIVER(fh_import_fclose)},
    {NULL, NULL},
};
