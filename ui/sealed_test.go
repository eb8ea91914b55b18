package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/rights"
	"motoconsole/internal/script"
	"motoconsole/ui/kit"
)

// telltale is what the bank says in the tests of sealed refusals.
const telltale = "Telltale of the bank"

// refusedBy is a decline with codes of gateway and bank.
func refusedBy(errorCode, bankCode string, checks ...string) func(gateway.AuthRequest) (gateway.AuthResult, error) {
	return func(r gateway.AuthRequest) (gateway.AuthResult, error) {
		result, err := answered(gateway.OutcomeDeclined, errorCode, "3", checks...)(r)
		result.Record.AcquirerResponseCode, result.Record.AcquirerResponseText = bankCode, telltale
		return result, err
	}
}

// sealedCodes are the refusals that only the bank may explain: codes of the gateway and of
// the bank.
func sealedCodes(t *testing.T) (all [][2]string) {
	t.Helper()
	for _, code := range strings.Fields("04 34 36 41 43 46 59 62 63 79 83 93") {
		all = append(all, [2]string{"70000", code})
	}
	for _, code := range strings.Fields("30002 60036 60043 60044 60045 60107") {
		all = append(all, [2]string{code, "05"})
	}
	for _, codes := range all {
		if !script.Sealed(gateway.Record{RequestType: gateway.TypeAuth, ErrorCode: codes[0], AcquirerResponseCode: codes[1]}) {
			t.Errorf("%v are not sealed", codes)
		}
	}
	return all
}

// TestASealedReasonIsOnTheRecordAlone: neither the code nor what it means is on the result, on
// home, in Find or on the record, for an agent who lacks the right. The record of one who has
// it shows both, and the other pages do not.
func TestASealedReasonIsOnTheRecordAlone(t *testing.T) {
	for _, codes := range sealedCodes(t) {
		t.Run(codes[0]+" "+codes[1], func(t *testing.T) {
			unhurried(t, func(t *testing.T) { sealedEverywhere(t, codes[0], codes[1]) })
		})
	}
}

func sealedEverywhere(t *testing.T, errorCode, bankCode string) {
	info, _ := gateway.LookupCode(errorCode)
	record := paidRecord("3", func(r *gateway.Record) {
		r.ErrorCode, r.ErrorMessage, r.AcquirerResponseCode, r.AcquirerResponseText, r.AuthCode = errorCode, info.Message, bankCode, telltale, "DECLINED"
	})
	telling := []string{telltale, script.Reason(record)}
	if errorCode != gateway.CodeDeclined {
		telling = append(telling, info.Message, errorCode)
	} else {
		telling = append(telling, "("+bankCode+")")
	}
	untold := func(t *testing.T, where, view string) {
		t.Helper()
		for _, words := range telling {
			if strings.Contains(running(view), words) {
				t.Errorf("%s says %q:\n%s", where, words, view)
			}
		}
	}
	b := &bank{answer: refusedBy(errorCode, bankCode, "1", "1", "1")}
	c := newConsole(t, b)
	c.charge()
	c.mustShow(t, "DECLINED", "“Your bank has not approved this.", "This card again", "No")
	untold(t, "the result", c.View())
	c.Press("enter")
	c.clock.wait(time.Second)
	c.mustShow(t, "Your payments today", "Declined")
	c.Press("down")
	untold(t, "home", c.View())

	for _, may := range []bool{true, false} {
		has := rights.All()
		if !may {
			has = slices.DeleteFunc(has, func(r rights.Right) bool { return r == rights.SeeReasons })
		}
		grant := rights.NewTable([]rights.Role{{Name: "clerk", Rights: has}, {Name: "owner", Rights: rights.All()}},
			[]rights.Agent{{Name: "priya", Role: "clerk"}, {Name: "mia", DisplayName: "Mia Wong", Role: "owner"}}, true).Grant("priya")
		c := newCounter(t, &till{records: []gateway.Record{record}}, func(s *kit.Console) {
			processorOf(s).Grant = grant
			rewire(s)
		})
		c.Resize(76, 90) // one column
		c.Press("d")
		view := c.View()
		if !may {
			untold(t, "the record", view)
			if !strings.Contains(running(view), "You may not see why the bank refused this: ask Mia Wong (owner).") {
				t.Errorf("the record does not say who may:\n%s", view)
			}
			continue
		}
		for _, words := range telling {
			if !strings.Contains(running(view), words) {
				t.Errorf("the record does not say %q to an agent who may know:\n%s", words, view)
			}
		}
	}
}

// TestWhatToDoAfterARefusal: the result says what the bank's code means, what to say and to do
// next, and whether the card may be tried again. Without a code of the bank it is as ever.
func TestWhatToDoAfterARefusal(t *testing.T) {
	for code, want := range map[string][]string{
		"51": {"“The bank has not approved that amount.", "does not have this amount", "a smaller amount.", "Later today"},
		"54": {"“Nothing was taken. Let us check the expiry date together.”", "has expired", "Once, after checking the expiry date"},
		"N7": {"“Nothing was taken. Let us check the security code together.”", "The security code is wrong", "Once, after checking the security code"},
		"14": {"go through the card number once more", "Not with the same number"},
		"91": {"“The card company cannot answer just now", "In a few minutes"},
		"":   {"“The bank has not accepted this card. Do you have another one?”"},
	} {
		unhurried(t, func(t *testing.T) {
			c := newConsole(t, &bank{answer: refusedBy("70000", code, "1", "1", "4")})
			c.charge()
			for _, words := range want {
				if !strings.Contains(running(c.View()), words) {
					t.Errorf("%s: %q does not show:\n%s", code, words, c.View())
				}
			}
			if shows := strings.Contains(c.View(), "This card again"); shows == (code == "") {
				t.Errorf("%q: %v\n%s", code, shows, c.View())
			}
		})
	}
}

// TestTheScriptOfTheConfiguration: the lines as the configuration words them are on the form,
// on the confirm page, on the way and on the result.
func TestTheScriptOfTheConfiguration(t *testing.T) {
	own := script.Lines{
		"ask_order": "Your order?", "ask_number": "Your card?", script.ConfirmPayment: "Shall I take {amount} for {order}?",
		script.Approved: "All done: {amount} by {brand} {last4}.", script.BankRefused: "Your bank says no to {order}.",
	}
	for name, row := range map[string]struct {
		answer func(gateway.AuthRequest) (gateway.AuthResult, error)
		want   string
	}{
		"approved": {approved, "“All done: £10.50 by Visa 1111.”"},
		"refused":  {refusedBy("70000", "43", "1", "1", "1"), "“Your bank says no to A17.”"},
	} {
		t.Run(name, func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				c := newConsole(t, &bank{answer: row.answer})
				c.root.console.Script = own
				c.Press("n")
				c.mustShow(t, "“Your order?”")
				c.Press("esc")
				c.fill()
				c.clock.wait(time.Second)
				c.mustShow(t, "“Shall I take £10.50 for A17?”")
				c.Press("y")
				c.mustShow(t, row.want)
			})
		})
	}
}
