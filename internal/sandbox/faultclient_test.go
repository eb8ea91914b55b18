package sandbox

import (
	"sync/atomic"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/faults"
)

// The outcome that the console's client gives for every fault, and what the bank did. A
// patient client outlasts the fault, a hasty one gives up first.
func TestFaultsAndTheClient(t *testing.T) {
	// By then the hasty client has sent its request, even on a busy machine.
	const patient, hasty = ample, 2 * time.Second
	// The gateway package tests pages with status 400 or 401.
	const none, some = gateway.ErrorKind(-1), gateway.ErrorKind(-2)
	untested := map[string]bool{}
	for _, k := range faults.Kinds() {
		// These have tests of their own.
		untested[k.Name] = k.Name != "refuse" && k.Stage != faults.OnQuery && k.Stage != faults.OnClock &&
			k.Name != "stale" // it changes what queries show of an update
	}
	for _, tc := range []struct {
		fault   string
		timeout time.Duration
		kind    gateway.ErrorKind
		outcome gateway.Outcome
		arrived int
		booked  int
	}{
		{"drop", patient, gateway.KindBroken, gateway.OutcomeUnknown, 0, 0}, // or NotSent, see below
		{"hang.40ms", patient, gateway.KindBroken, gateway.OutcomeUnknown, 0, 0},
		{"hang.1m", hasty, gateway.KindTimeout, gateway.OutcomeUnknown, 0, 0},
		{"slow.40ms", patient, none, gateway.OutcomeApproved, 1, 1},
		{"slow.4s", hasty, gateway.KindTimeout, gateway.OutcomeUnknown, 1, 1},

		{"close", patient, gateway.KindBroken, gateway.OutcomeUnknown, 1, 0},
		{"stall.40ms", patient, gateway.KindBroken, gateway.OutcomeUnknown, 1, 0},
		{"stall.1m", hasty, gateway.KindTimeout, gateway.OutcomeUnknown, 1, 0},
		{"400", patient, some, gateway.OutcomeUnknown, 1, 0},
		{"401", patient, some, gateway.OutcomeUnknown, 1, 0},
		{"401bare", patient, some, gateway.OutcomeUnknown, 1, 0},
		{"502", patient, gateway.KindStatus, gateway.OutcomeUnknown, 1, 0},
		{"60010", patient, none, gateway.OutcomeUnknown, 1, 0},
		{"60034", patient, none, gateway.OutcomeUnknown, 1, 0},
		{"99999", patient, none, gateway.OutcomeUnknown, 1, 0},

		{"defer.40ms", patient, none, gateway.OutcomeApproved, 1, 1},
		{"defer.5m", hasty, gateway.KindTimeout, gateway.OutcomeUnknown, 1, 1},
		{"late.40ms", patient, none, gateway.OutcomeApproved, 1, 1},
		{"late.1m", hasty, gateway.KindTimeout, gateway.OutcomeUnknown, 1, 1},
		{"lost", patient, gateway.KindBroken, gateway.OutcomeUnknown, 1, 1},
		{"lost.1m", patient, gateway.KindBroken, gateway.OutcomeUnknown, 1, 1},
		{"400paid", patient, some, gateway.OutcomeUnknown, 1, 1},
		{"401paid", patient, some, gateway.OutcomeUnknown, 1, 1},
		{"401barepaid", patient, some, gateway.OutcomeUnknown, 1, 1},
		{"502paid", patient, gateway.KindStatus, gateway.OutcomeUnknown, 1, 1},
		{"60010paid", patient, none, gateway.OutcomeUnknown, 1, 1},
		{"60034paid", patient, none, gateway.OutcomeUnknown, 1, 1},
		{"99999paid", patient, none, gateway.OutcomeUnknown, 1, 1},
		{"drip.1ns", patient, none, gateway.OutcomeApproved, 1, 1},
		{"drip.1m", hasty, gateway.KindTimeout, gateway.OutcomeUnknown, 1, 1},
		{"truncate", patient, gateway.KindTruncated, gateway.OutcomeUnknown, 1, 1},
		{"garble", patient, gateway.KindGarbled, gateway.OutcomeUnknown, 1, 1},
		{"wrongref", patient, gateway.KindMismatch, gateway.OutcomeUnknown, 1, 1},
		{"wrongorder", patient, gateway.KindMismatch, gateway.OutcomeUnknown, 1, 1},
		{"wrongpan", patient, gateway.KindMismatch, gateway.OutcomeUnknown, 1, 1},

		{"hide.1m", patient, none, gateway.OutcomeApproved, 1, 1},
		{"deny.41", patient, none, gateway.OutcomeDeclined, 1, 1},
		{"suspend", patient, none, gateway.OutcomeHeld, 1, 1},
		{"part", patient, none, gateway.OutcomeApproved, 1, 1}, // the bank's code says that it is not all
	} {
		f, _ := faults.ParseName(tc.fault)
		kind, _ := faults.Lookup(f.Name)
		untested[f.Name] = false
		check := func(t *testing.T, b *Bank, reference string) {
			t.Helper()
			s := served(t, b)
			if reference == "" {
				setFault(t, b, tc.fault)
				reference = "A17-abcdef"
			}
			began := time.Now()
			result, fail := pay(t, s, nil, tc.timeout, reference)
			took := time.Since(began)
			got := none
			if fail != nil {
				got = fail.Kind
				// A connection that drops at once may drop before the first byte leaves, and then
				// the client knows that nothing was sent.
				if tc.fault == "drop" && !fail.Written {
					tc.kind, tc.outcome = gateway.KindNotReached, gateway.OutcomeNotSent
				} else if !fail.Written {
					t.Error("the client says that nothing was written")
				}
			}
			if tc.kind == some {
				if got == none {
					t.Errorf("%v without an error", result.Outcome)
				}
			} else if got != tc.kind || result.Outcome != tc.outcome {
				t.Errorf("kind %d and %v, want %d and %v (%v)", got, result.Outcome, tc.kind, tc.outcome, fail)
			}
			if tc.timeout == patient && took < f.Arg && f.Arg < time.Second {
				t.Errorf("took %v, less than the fault", took)
			}
			eventually(t, "it arrives", func() bool { return b.Arrived("AUTH") >= tc.arrived })
			if f.Name == "defer" && tc.timeout == hasty {
				_ = b.Release()
			}
			eventually(t, "everything is booked", func() bool { return b.book.Len() == tc.booked })
			if b.Arrived("AUTH") != tc.arrived || b.Requests() != tc.arrived {
				t.Errorf("%d AUTHs and %d requests arrived, want %d", b.Arrived("AUTH"), b.Requests(), tc.arrived)
			}
			if left := b.Faults(); len(left) != 0 {
				t.Errorf("a fault for one request is still set: %v", left)
			}
			if result, fail := pay(t, s, nil, patient, "B18-abcdef"); result.Outcome != gateway.OutcomeApproved {
				t.Errorf("the next request: %v %v", result.Outcome, fail)
			}
		}
		t.Run(tc.fault, func(t *testing.T) { check(t, newBank(), "") })
		if kind.Stage != faults.OnConnection {
			t.Run("reference "+tc.fault, func(t *testing.T) { check(t, newBank(), "FAULT-"+tc.fault+"-abcdef") })
		}
	}
	for name, is := range untested {
		if is {
			t.Errorf("%s is not tested", name)
		}
	}
}

// The records that faults leave.
func TestFaultyRecords(t *testing.T) {
	for reference, want := range map[string]struct {
		status  gateway.SettleStatus
		visible time.Time
	}{
		"A17-abcdef":             {"0", time.Time{}},
		"FAULT-lost-abcdef":      {"0", time.Time{}},
		"FAULT-lost.2s-abcdef":   {"0", noon().Add(2 * time.Second)},
		"FAULT-hide.1m30s":       {"0", noon().Add(90 * time.Second)},
		"fault-HIDE":             {"0", noon().Add(5 * time.Second)},
		"FAULT-suspend-A-abcdef": {"2", time.Time{}},
	} {
		b := newBank()
		_, _ = pay(t, served(t, b), nil, ample, reference)
		got, ok := b.book.Booked("23-9-80001")
		if !ok || got.ErrorCode != "0" || got.SettleStatus != want.status || !got.VisibleAt.Equal(want.visible) {
			t.Errorf("%s: %v, errorcode %s, settle status %q, visible %v", reference, ok, got.ErrorCode, string(got.SettleStatus), got.VisibleAt)
		}
	}
}

// The duplicate check holds only payments that would have settled by themselves.
func TestFaultSuspendLeavesOthersAlone(t *testing.T) {
	for _, tc := range []struct{ pairs, want []any }{
		{[]any{"settlestatus", "1"}, []any{"errorcode", "0", "settlestatus", "1"}},
		{[]any{"baseamount", "70000"}, []any{"errorcode", "70000", "settlestatus", "3"}},
		{[]any{"pan", "4111111111111112"}, []any{"errorcode", "30000", "settlestatus", nil}},
		{[]any{}, []any{"errorcode", "0", "settlestatus", "2"}},
	} {
		b := newBank()
		setFault(t, b, "suspend")
		want(t, send(t, b, auth(tc.pairs...))[0], tc.want...)
	}
}

// Faults in the record go together with one in the answer.
func TestFaultsTogether(t *testing.T) {
	b := newBank()
	s := served(t, b)
	setFault(t, b, "hide.1m")
	setFault(t, b, "suspend")
	setFault(t, b, "lost")
	setFault(t, b, "garble") // must wait
	if _, fail := pay(t, s, nil, ample, "A17-abcdef"); fail == nil || fail.Kind != gateway.KindBroken {
		t.Errorf("first answer: %v", fail)
	}
	got, _ := b.book.Booked("23-9-80001")
	if got.SettleStatus != "2" || !got.VisibleAt.Equal(noon().Add(time.Minute)) {
		t.Errorf("settle status %q, visible %v", string(got.SettleStatus), got.VisibleAt)
	}
	if _, fail := pay(t, s, nil, ample, "A18-abcdef"); fail == nil || fail.Kind != gateway.KindGarbled {
		t.Errorf("second answer: %v", fail)
	}
	setFault(t, b, "garble")
	if _, fail := pay(t, s, nil, ample, "FAULT-lost-abcdef"); fail == nil || fail.Kind != gateway.KindBroken {
		t.Errorf("the order reference does not win: %v", fail)
	}
	if len(b.Faults()) != 1 {
		t.Errorf("a fault was spent on a request that it did not strike: %v", b.Faults())
	}
}

// A payment whose answer was lost and whose record is late: no query finds it before
// its time, and every query does afterwards.
func TestFaultHidesFromQueries(t *testing.T) {
	clock := atomic.Int64{}
	b := newBank(func(c *Config) { c.Now = func() time.Time { return noon().Add(time.Duration(clock.Load())) } })
	s := served(t, b)
	const reference = "FAULT-lost.2s-A17-abcdef"
	if _, fail := pay(t, s, nil, ample, reference); fail == nil || fail.Kind != gateway.KindBroken {
		t.Fatalf("the answer came: %v", fail)
	}
	for _, step := range []struct {
		at    time.Duration
		found string
	}{{0, "0"}, {1999 * time.Millisecond, "0"}, {2 * time.Second, "1"}, {time.Minute, "1"}} {
		clock.Store(int64(step.at))
		a := send(t, b, fields{"requesttypedescriptions": []string{"TRANSACTIONQUERY"}, "filter": map[string]any{
			"sitereference":  []map[string]string{{"value": "test_site12345"}},
			"orderreference": []map[string]string{{"value": reference}},
		}})[0]
		if a["errorcode"] != "0" || a["found"] != step.found {
			t.Errorf("after %v: errorcode %v, found %v, want %s", step.at, a["errorcode"], a["found"], step.found)
		}
	}
	if b.Arrived("AUTH") != 1 || b.Arrived("TRANSACTIONQUERY") != 4 {
		t.Errorf("%d AUTHs and %d queries arrived", b.Arrived("AUTH"), b.Arrived("TRANSACTIONQUERY"))
	}
}

// A payment booked late bears the time of its booking.
func TestFaultDeferBooksLater(t *testing.T) {
	began := time.Now()
	b := newBank(func(c *Config) { c.Now = func() time.Time { return noon().Add(time.Since(began)) } })
	setFault(t, b, "defer.60ms")
	arrived := b.now()
	if result, fail := pay(t, served(t, b), nil, ample, "A17-abcdef"); result.Outcome != gateway.OutcomeApproved {
		t.Fatalf("%v %v", result.Outcome, fail)
	}
	if got, _ := b.book.Booked("23-9-80001"); got.Started.Sub(arrived) < 60*time.Millisecond {
		t.Errorf("booked %v after it arrived", got.Started.Sub(arrived))
	}
}
