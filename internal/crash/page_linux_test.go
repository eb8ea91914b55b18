package crash

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// page is the page that a screen shows.
type page int

const (
	elsewhere page = iota // on its way, or being drawn
	home
	form
	confirm
	warned // already taken: it asks for a reason
	barred // in doubt: it cannot be charged
	refused
	outcome
	discard
	search        // the search line
	list          // the list of what was found
	record        // a payment
	choosing      // its options
	operationForm // of a refund or change
)

var outcomeLine = regexp.MustCompile(`(?m)^\s+[✔✖!?]\s{1,2}([A-Z][A-Z ]+?)\s{2,}(?:by )?−?£`)

// titled matches the head of a payment's record.
var titled = regexp.MustCompile(`(?m)^.{1,14}\b(?:LIVE|TEST|SANDBOX)\b.{1,4}Payment\b`)

// pageOf recognises pages by their words, but not by those of the news, which stands on
// any page.
func pageOf(shown string) page {
	shown = newsLine.ReplaceAllString(shown, "")
	has := func(text string) bool { return strings.Contains(shown, text) }
	switch {
	case has("Discard this payment?"), has("Discard this form?"):
		return discard
	case has("NOT CHARGED"), has("✖ Nothing was done"):
		return refused
	case has("cannot be charged now"), has("cannot be given back now"), has("cannot be released now"):
		return barred
	case has("Already taken?") && !outcomeLine.MatchString(shown), has("Already done?"):
		return warned
	case has("Not charged"), has("NOT SENT") && !has("enter  Home"):
		return refused
	case has("Read this to the caller"), has("Check with the caller"):
		return confirm
	case titled.MatchString(shown):
		return record
	case has("↑ ↓  Move   esc  Back"):
		return choosing
	case has("enter  Search"):
		return search
	case has("Understood"):
		return list
	case outcomeLine.MatchString(shown):
		return outcome
	case has("Still to ask"), has("Nothing more to ask"):
		return form
	case has("ctrl+r  Confirm"):
		return operationForm
	case has("Your payments today"):
		return home
	}
	return elsewhere
}

// claim is what a screen says of a payment.
type claim struct {
	word  string // such as APPROVED
	order string // the merchant's reference, or as it was sent
}

var (
	sentLine = regexp.MustCompile(`(?:Sent to the gateway as|In the journal as|[Ss]ent as|Recorded as) +(\S+)`)
	newsLine = regexp.MustCompile(`(?m)^ *[✔✖!] (\S.*) −?£[\d.,]+: ([A-Z][A-Z ]+[A-Z]).*$`)
	rowLine  = regexp.MustCompile(`(?m)£[\d.,]+ .*\d{4}\s+[✔✖!?] ([A-Z][a-z ]*?)\s{2,}(P\w+)`)
)

// claimsOf are the claims on a screen.
func claimsOf(shown string) []claim {
	var claims []claim
	if pageOf(shown) == record { // which shows the payment's present state
		return nil
	}
	if word, sent := outcomeLine.FindStringSubmatch(shown), sentLine.FindStringSubmatch(shown); word != nil && sent != nil {
		claims = append(claims, claim{word[1], sent[1]})
	}
	for _, m := range newsLine.FindAllStringSubmatch(shown, -1) {
		// News of anything but a payment has its noun: "Cancellation P10002".
		if order := strings.TrimPrefix(m[1], "Earlier payment: "); !strings.Contains(order, " ") {
			claims = append(claims, claim{m[2], order})
		}
	}
	if pageOf(shown) != home {
		return claims
	}
	for _, m := range rowLine.FindAllStringSubmatch(shown, -1) {
		claims = append(claims, claim{strings.ToUpper(m[1]), m[2]})
	}
	return claims
}

// witness remembers what all screens said.
type witness struct {
	mu     sync.Mutex
	claims map[claim]string // with the frame that said it
}

func newWitness() *witness { return &witness{claims: map[claim]string{}} }

func (w *witness) see(claims []claim, frame string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range claims {
		w.claims[c] = frame
	}
}

// sight is the last look at a screen. A look may come when a frame is half drawn, or
// the console was killed while drawing. Then the word of one row stands beside the
// order of another.
type sight struct {
	shown  string
	at     time.Time
	claims []claim
}

// whole is how long a complete frame stays, even on a busy machine.
const whole = 2 * time.Second

// next takes the next look, and returns the certain claims of the frame before: those
// in two frames, or shown for long enough.
func (s *sight) next(shown string, now time.Time) (certain []claim, frame string) {
	frame = s.shown
	claims := claimsOf(shown)
	for _, c := range s.claims {
		if now.Sub(s.at) >= whole || shown != s.shown && slices.Contains(claims, c) {
			certain = append(certain, c)
		}
	}
	if shown != s.shown {
		*s = sight{shown, now, claims}
	}
	return certain, frame
}
