package operate

import (
	"errors"
	"slices"
	"strings"
	"time"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

// payoutOption is a payout to a card that has paid nothing here.
func payoutOption() option.Option {
	return option.Option{
		Kind: option.Payout, Title: "Pay out to a card",
		Says:   "A payout sends new money to a card the caller reads out. It is not a refund and cannot be recalled once settled.",
		Caller: "The money leaves us within a day. Your bank may take a few working days to show it.",
	}
}

// newForm asks what the operation needs to know, nil for nothing.
func (s *Page) newForm() *forms.Operation {
	session, o := s.Shell.Console, s.option
	f := forms.OperationOptions{
		Vault: session.Form.Vault, Cards: session.Form.Cards,
		Now: session.Now, NewExpiry: o.NeedsExpiry, Reason: true, Reasons: s.reasons(),
		Currency: o.Left.Currency, OrderLength: session.Form.OrderLength,
	}
	switch {
	case s.stops() && len(f.Reasons) > 0: // until it settles it was just made
		f.LikelyReason = f.Reasons[0]
	case s.undoes():
		f.Reasons, f.LikelyReason = before(s.mistake(), f.Reasons), s.mistake()
	}
	switch o.Kind {
	case option.Reduce, option.RefundPart:
		if s.asksKept() {
			f.Amount, f.AmountLabel, f.CheckAmount, f.AmountHint = true, keptLabel, s.keptCheck(), s.keptHint()
			break
		}
		f.Amount, f.CheckAmount = true, withinState(o)
		f.AmountHint = "at most " + o.Most.String()
		if o.Kind == option.Reduce {
			f.AmountLabel = "Reduce by"
		}
	case option.Raise:
		f.Amount, f.AmountLabel = true, "Raise by"
		f.CheckAmount, f.AmountHint = withinMost(o.Left, session.Form.MaxAmount), "on top of the "+o.Left.String()+" that is reserved"
	case option.Correct:
		f.Correct, f.Customer = true, s.record.Billing
	case option.Order:
		f.Order = true
	case option.Due:
		f.Days = days(o.DueFrom, o.DueTo)
	case option.Repeat:
		f.Amount, f.Order, f.Reason = true, true, false
		f.Currency, f.MaxAmount = s.currency(), session.Form.MaxAmount
		f.Code, f.CodeRequired, f.Brand = true, session.Form.CodeRequired, gateway.Brand(s.record.PaymentType)
		f.Uncalled = s.seen.Consented() && session.MayUncalled()
		f.Series = session.Form.Offer.Series
		f.NextInSeries, f.NoSeries = s.seen.NextInSeries()
	case option.Payout:
		f.Amount = true
		f.Currency = s.currency()
		if s.from == nil {
			f.Order, f.Card = true, true
			f.Currency, f.Currencies = session.Form.Currency, session.Form.Currencies
		}
	default:
	}
	form := forms.NewOperation(f)
	if form != nil {
		s.Shell.Feed(form.Form)
	}
	return form
}

// before is the reasons with one before all others.
func before(first string, reasons []string) []string {
	others := slices.DeleteFunc(slices.Clone(reasons), func(reason string) bool { return strings.EqualFold(reason, first) })
	return append([]string{first}, others...)
}

// mistake is the reason where the payment should not have been made.
func (s *Page) mistake() string {
	if s.nothingTaken() {
		return payment.MistakenReservation
	}
	return payment.Mistake
}

// undoes reports that the operation undoes a mistake just made: the form then has its
// reason already. Where the configuration wants no reasons to choose from, the agent
// types one. Less of what is reserved is mostly no mistake: the agent chooses why.
func (s *Page) undoes() bool {
	kind := s.option.Kind
	return s.from != nil && s.from.Mistake() && (kind == option.Cancel || kind == option.Reduce && !s.nothingTaken()) && len(s.Shell.Console.Reasons) > 0
}

// reasons are the reasons to choose from that fit the act: those of the configuration are
// for money that the caller gets, and of what is only reserved the caller gets none back.
// What the gateway's checks or an agent holds is given back for the shop's reasons, or
// because of what it is held for. Where the configuration wants none to choose from, there
// are none.
func (s *Page) reasons() []string {
	configured, kind := s.Shell.Console.Reasons, s.option.Kind
	if len(configured) == 0 {
		return nil
	}
	if own := s.wording().Reasons; own != nil {
		return own
	}
	held := s.record.Outcome() == gateway.OutcomeHeld && !s.reserved()
	switch {
	case s.nothingTaken() && !held && kind == option.Cancel:
		return []string{"No longer needed", "Customer asked for it"}
	case s.nothingTaken() && !held && kind == option.Reduce:
		return []string{"Only a part is needed", "Customer asked for it"}
	}
	all := slices.Clone(configured)
	for i, reason := range all {
		if strings.EqualFold(reason, payment.Mistake) {
			all[i] = s.mistake()
		}
	}
	if held && kind == option.Cancel {
		return before(kit.LooksLikeFraud, all)
	}
	return all
}

// withinState checks an amount against the state of the payment. Limits are left
// to the code that records that the agent tried.
func withinState(o option.Option) func(gateway.Money) error {
	return func(m gateway.Money) error {
		var limit *rights.LimitError
		if err := o.CheckAmount(m); !errors.As(err, &limit) {
			return err
		}
		return nil
	}
}

// withinMost checks that a raise leaves a payment within the most of one payment.
func withinMost(reserved, most gateway.Money) func(gateway.Money) error {
	return func(m gateway.Money) error {
		if most.IsZero() || most.Currency != m.Currency {
			return nil
		}
		if whole, _ := reserved.Plus(m); whole.Minor <= most.Minor {
			return nil
		}
		return &gateway.FieldError{Field: "baseamount", Rule: "with the " + reserved.String() + " already reserved, this exceeds " + most.String() + ", the most for one payment here"}
	}
}

// currency is the payment's.
func (s *Page) currency() gateway.Currency {
	if m, ok := s.seen.Record.Amount(s.Shell.Console.Currencies()...); ok {
		return m.Currency
	}
	return s.Shell.Console.Form.Currency
}

// mostDays is how many days a due date is chosen from.
const mostDays = 40

// days are the dates from one to another, both included.
func days(from, to string) []time.Time {
	day, err := time.Parse(time.DateOnly, from)
	last, err2 := time.Parse(time.DateOnly, to)
	if err != nil || err2 != nil {
		return nil
	}
	var all []time.Time
	for ; !day.After(last) && len(all) < mostDays; day = day.AddDate(0, 0, 1) {
		all = append(all, day)
	}
	return all
}

// action is what the form says is to be done.
func (s *Page) action() operation.Request {
	a := operation.Request{Kind: s.option.Kind, Snapshot: s.seen}
	if a.Again = s.Given(s.Warnings); a.Again != "" {
		a.Warned = s.Warnings
	}
	if s.form == nil {
		return a
	}
	a.Amount, a.OrderReference, a.DueDate, a.Reason = s.amount(), s.form.OrderReference(), s.form.DueDate(), s.form.Reason()
	a.Initiation, a.Series = s.form.Initiation(), s.form.Series()
	if s.option.Kind == option.Correct {
		a.Correction = operation.Correction{Billing: s.form.Correction(), Expiry: s.form.Expiry()}
		return a
	}
	if s.from != nil {
		a.Expiry = s.form.Expiry()
		return a
	}
	number := s.form.Number()
	a.Brand, a.First6, a.Last4 = number.Brand(), number.First6(), number.Last4()
	return a
}
