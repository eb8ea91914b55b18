//go:build unix

package cli_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/screentest"
)

// payoutConsole is a console that may pay out.
func payoutConsole(t *testing.T, o *office) *screentest.PTY {
	t.Helper()
	path := o.config(t, "priya")
	text, err := os.ReadFile(path) //nolint:gosec // a file of the test
	if err != nil {
		t.Fatal(err)
	}
	o.write(t, "payouts.toml", string(text)+"\n[refund]\npayouts = true\nmax_amount = \"100.00\"\nreasons = [\"Prize\"]\n")
	cmd := commandAt(t, o.folder+"/home", "--config", o.folder+"/payouts.toml")
	p := o.open(t, cmd)
	p.WaitFor(t, "Your payments today")
	return p
}

// payout types a payout from home, up to the page that confirms it.
func payout(t *testing.T, p *screentest.PTY, order, amount string) {
	t.Helper()
	p.Press("p")
	p.WaitFor(t, "not a refund")
	p.Type(order + "\n" + amount + "\n" + canary + "\n12/30pri\n")
}

// TestPayoutByTheBinary: a payout to a card that is read out, its limit, a lost answer,
// and leaving while the outcome is unknown. No card stays behind.
func TestPayoutByTheBinary(t *testing.T) {
	t.Parallel()
	bank := startBank(t)
	o := newOffice(t, bank)
	p := payoutConsole(t, o)
	payout(t, p, "P1", "20.00")
	p.WaitFor(t, "y  Pay out £20.00")
	p.WaitFor(t, "Pay out £20.00 to Visa ending 1486")
	grace()
	agree(t, p)
	p.WaitFor(t, "PAID OUT")
	grace()
	p.Press("enter")
	p.WaitFor(t, "Payout P1")

	payout(t, p, "P2", "100.01")
	says(t, p, "A payout may be at most £100.00 here. Ask a supervisor.")
	grace()
	p.Press("esc")
	p.WaitFor(t, "£100.01")
	p.Press("esc")
	p.WaitFor(t, "Discard this form?")
	p.Press("y")
	p.WaitFor(t, "Your payments today")

	bank.control(t, http.MethodPut, "faults", `{"fault":"stall","arg":"9m","types":["REFUND"]}`)
	payout(t, p, "P3", "30.00")
	p.WaitFor(t, "y  Pay out £30.00")
	grace()
	agree(t, p)
	p.WaitFor(t, "It is on its way to the bank")
	p.Press("ctrl+c")
	says(t, p, "A payout of £30.00 is on its way.")
	p.Press("y")
	says(t, p, "A payment or refund may be on its way: moto waits")
	bank.release(t)
	if code := p.Wait(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	says(t, p, "UNKNOWN  payout of £30.00, order P3, sent as P3-")

	said, code := o.run(t, "resolve")
	if !strings.Contains(said, "payout") || code == 0 && !strings.Contains(said, "Every outcome") {
		t.Errorf("exit code %d\n%s", code, said)
	}
	outcomes := map[string]gateway.Outcome{}
	for _, e := range o.entries(t) {
		outcomes[e.OwnReference] = e.Outcome
		if e.RequestType() != journal.TypeRefund || e.OverrideReason != "Prize" || e.Last4 != "1486" {
			t.Errorf("%+v", e)
		}
	}
	if outcomes["P1"] != gateway.OutcomeApproved || outcomes["P2"] != gateway.OutcomeNotSent || len(outcomes) != 3 {
		t.Errorf("%v", outcomes)
	}
	if got := bank.arrived(t, "REFUND")[""]; got != 2 {
		t.Errorf("%d payouts arrived", got)
	}
	o.verify(t)
}
