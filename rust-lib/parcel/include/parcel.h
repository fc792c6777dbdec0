/* SPDX-License-Identifier: MIT */

#pragma once

/* Made by cbindgen from rust-lib/parcel/src; ninja -C BUILD parcel-header-update writes it anew. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * What became of a call.
 */
enum parcel_result {
  PARCEL_RESULT_OK,
  /**
   * NULL where something is needed, or a text that is no UTF-8.
   */
  PARCEL_RESULT_NULL_ARGUMENT,
  /**
   * A builder was not complete.
   */
  PARCEL_RESULT_INCOMPLETE,
  /**
   * A text could not be read.
   */
  PARCEL_RESULT_SYNTAX,
  /**
   * The library panicked, and caught it.
   */
  PARCEL_RESULT_PANIC,
};

/**
 * A parcel: who gets it, and what is in it.
 */
struct parcel;

/**
 * A parcel in the making.
 */
struct parcel_builder;

/**
 * Where parcels wait. Immutable, so that threads may share it.
 */
struct parcel_depot;

/**
 * What went wrong, for people.
 */
struct parcel_error;

/**
 * Where somebody is in a parcel's items.
 */
struct parcel_iterator;

/**
 * A text that is being worked on.
 */
struct parcel_job;

/**
 * What one carrier takes for a parcel.
 */
struct parcel_quote {
  uint32_t carrier;
  uint32_t days;
  double price;
};

/**
 * An array of quotes.
 */
struct parcel_quotes {
  /**
   * NULL when len is 0.
   */
  struct parcel_quote *quotes;
  size_t len;
};

/**
 * A growing buffer. C reads and writes `data` up to `len`, and leaves the fields alone.
 */
struct parcel_bytes {
  /**
   * NULL when the capacity is 0.
   */
  uint8_t *data;
  size_t len;
  size_t capacity;
};

/**
 * One thing in a parcel.
 */
struct parcel_item {
  /**
   * The parcel's.
   */
  const char *name;
  /**
   * Grams.
   */
  uint32_t weight;
};

/**
 * Sees one item, which is borrowed for the call; returns false to stop.
 */
typedef bool (*parcel_visit)(const struct parcel_item *item, void *user);

/**
 * Releases what was kept; called exactly once.
 */
typedef void (*parcel_destroy)(void *data);

/**
 * Hears of something that happened to a parcel, which is borrowed for the call.
 */
typedef void (*parcel_notify)(const struct parcel *parcel, void *user);

/**
 * Describes one item: a new string, which goes back through the release function that came along.
 */
typedef char *(*parcel_describe_item)(const struct parcel_item *item, void *user);

/**
 * Where somebody lives. Any of it can be NULL.
 */
struct parcel_address {
  char *name;
  char *street;
  char *city;
};

/**
 * One line of a manifest.
 */
struct parcel_line {
  char *text;
  uint32_t grams;
};

/**
 * What customs want to know.
 */
struct parcel_manifest {
  struct parcel_address sender;
  struct parcel_address recipient;
  /**
   * `n_lines` of them; NULL when there are none.
   */
  struct parcel_line *lines;
  size_t n_lines;
  /**
   * The parcel's note, or NULL.
   */
  char *remark;
};

/**
 * Text that is not NUL-terminated, and somebody else's.
 */
struct parcel_view {
  /**
   * NULL when there is no text.
   */
  const char *data;
  size_t len;
};

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Asks carriers for their prices.
 *
 * @grams: the weight
 * @carriers: how many to ask
 * Returns: (transfer full) (free-func parcel_quotes_free): a quote of each
 */
struct parcel_quotes parcel_quotes_get(uint32_t grams, uint32_t carriers);

/**
 * @quotes: (transfer full): from parcel_quotes_get()
 *
 * # Safety
 *
 * `quotes` must be what `parcel_quotes_get` returned.
 */
void parcel_quotes_free(struct parcel_quotes quotes);

/**
 * Splits a route into its stations.
 *
 * @route: (transfer none): UTF-8, "Bremen>Hamburg>Kiel"
 * @count: (out): how many
 * Returns: (transfer full) (free-func parcel_strings_free) (nullable): the stations, each a string of its own; NULL when
 * there are none
 *
 * # Safety
 *
 * `route` must be NULL or NUL-terminated, `count` NULL or writable.
 */
char **parcel_route_split(const char *route,
                          size_t *count);

/**
 * Releases an array of strings, and every string in it.
 *
 * @strings: (transfer full) (nullable): the array
 * @count: its length
 *
 * # Safety
 *
 * Both must be what one call of `parcel_route_split` gave.
 */
void parcel_strings_free(char **strings, size_t count);

/**
 * The names of a parcel's items.
 *
 * @parcel: (transfer none) (nullable): the parcel
 * Returns: (transfer full) (free-func parcel_names_free): the names, each a string of its own; a NULL closes the array
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel.
 */
char **parcel_names(const struct parcel *parcel);

/**
 * Releases an array of names, and every name in it.
 *
 * @names: (transfer full) (nullable): from parcel_names()
 *
 * # Safety
 *
 * `names` must come from `parcel_names`, with its closing NULL in place.
 */
void parcel_names_free(char **names);

/**
 * Returns: (transfer full) (free-func parcel_builder_free): a builder with nothing set
 */
struct parcel_builder *parcel_builder_new(void);

/**
 * Throws a builder away that was not consumed.
 *
 * @builder: (transfer full) (nullable): the builder
 *
 * # Safety
 *
 * `builder` must be a builder that parcel_builder_build() did not consume.
 */
void parcel_builder_free(struct parcel_builder *builder);

/**
 * @builder: (transfer none): the builder
 * @recipient: (transfer none) (nullable): UTF-8; NULL unsets it
 *
 * # Safety
 *
 * `builder` must be NULL or a builder, `recipient` NULL or NUL-terminated.
 */
void parcel_builder_set_recipient(struct parcel_builder *builder, const char *recipient);

/**
 * @builder: (transfer none): the builder
 * @name: (transfer none): of the item, UTF-8
 * @weight: grams
 *
 * # Safety
 *
 * `builder` must be NULL or a builder, `name` NULL or NUL-terminated.
 */
void parcel_builder_add(struct parcel_builder *builder, const char *name, uint32_t weight);

/**
 * Makes the parcel. On success the builder is gone; on failure it is still the caller's, to be completed or freed.
 *
 * @builder: (transfer full on-success): consumed
 * @out: (out) (transfer full) (free-func parcel_free): the parcel; untouched on failure
 * Returns: (success == PARCEL_RESULT_OK): PARCEL_RESULT_INCOMPLETE when no recipient is set
 *
 * # Safety
 *
 * `builder` must be NULL or a builder, `out` NULL or writable.
 */
enum parcel_result parcel_builder_build(struct parcel_builder *builder,
                                        struct parcel **out);

/**
 * An empty buffer, which holds no block yet.
 *
 * Returns: (transfer full) (free-func parcel_bytes_free): the buffer
 */
struct parcel_bytes parcel_bytes_new(void);

/**
 * A buffer with a copy of `len` bytes.
 *
 * @data: (transfer none) (nullable): the bytes
 * @len: how many
 * Returns: (transfer full) (free-func parcel_bytes_free): the buffer
 *
 * # Safety
 *
 * `data` must be NULL or have `len` readable bytes.
 */
struct parcel_bytes parcel_bytes_copy(const uint8_t *data, size_t len);

/**
 * Appends `len` bytes. The block may move.
 *
 * @bytes: (transfer none): changed in place
 * @data: (transfer none) (nullable): the bytes, not within `bytes`
 * @len: how many
 *
 * # Safety
 *
 * `bytes` must be a buffer of this library, `data` NULL or `len` readable bytes.
 */
void parcel_bytes_append(struct parcel_bytes *bytes, const uint8_t *data, size_t len);

/**
 * Takes a buffer back.
 *
 * @bytes: (transfer full): the buffer, also an empty one
 *
 * # Safety
 *
 * `bytes` must be a buffer of this library.
 */
void parcel_bytes_free(struct parcel_bytes bytes);

/**
 * Packs a text for transport: every byte by its complement.
 *
 * @text: (transfer none): NUL-terminated
 * @data: (out) (transfer full) (free-func parcel_data_free) (nullable): the packed bytes; NULL when `text` is empty
 * @len: (out): how many
 * Returns: false, and nothing is filled in, when an argument is NULL
 *
 * # Safety
 *
 * `text` must be NULL or NUL-terminated; `data` and `len` NULL or writable.
 */
bool parcel_pack(const char *text,
                 uint8_t **data,
                 size_t *len);

/**
 * Unpacks what parcel_pack() made.
 *
 * @data: (transfer none) (nullable): the packed bytes
 * @len: how many
 * Returns: (transfer full) (free-func parcel_string_free) (nullable): the text; NULL when it would be no UTF-8 or hold a
 * NUL
 *
 * # Safety
 *
 * `data` must be NULL or have `len` readable bytes.
 */
char *parcel_unpack(const uint8_t *data,
                    size_t len);

/**
 * Takes packed bytes back.
 *
 * @data: (transfer full) (nullable): from parcel_pack()
 * @len: as parcel_pack() said
 *
 * # Safety
 *
 * Both must be what one call of `parcel_pack` filled in.
 */
void parcel_data_free(uint8_t *data, size_t len);

/**
 * Shows every item to a function.
 *
 * @parcel: (transfer none) (nullable): the parcel
 * @visit: called for each item until it returns false
 * @user: (transfer none) (nullable): handed on to `visit`
 * Returns: how many items were shown
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel, `visit` must be NULL or callable with `user`.
 */
size_t parcel_each(const struct parcel *parcel, parcel_visit visit, void *user);

/**
 * Attaches data of the caller's. What was attached before is destroyed.
 *
 * @parcel: (transfer none): the parcel
 * @data: (transfer full) (nullable): kept until it is replaced or the parcel freed
 * @destroy: releases `data`; NULL when nothing has to
 *
 * # Safety
 *
 * `parcel` must be a parcel, `destroy` NULL or callable with `data`.
 */
void parcel_set_data(struct parcel *parcel, void *data, parcel_destroy destroy);

/**
 * @parcel: (transfer none) (nullable): the parcel
 * Returns: (transfer none) (nullable): what parcel_set_data() attached
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel.
 */
void *parcel_data(const struct parcel *parcel);

/**
 * Keeps a function that is called when the parcel is delivered. The one kept before is let go, its data destroyed.
 *
 * @parcel: (transfer none): the parcel
 * @notify: the function; NULL keeps none
 * @user: (transfer full) (nullable): handed on to `notify`, kept as long as it
 * @destroy: releases `user`; NULL when nothing has to
 *
 * # Safety
 *
 * `parcel` must be a parcel, `notify` NULL or callable with `user` as long as it is kept, `destroy` NULL or callable
 * with `user`.
 */
void parcel_on_delivery(struct parcel *parcel,
                        parcel_notify notify,
                        void *user,
                        parcel_destroy destroy);

/**
 * Delivers the parcel: calls the function that parcel_on_delivery() keeps.
 *
 * @parcel: (transfer none) (nullable): the parcel
 * Returns: whether there was one
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel; its callback must not free it.
 */
bool parcel_deliver(const struct parcel *parcel);

/**
 * @name: (transfer none): UTF-8
 * Returns: (transfer full) (free-func parcel_depot_unref) (nullable): the first reference; NULL when `name` is NULL or no
 * UTF-8
 *
 * # Safety
 *
 * `name` must be NULL or NUL-terminated.
 */
struct parcel_depot *parcel_depot_new(const char *name);

/**
 * @depot: (transfer none) (nullable): the depot
 * Returns: (transfer full) (free-func parcel_depot_unref) (nullable): another reference to it
 *
 * # Safety
 *
 * `depot` must be NULL or a depot that the caller holds a reference to.
 */
struct parcel_depot *parcel_depot_ref(struct parcel_depot *depot);

/**
 * Gives a reference back; with the last one the depot goes.
 *
 * @depot: (transfer full) (nullable): the depot
 *
 * # Safety
 *
 * `depot` must be a depot that the caller holds a reference to.
 */
void parcel_depot_unref(struct parcel_depot *depot);

/**
 * @depot: (transfer none) (nullable): the depot
 * Returns: how many references there are
 *
 * # Safety
 *
 * `depot` must be NULL or a depot.
 */
size_t parcel_depot_references(const struct parcel_depot *depot);

/**
 * @depot: (transfer none) (nullable): the depot
 * Returns: (transfer none) (nullable): its name; valid as long as the depot
 *
 * # Safety
 *
 * `depot` must be NULL or a depot.
 */
const char *parcel_depot_name(const struct parcel_depot *depot);

/**
 * Puts a parcel into a depot. The parcel takes a reference of its own.
 *
 * @parcel: (transfer none): the parcel
 * @depot: (transfer none) (nullable): NULL takes it out
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel, `depot` NULL or a depot.
 */
void parcel_set_depot(struct parcel *parcel, struct parcel_depot *depot);

/**
 * @parcel: (transfer none) (nullable): the parcel
 * Returns: (transfer full) (free-func parcel_depot_unref) (nullable): a new reference to its depot; NULL when it is in none
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel.
 */
struct parcel_depot *parcel_get_depot(const struct parcel *parcel);

/**
 * Reads a parcel from a text: "RECIPIENT: ITEM=GRAMS, ITEM=GRAMS".
 *
 * @text: (transfer none): UTF-8
 * @out: (out) (transfer full) (free-func parcel_free): the parcel; untouched on failure
 * @error: (out) (transfer full) (free-func parcel_error_free) (nullable): what is wrong with the text; untouched on
 * success; NULL when the caller doesn't care
 * Returns: PARCEL_RESULT_NULL_ARGUMENT, or PARCEL_RESULT_SYNTAX when the text could not be read
 *
 * # Safety
 *
 * `text` must be NULL or NUL-terminated, `out` and `error` NULL or writable.
 */
enum parcel_result parcel_parse(const char *text,
                                struct parcel **out,
                                struct parcel_error **error);

/**
 * @error: (transfer none): the error
 * Returns: the result that came with it; PARCEL_RESULT_OK for NULL
 *
 * # Safety
 *
 * `error` must be NULL or an error.
 */
enum parcel_result parcel_error_result(const struct parcel_error *error);

/**
 * @error: (transfer none) (nullable): the error
 * Returns: (transfer none) (nullable): its text; valid until the error is freed; NULL for NULL
 *
 * # Safety
 *
 * `error` must be NULL or an error.
 */
const char *parcel_error_message(const struct parcel_error *error);

/**
 * @error: (transfer full) (nullable): the error
 *
 * # Safety
 *
 * `error` must be an error of this library.
 */
void parcel_error_free(struct parcel_error *error);

/**
 * Makes an empty parcel.
 *
 * @recipient: (transfer none): UTF-8
 * Returns: (transfer full) (free-func parcel_free) (nullable): the parcel; NULL when `recipient` is NULL or no UTF-8
 *
 * # Safety
 *
 * `recipient` must be NULL or NUL-terminated.
 */
struct parcel *parcel_new(const char *recipient);

/**
 * Throws a parcel away, with everything that it owns.
 *
 * @parcel: (transfer full) (nullable): the parcel
 *
 * # Safety
 *
 * `parcel` must be a parcel of this library.
 */
void parcel_free(struct parcel *parcel);

/**
 * Adds an item.
 *
 * @parcel: (transfer none): the parcel
 * @name: (transfer none): UTF-8
 * @weight: grams
 * Returns: false, and nothing is added, when an argument is NULL or the name no UTF-8
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel, `name` NULL or NUL-terminated.
 */
bool parcel_add(struct parcel *parcel, const char *name, uint32_t weight);

/**
 * @parcel: (transfer none) (nullable): the parcel
 * Returns: the number of its items
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel.
 */
size_t parcel_count(const struct parcel *parcel);

/**
 * @parcel: (transfer none) (nullable): the parcel
 * Returns: the weight of all of its items, in grams
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel.
 */
uint64_t parcel_weight(const struct parcel *parcel);

/**
 * Sets the note, or removes it.
 *
 * @parcel: (transfer none): the parcel
 * @note: (transfer none) (nullable): UTF-8; NULL removes it
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel, `note` NULL or NUL-terminated.
 */
void parcel_set_note(struct parcel *parcel, const char *note);

/**
 * Takes the note out of the parcel; the string itself moves, nothing is copied.
 *
 * @parcel: (transfer none): the parcel
 * Returns: (transfer full) (free-func parcel_string_free) (nullable): the note; NULL when there is none
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel.
 */
char *parcel_take_note(struct parcel *parcel);

/**
 * Moves all items of one parcel into another; the emptied one is gone afterwards.
 *
 * @into: (transfer none): gets the items
 * @from: (transfer full) (nullable): consumed
 *
 * # Safety
 *
 * Both must be NULL or parcels, and not the same one.
 */
void parcel_merge(struct parcel *into, struct parcel *from);

/**
 * Attaches a document without copying it.
 *
 * @parcel: (transfer none): the parcel
 * @block: (transfer full): kept until the parcel is freed; still the caller's on failure
 * @len: bytes in `block`
 * @release: releases `block`
 * Returns: false when an argument is NULL
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel, `block` NULL or `len` bytes that `release` can be called with.
 */
bool parcel_attach(struct parcel *parcel, void *block, size_t len, parcel_destroy release);

/**
 * @parcel: (transfer none) (nullable): the parcel
 * Returns: the sum of all bytes of all its documents
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel.
 */
uint64_t parcel_attachments_sum(const struct parcel *parcel);

/**
 * Describes all items, each in the caller's words.
 *
 * @parcel: (transfer none) (nullable): the parcel
 * @describe: gives a new string for each item, or NULL to skip it
 * @user: (transfer none) (nullable): handed on to `describe`
 * @release: releases what `describe` gave
 * Returns: (transfer full) (free-func parcel_string_free): the descriptions, one a line
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel, `describe` and `release` NULL or callable as described.
 */
char *parcel_describe(const struct parcel *parcel,
                      parcel_describe_item describe,
                      void *user,
                      parcel_destroy release);

/**
 * @parcel: (transfer none): must outlive the iterator; items may be added meanwhile
 * Returns: (transfer full) (free-func parcel_iterator_free) (nullable): an iterator before the first item; NULL for NULL
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel that outlives the iterator.
 */
struct parcel_iterator *parcel_iterator_new(const struct parcel *parcel);

/**
 * @iterator: (transfer none) (nullable): the iterator
 * Returns: (transfer none) (nullable): the next item, the parcel's; NULL after the last one
 *
 * # Safety
 *
 * `iterator` must be NULL or an iterator whose parcel lives.
 */
const struct parcel_item *parcel_iterator_next(struct parcel_iterator *iterator);

/**
 * @iterator: (transfer none) (nullable): the iterator
 * Returns: (transfer full) (free-func parcel_string_free) (nullable): a copy of the next item's name; NULL after the last
 * one
 *
 * # Safety
 *
 * `iterator` must be NULL or an iterator whose parcel lives.
 */
char *parcel_iterator_next_name(struct parcel_iterator *iterator);

/**
 * @iterator: (transfer full) (nullable): the iterator; before its parcel or after it
 *
 * # Safety
 *
 * `iterator` must be an iterator of this library.
 */
void parcel_iterator_free(struct parcel_iterator *iterator);

/**
 * Writes a text in capitals, on a thread of its own.
 *
 * @text: (transfer none): UTF-8, copied before the call returns
 * Returns: (transfer full) (free-func parcel_job_free) (nullable): the job; NULL when `text` is NULL or no UTF-8, or there is
 * no thread to be had
 *
 * # Safety
 *
 * `text` must be NULL or NUL-terminated.
 */
struct parcel_job *parcel_job_start(const char *text);

/**
 * Waits for a job.
 *
 * @job: (transfer full) (nullable): consumed
 * Returns: (transfer full) (free-func parcel_string_free) (nullable): what the thread made
 *
 * # Safety
 *
 * `job` must be NULL or a job.
 */
char *parcel_job_finish(struct parcel_job *job);

/**
 * Waits for a job and throws away what it made.
 *
 * @job: (transfer full) (nullable): the job
 *
 * # Safety
 *
 * `job` must be NULL or a job.
 */
void parcel_job_free(struct parcel_job *job);

/**
 * Puts a stamp on a parcel. The string itself is kept, not a copy, and released with free().
 *
 * @parcel: (transfer none): the parcel
 * @stamp: (transfer full) (nullable): from malloc(); NULL removes the stamp
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel, `stamp` NULL or a NUL-terminated string that free() releases.
 */
void parcel_set_stamp(struct parcel *parcel, char *stamp);

/**
 * @parcel: (transfer none) (nullable): the parcel
 * Returns: (transfer none) (nullable): its stamp; valid until it is replaced or the parcel freed
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel.
 */
const char *parcel_stamp(const struct parcel *parcel);

/**
 * Says who gets a parcel, for C programs that know nothing of this library.
 *
 * @parcel: (transfer none) (nullable): the parcel
 * Returns: (transfer full) (free-func free) (nullable): "to RECIPIENT", from malloc(); NULL for NULL
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel.
 */
char *parcel_summary(const struct parcel *parcel);

/**
 * The same through out-parameters.
 *
 * @parcel: (transfer none) (nullable): the parcel
 * @text: (out) (transfer full) (free-func free): "to RECIPIENT", from malloc()
 * @len: (out) (nullable): its length without the NUL
 * Returns: false, and nothing is filled in, when an argument is NULL or there is no memory
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel, `text` and `len` NULL or writable.
 */
bool parcel_export(const struct parcel *parcel, char **text, size_t *len);

/**
 * Appends to a string from malloc(), which may move.
 *
 * @text: (transfer full) (nullable): from malloc(); NULL is an empty one
 * @more: (transfer none): UTF-8
 * Returns: (transfer full) (free-func free) (nullable): the longer string, from malloc(); NULL when there is no memory
 *
 * # Safety
 *
 * `text` must be NULL or a NUL-terminated string that realloc() can be called with, `more` NULL or NUL-terminated.
 */
char *parcel_text_append(char *text,
                         const char *more);

/**
 * Fills a struct of the caller's with copies. What it held before is overwritten, not released.
 *
 * @address: (transfer none): to be filled; what it holds then goes back through parcel_address_clear()
 * @name: (transfer none) (nullable): UTF-8
 * @street: (transfer none) (nullable): UTF-8
 * @city: (transfer none) (nullable): UTF-8
 *
 * # Safety
 *
 * `address` must be NULL or writable, the texts NULL or NUL-terminated.
 */
void parcel_address_init(struct parcel_address *address,
                         const char *name,
                         const char *street,
                         const char *city);

/**
 * Releases what an address holds, and sets it to NULL; the struct stays the caller's. A second time does nothing.
 *
 * @address: (transfer none) (nullable): from parcel_address_init()
 *
 * # Safety
 *
 * `address` must be NULL, or filled by `parcel_address_init`, or all NULL.
 */
void parcel_address_clear(struct parcel_address *address);

/**
 * Writes the manifest of a parcel, with copies of everything.
 *
 * @parcel: (transfer none): the parcel
 * @sender: (transfer none): whose strings may be anybody's
 * @recipient: (transfer none): whose strings may be anybody's
 * Returns: (transfer full) (free-func parcel_manifest_free) (nullable): the manifest; NULL when an argument is NULL
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel, the addresses NULL or such whose strings are NULL or NUL-terminated.
 */
struct parcel_manifest *parcel_manifest_new(const struct parcel *parcel,
                                            const struct parcel_address *sender,
                                            const struct parcel_address *recipient);

/**
 * Releases a manifest with everything in it.
 *
 * @manifest: (transfer full) (nullable): the manifest
 *
 * # Safety
 *
 * `manifest` must come from `parcel_manifest_new`, with none of its pointers changed.
 */
void parcel_manifest_free(struct parcel_manifest *manifest);

/**
 * The weight of one item.
 *
 * @parcel: (transfer none): the parcel
 * @index: of the item
 * @grams: (out): its weight; untouched on failure
 * @error: (out) (transfer full) (free-func parcel_error_free) (nullable): what went wrong; untouched on success; NULL when
 * the caller doesn't care
 * Returns: PARCEL_RESULT_PANIC when there is no such item
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel, `grams` and `error` NULL or writable.
 */
enum parcel_result parcel_item_weight(const struct parcel *parcel,
                                      size_t index,
                                      uint32_t *grams,
                                      struct parcel_error **error);

/**
 * Writes the label that goes onto a parcel.
 *
 * @sender: (transfer none): UTF-8
 * @recipient: (transfer none): UTF-8
 * Returns: (transfer full) (free-func parcel_string_free) (nullable): "SENDER -> RECIPIENT"; NULL when an argument is
 * NULL or no UTF-8
 *
 * # Safety
 *
 * Both must be NULL or NUL-terminated.
 */
char *parcel_label(const char *sender,
                   const char *recipient);

/**
 * Writes the label into a buffer of the caller's, cut to its size and NUL-terminated, as snprintf() does.
 *
 * @sender: (transfer none): UTF-8
 * @recipient: (transfer none): UTF-8
 * @buffer: (transfer none) (nullable): `size` bytes; NULL when size is 0
 * @size: bytes in `buffer`
 * Returns: the length of the whole label without its NUL; 0 when an argument is NULL or no UTF-8
 *
 * # Safety
 *
 * Both texts must be NULL or NUL-terminated; `buffer` must have `size` writable bytes.
 */
size_t parcel_label_into(const char *sender,
                         const char *recipient,
                         char *buffer,
                         size_t size);

/**
 * Removes the white space around a note.
 *
 * @note: (transfer none) (nullable): UTF-8
 * Returns: (transfer full) (free-func parcel_string_free) (nullable): what is left; NULL when that is nothing
 *
 * # Safety
 *
 * `note` must be NULL or NUL-terminated.
 */
char *parcel_trim_note(const char *note);

/**
 * Takes back a string.
 *
 * @string: (transfer full) (nullable): a string whose function names parcel_string_free()
 *
 * # Safety
 *
 * `string` must come from such a function, with its length unchanged.
 */
void parcel_string_free(char *string);

/**
 * The version of this library.
 *
 * Returns: (transfer none): static, never released
 */
const char *parcel_version(void);

/**
 * The name of a step on a parcel's way: 0 packed, 1 on its way, 2 delivered.
 *
 * @step: the number
 * Returns: (transfer none) (nullable): static, never released; NULL when there is no such step
 */
const char *parcel_step_name(unsigned int step);

/**
 * Reserves a tracking code. It stays reserved until it is returned.
 *
 * Returns: (transfer full) (free-func parcel_code_return): the code, 8 characters
 */
char *parcel_code_reserve(void);

/**
 * Returns a tracking code. parcel_string_free() would free its memory too, but the code would stay reserved.
 *
 * @code: (transfer full) (nullable): from parcel_code_reserve()
 *
 * # Safety
 *
 * `code` must come from `parcel_code_reserve`.
 */
void parcel_code_return(char *code);

/**
 * Returns: how many tracking codes are reserved
 */
size_t parcel_codes_in_use(void);

/**
 * @parcel: (transfer none) (nullable): the parcel
 * Returns: (transfer none) (nullable): who gets it; valid until the parcel is freed
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel.
 */
const char *parcel_recipient(const struct parcel *parcel);

/**
 * @parcel: (transfer none) (nullable): the parcel
 * Returns: (transfer none) (nullable): its note; valid until the note is set or taken, or the parcel freed
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel.
 */
const char *parcel_note(const struct parcel *parcel);

/**
 * The items as an array.
 *
 * @parcel: (transfer none) (nullable): the parcel
 * @count: (out): its length
 * Returns: (transfer none) (nullable): the array; valid until an item is added or the parcel freed; NULL when empty
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel, `count` writable.
 */
const struct parcel_item *parcel_items(const struct parcel *parcel,
                                       size_t *count);

/**
 * The name of one item, without a NUL.
 *
 * @parcel: (transfer none) (nullable): the parcel
 * @index: of the item
 * Returns: (transfer none): the name; valid until the parcel is freed; `data` is NULL when there is no such item
 *
 * # Safety
 *
 * `parcel` must be NULL or a parcel.
 */
struct parcel_view parcel_item_name(const struct parcel *parcel,
                                    size_t index);

/**
 * @count: how many weights
 * Returns: (transfer full) (free-func parcel_weights_free) (nullable): `count` zeros, aligned to 64 bytes; NULL for 0, and
 * when there is no memory
 */
float *parcel_weights_new(size_t count);

/**
 * @weights: (transfer none) (nullable): the weights
 * @count: how many
 * Returns: their sum
 *
 * # Safety
 *
 * `weights` must be NULL or have `count` readable weights.
 */
float parcel_weights_sum(const float *weights, size_t count);

/**
 * @weights: (transfer full) (nullable): from parcel_weights_new()
 * @count: as it was given there
 *
 * # Safety
 *
 * `weights` must come from `parcel_weights_new(count)`.
 */
void parcel_weights_free(float *weights, size_t count);

#ifdef __cplusplus
} // extern "C"
#endif // __cplusplus
