package ui

import (
	"fmt"
	"time"

	"motoconsole/internal/payment"
)

// announce says an outcome wherever the agent is, and whose payment it was
// where it was somebody else's.
func (r *Root) announce(a payment.Attempt) {
	v := verdictOf(a)
	text := v.symbol + " " + orderOf(a) + " " + a.Charge.Amount.String() + ": " + v.word
	if a.Alarm != "" {
		text = "! " + orderOf(a) + " " + a.Charge.Amount.String() + ": " + alarmWord
	}
	if a.Agent != r.session.Agent {
		text += ", by " + a.Agent + " at " + a.Began.Local().Format("15:04")
	}
	if len(r.news) == 0 {
		r.newsAt = r.now()
	}
	r.news = append(r.news, text)
}

// newsTime is how long news stays at least: the agent may be typing.
const newsTime = 5 * time.Second

// newsRead takes the news away that was shown long enough, with the key that
// follows.
func (r *Root) newsRead() {
	if len(r.news) > 0 && r.now().Sub(r.newsAt) >= newsTime {
		r.news, r.newsAt = r.news[1:], r.now()
	}
}

// line is what stands above the footer: what a key came to, else the news.
func (r *Root) line() string {
	switch {
	case r.notice != "" || len(r.news) == 0:
		return r.notice
	case len(r.news) > 1:
		return fmt.Sprintf("%s (and %d more)", r.news[0], len(r.news)-1)
	default:
		return r.news[0]
	}
}
