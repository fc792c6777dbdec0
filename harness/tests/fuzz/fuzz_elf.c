// SPDX-License-Identifier: MIT
/* Any bytes as a loaded ELF object: is there Rust code in it? */
#include "fuzz/replay.h"
#include "wire/rust_code.h"

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size)
{
    struct fh_rust_entries entries = {.n_own = 0};
    /* A copy: an object is mapped, so its start is aligned; and reading beyond its end is seen. */
    g_autofree guint8 *bytes = g_memdup2(data, size);
    const enum fh_rust_code code = fh_rust_code_find(bytes, size, &entries);
    require(code < FH_RUST_CODE_COUNT, "an answer that there is not");
    for (guint verb = 0; verb < FH_VERB_COUNT; verb++)
        require(entries.n[verb] <= FH_RUST_ALLOCATORS_MAX, "more allocators than there is room for");
    return 0;
}
