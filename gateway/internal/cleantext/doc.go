// Package cleantext makes text from outside safe for a terminal, a log line or a
// table cell: one line of visible characters, in Unicode's composed form, with
// widths that terminals agree on.
//
// It keeps the spelling of the world's scripts: a letter keeps the marks and
// joiners of its script, and loses those that pile up.
package cleantext
