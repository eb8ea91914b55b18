package payment

import (
	"context"
	"log/slog"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
)

// Authoriser sends one AUTH or ACCOUNTCHECK, once, and wipes the card.
// *gateway.Client is one.
type Authoriser interface {
	Auth(context.Context, gateway.AuthRequest) (gateway.AuthResult, error)
	AccountCheck(context.Context, gateway.AccountCheckRequest) (gateway.AuthResult, error)
}

// Operator is the agent whose payments a Processor takes.
type Operator struct {
	// Agent is the name that attempts have.
	Agent string
	// Grant is what the agent may do. The zero value allows nothing.
	Grant rights.Grant
}

// Place is where payments are taken, and what is taken there.
type Place struct {
	Site string
	// Sites are all that the configuration has, Site among them; nil means Site alone.
	Sites []string
	// Live says that the site moves real money: no test card is sent there.
	Live bool
	// Offer is what this site takes.
	Offer terms.Offer
	// Policy says which charges the guard stops or questions.
	Policy Policy
	// Zone is the time zone in which a day ends; nil is UTC.
	Zone *time.Location
}

// Line is the way to the gateway.
type Line struct {
	Gateway Authoriser
	// Search looks for earlier payments at the gateway; nil means no search.
	Search CardQuerier
	// Queries asks about held money; nil asks nothing.
	Queries Querier
	// SignIn stops requests until the gateway has accepted our sign-in.
	SignIn *SignIn
	// Deadline is the gateway client's deadline: no answer can come after it.
	Deadline time.Duration
	// Patience is how long an agent waits before an attempt counts as in doubt; 0
	// means DefaultPatience, which is also the most.
	Patience time.Duration
}

// Records is where attempts are kept, and in whose name.
type Records struct {
	Store journal.Store
	// Customers keeps the callers' names; nil keeps none.
	Customers journal.Customers
	// Spool keeps outcomes that the journal could not record; nil keeps none.
	Spool Spool
	// Owner names this processor in leases, and Host its machine in entries.
	Owner, Host string
}

// Spool keeps what the journal cannot record yet. *spool.Folder is one.
type Spool interface {
	// Keep keeps an outcome until the journal has it. When it returns nil, the outcome
	// survives the death of the process and of the machine.
	Keep(told answer.Told) error
}

// Watchers follow attempts, or are told of them.
type Watchers struct {
	// Resolver finds the outcomes of attempts in doubt.
	Resolver Finder
	// Doubted is called when an attempt falls into doubt. It may be nil, and must
	// not block.
	Doubted func()
	// News receives each attempt that was in doubt and was answered late. It may be
	// nil.
	News Publisher
	// Log receives defects. It may be nil.
	Log *slog.Logger
}

// Finder finds the outcomes of attempts in doubt. *resolve.Resolver is one.
type Finder interface {
	// Wake makes it look at once, for instance after an answer was lost.
	Wake()
	// Check asks the gateway once about an attempt, and returns it as it is then.
	Check(ctx context.Context, id string) (journal.Entry, error)
	// Became does what follows once the journal has an outcome; before is the attempt as
	// it was before that.
	Became(ctx context.Context, before, after journal.Entry)
}

// Querier finds transactions. *gateway.Client is one.
type Querier interface {
	Query(context.Context, gateway.Query) (gateway.QueryResult, error)
}

// Options are what a Processor works with.
type Options struct {
	Operator
	Place
	Line
	Records
	Watchers
	clock.Clocks

	// Held keeps what the gateway said of held money. The processors of a site may
	// share one; nil gives this processor its own.
	Held *HeldAnswers
	// During returns a context that also ends with the agent's session; nil returns
	// the context unchanged. A screen's queries use it; a charge under way does
	// not.
	During func(context.Context) (context.Context, context.CancelFunc)
	// Suffix makes the end of a SentReference; nil means the journal's name and
	// a random part.
	Suffix func() string
}
