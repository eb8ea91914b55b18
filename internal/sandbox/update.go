package sandbox

import (
	"slices"
	"strconv"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// update answers a TRANSACTIONUPDATE, and returns the transactions it changed. The
// answer does not show them; callers have to query.
func (b *Bank) update(e message.Element, now time.Time) (message.Answer, []string) {
	f, refused, data := message.FilterOf(e, b.filterFields, &b.key)
	if refused != "" {
		return message.Reject(now, refused, data...), nil
	}
	references := f.Values["transactionreference"]
	if references == nil {
		return message.Reject(now, "60019"), nil
	}
	slices.Sort(references)
	references = slices.Compact(references)
	var u message.Element
	if e.Has("updates") {
		if u = message.Object(e["updates"]); u == nil {
			return message.Reject(now, "60013", "updates"), nil
		}
	}
	if !slices.ContainsFunc(b.updateFields, func(f message.Field) bool { return u.Has(f.Name) }) {
		return message.Reject(now, "60013"), nil
	}
	var bad message.Complaints
	u.CheckFormats(&bad, b.updateFields)
	if len(bad) > 0 {
		return message.Reject(now, "30000", bad...), nil
	}
	a := message.Done(book.TypeUpdate, now)
	refused, err := b.book.Update(references, now, func(t *book.Transaction) string {
		before := t.Worth()
		switch {
		case f.Values["sitereference"] != nil && !slices.Contains(f.Values["sitereference"], t.Site):
			return "60014"
		case !t.Updatable():
			return "60017"
		}
		var code string
		code, data = apply(t, u, now)
		a.Did.Money += t.Worth() - before
		return code
	})
	switch {
	case err != nil:
		return b.unwritten(err, now), nil
	case refused != "":
		return message.Reject(now, refused, data...), nil
	}
	a.Did.References = references
	if !u.GivesBack() {
		return a, nil
	}
	return a, references
}

// reduce sets the amount that an update asks to settle, or says why it cannot.
func reduce(t *book.Transaction, u message.Element) (string, message.Complaints) {
	name, v := "settlebaseamount", u.Value("settlebaseamount")
	if main := u.Value("settlemainamount"); main != "" {
		base, fits := message.BaseAmount(main, t.Currency)
		if v != "" || !fits || base == "0" {
			return "30000", message.Complaints{"settlemainamount"}
		}
		if code := u.Value("currencyiso3a"); code != "" && code != t.Currency {
			return "30000", message.Complaints{"currencyiso3a"}
		}
		name, v = "settlemainamount", base
	}
	if v == "" {
		return "", nil
	}
	minor, _ := strconv.ParseInt(v, 10, 64) // checked
	most := t.Minor + t.Raised
	if t.RequestType == book.TypeRefund {
		most = t.SettleMinor // the rest may have been refunded since
	}
	if minor > most {
		return "60016", message.Complaints{name}
	}
	t.SettleMinor = minor
	return "", nil
}

// apply makes the changes an update asks for, or says why it cannot.
func apply(t *book.Transaction, u message.Element, now time.Time) (string, message.Complaints) {
	if code, data := reduce(t, u); code != "" {
		return code, data
	}
	if v := u.Value("settleduedate"); v != "" {
		last := t.Started.UTC().AddDate(0, 0, book.LimitDays(t.AuthMethod)).Format(time.DateOnly)
		if v < book.Today(now) || v > last {
			return "30000", message.Complaints{"settleduedate"}
		}
		t.SettleDue = v
	}
	if v := u.Value("expirydate"); v != "" {
		exp, _ := gateway.ParseExpiry(v) // checked
		if book.Expired(exp, now) {
			return "30000", message.Complaints{"expirydate"}
		}
		t.Expiry = exp
	}
	for id, name := range book.TextNames() {
		if v := u.Value(name); v != "" && book.TextID(id).IsUpdatable() { // #nosec G115 -- below textCount
			t.Texts = t.Texts.With(book.TextID(id), message.Masked(v)) // #nosec G115 -- below textCount
		}
	}
	if to := gateway.SettleStatus(u.Value("settlestatus")); to != "" && to != t.SettleStatus {
		t.SettleStatus, t.Since = to, now
	}
	return "", nil
}
