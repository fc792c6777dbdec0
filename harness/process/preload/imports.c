/* SPDX-License-Identifier: MIT */
#include "imports.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "givers.h"
#include "heap/event_writer.h"
#include "heap/memory.h"
#include "import_c_code.h"
#include "import_proof.h"
#include "import_slots.h"
#include "rust_allocators.h"

#if defined __x86_64__
#define IS_CS(TYPE) ((TYPE) == R_X86_64_JUMP_SLOT || (TYPE) == R_X86_64_64)
#define IS_ADDRESS(TYPE) \
    ((TYPE) == R_X86_64_GLOB_DAT || (TYPE) == R_X86_64_JUMP_SLOT || (TYPE) == R_X86_64_64)
#elif defined __aarch64__
#define IS_CS(TYPE) ((TYPE) == R_AARCH64_JUMP_SLOT || (TYPE) == R_AARCH64_ABS64)
#define IS_ADDRESS(TYPE) \
    ((TYPE) == R_AARCH64_GLOB_DAT || (TYPE) == R_AARCH64_JUMP_SLOT || (TYPE) == R_AARCH64_ABS64)
#endif

/* An object's dynamic section. */
struct dynamic {
    const struct dl_phdr_info *info;
    const ElfW(Sym) * symbols;
    const char *names;
    const ElfW(Rela) * tables[2];
    size_t sizes[2]; /* bytes */
    uintptr_t relro_start, relro_end;
};

/* glibc has made addresses of these; other loaders leave them as offsets. */
static const void *address_of(const struct dl_phdr_info *info, ElfW(Addr) value)
{
    return (const void *)(value < info->dlpi_addr ? value + info->dlpi_addr : value);
}

static void read_entry(struct dynamic *dynamic, const ElfW(Dyn) * entry)
{
    switch (entry->d_tag) {
    case DT_SYMTAB:
        dynamic->symbols = address_of(dynamic->info, entry->d_un.d_ptr);
        break;
    case DT_STRTAB:
        dynamic->names = address_of(dynamic->info, entry->d_un.d_ptr);
        break;
    case DT_RELA:
        dynamic->tables[0] = address_of(dynamic->info, entry->d_un.d_ptr);
        break;
    case DT_RELASZ:
        dynamic->sizes[0] = entry->d_un.d_val;
        break;
    case DT_JMPREL:
        dynamic->tables[1] = address_of(dynamic->info, entry->d_un.d_ptr);
        break;
    case DT_PLTRELSZ:
        dynamic->sizes[1] = entry->d_un.d_val;
        break;
    default:
        break;
    }
}

static bool read_dynamic(struct dynamic *dynamic)
{
    const struct dl_phdr_info *info = dynamic->info;
    uintptr_t page = fh_page_size();
    for (unsigned i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        uintptr_t start = info->dlpi_addr + header->p_vaddr;
        if (header->p_type == PT_GNU_RELRO) {
            dynamic->relro_start = start & ~(page - 1);
            dynamic->relro_end = (start + header->p_memsz) & ~(page - 1);
        }
        if (header->p_type == PT_DYNAMIC)
            for (const ElfW(Dyn) *entry = (const ElfW(Dyn) *)start; entry->d_tag != DT_NULL; entry++)
                read_entry(dynamic, entry);
    }
    return dynamic->symbols && dynamic->names;
}

static bool write_place(const struct dynamic *dynamic, uintptr_t place, void (*function)(void))
{
    bool is_relro = place >= dynamic->relro_start && place < dynamic->relro_end;
    uintptr_t size = fh_page_size();
    void *page = (void *)(place & ~(size - 1));
    if (is_relro && mprotect(page, size, PROT_READ | PROT_WRITE) < 0)
        return false;
    *(void (**)(void))place = function;
    return !is_relro || mprotect(page, size, PROT_READ) == 0;
}

/* The name that the entry is to get the address of; NULL: none. */
static const char *imported_name(const struct dynamic *dynamic, const ElfW(Rela) * entry)
{
    const ElfW(Sym) *symbol = &dynamic->symbols[ELF64_R_SYM(entry->r_info)];
    return IS_ADDRESS(ELF64_R_TYPE(entry->r_info)) ? dynamic->names + symbol->st_name : NULL;
}

static size_t n_entries(const struct dynamic *dynamic, unsigned table)
{
    return dynamic->sizes[table] / sizeof(ElfW(Rela));
}

static bool has_import(const struct dynamic *dynamic, const char *name)
{
    for (unsigned t = 0; t < 2; t++)
        for (size_t i = 0; i < n_entries(dynamic, t); i++) {
            const char *imported = imported_name(dynamic, &dynamic->tables[t][i]);
            if (imported && strcmp(imported, name) == 0)
                return true;
        }
    return false;
}

/* Where an object's imports lead: to what `find` says, or (NULL) through a slot to the rust heap. */
struct way {
    void (*(*find)(const char *name))(void);
    unsigned slot;
    unsigned slot_of_c; /* of what only linkers' stubs load, and of addresses in data */
};

static void (*function_for(const struct way *way, const char *name, bool is_cs))(void)
{
    if (way->find)
        return way->find(name);
    void (*function)(void) = fh_import_slot(name, is_cs ? way->slot_of_c : way->slot);
    return function ? function : fh_giver_find(name);
}

static bool rewrite_entry(const struct dynamic *dynamic, const ElfW(Rela) * entry, const struct way *way)
{
    const char *name = imported_name(dynamic, entry);
    void (*function)(void) = !name ? NULL : function_for(way, name, IS_CS(ELF64_R_TYPE(entry->r_info)));
    return !function || write_place(dynamic, dynamic->info->dlpi_addr + entry->r_offset, function);
}

static bool rewrite(const struct dynamic *dynamic, const struct way *way)
{
    for (unsigned t = 0; t < 2; t++)
        for (size_t i = 0; i < n_entries(dynamic, t); i++)
            if (!rewrite_entry(dynamic, &dynamic->tables[t][i], way))
                return false;
    return true;
}

static bool read_allocating(struct dynamic *dynamic)
{
    return read_dynamic(dynamic) && has_import(dynamic, "malloc") && has_import(dynamic, "free");
}

static struct fh_import_object objects[FH_IMPORT_SLOTS + 1]; /* the last: of no slot */
static unsigned n_objects;

struct fh_import_object *fh_import_object(unsigned slot)
{
    return &objects[slot];
}

struct fh_import_object *fh_import_object_at(uintptr_t address)
{
    for (unsigned i = 0; i < n_objects; i++)
        if (address >= objects[i].start && address < objects[i].end)
            return &objects[i];
    return NULL;
}

/* That of an object whose place is free, or else a new one; FH_IMPORT_SLOTS: there is none. */
static unsigned take_slot(const struct fh_loaded_object *loaded)
{
    unsigned slot = 0;
    while (slot < n_objects && (objects[slot].start >= loaded->end || objects[slot].end <= loaded->start))
        slot++;
    if (slot == FH_IMPORT_SLOTS)
        return slot;
    if (objects[slot].near_page)
        munmap(objects[slot].near_page, fh_page_size());
    objects[slot] = (struct fh_import_object){
        .start = loaded->start, .end = loaded->end, .allocator = fh_rust_allocator_of(loaded)};
    n_objects += slot == n_objects;
    return slot;
}

static void add_places(const struct dynamic *dynamic, const char *name, struct fh_proof_import *import)
{
    for (unsigned t = 0; t < 2; t++)
        for (size_t i = 0; i < n_entries(dynamic, t); i++) {
            const ElfW(Rela) *entry = &dynamic->tables[t][i];
            const char *imported = imported_name(dynamic, entry);
            if (imported && strcmp(imported, name) == 0 && import->n < FH_PROOF_PLACES_MAX)
                import->places[import->n++] = dynamic->info->dlpi_addr + entry->r_offset;
        }
}

static const char *const proof_names[FH_PROOF_IMPORT_COUNT] = {
    [FH_PROOF_POSIX_MEMALIGN] = "posix_memalign",
    [FH_PROOF_REALLOC] = "realloc",
    [FH_PROOF_FREE] = "free",
    [FH_PROOF_MALLOC] = "malloc",
    [FH_PROOF_CALLOC] = "calloc",
    [FH_PROOF_MEMCPY] = "memcpy",
    [FH_PROOF_MEMMOVE] = "memmove",
    [FH_PROOF_MEMSET] = "memset",
};

/* Of the object that was looked at last, and is rewritten next. */
static uintptr_t past_stubs_start;

bool fh_imports_are_of_std(const struct fh_loaded_object *loaded)
{
    struct dynamic dynamic = {.info = loaded->info};
    struct fh_proof proof = {.info = loaded->info};
    if (!read_dynamic(&dynamic) || !has_import(&dynamic, "malloc") || !has_import(&dynamic, "calloc"))
        return false;
    proof.symbols = dynamic.symbols;
    for (unsigned t = 0; t < 2; t++) {
        proof.relocations[t] = dynamic.tables[t];
        proof.n_relocations[t] = n_entries(&dynamic, t);
    }
    for (unsigned i = 0; i < FH_PROOF_IMPORT_COUNT; i++)
        add_places(&dynamic, proof_names[i], &proof.imports[i]);
    proof.relro_start = dynamic.relro_start;
    proof.relro_end = dynamic.relro_end;
    enum fh_proof_result result = fh_proof_of_std(&proof);
    if (result == FH_PROOF_PAST_STUBS)
        past_stubs_start = loaded->start;
    return result != FH_PROOF_NONE;
}

static void add_c_code(const struct dynamic *dynamic, const ElfW(Rela) * entry, unsigned slot,
                       struct fh_c_code *code)
{
    const char *name = imported_name(dynamic, entry);
    uintptr_t place = dynamic->info->dlpi_addr + entry->r_offset;
    void (*function)(void) = name ? fh_import_slot(name, slot) : NULL;
    if (name && fh_c_code_is_common(name) && code->n_common < FH_C_CODE_COMMON)
        code->common[code->n_common++] = place;
    if (!function || IS_CS(ELF64_R_TYPE(entry->r_info)) || code->n == FH_C_CODE_PLACES)
        return;
    code->places[code->n] = place;
    code->functions[code->n++] = function;
}

/* C code that uses the same places as Rust code. */
static bool lead_c_code(const struct dynamic *dynamic, const struct fh_loaded_object *loaded, unsigned slot)
{
    struct fh_c_code code = {.info = dynamic->info,
                             .start = loaded->start,
                             .end = loaded->end,
                             .relro_start = dynamic->relro_start,
                             .relro_end = dynamic->relro_end};
    struct fh_import_object *object = &objects[slot & ~FH_IMPORT_BY_C];
    for (unsigned t = 0; t < 2; t++)
        for (size_t i = 0; i < n_entries(dynamic, t); i++)
            add_c_code(dynamic, &dynamic->tables[t][i], slot, &code);
    return fh_c_code_lead(&code, &object->near_page, &object->has_pointers);
}

static void tell_of_pointers(const struct fh_import_object *object)
{
    uint64_t values[] = {object->start};
    if (object->has_pointers)
        fh_event_write(FH_EVENT_IMPORT_POINTERS, values, 1, NULL);
}

void fh_imports_tell_again(void)
{
    for (unsigned i = 0; i < n_objects; i++)
        tell_of_pointers(&objects[i]);
}

bool fh_imports_rewrite(const struct fh_loaded_object *loaded)
{
    struct dynamic dynamic = {.info = loaded->info};
    if (!read_allocating(&dynamic))
        return false;
    struct way way = {.slot = take_slot(loaded)};
    if (way.slot == FH_IMPORT_SLOTS)
        return false;
    way.slot_of_c = way.slot;
    if (past_stubs_start == loaded->start && lead_c_code(&dynamic, loaded, way.slot | FH_IMPORT_BY_C))
        way.slot_of_c = way.slot | FH_IMPORT_BY_C;
    tell_of_pointers(&objects[way.slot]);
    return rewrite(&dynamic, &way);
}

bool fh_imports_lead_to(const struct fh_loaded_object *loaded, void (*(*find)(const char *name))(void))
{
    struct dynamic dynamic = {.info = loaded->info};
    const struct way way = {.find = find};
    return read_allocating(&dynamic) && rewrite(&dynamic, &way);
}
