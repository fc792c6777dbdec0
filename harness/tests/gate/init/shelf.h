/* SPDX-License-Identifier: MIT */
#include <stdbool.h>

struct shelf;
struct shelf *shelf_open(const char *name);
void shelf_close(struct shelf *shelf);
/* A string of its own: release it with text_free(). */
char *shelf_describe(const struct shelf *shelf);
void text_free(char *text);
char *shelf_name(const struct shelf *shelf);
struct shared;
const struct shared *shared_new(void);
void shared_unref(const struct shared *shared);
struct shelf_kind;
const struct shelf_kind *shelf_kind_plain(void);
unsigned char shelf_kind_weight(const struct shelf_kind *kind);
struct shelf *shelf_of_kind(const struct shelf_kind *kind);
bool shelf_copy(const struct shelf *shelf, struct shelf **copy);
struct standard;
const struct standard *standard_get(void);
void standard_put(const struct standard *standard);
/* No name says what takes a box back. */
struct box;
struct box *box_new(void);
int box_weight(struct box *box);
void box_ship(struct box *box);
struct bound;
/* @shelf: (transfer none): which is not so */
struct bound *shelf_bind(struct shelf *shelf);
void bound_free(struct bound *bound);
