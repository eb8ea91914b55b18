package sandbox

import (
	"testing"
	"time"

	"motoconsole/gateway"
)

// A release ends every wait of minutes at once: of a held answer, of a request not read
// yet, of a record that is hidden or shown in its old state. Later ones wait again.
func TestRelease(t *testing.T) {
	for _, fault := range []string{"late.10m", "defer.10m", "stall.10m"} {
		t.Run(fault, func(t *testing.T) {
			b := newBank()
			s := served(t, b)
			setFault(t, b, fault)
			done := make(chan gateway.Outcome)
			go func() {
				result, _ := pay(t, s, nil, ample, "A17-abcdef")
				done <- result.Outcome
			}()
			for b.Arrived(gateway.TypeAuth) == 0 {
				select {
				case o := <-done:
					t.Fatalf("%v before it was released", o)
				case <-time.After(time.Millisecond):
				}
			}
			if status, _, text := control(t, s, "POST", "release", ""); status != 204 {
				t.Fatalf("%d %s", status, text)
			}
			want := gateway.OutcomeApproved
			if fault == "stall.10m" {
				want = gateway.OutcomeUnknown
			}
			if o := <-done; o != want {
				t.Errorf("%v", o)
			}
		})
	}
	b, _ := movingBank()
	s := served(t, b)
	for _, fault := range []string{"hide.10m", "lost.10m"} {
		setFault(t, b, fault)
		_, _ = pay(t, s, nil, ample, "B18-"+fault[:4])
		if n := len(records(t, b, "orderreference", values("B18-"+fault[:4]))); n != 0 {
			t.Errorf("%s: %d records before it is released", fault, n)
		}
		control(t, s, "POST", "release", "")
		if n := len(records(t, b, "orderreference", values("B18-"+fault[:4]))); n != 1 {
			t.Errorf("%s: %d records after it", fault, n)
		}
	}
	ref := buy(t, b)
	setFault(t, b, "stale.10m")
	send(t, b, updateOf(ref, "orderreference", "C19"))
	if was := recordOf(t, b, ref)["orderreference"]; was == "C19" {
		t.Error("the update shows at once")
	}
	if err := b.Release(); err != nil || recordOf(t, b, ref)["orderreference"] != "C19" {
		t.Errorf("%v %v", err, recordOf(t, b, ref)["orderreference"])
	}
}
