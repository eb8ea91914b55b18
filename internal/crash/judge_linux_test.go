package crash

import (
	"fmt"
	"slices"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/sandbox"
)

// evidence is the basis of a verdict.
type evidence struct {
	ledger []sandbox.Entry // the bank's, which is true
	rows   []journal.Entry // the journal's
	claims []claim         // what the screens said
	listed string          // what moto resolve lists as unknown
}

// verdict is the comparison of the journal's payments with the bank's.
type verdict struct {
	arrived, booked, known, doubt int
	operations                    operationCounts

	violations []string
	// Waiting are booked payments whose outcome is still unknown.
	waiting []string
}

func (v *verdict) violated(format string, args ...any) {
	v.violations = append(v.violations, fmt.Sprintf(format, args...))
}

// taken reports an AUTH that has the cardholder's money.
func taken(e *sandbox.Entry) bool { return e.Booked && e.ErrorCode == "0" }

// cancelled reports an AUTH that was cancelled after it had the money.
func cancelled(e *sandbox.Entry, ledger []sandbox.Entry) bool {
	return slices.ContainsFunc(ledger, func(u sandbox.Entry) bool {
		return u.Type == "TRANSACTIONUPDATE" && u.TransactionReference == e.TransactionReference &&
			u.Booked && u.ErrorCode == "0" && u.Asked["settlestatus"] == "3"
	})
}

// judge compares journal and screens with the bank.
func judge(ev evidence) verdict {
	var v verdict
	rows := map[string][]journal.Entry{}
	for _, r := range ev.rows {
		if r.RequestType() == journal.TypeAuth {
			rows[r.SentReference] = append(rows[r.SentReference], r)
		}
	}
	arrived := map[string][]sandbox.Entry{}
	for _, e := range ev.ledger {
		if e.Type != "AUTH" || e.Via != "api" {
			continue // judgeOperations covers it, or the portal took it
		}
		arrived[e.OrderReference] = append(arrived[e.OrderReference], e)
		v.arrived++
	}
	charged := map[string][]string{} // by the merchant's order
	for sent, entries := range arrived {
		v.judgeArrival(sent, entries, rows[sent])
		if len(rows[sent]) > 0 && slices.ContainsFunc(entries, func(e sandbox.Entry) bool { return taken(&e) }) {
			charged[rows[sent][0].OwnReference] = append(charged[rows[sent][0].OwnReference], sent)
		}
	}
	for order, all := range charged {
		if len(all) > 1 {
			v.violated("order %s was charged %d times, as %s", order, len(all), strings.Join(all, ", "))
		}
	}
	for sent, same := range rows {
		v.judgeRow(sent, same, len(arrived[sent]) > 0, ev.listed)
	}
	v.judgeScreens(ev, arrived)
	v.judgeOperations(ev)
	slices.Sort(v.violations)
	return v
}

// judgeArrival compares what arrived under one reference with the journal.
func (v *verdict) judgeArrival(sent string, entries []sandbox.Entry, rows []journal.Entry) {
	if len(entries) > 1 {
		v.violated("%s arrived %d times", sent, len(entries))
	}
	if len(rows) == 0 {
		v.violated("%s arrived, and the journal does not have it", sent)
		return
	}
	for _, e := range entries {
		row := rows[0]
		says := "the journal calls it " + row.Outcome.String()
		switch {
		case !e.Booked:
			if row.State == journal.Known && (moved(row.Outcome) || row.Outcome == gateway.OutcomeDeclined) {
				v.violated("%s was not booked, and %s", sent, says)
			}
			continue
		case row.State != journal.Known:
			v.waiting = append(v.waiting, sent)
		case taken(&e) && !moved(row.Outcome):
			v.violated("%s has taken the caller's money, and %s", sent, says)
		case !taken(&e) && row.Outcome != gateway.OutcomeDeclined:
			v.violated("%s was declined, and %s", sent, says)
		}
		v.booked++
	}
}

// judgeRow judges one row of the journal.
func (v *verdict) judgeRow(sent string, same []journal.Entry, arrived bool, listed string) {
	if len(same) > 1 {
		v.violated("the journal has %s %d times", sent, len(same))
	}
	row := same[0]
	if row.State == journal.Known {
		v.known++
		if !arrived && moved(row.Outcome) {
			v.violated("%s never arrived, and the journal calls it %v", sent, row.Outcome)
		}
		return
	}
	v.doubt++
	if !strings.Contains(listed, sent) {
		v.violated("%s is unknown, and moto resolve does not list it:\n%s", sent, listed)
	}
}

// judgeScreens looks for screens that said something false.
func (v *verdict) judgeScreens(ev evidence, arrived map[string][]sandbox.Entry) {
	attempts := map[string][]string{} // by the reference as sent, and by the merchant's
	for _, r := range ev.rows {
		if r.RequestType() != journal.TypeAuth {
			continue
		}
		attempts[r.SentReference] = append(attempts[r.SentReference], r.SentReference)
		attempts[r.OwnReference] = append(attempts[r.OwnReference], r.SentReference)
	}
	for _, c := range ev.claims {
		if len(attempts[c.order]) == 0 {
			continue // of an operation
		}
		money, since := 0, 0
		for _, sent := range attempts[c.order] {
			if slices.ContainsFunc(arrived[sent], func(e sandbox.Entry) bool { return taken(&e) }) {
				money++
			}
			if slices.ContainsFunc(arrived[sent], func(e sandbox.Entry) bool { return cancelled(&e, ev.ledger) }) {
				since++
			}
		}
		switch c.word {
		case "APPROVED", "HELD":
			if money == 0 {
				v.violated("a screen said %s of %s, and the bank has not taken it", c.word, c.order)
			}
		case "NOT SENT", "NOT TAKEN", "NOT ACCEPTED", "DECLINED", "CANCELLED":
			if c.word == "CANCELLED" && since > 0 {
				continue // home shows the present state
			}
			// For an order that was tried again, this may be about another try.
			if money > 0 && len(attempts[c.order]) == 1 {
				v.violated("a screen said %s of %s, and the bank has taken it", c.word, c.order)
			}
		}
	}
}

// moved reports an outcome that says the caller's money was taken.
func moved(o gateway.Outcome) bool { return o == gateway.OutcomeApproved || o == gateway.OutcomeHeld }
