package cli

import (
	"fmt"
	"os"
	"os/user"
	"regexp"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/script"
)

// staff is the table of agents for the test's user, who has these rights, and for Ann.
func (b *lookupBank) staff(tb testing.TB, given string) {
	tb.Helper()
	me, err := user.Current()
	if err != nil {
		tb.Fatal(err)
	}
	text, err := os.ReadFile(b.config)
	if err != nil {
		tb.Fatal(err)
	}
	before, _, _ := strings.Cut(string(text), "[operator]")
	before, _, _ = strings.Cut(before, "[roles.")
	people := fmt.Sprintf("[roles.clerk]\nrights = [%s]\n[roles.lead]\nrights = [\"take\", \"see_reasons\"]\n[agents.%q]\nrole = \"clerk\"\n[agents.ann]\nrole = \"lead\"\n", given, me.Username)
	if err := os.WriteFile(b.config, []byte(before+people), 0o600); err != nil {
		tb.Fatal(err)
	}
}

// TestSealedReasonsInCommands: what lists, exports and the commands of the journal say of a
// refusal that only the bank may explain is neither its code nor its message, for an agent
// who lacks the right; the JSON of one who has it is as the gateway sent it.
func TestSealedReasonsInCommands(t *testing.T) {
	for _, code := range strings.Fields("04 34 36 41 43 46 59 62 63 79 83 93") {
		t.Run(code, func(t *testing.T) {
			b := newLookupBank(t)
			b.pay(t, "orderreference", "FAULT-deny."+code+"-A17")
			words := book.BankWords(code)
			means := script.Reason(gateway.Record{RequestType: gateway.TypeAuth, ErrorCode: gateway.CodeDeclined, AcquirerResponseCode: code})
			if words == "" || means == "" {
				t.Fatal("the test bank does not know the code")
			}
			telling := regexp.MustCompile(`"acquirerresponsecode":"` + code + `"|` + regexp.QuoteMeta(words) + "|" + regexp.QuoteMeta(means))
			const all = `"take", "view_all", "settle_by_hand", "acknowledge"`
			for rights, tells := range map[string]bool{all: false, all + `, "see_reasons"`: true} {
				b.staff(t, rights)
				for _, args := range [][]string{
					{"lookup", "today"},
					{"lookup", "today", "--csv"},
					{"lookup", "today", "--json"},
					{"lookup", "today", "declined", "--json"},
					{"reconcile", "--since", "24h"},
					{"journal", "verify"},
					{"journal", "events"},
					{"resolve"},
				} {
					stdout, stderr, exit := moto(t, append(append([]string{args[0]}, args[1:]...), "--config", b.config)...)
					if args[0] == "lookup" && (exit != ExitOK || !strings.Contains(stdout, "-A17")) || exit == ExitUsage {
						t.Errorf("%v: exit code %d: %s%s", args, exit, stdout, stderr)
					}
					if is := telling.MatchString(stdout + stderr); is != (tells && args[len(args)-1] == "--json") {
						t.Errorf("%v with %s: it tells: %v:\n%s%s", args, rights, is, stdout, stderr)
					}
				}
			}
		})
	}
}
