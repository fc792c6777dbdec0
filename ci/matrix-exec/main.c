// SPDX-License-Identifier: MIT
// Two modules make texts: each drops its own ("right"), or the second drops one of the first's ("wrong"). PLUGIN: both are opened.
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

typedef char *make_function(size_t size);
typedef void drop_function(char *text);

struct module {
    make_function *make;
    drop_function *drop;
};

#ifdef PLUGIN
static struct module open_module(const char *path, const char *make, const char *drop)
{
    void *library = dlopen(path, RTLD_NOW);
    struct module module = {0};
    if (library) {
        *(void **)&module.make = dlsym(library, make);
        *(void **)&module.drop = dlsym(library, drop);
    }
    return module;
}
#define OPEN(PATH, NAME) open_module(PATH, #NAME "_make", #NAME "_drop")
#else
make_function a_make, b_make;
drop_function a_drop, b_drop;
#define OPEN(PATH, NAME) ((struct module){NAME##_make, NAME##_drop})
#endif

#define SMALL 20
#define LARGE 5000

static void use(struct module module)
{
    char *small = module.make(SMALL), *large = module.make(LARGE);
    module.drop(small);
    module.drop(large);
}

int main(int argc, char **argv)
{
    struct module a = OPEN(A_PATH, a), b = OPEN(B_PATH, b);
    if (argc != 2 || !a.make || !a.drop || !b.make || !b.drop)
        return 9;
    use(a);
    use(b);
    if (strcmp(argv[1], "wrong") == 0)
        b.drop(a.make(SMALL));
    return 0;
}
