// Package cleantext makes text from outside safe to put on a terminal, in a log
// line or in a table cell: one line of characters that show, in Unicode's composed
// form, whose widths terminals agree about.
//
// It keeps how the world's scripts are spelled: a letter keeps the marks and
// joiners of its script, and loses those that pile up.
package cleantext
