/* SPDX-License-Identifier: MIT */
#include "growth.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "heap/backend.h"
#include "heap/event_writer.h"
#include "process.h"
#include "wire/notices.h"

#define NAME_MAX_SIZE 64

static bool is_wanted, is_of_fork;
static atomic_flag is_busy = ATOMIC_FLAG_INIT;
static char loop[NAME_MAX_SIZE]; /* whose marks count: the first */

void fh_growth_begin(bool is_fork)
{
    is_wanted = getenv("FREEHOLD_GROWTH") != NULL;
    is_of_fork = is_fork;
}

static bool is_power_of_two(uint32_t n)
{
    return (n & (n - 1)) == 0;
}

/* 1, 2, 3, 4, 6, 8, 12, 16, 24, …: from any on, the last four gaps are three quarters of all marks. */
static bool is_searched(uint32_t n)
{
    return is_power_of_two(n) || (n % 3 == 0 && is_power_of_two(n / 3));
}

static bool is_of_loop(const char *name)
{
    if (fh_events->marks == 0)
        strncpy(loop, name, sizeof(loop) - 1);
    return strncmp(loop, name, sizeof(loop) - 1) == 0;
}

static void take_mark(const char *name)
{
    if (!is_of_loop(name)) {
        fh_events->other_marks++;
        return;
    }
    const uint32_t n = ++fh_events->marks;
    if (is_of_fork || !is_searched(n))
        return;
    fh_notice(FH_NOTICE_MARK, n);
    fh_backend()->search_changes();
    fh_notice(FH_NOTICE_MARKED, n);
}

/* A mark of a second thread while one is searched for is of another loop, by its nature. */
__attribute__((visibility("default"))) void freehold_mark(const char *name);
void freehold_mark(const char *name)
{
    if (!is_wanted || !fh_backend()->search_changes)
        return;
    if (atomic_flag_test_and_set(&is_busy)) {
        __atomic_add_fetch(&fh_events->other_marks, 1, __ATOMIC_RELAXED);
        return;
    }
    take_mark(name ? name : "");
    atomic_flag_clear(&is_busy);
}

/* Of Node-API (js_native_api.h), as far as a function of one string takes it. node has these; no other
 * process needs them. */
typedef struct napi_env_of *napi_env;
typedef struct napi_value_of *napi_value;
typedef struct napi_callback_info_of *napi_callback_info;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);

struct napi {
    int (*create_function)(napi_env, const char *, size_t, napi_callback, void *, napi_value *);
    int (*set_named_property)(napi_env, napi_value, const char *, napi_value);
    int (*get_cb_info)(napi_env, napi_callback_info, size_t *, napi_value *, napi_value *, void **);
    int (*get_value_string_utf8)(napi_env, napi_value, char *, size_t, size_t *);
};

static struct napi napi;

static void *of_node(const char *name)
{
    return dlsym(RTLD_DEFAULT, name);
}

static void take_name(napi_env env, napi_callback_info info, char name[NAME_MAX_SIZE])
{
    size_t n = 1;
    napi_value argument = NULL;
    if (napi.get_cb_info(env, info, &n, &argument, NULL, NULL) == 0 && n == 1)
        napi.get_value_string_utf8(env, argument, name, NAME_MAX_SIZE, NULL);
}

static napi_value mark_of_node(napi_env env, napi_callback_info info)
{
    char name[NAME_MAX_SIZE] = "";
    take_name(env, info, name);
    freehold_mark(name);
    return NULL;
}

static napi_value test_of_node(napi_env env, napi_callback_info info)
{
    char name[NAME_MAX_SIZE] = "";
    take_name(env, info, name);
    fh_preload_note_test(name);
    return NULL;
}

static void add(napi_env env, napi_value exports, const char *name, napi_callback callback)
{
    napi_value function = NULL;
    if (napi.create_function(env, name, (size_t)-1, callback, NULL, &function) == 0)
        napi.set_named_property(env, exports, name, function);
}

/* "require()" of this object, by process.dlopen(). */
__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports);
napi_value napi_register_module_v1(napi_env env, napi_value exports)
{
    *(void **)&napi.create_function = of_node("napi_create_function");
    *(void **)&napi.set_named_property = of_node("napi_set_named_property");
    *(void **)&napi.get_cb_info = of_node("napi_get_cb_info");
    *(void **)&napi.get_value_string_utf8 = of_node("napi_get_value_string_utf8");
    if (!napi.create_function || !napi.set_named_property || !napi.get_cb_info || !napi.get_value_string_utf8)
        return exports;
    add(env, exports, "mark", mark_of_node);
    add(env, exports, "test", test_of_node);
    return exports;
}
