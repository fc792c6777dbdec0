// SPDX-License-Identifier: MIT
// Opens the library at run time: plugin LIBRARY [bad].
#include <dlfcn.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    void *library = argc > 1 ? dlopen(argv[1], RTLD_NOW) : NULL;
    if (library == NULL)
        return 2;
    char *(*get)(const char *) = (char *(*)(const char *))dlsym(library, "print_and_return");
    void (*give_back)(char *) = (void (*)(char *))dlsym(library, "free_string");
    char *string = get("from a program");
    if (argc > 2)
        free(string);
    else
        give_back(string);
    dlclose(library);
    return 0;
}
