/* SPDX-License-Identifier: MIT */
#include "plan_builder.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX 4096

enum { PAIR = FH_PLAN_STRUCT, BIG };

static struct fh_plan_symbol symbols[MAX];
static struct fh_plan_type types[BIG + 1];
static uint32_t elements[MAX];
static struct fh_plan_signature signatures[MAX];
static struct fh_plan_callback callbacks[MAX];
static struct fh_plan_scenario scenarios[MAX];
static struct fh_plan_op code[MAX];
static fh_slot arguments[MAX];
static struct fh_plan_ownership ownership[MAX];
static char bytes[16 * MAX];
static uint32_t n_symbols, n_elements, n_signatures, n_callbacks, n_scenarios, n_code, n_arguments,
    n_ownership, n_bytes;

static const char *letters_of[MAX]; /* by signature */
static uint32_t open_step = NONE;

static uint32_t next(uint32_t *n)
{
    if (*n == MAX)
        abort();
    return (*n)++;
}

/* Offsets are relative to the bytes until the sections have theirs: bytes come first, after the header. */
uint32_t string(const char *value)
{
    uint32_t offset = n_bytes;
    size_t size = strlen(value) + 1;
    if (n_bytes + size > sizeof(bytes))
        abort();
    memcpy(bytes + offset, value, size);
    n_bytes += (uint32_t)size;
    return offset + (uint32_t)sizeof(struct fh_plan_header);
}

uint32_t symbol(const char *name, int is_library)
{
    for (uint32_t i = 0; i < n_symbols; i++)
        if (strcmp(bytes + symbols[i].name - sizeof(struct fh_plan_header), name) == 0)
            return i;
    symbols[n_symbols] = (struct fh_plan_symbol){string(name), (uint32_t)is_library};
    return next(&n_symbols);
}

static uint32_t type_of(char letter)
{
    static const char letters[] = "vBbWwIiLlfdpPG";
    const char *at = strchr(letters, letter);
    if (!at)
        abort();
    return (uint32_t)(at - letters);
}

uint32_t signature(const char *letters)
{
    for (uint32_t i = 0; i < n_signatures; i++)
        if (strcmp(letters_of[i], letters) == 0)
            return i;
    struct fh_plan_signature *s = &signatures[n_signatures];
    *s = (struct fh_plan_signature){.result = type_of(letters[0]), .first_argument = n_elements};
    for (const char *c = letters + 1; *c; c++) {
        if (*c == '.') {
            s->is_variadic = 1;
            s->n_fixed = s->n_arguments;
            continue;
        }
        elements[next(&n_elements)] = type_of(*c);
        s->n_arguments++;
    }
    if (!s->is_variadic)
        s->n_fixed = s->n_arguments;
    letters_of[n_signatures] = letters;
    return next(&n_signatures);
}

static void close_step(void)
{
    if (open_step != NONE)
        code[open_step].a = n_code - open_step - 1;
    open_step = NONE;
}

void op(struct fh_plan_op instruction)
{
    code[next(&n_code)] = instruction;
}

void step(uint32_t line)
{
    close_step();
    open_step = n_code;
    op((struct fh_plan_op){.opcode = FH_OP_STEP, .line = (uint16_t)line});
}

uint32_t block_begin(struct fh_plan_op instruction)
{
    close_step();
    op(instruction);
    return n_code - 1;
}

void block_end(uint32_t block)
{
    close_step();
    code[block].a = n_code - block - 1;
}

void scenario(const char *name)
{
    scenarios[n_scenarios] = (struct fh_plan_scenario){
        .name = string(name), .file = string("by_hand.scn"), .line = 1, .first = n_code, .frame_size = 4096};
    next(&n_scenarios);
}

void fails(enum fh_domain domain, uint32_t fault)
{
    scenarios[n_scenarios - 1].fault_domain = domain;
    scenarios[n_scenarios - 1].fault = fault;
}

void uses_callback(uint32_t callback)
{
    scenarios[n_scenarios - 1].first_callback = callback;
    scenarios[n_scenarios - 1].n_callbacks = 1;
}

void scenario_done(void)
{
    close_step();
    op((struct fh_plan_op){.opcode = FH_OP_END});
}

static void constant(fh_slot to, const void *value, uint32_t size)
{
    char copy[16];
    uint32_t offset = n_bytes;
    memcpy(copy, value, size);
    memcpy(bytes + offset, copy, size);
    n_bytes += size;
    op((struct fh_plan_op){.opcode = FH_OP_CONSTANT,
                           .a = to,
                           .b = offset + (uint32_t)sizeof(struct fh_plan_header),
                           .size = size});
}

void integer(fh_slot to, int64_t value)
{
    constant(to, &value, sizeof(value));
}

void real(fh_slot to, double value)
{
    constant(to, &value, sizeof(value));
}

void text(fh_slot to, const char *value)
{
    op((struct fh_plan_op){.opcode = FH_OP_DATA, .a = to, .b = string(value)});
}

void address(fh_slot to, fh_slot of)
{
    op((struct fh_plan_op){.opcode = FH_OP_ADDRESS, .a = to, .b = of});
}

static uint32_t argument_list(va_list slots)
{
    uint32_t first = n_arguments;
    for (uint32_t slot = va_arg(slots, uint32_t); slot != NONE; slot = va_arg(slots, uint32_t))
        arguments[next(&n_arguments)] = slot;
    return first;
}

void guarded_call(fh_slot result, const char *name, const char *letters, ...)
{
    va_list slots;
    va_start(slots, letters);
    uint32_t first = argument_list(slots);
    va_end(slots);
    op((struct fh_plan_op){
        .opcode = FH_OP_GUARD, .a = 1, .b = signature(letters), .c = first, .size = result});
    op((struct fh_plan_op){
        .opcode = FH_OP_CALL, .a = symbol(name, 1), .b = signature(letters), .c = first, .size = result});
}

void call(fh_slot result, const char *name, const char *letters, ...)
{
    va_list slots;
    va_start(slots, letters);
    uint32_t first = argument_list(slots);
    va_end(slots);
    op((struct fh_plan_op){
        .opcode = FH_OP_CALL, .a = symbol(name, 1), .b = signature(letters), .c = first, .size = result});
}

static uint32_t owned(fh_slot slot, int is_indirect, const char *release, uint32_t called)
{
    ownership[n_ownership] = (struct fh_plan_ownership){
        .slot = slot, .is_indirect = (uint32_t)is_indirect, .symbol = symbol(release, 1), .called = called};
    return next(&n_ownership);
}

void own(fh_slot slot, int is_indirect, const char *release)
{
    op((struct fh_plan_op){.opcode = FH_OP_OWN, .a = owned(slot, is_indirect, release, FH_PLAN_NONE)});
}

void releases(fh_slot slot, const char *release)
{
    op((struct fh_plan_op){.opcode = FH_OP_RELEASE, .a = owned(slot, 0, release, symbol(release, 1))});
}

void expect(fh_slot left, fh_slot right, enum fh_plan_compare compare, uint32_t comparison,
            const char *source)
{
    op((struct fh_plan_op){.opcode = FH_OP_EXPECT,
                           .a = left,
                           .b = right,
                           .c = compare | comparison << 8,
                           .immediate = string(source)});
}

void expect_owner(fh_slot slot, enum fh_domain domain, const char *source)
{
    op((struct fh_plan_op){.opcode = FH_OP_OWNER, .a = slot, .b = domain, .immediate = string(source)});
}

uint32_t callback_begin(const char *name, const char *letters)
{
    struct fh_plan_callback *c = &callbacks[n_callbacks];
    *c = (struct fh_plan_callback){.name = string(name),
                                   .signature = signature(letters),
                                   .parameters = n_arguments,
                                   .first = n_code,
                                   .frame_size = 2048,
                                   .result = letters[0] == 'v' ? NONE : (1024 | FH_SLOT_LOCAL)};
    for (uint32_t i = 0; i < signatures[c->signature].n_arguments; i++)
        arguments[next(&n_arguments)] = (16 * i) | FH_SLOT_LOCAL;
    return next(&n_callbacks);
}

void callback_end(void)
{
    close_step();
    op((struct fh_plan_op){.opcode = FH_OP_END});
}

static void make_types(void)
{
    static const uint32_t sizes[FH_PLAN_STRUCT] = {0, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 8};
    for (uint32_t i = 0; i < FH_PLAN_STRUCT; i++)
        types[i] = (struct fh_plan_type){.kind = i, .size = sizes[i], .alignment = sizes[i]};
    types[PAIR] = (struct fh_plan_type){FH_PLAN_STRUCT, 16, 8, n_elements, 2, 0};
    elements[next(&n_elements)] = FH_PLAN_S32;
    elements[next(&n_elements)] = FH_PLAN_F64;
    types[BIG] = (struct fh_plan_type){FH_PLAN_STRUCT, 40, 8, n_elements, 5, 0};
    for (int i = 0; i < 5; i++)
        elements[next(&n_elements)] = FH_PLAN_S64;
}

static uint32_t put(FILE *file, struct fh_plan_section *section, const void *data, uint32_t count,
                    size_t size)
{
    static const char padding[8];
    uint32_t at = (uint32_t)ftell(file);
    size_t total = count * size;
    *section = (struct fh_plan_section){at, count};
    fwrite(data, 1, total, file);
    fwrite(padding, 1, -total & 7, file);
    return (uint32_t)ftell(file);
}

void write_plan(const char *path)
{
    struct fh_plan_header header = {.magic = FH_PLAN_MAGIC, .version = FH_PLAN_VERSION};
    FILE *file = fopen(path, "wb");
    if (!file)
        abort();
    make_types();
    fwrite(&header, sizeof(header), 1, file);
    put(file, &header.bytes, bytes, n_bytes, 1);
    put(file, &header.symbols, symbols, n_symbols, sizeof(*symbols));
    put(file, &header.types, types, BIG + 1, sizeof(*types));
    put(file, &header.elements, elements, n_elements, sizeof(*elements));
    put(file, &header.signatures, signatures, n_signatures, sizeof(*signatures));
    put(file, &header.callbacks, callbacks, n_callbacks, sizeof(*callbacks));
    put(file, &header.scenarios, scenarios, n_scenarios, sizeof(*scenarios));
    put(file, &header.code, code, n_code, sizeof(*code));
    put(file, &header.arguments, arguments, n_arguments, sizeof(*arguments));
    header.size = put(file, &header.ownership, ownership, n_ownership, sizeof(*ownership));
    rewind(file);
    fwrite(&header, sizeof(header), 1, file);
    if (fclose(file) != 0)
        abort();
}
