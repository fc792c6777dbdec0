/* SPDX-License-Identifier: MIT */
/* What makes or copies texts, paths among them. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "given.h"
#include "giver.h"

/* Their names are read in stacks, as the rust heap's. */
#pragma GCC visibility push(default)
char *fh_import_strdup(const char *text);
char *fh_import_strndup(const char *text, size_t size);
wchar_t *fh_import_wcsdup(const wchar_t *text);
int fh_import_vasprintf(char **result, const char *format, va_list arguments);
int fh_import_asprintf(char **result, const char *format, ...);
int fh_import_vasprintf_chk(char **result, int flag, const char *format, va_list arguments);
int fh_import_asprintf_chk(char **result, int flag, const char *format, ...);
char *fh_import_realpath(const char *path, char *room);
char *fh_import_realpath_chk(const char *path, char *room, size_t size);
char *fh_import_canonicalize_file_name(const char *path);
char *fh_import_getcwd(char *room, size_t size);
char *fh_import_getcwd_chk(char *room, size_t size, size_t room_size);
char *fh_import_get_current_dir_name(void);
#pragma GCC visibility pop

static void *give(void *block)
{
    fh_given_add(block);
    return block;
}

char *fh_import_strdup(const char *text)
{
    return give(strdup(text));
}

char *fh_import_strndup(const char *text, size_t size)
{
    return give(strndup(text, size));
}

wchar_t *fh_import_wcsdup(const wchar_t *text)
{
    return give(wcsdup(text));
}

int fh_import_vasprintf(char **result, const char *format, va_list arguments)
{
    int length = vasprintf(result, format, arguments);
    if (length >= 0)
        fh_given_add(*result);
    return length;
}

int fh_import_asprintf(char **result, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = fh_import_vasprintf(result, format, arguments);
    va_end(arguments);
    return length;
}

/* As -D_FORTIFY_SOURCE has it: libc looks at the format, too. */
int __vasprintf_chk(char **result, int flag, const char *format, va_list arguments);

int fh_import_vasprintf_chk(char **result, int flag, const char *format, va_list arguments)
{
    int length = __vasprintf_chk(result, flag, format, arguments);
    if (length >= 0)
        fh_given_add(*result);
    return length;
}

int fh_import_asprintf_chk(char **result, int flag, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = fh_import_vasprintf_chk(result, flag, format, arguments);
    va_end(arguments);
    return length;
}

/* What has room of the caller's needs no block. */
static char *give_without(const char *room, char *result)
{
    return !room ? give(result) : result;
}

char *fh_import_realpath(const char *path, char *room)
{
    return give_without(room, realpath(path, room));
}

char *__realpath_chk(const char *path, char *room, size_t size);

char *fh_import_realpath_chk(const char *path, char *room, size_t size)
{
    return give_without(room, __realpath_chk(path, room, size));
}

char *fh_import_canonicalize_file_name(const char *path)
{
    return give(canonicalize_file_name(path));
}

char *fh_import_getcwd(char *room, size_t size)
{
    return give_without(room, getcwd(room, size));
}

char *__getcwd_chk(char *room, size_t size, size_t room_size);

char *fh_import_getcwd_chk(char *room, size_t size, size_t room_size)
{
    return give_without(room, __getcwd_chk(room, size, room_size));
}

char *fh_import_get_current_dir_name(void)
{
    return give(get_current_dir_name());
}

const struct fh_giver fh_givers_of_texts[] = {
    {"strdup", FH_GIVER(fh_import_strdup)},
    {"__strdup", FH_GIVER(fh_import_strdup)},
    {"strndup", FH_GIVER(fh_import_strndup)},
    {"__strndup", FH_GIVER(fh_import_strndup)},
    {"wcsdup", FH_GIVER(fh_import_wcsdup)},
    {"asprintf", FH_GIVER(fh_import_asprintf)},
    {"__asprintf", FH_GIVER(fh_import_asprintf)},
    {"vasprintf", FH_GIVER(fh_import_vasprintf)},
    {"__asprintf_chk", FH_GIVER(fh_import_asprintf_chk)},
    {"__vasprintf_chk", FH_GIVER(fh_import_vasprintf_chk)},
    {"realpath", FH_GIVER(fh_import_realpath)},
    {"__realpath_chk", FH_GIVER(fh_import_realpath_chk)},
    {"canonicalize_file_name", FH_GIVER(fh_import_canonicalize_file_name)},
    {"getcwd", FH_GIVER(fh_import_getcwd)},
    {"__getcwd_chk", FH_GIVER(fh_import_getcwd_chk)},
    {"get_current_dir_name", FH_GIVER(fh_import_get_current_dir_name)},
    {NULL, NULL},
};
