// Package mail writes messages, e-mail drafts and calendars, says when a
// deadline is reminded of, and sends what is due (Postman). It is the only door
// to SMTP, to the e-mail format and to iCalendar.
package mail
