package app

import (
	"log/slog"
	"time"

	"motoconsole/forms"
	steady "motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

// processor makes the processor of an agent's payments.
func (p *Process) processor(agent Agent, owner string, log *slog.Logger) *payment.Processor {
	set := p.settings
	var search payment.CardQuerier
	if set.Payment.AskGateway {
		search = p.careful()
	}
	return &payment.Processor{
		Gateway:   p.careful(),
		Search:    search,
		Store:     p.store,
		Customers: p.customers(),
		Resolver:  p.resolver,
		SignIn:    p.signIn,
		Policy:    payment.Policy{Window: set.Payment.DuplicateWindow, MaxDeclines: set.Payment.MaxDeclines},
		Offer:     set.Payment.Offer,
		Agent:     agent.Name,
		Grant:     agent.Grant,
		Live:      p.mode == kit.Live,
		Site:      set.Gateway.Site,
		Sites:     set.Gateway.Sites,
		Host:      p.host,
		Now:       time.Now,
		Zone:      steady.Zone(),
		Deadline:  set.Gateway.Timeout,
		Patience:  patience(set.Gateway.Timeout),
		Owner:     owner,
		Doubted:   p.watcher.Wake,
		News:      p.news,
		Held:      p.held,
		Log:       log,
	}
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
	limits := processor.Grant.Limits().Lower(all)
	return &operation.Service{Processor: processor, Gateway: p.careful(), Limits: option.Limits{
		Refunds:     set.Refund.Enabled,
		MaxRefund:   limits.Refund,
		MaxAge:      set.Refund.MaxAge,
		MaxAgentDay: limits.RefundDay,
		OwnRefund:   limits.Refund != all.Refund,
		OwnDay:      limits.RefundDay != all.RefundDay,
		Payouts:     set.Refund.Payouts,
		Currencies:  set.Payment.Currencies,
	}}
}

// cards are the cards that the site takes.
func (p *Process) cards() forms.Cards {
	if p.mode == kit.Live {
		return forms.LiveCards
	}
	return forms.TestCards
}

// patience is how long an agent waits for an answer before a payment counts as in
// doubt: half of gateway.timeout, but at most payment.DefaultPatience. An answer
// that comes in the other half still settles the payment.
func patience(timeout time.Duration) time.Duration {
	return min(timeout/2, payment.DefaultPatience)
}
