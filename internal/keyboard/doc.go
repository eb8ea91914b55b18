// Package keyboard keeps typed and pasted digits out of everything above the
// terminal. A card number is digits, and all code that reads keys keeps copies
// of them: in read buffers, in events, in the text of a paste. So a filter
// stands between the terminal and the program that reads it. It puts each digit
// into a queue, in memory that the caller chose, and passes on one Placeholder
// in its place. A field that receives a placeholder takes one digit; a digit
// that no field takes is dropped. The order is kept, so digits typed ahead of
// the screen end in the field they were meant for.
//
// Digits come in more than one form, and all of them are diverted: ASCII,
// full-width (U+FF10 to U+FF19), the numeric keypad in application mode (ESC O p
// to y), and keys as numbers (CSI 49 u, CSI 27;1;49 ~), inside and outside
// bracketed pastes. Sequences that only have numbers in them, such as a cursor
// report or the answer to a question about colours, pass. Sequences that no
// program asked the terminal for do not: device control and other strings, X10
// mouse reports, Windows' key records, 8-bit controls, broken UTF-8.
//
// The filter reads input like the one decoder that it was made for, Bubble Tea's: a
// sequence that stops for longer than silence is over. The tests compare the two on any
// input. The filter never holds back an ESC, so the Esc key stays quick.
//
// An answer of the terminal that comes late and in two pieces is never taken for
// typing, see late. A paste whose end was lost ends with the first key after a
// few seconds, and at ctrl+c.
//
// Digits that text fields show take the same way back: the fields draw
// stand-ins, and Output puts the digits in, next to the terminal.
//
// A console of Windows hands over records of keys. They are read into the caller's
// memory too, become the bytes that a terminal would have sent, and go through the
// same filter.
package keyboard
