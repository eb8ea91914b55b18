package sandbox

import (
	"slices"
	"strconv"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
)

// update answers a TRANSACTIONUPDATE, and returns the transactions it changed.
// The answer does not show them; callers have to ask.
func (b *Bank) update(e element, now time.Time) (answer, []string) {
	f, refused, data := filterOf(e, b.filterFields, &b.key)
	if refused != "" {
		return reject(now, refused, data...), nil
	}
	references := f.Values["transactionreference"]
	if references == nil {
		return reject(now, "60019"), nil
	}
	slices.Sort(references)
	references = slices.Compact(references)
	var u element
	if e.has("updates") {
		if u = object(e["updates"]); u == nil {
			return reject(now, "60013", "updates"), nil
		}
	}
	if !slices.ContainsFunc(b.updateFields, func(f field) bool { return u.has(f.name) }) {
		return reject(now, "60013"), nil
	}
	var bad complaints
	u.checkFormats(&bad, b.updateFields)
	if len(bad) > 0 {
		return reject(now, "30000", bad...), nil
	}
	a := done(book.TypeUpdate, now)
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
		a.Did.money += t.Worth() - before
		return code
	})
	switch {
	case err != nil:
		return b.unwritten(err, now), nil
	case refused != "":
		return reject(now, refused, data...), nil
	}
	a.Did.references = references
	if !u.givesBack() {
		return a, nil
	}
	return a, references
}

// reduce takes over the amount that an update wants settled, or says why not.
func reduce(t *book.Transaction, u element) (string, complaints) {
	name, v := "settlebaseamount", u.value("settlebaseamount")
	if main := u.value("settlemainamount"); main != "" {
		base, fits := baseAmount(main, t.Currency)
		if v != "" || !fits || base == "0" {
			return "30000", complaints{"settlemainamount"}
		}
		if code := u.value("currencyiso3a"); code != "" && code != t.Currency {
			return "30000", complaints{"currencyiso3a"}
		}
		name, v = "settlemainamount", base
	}
	if v == "" {
		return "", nil
	}
	minor, _ := strconv.ParseInt(v, 10, 64) // checked
	most := t.Minor
	if t.RequestType == book.TypeRefund {
		most = t.SettleMinor // the rest may have been refunded again since
	}
	if minor > most {
		return "60016", complaints{name}
	}
	t.SettleMinor = minor
	return "", nil
}

// apply makes the changes an update asks for, or says why not.
func apply(t *book.Transaction, u element, now time.Time) (string, complaints) {
	if code, data := reduce(t, u); code != "" {
		return code, data
	}
	if v := u.value("settleduedate"); v != "" {
		last := t.Started.UTC().AddDate(0, 0, book.LimitDays(t.AuthMethod)).Format(time.DateOnly)
		if v < book.Today(now) || v > last {
			return "30000", complaints{"settleduedate"}
		}
		t.SettleDue = v
	}
	if v := u.value("expirydate"); v != "" {
		exp, _ := gateway.ParseExpiry(v) // checked
		if book.Expired(exp, now) {
			return "30000", complaints{"expirydate"}
		}
		t.Expiry = exp
	}
	for id, name := range book.TextNames() {
		if v := u.value(name); v != "" && book.TextID(id).IsUpdatable() { // #nosec G115 -- below textCount
			t.Texts = t.Texts.With(book.TextID(id), masked(v)) // #nosec G115 -- below textCount
		}
	}
	if to := gateway.SettleStatus(u.value("settlestatus")); to != "" && to != t.SettleStatus {
		t.SettleStatus, t.Since = to, now
	}
	return "", nil
}
