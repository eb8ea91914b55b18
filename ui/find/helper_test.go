package find

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/theme"
)

// paid is a record of a payment, changed by change.
func paid(n int, change func(*gateway.Record)) gateway.Record {
	at := time.Date(2026, 11, 21, 9, 0, 0, 0, time.Local).Add(time.Duration(n) * 7 * time.Minute)
	r := gateway.Record{
		RequestType: gateway.TypeAuth, TransactionReference: fmt.Sprintf("23-9-%d", 80001+n), ErrorCode: "0",
		TransactionStarted: at.UTC().Format(time.DateTime), SettleStatus: "0", BaseAmount: "1050", CurrencyISO3A: "GBP",
		MaskedPAN: "411111######1111", PaymentType: "VISA", OrderReference: fmt.Sprintf("A%d-7K3M2P", 17+n), OperatorName: "priya",
		SecurityAddress: "2", SecurityPostcode: "2", SecurityCodeResult: "2", AccountType: "MOTO",
	}
	if change != nil {
		change(&r)
	}
	return r
}

// records is a gateway that has these for every question.
type records []gateway.Record

func (records) Query(context.Context, gateway.Query) (gateway.QueryResult, error) {
	return gateway.QueryResult{}, errors.New("the line is down")
}

func (a records) Records(context.Context, gateway.Query) iter.Seq2[gateway.Record, error] {
	return func(yield func(gateway.Record, error) bool) {
		for _, r := range a {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// newPage is the Find page without a console around it.
func newPage(t testing.TB, bank lookup.Gateway) *Page {
	t.Helper()
	theme, keys := kit.ThemeOf(theme.New(theme.Options{Level: theme.True})), kit.NewKeyMap()
	now := func() time.Time { return time.Date(2026, 11, 21, 14, 2, 0, 0, time.Local) }
	p, _ := New(kit.Shell{
		Console: &kit.Console{Now: now, Searches: kit.Searches{Search: bank}, Site: "test_site12345", Form: forms.PaymentOptions{Now: now}},
		Theme:   &theme, Keys: &keys,
		Room:   func() (width, height int) { return 76, 20 },
		Notify: func(string) {},
		Open:   func(kit.Open) tea.Cmd { return nil },
	}, kit.Open{Place: kit.Find}).(*Page)
	return p
}

// search looks for words and cards and takes in all that comes.
func (l *Page) search(words string, cards ...gateway.CardNumber) {
	l.setLine(words)
	for cmd := l.searchLine(cards); cmd != nil; {
		to, ok := cmd().(kit.To)
		if !ok {
			return
		}
		cmd = l.Update(to.Msg)
	}
}
