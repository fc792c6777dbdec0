// SPDX-License-Identifier: MIT
#include "symbols/symbols.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <stdlib.h>
#include <string.h>

/* One object that was asked for. */
struct object {
    Dwfl *dwfl;
    Dwfl_Module *module; /* NULL: can't be read */
    GHashTable *frames;  /* offset -> GPtrArray of struct fh_frame * */
};

struct fh_symbols {
    GMutex lock;
    GHashTable *objects; /* path -> struct object * */
};

static void free_frame(gpointer frame)
{
    fh_frame_free(frame);
}

static void free_frames(gpointer frames)
{
    g_ptr_array_unref(frames);
}

static void free_object(gpointer data)
{
    struct object *object = data;

    dwfl_end(object->dwfl);
    g_hash_table_unref(object->frames);
    g_free(object);
}

struct fh_symbols *fh_symbols_new(void)
{
    struct fh_symbols *symbols = g_new0(struct fh_symbols, 1);

    g_mutex_init(&symbols->lock);
    symbols->objects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_object);
    return symbols;
}

void fh_symbols_free(struct fh_symbols *symbols)
{
    if (!symbols)
        return;
    g_hash_table_unref(symbols->objects);
    g_mutex_clear(&symbols->lock);
    g_free(symbols);
}

/* Separate debug files are looked for where distributions put them; never asked for over the network. */
static const Dwfl_Callbacks callbacks = {
    .find_elf = dwfl_build_id_find_elf,
    .find_debuginfo = dwfl_standard_find_debuginfo,
    .section_address = dwfl_offline_section_address,
};

/* Loaded at 0, so that addresses are the object's own. */
static struct object *open_object(const char *path)
{
    struct object *object = g_new0(struct object, 1);

    object->frames = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_frames);
    object->dwfl = dwfl_begin(&callbacks);
    if (!object->dwfl || !g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return object;
    dwfl_report_begin(object->dwfl);
    object->module = dwfl_report_elf(object->dwfl, path, path, -1, 0, FALSE);
    dwfl_report_end(object->dwfl, NULL, NULL);
    return object;
}

static struct object *object_at(struct fh_symbols *symbols, const char *path)
{
    struct object *object = g_hash_table_lookup(symbols->objects, path);

    if (!object) {
        object = open_object(path);
        g_hash_table_insert(symbols->objects, g_strdup(path), object);
    }
    return object;
}

/* ASan's own functions in place of the C library's. */
static const char *without_interceptor(const char *name)
{
    static const char *const prefixes[] = {"___interceptor_", "__interceptor_"};

    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(name, prefixes[i]))
            return name + strlen(prefixes[i]);
    return name;
}

static struct fh_frame *new_frame(const char *path, guint64 offset, const char *mangled)
{
    struct fh_frame *frame = fh_frame_new();

    frame->address = offset;
    frame->object = g_strdup(path);
    if (mangled)
        frame->function = fh_symbols_demangle(without_interceptor(mangled));
    return frame;
}

static void set_place(struct fh_frame *frame, const char *file, guint line)
{
    if (!file || line == 0)
        return;
    g_free(frame->file);
    frame->file = g_path_get_basename(file);
    g_free(frame->directory);
    frame->directory = g_path_is_absolute(file) ? g_path_get_dirname(file) : NULL;
    frame->line = line;
    g_clear_pointer(&frame->object, g_free);
}

/* A function's linkage name, wherever its description keeps it; else its plain one. */
static const char *name_of(Dwarf_Die *die)
{
    static const guint names[] = {DW_AT_linkage_name, DW_AT_MIPS_linkage_name};

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        Dwarf_Attribute attribute;
        const char *name = dwarf_formstring(dwarf_attr_integrate(die, names[i], &attribute));

        if (name)
            return name;
    }
    return dwarf_diename(die);
}

static guint call_line(Dwarf_Die *die)
{
    Dwarf_Attribute attribute;
    Dwarf_Word line = 0;

    return dwarf_formudata(dwarf_attr(die, DW_AT_call_line, &attribute), &line) == 0 ? (guint)line : 0;
}

static const char *call_file(Dwarf_Die *unit, Dwarf_Die *die)
{
    Dwarf_Attribute attribute;
    Dwarf_Word index;
    Dwarf_Files *files;
    size_t n_files;

    if (dwarf_formudata(dwarf_attr(die, DW_AT_call_file, &attribute), &index) != 0 ||
        dwarf_getsrcfiles(unit, &files, &n_files) != 0)
        return NULL;
    return dwarf_filesrc(files, index, NULL, NULL);
}

/* The innermost first; each has the place that the one before it was inlined at. */
static void add_inlined(GPtrArray *frames, Dwarf_Die *unit, Dwarf_Addr bias, guint64 offset, const char *path)
{
    struct fh_frame *innermost = g_ptr_array_index(frames, frames->len - 1);
    Dwarf_Die *scopes = NULL;
    int n = dwarf_getscopes(unit, offset - bias, &scopes);
    Dwarf_Die *inlined = NULL;

    for (int i = 0; i < n; i++) {
        int tag = dwarf_tag(&scopes[i]);
        const char *name;

        if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram)
            continue;
        name = name_of(&scopes[i]);
        if (!inlined) {
            g_free(innermost->function);
            innermost->function = name ? fh_symbols_demangle(without_interceptor(name)) : NULL;
        } else {
            struct fh_frame *outer = new_frame(path, offset, name);

            ((struct fh_frame *)g_ptr_array_index(frames, frames->len - 1))->is_inlined = TRUE;
            set_place(outer, call_file(unit, inlined), call_line(inlined));
            g_ptr_array_add(frames, outer);
        }
        inlined = &scopes[i];
        if (tag == DW_TAG_subprogram)
            break;
    }
    free(scopes);
}

static GPtrArray *look_up(const struct object *object, const char *path, guint64 offset)
{
    GPtrArray *frames = g_ptr_array_new_with_free_func(free_frame);
    const char *name = object->module ? dwfl_module_addrname(object->module, offset) : NULL;
    struct fh_frame *frame = new_frame(path, offset, name);
    Dwarf_Addr bias = 0;
    Dwarf_Die *unit = object->module ? dwfl_module_addrdie(object->module, offset, &bias) : NULL;
    Dwfl_Line *line = unit ? dwfl_module_getsrc(object->module, offset) : NULL;
    int number = 0;
    const char *file = line ? dwfl_lineinfo(line, NULL, &number, NULL, NULL, NULL) : NULL;

    set_place(frame, file, number > 0 ? (guint)number : 0);
    g_ptr_array_add(frames, frame);
    if (unit)
        add_inlined(frames, unit, bias, offset, path);
    return frames;
}

static struct fh_frame *copy_frame(const struct fh_frame *frame)
{
    struct fh_frame *copy = fh_frame_new();

    copy->function = g_strdup(frame->function);
    copy->file = g_strdup(frame->file);
    copy->directory = g_strdup(frame->directory);
    copy->line = frame->line;
    copy->object = g_strdup(frame->object);
    copy->address = frame->address;
    copy->is_inlined = frame->is_inlined;
    return copy;
}

void fh_symbols_resolve(struct fh_symbols *symbols, const char *path, guint64 offset, GPtrArray *frames)
{
    g_mutex_lock(&symbols->lock);
    struct object *object = object_at(symbols, path);
    GPtrArray *known = g_hash_table_lookup(object->frames, &offset);
    if (!known) {
        known = look_up(object, path, offset);
        g_hash_table_insert(object->frames, g_memdup2(&offset, sizeof(offset)), known);
    }
    for (guint i = 0; i < known->len; i++)
        g_ptr_array_add(frames, copy_frame(g_ptr_array_index(known, i)));
    g_mutex_unlock(&symbols->lock);
}
