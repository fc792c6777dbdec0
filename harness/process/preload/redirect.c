/* SPDX-License-Identifier: MIT */
/*
 * Valgrind's redirection names: I_WRAP_SONAME_FNNAME_ZZ(SONAME, FUNCTION), Z-encoded ("Za" is '*', "Zu" '_',
 * "Zd" '.'): patterns that it matches against symbols as they are mangled. rustc's are "__rust_alloc" in old
 * compilers and
 * "_RNvCs<hash>_7___rustc12___rust_alloc" in new ones: a pattern for each, since one that begins with '*' is
 * tried at every letter of every symbol. Under another name, they are no longer redirected, which is noticed
 * (is_redirected() in objects.c).
 */
#include "redirect.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <valgrind/valgrind.h>

#include "heap/backend.h"
#include "heap/fast_path.h"
#include "heap/rust_heap.h"
#include "import_heap.h"
#include "import_seen.h"
#include "import_slots.h"
#include "imports.h"
#include "objects.h"
#include "own_allocator.h"
#include "pass_through.h"
#include "process.h"
#include "rust_allocators.h"
#include "said.h"

#define RUST(FUNCTION)     I_WRAP_SONAME_FNNAME_ZZ(Za, ZuZurustZu##FUNCTION)
#define NEW_RUST(FUNCTION) I_WRAP_SONAME_FNNAME_ZZ(Za, ZuRNvCZaZuZurustZu##FUNCTION)
/* A method of GlobalAlloc's of any type but std's System, as rustc mangled until 2026 and as it does since.
 */
#define METHOD(NAME)     I_WRAP_SONAME_FNNAME_ZZ(Za, ZuZZNZaGlobalAllocZDGTZD##NAME##Za)
#define NEW_METHOD(NAME) I_WRAP_SONAME_FNNAME_ZZ(Za, ZuRNvXZa11GlobalAlloc##NAME##Za)
#define TEXT(NAME)       #NAME
#define SAME_AS(NAME)    __attribute__((alias(TEXT(NAME))))
#define CHECK(FUNCTION)  I_WRAP_SONAME_FNNAME_ZZ(Za, FUNCTION) /* linked in, or libcheck.so's */
/* Until glibc 2.34 it has functions of its own. */
#define LIBPTHREAD(FUNCTION) I_WRAP_SONAME_FNNAME_ZZ(libpthreadZdsoZa, FUNCTION)

#pragma GCC visibility push(default)

void *RUST(alloc)(size_t size, size_t alignment);
void *RUST(allocZuzeroed)(size_t size, size_t alignment);
void *RUST(realloc)(void *block, size_t old_size, size_t alignment, size_t new_size);
void RUST(dealloc)(void *block, size_t size, size_t alignment);
void *NEW_RUST(alloc)(size_t size, size_t alignment) SAME_AS(RUST(alloc));
void *NEW_RUST(allocZuzeroed)(size_t size, size_t alignment) SAME_AS(RUST(allocZuzeroed));
void *NEW_RUST(realloc)(void *block, size_t old_size, size_t alignment, size_t new_size)
    SAME_AS(RUST(realloc));
void NEW_RUST(dealloc)(void *block, size_t size, size_t alignment) SAME_AS(RUST(dealloc));
void *METHOD(5alloc)(const void *self, size_t first, size_t second);
void *METHOD(12allocZuzeroed)(const void *self, size_t first, size_t second);
void *METHOD(7realloc)(const void *self, void *block, size_t first, size_t second, size_t new_size);
void METHOD(7dealloc)(const void *self, void *block, size_t first, size_t second);
void *NEW_METHOD(5alloc)(const void *self, size_t first, size_t second) SAME_AS(METHOD(5alloc));
void *NEW_METHOD(12allocZuzeroed)(const void *self, size_t first, size_t second)
    SAME_AS(METHOD(12allocZuzeroed));
void *NEW_METHOD(7realloc)(const void *self, void *block, size_t first, size_t second, size_t new_size)
    SAME_AS(METHOD(7realloc));
void NEW_METHOD(7dealloc)(const void *self, void *block, size_t first, size_t second)
    SAME_AS(METHOD(7dealloc));
void LIBC(Zuexit)(int status);
void *LIBC(dlopen)(const char *path, int mode);
int LIBC(dlclose)(void *handle);
ssize_t LIBC(write)(int file, const void *bytes, size_t size);
ssize_t LIBC(writev)(int file, const struct iovec *parts, int n_parts);
ssize_t LIBPTHREAD(write)(int file, const void *bytes, size_t size) SAME_AS(LIBC(write));
void CHECK(tcaseZufnZustart)(const char *name, const char *file, int line);
#pragma GCC visibility pop

/* A call that only asks whether it comes here. Thread-local storage costs a call, so it is looked at only
 * while somebody asks. */
static __thread bool is_asking, has_come;

static inline bool is_special(void)
{
    return __atomic_load_n(&fh_long_way_reasons, __ATOMIC_RELAXED) > 0;
}

static bool is_question(void)
{
    has_come |= is_asking;
    return is_asking;
}

bool fh_preload_is_redirected(enum fh_verb verb, uintptr_t address)
{
    has_come = false;
    is_asking = true;
    __atomic_fetch_add(&fh_long_way_reasons, 1, __ATOMIC_RELAXED);
    if (verb == FH_VERB_ALLOCATE || verb == FH_VERB_ZEROED)
        ((void *(*)(size_t, size_t))address)(1, 1);
    else if (verb == FH_VERB_RESIZE)
        ((void *(*)(void *, size_t, size_t, size_t))address)(NULL, 0, 1, 1);
    else
        ((void (*)(void *, size_t, size_t))address)(NULL, 0, 1);
    __atomic_fetch_sub(&fh_long_way_reasons, 1, __ATOMIC_RELAXED);
    is_asking = false;
    return has_come;
}

/* The long ways, apart: what calls nothing saves no registers. The original is asked for before any other
 * call. */
#define LONG static __attribute__((noinline))

static void *allocate(size_t size, size_t alignment, size_t mark, bool is_zeroed)
{
    void *result = fh_fast_allocate(size, alignment, mark, is_zeroed);
    if (result)
        return result;
    return is_zeroed ? fh_rust_alloc_zeroed(size, fh_marked(alignment, mark))
                     : fh_rust_alloc(size, fh_marked(alignment, mark));
}

LONG void *long_alloc(size_t size, size_t alignment)
{
    OrigFn original;
    void *result;
    VALGRIND_GET_ORIG_FN(original);
    if (is_question())
        return NULL;
    size_t mark = fh_rust_allocator_mark(original.nraddr);
    struct fh_own_allocator *own = fh_own_allocator_of(original.nraddr);
    if (own)
        return fh_own_alloc(own, FH_VERB_ALLOCATE, size, fh_marked(alignment, mark));
    if (!fh_pass_through_holds(original.nraddr))
        return allocate(size, alignment, mark, false);
    CALL_FN_W_WW(result, original, size, alignment);
    fh_import_seen(original.nraddr, result, size);
    return result;
}

LONG void *long_alloc_zeroed(size_t size, size_t alignment)
{
    OrigFn original;
    void *result;
    VALGRIND_GET_ORIG_FN(original);
    if (is_question())
        return NULL;
    size_t mark = fh_rust_allocator_mark(original.nraddr);
    struct fh_own_allocator *own = fh_own_allocator_of(original.nraddr);
    if (own)
        return fh_own_alloc(own, FH_VERB_ZEROED, size, fh_marked(alignment, mark));
    if (!fh_pass_through_holds(original.nraddr))
        return allocate(size, alignment, mark, true);
    CALL_FN_W_WW(result, original, size, alignment);
    fh_import_seen(original.nraddr, result, size);
    return result;
}

/* What was allocated before the object was looked at. Where the imports lead to the rust heap, the object's
 * own function finds its way there, whatever it makes of the block. */
static bool is_ours(const void *block, uintptr_t function)
{
    return !fh_import_object_at(function) && fh_backend()->owner(block) != FH_OWNED_ELSEWHERE;
}

static void *reallocate(void *block, size_t old_size, size_t alignment, size_t mark, size_t new_size)
{
    void *result = fh_fast_reallocate(block, old_size, alignment, mark, new_size);
    return result ? result : fh_rust_realloc(block, old_size, fh_marked(alignment, mark), new_size);
}

static void release(void *block, size_t size, size_t marked)
{
    if (!fh_fast_release(block, size, marked, false))
        fh_rust_dealloc(block, size, marked);
}

LONG void *long_realloc(void *block, size_t old_size, size_t alignment, size_t new_size)
{
    OrigFn original;
    void *result;
    VALGRIND_GET_ORIG_FN(original);
    if (is_question())
        return NULL;
    size_t mark = fh_rust_allocator_mark(original.nraddr);
    struct fh_own_allocator *own = fh_own_allocator_of(original.nraddr);
    if (own)
        return fh_own_realloc(own, block, old_size, fh_marked(alignment, mark), new_size);
    if (!fh_pass_through_holds(original.nraddr))
        return reallocate(block, old_size, alignment, mark, new_size);
    if (is_ours(block, original.nraddr))
        return fh_import_realloc(block, new_size, FH_IMPORT_SLOTS);
    CALL_FN_W_WWWW(result, original, block, old_size, alignment, new_size);
    fh_import_seen(original.nraddr, result, new_size);
    return result;
}

LONG void long_dealloc(void *block, size_t size, size_t alignment)
{
    OrigFn original;
    VALGRIND_GET_ORIG_FN(original);
    if (is_question())
        return;
    size_t mark = fh_rust_allocator_mark(original.nraddr);
    struct fh_own_allocator *own = fh_own_allocator_of(original.nraddr);
    if (own)
        fh_own_dealloc(own, block, size, fh_marked(alignment, mark));
    else if (!fh_pass_through_holds(original.nraddr))
        release(block, size, fh_marked(alignment, mark));
    else if (is_ours(block, original.nraddr))
        fh_import_free(block, FH_IMPORT_SLOTS);
    else
        CALL_FN_v_WWW(original, block, size, alignment);
}

void *RUST(alloc)(size_t size, size_t alignment)
{
    void *result = is_special() ? NULL : fh_fast_allocate(size, alignment, 0, false);
    return result ? result : long_alloc(size, alignment);
}

void *RUST(allocZuzeroed)(size_t size, size_t alignment)
{
    void *result = is_special() ? NULL : fh_fast_allocate(size, alignment, 0, true);
    return result ? result : long_alloc_zeroed(size, alignment);
}

void *RUST(realloc)(void *block, size_t old_size, size_t alignment, size_t new_size)
{
    void *result = is_special() ? NULL : fh_fast_reallocate(block, old_size, alignment, 0, new_size);
    return result ? result : long_realloc(block, old_size, alignment, new_size);
}

void RUST(dealloc)(void *block, size_t size, size_t alignment)
{
    if (is_special() || !fh_fast_release(block, size, alignment, false))
        long_dealloc(block, size, alignment);
}

/* The program itself may call these, past Rust's entries. Of the Layout, which half comes first is rustc's
 * business. */
void *METHOD(5alloc)(const void *self, size_t first, size_t second)
{
    OrigFn original;
    void *result;
    VALGRIND_GET_ORIG_FN(original);
    const size_t layout[] = {first, second};
    if (!fh_own_alloc_directly(original.nraddr, FH_VERB_ALLOCATE, self, layout, &result))
        CALL_FN_W_WWW(result, original, self, first, second);
    return result;
}

void *METHOD(12allocZuzeroed)(const void *self, size_t first, size_t second)
{
    OrigFn original;
    void *result;
    VALGRIND_GET_ORIG_FN(original);
    const size_t layout[] = {first, second};
    if (!fh_own_alloc_directly(original.nraddr, FH_VERB_ZEROED, self, layout, &result))
        CALL_FN_W_WWW(result, original, self, first, second);
    return result;
}

void *METHOD(7realloc)(const void *self, void *block, size_t first, size_t second, size_t new_size)
{
    OrigFn original;
    void *result;
    VALGRIND_GET_ORIG_FN(original);
    const size_t layout[] = {first, second};
    if (!fh_own_realloc_directly(original.nraddr, self, block, layout, new_size, &result))
        CALL_FN_W_5W(result, original, self, block, first, second, new_size);
    return result;
}

void METHOD(7dealloc)(const void *self, void *block, size_t first, size_t second)
{
    OrigFn original;
    VALGRIND_GET_ORIG_FN(original);
    if (!fh_own_dealloc_directly(original.nraddr, self, block, (size_t[]){first, second}))
        CALL_FN_v_WWWW(original, self, block, first, second);
}

/* exit(), _Exit() and the return of main() end here. */
void LIBC(Zuexit)(int status)
{
    OrigFn original;
    VALGRIND_GET_ORIG_FN(original);
    fh_preload_leave();
    CALL_FN_v_W(original, status);
}

void *LIBC(dlopen)(const char *path, int mode)
{
    OrigFn original;
    void *result;
    VALGRIND_GET_ORIG_FN(original);
    fh_rust_allocators_open();
    CALL_FN_W_WW(result, original, path, mode);
    fh_preload_note_objects();
    fh_rust_allocators_opened();
    return result;
}

int LIBC(dlclose)(void *handle)
{
    OrigFn original;
    int result;
    VALGRIND_GET_ORIG_FN(original);
    fh_preload_note_objects();
    CALL_FN_W_W(result, original, handle);
    fh_preload_forget_closed();
    return result;
}

ssize_t LIBC(write)(int file, const void *bytes, size_t size)
{
    OrigFn original;
    ssize_t result;
    VALGRIND_GET_ORIG_FN(original);
    CALL_FN_W_WWW(result, original, file, bytes, size);
    fh_said(file, bytes, result);
    return result;
}

ssize_t LIBC(writev)(int file, const struct iovec *parts, int n_parts)
{
    OrigFn original;
    ssize_t result;
    VALGRIND_GET_ORIG_FN(original);
    CALL_FN_W_WWW(result, original, file, parts, n_parts);
    fh_said_in_parts(file, parts, n_parts, result);
    return result;
}

/* What Check calls in a test's own process before the test. */
void CHECK(tcaseZufnZustart)(const char *name, const char *file, int line)
{
    OrigFn original;
    VALGRIND_GET_ORIG_FN(original);
    fh_preload_note_test(name);
    CALL_FN_v_WWW(original, name, file, line);
}
