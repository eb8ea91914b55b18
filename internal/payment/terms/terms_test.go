package terms

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds() {
		if got, ok := ParseKind(k.Name()); !ok || got != k || seen[k.Name()] || seen[k.Noun()+"."] {
			t.Errorf("%q is %v, %v", k.Name(), got, ok)
		}
		seen[k.Name()], seen[k.Noun()+"."] = true, true
	}
	for _, w := range Ways() {
		if got, ok := ParseWay(w.Name()); !ok || got != w || seen[w.Name()] {
			t.Errorf("%q is %v, %v", w.Name(), got, ok)
		}
		seen[w.Name()] = true
	}
	for _, none := range []string{"", "Payment", "pre-authorisation", "0"} {
		if _, ok := ParseKind(none); ok {
			t.Errorf("%q is a kind", none)
		}
		if _, ok := ParseWay(none); ok {
			t.Errorf("%q is a way", none)
		}
	}
}

func TestKinds(t *testing.T) {
	now := time.Date(2026, 11, 29, 23, 30, 0, 0, time.FixedZone("", -3600)) // the 30th in UTC
	for _, test := range []struct {
		kind   Kind
		money  bool
		method gateway.AuthMethod
		last   string
		amex   bool
	}{
		{Payment, true, "", "2026-12-07", true},
		{Preauthorisation, true, gateway.AuthPre, "2026-12-31", false},
		{CardCheck, false, "", "2026-12-07", true},
	} {
		k := test.kind
		if k.TakesMoney() != test.money || k.Method() != test.method || k.LastDay(now).Format(time.DateOnly) != test.last {
			t.Errorf("%s: %v, %q, %v", k.Name(), k.TakesMoney(), k.Method(), k.LastDay(now))
		}
		if (k.Refuses(gateway.Amex) == "") != test.amex || k.Refuses(gateway.Visa) != "" || k.Refuses(gateway.Mastercard) != "" || k.Refuses("") != "" {
			t.Errorf("%s refuses %q", k.Name(), k.Refuses(gateway.Amex))
		}
	}
}

func TestSettlements(t *testing.T) {
	day := time.Date(2026, 12, 7, 0, 0, 0, 0, time.UTC)
	later := func(s Settlement) Settlement { s.DueDate = On(day).DueDate; return s }
	for _, test := range []struct {
		is   Settlement
		way  Way
		says string
	}{
		{Settlement{}, NextRun, "settles in the next run"},
		{On(day), OnDate, "settles on 7 December 2026"},
		{Hold(), Held, "held until it is released"},
		{later(Hold()), Held, "held until it is released, then settles on 7 December 2026"},
		{Unchecked(), AtOnce, "settles in the next run, without the gateway's checks"},
		{later(Unchecked()), AtOnce, "settles on 7 December 2026, without the gateway's checks"},
	} {
		if test.is.Way() != test.way || test.is.String() != test.says {
			t.Errorf("%+v is %s: %s", test.is, test.is.Way(), test.is)
		}
	}
}

// TestOffer: a payment settles only as the site allows, a pre-authorisation only in a
// way that reserves, and a card check, which settles nothing, has no choice.
func TestOffer(t *testing.T) {
	settles := map[Way]Settlement{NextRun: {}, OnDate: {DueDate: "2026-12-07"}, Held: Hold(), AtOnce: Unchecked()}
	reserves := []Way{OnDate, Held}
	for allowed := range 1 << len(Ways()) {
		o := Offer{Kinds: Kinds()}
		for i, w := range Ways() {
			if allowed&(1<<i) != 0 {
				o.Ways = append(o.Ways, w)
			}
		}
		here := o.Ways
		if here == nil { // only the usual choice
			here = []Way{NextRun}
		}
		for _, w := range Ways() {
			for k, fine := range map[Kind]bool{
				Payment:          slices.Contains(here, w),
				Preauthorisation: slices.Contains(here, w) && slices.Contains(reserves, w),
				CardCheck:        true,
			} {
				err := o.Takes(k, settles[w])
				if fine != (err == nil) {
					t.Errorf("%s, %s, where %v are allowed: %v", k.Name(), w, o.Ways, err)
				}
				if broken, ok := errors.AsType[*gateway.FieldError](err); err != nil && (!ok || broken.Field != "settlestatus") {
					t.Errorf("%s, %s: %v", k.Name(), w, err)
				}
				if offered := slices.Contains(o.WaysOf(k), w); offered != (fine && k.TakesMoney()) {
					t.Errorf("%s, where %v are allowed: %v are offered", k.Name(), o.Ways, o.WaysOf(k))
				}
			}
		}
	}
	for _, k := range Kinds() {
		if err := (Offer{}).Takes(k, Settlement{}); (k == Payment) != (err == nil) {
			t.Errorf("%s by default: %v", k.Name(), err)
		} else if err != nil && !strings.Contains(err.Error(), "allows payment") {
			t.Errorf("%s: %v", k.Name(), err)
		}
	}
}

func TestProfile(t *testing.T) {
	p := Profile{"billingtown": Required, "billingpostcode": InDrawer}
	for name, want := range map[Field]Presence{
		"billingtown": Required, "billingpostcode": InDrawer, "billinglastname": Shown, "billingstreet": InDrawer, "pan": Hidden,
	} {
		if got := p.Of(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	for _, name := range Fields() {
		if gateway.MaxLength(string(name)) == 0 {
			t.Errorf("the gateway knows no %s", name)
		}
	}
	for _, is := range Presences() {
		if got, ok := ParsePresence(string(is)); !ok || got != is {
			t.Errorf("%q is %q, %v", is, got, ok)
		}
	}
	if _, ok := ParsePresence(""); ok {
		t.Error("nothing is a presence")
	}
}
