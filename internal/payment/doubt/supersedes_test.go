package doubt

import (
	"testing"

	"motoconsole/internal/journal"
)

// Every operation after every other one: what hides what.
func TestSupersedes(t *testing.T) {
	all := []journal.Operation{
		journal.OpCharge, journal.OpCheck, journal.OpRepeat, journal.OpRaise, journal.OpRefund, journal.OpPayout,
		journal.OpCancel, journal.OpReduce, journal.OpHold, journal.OpRelease, journal.OpDueDate, journal.OpOrder, journal.OpCorrect,
	}
	hides := map[journal.Operation][]journal.Operation{ // by the later one
		journal.OpRaise:   {journal.OpRaise, journal.OpReduce},
		journal.OpReduce:  {journal.OpRaise, journal.OpReduce},
		journal.OpHold:    {journal.OpHold, journal.OpRelease, journal.OpCancel},
		journal.OpRelease: {journal.OpHold, journal.OpRelease, journal.OpCancel},
		journal.OpCancel: {
			journal.OpRaise, journal.OpReduce, journal.OpHold, journal.OpRelease, journal.OpCancel, journal.OpDueDate, journal.OpOrder, journal.OpCorrect,
		},
		journal.OpDueDate: {journal.OpDueDate}, journal.OpOrder: {journal.OpOrder}, journal.OpCorrect: {journal.OpCorrect},
	}
	for _, later := range all {
		for _, earlier := range all {
			want := false
			for _, o := range hides[later] {
				want = want || o == earlier
			}
			if got := Supersedes(later, earlier); got != want {
				t.Errorf("%s after %s: %v", later, earlier, got)
			}
		}
	}
}
