/* Right in all it does: no compiler may say anything. It is C++, too. */
#include "depot-ownership.h"

void strings(void);
void items(void);
void references(void);
void values(void);

void strings(void)
{
    free_string(greet("a"));
    char *line = read_line();
    line = (char *)realloc(line, 100);
    free(line);
}

void items(void)
{
    struct item *item = NULL;
    struct list *list = list_new();
    list_add(list, item_new());
    list_free(list);
    item_free(0, item_new());
    if (item_find("a", &item))
        item_free(0, item);
}

void references(void)
{
    struct depot *depot = depot_new();
    depot_ref(depot);
    depot_unref(depot);
    depot_unref(depot);
    struct thing *thing = thing_new();
    thing_keep(thing);
    thing_drop(thing);
    thing_drop(thing);
}

void values(void)
{
    struct bytes bytes = bytes_new();
    bytes_free(&bytes);
    bytes_free(bytes_box());
}
