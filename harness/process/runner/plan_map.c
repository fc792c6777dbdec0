/* SPDX-License-Identifier: MIT */
#include "plan_map.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heap/fail.h"

static const char *base;
static const struct fh_plan_header *header;

static void check_section(const char *name, const struct fh_plan_section *section, uint64_t element_size)
{
    uint64_t end = section->offset + section->count * element_size;
    if (section->offset % _Alignof(uint64_t) != 0 || section->offset < sizeof(*header) || end > header->size)
        fh_fail("the plan is wrong: section %s", name);
}

static void check_sections(void)
{
    check_section("symbols", &header->symbols, sizeof(struct fh_plan_symbol));
    check_section("types", &header->types, sizeof(struct fh_plan_type));
    check_section("elements", &header->elements, sizeof(uint32_t));
    check_section("signatures", &header->signatures, sizeof(struct fh_plan_signature));
    check_section("callbacks", &header->callbacks, sizeof(struct fh_plan_callback));
    check_section("scenarios", &header->scenarios, sizeof(struct fh_plan_scenario));
    check_section("code", &header->code, sizeof(struct fh_plan_op));
    check_section("arguments", &header->arguments, sizeof(fh_slot));
    check_section("ownership", &header->ownership, sizeof(struct fh_plan_ownership));
    check_section("bytes", &header->bytes, 1);
    if (header->types.count < FH_PLAN_STRUCT)
        fh_fail("the plan is wrong: scalar types are missing");
}

static void check_header(const char *path, uint64_t file_size)
{
    if (file_size < sizeof(*header) || header->magic != FH_PLAN_MAGIC)
        fh_fail("%s is no plan", path);
    if (header->version != FH_PLAN_VERSION)
        fh_fail("%s: plan version %u, this runner reads %u", path, header->version, FH_PLAN_VERSION);
    if (header->size != file_size)
        fh_fail("%s: the plan says %u bytes, the file has %llu", path, header->size,
                (unsigned long long)file_size);
    check_sections();
}

void fh_plan_open(const char *path)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) < 0)
        fh_fail("%s: %s", path, strerror(errno));
    if (status.st_size == 0)
        fh_fail("%s is empty", path);
    base = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (base == MAP_FAILED)
        fh_fail("%s: %s", path, strerror(errno));
    close(fd);
    header = (const struct fh_plan_header *)base;
    check_header(path, (uint64_t)status.st_size);
}

const struct fh_plan_header *fh_plan_mapped(void)
{
    return header;
}

static const void *element(const char *what, const struct fh_plan_section *section, uint32_t index,
                           size_t size)
{
    if (index >= section->count)
        fh_fail("the plan is wrong: %s %u of %u", what, index, section->count);
    return base + section->offset + index * size;
}

const struct fh_plan_symbol *fh_plan_symbol_at(uint32_t index)
{
    return element("symbol", &header->symbols, index, sizeof(struct fh_plan_symbol));
}

const struct fh_plan_type *fh_plan_type_at(uint32_t index)
{
    return element("type", &header->types, index, sizeof(struct fh_plan_type));
}

uint32_t fh_plan_element_at(uint32_t index)
{
    return *(const uint32_t *)element("element", &header->elements, index, sizeof(uint32_t));
}

const struct fh_plan_signature *fh_plan_signature_at(uint32_t index)
{
    return element("signature", &header->signatures, index, sizeof(struct fh_plan_signature));
}

const struct fh_plan_callback *fh_plan_callback_at(uint32_t index)
{
    return element("callback", &header->callbacks, index, sizeof(struct fh_plan_callback));
}

const struct fh_plan_scenario *fh_plan_scenario_at(uint32_t index)
{
    return element("scenario", &header->scenarios, index, sizeof(struct fh_plan_scenario));
}

const struct fh_plan_op *fh_plan_op_at(uint32_t index)
{
    return element("instruction", &header->code, index, sizeof(struct fh_plan_op));
}

fh_slot fh_plan_argument_at(uint32_t index)
{
    return *(const fh_slot *)element("argument", &header->arguments, index, sizeof(fh_slot));
}

const struct fh_plan_ownership *fh_plan_ownership_at(uint32_t index)
{
    return element("ownership", &header->ownership, index, sizeof(struct fh_plan_ownership));
}

const char *fh_plan_string(uint32_t offset)
{
    if (offset >= header->size || !memchr(base + offset, '\0', header->size - offset))
        fh_fail("the plan is wrong: string at %u", offset);
    return base + offset;
}

const void *fh_plan_bytes(uint32_t offset, uint32_t size)
{
    if (offset > header->size || size > header->size - offset)
        fh_fail("the plan is wrong: %u bytes at %u", size, offset);
    return base + offset;
}

bool fh_plan_holds(const void *address)
{
    return (const char *)address >= base && (const char *)address < base + header->size;
}
