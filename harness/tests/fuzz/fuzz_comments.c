// SPDX-License-Identifier: MIT
/* Any text as a doc comment in a header: a contract, or what is wrong with it. */
#include <string.h>

#include "api/api.h"
#include "fuzz/file.h"

#define AFTER                                                                                 \
    "*/\nchar *give(struct thing *thing, char **out, unsigned long n, void (*call)(void *), " \
    "void *data);\n"

static const char before[] = "struct thing { char *name; unsigned long n; char **items; };\n"
                             "void give_back(char *text);\nvoid thing_free(struct thing *thing);\n/** ";

/* The comment must not end before its end. */
static void add_comment(GString *header, const guint8 *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (data[i] != '/' || header->str[header->len - 1] != '*')
            g_string_append_c(header, (char)data[i]);
}

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) header = g_string_new(before);
    add_comment(header, data, size);
    g_string_append(header, header->str[header->len - 1] == '*' ? " " AFTER : AFTER);
    const struct input_file file = input_file_open(header->str, header->len);
    fh_auto(fh_api) api = fh_api_load(file.path, NULL, &error);
    require_answer(api != NULL, error);
    input_file_close(&file);
    return 0;
}
