package gateway

import "motoconsole/gateway/internal/cleantext"

// Clean makes text from outside safe to put on a terminal, in a log line or in
// a table cell: valid UTF-8 in NFC, one line, no control, escape, format
// (bidi, zero-width, tag), invisible, private or unassigned character, no more
// combining marks a letter than its script spells with, no joiner but in scripts
// that spell with them, at most limit characters with "…" for the rest. What is
// taken out leaves U+FFFD, so that nothing hides; only marks beyond those and
// variation selectors go without one. Clean(Clean(x)) is Clean(x).
//
// Nor does a character stay whose width terminals disagree about when it meets
// another: halves of flags, tones of skin, parts of a Korean syllable that make
// none. A character is at most two cells wide.
func Clean(text string, limit int) string { return cleantext.Clean(text, limit) }
