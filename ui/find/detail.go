package find

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// detail is the selected row in words: what its columns cut or have no room
// for. The more they show the less is said twice, because all of it is sent
// with every move of the selection.
func (l *Page) detail(width int, columns []tableColumn) []string {
	w := l.list.current()
	if w == nil {
		if len(l.list.rows) > 0 {
			return []string{"", "No row holds this. esc shows all again.", ""}
		}
		return []string{"", "", ""}
	}
	r := w.record
	var parts []string
	say := func(before, text string) {
		if text != "" {
			parts = append(parts, before+text)
		}
	}
	layout := layoutOf(width)
	if layout != wide {
		say("", strings.TrimSpace(statement.What(r)+" "+r.TransactionReference))
		if cutOrder(columns, w) {
			say("order ", r.OrderReference)
		}
		say("agent ", r.OperatorName)
	}
	if layout == narrow {
		say("", localTime(r, detailTime))
	}
	if w.kept {
		say("", "from the journal")
	}
	_, status := statement.Status(r)
	if w.outcome == gateway.OutcomeNotSent {
		status = "Not taken"
	}
	switch {
	case r.ErrorCode != "" && r.ErrorCode != "0":
		status = fmt.Sprintf("%s: “%s” (code %s)", status, r.ErrorMessage, r.ErrorCode)
	case statement.HeldShort(r) != "":
		status += " " + statement.HeldShort(r)
	case layout == wide:
		status = ""
	}
	if w.standsOut() {
		status = l.shell.Theme.Warn.Render(ansi.Truncate(status, width, "…"))
	}
	return []string{"", strings.Join(parts, " · "), status}
}
