/* SPDX-License-Identifier: ISC */
/* The system's log, told without waiting and without memory: syslog(3) waits for as long as the
 * daemon does not read, and what holds mail must not hang on that. */
#ifndef LOG_H
#define LOG_H

/* Each sends one line of text, of facility mail, to the daemon at /dev/log (RFC 3164 section 4.3.2:
 * it puts the time to it). text: printable ASCII and tabs. Longer than some 950 octets it is cut.
 * Where there is no daemon, or it is busy, the line is lost. */
void log_warning(const char *text); /* of severity warning: something is wrong */
void log_message(const char *text); /* of severity info: what became of a message */

#endif
