// SPDX-License-Identifier: MIT
/* Preloaded into a program: the Nth call of one function fails, once or from then on; or a file is damaged
 * when the program opens it.
 *
 *   FAULT_PROGRAM  only in a program of this name (the last part of /proc/self/exe)
 *   FAULT_CALL     which function; its kin count with it (calloc and realloc with malloc)
 *   FAULT_AT       which call, from 1; 0: none
 *   FAULT_ON       if it is set: every call from there on
 *   FAULT_COUNT    a file of 8 bytes that receives how many calls there were
 *   FAULT_FILE     a part of a path: of the first such file that is opened …
 *   FAULT_CUT      … this many thousandths stay; or "gone", or "zeroes"; it is in FAULT_FIRED
 *   FAULT_FIRED    a file that is made when a call fails, or a file is damaged
 *
 * It allocates nothing, and asks the kernel itself for what it needs. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *block, size_t size);

static const char *wanted_call;
static unsigned long at, own_count, *count = &own_count;
static bool is_on;
static const char *fired, *wanted_file, *cut;

/* Shared, since not every program ends in a way that would let it write. */
static void map_count(const char *path)
{
    if (!path)
        return;
    long fd = syscall(SYS_openat, AT_FDCWD, path, O_RDWR);
    void *map =
        fd < 0 ? MAP_FAILED
               : (void *)syscall(SYS_mmap, NULL, sizeof(*count), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    syscall(SYS_close, fd);
    if (map != MAP_FAILED)
        count = map;
}

__attribute__((constructor)) static void begin(void)
{
    char path[4096];
    ssize_t length = syscall(SYS_readlink, "/proc/self/exe", path, sizeof(path) - 1);
    const char *program = getenv("FAULT_PROGRAM"), *number = getenv("FAULT_AT");
    if (length <= 0 || !program)
        return;
    path[length] = '\0';
    const char *name = strrchr(path, '/');
    if (!name || strcmp(name + 1, program) != 0)
        return;
    fired = getenv("FAULT_FIRED");
    wanted_file = getenv("FAULT_FILE");
    cut = getenv("FAULT_CUT");
    map_count(getenv("FAULT_COUNT"));
    is_on = getenv("FAULT_ON") != NULL;
    at = number ? strtoul(number, NULL, 10) : 0;
    __atomic_store_n(&wanted_call, getenv("FAULT_CALL"), __ATOMIC_RELEASE);
}

static void note_fired(void)
{
    if (!fired)
        return;
    long fd = syscall(SYS_openat, AT_FDCWD, fired, O_CREAT | O_WRONLY, 0600);
    syscall(SYS_close, fd);
}

static bool fails(const char *call)
{
    const char *wanted = __atomic_load_n(&wanted_call, __ATOMIC_ACQUIRE);
    if (!wanted || strcmp(wanted, call) != 0)
        return false;
    unsigned long now = __atomic_add_fetch(count, 1, __ATOMIC_RELAXED);
    if (at == 0 || (now != at && !(is_on && now > at)))
        return false;
    note_fired();
    return true;
}

static void fill_with_zeroes(const char *path, long size)
{
    static const char zeroes[4096];
    long fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY);
    for (long done = 0; done < size; done += (long)sizeof(zeroes))
        syscall(SYS_write, fd, zeroes,
                size - done < (long)sizeof(zeroes) ? (unsigned long)(size - done) : sizeof(zeroes));
    syscall(SYS_close, fd);
}

/* Before the program opens it; an empty file is not yet what is to be damaged. */
static void damage(const char *path)
{
    struct stat status;
    if (!wanted_file || !cut || !path || !strstr(path, wanted_file) ||
        syscall(SYS_stat, path, &status) != 0 || status.st_size == 0)
        return;
    if (strcmp(cut, "gone") == 0)
        syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    else if (strcmp(cut, "zeroes") == 0)
        fill_with_zeroes(path, status.st_size);
    else
        syscall(SYS_truncate, path, status.st_size * strtol(cut, NULL, 10) / 1000);
    wanted_file = NULL;
    note_fired();
}

#define FAIL(call, error, result) \
    if (fails(call)) {            \
        errno = error;            \
        return result;            \
    }

void *malloc(size_t size)
{
    FAIL("malloc", ENOMEM, NULL)
    return __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    FAIL("malloc", ENOMEM, NULL)
    return __libc_calloc(n, size);
}

void *realloc(void *block, size_t size)
{
    FAIL("malloc", ENOMEM, NULL)
    return __libc_realloc(block, size);
}

/* No disk can be full for what is no file, pipe, socket or device: GLib wakes its threads by an eventfd, and waits for ever if that
 * fails. */
static bool can_be_full(int fd)
{
    struct stat status;
    return syscall(SYS_fstat, fd, &status) == 0 && (status.st_mode & S_IFMT) != 0;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    if (!can_be_full(fd))
        return syscall(SYS_write, fd, bytes, size);
    FAIL("write", ENOSPC, -1)
    return syscall(SYS_write, fd, bytes, size);
}

ssize_t read(int fd, void *bytes, size_t size)
{
    FAIL("read", EIO, -1)
    return syscall(SYS_read, fd, bytes, size);
}

static int open_at(int folder, const char *path, int flags, mode_t mode)
{
    FAIL("open", EMFILE, -1)
    damage(path);
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

/* The mode, if there is one. */
#define WITH_MODE(folder)                                                   \
    va_list more;                                                           \
    va_start(more, flags);                                                  \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
    va_end(more);                                                           \
    return open_at(folder, path, flags, mode);

int open(const char *path, int flags, ...)
{
    WITH_MODE(AT_FDCWD)
}

int open64(const char *path, int flags, ...)
{
    WITH_MODE(AT_FDCWD)
}

int openat(int folder, const char *path, int flags, ...)
{
    WITH_MODE(folder)
}

int openat64(int folder, const char *path, int flags, ...){WITH_MODE(folder)}

/* The C library's own, by the name that the program calls. */
#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

FILE *fopen(const char *path, const char *mode)
{
    FAIL("open", EMFILE, NULL)
    damage(path);
    return NEXT(FILE * (*)(const char *, const char *), "fopen")(path, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
    FAIL("open", EMFILE, NULL)
    damage(path);
    return NEXT(FILE * (*)(const char *, const char *), "fopen64")(path, mode);
}

void *mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
    FAIL("mmap", ENOMEM, MAP_FAILED)
    return (void *)syscall(SYS_mmap, address, size, protection, flags, fd, offset);
}

void *mmap64(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
    FAIL("mmap", ENOMEM, MAP_FAILED)
    return (void *)syscall(SYS_mmap, address, size, protection, flags, fd, offset);
}

pid_t fork(void)
{
    FAIL("fork", EAGAIN, -1)
    return NEXT(pid_t(*)(void), "fork")();
}

int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const argv[], char *const environment[])
{
    if (fails("fork"))
        return EAGAIN;
    return NEXT(__typeof__(&posix_spawn), "posix_spawn")(pid, path, actions, attributes, argv, environment);
}

int posix_spawnp(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attributes, char *const argv[], char *const environment[])
{
    if (fails("fork"))
        return EAGAIN;
    return NEXT(__typeof__(&posix_spawnp), "posix_spawnp")(pid, path, actions, attributes, argv, environment);
}

int execve(const char *path, char *const argv[], char *const environment[])
{
    FAIL("exec", ENOEXEC, -1)
    return (int)syscall(SYS_execve, path, argv, environment);
}

int rename(const char *from, const char *to)
{
    FAIL("rename", EACCES, -1)
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int ftruncate(int fd, off_t size)
{
    FAIL("ftruncate", ENOSPC, -1)
    return (int)syscall(SYS_ftruncate, fd, size);
}

int ftruncate64(int fd, off_t size)
{
    FAIL("ftruncate", ENOSPC, -1)
    return (int)syscall(SYS_ftruncate, fd, size);
}

int mkdir(const char *path, mode_t mode)
{
    FAIL("mkdir", ENOSPC, -1)
    return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int unlink(const char *path)
{
    FAIL("unlink", EPERM, -1)
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int close(int fd)
{
    const bool is_failing = fails("close");
    const int result = (int)syscall(SYS_close, fd);
    if (is_failing)
        errno = EIO;
    return is_failing ? -1 : result;
}
