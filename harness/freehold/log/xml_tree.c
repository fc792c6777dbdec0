// SPDX-License-Identifier: MIT
#include "log/xml_tree.h"

#include <libxml/xmlreader.h>

struct fh_xml_reader {
    xmlTextReader *reader;
    gboolean is_inside; /* of the root */
    char *error;
};

static void free_element(gpointer element)
{
    fh_xml_element_free(element);
}

static struct fh_xml_element *element_new(const char *name)
{
    struct fh_xml_element *element = g_new0(struct fh_xml_element, 1);

    element->name = g_strdup(name);
    element->text = g_string_new(NULL);
    element->children = g_ptr_array_new_with_free_func(free_element);
    return element;
}

void fh_xml_element_free(struct fh_xml_element *element)
{
    if (!element)
        return;
    g_free(element->name);
    g_string_free(element->text, TRUE);
    g_ptr_array_unref(element->children);
    g_free(element);
}

static void keep_error(void *data, xmlErrorPtr error)
{
    struct fh_xml_reader *reader = data;

    if (reader->error || error->level < XML_ERR_ERROR)
        return;
    reader->error = g_strdup_printf("line %d: %s", error->line, error->message ? error->message : "error");
    g_strchomp(reader->error);
}

struct fh_xml_reader *fh_xml_reader_new(const char *text, gsize size)
{
    struct fh_xml_reader *reader = g_new0(struct fh_xml_reader, 1);

    if (size > G_MAXINT)
        reader->error = g_strdup("it is longer than 2 GB");
    else
        reader->reader = xmlReaderForMemory(text, (int)size, NULL, "UTF-8", XML_PARSE_NONET);
    if (reader->reader)
        xmlTextReaderSetStructuredErrorHandler(reader->reader, keep_error, reader);
    return reader;
}

void fh_xml_reader_free(struct fh_xml_reader *reader)
{
    if (!reader)
        return;
    xmlFreeTextReader(reader->reader);
    g_free(reader->error);
    g_free(reader);
}

/* The next node; FALSE at the end, and when something is wrong. */
static gboolean advance(struct fh_xml_reader *reader)
{
    int state = reader->reader ? xmlTextReaderRead(reader->reader) : -1;

    if (state < 0 && !reader->error)
        reader->error = g_strdup("it can't be read");
    return state == 1;
}

static void add_text(struct fh_xml_reader *reader, struct fh_xml_element *element)
{
    const xmlChar *text = xmlTextReaderConstValue(reader->reader);

    if (text)
        g_string_append(element->text, (const char *)text);
}

static struct fh_xml_element *open_element(struct fh_xml_reader *reader)
{
    return element_new((const char *)xmlTextReaderConstLocalName(reader->reader));
}

/* Fills `top` from the nodes up to its end. */
static void read_inside(struct fh_xml_reader *reader, struct fh_xml_element *top)
{
    g_autoptr(GPtrArray) open = g_ptr_array_new();

    g_ptr_array_add(open, top);
    while (open->len > 0 && advance(reader)) {
        int type = xmlTextReaderNodeType(reader->reader);
        struct fh_xml_element *innermost = g_ptr_array_index(open, open->len - 1);

        if (type == XML_READER_TYPE_ELEMENT) {
            struct fh_xml_element *child = open_element(reader);

            g_ptr_array_add(innermost->children, child);
            if (!xmlTextReaderIsEmptyElement(reader->reader))
                g_ptr_array_add(open, child);
        } else if (type == XML_READER_TYPE_END_ELEMENT) {
            g_ptr_array_set_size(open, (gint)open->len - 1);
        } else if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA) {
            add_text(reader, innermost);
        }
    }
}

struct fh_xml_element *fh_xml_reader_next(struct fh_xml_reader *reader)
{
    while (advance(reader)) {
        struct fh_xml_element *element;

        if (xmlTextReaderNodeType(reader->reader) != XML_READER_TYPE_ELEMENT)
            continue;
        if (!reader->is_inside) {
            reader->is_inside = TRUE;
            continue;
        }
        element = open_element(reader);
        if (!xmlTextReaderIsEmptyElement(reader->reader))
            read_inside(reader, element);
        return element;
    }
    return NULL;
}

const char *fh_xml_reader_error(const struct fh_xml_reader *reader)
{
    return reader->error;
}

const struct fh_xml_element *fh_xml_child(const struct fh_xml_element *element, const char *name)
{
    for (guint i = 0; i < element->children->len; i++) {
        const struct fh_xml_element *child = g_ptr_array_index(element->children, i);

        if (g_str_equal(child->name, name))
            return child;
    }
    return NULL;
}

char *fh_xml_child_text(const struct fh_xml_element *element, const char *name)
{
    const struct fh_xml_element *child = fh_xml_child(element, name);

    return child ? g_strstrip(g_strdelimit(g_strdup(child->text->str), "\n\t", ' ')) : NULL;
}
