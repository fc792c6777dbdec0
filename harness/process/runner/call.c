/* SPDX-License-Identifier: MIT */
#include "call.h"

#include <dlfcn.h>
#include <string.h>

#include "heap/fail.h"
#include "heap/memory.h"
#include "library_table.h"
#include "lives.h"
#include "one_fault.h"
#include "owners.h"
#include "plan_map.h"

#define ARGUMENTS_MAX 127 /* what C compilers must take */

static ffi_type *scalars[FH_PLAN_STRUCT] = {
    [FH_PLAN_VOID] = &ffi_type_void,  [FH_PLAN_U8] = &ffi_type_uint8,   [FH_PLAN_S8] = &ffi_type_sint8,
    [FH_PLAN_U16] = &ffi_type_uint16, [FH_PLAN_S16] = &ffi_type_sint16, [FH_PLAN_U32] = &ffi_type_uint32,
    [FH_PLAN_S32] = &ffi_type_sint32, [FH_PLAN_U64] = &ffi_type_uint64, [FH_PLAN_S64] = &ffi_type_sint64,
    [FH_PLAN_F32] = &ffi_type_float,  [FH_PLAN_F64] = &ffi_type_double, [FH_PLAN_POINTER] = &ffi_type_pointer,
};

static ffi_type *structs;    /* by type index; the scalars' places are unused */
static ffi_cif *interfaces;  /* by signature */
static ffi_status *statuses; /* of the preparation, by signature */
static void **symbols;       /* by symbol; NULL: not yet resolved */

static ffi_type *type_at(uint32_t index)
{
    const struct fh_plan_type *type = fh_plan_type_at(index);
    if (type->kind > FH_PLAN_STRUCT)
        fh_fail("the plan is wrong: type kind %u", type->kind);
    return type->kind == FH_PLAN_STRUCT ? &structs[index] : scalars[type->kind];
}

/* NULL-terminated, as libffi wants the elements of a struct. */
static ffi_type **types_of(uint32_t first, uint32_t n)
{
    ffi_type **types = fh_memory_need((n + (size_t)1) * sizeof(*types));
    for (uint32_t i = 0; i < n; i++)
        types[i] = type_at(fh_plan_element_at(first + i));
    return types;
}

static void prepare_struct(uint32_t index)
{
    const struct fh_plan_type *type = fh_plan_type_at(index);
    if (type->kind != FH_PLAN_STRUCT)
        return;
    structs[index].type = FFI_TYPE_STRUCT;
    structs[index].elements = types_of(type->first_element, type->n_elements);
}

/* libffi lays structs out by their elements; one that the compiler lays out otherwise (packed) can't be
 * passed. */
static bool has_plan_layout(uint32_t index)
{
    const struct fh_plan_type *type = fh_plan_type_at(index);
    return type->kind != FH_PLAN_STRUCT || structs[index].size == type->size;
}

static bool have_plan_layouts(const struct fh_plan_signature *signature)
{
    for (uint32_t i = 0; i < signature->n_arguments; i++)
        if (!has_plan_layout(fh_plan_element_at(signature->first_argument + i)))
            return false;
    return has_plan_layout(signature->result);
}

static ffi_status prepare_interface(uint32_t index)
{
    const struct fh_plan_signature *signature = fh_plan_signature_at(index);
    ffi_type *result = type_at(signature->result);
    ffi_type **types = types_of(signature->first_argument, signature->n_arguments);
    ffi_status status;
    if (signature->n_arguments > ARGUMENTS_MAX)
        return FFI_BAD_TYPEDEF;
    if (signature->is_variadic)
        status = ffi_prep_cif_var(&interfaces[index], FFI_DEFAULT_ABI, signature->n_fixed,
                                  signature->n_arguments, result, types);
    else
        status = ffi_prep_cif(&interfaces[index], FFI_DEFAULT_ABI, signature->n_arguments, result, types);
    return status == FFI_OK && !have_plan_layouts(signature) ? FFI_BAD_TYPEDEF : status;
}

void fh_call_prepare(void)
{
    const struct fh_plan_header *plan = fh_plan_mapped();
    structs = fh_memory_need(plan->types.count * sizeof(*structs));
    interfaces = fh_memory_need(plan->signatures.count * sizeof(*interfaces));
    statuses = fh_memory_need(plan->signatures.count * sizeof(*statuses));
    symbols = fh_memory_need(plan->symbols.count * sizeof(*symbols));
    for (uint32_t i = FH_PLAN_STRUCT; i < plan->types.count; i++)
        prepare_struct(i);
    for (uint32_t i = 0; i < plan->signatures.count; i++)
        statuses[i] = prepare_interface(i);
}

bool fh_call_can(uint32_t signature)
{
    fh_plan_signature_at(signature);
    return statuses[signature] == FFI_OK;
}

ffi_cif *fh_call_interface(uint32_t signature)
{
    if (!fh_call_can(signature))
        fh_fail("libffi can't pass the arguments of signature %u (status %d)", signature,
                statuses[signature]);
    return &interfaces[signature];
}

static void *find_symbol(const char *name)
{
    for (const struct fh_library_function *f = fh_library_functions; f->name; f++)
        if (strcmp(f->name, name) == 0)
            return (void *)(uintptr_t)f->address;
    void *address = dlsym(RTLD_DEFAULT, name);
    if (!address)
        fh_fail("there is no function %s, neither in the library nor in the C library", name);
    return address;
}

void *fh_call_symbol(uint32_t symbol)
{
    const char *name = fh_plan_string(fh_plan_symbol_at(symbol)->name);
    void *address = __atomic_load_n(&symbols[symbol], __ATOMIC_RELAXED);
    if (address)
        return address;
    address = find_symbol(name);
    __atomic_store_n(&symbols[symbol], address, __ATOMIC_RELAXED);
    return address;
}

void fh_call(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    void *function = op->a != FH_PLAN_NONE
                         ? fh_call_symbol(op->a)
                         : *(void **)fh_slot_at(run, (fh_slot)op->immediate, sizeof(void *));
    const struct fh_plan_signature *signature = fh_plan_signature_at(op->b);
    ffi_cif *interface = fh_call_interface(op->b);
    void *values[ARGUMENTS_MAX];
    for (uint32_t i = 0; i < signature->n_arguments; i++)
        values[i] = fh_slot_at(run, fh_plan_argument_at(op->c + i), interface->arg_types[i]->size);
    size_t result_size = interface->rtype->size < sizeof(ffi_arg) ? sizeof(ffi_arg) : interface->rtype->size;
    void *result = op->size == FH_PLAN_NONE ? NULL : fh_slot_at(run, op->size, result_size);
    uint32_t before = fh_lives_call_begin(op->a);
    fh_one_fault_call_begin();
    ffi_call(interface, FFI_FN((uintptr_t)function), result, values);
    fh_one_fault_call_end(run, op);
    fh_lives_call_end(op->a, before);
    fh_owners_call_end();
}
