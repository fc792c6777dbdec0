// SPDX-License-Identifier: MIT
// C code that is linked into one shared library with Rust: it takes blocks from libc, and releases them,
// rightly.
#define _GNU_SOURCE
#include <argz.h>
#include <dirent.h>
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

static int format(char **result, const char *text, ...)
{
    va_list list;
    va_start(list, text);
    int length = vasprintf(result, text, list);
    va_end(list);
    return length;
}

/* By a free() that the library does not import: of its own block, or of one that Rust may have made, nobody
 * can tell. */
size_t part_free_found(char *text);
size_t part_free_found(char *text)
{
    void (*found)(void *) = (void (*)(void *))dlsym(RTLD_DEFAULT, "free");
    size_t length = strlen(text);
    found(text);
    return length;
}

/* malloc()'s, and the caller's to release as such. */
char *part_make(void);
char *part_make(void)
{
    char *text = malloc(9);
    return text ? strcpy(text, "a text") : NULL;
}

/* By a pointer: it is C's all the same. */
char *part_make_by_pointer(void);
char *part_make_by_pointer(void)
{
    void *(*volatile make)(size_t) = malloc;
    char *text = make(9);
    return text ? strcpy(text, "a text") : NULL;
}

/* By a jump, which leaves no trace of this function. */
void part_release(char *text);
void part_release(char *text)
{
    free(text);
}

static void (*volatile kept)(void *);
static void (*const table[])(void *) = {free};

/* By pointers of a variable, in data that the loader fills in, and in a function that calls nothing else. */
void part_release_by(char how, char *text);
void part_release_by(char how, char *text)
{
    void (*volatile release)(void *) = how == 't' ? table[how == 'x'] : free;
    kept = free;
    (how == 'k' ? kept : release)(text);
}

/* A block that the caller had of malloc(), whatever made it. */
size_t part_take(char *text);
size_t part_take(char *text)
{
    size_t length = strlen(text);
    free(text);
    return length;
}

static void texts(void)
{
    char *printed = NULL;
    free(strdup("a text"));
    /* To size 0 is a release, of any block. */
    if (realloc(malloc(3), 0) || realloc(strdup("a text"), 0))
        abort();
    free(strndup("a text", 3));
    free(wcsdup(L"a text"));
    if (asprintf(&printed, "%d", 3) > 0)
        free(printed);
    if (format(&printed, "%d", 4) > 0)
        free(printed);
}

static void paths(void)
{
    free(realpath("/", NULL));
    free(canonicalize_file_name("/"));
    free(getcwd(NULL, 0));
    free(get_current_dir_name());
}

/* With a line of libc's own, and with one of the caller's, which libc makes larger. */
static void lines(void)
{
    char text[] = "one\na line that is longer than that\n";
    size_t size = 0, room = 8;
    char *none = NULL, *own = malloc(room);
    FILE *file = fmemopen(text, sizeof(text) - 1, "r");
    while (getline(&none, &size, file) > 0)
        ;
    rewind(file);
    while (getdelim(&own, &room, '\n', file) > 0)
        ;
    fclose(file);
    free(none);
    free(own);
}

static void streams(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    fputs("what is written becomes a block", file);
    fclose(file);
    text = realloc(text, 2 * size);
    free(text);
}

static void scans(void)
{
    char *word = NULL, *rest = NULL;
    int number = 0;
    if (sscanf("word 7 ]x", "%ms %d %m[]x]", &word, &number, &rest) == 3 && number == 7) {
        free(word);
        free(rest);
    }
}

static void folders(void)
{
    struct dirent **entries;
    int n = scandir("/", &entries, NULL, alphasort);
    for (int i = 0; i < n; i++)
        free(entries[i]);
    if (n >= 0)
        free(entries);
}

/* Of these nobody has a list: libc's manual has them in a chapter of their own. */
static void vectors(void)
{
    char *vector = NULL;
    size_t size = 0;
    if (argz_create_sep("a:b:c", ':', &vector, &size) == 0)
        free(vector);
}

char *__cxa_demangle(const char *mangled, char *room, size_t *size, int *status);

/* As C++ code names a type: libstdc++ allocates, for its caller to release. */
static void names(void)
{
    free(__cxa_demangle("N2ns4nameE", NULL, NULL, NULL));
}

int part(void)
{
    texts();
    paths();
    lines();
    streams();
    scans();
    folders();
    vectors();
    names();
    return 3;
}
