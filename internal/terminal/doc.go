// Package terminal runs a Bubble Tea model for a served terminal. It replaces
// [tea.Program] where one process has many sessions: a separate program for each
// would keep two buffers of cells and a table of keys for each session, draw by a
// ticker, and stop updating while the line accepts no output.
//
// A [Program] has one goroutine, and only that goroutine touches the model and what
// the terminal shows. Messages and keys come in through a bounded inbox, in order.
// The goroutine updates with all of them, and then draws: at once after a pause,
// and no more often than every few milliseconds. Nothing ticks, so an idle session
// costs no time. At most one write is under way. While the line accepts none, the
// model is still updated, and the next frame drawn is the newest.
//
// Only rows that differ are written, see screen. internal/keyboard keeps the
// keyboard's digits out of the session: the input has passed its filter and the
// output passes its writer, as on a local terminal.
//
// Of [tea.View] a session does what the console uses: content, cursor, title, the
// alternate screen, bracketed paste, keyboard enhancements. The frame always fills
// the screen. A session draws no hyperlinks, asks for no mouse, and knows neither
// progress bars nor colours of the window. It runs no other programs and is never
// suspended.
package terminal
