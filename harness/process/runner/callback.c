/* SPDX-License-Identifier: MIT */
#include "callback.h"

#include <alloca.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "call.h"
#include "heap/fail.h"
#include "notify.h"
#include "owners.h"
#include "plan_map.h"

/* Of one call: more than callbacks have that people write. */
#define POINTERS_MAX 16u

static ffi_closure *closures; /* where they are written */
static const char *code;      /* the same memory, where they are executed */
static const struct fh_plan_scenario *scenario;
static struct fh_slot_frame frame;

void fh_callback_set_scenario(const struct fh_plan_scenario *new_scenario, struct fh_slot_frame new_frame)
{
    frame = new_frame;
    __atomic_store_n(&scenario, new_scenario, __ATOMIC_RELEASE);
}

static void check_time(uint32_t index)
{
    const struct fh_plan_scenario *current = __atomic_load_n(&scenario, __ATOMIC_ACQUIRE);
    if (!current || index < current->first_callback ||
        index - current->first_callback >= current->n_callbacks)
        fh_fail("the callback %s was called after its scenario had ended",
                fh_plan_string(fh_plan_callback_at(index)->name));
}

/* libffi wants small integers as a whole ffi_arg. */
static void store_result(void *result, const ffi_type *type, const void *value)
{
    switch (type->type) {
    case FFI_TYPE_UINT8:
        *(ffi_arg *)result = *(const uint8_t *)value;
        break;
    case FFI_TYPE_SINT8:
        *(ffi_sarg *)result = (ffi_sarg) * (const int8_t *)value;
        break;
    case FFI_TYPE_UINT16:
        *(ffi_arg *)result = *(const uint16_t *)value;
        break;
    case FFI_TYPE_SINT16:
        *(ffi_sarg *)result = *(const int16_t *)value;
        break;
    case FFI_TYPE_UINT32:
        *(ffi_arg *)result = *(const uint32_t *)value;
        break;
    case FFI_TYPE_SINT32:
        *(ffi_sarg *)result = *(const int32_t *)value;
        break;
    default:
        memcpy(result, value, type->size);
        break;
    }
}

static void store_parameters(const struct fh_interpreter *run, const ffi_cif *interface, void **arguments)
{
    for (uint32_t i = 0; i < interface->nargs; i++) {
        fh_slot slot = fh_plan_argument_at(run->callback->parameters + i) | FH_SLOT_LOCAL;
        size_t size = interface->arg_types[i]->size;
        memcpy(fh_slot_at(run, slot, size), arguments[i], size);
    }
}

/* The contract may say that it is no longer to be. */
static void tell_of_call(uint32_t index, const ffi_cif *interface, void **arguments)
{
    const void *pointers[POINTERS_MAX];
    uint32_t n = 0;
    for (uint32_t i = 0; i < interface->nargs && n < POINTERS_MAX; i++)
        if (interface->arg_types[i]->type == FFI_TYPE_POINTER) {
            pointers[n++] = *(void **)arguments[i];
            fh_owners_renew(pointers[n - 1]);
        }
    fh_notify_called(fh_callback_address(index), pointers, n);
}

static void run_callback(ffi_cif *interface, void *result, void **arguments, void *data)
{
    const struct fh_plan_callback *callback = fh_plan_callback_at((uint32_t)(uintptr_t)data);
    check_time((uint32_t)(uintptr_t)data);
    tell_of_call((uint32_t)(uintptr_t)data, interface, arguments);
    if (callback->frame_size > FH_PLAN_MAX_FRAME)
        fh_fail("the plan is wrong: a callback's frame of %u bytes", callback->frame_size);
    char *bytes = __builtin_alloca_with_align(callback->frame_size + 16, 128);
    memset(bytes, 0, callback->frame_size);
    struct fh_interpreter run = {
        .shared = frame, .local = {bytes, callback->frame_size}, .callback = callback};
    store_parameters(&run, interface, arguments);
    fh_interpret_code(&run, callback->first, fh_plan_mapped()->code.count - callback->first);
    if (interface->rtype->type != FFI_TYPE_VOID)
        store_result(result, interface->rtype,
                     fh_slot_at(&run, callback->result | FH_SLOT_LOCAL, interface->rtype->size));
    explicit_bzero(bytes, callback->frame_size);
}

/* Two views of one memory: nothing is ever writable and executable at one address. */
static void map_closures(size_t size)
{
    int fd = memfd_create("freehold-callbacks", MFD_CLOEXEC);
    if (fd < 0 || ftruncate(fd, (off_t)size) < 0)
        fh_fail("no memory for callbacks: %s", strerror(errno));
    closures = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    code = mmap(NULL, size, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
    if (closures == MAP_FAILED || code == MAP_FAILED)
        fh_fail("no executable memory for callbacks: %s", strerror(errno));
    close(fd);
}

void *fh_callback_address(uint32_t callback)
{
    fh_call_interface(fh_plan_callback_at(callback)->signature);
    return (void *)(code + callback * sizeof(*closures));
}

static void prepare(uint32_t index)
{
    ffi_cif *interface = fh_call_interface(fh_plan_callback_at(index)->signature);
    ffi_status status = ffi_prep_closure_loc(&closures[index], interface, run_callback,
                                             (void *)(uintptr_t)index, fh_callback_address(index));
    if (status != FFI_OK)
        fh_fail("libffi can't make callback %u (status %d)", index, status);
}

void fh_callback_prepare(void)
{
    uint32_t n = fh_plan_mapped()->callbacks.count;
    if (n == 0)
        return;
    map_closures(n * sizeof(*closures));
    for (uint32_t i = 0; i < n; i++)
        if (fh_call_can(fh_plan_callback_at(i)->signature))
            prepare(i);
}
