/* SPDX-License-Identifier: MIT */
#include "go_exit.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "go_functions.h"
#include "heap/event_writer.h"
#include "program_image.h"
#include "wire/events.h"

static bool is_led;

bool fh_go_exit_is_led(void)
{
    return is_led;
}

#if defined __x86_64__

/* Go's assembler functions since 1.17, and before. */
static const char *const exits[] = {"runtime.exit.abi0", "runtime.exit"};
static const char *const calls[] = {"runtime.asmcgocall.abi0", "runtime.asmcgocall"};

/* mov 8(%rsp),%edi; mov $SYS_exit_group,%eax; syscall; ret. What fills up to the next function follows. */
static const unsigned char body[] = {0x8b, 0x7c, 0x24, 0x08, 0xb8, 0xe7, 0, 0, 0, 0x0f, 0x05, 0xc3, 0xcc};

/* movabs $…,%r11; jmp *%r11 */
static const unsigned char jump[] = {0x49, 0xbb, 0, 0, 0, 0, 0, 0, 0, 0, 0x41, 0xff, 0xe3};

_Static_assert(sizeof(jump) <= sizeof(body), "the jump takes nothing but runtime.exit's own bytes");

__attribute__((used)) void *fh_go_asmcgocall;
void fh_go_exit(void);

/* runtime.exit(status int32) → runtime.asmcgocall(leave, status); both have their arguments on the stack. */
__asm__(".pushsection .text\n.type fh_go_exit, @function\nfh_go_exit:\n\t"
        "movslq 8(%rsp), %rax\n\tsubq $24, %rsp\n\tleaq fh_go_leave(%rip), %rcx\n\tmovq %rcx, 0(%rsp)\n\t"
        "movq %rax, 8(%rsp)\n\tcall *fh_go_asmcgocall(%rip)\n\thlt\n.size fh_go_exit, . - "
        "fh_go_exit\n.popsection\n");

__attribute__((used)) void fh_go_leave(intptr_t status);
void fh_go_leave(intptr_t status)
{
    _exit((int)status);
}

static void *find(const struct fh_program_image *image, const char *const names[2])
{
    void *found = fh_program_image_find(image, names[0]);
    return found ? found : fh_program_image_find(image, names[1]);
}

static bool lead(unsigned char *function)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), target = (uintptr_t)fh_go_exit;
    const uintptr_t start = (uintptr_t)function & ~(page - 1);
    const size_t size = (uintptr_t)function + sizeof(jump) - start;
    if (memcmp(function, body, sizeof(body)) != 0 ||
        mprotect((void *)start, size, PROT_READ | PROT_WRITE | PROT_EXEC) != 0)
        return false;
    memcpy(function, jump, sizeof(jump));
    memcpy(function + 2, &target, sizeof(target));
    mprotect((void *)start, size, PROT_READ | PROT_EXEC);
    return true;
}

/* mov %fs:…,%register: it asks the thread for the goroutine, where a wrapper has it in %r14. */
static bool asks_for_goroutine(const unsigned char *code, size_t size)
{
    static const unsigned char load[] = {0x64, 0x48, 0x8b};
    return memmem(code, size, load, sizeof(load)) != NULL;
}

static bool lead_exit(const struct fh_program_image *image)
{
    const struct fh_go_wanted wanted = {exits[1], calls[1], body, sizeof(body), asks_for_goroutine};
    void *leaves = find(image, exits);
    fh_go_asmcgocall = find(image, calls);
    if ((!leaves || !fh_go_asmcgocall) && !fh_go_functions_find(image, &wanted, &leaves, &fh_go_asmcgocall))
        return false;
    return lead(leaves);
}

#else

static bool lead_exit(const struct fh_program_image *image)
{
    (void)image;
    return false;
}

#endif

void fh_go_exit_begin(void)
{
    struct fh_program_image image;
    if (!fh_program_image_open(&image))
        return;
    if (fh_program_image_is_go(&image)) {
        is_led = lead_exit(&image);
        fh_event_write(FH_EVENT_SETTING, NULL, 0, is_led ? "GO=exit" : "GO=");
    }
    fh_program_image_close(&image);
}
