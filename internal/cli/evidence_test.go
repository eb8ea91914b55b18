//go:build unix

package cli_test

import (
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/screentest"
)

// fault makes the bank simulate a fault from now on.
func (b *bank) fault(t *testing.T, order string) {
	t.Helper()
	b.control(t, "PUT", "faults", order)
}

// keepsWrong makes it do so for every request of a type.
func (b *bank) keepsWrong(t *testing.T, name, requestType string) {
	t.Helper()
	b.fault(t, `{"fault":"`+name+`","rate":1,"types":["`+requestType+`"]}`)
}

// TestFoundAndNotExactlyOurs: the answer was lost, and the gateway's record is not
// exactly our payment. The payment stays UNKNOWN, moto resolve says what was found, a
// supervisor settles it either way, and the card is barred until then.
func TestFoundAndNotExactlyOurs(t *testing.T) {
	t.Parallel()
	for _, row := range effort.Some([]struct {
		fault, own, says, verdict string
		outcome                   gateway.Outcome
	}{
		{"fold", "a17", "order a17-", "taken", gateway.OutcomeApproved},
		{"fold", "A17", "order a17-", "not-taken", gateway.OutcomeNotSent},
		{"cut", "INVOICE-2026-00412", "INVOICE-2026-00412-", "taken", gateway.OutcomeApproved},
		{"cutbytes", "ÄÖÜäöüßéèÄÖÜ", "order ÄÖÜ", "not-taken", gateway.OutcomeNotSent},
		{"escape", "Smith & Sons", "&amp;", "taken", gateway.OutcomeApproved},
		{"escape", "O'Brien", "&#39;", "not-taken", gateway.OutcomeNotSent},
		{"othersite", "A17", "site test_another", "taken", gateway.OutcomeApproved},
		{"otherorder", "A17", "ANOTHER-ORDER", "not-taken", gateway.OutcomeNotSent},
		{"norecords", "A17", "found 1", "taken", gateway.OutcomeApproved},
	}, 5) {
		t.Run(row.fault+" "+row.own, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			p := o.console(t, "priya")
			fill(t, p, ordered(row.own))
			b.keepsWrong(t, row.fault, gateway.TypeQuery)
			b.fault(t, `{"fault":"lost","types":["AUTH"]}`)
			agree(t, p)
			firstOutcome(t, p)
			e := evidenceOf(t, o, p)
			if e.State != journal.InDoubt || e.EmptyChecks != 0 {
				t.Errorf("%v after %d empty answers", e.State, e.EmptyChecks)
			}
			said, code := o.run(t, "resolve")
			if code != cli.ExitFailed || !strings.Contains(said, row.says) || !strings.Contains(said, e.SentReference) {
				t.Errorf("moto resolve: exit code %d, and no %q in\n%s", code, row.says, said)
			}
			grace()
			p.Press("enter")
			p.WaitFor(t, "1 unknown payment")
			barred(t, p, ordered("B18"))

			said, code = o.run(t, "resolve", "--settle", e.SentReference, "--as", row.verdict, "--reason", "seen in the portal", "--by", "J. Doe")
			if code != cli.ExitOK {
				t.Fatalf("exit code %d: %s", code, said)
			}
			if e := o.only(t); e.Outcome != row.outcome || e.Resolution != journal.ResolvedSupervisor || e.Evidence == "" {
				t.Errorf("settled: %v by %q, evidence %q", e.Outcome, e.Resolution, e.Evidence)
			}
			p.WaitGone(t, "1 unknown")
			b.wantAuths(t, 1)
			o.verify(t)
		})
	}
}

// evidenceOf waits until the page shows what was found, and returns the entry.
func evidenceOf(t *testing.T, o *office, p *screentest.PTY) journal.Entry {
	t.Helper()
	eventually(t, "what was found is kept", func() bool { return o.only(t).Evidence != "" })
	e := o.only(t)
	says(t, p, e.Evidence[:20])
	if !strings.Contains(p.Text(), "? UNKNOWN") {
		t.Errorf("not unknown any more:\n%s", p.Text())
	}
	return e
}

// TestAnswersOfSomethingElse: answers say approved, but repeat another order, card or
// request. The journal keeps the transaction that they name, and its record decides
// once it shows.
func TestAnswersOfSomethingElse(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	for _, fault := range effort.Some([]string{"wrongorder", "wrongpan", "wrongref"}, 2) {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			p := o.console(t, "priya")
			fill(t, p, caller())
			b.fault(t, `{"fault":"hide","arg":"9m","types":["AUTH"]}`)
			b.fault(t, `{"fault":"`+fault+`","types":["AUTH"]}`)
			agree(t, p)
			firstOutcome(t, p)
			e := evidenceOf(t, o, p)
			if e.EvidenceReference == "" || !strings.Contains(e.Evidence, e.EvidenceReference) {
				t.Errorf("evidence %q, transaction %q", e.Evidence, e.EvidenceReference)
			}
			if said, code := o.run(t, "resolve"); code != cli.ExitFailed || !strings.Contains(said, e.EvidenceReference) {
				t.Errorf("moto resolve: exit code %d\n%s", code, said)
			}
			b.release(t)
			p.WaitFor(t, "✔ APPROVED")
			if e := o.only(t); e.Outcome != gateway.OutcomeApproved || e.Resolution != journal.ResolvedQuery {
				t.Errorf("%v by %q", e.Outcome, e.Resolution)
			}
			b.wantAuths(t, 1)
			o.verify(t)
		})
	}
}
