package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

// line is an entry without its times.
func (e Entry) line() string {
	state := "pending"
	switch {
	case e.Booked:
		state = "booked"
	case e.Done:
		state = "nothing"
	}
	return fmt.Sprintf("%d %s %s %s %s of %s: %d %s by %s, %s, %s, %s, %+d %v", e.Number, e.Via, e.Type, e.OrderReference, e.TransactionReference,
		e.Parent, e.BaseAmount, e.Currency, e.Last4, state, e.ErrorCode, e.SettleStatus, e.Money, e.Faults)
}

func wantLedger(t *testing.T, b *Bank, lines ...string) {
	t.Helper()
	var got []string
	for _, e := range b.Ledger() {
		got = append(got, e.line())
	}
	for i := range max(len(got), len(lines)) {
		if i >= len(got) || i >= len(lines) || got[i] != lines[i] {
			t.Fatalf("the ledger reads\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(lines, "\n"))
		}
	}
}

// The ledger has every request about money, in order, with what it did to the money.
func TestLedger(t *testing.T) {
	b, _ := movingBank()
	ref := buy(t, b)
	send(t, b, auth("baseamount", "70000"))
	send(t, b, auth("baseamount", "60010"))
	send(t, b, auth("baseamount", "0"))
	send(t, b, fields{"requesttypedescription": "TRANSACTIONQUERY"}, fields{"requesttypedescription": "ACCOUNTCHECK"})
	send(t, b, updateOf(ref, "settlebaseamount", "600"), refund(ref))
	send(t, b, updateOf(ref, "settlestatus", "2"))
	send(t, b, updateOf(ref, "settlestatus", "100"))
	send(t, b, updateOf(ref, "settlestatus", "0", "orderreference", "A18"))
	b.Settle()
	send(t, b, refund(ref, "baseamount", "250"))
	send(t, b, refund(ref, "baseamount", "900"))
	send(t, b, updateOf("23-9-80004", "settlestatus", "3"))
	const card = "GBP by 1111"
	wantLedger(t, b,
		"1 api AUTH My_Order_123 23-9-80001 of : 1050 "+card+", booked, 0, 0, +1050 []",
		"2 api AUTH My_Order_123 23-9-80002 of : 70000 "+card+", booked, 70000, 3, +0 []",
		"3 api AUTH My_Order_123 23-9-80003 of : 60010 "+card+", booked, 60010, 3, +0 []",
		"4 api AUTH My_Order_123  of : 0 "+card+", nothing, 30000, , +0 []",
		"5 api TRANSACTIONUPDATE My_Order_123 23-9-80001 of : 600 "+card+", booked, 0, 0, -450 []",
		"6 api REFUND   of 23-9-80001: 0  by , nothing, , , +0 []",
		"7 api TRANSACTIONUPDATE My_Order_123 23-9-80001 of : 600 "+card+", booked, 0, 2, +0 []",
		"8 api TRANSACTIONUPDATE  23-9-80001 of : 0  by , nothing, 30000, , +0 []",
		"9 api TRANSACTIONUPDATE A18 23-9-80001 of : 600 "+card+", booked, 0, 0, +0 []",
		"10 api REFUND A18 23-9-80004 of 23-9-80001: 250 "+card+", booked, 0, 0, -250 []",
		"11 api REFUND   of 23-9-80001: 900  by , nothing, 20007, , +0 []",
		"12 api TRANSACTIONUPDATE A18 23-9-80004 of 23-9-80001: 250 "+card+", booked, 0, 3, +250 []",
	)
}

// The ledger says what faults do to a request, and does not believe a lie in the bank's
// own answer.
func TestLedgerUnderFaults(t *testing.T) {
	b, c := movingBank()
	s := served(t, b)
	for _, faults := range []string{"close", "401", "lost.15m", "wrongorder", "suspend 502paid", "stall.1ms"} {
		for fault := range strings.FieldsSeq(faults) {
			setFault(t, b, fault)
		}
		_, _ = pay(t, s, nil, ample, "A17-abcdef")
	}
	_, _ = pay(t, s, nil, ample, "FAULT-nope")
	const card = "1050 GBP by 1111"
	wantLedger(t, b,
		"1 api AUTH A17-abcdef  of : "+card+", nothing, , , +0 [close]",
		"2 api AUTH A17-abcdef  of : "+card+", nothing, , , +0 [401]",
		"3 api AUTH A17-abcdef 23-9-80001 of : "+card+", booked, 0, 0, +1050 [lost]",
		"4 api AUTH A17-abcdef 23-9-80002 of : "+card+", booked, 0, 0, +1050 [wrongorder]",
		"5 api AUTH A17-abcdef 23-9-80003 of : "+card+", booked, 0, 2, +1050 [suspend 502paid]",
		"6 api AUTH A17-abcdef  of : "+card+", nothing, , , +0 [stall]",
		"7 api AUTH FAULT-nope  of : "+card+", nothing, 30000, , +0 []",
	)
	entries := b.Ledger()
	if at := entries[2].Visible; !at.Equal(c.at.Add(15 * time.Minute)) {
		t.Errorf("visible at %v, want in 15 minutes", at)
	}
	if at := entries[3].Visible; !at.Equal(c.at) {
		t.Errorf("visible at %v, want at once", at)
	}
	if !entries[0].Visible.IsZero() {
		t.Error("nothing is visible from some time on")
	}
}

// A request that the bank has read but not carried out yet is not done.
func TestLedgerWhileItWaits(t *testing.T) {
	b := newBank()
	s := served(t, b)
	setFault(t, b, "defer.1m")
	_, _ = pay(t, s, nil, 100*time.Millisecond, "A17-abcdef")
	if got := b.Ledger(); len(got) != 1 || got[0].Done || got[0].Booked {
		t.Errorf("%+v", got)
	}
	_ = s.Close() // the bank no longer carries it out
	if got := b.Ledger(); len(got) != 1 || !got[0].Done || got[0].Booked {
		t.Errorf("%+v", got)
	}
}

// A test in another process reads the ledger over HTTP and goes on from where it was.
func TestLedgerOverHTTP(t *testing.T) {
	b := newBank()
	s := served(t, b)
	for _, order := range []string{"A17", "A18", "A19"} {
		buy(t, b, "orderreference", order)
	}
	for path, orders := range map[string]string{
		"ledger": "A17 A18 A19", "ledger?after=0": "A17 A18 A19", "ledger?after=2": "A19", "ledger?after=3": "", "ledger?after=99": "",
	} {
		var told struct {
			Ledger  []Entry
			Dropped int
			Now     time.Time
		}
		status, _, text := control(t, s, http.MethodGet, path, "")
		if err := json.Unmarshal([]byte(text), &told); status != 200 || err != nil || told.Ledger == nil || !told.Now.Equal(noon()) {
			t.Fatalf("%s: %d %v %s", path, status, err, text)
		}
		var got []string
		for _, e := range told.Ledger {
			got = append(got, e.OrderReference)
		}
		if strings.Join(got, " ") != orders {
			t.Errorf("%s: %v, want %s", path, got, orders)
		}
	}
	if status, _, _ := control(t, s, http.MethodGet, "ledger?after=x", ""); status != 400 {
		t.Errorf("after what is no number: %d", status)
	}
}

// The ledger is bounded: it keeps the newest entries, and no card.
func TestLedgerKeepsLittle(t *testing.T) {
	l := &ledger{}
	for range maxLedger + 5 {
		l.open(Entry{})
	}
	entries, dropped := l.after(maxLedger)
	if len(entries) != 5 || entries[4].Number != maxLedger+5 || dropped != maxLedger/10 {
		t.Errorf("%d entries after %d, %d dropped", len(entries), maxLedger, dropped)
	}
	l.change(1, func(*Entry) { t.Error("a dropped entry was changed") })
	l.change(maxLedger+5, func(e *Entry) { e.Booked = true })
	if entries, _ := l.after(maxLedger + 4); !entries[0].Booked {
		t.Error("the newest entry was not changed")
	}
	b := newBank()
	send(t, b, auth("orderreference", canary, "operatorname", "4111 1111 1111 1111", "sitereference", "x"+canary, "currencyiso3a", canary),
		auth("parenttransactionreference", canary, "baseamount", canary, "pan", "4111234"))
	for _, e := range b.Ledger() {
		if text := fmt.Sprintf("%+v", e); strings.Contains(text, canary[:8]) || e.Last4 == "1234" {
			t.Errorf("%s", text)
		}
	}
}

// The bank refuses a sign-in from now on, and accepts it again.
func TestControlPassword(t *testing.T) {
	b := newBank()
	s := served(t, b)
	sent := func() int { status, _, _ := post(t, b, body(t, auth())); return status }
	for _, step := range []struct {
		method, payload  string
		answered, caller int
	}{
		{"PUT", `{"password":"another"}`, 204, 401},
		{"PUT", `{"password":"` + secret + `"}`, 204, 200},
		{"PUT", `{"password":""}`, 204, 401},
		{"DELETE", "", 204, 200},
		{"PUT", `{}`, 400, 200},
		{"PUT", `{"password":1}`, 400, 200},
		{"PUT", ``, 400, 200},
		{"PUT", `{"passwort":"x"}`, 400, 200},
	} {
		if status, _, text := control(t, s, step.method, "password", step.payload); status != step.answered || strings.Contains(text, secret) {
			t.Errorf("%s %s: %d %s", step.method, step.payload, status, text)
		}
		if got := sent(); got != step.caller {
			t.Errorf("after %s %s a caller is answered %d, want %d", step.method, step.payload, got, step.caller)
		}
	}
	if status, _, _ := control(t, s, "PUT", "password", `{"password":"another"}`); status != 204 {
		t.Fatal(status)
	}
	another := func(r *http.Request) { r.SetBasicAuth(user, "another") }
	if status, _, _ := post(t, b, body(t, auth()), another); status != 200 {
		t.Errorf("with the new password: %d", status)
	}
	if status, _, _ := control(t, s, "GET", "ledger", "", another); status != 401 {
		t.Errorf("orders with the callers' password: %d", status)
	}
	if result, fail := pay(t, s, nil, ample, "A17-abcdef"); fail == nil || result.Outcome == gateway.OutcomeApproved {
		t.Errorf("with the old password: %v %v", result.Outcome, fail)
	}
}

// The ledger says what an update asks for and which transaction it changes, made or
// not.
func TestLedgerTellsWhatAnUpdateAsks(t *testing.T) {
	b, _ := movingBank()
	ref := buy(t, b)
	send(t, b, updateOf(ref, "settlebaseamount", "600", "orderreference", "A18"))
	send(t, b, updateOf("23-9-80004", "settlestatus", "3"))
	for i, want := range []string{ref + " map[orderreference:A18 settlebaseamount:600]", "23-9-80004 map[settlestatus:3]"} {
		if e := b.Ledger()[i+1]; fmt.Sprint(e.TransactionReference, " ", e.Asked) != want {
			t.Errorf("%s %v, want %s", e.TransactionReference, e.Asked, want)
		}
	}
}
