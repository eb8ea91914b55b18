package kept

import (
	"context"
	"iter"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/rights"
	"motoconsole/internal/script"
)

// seeing is the gateway as an agent may search it. It leaves out the sites that the
// agent does not work for and, for an agent who may not see them, payments that other
// agents took, and why a bank refused one.
type seeing struct {
	lookup.Gateway

	grant rights.Grant
}

// Seeing is a gateway with the payments that the holder of a grant may see.
func Seeing(g lookup.Gateway, grant rights.Grant) lookup.Gateway { return seeing{g, grant} }

func (g seeing) hides(r gateway.Record) bool {
	return !g.grant.Sees(r.OperatorName) || r.SiteReference != "" && g.grant.At(r.SiteReference) != nil
}

// Query implements lookup.Gateway.
func (g seeing) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	found, err := g.Gateway.Query(ctx, q)
	found.Records = slices.DeleteFunc(found.Records, g.hides)
	for i, r := range found.Records {
		found.Records[i] = shown(r, g.grant)
	}
	return found, err
}

// shown is a record as the holder of a grant may see it.
func shown(r gateway.Record, grant rights.Grant) gateway.Record {
	if grant.Has(rights.SeeReasons) {
		return r
	}
	return script.Discreet(r)
}

// Records implements lookup.Gateway.
func (g seeing) Records(ctx context.Context, q gateway.Query) iter.Seq2[gateway.Record, error] {
	return func(yield func(gateway.Record, error) bool) {
		for record, err := range g.Gateway.Records(ctx, q) {
			if err == nil && g.hides(record) {
				continue
			}
			if !yield(shown(record, g.grant), err) {
				return
			}
		}
	}
}
