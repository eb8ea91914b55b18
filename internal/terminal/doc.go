// Package terminal runs a Bubble Tea model for a served terminal. It stands in
// for [tea.Program] where one process has many sessions: a program of its own for
// each would keep two buffers of cells and a table of keys a session, draw by a
// ticker, and stop updating while the line does not take what it writes.
//
// A [Session] has one goroutine that alone touches the model and what the
// terminal shows. Messages and keys come in by a bounded inbox, in order. It
// updates with all of them, and then draws: at once after a pause, and no more
// often than every few milliseconds. Nothing ticks, so an idle session costs no
// time. One write is on its way at most; while the line takes none, the model is
// updated all the same, and the next frame drawn is the newest.
//
// Only rows that differ are written, see screen. The keyboard's digits are kept
// out of it by internal/keyboard, whose filter the input has passed and whose
// writer the output passes, as at the desk.
//
// Of [tea.View] it does what the console uses: content, cursor, title, the
// alternate screen, bracketed paste, keyboard enhancements. The frame always
// fills the screen. It draws no hyperlinks, asks for no mouse, and knows neither
// progress bars nor colours of the window. It runs no other programs and is never
// suspended.
package terminal
