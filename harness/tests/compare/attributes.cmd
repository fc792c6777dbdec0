# gcc's attributes from a header's contract: of functions that return a pointer that the caller must release;
# of no others.
jq -L ../../../ci/compare --from-file ../../../ci/compare/attributes.jq --raw-input --slurp --raw-output <<'END'
/**
 * A struct.
 */
struct thing;

/**
 * Prints and returns.
 *
 * @input: (transfer full) (free-func free): not the result's
 * Returns: (transfer full) (free-func free_string) (nullable): a new string
 *
 * # Safety
 *
 * None (free-func none).
 */
char *print_and_return(const char *input);

/**
 * Returns: (transfer full)
 * (free-func thing_free): on the second line
 * @len: (free-func no): a parameter's
 */
const struct thing *thing_new(uintptr_t len,
                              const char *name);

/**
 * Returns: (transfer full) (free-func things_free): a struct by value
 */
struct things things_new(void);

/**
 * Returns: (transfer none): borrowed
 * @out: (transfer full) (free-func no): a parameter's
 */
const void *last(void);

/**
 * @out: (out) (transfer full) (free-func free_string): an out-parameter
 * Returns: whether
 */
bool fill(char **out);

char *without_contract(void);
END
