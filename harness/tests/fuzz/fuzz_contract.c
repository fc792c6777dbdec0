// SPDX-License-Identifier: MIT
/* Any bytes as a contract in a file of its own. */
#include <string.h>

#include "api/api.h"
#include "api/contract_file.h"
#include "fuzz/file.h"

static const char header[] =
    "struct thing { char *name; unsigned long n; char **items; };\n"
    "struct thing *thing_new(const char *name, int *error);\n"
    "char *thing_name(struct thing *thing);\n"
    "int thing_add(struct thing *thing, char *item, void (*done)(void *), void *data);\n"
    "void give_back(char *text);\nvoid thing_free(struct thing *thing);\n";

/* The header is read once: what one input adds to its ownership, the next may change. */
static struct fh_api *api_of_header(void)
{
    static struct fh_api *api;
    if (!api) {
        const struct input_file file = input_file_open(header, strlen(header));
        api = fh_api_load(file.path, NULL, NULL);
        require(api != NULL, "the header can't be read");
        input_file_close(&file);
    }
    return api;
}

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    struct fh_api *api = api_of_header();
    const struct input_file file = input_file_open(data, size);
    const gboolean is_read = fh_contract_file_read(api, file.path, &error);
    require_answer(is_read, error);
    input_file_close(&file);
    return 0;
}
