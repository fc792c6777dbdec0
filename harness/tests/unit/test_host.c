// SPDX-License-Identifier: MIT
/* Whose heap a block is of, in words: a host's allocator calls malloc() and free(), and is not "C". */
#include <string.h>

#include "model/finding.h"
#include "model/result.h"
#include "program/host_heap.h"
#include "run_suite.h"

static const struct {
    const char *role;
    enum fh_domain by;
    const char *allocator, *function, *object, *file; /* of the frame that called the allocator */
    const char *message, *says;
    const char *host; /* NULL: none */
} heaps[] = {
    {"released", FH_DOMAIN_C, "free", "PyObject_Free", "/usr/bin/python3.11", NULL,
     "block of 8 bytes allocated by Rust (__rust_alloc) was released by C (free)",
     "block of 8 bytes allocated by Rust (__rust_alloc) was released by CPython (PyObject_Free, by free)",
     "CPython"},
    {"released", FH_DOMAIN_C, "free", "PyMem_RawFree", "/usr/bin/python3.11", NULL,
     "block of 2 bytes allocated by Rust (__rust_realloc) was released by C's free()",
     "block of 2 bytes allocated by Rust (__rust_realloc) was released by CPython (PyMem_RawFree, by free)",
     "CPython"},
    {"released", FH_DOMAIN_C, "free", "???", "/usr/lib/libpython3.12.so.1.0", NULL, "released by C (free)",
     "released by CPython (free)", "CPython"},
    {"allocated", FH_DOMAIN_C, "malloc", "PyMem_RawMalloc", NULL, "/build/Objects/obmalloc.c",
     "8 bytes in 1 block allocated by C (malloc) never released",
     "8 bytes in 1 block allocated by CPython (PyMem_RawMalloc, by malloc) never released", "CPython"},
    {"allocated", FH_DOMAIN_C, "realloc", "ruby_xrealloc2", NULL, "gc.c", "allocated by C (realloc)",
     "allocated by Ruby (ruby_xrealloc2, by realloc)", "Ruby"},
    {"allocated", FH_DOMAIN_C, "malloc", "os::malloc(unsigned long)", "/usr/lib/jvm/x/libjvm.so", NULL,
     "allocated by C (malloc)", "allocated by the JVM (os::malloc(unsigned long), by malloc)", "the JVM"},
    {"released", FH_DOMAIN_C, "free", "napi_delete", "/usr/bin/node", NULL, "released by C (free)",
     "released by node (napi_delete, by free)", "node"},
    {"allocated", FH_DOMAIN_C, NULL, "PyBytes_New", "/usr/bin/python3.11", NULL, "lost",
     "lost; allocated by CPython (PyBytes_New)", "CPython"},
    {"released", FH_DOMAIN_CXX, "operator delete", "napi_delete", "/usr/bin/node", NULL,
     "released by C++'s operator delete", "released by node (napi_delete, by operator delete)", "node"},
    {"released", FH_DOMAIN_C, "free", "glue_free", "/opt/libruby_glue.so", NULL, "released by C (free)",
     "released by C (free)", NULL},
    {"released", FH_DOMAIN_C, "free", "_efree", "/usr/bin/php8.2", NULL, "released by C (free)",
     "released by PHP (_efree, by free)", "PHP"},
    {"released", FH_DOMAIN_C, "free", "glue_free", "/opt/libglue.so", NULL, "released by C (free)",
     "released by C (free)", NULL},
    {"released", FH_DOMAIN_C, "free", "main", NULL, "main.c", "released by C (free)", "released by C (free)",
     NULL},
    {"released", FH_DOMAIN_RUST, "__rust_dealloc", "PyObject_Free", "/usr/bin/python3.11", NULL,
     "released by Rust (__rust_dealloc)", "released by Rust (__rust_dealloc)", NULL},
    {"accessed", FH_DOMAIN_C, "free", "PyObject_Free", "/usr/bin/python3.11", NULL, "released by C (free)",
     "released by C (free)", NULL},
};

static void add_frame(struct fh_stack *stack, const char *function, const char *object, const char *file)
{
    struct fh_frame *frame = fh_frame_new();
    frame->function = g_strdup(function);
    frame->object = g_strdup(object);
    frame->file = g_strdup(file);
    g_ptr_array_add(stack->frames, frame);
}

START_TEST(names_heaps)
{
    struct fh_result *result = fh_result_new("host", NULL, 0, "valgrind");
    struct fh_finding *finding = fh_finding_new(FH_KIND_LEAK);
    struct fh_stack *stack = fh_stack_new(heaps[_i].role);
    const gboolean is_release = !g_str_equal(heaps[_i].role, "allocated");
    finding->message = g_strdup(heaps[_i].message);
    *(is_release ? &finding->released_by : &finding->allocated_by) = heaps[_i].by;
    *(is_release ? &finding->releaser : &finding->allocator) = g_strdup(heaps[_i].allocator);
    add_frame(stack, is_release ? "free" : "malloc", NULL, "vg_replace_malloc.c");
    add_frame(stack, heaps[_i].function, heaps[_i].object, heaps[_i].file);
    g_ptr_array_add(finding->stacks, stack);
    g_ptr_array_add(result->findings, finding);
    fh_host_name_heaps(NULL, result);
    ck_assert_str_eq(finding->message, heaps[_i].says);
    ck_assert_pstr_eq(is_release ? finding->releasing_host : finding->allocating_host, heaps[_i].host);
    fh_result_free(result);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("host");
    TCase *tests = tcase_create("host");
    tcase_add_loop_test(tests, names_heaps, 0, (int)G_N_ELEMENTS(heaps));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
