package lookup

import (
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/lookup/names"
)

// A search is one query, or a few. Several queries find different payments, or the
// next one is made because those before found nothing.

// pass is one of the queries of a search.
type pass struct {
	query gateway.Query
	// assumed reports that the agent named no time.
	assumed bool
	// done are the order references that an earlier pass asked for.
	done []string
	// compares reports a pass whose records must show one of the names searched
	// for. It is made when the others have found nothing.
	compares bool
	// further reports a pass that continues the one before.
	further bool
}

// Query is the first query to the gateway, and the only one if the search needs
// just one. Zero times are open. The records it finds must still pass Matches.
func (s Search) Query(site string) gateway.Query {
	s.Known = nil
	return s.passes(site)[0].query
}

// passes are the queries of a search.
func (s Search) passes(site string) []pass {
	q := s.Filter
	q.PaymentTypes = withFiner(q.PaymentTypes)
	if len(q.Sites) == 0 {
		q.Sites = []string{site}
	}
	if len(q.Currencies) == 0 {
		q.Currencies = s.currenciesOfAmounts()
	}
	switch {
	case len(s.Names) > 0:
		return s.namePasses(q)
	case len(q.OrderReferences) > 0:
		return s.orderPasses(q)
	}
	main := s.timed(q)
	if !main.assumed {
		return []pass{main}
	}
	oldestFirst := slices.Clone(s.Known)
	slices.Reverse(oldestFirst)
	known := inParts(oldestFirst, func(references []string) pass {
		part := q
		part.TransactionReferences = references
		return pass{query: part}
	})
	return append(known, main)
}

// inParts are passes that ask for the references, a limited number at a time.
func inParts(references []string, asking func([]string) pass) []pass {
	var all []pass
	for part := range slices.Chunk(references, mostAsked) {
		p := asking(part)
		p.further = len(all) > 0
		all = append(all, p)
	}
	return all
}

// currenciesOfAmounts are the currencies of the amounts, if all name one: the
// gateway then returns fewer records.
func (s Search) currenciesOfAmounts() []string {
	var codes []string
	for _, a := range s.Amounts {
		if a.code == "" {
			return nil
		}
		put(&codes, a.code)
	}
	return codes
}

// namePasses ask for each way in which a name may have been sent. If the order is
// named too, moto compares it itself, because names find few payments.
func (s Search) namePasses(q gateway.Query) []pass {
	q.OrderReferences = nil
	var all []pass
	for _, way := range s.nameWays() {
		p := s.timed(gateway.Query{BillingLastNames: s.Names}) // of any time, if none was named
		after, before := p.query.After, p.query.Before
		p.query = q
		p.query.After, p.query.Before = after, before
		if way.Last != nil {
			p.query.BillingLastNames = way.Last
		}
		if way.First != nil {
			p.query.BillingFirstNames = way.First
		}
		all = append(all, p)
	}
	if last := s.lastWords(); len(last) > 0 { // the customer may have two surnames, one sent as a first name
		named := q
		named.BillingLastNames = last
		p := s.timed(named)
		p.compares = true
		all = append(all, p)
	}
	return append(all, s.comparing(q))
}

// comparing is the pass that compares names in the gateway's records of one day:
// the last day of the named time. It covers the whole time if something else
// narrows the search.
func (s Search) comparing(q gateway.Query) pass {
	p := s.timed(q)
	if from := s.ends().Add(-DefaultWindow); !narrows(q) && (p.query.After.IsZero() || p.query.After.Before(from)) {
		p.query.After = from.Truncate(time.Second).Add(-time.Second)
	}
	p.compares = true
	return p
}

// lastWords are the spellings of the last words of the names.
func (s Search) lastWords() []string {
	var all []string
	for _, name := range s.Names {
		for _, spelling := range names.LastWords(name) {
			put(&all, spelling)
		}
	}
	return all
}

// ends is when the time of a search ends.
func (s Search) ends() time.Time {
	if s.To.IsZero() || s.To.After(s.now) {
		return s.now
	}
	return s.To
}

// orderPasses are two passes if an order may have been sent with an unknown ending.
func (s Search) orderPasses(q gateway.Query) []pass {
	endless := unended(q.OrderReferences)
	asked := slices.Concat(s.Orders(), s.Sent)
	all := inParts(asked, func(references []string) pass {
		part := q
		part.OrderReferences = references
		return s.timed(part)
	})
	if len(endless) > 0 {
		q.OrderReferences = nil
		scan := s.timed(q)
		scan.done = asked
		all = append(all, scan)
	}
	return all
}

// timed puts the search's time into a query. Both of the gateway's limits are
// exclusive.
func (s Search) timed(q gateway.Query) pass {
	p := pass{query: q}
	from := s.From
	if from.IsZero() && s.To.IsZero() && !narrows(q) {
		from, p.assumed = s.now.Add(-DefaultWindow), true
	}
	p.query.After, p.query.Before = time.Time{}, time.Time{}
	if !from.IsZero() {
		p.query.After = from.Truncate(time.Second).Add(-time.Second)
	}
	if !s.To.IsZero() {
		p.query.Before = s.To.Truncate(time.Second)
	}
	return p
}
