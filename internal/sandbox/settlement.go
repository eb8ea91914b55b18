package sandbox

import "log/slog"

// BeginSettlement sends what is due to the bank: pending payments and refunds
// (0 and 1) whose settleduedate has come go to 10, where they can no longer be
// changed. It returns how many.
func (b *Bank) BeginSettlement() int {
	n, err := b.book.BeginSettlement(b.now())
	b.unsettled(err)
	return n
}

// Settle does a whole daily settlement run at once: pending payments and
// refunds whose settleduedate has come pass 10 and are settled (100), and so is
// all that was on its way. Payments that are suspended or due later stay. What
// an earlier run ended, and MyBank thinks better of, changes again.
func (b *Bank) Settle() { b.unsettled(b.book.Settle(b.now())) }

func (b *Bank) unsettled(err error) {
	if err != nil {
		b.log.Error("nothing settled, the state file cannot be written", slog.Any("error", err))
	}
}
