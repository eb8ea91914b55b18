package operate

import (
	"regexp"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/ui/kit"
)

// TestTheAmountAskedIsTheAmountSaid: whatever a part is taken of, the amount that the agent
// types is the first that the agent says, before and after it, and the one in big figures.
func TestTheAmountAskedIsTheAmountSaid(t *testing.T) {
	pre := func(r *gateway.Record) { r.AuthMethod = string(gateway.AuthPre) }
	later := func(r *gateway.Record) { r.SettleDueDate = paymenttest.Noon().AddDate(0, 0, 5).Format(time.DateOnly) }
	words, figures := regexp.MustCompile(`[a-z-]+ pounds`), regexp.MustCompile(`£[0-9.]+`)
	for name, tc := range map[string]struct {
		record gateway.Record
		kind   option.Kind
		off    int64 // what is taken off or added, where £12.00 is typed
	}{
		"a payment":                  {paymenttest.Paid(), option.Reduce, 1200},
		"a held payment":             {paymenttest.Paid(paymenttest.InStatus("2")), option.Reduce, 1200},
		"what is reserved":           {paymenttest.Paid(paymenttest.InStatus("2"), pre), option.Reduce, 3600},
		"what is reserved till then": {paymenttest.Paid(pre, later), option.Reduce, 3600},
		"a raise":                    {paymenttest.Paid(paymenttest.InStatus("2"), pre), option.Raise, 1200},
		"a refund":                   {paymenttest.Paid(paymenttest.InStatus("100")), option.RefundPart, 1200},
	} {
		options := option.All(tc.record, nil, paymenttest.Noon(), option.Limits{Refunds: true})
		s := New(newShell(t), mistaken{}, operation.Snapshot{Record: tc.record, Options: options, Left: paymenttest.Pounds(4800)}, false)
		s.option = option.Pick(options, tc.kind)
		s.ask()
		s.form.FocusField("baseamount")
		for _, r := range "12.00" {
			s.form.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		a := s.action()
		if a.Amount.Minor != tc.off {
			t.Errorf("%s: %s is asked for", name, a.Amount)
		}
		leaves, _ := s.option.Leaves(a.Amount)
		s.plan = operation.Operation{Kind: tc.kind, Leaves: leaves, Attempt: payment.Attempt{
			ID: "one", Charge: payment.Charge{Amount: a.Amount, Brand: gateway.Visa, Last4: "1111"},
		}}
		if got := words.FindString(s.asks()); got != "twelve pounds" {
			t.Errorf("%s: %s", name, s.asks())
		}
		if got := figures.FindString(s.caller()); got != "£12.00" && tc.kind != option.RefundPart { // of a refund the agent says when it comes
			t.Errorf("%s, afterwards: %s", name, s.caller())
		}
		if got := s.askedFor(s.plan); got.String() != "£12.00" || figures.FindString(s.does()) != "£12.00" || kit.AmountInWords(got) != "twelve pounds" {
			t.Errorf("%s: the figures are %s, the key %s", name, got, s.does())
		}
	}
}

// TestWhatMayBeTakenOfWhatIsReserved: the form refuses what is not a part of it, with the
// way out.
func TestWhatMayBeTakenOfWhatIsReserved(t *testing.T) {
	record := paymenttest.Paid(paymenttest.InStatus("2"), func(r *gateway.Record) { r.AuthMethod = string(gateway.AuthPre) })
	options := option.All(record, nil, paymenttest.Noon(), option.Limits{Refunds: true})
	s := New(newShell(t), mistaken{}, operation.Snapshot{Record: record, Options: options}, false)
	s.option = option.Pick(options, option.Reduce)
	s.ask()
	for minor, want := range map[int64]string{
		0: "the amount must be more than zero", 1: "", 4799: "",
		4800: "that is all of it: capture the reserved amount instead",
		4801: "£48.01 is more than the £48.00 that is reserved",
	} {
		got := ""
		if err := s.keptCheck()(paymenttest.Pounds(minor)); err != nil {
			field, ok := err.(*gateway.FieldError) //nolint:errorlint // as the form wants it
			if !ok {
				t.Fatal(err)
			}
			got = field.Rule
		}
		if got != want {
			t.Errorf("%d: %q", minor, got)
		}
	}
}
