/* Every pattern that an attribute must speak of rightly, or not at all. */
#include <stddef.h>

struct item;
struct list;
struct depot;
struct thing;
struct bytes {
    unsigned char *ptr;
    size_t len;
};

/// @input: (transfer none): borrowed
/// Returns: (transfer full) (free-func free_string): a new string
char *greet(const char *input);
/// @string: (transfer full) (nullable): from greet()
void free_string(char *string);

/// Returns: (transfer full) (free-func item_free) (nullable): a new item
struct item *item_new(void);
/// @place: 0
/// @item: (transfer full) (nullable): the item; it is no first argument
void item_free(int place, struct item *item);
/// @item: (transfer none): the item
/// Returns: (transfer none): a view
const char *item_name(const struct item *item);

/// Returns: (transfer full) (free-func list_free): an empty list
struct list *list_new(void);
/// @list: (transfer full): the list
void list_free(struct list *list);
/// @list: (transfer none): the list
/// @item: (transfer full): handed over
void list_add(struct list *list, struct item *item);

/// Returns: (transfer full) (free-func free): a line of C's
char *read_line(void);

/// Returns: (transfer full) (free-func depot_unref): the first reference
struct depot *depot_new(void);
/// @depot: (transfer none): the depot
/// Returns: (transfer full) (free-func depot_unref): the same, once more
struct depot *depot_ref(struct depot *depot);
/// @depot: (transfer full): a reference
void depot_unref(struct depot *depot);

/// Returns: (transfer full) (free-func thing_drop): the first reference
struct thing *thing_new(void);
/// @thing: (transfer none) (ref): one more
void thing_keep(struct thing *thing);
/// @thing: (transfer full): a reference
void thing_drop(struct thing *thing);

/// Returns: (transfer full) (free-func bytes_free): the bytes, by value
struct bytes bytes_new(void);
/// Returns: (transfer full) (free-func bytes_free): the bytes, in a block
struct bytes *bytes_box(void);
/// @bytes: (transfer full): also of a variable's address
void bytes_free(struct bytes *bytes);

/// @out: (out) (transfer full) (free-func item_free): the item
/// Returns: whether it is there
int item_find(const char *name, struct item **out);
