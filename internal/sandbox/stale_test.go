package sandbox

import (
	"testing"
	"time"
)

// An update that shows late is made at once. Until then queries show the earlier state,
// and each of several updates shows in its own time.
func TestUpdatesShownLate(t *testing.T) {
	b, c := movingBank()
	ref := buy(t, b)
	before := recordOf(t, b, ref)["settlebaseamount"]
	for _, amount := range []string{"900", "800"} {
		wantCode(t, send(t, b, updateOf(ref, "settlebaseamount", amount))[0], "0", "")
		b.book.ShowLate(ref, c.at.Add(time.Minute))
		c.pass(30 * time.Second)
	}
	if got := recordOf(t, b, ref)["settlebaseamount"]; got != "900" {
		t.Errorf("%v to settle is shown once the first update shows, it was %v", got, before)
	}
	if now, _ := b.book.See(ref, c.at); now.SettleMinor != 800 {
		t.Errorf("%d settles", now.SettleMinor)
	}
	c.pass(time.Minute)
	want(t, recordOf(t, b, ref), "settlebaseamount", "800")
	b.book.ShowLate("23-9-99999", c.at)
}
