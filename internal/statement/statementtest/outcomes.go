package statementtest

import (
	_ "embed" // the table
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"motoconsole/gateway"
)

//go:embed outcomes.txt
var outcomes string

// Outcome is what a request's errorcode and settle status say together, once a
// query shows them: one outcome for home, the result, Find, the record, moto lookup and
// the resolver.
type Outcome struct {
	Record gateway.Record
	Want   gateway.Outcome
}

// Words are the state words that the outcome may have on a page or in a list, in small
// letters and without what follows a comma.
func (o Outcome) Words() []string {
	switch o.Want {
	case gateway.OutcomeApproved:
		if o.Record.RequestType == gateway.TypeRefund { // home knows a refund that was given by no other word
			return []string{"refunded"}
		}
		return []string{"approved", "settled", "checked", "card checked"}
	case gateway.OutcomeCancelled:
		if o.Record.RequestType == gateway.TypeRefund {
			return []string{"stopped"}
		}
		return []string{o.Want.String()}
	case gateway.OutcomeRejected:
		return []string{"not accepted"}
	default:
		return []string{o.Want.String()}
	}
}

// Has reports one of the outcome's words.
func (o Outcome) Has(word string) bool {
	word, _, _ = strings.Cut(strings.ToLower(word), ",")
	return slices.Contains(o.Words(), word)
}

// Name names the outcome in a failed test.
func (o Outcome) Name() string {
	return o.Record.RequestType + " answered " + o.Record.ErrorCode + " with settle status " + strconv.Quote(o.Record.SettleStatus)
}

// everyCode is what each errorcode of the table says of the money, and that of a code
// that is not in it.
var everyCode = sync.OnceValue(func() map[string]gateway.MoneyState {
	codes := map[string]gateway.MoneyState{"": gateway.MoneyUnknown, "12345": gateway.MoneyUnknown}
	for n := range 100_000 {
		if info, ok := gateway.LookupCode(strconv.Itoa(n)); ok {
			codes[info.Code] = info.Money
		}
	}
	// A locked record may have been charged all the same.
	codes[gateway.CodeLocked], codes[gateway.CodePortalLocked] = gateway.MoneyUnknown, gateway.MoneyUnknown
	return codes
})

// Outcomes are all codes with every settle status, for each kind of request.
func Outcomes(t testing.TB) (all []Outcome) {
	t.Helper()
	byName := map[string]gateway.Outcome{}
	for o := gateway.OutcomeUnknown; o <= gateway.OutcomeNotSent; o++ {
		byName[o.String()] = o
	}
	lines := strings.Split(strings.TrimSpace(outcomes), "\n")
	head := strings.Split(lines[0], "|")
	for _, line := range lines[1:] {
		cells := strings.Split(line, "|")
		if len(cells) != len(head) {
			t.Fatalf("%q has %d cells", line, len(cells))
		}
		for code, money := range everyCode() {
			if string(money) != cells[1] {
				continue
			}
			for i, status := range head[2:] {
				all = append(all, Outcome{Record: gateway.Record{
					RequestType: cells[0], ErrorCode: code, SettleStatus: strings.TrimPrefix(status, "none"), AccountType: "MOTO",
					TransactionReference: "23-9-8", TransactionStarted: "2026-11-21 09:00:00", CurrencyISO3A: "GBP", BaseAmount: "2000",
					OrderReference: "A17", MaskedPAN: "411111######1111", PaymentType: "VISA",
				}, Want: byName[cells[2+i]]})
			}
		}
	}
	if len(all) < 5000 {
		t.Fatalf("the table has %d outcomes only", len(all))
	}
	return all
}
