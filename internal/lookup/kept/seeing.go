package kept

import (
	"context"
	"iter"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/rights"
)

// seeing is the gateway as an agent may search it. It leaves out the sites that the
// agent does not work for and, for an agent who may not see them, payments that other
// agents took.
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
	return found, err
}

// Records implements lookup.Gateway.
func (g seeing) Records(ctx context.Context, q gateway.Query) iter.Seq2[gateway.Record, error] {
	return func(yield func(gateway.Record, error) bool) {
		for record, err := range g.Gateway.Records(ctx, q) {
			if err == nil && g.hides(record) {
				continue
			}
			if !yield(record, err) {
				return
			}
		}
	}
}
