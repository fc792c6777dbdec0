/* SPDX-License-Identifier: MIT */
/* A host in C, which opens the guest and has faults of its own: `host LIBRARY WHAT …`, in order; with ROUNDS
 * in the environment as many times, with a mark before each. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "freehold.h"

static void *library;

static void *symbol(const char *name)
{
    void *found = dlsym(library, name);
    if (!found) {
        fprintf(stderr, "%s\n", dlerror());
        exit(2);
    }
    return found;
}

static void greet(void)
{
    char *(*make)(const char *) = (char *(*)(const char *))symbol("guest_greet");
    void (*release)(char *) = (void (*)(char *))symbol("guest_free");
    char *text = make("host");
    puts(text);
    release(text);
}

static void call(const char *function, unsigned argument)
{
    printf("%u\n", ((unsigned (*)(unsigned))symbol(function))(argument));
}

/* What it returns is lost by whoever called. */
static void *allocate(void *size)
{
    return malloc((size_t)size);
}

static void own_leak(void)
{
    void *volatile block = allocate((void *)31);
    block = NULL;
    (void)block;
}

static void own_unset(void)
{
    int *number = malloc(sizeof(*number));
    if (*(volatile int *)number == 42)
        puts("42");
    free(number);
}

static void leak_through(void)
{
    void *(*through)(void *(*)(void *), void *) = (void *(*)(void *(*)(void *), void *))symbol("guest_call");
    void *volatile block = through(allocate, (void *)33);
    block = NULL;
    (void)block;
}

/* A list that only grows, and of the host alone. */
static void own_growth(void)
{
    static void **last;
    void **next = malloc(sizeof(*next));
    *next = last;
    last = next;
}

static void do_it(const char *what, unsigned round)
{
    if (strcmp(what, "greet") == 0)
        greet();
    else if (strcmp(what, "forget") == 0)
        call("guest_forget", 17);
    else if (strcmp(what, "drop-of-c") == 0)
        call("guest_drop_of_c", 0);
    else if (strcmp(what, "own-leak") == 0)
        own_leak();
    else if (strcmp(what, "own-unset") == 0)
        own_unset();
    else if (strcmp(what, "cached") == 0)
        call("guest_cached", round);
    else if (strcmp(what, "remember") == 0)
        call("guest_remember", round);
    else if (strcmp(what, "own-growth") == 0)
        own_growth();
    else if (strcmp(what, "own-abort") == 0)
        abort();
    else if (strcmp(what, "leak-through") == 0)
        leak_through();
    else
        exit(2);
}

int main(int argc, char **argv)
{
    library = argc > 1 ? dlopen(argv[1], RTLD_NOW) : NULL;
    if (!library) {
        fprintf(stderr, "%s\n", argc > 1 ? dlerror() : "host LIBRARY WHAT …");
        return 2;
    }
    const char *rounds = getenv("ROUNDS");
    for (int round = 0; round < (rounds ? atoi(rounds) : 1); round++) {
        if (rounds)
            freehold_mark("round");
        for (int i = 2; i < argc; i++)
            do_it(argv[i], (unsigned)round);
    }
    return 0;
}
