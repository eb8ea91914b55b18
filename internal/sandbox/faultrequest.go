package sandbox

import (
	"log/slog"
	"net/http"
	"time"
)

// attend does what a block asks for, unless a fault strikes first. It returns
// the answers and what to write them to; no answers mean that there is nothing
// left to write.
func (b *Bank) attend(w http.ResponseWriter, r *http.Request, blk block, started time.Time) ([]answer, http.ResponseWriter) {
	b.arrivals.note(blk)
	visit := b.ledger.arrive(blk, started)
	asked, ok := blk.askedFault()
	if !ok {
		b.enterNothing(visit, "30000")
		return []answer{reject(started, "30000", "orderreference")}, w
	}
	var types []string
	for _, e := range blk.elements {
		types = append(types, e.requestTypes()...)
	}
	struck := b.faults.onRequest(types, asked)
	for _, f := range struck {
		visit.faults = append(visit.faults, f.Name)
	}
	for _, f := range struck {
		if code := f.kind.code(); code != "" && f.kind.stage == unbooked {
			b.enterNothing(visit, code)
			return unknown(blk.elements, code, started), w
		}
		if f.kind.stage == unbooked {
			b.enterNothing(visit, "")
			b.fail(w, r, f)
			return nil, w
		}
		// A caller who has left is not looked for, which is the point.
		if f.Name == "defer" {
			if !pause(w, r, f.Arg, nil) {
				b.enterNothing(visit, "")
				hangUp(w)
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
	b.disguise(answers, struck)
	for _, f := range struck {
		if code := f.kind.code(); code != "" {
			answers = unknown(blk.elements, code, started)
		}
		if f.kind.stage == booked {
			w = &faultWriter{ResponseWriter: w, bank: b, request: r, fault: f}
		}
	}
	return answers, w
}

// unknown answers every element with a code that leaves the end open.
func unknown(elements []element, code string, started time.Time) []answer {
	answers := make([]answer, len(elements))
	for i, e := range elements {
		answers[i] = reject(started, code)
		if types := e.requestTypes(); len(types) > 0 && types[0] == typeUpdate {
			answers[i].RequestType = typeUpdate
		}
	}
	return answers
}

// fail ends a request without doing anything it asks for.
func (b *Bank) fail(w http.ResponseWriter, r *http.Request, f rule) {
	if p, ok := f.kind.page(); ok {
		b.show(w, r, p)
		return
	}
	if f.Name == "stall" {
		pause(w, r, f.Arg, r.Context().Done())
	}
	hangUp(w)
}

// spoil changes what was booked, or what the answers say of it.
func (b *Bank) spoil(w http.ResponseWriter, r *http.Request, answers []answer, f rule) {
	switch f.Name {
	case "lost", "hide":
		b.hide(answers, f.Arg)
	case "stale":
		for _, a := range answers {
			for _, reference := range a.did.references {
				b.book.showLate(reference, b.now().Add(f.Arg))
			}
		}
	case "suspend":
		b.suspend(answers)
	case "ahead", "behind", "hosts":
		b.answerAs(w, answers, b.hostAhead(&f.Fault))
	case "wrongorder", "wrongpan":
		misattribute(f.Name, answers)
	case "wrongref":
		r.Header.Set("REQUESTREFERENCE", "W23-"+randomText(8))
	}
}

// hide keeps what the answers booked from queries for a while.
func (b *Bank) hide(answers []answer, d time.Duration) {
	if d <= 0 {
		return
	}
	for _, a := range answers {
		if !a.books() {
			continue
		}
		if err := b.book.hide(a.Reference, b.now().Add(d)); err != nil {
			b.log.Error("a hidden record is not in the state file", slog.Any("error", err))
		}
	}
}

// suspend treats what the answers booked as the gateway's duplicate check
// does. A settlestatus other than 0 in the request goes past that check.
func (b *Bank) suspend(answers []answer) {
	for i, a := range answers {
		if !a.books() || a.ErrorCode != "0" || a.SettleStatus != "0" {
			continue
		}
		answers[i].SettleStatus = "2"
		if err := b.book.setAside(a.Reference); err != nil {
			b.log.Error("a suspended record is not in the state file", slog.Any("error", err))
		}
	}
}

// books reports whether an answer tells of a record that its request made.
func (a *answer) books() bool {
	return a.Reference != "" && a.RequestType != typeQuery && a.RequestType != typeUpdate
}
