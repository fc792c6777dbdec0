// SPDX-License-Identifier: MIT
#include "library/sanitizer.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "library/tool.h"

#define INSTALL_COMPILER "install a C compiler (Debian: apt-get install gcc), or set $CC"

#if defined(__x86_64__)
#define MACHINE "x86_64"
#elif defined(__aarch64__)
#define MACHINE "aarch64"
#else
#error "sanitizer.c: what does clang call this machine?"
#endif

/* `compiler` with one more word: its first line of output, NULL with `error` set. */
static char *ask(char **compiler, const char *question, GError **error)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    char *output = NULL;
    for (char **word = compiler; *word; word++)
        g_ptr_array_add(argv, *word);
    g_ptr_array_add(argv, (gpointer)question);
    g_ptr_array_add(argv, NULL);
    g_autofree char *failure = g_strdup_printf("%s does not answer %s", compiler[0], question);
    const struct fh_tool tool = {(const char *const *)argv->pdata, NULL, NULL, failure, INSTALL_COMPILER};
    if (!fh_tool_run(&tool, &output, error))
        return NULL;
    output[strcspn(output, "\n")] = '\0';
    return output;
}

/* Where clang keeps its shared runtime: by machine in newer ones, by name in older ones. */
static char *clang_runtime_directory(char **compiler, GError **error)
{
    static const char *const questions[] = {"-print-file-name=libclang_rt.asan.so",
                                            "-print-file-name=libclang_rt.asan-" MACHINE ".so"};
    for (guint i = 0; i < G_N_ELEMENTS(questions); i++) {
        g_autofree char *path = ask(compiler, questions[i], error);
        if (!path)
            return NULL;
        if (strchr(path, '/') && g_file_test(path, G_FILE_TEST_IS_REGULAR))
            return g_path_get_dirname(path);
    }
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                "%s has no shared runtime of AddressSanitizer; install it (Debian: apt-get install "
                "libclang-rt-dev, for clang 14 libclang-rt-14-dev), or set $CC to gcc",
                compiler[0]);
    return NULL;
}

static char **clang_flags(char **compiler, GError **error)
{
    g_autofree char *directory = clang_runtime_directory(compiler, error);
    if (!directory)
        return NULL;
    g_autofree char *path = g_strconcat("-Wl,-rpath,", directory, NULL);
    const char *flags[] = {"-fsanitize=address", "-shared-libasan", path, NULL};
    return g_strdupv((char **)flags);
}

char **fh_sanitizer_flags(char **compiler, GError **error)
{
    static const char *const gcc_flags[] = {"-fsanitize=address", NULL};
    g_autofree char *version = ask(compiler, "--version", error);
    if (!version)
        return NULL;
    return strstr(version, "clang") ? clang_flags(compiler, error) : g_strdupv((char **)gcc_flags);
}

static gboolean has_symbol(Elf *elf, Elf_Scn *section, const char *name)
{
    GElf_Shdr header;
    Elf_Data *data = elf_getdata(section, NULL);
    if (!gelf_getshdr(section, &header) || header.sh_type != SHT_DYNSYM || header.sh_entsize == 0)
        return FALSE;
    for (gsize i = 0; data && i < header.sh_size / header.sh_entsize; i++) {
        GElf_Sym symbol;
        const char *found = NULL;
        if (gelf_getsym(data, (int)i, &symbol))
            found = elf_strptr(elf, header.sh_link, symbol.st_name);
        if (found && g_str_equal(found, name))
            return TRUE;
    }
    return FALSE;
}

gboolean fh_sanitizer_is_linked(const char *path)
{
    elf_version(EV_CURRENT);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    Elf *elf = fd < 0 ? NULL : elf_begin(fd, ELF_C_READ, NULL);
    gboolean is_linked = FALSE;
    for (Elf_Scn *section = NULL; elf && !is_linked && (section = elf_nextscn(elf, section));)
        is_linked = has_symbol(elf, section, "__asan_init");
    elf_end(elf);
    if (fd >= 0)
        close(fd);
    return is_linked;
}
