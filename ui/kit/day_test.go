package kit

import (
	"context"
	"errors"
	"testing"
	"time"

	"motoconsole/internal/payment"
)

// unheld is a journal that does not tell what is held.
type unheld struct{ Attempts }

func (unheld) SinceByAll(context.Context, time.Time) ([]payment.Attempt, error) { return nil, nil }

func (unheld) Holds(context.Context) (payment.Holds, error) {
	return payment.Holds{}, errors.New("unreadable")
}

// Without what is held or cancelled by now there are no sums of the day.
func TestNoSumsWithoutHolds(t *testing.T) {
	if day, err := ReadDay(t.Context(), unheld{}, time.Now()); err == nil {
		t.Errorf("%+v", day)
	}
}
