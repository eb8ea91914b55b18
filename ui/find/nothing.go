package find

import (
	"errors"
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/ink"
	"motoconsole/internal/lookup"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// ended goes back to the line when a search has brought nothing, so that the
// next one can be typed at once. An agent who is typing it already is left alone.
func (l *Page) ended() {
	if len(l.list.rows) == 0 && (l.stage == listing || l.stage == asking && l.fresh) {
		l.openLine(true)
		l.nothing = true
	}
}

// nothingText says why there is no list: nothing was found, the gateway refused
// the query or did not answer, or the search panicked.
func (l *Page) nothingText(width int) (rows []string) {
	t, r := l.shell.Theme, &l.run
	var head, body, todo string
	again := ""
	if r.byCard {
		again = " The card number was not kept: type it again under More filters (ctrl+f)."
	}
	query, refused := errors.AsType[*gateway.QueryError](r.err)
	switch {
	case r.stopped:
		head = t.Warn.Render("! Stopped: nothing found so far")
		todo = again
	case refused:
		head = t.Bad.Render("✖ The gateway refused the search")
		body = failureText(query) + "."
		todo = "This does not show whether the payment was taken. Change the search; if this goes on, tell a supervisor the code."
	case errors.Is(r.err, errDefect):
		head = t.Bad.Render("✖ The search broke off")
		body = kit.Capital(failureText(r.err)) + "."
		todo = "This does not show whether the payment was taken. Tell a supervisor: the log says what happened." + again
	case r.err != nil:
		head = t.Bad.Render("✖ No answer from the gateway")
		body = kit.Capital(failureText(r.err)) + "."
		todo = "This does not show whether the payment was taken." + again
	default:
		head = t.Strong.Render("– Nothing found")
		if r.sum.Looked > 0 {
			head += t.Strong.Render(" in " + thousands.CountOf(r.sum.Looked, "record"))
		}
		body = l.note()
		todo = "Try fewer words, or a longer time such as “last 7d”. A payment of the last few minutes may not be visible yet: not finding it does not prove that it was not taken." + again
	}
	about := r.explain
	if r.reach != "" {
		about = r.reach
	}
	if r.tried != "" {
		about += "\n" + r.tried
	}
	rows = []string{head}
	for _, text := range []string{body, strings.TrimSpace(todo)} {
		if text != "" {
			rows = append(rows, ink.Wrap(text, min(width, draw.Reading))...)
		}
	}
	return append(append(rows, ""), dimmed(t.Theme, about, width)...)
}

// failureText is what went wrong with a search, for people.
func failureText(err error) string {
	if query, ok := errors.AsType[*gateway.QueryError](err); ok {
		text := fmt.Sprintf("Code %s: %s", query.Code.Code, gateway.Clean(query.Code.Message, 200))
		var names []string
		for _, field := range query.Fields {
			name := lookup.FieldText(field)
			if name == "" {
				name = gateway.Clean(field, 40)
			}
			names = append(names, name)
		}
		if len(names) > 0 {
			text += " (" + strings.Join(names, ", ") + ")"
		}
		return text
	}
	return gateway.Clean(err.Error(), 300)
}

func isRefusal(err error) bool {
	_, ok := errors.AsType[*gateway.FieldError](err)
	return ok
}
