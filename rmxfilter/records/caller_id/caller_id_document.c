/* SPDX-License-Identifier: ISC */
/* Elements are known by their whole path; what is not known is skipped with all that is in it. No
 * entity is ever declared: a document type is refused. References to XML's own five and to
 * characters are text like any other, as XML has it; GMarkup refuses all others. */
#include "records/caller_id/caller_id_document.h"

#include "mime/cursor.h"

#include <string.h>

/* Reading one document. */
typedef struct {
    CallerDocument *document;
    GString *path; /* "/ep/out/m" */
    GString *text; /* inside the element that is read; trimmed at its end */
    unsigned depth;
    bool has_m, has_root;
} CallerReader;

/* --- from records to one text --- */

static Cursor
trimmed_record(const DnsRecord *record)
{
    Cursor c = cursor_over_string(record->data);

    cursor_trim(&c, cursor_is_blank);
    return c;
}

/* A document type makes a document, too: a bad one, and not none. */
static bool
begins_document(const DnsRecord *record)
{
    Cursor c = trimmed_record(record);

    if (cursor_begins(&c, "<!DOCTYPE"))
        return true;
    return cursor_skip_text(&c, "<ep") && (cursor_is_blank((unsigned char)cursor_peek(&c)) ||
                                           cursor_peek(&c) == '>' || cursor_peek(&c) == '/');
}

static bool
ends_document(const DnsRecord *record)
{
    Cursor c = trimmed_record(record);

    return cursor_skip_tail(&c, "</ep>");
}

GString *
caller_id_join(const DnsAnswer *answer)
{
    const GPtrArray *records = answer->records;
    const DnsRecord *first = NULL, *last = NULL;
    GString *text;

    for (guint i = 0; i < records->len; i++) {
        if (!first && begins_document(records->pdata[i]))
            first = records->pdata[i];
        if (!last && ends_document(records->pdata[i]) && records->pdata[i] != first)
            last = records->pdata[i];
    }
    if (!first)
        return NULL;
    text = g_string_new_len(first->data->str, (gssize)first->data->len);
    for (guint i = 0; i < records->len; i++) {
        const DnsRecord *record = records->pdata[i];

        if (record != first && record != last)
            g_string_append_len(text, record->data->str, (gssize)record->data->len);
    }
    if (last)
        g_string_append_len(text, last->data->str, (gssize)last->data->len);
    return text;
}

/* --- the elements --- */

static void
set_markup_error(GError **error, const char *what, const char *text)
{
    g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "%s%s%s%s", what,
                text ? " \"" : "", text ? text : "", text ? "\"" : "");
}

static void
add_caller_entry(CallerReader *reader, CallerEntry entry)
{
    g_array_append_val(reader->document->entries, entry);
}

static void
end_mx(CallerReader *reader, G_GNUC_UNUSED const char *text, G_GNUC_UNUSED GError **error)
{
    add_caller_entry(reader, (CallerEntry){ .kind = CALLER_MX });
}

static void
add_document_network(CallerReader *reader, CallerKind kind, const char *text, GError **error)
{
    CallerEntry entry = { .kind = kind, .excludes = *text == '!' };
    const char *address = entry.excludes ? text + 1 : text;
    bool ranged = strchr(address, '/') != NULL;

    if (ranged != (kind == CALLER_RANGE) || !ip_network_parse(address, &entry.network))
        set_markup_error(error, kind == CALLER_RANGE ? "bad range of addresses" : "bad address",
                         text);
    else
        add_caller_entry(reader, entry);
}

static void
end_address(CallerReader *reader, const char *text, GError **error)
{
    add_document_network(reader, CALLER_ADDRESS, text, error);
}

static void
end_range(CallerReader *reader, const char *text, GError **error)
{
    add_document_network(reader, CALLER_RANGE, text, error);
}

static void
end_indirect(CallerReader *reader, const char *text, GError **error)
{
    if (*text == '\0')
        set_markup_error(error, "indirect names nothing", NULL);
    else
        add_caller_entry(reader, (CallerEntry){ .kind = CALLER_INDIRECT, .name = g_strdup(text) });
}

static void
end_no_servers(CallerReader *reader, G_GNUC_UNUSED const char *text, G_GNUC_UNUSED GError **error)
{
    reader->document->no_servers = true;
}

static void
end_out(CallerReader *reader, G_GNUC_UNUSED const char *text, G_GNUC_UNUSED GError **error)
{
    reader->document->has_out = true;
}

static void
end_m(CallerReader *reader, G_GNUC_UNUSED const char *text, G_GNUC_UNUSED GError **error)
{
    reader->has_m = true;
}

static const struct {
    const char *path;
    void (*end)(CallerReader *reader, const char *text, GError **error);
} elements[] = {
    { "/ep/out", end_out },
    { "/ep/out/noMailServers", end_no_servers },
    { "/ep/out/m", end_m },
    { "/ep/out/m/mx", end_mx },
    { "/ep/out/m/a", end_address },
    { "/ep/out/m/r", end_range },
    { "/ep/out/m/indirect", end_indirect },
};

/* --- GMarkup's callbacks --- */

static void
read_attributes(CallerReader *reader, const char **names, const char **values)
{
    for (size_t i = 0; names[i]; i++)
        if (g_str_equal(names[i], "testing"))
            reader->document->testing =
                g_str_equal(values[i], "true") || g_str_equal(values[i], "1");
}

static void
start_element(G_GNUC_UNUSED GMarkupParseContext *context, const char *name, const char **attributes,
              const char **values, gpointer data, GError **error)
{
    CallerReader *reader = data;

    if (++reader->depth > CALLER_ID_DEPTH_MAX) {
        set_markup_error(error, "too many elements inside each other", NULL);
        return;
    }
    g_string_append_printf(reader->path, "/%s", name);
    g_string_truncate(reader->text, 0);
    if (reader->depth > 1)
        return;
    if (reader->has_root)
        set_markup_error(error, "more behind the document", NULL);
    else if (!g_str_equal(name, "ep"))
        set_markup_error(error, "not an ep document", NULL);
    else
        read_attributes(reader, attributes, values);
    reader->has_root = true;
}

static void
end_element(G_GNUC_UNUSED GMarkupParseContext *context, const char *name, gpointer data,
            GError **error)
{
    CallerReader *reader = data;

    g_strstrip(reader->text->str);
    for (size_t i = 0; i < G_N_ELEMENTS(elements); i++)
        if (g_str_equal(reader->path->str, elements[i].path))
            elements[i].end(reader, reader->text->str, error);
    g_string_truncate(reader->text, 0);
    g_string_truncate(reader->path, reader->path->len - strlen(name) - 1);
    reader->depth--;
}

static void
append_element_text(G_GNUC_UNUSED GMarkupParseContext *context, const char *text, gsize len,
                    gpointer data, G_GNUC_UNUSED GError **error)
{
    g_string_append_len(((CallerReader *)data)->text, text, (gssize)len);
}

/* Comments and processing instructions; else a document type, which could declare entities. */
static void
read_markup_other(G_GNUC_UNUSED GMarkupParseContext *context, const char *text, gsize len,
                  G_GNUC_UNUSED gpointer data, GError **error)
{
    Cursor c = cursor_over(text, len);

    if (!cursor_begins(&c, "<!--") && !cursor_begins(&c, "<?"))
        set_markup_error(error, "a document type, which may declare entities", NULL);
}

static const GMarkupParser parser = {
    .start_element = start_element,
    .end_element = end_element,
    .text = append_element_text,
    .passthrough = read_markup_other,
};

static void
clear_caller_entry(gpointer entry)
{
    g_free(((CallerEntry *)entry)->name);
}

static void
read_markup(CallerReader *reader, const char *text, size_t len, GError **error)
{
    g_autoptr(GMarkupParseContext) context =
        g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, reader, NULL);

    if (g_markup_parse_context_parse(context, text, (gssize)len, error))
        g_markup_parse_context_end_parse(context, error);
}

CallerDocument *
caller_id_parse(const char *text, size_t len)
{
    CallerDocument *document = g_new0(CallerDocument, 1);
    g_autoptr(GString) path = g_string_new(NULL);
    g_autoptr(GString) inside = g_string_new(NULL);
    CallerReader reader = { .document = document, .path = path, .text = inside };
    Cursor whole = cursor_over(text, len);
    g_autoptr(GError) error = NULL;

    document->entries = g_array_new(FALSE, FALSE, sizeof(CallerEntry));
    g_array_set_clear_func(document->entries, clear_caller_entry);
    if (len > CALLER_ID_OCTETS_MAX) {
        document->problem = g_strdup_printf("over %d octets", CALLER_ID_OCTETS_MAX);
        return document;
    }
    if (cursor_has(&whole, '\0')) { /* GMarkup lets it stand in text */
        document->problem = g_strdup("a NUL in it");
        return document;
    }
    read_markup(&reader, text, len, &error);
    if (error)
        document->problem = g_strdup(error->message);
    else if (reader.has_m && document->no_servers)
        document->problem = g_strdup("both m and noMailServers");
    return document;
}

void
caller_id_document_free(CallerDocument *document)
{
    if (!document)
        return;
    g_array_unref(document->entries);
    g_free(document->problem);
    g_free(document);
}

const char *
caller_id_kind_text(CallerKind kind)
{
    static const char *const texts[] = {
        [CALLER_MX] = "mx",
        [CALLER_ADDRESS] = "a",
        [CALLER_RANGE] = "r",
        [CALLER_INDIRECT] = "indirect",
    };

    g_assert((size_t)kind < G_N_ELEMENTS(texts));
    return texts[kind];
}
