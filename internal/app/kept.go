package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/lookup"
)

const (
	// mostKept is how many of the journal's attempts one search shows, and asks the
	// gateway about.
	mostKept = 200
	// keptTime limits the search of the journal before the gateway is asked.
	keptTime = 2 * time.Second
)

// KeepDays is for how many days the journal keeps attempts.
func KeepDays(s config.Settings) int { return int(s.Journal.Keep / (24 * time.Hour)) }

// KeptAt is what this host's journal has for a search. Without a journal the search
// asks only the gateway, and says so.
func KeptAt(ctx context.Context, s config.Settings, search lookup.Search) lookup.Kept {
	store, err := sqljournal.OpenSQLite(ctx, ReadOnly(s))
	if err != nil {
		return lookup.Kept{Problem: "this host has none that can be read"}
	}
	defer func() { _ = store.Close() }()
	return keptIn(ctx, store, s.Gateway.Site, search)
}

// keptIn is what a journal has for a search of a site.
func keptIn(ctx context.Context, store journal.Store, site string, search lookup.Search) lookup.Kept {
	kept := lookup.Kept{}
	var entries []journal.Entry
	orders := search.Filter.OrderReferences
	for _, own := range orders {
		found, err := store.ByOrder(ctx, site, own, mostKept+1)
		if err != nil {
			return lookup.Kept{Problem: "it cannot be read"}
		}
		kept.More = kept.More || len(found) > mostKept
		entries = append(entries, found[:min(len(found), mostKept)]...)
	}
	kept.Sent = sentAs(entries)
	if !search.InJournal() {
		return kept
	}
	search = search.With(kept)
	from, to := search.JournalWindow()
	kept.Since = from
	if kept.More {
		kept.Since = slices.MinFunc(entries, func(a, b journal.Entry) int { return a.IntentAt.Compare(b.IntentAt) }).IntentAt
	}
	ctx, cancel := context.WithTimeout(ctx, keptTime)
	defer cancel()
	l := kepts{store: store, site: site, search: search, from: from, to: to}
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
	return kept
}

// sentAs are the order references under which the gateway has these entries'
// payments.
func sentAs(entries []journal.Entry) []string {
	var sent []string
	for _, e := range entries {
		if e.Kind() != journal.KindUpdate {
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
	if e.Kind() == journal.KindUpdate || e.Outcome == gateway.OutcomeNotSent && e.Resolution == "" {
		return lookup.Attempt{}, false
	}
	r := gateway.Record{
		RequestType: gateway.TypeAuth, TransactionReference: e.TransactionReference, ParentTransaction: e.Parent,
		TransactionStarted: e.IntentAt.UTC().Format(time.DateTime), SiteReference: e.Site, OperatorName: e.Agent, AuthCode: e.AuthCode,
		BaseAmount: e.Amount.BaseAmount(), CurrencyISO3A: e.Amount.Currency.Code(), PaymentType: e.Brand,
		OrderReference: cmp.Or(e.CurrentReference, e.SentReference),
	}
	if e.Last4 != "" {
		r.MaskedPAN = e.First6 + "######" + e.Last4
	}
	switch e.Operation { //nolint:exhaustive // the others need no more
	case journal.OpRefund:
		r.RequestType = gateway.TypeRefund
	case journal.OpPayout:
		r.RequestType, r.AccountType = gateway.TypeRefund, string(gateway.AccountPayout)
	case journal.OpRepeat:
		r.CredentialsOnFile = string(gateway.CredentialsUse)
	}
	r.ErrorCode, r.SettleStatus = codesOf(e)
	return lookup.Attempt{Record: r, Outcome: e.Outcome}, true
}

// codesOf are the codes with which a record expresses the outcome that the journal
// knows. They are the gateway's own if those agree, since a supervisor may have
// settled the attempt.
func codesOf(e journal.Entry) (code, status string) {
	said := gateway.Record{RequestType: gateway.TypeAuth, ErrorCode: e.ErrorCode, SettleStatus: e.SettleStatus}
	if said.Outcome() == e.Outcome {
		return e.ErrorCode, e.SettleStatus
	}
	switch e.Outcome {
	case gateway.OutcomeApproved:
		return "0", string(gateway.SettlePending)
	case gateway.OutcomeHeld:
		return "0", string(gateway.SettleSuspended)
	case gateway.OutcomeCancelled:
		return "0", string(gateway.SettleCancelled)
	case gateway.OutcomeDeclined:
		return "70000", ""
	case gateway.OutcomeRejected:
		return "30000", ""
	default:
		return "", ""
	}
}
