package floor

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/theme"
)

// of are the sums of an agent; false while they are not known.
func (p *Page) of(agent string) (takings.Totals, bool) {
	if p.day.At.IsZero() {
		return takings.Totals{}, false
	}
	if t, ok := p.day.Agents[agent]; ok {
		return t, true
	}
	for name, t := range p.day.Agents {
		if rights.Same(name, agent) {
			return t, true
		}
	}
	return takings.Totals{}, true
}

// amounts are sums of money as text, each currency by itself.
func amounts(all []takings.Sum, zero gateway.Money) []string {
	if len(all) == 0 {
		return []string{zero.String()}
	}
	list := make([]string, len(all))
	for i, s := range all {
		list[i] = s.String()
	}
	return list
}

// taken is what was taken, and what of it is not in the sum.
func (p *Page) taken(of takings.Totals, and string) string {
	sums := strings.Join(amounts(of.Taken, p.zero()), and)
	if not := of.NotCounted(); not != "" {
		sums += " (" + not + ")"
	}
	return sums
}

// item is something that waits to be checked.
type item struct {
	id           string
	tone         theme.Tone
	symbol, what string
	since        time.Time
	amount       string
	card, order  string
	agent, site  string
	record       gateway.Record
	opens        kit.Open
	next         string
}

// items are what waits of an agent, or of all for "", the worst first.
func (p *Page) items(agent string) (all []item) {
	is := func(names ...string) bool {
		return agent == "" || slices.ContainsFunc(names, func(name string) bool { return rights.By(name, agent) })
	}
	needs := kit.NeedsOf(p.journal)
	add := func(list []payment.Attempt, tone theme.Tone, symbol, what string, next func(payment.Attempt) string) {
		for _, a := range takings.Present(list, p.journal.Holds) {
			if is(a.Agent) {
				all = append(all, item{
					id: a.ID, tone: tone, symbol: symbol, what: what, next: next(a),
					since: a.Began, amount: kit.AmountOfAttempt(a), card: cardOf(a.Charge.Brand, a.Charge.Last4), order: gateway.Clean(kit.OrderOf(a), 60),
					agent: gateway.Clean(a.Agent, 40), site: a.Site, record: kit.RecordOf(a), opens: kit.OpenOf(a),
				})
			}
		}
	}
	add(needs.Alarms, theme.Bad, "!", "Alarm", func(payment.Attempt) string { return "waits for a supervisor to acknowledge it" })
	add(needs.InDoubt, theme.Warn, "?", "Unknown", func(a payment.Attempt) string {
		if a.NextCheck.IsZero() {
			return "moto checks it again"
		}
		return "moto checks it again at " + a.NextCheck.Local().Format("15:04")
	})
	for _, m := range needs.Held {
		if !is(m.Agent, m.By) {
			continue
		}
		held := gateway.Record{TransactionReference: m.TransactionReference}
		all = append(all, item{
			id: "held " + m.TransactionReference, tone: theme.Warn, symbol: "!", what: "Held", since: m.Since, amount: kit.AmountOfHeld(m),
			card: cardOf(m.Brand, m.Last4), order: gateway.Clean(m.Order, 60), agent: gateway.Clean(cmp.Or(m.Agent, m.By), 40),
			record: held, opens: kit.Open{Place: kit.Record, Record: held}, next: "waits for a supervisor to release it",
		})
	}
	return all
}

// cardOf is a card in a word and four digits.
func cardOf(brand gateway.Brand, last4 string) string {
	return strings.TrimSpace(brand.Name() + " " + last4)
}

// closed says why an item's record cannot be opened; "" where it can.
func (p *Page) closed(i item) string {
	session := p.shell.Console
	if i.site != session.Site && slices.Contains(session.Sites, i.site) {
		return "That is a payment of site " + i.site + ": change the site on home to open it."
	}
	return ""
}

// counts are how many of some items are of each kind.
func counts(all []item) (alarms, unknown, held int) {
	for _, i := range all {
		switch i.what {
		case "Alarm":
			alarms++
		case "Unknown":
			unknown++
		default:
			held++
		}
	}
	return alarms, unknown, held
}
