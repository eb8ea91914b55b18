package app

import (
	"context"
	"log/slog"
	"time"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/rights"
)

// processor makes the processor of an agent's payments. during bounds the queries of the
// agent's screens.
func (p *Process) processor(agent Agent, owner string, log *slog.Logger, during func(context.Context) (context.Context, context.CancelFunc)) (*payment.Processor, error) {
	set := p.settings
	var search payment.CardQuerier
	if set.Payment.AskGateway {
		search = p.careful()
	}
	return payment.New(payment.Options{
		Operator: payment.Operator{Agent: agent.Name, Grant: agent.Grant},
		Place: payment.Place{
			Site: set.Gateway.Site, Sites: set.Gateway.Sites, Live: p.mode == gateway.ModeLive, Zone: clock.Zone(), Offer: set.Payment.Offer,
			Policy: payment.Policy{
				Window: set.Payment.DuplicateWindow, MaxDeclines: set.Payment.MaxDeclines,
				MaxDeclinesDay: set.Payment.MaxDeclinesDay, MaxDeclinesMonth: set.Payment.MaxDeclinesMonth,
			},
		},
		Line: payment.Line{
			Gateway: p.careful(), Search: search, Queries: p.careful(), SignIn: p.signIn, Deadline: set.Gateway.Timeout, Patience: patience(set.Gateway.Timeout),
		},
		Records:  payment.Records{Store: p.shared, Customers: p.customers(), Spool: p.spool, Owner: owner, Host: p.host},
		Watchers: payment.Watchers{Resolver: p.resolver, Doubted: p.watcher.Wake, News: p.news, Log: log},
		Clocks:   clock.Real(),
		Held:     p.held,
		During:   during,
	})
}

// customers is where the journal keeps callers' names, nil if the configuration keeps
// none.
func (p *Process) customers() journal.Customers {
	if !p.settings.Journal.Customer {
		return nil
	}
	return p.store
}

// operations makes that agent's service for giving money back.
func (p *Process) operations(processor *payment.Processor) *operation.Service {
	set := p.settings
	all := rights.Limits{Refund: set.Refund.MaxAmount, RefundDay: set.Refund.MaxAgentDay}
	service := operation.New(processor, p.careful(), option.Limits{
		Refunds:    set.Refund.Enabled,
		MaxAge:     set.Refund.MaxAge,
		Payouts:    set.Refund.Payouts,
		Currencies: set.Payment.Currencies,
	})
	service.Bound = func(l option.Limits) option.Limits {
		own := processor.Grant.Limits().Lower(all)
		l.MaxRefund, l.MaxAgentDay = own.Refund, own.RefundDay
		l.OwnRefund, l.OwnDay = own.Refund != all.Refund, own.RefundDay != all.RefundDay
		return l
	}
	return service
}

// cards are the cards that the site takes.
func (p *Process) cards() forms.Cards {
	if p.mode == gateway.ModeLive {
		return forms.LiveCards
	}
	return forms.TestCards
}

// patience is how long an agent waits for an answer before a payment counts as in
// doubt: half of gateway.timeout, but at most doubt.DefaultPatience. An answer
// that comes in the other half still settles the payment.
func patience(timeout time.Duration) time.Duration {
	return min(timeout/2, doubt.DefaultPatience)
}
