package kit

import (
	"fmt"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/script"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// Facts is a list of labels and values that a page draws with [Shell.FactRows].
type Facts [][2]string

// Add adds a fact if there is one.
func (f *Facts) Add(label, value string) {
	if value != "" {
		*f = append(*f, [2]string{label, value})
	}
}

// FactRows draws facts one below the other. A long value is wrapped, never cut.
func (s Shell) FactRows(facts Facts, width int) (rows []string) {
	column := 0
	for _, fact := range facts {
		column = max(column, ink.Width(fact[0])+2)
	}
	column = min(column, width/2)
	for _, fact := range facts {
		rows = append(rows, draw.Facts(s.Theme.Theme, fact[0], fact[1], column, min(width, column+draw.Reading))...)
	}
	return rows
}

// MeaningRows are what an outcome means, where its word does not say it all, and what the
// agent does after it.
func (s Shell) MeaningRows(v Verdict, width int) (rows []string) {
	if means := strings.TrimSpace(v.Means + " " + v.Reason); means != "" {
		rows = ink.Wrap(means, min(width, draw.Reading))
	}
	return append(rows, s.FactRows(v.Rules(width), width)...)
}

// UnmatchedRows say which checks of a payment did not match, and what the agent asks. They
// do not decide the payment, which stands; noun is what it is.
func (s Shell) UnmatchedRows(checks gateway.Checks, noun string, width int) []string {
	means, do := script.OfChecks(checks, gateway.CheckNotMatched)
	if means == "" {
		return nil
	}
	rows := draw.Marked(s.Theme.Theme, theme.Warn, "!", means+" The "+noun+" stands.", width)
	return append(rows, ink.Wrap(do, width)...)
}

// FoundFacts say how moto found the outcome.
func FoundFacts(a payment.Attempt) (facts Facts) {
	if a.Resolution != "" {
		facts.Add("Resolved", a.Ended.Local().Format("15:04:05")+", "+a.FoundOut())
	}
	return facts
}

// AlarmRows say what a supervisor must look at.
func (s Shell) AlarmRows(text string, width int) []string {
	if text == "" {
		return nil
	}
	return draw.Marked(s.Theme.Theme, theme.Bad, "!", text, min(width, draw.Reading))
}

// DoubtRows say what moto does about an unknown outcome.
func (s Shell) DoubtRows(a payment.Attempt, width int) []string {
	now := s.Now()
	next := "now"
	if wait := a.NextCheck.Sub(now); wait > time.Second {
		next = fmt.Sprintf("in %d s", int(wait.Seconds()))
	}
	events := []draw.Event{
		{Done: true, When: a.Began.Local().Format("15:04:05"), Word: "Sent", Text: "to the bank"},
		{Done: true, When: fmt.Sprintf("for %d s", max(0, int(now.Sub(a.Began).Seconds()))), Word: "Unknown", Text: "no clear answer"},
	}
	if a.Checks > 0 {
		events = append(events, draw.Event{Done: true, Word: "Checked", Text: thousands.CountOf(a.Checks, "time") + ": still unknown"})
	}
	events = append(events, draw.Event{When: next, Word: "Next check", Text: "then less and less often"})
	return append([]string{s.Theme.Strong.Render("What moto is doing")}, draw.Timeline(s.Theme.Theme, events, width)...)
}

// Expires is an expiry date as it stands on the card: 12/30.
func Expires(date string) string { return strings.Replace(date, "/20", "/", 1) }
