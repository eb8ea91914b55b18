package crash

import (
	"regexp"
	"strings"
	"sync"
)

// page is what a screen shows.
type page int

const (
	elsewhere page = iota // on its way, or being drawn
	home
	form
	confirm
	warned // already taken: it wants a reason
	barred // in doubt: it cannot be charged
	refused
	outcome
	discard
)

var outcomeLine = regexp.MustCompile(`(?m)^\s+[✔✖!?]\s{2}([A-Z][A-Z ]+?)\s{2,}£`)

// pageOf tells pages apart by what they say.
func pageOf(shown string) page {
	has := func(text string) bool { return strings.Contains(shown, text) }
	switch {
	case has("Discard this payment?"):
		return discard
	case has("cannot be charged now"):
		return barred
	case has("Before you charge this card"), has("Already taken?"):
		return warned
	case has("Not charged"):
		return refused
	case has("Read this to the caller"):
		return confirm
	case outcomeLine.MatchString(shown):
		return outcome
	case has("Payment by telephone"):
		return form
	case has("What would you like to do?"):
		return home
	}
	return elsewhere
}

// claim is what a screen said of a payment.
type claim struct {
	word  string // such as APPROVED
	order string // the merchant's reference, or as it was sent
}

var (
	sentLine = regexp.MustCompile(`(?m)^\s*Sent to the gateway as (\S+)`)
	newsLine = regexp.MustCompile(`[✔✖!] (P\w+) £[\d.,]+: ([A-Z][A-Z ]+[A-Z])`)
	rowLine  = regexp.MustCompile(`(?m)£[\d.,]+ .*ending \d{4}\s+[✔✖!?] ([A-Z][A-Z ]*?)\s{2,}(P\w+)`)
)

// claimsOf are the claims on a screen.
func claimsOf(shown string) []claim {
	var claims []claim
	if word, sent := outcomeLine.FindStringSubmatch(shown), sentLine.FindStringSubmatch(shown); word != nil && sent != nil {
		claims = append(claims, claim{word[1], sent[1]})
	}
	for _, m := range newsLine.FindAllStringSubmatch(shown, -1) {
		claims = append(claims, claim{m[2], m[1]})
	}
	for _, m := range rowLine.FindAllStringSubmatch(shown, -1) {
		claims = append(claims, claim{m[1], m[2]})
	}
	return claims
}

// witness remembers what all screens said.
type witness struct {
	mu     sync.Mutex
	claims map[claim]bool
}

func newWitness() *witness { return &witness{claims: map[claim]bool{}} }

func (w *witness) see(shown string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range claimsOf(shown) {
		w.claims[c] = true
	}
}
