package sandbox

import (
	"cmp"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/faults"
	"motoconsole/internal/sandbox/message"
)

// attend carries out a block, unless a fault strikes first. It returns the answers
// and the writer for them; no answers mean that there is nothing left to write.
func (b *Bank) attend(w http.ResponseWriter, r *http.Request, blk message.Block, started time.Time) ([]message.Answer, http.ResponseWriter) {
	r = b.faults.Releasable(r) // before a client can know that it has arrived
	b.arrivals.note(blk)
	visit := b.ledger.arrive(blk, started)
	asked, ok := faultAsked(&blk)
	if !ok {
		b.enterNothing(visit, "30000")
		return []message.Answer{message.Reject(started, "30000", "orderreference")}, w
	}
	var types []string
	for _, e := range blk.Elements {
		types = append(types, e.RequestTypes()...)
	}
	struck := b.faults.OnRequest(types, asked)
	for _, f := range struck {
		visit.faults = append(visit.faults, f.Name)
	}
	for _, f := range struck {
		if code := f.Kind.Code(); code != "" && f.Kind.Stage == faults.Unbooked {
			b.enterNothing(visit, code)
			return unknown(blk.Elements, code, started), w
		}
		if f.Kind.Stage == faults.Unbooked {
			b.enterNothing(visit, "")
			b.fail(w, r, f)
			return nil, w
		}
		// The bank goes on even if the caller leaves: that is the purpose of this
		// fault.
		if f.Name == "defer" {
			if !faults.Pause(w, r, f.Arg, nil) {
				b.enterNothing(visit, "")
				faults.HangUp(w)
				return nil, w
			}
			started = b.now().UTC()
		}
	}
	answers := b.run(blk, started)
	for _, f := range struck {
		b.spoil(w, r, answers, f)
	}
	b.enterAnswers(visit, answers)
	faults.Disguise(answers, struck, func() []message.Answer { return b.found(&book.Filter{}, b.now()) })
	for _, f := range struck {
		if code := f.Kind.Code(); code != "" {
			answers = unknown(blk.Elements, code, started)
		}
		if f.Kind.Stage == faults.Booked {
			w = &faults.Writer{ResponseWriter: w, Show: b.show, Request: r, Fault: f}
		}
	}
	return answers, w
}

// unknown answers every element with a code that leaves the outcome open.
func unknown(elements []message.Element, code string, started time.Time) []message.Answer {
	answers := make([]message.Answer, len(elements))
	for i, e := range elements {
		answers[i] = message.Reject(started, code)
		if types := e.RequestTypes(); len(types) > 0 && types[0] == book.TypeUpdate {
			answers[i].RequestType = book.TypeUpdate
		}
	}
	return answers
}

// fail ends a request without carrying it out.
func (b *Bank) fail(w http.ResponseWriter, r *http.Request, f faults.Rule) {
	if p, ok := f.Kind.Page(); ok {
		b.show(w, r, p)
		return
	}
	if f.Name == "stall" {
		faults.Pause(w, r, f.Arg, r.Context().Done())
	}
	faults.HangUp(w)
}

// spoil changes the booked transactions, or the answers about them.
func (b *Bank) spoil(w http.ResponseWriter, r *http.Request, answers []message.Answer, f faults.Rule) {
	switch f.Name {
	case "lost", "hide":
		b.hide(answers, f.Arg)
	case "stale":
		for _, a := range answers {
			for _, reference := range a.Did.References {
				b.book.ShowLate(reference, b.now().Add(f.Arg))
			}
		}
	case "suspend":
		b.suspend(answers)
	case "deny":
		b.deny(answers, func(reference string) error { return b.book.Deny(reference, cmp.Or(f.Code, book.UsualDecline)) })
	case "part":
		b.deny(answers, b.book.ApproveInPart)
	case "ahead", "behind", "hosts":
		b.answerAs(w, answers, b.hostAhead(&f.Fault))
	case "wrongorder", "wrongpan":
		faults.Misattribute(f.Name, answers)
	case "wrongref":
		r.Header.Set("REQUESTREFERENCE", "W23-"+message.RandomText(8))
	}
}

// hide hides the booked transactions from queries for a while.
func (b *Bank) hide(answers []message.Answer, d time.Duration) {
	if d <= 0 {
		return
	}
	for _, a := range answers {
		if !a.Books() {
			continue
		}
		if err := b.book.Hide(a.Reference, b.now().Add(d)); err != nil {
			b.log.Error("a hidden record is not in the state file", slog.Any("error", err))
		}
	}
}

// suspend suspends the booked transactions as the gateway's duplicate check does. A
// settlestatus other than 0 in the request skips that check.
func (b *Bank) suspend(answers []message.Answer) {
	for i, a := range answers {
		if !a.Books() || a.ErrorCode != "0" || a.SettleStatus != "0" {
			continue
		}
		answers[i].SettleStatus = "2"
		if err := b.book.SetAside(a.Reference); err != nil {
			b.log.Error("a suspended record is not in the state file", slog.Any("error", err))
		}
	}
}

// deny lets the bank decline the booked payments, or approve a part of each.
func (b *Bank) deny(answers []message.Answer, books func(reference string) error) {
	for i := range answers {
		a := &answers[i]
		if !a.Books() || a.ErrorCode != "0" || a.RequestType != book.TypeAuth && a.RequestType != book.TypeAccountCheck {
			continue
		}
		if err := books(a.Reference); err != nil {
			b.log.Error("a bank's own answer is not in the state file", slog.Any("error", err))
		}
		if t, ok := b.book.Booked(a.Reference); ok {
			did := a.Did
			*a = message.Describe(&t)
			a.Did = did
		}
	}
}

// faultAsked is the first fault that an element of the block asks for. A query asks
// by the order reference it looks for, and only for faults of queries: a lost
// payment can still be found.
func faultAsked(b *message.Block) (*faults.Rule, bool) {
	for _, e := range b.Elements {
		if r, ok := faults.Asked(e.Value("orderreference")); r != nil || !ok {
			return r, ok
		}
		if !slices.Contains(e.RequestTypes(), book.TypeQuery) {
			continue
		}
		r, _ := faults.Asked(e.OrderReference())
		if r != nil && r.Kind.AskedByQuery() {
			return r, true
		}
	}
	return nil, true
}

// hostAhead is how far the clock of the host that answers is ahead of the
// bank's.
func (b *Bank) hostAhead(f *faults.Fault) time.Duration {
	switch f.Name {
	case "behind":
		return -f.Arg
	case "hosts":
		if b.hosts.Add(1)%2 == 1 {
			return 0 // the first one's clock is right
		}
	}
	return f.Arg
}

// answerAs makes the answers those of a host whose clock is ahead. The booked
// transactions bear that host's time as well; when they settle and show does not
// change.
func (b *Bank) answerAs(w http.ResponseWriter, answers []message.Answer, ahead time.Duration) {
	if ahead == 0 {
		return
	}
	w.Header().Set("Date", b.now().Add(ahead).UTC().Format(http.TimeFormat))
	for i := range answers {
		a := &answers[i]
		at, err := time.Parse(time.DateTime, a.Started)
		if err != nil {
			continue // the bank writes no other header of a time
		}
		a.Started = message.Timestamp(at.Add(ahead))
		if !a.Books() {
			continue
		}
		if err := b.book.Stamp(a.Reference, ahead); err != nil {
			b.log.Error("a wrong time is not in the state file", slog.Any("error", err))
		}
	}
}
