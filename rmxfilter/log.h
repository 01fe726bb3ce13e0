/* SPDX-License-Identifier: ISC */
/* The system's log, told without waiting and without memory: syslog(3) waits for as long as the
 * daemon does not read, and what holds mail must not hang on that. */
#ifndef LOG_H
#define LOG_H

/* Sends one line of text, of facility mail and severity warning, to the daemon at /dev/log (RFC
 * 3164 section 4.3.2: it puts the time to it). Longer than some 900 octets it is cut. Where there
 * is no daemon, or it is busy, the line is lost. */
void log_warning(const char *text);

#endif
