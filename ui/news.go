package ui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
)

// announce tells an outcome wherever the agent is, and whose payment it was if another
// agent's.
func (r *Root) announce(a payment.Attempt) {
	v := kit.VerdictOf(a, r.console.Now())
	which := r.which(a)
	text := v.Symbol + " " + which + " " + kit.AmountOfAttempt(a) + ": " + v.Word
	if a.Alarm != "" {
		text = "! " + kit.OrderOf(a) + " " + kit.AmountOfAttempt(a) + ": " + kit.AlarmWord
	}
	if a.Outcome.MovesMoney() && a.Problem != "" { // it could not be recorded
		text += ". " + kit.Capital(a.Problem)
	}
	if a.Agent != r.console.Agent {
		text += ", by " + a.Agent + " at " + a.Began.Local().Format("15:04")
	}
	r.addNews(text)
}

// which names an attempt. On a page with an attempt of its own it is called an earlier
// one.
func (r *Root) which(a payment.Attempt) string {
	if _, ok := r.current.(kit.Owner); !ok {
		return kit.OrderOf(a)
	}
	return "Earlier " + a.Noun() + ": " + a.Charge.OrderReference
}

// OpenedMsg is the result of the comparison with the gateway at the start.
type OpenedMsg struct {
	// Forgotten is how many payments the gateway has that the journal had not.
	Forgotten int
	// Differ is how many payments differ between the journal and the gateway.
	Differ int
	// Problem is why the comparison failed, as a clause; "" if it did not.
	Problem string
}

// opened tells the agent the result of the comparison. Each forgotten payment also has
// an alarm on home.
func (r *Root) opened(msg OpenedMsg) tea.Cmd {
	text := ""
	switch {
	case msg.Problem != "":
		text = "! " + kit.Capital(msg.Problem) + "."
	case msg.Forgotten > 0:
		text = "! The journal had forgotten " + kit.HowMany(msg.Forgotten, false, "payment") + ": tell a supervisor."
	case msg.Differ > 0:
		text = "! Payments differ from the gateway’s: a supervisor lists them with moto reconcile."
	}
	if text != "" {
		r.addNews(text)
	}
	return r.load()
}

// addNews shows a line wherever the agent is. The answer to the last key gives way to
// it: that may say of a payment what is no longer true.
func (r *Root) addNews(text string) {
	r.dropNotice()
	if len(r.news) == 0 {
		r.newsAt = r.now()
	}
	r.news = append(r.news, text)
}

// dropNotice drops the answer to the last key, which may no longer be true.
func (r *Root) dropNotice() {
	if r.notice != digitsDropped {
		r.notice = ""
	}
}

// newsTime is how long news stays at least, because the agent may be typing.
const newsTime = 5 * time.Second

// newsRead removes news at the first key after it was shown for long enough.
func (r *Root) newsRead() {
	if len(r.news) > 0 && r.now().Sub(r.newsAt) >= newsTime {
		r.news, r.newsAt = r.news[1:], r.now()
	}
}

// line is the row above the footer: the answer to a key, else the news.
func (r *Root) line() string {
	switch {
	case r.wanted.Keep != nil:
		return r.wanted.Says
	case r.notice != "":
		return r.notice
	case r.recordingLine() != "":
		return r.recordingLine()
	case len(r.news) == 0:
		return r.oneMoment()
	case len(r.news) > 1:
		return fmt.Sprintf("%s, and %d more", r.news[0], len(r.news)-1)
	default:
		return r.news[0]
	}
}
