package when

import "time"

// Show is a moment in words in its zone. It adds the zone's name if the clocks show
// that time of day twice.
func Show(t time.Time) string {
	text := t.Format("Mon 2 Jan 2006 15:04:05")
	if Twice(t) {
		text += t.Format(" MST")
	}
	return text
}

// ShowRange is Show for both ends of a time. If clocks change between them on one
// day, both have the zone's name.
func ShowRange(from, to time.Time) (string, string) {
	a, b := Show(from), Show(to)
	if to.Sub(from) < 26*time.Hour && offsetAt(from) != offsetAt(to) || Twice(from) || Twice(to) {
		const layout = "Mon 2 Jan 2006 15:04:05 MST"
		a, b = from.Format(layout), to.Format(layout)
	}
	return a, b
}
