package paymenttest

import (
	"context"
	"iter"
	"sync"

	"motoconsole/gateway"
)

// Bank gives the answers to AUTHs and queries that a test prescribes.
type Bank struct {
	mu       sync.Mutex
	Requests []gateway.AuthRequest
	Answer   func(gateway.AuthRequest) (gateway.AuthResult, error)
	Checks   int // how many of the requests were card checks
	Gate     chan struct{}
	Queries  int
	Found    func(gateway.Query) (gateway.QueryResult, error)
}

// Auth implements payment.Authoriser.
func (b *Bank) Auth(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
	if !gateway.PassGate(ctx) {
		r.Card.Wipe()
		return gateway.AuthResult{Outcome: gateway.OutcomeNotSent}, &gateway.Error{Kind: gateway.KindLate}
	}
	b.mu.Lock()
	b.Requests = append(b.Requests, r)
	b.mu.Unlock()
	r.Card.Wipe()
	r.Recipient.Number.Wipe()
	if b.Gate != nil {
		<-b.Gate
	}
	return b.Answer(r)
}

// AccountCheck implements payment.Authoriser. The answer is that of an AUTH.
func (b *Bank) AccountCheck(ctx context.Context, r gateway.AccountCheckRequest) (gateway.AuthResult, error) {
	b.mu.Lock()
	b.Checks++
	b.mu.Unlock()
	return b.Auth(ctx, gateway.AuthRequest(r))
}

// Query implements payment.Querier.
func (b *Bank) Query(_ context.Context, q gateway.Query) (gateway.QueryResult, error) {
	b.mu.Lock()
	b.Queries++
	b.mu.Unlock()
	return b.Found(q)
}

// Sent is how many requests have left.
func (b *Bank) Sent() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.Requests)
}

// Approve is the answer of a bank that approves the payment.
func Approve(r gateway.AuthRequest) (gateway.AuthResult, error) {
	return gateway.AuthResult{Outcome: gateway.OutcomeApproved, Record: gateway.Record{
		TransactionReference: "1-2-3", ErrorCode: "0", SettleStatus: "0", OrderReference: r.OrderReference,
	}}, nil
}

// Lost stands for an answer that did not arrive.
func Lost(gateway.AuthRequest) (gateway.AuthResult, error) {
	return gateway.AuthResult{}, &gateway.Error{Kind: gateway.KindBroken, Written: true}
}

// SignsIn is a gateway that accepts every sign-in and does not give the time.
type SignsIn struct{}

// Query finds nothing.
func (SignsIn) Query(context.Context, gateway.Query) (gateway.QueryResult, error) {
	return gateway.QueryResult{Outcome: gateway.OutcomeApproved}, nil
}

// Walks yields the same records each time.
type Walks []gateway.Record

// Records yields them.
func (w Walks) Records(context.Context, gateway.Query) iter.Seq2[gateway.Record, error] {
	return func(yield func(gateway.Record, error) bool) {
		for _, r := range w {
			if !yield(r, nil) {
				return
			}
		}
	}
}
