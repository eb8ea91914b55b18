package floor

import (
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/theme"
)

// sums are what an agent did today.
type sums struct{ kit.Totals }

// sumsOf adds up the day of each agent, and of all.
func sumsOf(today []payment.Attempt, holds payment.Holds, now time.Time) (agents map[string]*sums, all kit.Totals) {
	by := map[string][]payment.Attempt{}
	today = kit.Present(today, holds)
	for i := range today {
		by[today[i].Agent] = append(by[today[i].Agent], today[i])
	}
	agents = make(map[string]*sums, len(by))
	for name, list := range by {
		agents[name] = &sums{kit.TotalsOf(list, now)}
	}
	return agents, kit.TotalsOf(today, now)
}

// of are the sums of an agent; nil while they are not known.
func (p *Page) of(agent string) *sums {
	switch s := p.agents[agent]; {
	case !p.summed:
		return nil
	case s != nil:
		return s
	}
	for name, s := range p.agents {
		if rights.Same(name, agent) {
			return s
		}
	}
	return new(sums)
}

// amounts are sums of money as text, each currency by itself.
func amounts(all []kit.Sum, zero gateway.Money) []string {
	if len(all) == 0 {
		return []string{zero.String()}
	}
	list := make([]string, len(all))
	for i, s := range all {
		list[i] = s.String()
	}
	return list
}

// item is something that waits to be checked.
type item struct {
	tone         theme.Tone
	symbol, what string
	since        time.Time
	amount       string
	card, order  string
	agent, site  string
	record       gateway.Record
	next         string
}

// items are what waits of an agent, or of all for "", the worst first.
func (p *Page) items(agent string) (all []item) {
	is := func(name string) bool { return agent == "" || rights.By(name, agent) }
	var unknown []item
	for _, a := range p.journal.Unresolved {
		if !is(a.Agent) {
			continue
		}
		one := item{
			since: a.Began, amount: kit.AmountOf(a.Charge), card: strings.TrimSpace(a.Charge.Brand.Name() + " " + a.Charge.Last4), order: gateway.Clean(kit.OrderOf(a), 60),
			agent: gateway.Clean(a.Agent, 40), site: a.Site, record: kit.RecordOf(a),
		}
		if kit.IsOpen(a) {
			one.tone, one.symbol, one.what, one.next = theme.Warn, "?", "Unknown", "moto checks it again"
			if !a.NextCheck.IsZero() {
				one.next = "moto checks it again at " + a.NextCheck.Local().Format("15:04")
			}
			unknown = append(unknown, one)
			continue
		}
		one.tone, one.symbol, one.what, one.next = theme.Bad, "!", "Alarm", "waits for a supervisor to acknowledge it"
		all = append(all, one)
	}
	all = append(all, unknown...)
	for _, m := range p.journal.Holds.List {
		if m.Reserved || !is(m.By) {
			continue
		}
		all = append(all, item{
			tone: theme.Warn, symbol: "!", what: "Held", amount: m.Amount.String(), order: gateway.Clean(m.Order, 60), agent: gateway.Clean(m.By, 40),
			record: gateway.Record{TransactionReference: m.TransactionReference}, next: "waits for a supervisor to release it",
		})
	}
	return all
}

// closed says why an item's record cannot be opened; "" where it can.
func (p *Page) closed(i item) string {
	session := p.shell.Session
	switch {
	case i.record.TransactionReference == "":
		return "There is no record of it to open yet: " + i.next + "."
	case i.site != session.Site && slices.Contains(session.Sites, i.site):
		return "That is a payment of site " + i.site + ": change the site on home to open it."
	default:
		return ""
	}
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
