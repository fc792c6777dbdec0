#include <stdbool.h>
#include <stdint.h>

struct vault;
enum vault_state_e { VAULT_EMPTY, VAULT_USED };
typedef enum vault_state_e vault_state_e;

/// Returns: (transfer full) (free-func vault_close) (nullable): NULL for numbers below 0
struct vault *vault_open(int number);
/// @vault: (transfer full): the vault
void vault_close(struct vault *vault);
bool vault_is_full(const struct vault *vault);
vault_state_e vault_state(const struct vault *vault);
/// @copy: (out) (transfer full) (free-func vault_close): untouched if the vault is empty
int vault_copy(const struct vault *vault, struct vault **copy);
/// @vault: (transfer full): emptied into the other
void vault_join(struct vault *into, struct vault *vault);
void vault_never(void);
