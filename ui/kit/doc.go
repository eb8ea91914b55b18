// Package kit is what the pages of the console share: the value by which they see
// the shell, keys, words and facts, and how a page is drawn.
//
// # What a page draws
//
// The shell draws the head (row 1), the status line (the last row but one) and the
// footer (the last row). A page says which screen it is ([Page].Heading), which keys
// work now ([Page].Keys: the first is the one to press), and draws all rows between
// (View): width is the terminal's, height is its rows less three, and row 0 is the free
// row below the head. Only half a row of a bar or of a panel stands in row 0.
//
// A page builds its body from top to bottom:
//
//	b := draw.NewBody(p.shell.Theme.Theme, width, height)
//	b.Edge(verdict.Draw(b.Theme, width, draw.IsBig(width, height+3))...) // with its half rows
//	b.Add(draw.Say(b.Theme, say, b.Room())...)                           // between the margins
//	b.Gap()
//	b.To(-draw.HintRows)                                                  // a place at the end
//	b.Add(draw.Hint(b.Theme, hint, wrong, b.Room())...)
//	return b.String(), nil
//
// A part that begins with half a row, which are bars and panels, takes the free row above
// it for that. At the top of a body that is row 0; elsewhere it is the one free row that
// stands there anyhow, so no Gap comes before it. On a page without a bar or panel at the
// top, row 0 stays free: b.Gap().
//
// At 80×24 a body has 21 rows of 80 cells, 76 between the margins; at 60×20 it has 17 of
// 60, with margins of 1; at 200×50 it has 47 of 200. From [draw.Cosy] columns there may be
// a second column, from [draw.Wide] there are two, from 160 three; from [draw.Tall] rows
// fields have a free row between them. Columns are put together by [draw.Beside], each a
// [draw.Block] of rows that were drawn for its width. Wide screens get more columns of
// facts, not longer lines: text is wrapped at [draw.Reading], what is said at
// [draw.Saying].
//
// The cursor counts from the top left of the body. A form's comes from its field: the
// margin, and where [draw.Field.Draw] says that the answer begins.
//
// # Which part for what
//
//	draw.OutcomeBar    the outcome and the amount; tone Plain while it is charging
//	draw.Strip      something waits for attention: the worst first, one row
//	draw.Say        the sentence to say; draw.SayRows where there is no room for a panel
//	draw.Panel      a group of facts, a list, a preview; Focused has the keys
//	draw.Fact       a label and its value; draw.Facts in as many rows as it takes
//	draw.Marked     a sentence behind the symbol of its tone
//	draw.Amount     an amount in big digits, or one bold row in the middle of three
//	draw.Table      rows of payments; what does not fit goes by column, Goes first
//	draw.Field      a row of a form: idle, focused, wrong, done, optional
//	draw.Hint       the one place of a form for its hint or error, always two rows
//	draw.Badges     what the bank says of address and code; CheckOf makes them
//	draw.Timeline   the story of a payment
//	draw.Progress   recorded, sent, answered
//	draw.Chart      values beside one another; each says its number in words
//	draw.Money      what stays of an amount and what went back
//	draw.Empty      there is nothing, and what to do
//	draw.Dialog     a question in the place of the body; the answers are the keys
//
// Shell.DrawForm draws the fields of a form, and says which hint or error belongs into
// the place that the page keeps for it.
//
// # Styles and surfaces
//
// [Theme] has the four voices: Strong is what to read, Dim are labels, Accent and Focus
// say where the agent is and what can be pressed, and OK, Warn and Bad are outcomes and
// advice. Symbol and word of an outcome come from Theme.Mark, so that in 16 colours the
// word keeps the terminal's colour. Text lies on a surface by Surface.Row, which paints
// to the end of the row and goes on behind every style in it; Surface.Chip has the ends
// that show it without colour. Surfaces may lie on surfaces.
//
// # Never
//
//   - Keep a style or a theme in a page: the shell replaces the theme when the terminal
//     tells more of itself. Take p.shell.Theme each time.
//   - Make a style in View, or write an escape sequence in a page.
//   - Make a surface longer by blanks of its own: Surface.Row does that, in its colour.
//   - Measure with len or with utf8: ink.Width. Cut with ink.Cut, a sentence with
//     ink.CutWords, and never an outcome's word, an amount, the last four digits or what
//     is said.
//   - Say something by a colour alone. There is a symbol and a word.
//   - Show a key that does nothing now.
//   - Let a row appear or vanish while something is typed: reserve it.
//   - Change a row of full width with each key but the one selected: a digit in a form
//     has 40 bytes, moving the selection 500 at 80 columns (TestBytesPerKeystroke,
//     TestBytesPerArrow).
package kit
