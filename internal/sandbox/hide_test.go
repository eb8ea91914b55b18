package sandbox

import (
	"testing"
	"time"
)

// Queries, updates and children do not find a hidden transaction.
func TestHidden(t *testing.T) {
	b, c := movingBank()
	ref := buySettled(t, b)
	if err := b.book.Hide(ref, c.at.Add(5*time.Second)); err != nil {
		t.Fatal(err)
	}
	c.pass(5*time.Second - time.Nanosecond)
	for _, filter := range []string{"transactionreference", "orderreference"} {
		v := map[string]string{"transactionreference": ref, "orderreference": "My_Order_123"}[filter]
		if n := len(records(t, b, filter, values(v))); n != 0 {
			t.Errorf("%s finds it", filter)
		}
	}
	wantCode(t, send(t, b, refund(ref))[0], "20004", "")
	wantCode(t, send(t, b, childOf(ref))[0], "20004", "")
	wantCode(t, send(t, b, updateOf(ref, "orderreference", "x"))[0], "60014", "")
	c.pass(time.Nanosecond)
	want(t, recordOf(t, b, ref), "settlestatus", "100")
	want(t, send(t, b, refund(ref))[0], "errorcode", "0")
	if err := b.book.Hide("23-9-99999", c.at); err != nil {
		t.Error(err)
	}
}

func TestSetAside(t *testing.T) {
	b := newBank()
	ref, gone := buy(t, b), buySettled(t, b)
	for _, r := range []string{ref, gone, "23-9-99999"} {
		if err := b.book.SetAside(r); err != nil {
			t.Error(err)
		}
	}
	status(t, b, gone, "100")
	later := buy(t, b)
	_ = b.book.SetAside(later)
	status(t, b, later, "2")
}
