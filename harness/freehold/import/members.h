/* SPDX-License-Identifier: MIT */
/*
 * The members of report.json's objects, taken one by one. The first thing that is wrong is kept, with its
 * place in the document ("results[3].findings[0].kind"), and nothing is taken after it: whoever reads needs
 * to ask only once. What no one took is an unknown member, and wrong as well. Callers: the readers of this
 * folder.
 */
#pragma once

#include <json-glib/json-glib.h>

/* A document that is being read. */
struct fh_reading {
    const char *path; /* of the file, for messages; borrowed */
    GString *where;   /* the object that is being read; "" for the whole */
    gboolean is_deterministic;
    GError *error; /* FH_ERROR_USAGE; NULL as long as all is well */
};

/* No object of the document has more. */
#define FH_MEMBERS_MAX 24

/* An object that is being read. */
struct fh_members {
    struct fh_reading *reading;
    JsonObject *object;
    const char *taken[FH_MEMBERS_MAX];
    guint n_taken;
};

/* Reads one object into `target`. */
typedef void (*fh_members_read)(struct fh_members *members, gpointer target);

/* `node` as an object: `read`, then whatever is left is unknown. */
void fh_reading_object(struct fh_reading *reading, JsonNode *node, fh_members_read read, gpointer target);

/* What is wrong with a member (NULL: with the object), and what to do; only the first is kept. */
void fh_reading_fail(struct fh_reading *reading, const char *member, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

gboolean fh_members_has(const struct fh_members *members, const char *name);

/* Members that must be there. Strings: caller owns. */
char *fh_take_text(struct fh_members *members, const char *name);
char *fh_take_text_or_null(struct fh_members *members, const char *name);
guint64 fh_take_count(struct fh_members *members, const char *name);
guint fh_take_small_count(struct fh_members *members, const char *name); /* one that a guint holds */
gint64 fh_take_number(struct fh_members *members, const char *name);
gboolean fh_take_flag(struct fh_members *members, const char *name);

/* FALSE, and `*count` untouched: it is null. */
gboolean fh_take_count_or_null(struct fh_members *members, const char *name, guint64 *count);

/* A count from 1, null: 0. */
guint fh_take_line(struct fh_members *members, const char *name);

/* The member "duration_us", which a deterministic report does not have. */
guint64 fh_take_duration(struct fh_members *members);

/* The member "address", 0 where there is none. */
guint64 fh_take_address(struct fh_members *members);

/* The value below `count` whose name it is; 0 when there is none. `what` is for the message: "kind". */
guint fh_take_choice(struct fh_members *members, const char *name, const char *what,
                     const char *(*name_of)(guint value), guint count);

/* `read` for the object; FALSE: it is null. */
gboolean fh_take_object_or_null(struct fh_members *members, const char *name, fh_members_read read,
                                gpointer target);

/* `read` for each object of a list. */
void fh_take_objects(struct fh_members *members, const char *name, fh_members_read read, gpointer target);

/* Adds the strings of a list to `texts`. */
void fh_take_texts(struct fh_members *members, const char *name, GPtrArray *texts);
