/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Returns: (transfer full) (free-func text_free)
char *text_new(void);
/// @text: (transfer full) (nullable)
void text_free(char *text);

struct token;
/// Returns: (transfer full) (free-func token_free)
struct token *token_new(int value);
/// @token: (transfer full)
void token_free(struct token *token);
/// @token: (transfer full on-success)
/// Returns: (success == 0): -1 if it is worth nothing
int token_redeem(struct token *token);
/// @token: (transfer full on-success)
/// Returns: (success == 0)
int token_redeem_badly(struct token *token);
/// @token: (transfer full on-success)
/// @error: (out) (success == 0)
void token_keep(struct token *token, int *error);
void token_forget(void);

/// Returns: (transfer full) (free-func label_free)
const char *label_new(void);
/// @label: (transfer full)
void label_free(const char *label);

/// @n: (out)
/// Returns: (transfer full) (array length=n) (free-func names_free)
char **names_new(size_t *n);
/// @names: (transfer full)
void names_free(char **names, size_t n);
/// Returns: (transfer full) (array zero-terminated=1) (free-func words_free) (element-free-func text_free)
char **words_new(void);
/// @words: (transfer full): the array alone
void words_free(char **words);

struct depot;
/// Returns: (transfer full) (free-func depot_free)
struct depot *depot_new(void);
/// @depot: (transfer full)
void depot_free(struct depot *depot);
/// @depot: (transfer none)
/// Returns: (transfer container) (array zero-terminated=1) (free-func words_free)
char **depot_names(struct depot *depot);
/// @depot: (transfer none)
/// Returns: (transfer none) (lifetime depot)
const char *depot_name(const struct depot *depot);
/// @depot: (transfer none)
/// Returns: (transfer none) (lifetime next-call depot)
const char *depot_next_line(struct depot *depot);
bool depot_is_named(const struct depot *depot, const char *name);
/// Returns: (transfer none) (lifetime next-call)
const char *last_message(void);

struct record {
    uint64_t id;
    char *name;
    char **lines;
    uint32_t n_lines;
};
/// Returns: (transfer full) (free-func record_free)
/// Returns.name: (transfer full)
/// Returns.lines: (transfer full) (array length=n_lines)
struct record record_new(void);
/// @record: (transfer full)
void record_free(struct record record);

struct pair {
    char *left, *right;
};
/// @pair: (out caller-allocates)
/// @pair.left: (transfer full) (free-func text_free)
/// @pair.right: (transfer full) (free-func label_free)
void pair_fill(struct pair *pair);

struct shared;
/// Returns: (transfer full) (free-func shared_unref)
struct shared *shared_new(void);
/// @shared: (transfer none) (ref)
void shared_ref(struct shared *shared);
/// @shared: (transfer full)
void shared_unref(struct shared *shared);
/// @shared: (transfer none)
void shared_hold(struct shared *shared);
void shared_drop_held(void);

struct watcher;
/// @call: (scope notified) (closure data) (destroy destroy)
/// Returns: (transfer full) (free-func watcher_free)
struct watcher *watcher_new(void (*call)(void *data), void *data, void (*destroy)(void *data));
/// @watcher: (transfer none)
void watcher_fire(struct watcher *watcher);
/// @watcher: (transfer full)
void watcher_free(struct watcher *watcher);
void watcher_free_badly(struct watcher *watcher);
void watcher_stop_badly(struct watcher *watcher);
/// @call: (scope call) (closure data)
void each(void (*call)(void *data), void *data);
void each_badly(void);
void each_end(void);

struct builder;
struct product;
/// Returns: (transfer full) (free-func builder_free)
struct builder *builder_new(void);
/// @builder: (transfer none)
/// Returns: FALSE once it is used up
bool builder_set(struct builder *builder, int value);
/// @builder: (consumed)
/// Returns: (transfer full) (free-func product_free) (nullable)
struct product *builder_finish(struct builder *builder);
/// @builder: (transfer full)
void builder_free(struct builder *builder);
/// @product: (transfer full)
void product_free(struct product *product);
