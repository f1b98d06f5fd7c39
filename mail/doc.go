// Package mail writes messages. It is the only door to SMTP and to the
// e-mail format.
package mail
