/* SPDX-License-Identifier: MIT */
/* A store of items, with what C APIs of Rust libraries have: 34 functions. lib.rs has 20 faults in it, or
 * none. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct st_store;
struct st_item;
struct st_error;
struct st_channel;
struct st_builder;
struct st_cursor;
struct st_bytes {
    uint8_t *data;
    size_t len, cap;
};

/// @from: (transfer none): UTF-8
/// Returns: (transfer full) (free-func st_text_free)
char *st_text_new(const char *from);
/// @text: (transfer full) (nullable)
void st_text_free(char *text);
/// @a: (transfer none)
/// @b: (transfer none)
/// Returns: (transfer full) (free-func st_text_free) (nullable): both; NULL if the second is empty
char *st_text_join(const char *a, const char *b);
/// @text: (transfer none)
/// Returns: (transfer full) (free-func st_text_free) (nullable): in capitals
char *st_text_upper(const char *text);

/// Returns: (transfer full) (free-func st_item_free)
struct st_item *st_item_new(uint32_t number);
/// @item: (transfer full) (nullable)
void st_item_free(struct st_item *item);
/// @item: (transfer none)
/// Returns: (transfer full) (free-func st_item_free): another with the same name
struct st_item *st_item_clone(const struct st_item *item);
/// @item: (transfer none)
/// Returns: (transfer none) (lifetime next-call item): st_item_rename() releases it
const char *st_item_name(const struct st_item *item);
/// @item: (transfer none)
/// @name: (transfer none): not empty
/// Returns: whether it could be renamed
bool st_item_rename(struct st_item *item, const char *name);

/// Returns: (transfer full) (free-func st_store_free)
struct st_store *st_store_new(void);
/// @store: (transfer full) (nullable): with all its items
void st_store_free(struct st_store *store);
/// @name: (transfer none): letters and digits
/// @out: (out) (transfer full) (free-func st_store_free): untouched on failure
/// @error: (out) (transfer full) (free-func st_error_free): untouched on success
/// Returns: (success == 0)
int st_store_open(const char *name, struct st_store **out, struct st_error **error);
/// @error: (transfer none)
/// Returns: (transfer none) (lifetime error)
const char *st_error_message(const struct st_error *error);
/// @error: (transfer full) (nullable)
void st_error_free(struct st_error *error);
/// @store: (transfer none)
/// @item: (transfer full)
void st_store_put(struct st_store *store, struct st_item *item);
/// @store: (transfer none)
/// Returns: (transfer full) (free-func st_item_free) (nullable): the last one; NULL if there is none
struct st_item *st_store_take(struct st_store *store);
/// @store: (transfer none)
size_t st_store_count(const struct st_store *store);
/// @store: (transfer none)
/// @name: (transfer none)
/// Returns: (transfer full) (free-func st_text_free) (nullable): where it is
char *st_store_lookup(const struct st_store *store, const char *name);
/// @store: (transfer none)
/// @visit: (scope call) (closure user): returns false to stop
/// Returns: how many were seen
size_t st_store_each(const struct st_store *store, bool (*visit)(const struct st_item *item, void *user),
                     void *user);
/// @store: (transfer none)
/// @notify: (scope notified) (closure data) (destroy destroy): called at each put
void st_store_watch(struct st_store *store, void (*notify)(void *data), void *data,
                    void (*destroy)(void *data));

/// Returns: (transfer full) (free-func st_channel_unref)
struct st_channel *st_channel_new(void);
/// @channel: (transfer none)
/// Returns: (transfer full) (free-func st_channel_unref): one more reference
struct st_channel *st_channel_ref(struct st_channel *channel);
/// @channel: (transfer full) (nullable)
void st_channel_unref(struct st_channel *channel);
/// @channel: (transfer none)
/// @item: (transfer full on-success)
/// Returns: (success == 0): -1 if it holds two
int st_channel_send(struct st_channel *channel, struct st_item *item);
/// @channel: (transfer none)
/// Returns: (transfer full) (free-func st_item_free) (nullable): the first; NULL if it is empty
struct st_item *st_channel_receive(struct st_channel *channel);

/// Returns: (transfer full) (free-func st_builder_free)
struct st_builder *st_builder_new(void);
/// @builder: (transfer full) (nullable)
void st_builder_free(struct st_builder *builder);
/// @builder: (transfer none)
/// @name: (transfer none): not empty
/// Returns: whether it was added
bool st_builder_add(struct st_builder *builder, const char *name);
/// @builder: (transfer full on-success)
/// @out: (out) (transfer full) (free-func st_store_free): untouched on failure
/// Returns: (success == 0): -1 if nothing was added
int st_builder_build(struct st_builder *builder, struct st_store **out);

/// @data: (transfer none) (array length=len)
/// Returns: (transfer full) (free-func st_bytes_free)
struct st_bytes st_bytes_new(const uint8_t *data, size_t len);
/// @bytes: (transfer full)
void st_bytes_free(struct st_bytes bytes);
/// @bytes: (transfer none)
/// @data: (transfer none) (array length=len)
void st_bytes_append(struct st_bytes *bytes, const uint8_t *data, size_t len);

/// @store: (transfer none): it must outlive the cursor
/// Returns: (transfer full) (free-func st_cursor_free)
struct st_cursor *st_cursor_new(const struct st_store *store);
/// @cursor: (transfer none)
/// Returns: (transfer none) (lifetime next-call cursor) (nullable)
const struct st_item *st_cursor_next(struct st_cursor *cursor);
/// @cursor: (transfer full) (nullable)
void st_cursor_free(struct st_cursor *cursor);
