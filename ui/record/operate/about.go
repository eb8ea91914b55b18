package operate

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment/option"
	"motoconsole/ui/kit/draw"
)

// brief describes an entry if there is no room for a preview, with what to say where there
// is nothing to choose.
func (s *Page) brief(e entry, width int) []string {
	const most = 20
	return slices.DeleteFunc(s.briefIn(e, width, most), func(row string) bool { return row == "" })
}

// briefIn is brief in a number of rows.
func (s *Page) briefIn(e entry, width, high int) []string {
	o := e.first()
	hint, wrong, say := gateway.Clean(o.Says, 400), "", []string(nil)
	if o.Refusal != "" {
		hint, wrong = "", "Not possible now: "+gateway.Clean(o.Refusal, 300)
	}
	if e.place == answers {
		say = s.toSay(e, width)
	}
	return slices.Concat(draw.HintIn(s.Shell.Theme.Theme, hint, wrong, width, max(1, high-len(say))), say)
}

// what describes an entry before it is chosen, without the sentence to say.
func (s *Page) what(e entry, width int) (rows []string) {
	t, o := s.Shell.Theme, e.first()
	add := func(style ink.Style, text string) {
		for _, line := range ink.Wrap(text, min(width, draw.Reading)) {
			rows = append(rows, style.Render(line))
		}
	}
	if o.Refusal != "" {
		add(t.Bad, "✖ Not possible now: "+gateway.Clean(o.Refusal, 300))
		if o.Limited {
			add(t.Dim, "Enter records the request.")
		}
		return rows
	}
	add(t.Text, gateway.Clean(o.Says, 400))
	if o.Warning != "" {
		add(t.Warn, "! "+gateway.Clean(o.Warning, 300))
	}
	return rows
}

// about is the same, with what to say.
func (s *Page) about(e entry, width int) []string {
	what, say := s.what(e, width), s.toSay(e, width)
	if len(say) > 0 {
		what = append(what, "")
	}
	return append(what, say...)
}

// aboutIn is about in at most `most` rows. It leaves out nothing of what to say.
func (s *Page) aboutIn(e entry, width, most int) []string {
	what, say := s.what(e, width), s.toSay(e, width)
	if room := max(1, most-len(say)); len(what) > room {
		what = append(what[:room-1], ink.Cut(what[room-1], width-1)+"…")
	}
	if len(say) > 0 && len(what)+1+len(say) <= most {
		what = append(what, "")
	}
	return append(what, say...)
}

// sayAfterwards heads a sentence that holds once the operation is done, and not before.
const sayAfterwards = "Say once it is done"

func (s *Page) toSay(e entry, width int) []string {
	t, o := s.Shell.Theme, e.first()
	if o.Caller == "" || o.Refusal != "" {
		return nil
	}
	title, style := "Say", t.Strong
	if o.Legal() && o.Kind != option.Repeat { // it promises what is not done yet
		title, style = sayAfterwards, t.Text
	}
	rows := []string{t.Strong.Render(title)}
	for _, line := range ink.Wrap("“"+gateway.Clean(o.Caller, 300)+"”", min(width, draw.Saying)) {
		rows = append(rows, style.Render(line))
	}
	return rows
}
