// SPDX-License-Identifier: MIT
#include "symbols/inlined.h"

#include <dwarf.h>
#include <stdlib.h>

#include "model/stack.h"
#include "symbols/demangle.h"

/* The DIEs around the code, innermost first. */
struct scopes {
    Dwarf_Die *dies;
    int n;
};

static void free_scopes(struct scopes *scopes)
{
    free(scopes->dies);
}

static gboolean has_code(Dwarf_Die *die)
{
    int tag = dwarf_tag(die);

    return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine || tag == DW_TAG_lexical_block;
}

/* Without code of their own, but with functions in them: Rust defines them there, C++ declares them there. */
static gboolean has_functions(Dwarf_Die *die)
{
    int tag = dwarf_tag(die);

    return tag == DW_TAG_namespace || tag == DW_TAG_module || tag == DW_TAG_structure_type ||
           tag == DW_TAG_class_type || tag == DW_TAG_union_type || tag == DW_TAG_enumeration_type;
}

/* The innermost function, inlined or not, or block of code in `die` that has the address. */
static gboolean find_code(Dwarf_Die *die, Dwarf_Addr address, Dwarf_Die *found)
{
    Dwarf_Die child;

    if (dwarf_child(die, &child) != 0)
        return FALSE;
    do {
        if (has_functions(&child) && find_code(&child, address, found))
            return TRUE;
        if (!has_code(&child) || dwarf_haspc(&child, address) <= 0)
            continue;
        if (!find_code(&child, address, found))
            *found = child;
        return TRUE;
    } while (dwarf_siblingof(&child, &child) == 0);
    return FALSE;
}

/* dwarf_getscopes() does not look into namespaces, and goes on from an inlined function to where that is
 * declared; dwarf_getscopes_die() to where its code is. */
static struct scopes scopes_at(Dwarf_Die *unit, Dwarf_Addr address)
{
    struct scopes around = {0};
    Dwarf_Die found;

    if (find_code(unit, address, &found))
        around.n = dwarf_getscopes_die(&found, &around.dies);
    return around;
}

/* A path: libdw joins a file's name with its folder, not with the unit's. */
static char *whole_path(Dwarf_Die *unit, const char *path)
{
    Dwarf_Attribute attribute;
    const char *folder = dwarf_formstring(dwarf_attr_integrate(unit, DW_AT_comp_dir, &attribute));
    g_autofree char *valid = g_utf8_make_valid(path, -1);
    g_autofree char *valid_folder = folder ? g_utf8_make_valid(folder, -1) : NULL;

    if (g_path_is_absolute(valid) || !valid_folder || !g_path_is_absolute(valid_folder))
        return g_steal_pointer(&valid);
    return g_canonicalize_filename(valid, valid_folder);
}

static void set_place(struct fh_frame *frame, Dwarf_Die *unit, const char *path, guint line)
{
    if (!path)
        return;
    frame->file = whole_path(unit, path);
    frame->line = line;
}

static void set_innermost_place(struct fh_frame *frame, Dwarf_Die *unit, Dwarf_Addr address)
{
    Dwarf_Line *row = dwarf_getsrc_die(unit, address);
    int line = 0;

    if (!row)
        return;
    dwarf_lineno(row, &line);
    set_place(frame, unit, dwarf_linesrc(row, NULL, NULL), line > 0 ? (guint)line : 0);
}

static guint number_of(Dwarf_Die *die, guint name)
{
    Dwarf_Attribute attribute;
    Dwarf_Word number;

    if (dwarf_formudata(dwarf_attr(die, name, &attribute), &number) != 0 || number > G_MAXINT)
        return 0;
    return (guint)number;
}

/* Where `inlined` was called from: the place of the function around it. */
static void set_call_place(struct fh_frame *frame, Dwarf_Die *unit, Dwarf_Die *inlined)
{
    Dwarf_Files *files;
    size_t n_files;
    guint file = number_of(inlined, DW_AT_call_file);

    if (dwarf_getsrcfiles(unit, &files, &n_files) != 0 || file >= n_files)
        return;
    set_place(frame, unit, dwarf_filesrc(files, file, NULL, NULL), number_of(inlined, DW_AT_call_line));
}

static const char *linkage_name(Dwarf_Die *die)
{
    Dwarf_Attribute attribute;
    Dwarf_Attribute *found = dwarf_attr_integrate(die, DW_AT_linkage_name, &attribute);

    if (!found)
        found = dwarf_attr_integrate(die, DW_AT_MIPS_linkage_name, &attribute);
    return found ? dwarf_formstring(found) : NULL;
}

static const char *plain_name(Dwarf_Die *die)
{
    Dwarf_Attribute attribute;

    return dwarf_formstring(dwarf_attr_integrate(die, DW_AT_name, &attribute));
}

/* C++'s and Rust's mangled names have their paths in them. Of C's functions the symbol table knows the name
 * that people use; the debug information may have an inner one ("__GI_abort"). */
static char *function_name(Dwarf_Die *die, const char *symbol)
{
    const char *linkage = die ? linkage_name(die) : NULL;
    const char *name = linkage && fh_symbols_is_mangled(linkage) ? linkage : symbol;

    if (!name)
        name = linkage;
    if (!name && die)
        name = plain_name(die);
    return name ? fh_symbols_demangle(name) : NULL;
}

static gboolean is_code(Dwarf_Die *die)
{
    int tag = dwarf_tag(die);

    return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
}

static struct fh_frame *new_frame(Dwarf_Die *unit, Dwarf_Die *inner, Dwarf_Addr address)
{
    struct fh_frame *frame = fh_frame_new();

    if (inner)
        set_call_place(frame, unit, inner);
    else
        set_innermost_place(frame, unit, address);
    return frame;
}

static gboolean has_something(const struct fh_frame *frame)
{
    return frame->function || frame->file;
}

static void add_frames(struct fh_unit_range *unit, Dwarf_Addr address, const struct scopes *scopes,
                       const char *symbol, GPtrArray *frames)
{
    Dwarf_Die *inner = NULL;

    for (int i = 0; i < scopes->n; i++) {
        Dwarf_Die *die = &scopes->dies[i];
        struct fh_frame *frame;

        if (!is_code(die))
            continue;
        frame = new_frame(&unit->die, inner, address);
        frame->is_inlined = dwarf_tag(die) == DW_TAG_inlined_subroutine;
        frame->function = function_name(die, frame->is_inlined ? NULL : symbol);
        g_ptr_array_add(frames, frame);
        if (!frame->is_inlined)
            return;
        inner = die;
    }
}

/* Code without a function of its own in the debug information, as the assembler's: its line, the symbol's
 * name. */
static gboolean add_bare_frame(struct fh_unit_range *unit, Dwarf_Addr address, const char *symbol,
                               GPtrArray *frames)
{
    struct fh_frame *frame = new_frame(&unit->die, NULL, address);

    frame->function = function_name(NULL, symbol);
    if (frame->file) {
        g_ptr_array_add(frames, frame);
        return TRUE;
    }
    fh_frame_free(frame);
    return FALSE;
}

gboolean fh_inlined_frames(struct fh_unit_range *unit, guint64 address, const char *symbol, GPtrArray *frames)
{
    Dwarf_Addr own = address - unit->bias;
    struct scopes scopes = scopes_at(&unit->die, own);
    guint before = frames->len;

    add_frames(unit, own, &scopes, symbol, frames);
    free_scopes(&scopes);
    if (frames->len > before)
        return has_something(g_ptr_array_index(frames, before));
    return add_bare_frame(unit, own, symbol, frames);
}
