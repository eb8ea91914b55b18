// Package keyboard keeps typed and pasted digits out of everything above the
// terminal. A card number is digits, and whatever reads keys keeps what it
// reads: in read buffers, in events, in the text of a paste. So a filter stands
// between the terminal and the program that reads it. It puts each digit into
// a queue in memory that the caller chose, and hands on one Placeholder in its
// place. Who is told of a placeholder takes one digit; whoever takes none has
// it dropped. Order is kept, so what is typed ahead of the screen ends in the
// field it was meant for.
//
// Digits come in more than one form, and all of them are diverted: ASCII,
// full-width (U+FF10 to U+FF19), the numeric keypad in application mode (ESC O p
// to y), and keys as numbers (CSI 49 u, CSI 27;1;49 ~), in and outside of
// bracketed pastes. Sequences that only have numbers in them, such as a
// cursor report or the answer to a question about colours, pass. What nobody
// asked the terminal for does not: device control and other strings, X10
// mouse reports, Windows' key records, 8-bit controls, broken UTF-8.
//
// The filter has the view of the one decoder it was made for, that of Bubble
// Tea: a sequence that stops for longer than silence is over, and the tests
// compare the two on any input. An ESC is never held back, so that the Esc key
// is as quick as it was.
//
// An answer that comes late and in two pieces is never typed, see late. A paste
// whose end was lost ends with the first key after a few seconds, and at ctrl+c.
//
// What text fields show of digits takes the same way back: they draw stand-ins,
// and Output puts the digits in, next to the terminal.
//
// On Windows the decoder reads the console itself, past any reader, so there
// the filter cannot work, Supported is false, and digits arrive as text.
package keyboard
