// SPDX-License-Identifier: MIT
#include "symbols/object.h"

#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/stack.h"
#include "symbols/demangle.h"
#include "symbols/inlined.h"
#include "symbols/table.h"
#include "symbols/units.h"

struct fh_object {
    char *path;
    Dwfl *dwfl;
    Dwfl_Module *module;   /* NULL: nothing is known */
    GArray *symbols;       /* struct fh_symbol */
    GArray *units;         /* struct fh_unit_range */
    GHashTable *by_offset; /* guint64 * -> GPtrArray * of struct fh_frame * */
};

static int find_no_elf(Dwfl_Module *module, void **user_data, const char *name, Dwarf_Addr base, char **file,
                       Elf **elf)
{
    (void)module, (void)user_data, (void)name, (void)base, (void)file, (void)elf;
    return -1;
}

/* By build id only: libdwfl's standard way may ask a server on the network. */
static const Dwfl_Callbacks callbacks = {
    .find_elf = find_no_elf,
    .find_debuginfo = dwfl_build_id_find_debuginfo,
    .section_address = dwfl_offline_section_address,
};

/* Logs can name anything: a device or a pipe would block. */
static int open_regular(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;

    if (fd < 0)
        return -1;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
        return fd;
    close(fd);
    return -1;
}

static Dwfl_Module *load(Dwfl *dwfl, const char *path)
{
    int fd = open_regular(path);
    Dwfl_Module *module;

    if (fd < 0)
        return NULL;
    dwfl_report_begin(dwfl);
    module = dwfl_report_elf(dwfl, path, path, fd, 0, true);
    if (!module)
        close(fd);
    dwfl_report_end(dwfl, NULL, NULL);
    return module;
}

static void free_frame(gpointer frame)
{
    fh_frame_free(frame);
}

static void free_frames(gpointer frames)
{
    g_ptr_array_unref(frames);
}

struct fh_object *fh_object_open(const char *path)
{
    struct fh_object *object = g_new0(struct fh_object, 1);

    object->path = g_strdup(path);
    object->by_offset = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_frames);
    object->dwfl = dwfl_begin(&callbacks);
    if (object->dwfl)
        object->module = load(object->dwfl, path);
    return object;
}

void fh_object_free(struct fh_object *object)
{
    if (!object)
        return;
    g_hash_table_unref(object->by_offset);
    if (object->symbols)
        g_array_unref(object->symbols);
    if (object->units)
        g_array_unref(object->units);
    if (object->dwfl)
        dwfl_end(object->dwfl);
    g_free(object->path);
    g_free(object);
}

static const char *symbol_at(struct fh_object *object, guint64 address)
{
    const struct fh_symbol *symbol;

    if (!object->symbols)
        object->symbols = fh_symbol_table_new(object->module);
    symbol = fh_symbol_table_find(object->symbols, address);
    return symbol ? symbol->name : NULL;
}

static struct fh_unit_range *unit_at(struct fh_object *object, guint64 address)
{
    if (!object->units)
        object->units = fh_unit_ranges_new(object->module);
    return fh_unit_ranges_find(object->units, address);
}

static void add_known(struct fh_object *object, guint64 offset, GPtrArray *frames)
{
    const char *symbol = symbol_at(object, offset);
    struct fh_unit_range *unit = unit_at(object, offset);
    struct fh_frame *frame;

    if (unit && fh_inlined_frames(unit, offset, symbol, frames))
        return;
    g_ptr_array_set_size(frames, 0);
    frame = fh_frame_new();
    frame->function = symbol ? fh_symbols_demangle(symbol) : NULL;
    g_ptr_array_add(frames, frame);
}

/* As memcheck has it: the object where no source is known. */
static void complete(const struct fh_object *object, guint64 offset, GPtrArray *frames)
{
    for (guint i = 0; i < frames->len; i++) {
        struct fh_frame *frame = g_ptr_array_index(frames, i);

        frame->address = offset;
        if (!frame->file)
            frame->object = g_utf8_make_valid(object->path, -1);
    }
}

const GPtrArray *fh_object_frames(struct fh_object *object, guint64 offset)
{
    GPtrArray *frames = g_hash_table_lookup(object->by_offset, &offset);

    if (frames)
        return frames;
    frames = g_ptr_array_new_with_free_func(free_frame);
    if (object->module)
        add_known(object, offset, frames);
    else
        g_ptr_array_add(frames, fh_frame_new());
    complete(object, offset, frames);
    g_hash_table_insert(object->by_offset, g_memdup2(&offset, sizeof(offset)), frames);
    return frames;
}
