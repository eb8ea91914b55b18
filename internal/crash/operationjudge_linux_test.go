package crash

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/sandbox"
)

// The judge of refunds and updates. Refunds have an order reference of their own;
// updates are recognised by their transaction and by what they ask for.

// operationCounts are the figures of refunds and updates for the table.
type operationCounts struct {
	refunds, updates, portal int // that arrived
	done, doubt              int // of the journal's rows
	alarms                   int
	crossed                  int // updates that the portal's changes came before, after the recheck
}

// judgeOperations compares refunds and updates with the bank.
func (v *verdict) judgeOperations(ev evidence) {
	refunds, updates := map[string][]sandbox.Entry{}, map[string][]sandbox.Entry{}
	var portal []sandbox.Entry
	for _, e := range ev.ledger {
		switch {
		case e.Type == "AUTH":
		case e.Via == "portal":
			v.operations.portal++
			portal = append(portal, e)
		case e.Type == "REFUND":
			v.operations.refunds++
			refunds[e.OrderReference] = append(refunds[e.OrderReference], e)
		default:
			v.operations.updates++
			updates[arrivalKey(&e)] = append(updates[arrivalKey(&e)], e)
		}
	}
	backRows, changeRows := map[string][]journal.Entry{}, map[string][]journal.Entry{}
	for _, r := range ev.rows {
		switch r.RequestType() {
		case journal.TypeRefund:
			backRows[r.SentReference] = append(backRows[r.SentReference], r)
		case journal.TypeUpdate:
			changeRows[rowKey(&r)] = append(changeRows[rowKey(&r)], r)
		default:
			continue
		}
		v.countOperation(&r, ev.listed)
	}
	for sent, arrived := range refunds {
		v.judgeRefund(sent, arrived, backRows[sent])
	}
	for sent, rows := range backRows {
		if len(rows) > 1 {
			v.violated("the journal has %s %d times", sent, len(rows))
		}
		if r := rows[0]; len(refunds[sent]) == 0 && r.State == journal.Known && moved(r.Outcome) {
			v.violated("refund %s never arrived, and the journal calls it %v", sent, r.Outcome)
		}
	}
	for key, arrived := range updates {
		v.judgeUpdates(key, arrived, changeRows[key], portal)
	}
	for key, rows := range changeRows {
		v.judgeUnmade(key, rows, updates[key], ev.ledger)
	}
	v.judgeSums(ev.ledger)
	v.judgeSame(backRows, refunds)
	v.judgeOperationScreens(ev)
}

func (v *verdict) countOperation(r *journal.Entry, listed string) {
	if r.Alarm != "" {
		v.operations.alarms++
	}
	if r.State == journal.Known {
		v.operations.done++
		return
	}
	v.operations.doubt++
	if !strings.Contains(listed, r.SentReference) {
		v.violated("%s is unknown, and moto resolve does not list it:\n%s", r.SentReference, listed)
	}
}

// judgeRefund compares what arrived under one reference with the journal.
func (v *verdict) judgeRefund(sent string, arrived []sandbox.Entry, rows []journal.Entry) {
	if len(arrived) > 1 {
		v.violated("refund %s arrived %d times", sent, len(arrived))
	}
	if len(rows) == 0 {
		v.violated("refund %s arrived, and the journal does not have it", sent)
		return
	}
	e, r := arrived[0], rows[0]
	made := e.Booked && e.ErrorCode == "0"
	switch {
	case e.Parent != r.Parent || made && e.BaseAmount != r.Amount.Minor:
		v.violated("refund %s gave back %d of %s, and the journal says %v of %s", sent, e.BaseAmount, e.Parent, r.Amount, r.Parent)
	case made && r.State != journal.Known && r.Alarm == "" && r.Evidence == "":
		v.waiting = append(v.waiting, sent)
	case made && r.State == journal.Known && !moved(r.Outcome) && r.Alarm == "":
		v.violated("refund %s was made, and the journal calls it %v without an alarm", sent, r.Outcome)
	case !made && r.State == journal.Known && moved(r.Outcome):
		v.violated("refund %s was not made, and the journal calls it %v", sent, r.Outcome)
	}
}

// arrivalKey is what an update does to which transaction.
func arrivalKey(e *sandbox.Entry) string {
	return updateKey(e.TransactionReference, e.Asked["settlestatus"], e.Asked["settlebaseamount"], e.Asked["settleduedate"], e.Asked["orderreference"])
}

func rowKey(r *journal.Entry) string {
	amount := ""
	if r.Operation == journal.OpReduce {
		amount = strconv.FormatInt(r.Target.SettleAmount, 10)
	}
	return updateKey(r.Parent, r.Target.SettleStatus, amount, r.Target.SettleDueDate, r.Target.OrderReference)
}

func updateKey(reference, status, amount, due, order string) string {
	return fmt.Sprintf("%s to %s", reference, strings.Join(slices.DeleteFunc([]string{status, amount, due, order}, func(s string) bool { return s == "" }), " "))
}

// likely sorts rows by how likely they arrived: those called done first, then the
// unknown ones, then those called not done.
func likely(rows []journal.Entry) []journal.Entry {
	rank := func(r journal.Entry) int {
		switch {
		case r.State != journal.Known:
			return 1
		case moved(r.Outcome):
			return 0
		}
		return 2
	}
	return slices.SortedStableFunc(slices.Values(rows), func(a, b journal.Entry) int { return rank(a) - rank(b) })
}

// judgeUpdates compares the arrivals of one kind with the journal's rows of it.
func (v *verdict) judgeUpdates(key string, arrived []sandbox.Entry, rows []journal.Entry, portal []sandbox.Entry) {
	if len(arrived) > len(rows) {
		v.violated("the update of %s arrived %d times, and the journal has it %d times", key, len(arrived), len(rows))
		return
	}
	slices.SortStableFunc(arrived, func(a, b sandbox.Entry) int {
		switch {
		case a.Booked == b.Booked:
			return a.Number - b.Number
		case a.Booked:
			return -1
		}
		return 1
	})
	rows = likely(rows)
	for i, e := range arrived {
		r := rows[i]
		switch {
		case !e.Booked:
			if r.State == journal.Known && moved(r.Outcome) && r.Resolution == "" {
				v.violated("the update of %s (%s) was not made, and the journal calls it %v", key, r.SentReference, r.Outcome)
			}
			continue
		case r.State != journal.Known && r.Alarm == "" && r.Evidence == "":
			v.waiting = append(v.waiting, r.SentReference)
		case r.State == journal.Known && !moved(r.Outcome) && r.Alarm == "":
			v.violated("the update of %s (%s) was made, and the journal calls it %v without an alarm", key, r.SentReference, r.Outcome)
		}
		v.judgePromise(key, &e, &r, portal)
	}
}

// judgePromise compares what an update did to the money with what the caller was
// told. It only counts what the portal changed after the last look at the payment,
// because moto cannot know that.
func (v *verdict) judgePromise(key string, e *sandbox.Entry, r *journal.Entry, portal []sandbox.Entry) {
	want := int64(0)
	switch r.Operation {
	case journal.OpReduce, journal.OpCancel:
		want = -r.Amount.Minor
	default:
	}
	if e.Money == want || r.Alarm != "" {
		return
	}
	for _, p := range portal {
		if p.TransactionReference == e.TransactionReference && p.Booked && p.At.After(r.IntentAt) && p.At.Before(e.At.Add(15*time.Second)) {
			v.operations.crossed++
			return
		}
	}
	v.violated("the update of %s (%s) moved %d, and the caller was told %d, without an alarm", key, r.SentReference, e.Money, want)
}

// judgeUnmade looks for rows that are called done but did not arrive. A row settled by
// reading the payment again is right if another change did the same.
func (v *verdict) judgeUnmade(key string, rows []journal.Entry, arrived, ledger []sandbox.Entry) {
	done := slices.DeleteFunc(slices.Clone(rows), func(r journal.Entry) bool { return r.State != journal.Known || !moved(r.Outcome) })
	booked := slices.DeleteFunc(slices.Clone(arrived), func(e sandbox.Entry) bool { return !e.Booked })
	if len(done) <= len(booked) {
		return
	}
	others := slices.ContainsFunc(ledger, func(e sandbox.Entry) bool {
		return e.Type == "TRANSACTIONUPDATE" && e.Booked && arrivalKey(&e) == key || hasStatus(&e, key)
	})
	for _, r := range done[len(booked):] {
		if r.Resolution == "" || !others {
			v.violated("the update of %s (%s) did not arrive, and the journal calls it %v", key, r.SentReference, r.Outcome)
		}
	}
}

// hasStatus reports a payment that was suspended from the beginning.
func hasStatus(e *sandbox.Entry, key string) bool {
	return e.Type == "AUTH" && key == updateKey(e.TransactionReference, e.SettleStatus, "", "", "")
}

// judgeSums looks for payments that gave back more than they settle.
func (v *verdict) judgeSums(ledger []sandbox.Entry) {
	settles, back, parent := map[string]int64{}, map[string]int64{}, map[string]string{}
	for _, e := range ledger {
		if e.Type == "REFUND" && e.Booked {
			parent[e.TransactionReference] = e.Parent
		}
		if of, refund := parent[e.TransactionReference]; refund {
			back[of] -= e.Money
		} else {
			settles[e.TransactionReference] += e.Money
		}
	}
	for reference, minor := range back {
		if minor > settles[reference] {
			v.violated("%d of %s was given back, and %d settles", minor, reference, settles[reference])
		}
	}
}

// judgeSame looks for the same refund twice without a reason.
func (v *verdict) judgeSame(rows map[string][]journal.Entry, arrived map[string][]sandbox.Entry) {
	same := map[string][]journal.Entry{}
	for sent, entries := range arrived {
		if len(rows[sent]) > 0 && entries[0].Booked && entries[0].ErrorCode == "0" {
			key := fmt.Sprint(entries[0].Parent, entries[0].BaseAmount)
			same[key] = append(same[key], rows[sent][0])
		}
	}
	for _, all := range same {
		slices.SortFunc(all, func(a, b journal.Entry) int { return a.IntentAt.Compare(b.IntentAt) })
		for i, r := range all[1:] {
			if earlier := all[i]; r.IntentAt.Sub(earlier.IntentAt) < 5*time.Minute && earlier.Alarm == "" && !strings.Contains(r.OverrideReason, "; again because ") {
				v.violated("%v of %s was given back twice without a reason: %s, %s", r.Amount, r.Parent, earlier.SentReference, r.SentReference)
			}
		}
	}
}

// judgeOperationScreens looks for screens that differ from the journal, which other
// judges compare with the bank.
func (v *verdict) judgeOperationScreens(ev evidence) {
	rows := map[string]journal.Entry{}
	for _, r := range ev.rows {
		if r.RequestType() != journal.TypeAuth {
			rows[r.SentReference] = r
		}
	}
	for _, c := range ev.claims {
		r, ok := rows[c.order]
		if !ok || r.State != journal.Known || r.Alarm != "" {
			continue
		}
		switch c.word {
		case "CANCELLED": // the operation, or its outcome
			if cancels := r.Operation == journal.OpCancel; moved(r.Outcome) != cancels && r.Outcome != gateway.OutcomeCancelled {
				v.violated("a screen said %s of %s, and it was %v", c.word, c.order, r.Outcome)
			}
		case "NOT DONE", "NOT ACCEPTED", "DECLINED", "NOT SENT":
			if moved(r.Outcome) {
				v.violated("a screen said %s of %s, and it was made", c.word, c.order)
			}
		case "REFUNDED", "REDUCED", "RELEASED", "CHANGED", "HELD":
			if !moved(r.Outcome) && r.Outcome != gateway.OutcomeCancelled {
				v.violated("a screen said %s of %s, and it was not made", c.word, c.order)
			}
		}
	}
}
