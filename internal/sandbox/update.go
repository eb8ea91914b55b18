package sandbox

import (
	"slices"
	"strconv"
	"time"

	"motoconsole/gateway"
)

// updateFields are what a TRANSACTIONUPDATE may change, with their formats. 10
// and 100 are the gateway's to set.
func updateFields() []field {
	fields := []field{
		{"settlestatus", oneOf("0", "1", "2", "3")},
		{"settlebaseamount", amount},
		{"settlemainamount", plainDecimal}, // the same in major units
		{"settleduedate", date},
		{"expirydate", func(v string) bool {
			exp, err := gateway.ParseExpiry(v)
			return err == nil && exp.String() == v
		}},
		{"orderreference", free(255)},
	}
	return append(fields, personFields("billing")...)
}

// update answers a TRANSACTIONUPDATE, and returns the transactions it changed.
// The answer does not show them; callers have to ask.
func (b *Bank) update(e element, now time.Time) (answer, []string) {
	f, refused, data := b.filter(e)
	if refused != "" {
		return reject(now, refused, data...), nil
	}
	references := f.values["transactionreference"]
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
	a := done(typeUpdate, now)
	refused, err := b.book.update(references, now, func(t *transaction) string {
		before := t.worth()
		switch {
		case f.values["sitereference"] != nil && !slices.Contains(f.values["sitereference"], t.site):
			return "60014"
		case !t.updatable():
			return "60017"
		}
		var code string
		code, data = t.apply(u, now)
		a.did.money += t.worth() - before
		return code
	})
	switch {
	case err != nil:
		return b.unwritten(err, now), nil
	case refused != "":
		return reject(now, refused, data...), nil
	}
	a.did.references = references
	if !u.givesBack() {
		return a, nil
	}
	return a, references
}

// givesBack reports an update that returns money: after it a REFUND of the
// same payment, in the next element, is needless.
func (e element) givesBack() bool {
	return e.value("settlestatus") == "3" || e.value("settlebaseamount") != "" || e.value("settlemainamount") != ""
}

// reduce takes over the amount that an update wants settled, or says why not.
func (t *transaction) reduce(u element) (string, complaints) {
	name, v := "settlebaseamount", u.value("settlebaseamount")
	if main := u.value("settlemainamount"); main != "" {
		base, fits := baseAmount(main, t.currency)
		if v != "" || !fits || base == "0" {
			return "30000", complaints{"settlemainamount"}
		}
		if code := u.value("currencyiso3a"); code != "" && code != t.currency {
			return "30000", complaints{"currencyiso3a"}
		}
		name, v = "settlemainamount", base
	}
	if v == "" {
		return "", nil
	}
	minor, _ := strconv.ParseInt(v, 10, 64) // checked
	most := t.minor
	if t.requestType == typeRefund {
		most = t.settleMinor // the rest may have been refunded again since
	}
	if minor > most {
		return "60016", complaints{name}
	}
	t.settleMinor = minor
	return "", nil
}

// apply makes the changes an update asks for, or says why not.
func (t *transaction) apply(u element, now time.Time) (string, complaints) {
	if code, data := t.reduce(u); code != "" {
		return code, data
	}
	if v := u.value("settleduedate"); v != "" {
		last := t.started.UTC().AddDate(0, 0, limitDays(t.authMethod)).Format(time.DateOnly)
		if v < today(now) || v > last {
			return "30000", complaints{"settleduedate"}
		}
		t.settleDue = v
	}
	if v := u.value("expirydate"); v != "" {
		exp, _ := gateway.ParseExpiry(v) // checked
		if expired(exp, now) {
			return "30000", complaints{"expirydate"}
		}
		t.expiry = exp
	}
	for id, name := range textNames() {
		if v := u.value(name); v != "" && textID(id).isUpdatable() { // #nosec G115 -- below textCount
			t.texts = t.texts.with(textID(id), masked(v)) // #nosec G115 -- below textCount
		}
	}
	if to := gateway.SettleStatus(u.value("settlestatus")); to != "" && to != t.settleStatus {
		t.settleStatus, t.since = to, now
	}
	return "", nil
}
