/* SPDX-License-Identifier: ISC */
/* The picture is a row of stations. Station N is the client of the Received field with index N, as
 * the host above it saw that client; the last station, without an index, is the host that wrote the
 * newest field. Between two stations stands what the field says of the hand-over. */
#include "report/html_path.h"

#include "report/hop_times.h"
#include "report/html.h"
#include "report/words.h"

#include <string.h>

/* In units of the picture; 440 of them are as wide as a phone. */
#define PICTURE_WIDTH   440
#define STATION_HEIGHT  92
#define BOUNDARY_HEIGHT 44 /* room for the line that the path crosses */
#define GAP_HEIGHT      58 /* where stations are left out */
#define STATION_Y       24 /* of its sign, below where the station begins */
#define LINE_X          26
#define WORDS_X         58
#define LABEL_MAX       46 /* characters that have room in a line */

/* Stations shown on each side of the boundary: more are hard to take in. */
#define SIDE_MAX  12
#define SIDE_HEAD 3 /* of them, those that are far from the boundary */

typedef enum {
    STATION_CLAIMED, /* whoever wrote the field is not believed */
    STATION_ORIGIN,  /* the client whose address was checked */
    STATION_RELAY,   /* believed, and passed over */
    STATION_END,     /* believed, and the walk ends here: nobody to check */
    STATION_MAILBOX,
} StationKind;

typedef struct {
    StationKind kind;
    const char *host;    /* hostile; NULL: not known */
    char *address;       /* likewise */
    const char *remark;  /* a literal */
    PageStyle style;     /* of an origin */
    const WalkStep *out; /* the field that tells of the hand-over from here; NULL: the last one */
    int index;           /* of that field; -1: the last one */
} Station;

/* What is drawn so far. */
typedef struct {
    GString *out;
    const Evidence *evidence;
    const Verdict *verdict;
    unsigned y;
} Picture;

/* --- stations --- */

static StationKind
station_kind(const Walk *walk, int index)
{
    const WalkStep *step = walk_step(walk, index);

    if (!step->believed)
        return STATION_CLAIMED;
    if (index == walk->boundary)
        return STATION_ORIGIN;
    return step->trusted ? STATION_RELAY : STATION_END;
}

static const char *
station_remark(StationKind kind, const WalkStep *step, bool checked)
{
    switch (kind) {
    case STATION_CLAIMED:
        return "only claimed: anybody can have written this";
    case STATION_ORIGIN:
        return checked ? "origin: its address was checked" : "origin: nothing was checked";
    case STATION_RELAY:
        return step->relay ? "believed: a relay that you trust" : "believed: passed over";
    case STATION_END:
        return "believed: the path ends here";
    case STATION_MAILBOX:
        return "your mailbox";
    }
    g_assert_not_reached();
}

/* The name that a client had: as the DNS said, else as it said itself, else as it called itself in
 * the field that it wrote. */
static const char *
client_host(const Walk *walk, int index)
{
    const ReceivedHop *hop = walk_step(walk, index)->hop;
    bool is_last = (guint)index + 1 == walk->steps->len;

    if (hop->rdns || hop->helo)
        return hop->rdns ? hop->rdns : hop->helo;
    return is_last ? NULL : walk_step(walk, index + 1)->hop->by;
}

/* The station of an index; -1: the mailbox. */
static Station
station_at(const Picture *picture, int index)
{
    const Walk *walk = picture->evidence->walk;
    Station station = { .kind = STATION_MAILBOX, .index = index };

    if (index < 0) {
        station.host = walk_step(walk, 0)->hop->by;
    } else {
        station.out = walk_step(walk, index);
        station.kind = station_kind(walk, index);
        station.host = client_host(walk, index);
        station.address = ip_text(&station.out->hop->ip);
    }
    if (!station.host)
        station.host = index < 0 ? picture->evidence->receiver : "name not shown";
    station.style = words_result_style(picture->verdict->result);
    station.remark =
        station_remark(station.kind, station.out, picture->evidence->findings->len > 0);
    return station;
}

/* --- drawing --- */

/* The end of a name says whose it is: of a long one it is the end that stays. */
static void
append_label(GString *out, const char *text)
{
    g_autofree char *shown = quote_words_text(text, QUOTE_NAME_MAX);
    size_t len = strlen(shown);

    if (len > LABEL_MAX)
        g_string_append(out, "…");
    html_text(out, len > LABEL_MAX ? shown + len - (LABEL_MAX - 1) : shown, QUOTE_ALL);
}

static void
draw_words(const Picture *picture, unsigned y, const char *class_name, const char *text)
{
    g_string_append_printf(picture->out, "<text x=\"%d\" y=\"%u\" class=\"%s\">", WORDS_X, y,
                           class_name);
    append_label(picture->out, text);
    g_string_append(picture->out, "</text>\n");
}

/* A sign for each kind, different by its form. */
static void
draw_sign(const Picture *picture, const Station *station, unsigned y)
{
    GString *out = picture->out;

    switch (station->kind) {
    case STATION_CLAIMED:
        g_string_append_printf(out, "<circle class=\"claimed\" cx=\"%d\" cy=\"%u\" r=\"9\"/>\n",
                               LINE_X, y);
        break;
    case STATION_ORIGIN:
        g_string_append_printf(out,
                               "<path class=\"origin %s\" d=\"M%d %ul14 14-14 14-14-14z\"/>\n"
                               "<circle class=\"eye\" cx=\"%d\" cy=\"%u\" r=\"4\"/>\n",
                               html_style_class(station->style), LINE_X, y - 14, LINE_X, y);
        break;
    case STATION_RELAY:
    case STATION_END:
        g_string_append_printf(out,
                               "<circle class=\"relay\" cx=\"%d\" cy=\"%u\" r=\"11\"/>\n"
                               "<path class=\"tick\" d=\"M%d %ul4 4 7-8\"/>\n",
                               LINE_X, y, LINE_X - 5, y + 1);
        break;
    case STATION_MAILBOX:
        g_string_append_printf(out,
                               "<rect class=\"relay\" x=\"%d\" y=\"%u\" width=\"30\" height=\"22\" "
                               "rx=\"3\"/>\n<path class=\"tick\" d=\"M%d %ul11 9 11-9\"/>\n",
                               LINE_X - 15, y - 11, LINE_X - 11, y - 6);
        break;
    }
}

/* "hop 2, ESMTPS, after 3 s". */
static void
draw_hand_over(const Picture *picture, const Station *station, unsigned y)
{
    const ReceivedHop *hop = station->out->hop;
    g_autofree char *took = hop_time_words(picture->evidence->walk, station->index);

    g_string_append_printf(picture->out, "<text x=\"%d\" y=\"%u\" class=\"hop\">↓ hop %d", WORDS_X,
                           y, station->index + 1);
    if (hop->with) {
        g_string_append(picture->out, " · ");
        html_name(picture->out, hop->with, 16);
    }
    if (*took)
        g_string_append_printf(picture->out, " · <tspan class=\"took\">%s</tspan>", took);
    g_string_append(picture->out, "</text>\n");
}

static void
draw_line(const Picture *picture, bool believed, unsigned from, unsigned to)
{
    g_string_append_printf(picture->out, "<path class=\"%s\" d=\"M%d %uV%u\"/>\n",
                           believed ? "way" : "way claimed-way", LINE_X, from, to);
}

static void
draw_boundary(Picture *picture)
{
    unsigned y = picture->y + BOUNDARY_HEIGHT / 2 - 8;

    g_string_append_printf(picture->out,
                           "<path class=\"boundary\" d=\"M0 %uH%d\"/>\n"
                           "<text x=\"%d\" y=\"%u\" class=\"boundary-word\">boundary: hosts below "
                           "this line are believed</text>\n",
                           y, PICTURE_WIDTH, WORDS_X, y + 17);
    picture->y += BOUNDARY_HEIGHT;
}

static void
draw_station(Picture *picture, int index)
{
    Station station = station_at(picture, index);
    unsigned y = picture->y + STATION_Y;
    bool is_boundary = station.kind == STATION_ORIGIN;
    unsigned next = picture->y + STATION_HEIGHT + (is_boundary ? BOUNDARY_HEIGHT : 0) + STATION_Y;

    if (station.out)
        draw_line(picture, station.out->believed, y, next);
    draw_sign(picture, &station, y);
    draw_words(picture, y - 3, "host", station.host);
    if (station.address)
        draw_words(picture, y + 14, "address", station.address);
    g_string_append_printf(picture->out, "<text x=\"%d\" y=\"%u\" class=\"remark\">%s</text>\n",
                           WORDS_X, y + (station.address ? 31 : 14), station.remark);
    if (station.out)
        draw_hand_over(picture, &station, y + 53);
    picture->y += STATION_HEIGHT;
    if (is_boundary)
        draw_boundary(picture);
    g_free(station.address);
}

/* Those with the indexes from down to to, newest last; of many, the first and the last ones. */
static void
draw_stations(Picture *picture, int from, int to)
{
    int left_out = from - to + 1 - SIDE_MAX;

    for (int index = from; index >= to; index--) {
        if (left_out > 1 && index == from - SIDE_HEAD) {
            unsigned y = picture->y + STATION_Y;

            draw_line(picture, walk_step(picture->evidence->walk, index)->believed, y,
                      y + GAP_HEIGHT);
            g_string_append_printf(picture->out,
                                   "<text x=\"%d\" y=\"%u\" class=\"remark\">… %d hosts more; all "
                                   "are in the table below</text>\n",
                                   WORDS_X, y + 4, left_out);
            picture->y += GAP_HEIGHT;
            index -= left_out;
        }
        draw_station(picture, index);
    }
}

/* --- the whole --- */

static void
append_count(GString *out, guint count, const char *one, const char *many)
{
    if (count > 0)
        g_string_append_printf(out, "%u %s, ", count, count == 1 ? one : many);
}

/* For who cannot see the picture. */
static void
append_description(GString *out, const Walk *walk)
{
    guint claimed = 0, relays = 0;

    for (guint i = 0; i < walk->steps->len; i++) {
        StationKind kind = station_kind(walk, (int)i);

        claimed += kind == STATION_CLAIMED;
        relays += kind == STATION_RELAY || kind == STATION_END;
    }
    g_string_append(out, "Path from the sender to the mailbox: ");
    append_count(out, claimed, "host that is only claimed", "hosts that are only claimed");
    if (walk->boundary >= 0) {
        g_autofree char *address = ip_text(&walk_step(walk, walk->boundary)->hop->ip);

        g_string_append_printf(out, "the origin %s, the boundary, ", address ? address : "");
    }
    append_count(out, relays, "believed relay", "believed relays");
    g_string_append(out, "the mailbox");
}

/* Draws what stands above and below the boundary, or all as one where there is none. */
static void
draw_path(Picture *picture)
{
    const Walk *walk = picture->evidence->walk;
    int oldest = (int)walk->steps->len - 1;

    if (walk->boundary >= 0) {
        draw_stations(picture, oldest, walk->boundary + 1);
        draw_station(picture, walk->boundary);
        draw_stations(picture, walk->boundary - 1, 0);
    } else {
        draw_stations(picture, oldest, 0);
    }
    draw_station(picture, -1);
}

void
html_path(GString *out, const Evidence *evidence, const Verdict *verdict)
{
    g_autoptr(GString) drawn = g_string_new(NULL);
    Picture picture = { .out = drawn, .evidence = evidence, .verdict = verdict };

    draw_path(&picture);
    g_string_append(out, "<svg class=\"path\" role=\"img\" aria-label=\"");
    append_description(out, evidence->walk);
    g_string_append_printf(out, "\" viewBox=\"0 0 %d %u\">\n%s</svg>\n", PICTURE_WIDTH,
                           picture.y - STATION_HEIGHT / 4, drawn->str);
}
