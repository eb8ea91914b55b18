// Package kept searches this host's journal for what an agent types to find a
// payment, and shows its attempts as the gateway's records of them would look.
package kept

import (
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/lookup"
	"motoconsole/internal/rights"
)

const (
	// most is how many of the journal's attempts one search shows, and asks the
	// gateway about.
	most = 200
	// searchTime limits the search of the journal before the gateway is asked.
	searchTime = 2 * time.Second
)

// In is what a journal has for a search of a site, as far as the agent may see it.
func In(ctx context.Context, store journal.Store, grant rights.Grant, site string, search lookup.Search) lookup.Kept {
	kept := lookup.Kept{}
	var entries []journal.Entry
	orders := search.Orders()
	for _, own := range orders {
		found, err := store.ByOrder(ctx, site, own, most+1)
		if err != nil {
			return lookup.Kept{Problem: "it cannot be read"}
		}
		kept.More = kept.More || len(found) > most
		found = slices.DeleteFunc(found[:min(len(found), most)], func(e journal.Entry) bool { return !grant.Sees(e.Agent) })
		entries = append(entries, found...)
	}
	kept.Sent = sentAs(entries)
	if !search.InJournal() {
		return kept
	}
	search = search.With(kept)
	from, to := search.JournalWindow()
	kept.Since = from
	if kept.More && len(entries) > 0 {
		kept.Since = slices.MinFunc(entries, func(a, b journal.Entry) int { return a.IntentAt.Compare(b.IntentAt) }).IntentAt
	}
	ctx, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	l := finder{store: store, grant: grant, site: site, search: search, from: from, to: to}
	var err error
	switch references := slices.Concat(search.Filter.TransactionReferences, search.Filter.Parents); {
	case len(orders) > 0:
		for _, sent := range orders {
			if e, err := store.BySentReference(ctx, sent); err == nil {
				entries = append(entries, e)
			}
		}
	case len(references) > 0:
		for _, reference := range references {
			var found []journal.Entry
			if found, err = store.ByTransaction(ctx, reference); err != nil {
				break
			}
			entries = append(entries, found...)
		}
	default:
		entries, err = l.find(ctx, &kept)
		if ctx.Err() != nil { // the attempts found so far are still useful
			kept.More, err = true, nil
		}
	}
	if err != nil {
		return lookup.Kept{Sent: kept.Sent, Problem: "it cannot be read"}
	}
	kept.Attempts = l.attempts(entries)
	for i := range kept.Attempts {
		kept.Attempts[i].Record = shown(kept.Attempts[i].Record, grant)
		if a := &kept.Attempts[i]; a.Reserved {
			if a.Reserved, err = Reserved(ctx, store, a.Record.TransactionReference); err != nil {
				kept.Problem = "it cannot be read to the end"
			}
		}
	}
	return kept
}

// Reserved reports a transaction that the journal knows as a pre-authorisation that was
// asked to be held, and that nothing has held or released since.
func Reserved(ctx context.Context, store journal.Store, reference string) (bool, error) {
	entries, err := store.ByTransaction(ctx, reference)
	return err == nil && !slices.ContainsFunc(entries, movesHold) && slices.ContainsFunc(entries, func(e journal.Entry) bool {
		return e.TransactionReference == reference && e.AskedToBeHeld()
	}), err
}

// movesHold reports a hold or a release. A payment that is held after it is not held as
// first asked for.
func movesHold(e journal.Entry) bool {
	return e.Operation == journal.OpHold || e.Operation == journal.OpRelease
}

// sentAs are the order references under which the gateway has these entries'
// payments.
func sentAs(entries []journal.Entry) []string {
	var sent []string
	for _, e := range entries {
		if e.RequestType() != journal.TypeUpdate {
			sent = append(sent, e.SentReference)
		}
		for _, now := range []string{e.CurrentReference, e.Target.OrderReference} {
			if now != "" {
				sent = append(sent, now)
			}
		}
	}
	return sent
}

// attemptOf is an entry in the form for lists: the record that the gateway would
// have of it. It reports false for an entry without a record: an update, or an
// attempt that never left this host.
func attemptOf(e journal.Entry) (lookup.Attempt, bool) {
	if e.RequestType() == journal.TypeUpdate || e.Outcome == gateway.OutcomeNotSent && e.Resolution == "" {
		return lookup.Attempt{}, false
	}
	r := e.Record()
	r.ErrorCode, r.SettleStatus = codesOf(e, r)
	return lookup.Attempt{ID: e.ID, Record: r, Outcome: e.Outcome, Reserved: e.AskedToBeHeld() && e.Outcome == gateway.OutcomeHeld}, true
}

// codesOf are the codes with which a record expresses the outcome that the journal
// knows. They are the gateway's own if those agree, since a supervisor may have
// settled the attempt.
func codesOf(e journal.Entry, r gateway.Record) (code, status string) {
	if r.Outcome() == e.Outcome {
		return e.ErrorCode, e.SettleStatus
	}
	switch e.Outcome {
	case gateway.OutcomeApproved:
		return gateway.CodeFine, string(gateway.SettlePending)
	case gateway.OutcomeHeld:
		return gateway.CodeFine, string(gateway.SettleSuspended)
	case gateway.OutcomeCancelled:
		return gateway.CodeFine, string(gateway.SettleCancelled)
	case gateway.OutcomeDeclined:
		return gateway.CodeDeclined, ""
	case gateway.OutcomeRejected:
		return gateway.CodeField, ""
	default:
		return "", ""
	}
}
