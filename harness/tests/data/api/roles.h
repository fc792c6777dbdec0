/* SPDX-License-Identifier: MIT */
/* What explore gives to each parameter, and init to a call that nobody describes. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct canvas;
struct color {
    uint8_t red, green, blue;
};
struct entry {
    struct color color;
    uint32_t count;
};
enum hands { HANDS_OFF, HANDS_OWN };

/// @arg1: (transfer none)
void canvas_log(struct canvas *, void (*)(const char *));
/// Returns: (transfer full) (free-func canvas_free)
struct canvas *canvas_new(void);
/// @canvas: (transfer full)
void canvas_free(struct canvas *canvas);
/// @canvas: (transfer none)
void canvas_reserve(struct canvas *canvas, size_t size);
/// @canvas: (transfer none)
bool canvas_add(struct canvas *canvas, const struct entry *entries, int num_entries);
/// @canvas: (transfer none)
/// @buffer: (transfer none)
bool canvas_write(struct canvas *canvas, void *buffer, size_t buffer_size);
/// @canvas: (transfer none)
/// @width: (transfer none)
void canvas_width(struct canvas *canvas, uint32_t *width);
/// @canvas: (transfer none)
void canvas_bytes(struct canvas *canvas, uint8_t *bytes);
/// @canvas: (transfer none)
bool canvas_map(struct canvas *canvas, uint8_t *map, size_t map_size, enum hands hands);
/// @canvas: (transfer none)
bool canvas_read(struct canvas *canvas, void *out, size_t out_size);
/// @canvas: (transfer none)
void canvas_height(struct canvas *canvas, uint32_t *height);
/// @canvas: (transfer none)
void canvas_make(struct canvas *canvas, void *(*make)(size_t size));
