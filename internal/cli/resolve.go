package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

// resolveOptions are the flags of `moto resolve`.
type resolveOptions struct {
	configPath, settle, as, reason, by string
	wait                               time.Duration
}

// byHand reports whether a payment is to be settled by hand.
func (o resolveOptions) byHand() bool {
	return o.settle != "" || o.as != "" || o.reason != "" || o.by != ""
}

// check refuses wrong usage before anything is opened.
func (o resolveOptions) check() error {
	if o.wait < 0 {
		return errors.New("--wait is a time such as 5m")
	}
	if !o.byHand() {
		return nil
	}
	if strings.TrimSpace(o.settle) == "" {
		return errors.New("name the payment by its order reference as it was sent: --settle")
	}
	if strings.TrimSpace(o.reason) == "" {
		return errors.New("the reason is needed, --reason: it is kept in the journal")
	}
	if cardguard.InRecord(o.reason) || cardguard.InRecord(o.by) {
		return errors.New("--by or --reason looks like a card number, which moto never takes on the command line: write something else")
	}
	_, err := resolve.ParseRuling(o.as)
	return err
}

// byWhom is the supervisor's name. With a table of agents it is the agent's own.
func (o resolveOptions) byWhom(s config.Settings) (string, error) {
	named := strings.TrimSpace(o.by) != ""
	switch {
	case !o.byHand():
		return "", nil
	case s.Grant.Bounded() && named && !rights.Same(o.by, s.Operator):
		return "", errors.New("with a table of agents the supervisor is " + s.Operator + ", who is logged in: leave out --by")
	case s.Grant.Bounded():
		return s.Operator, nil
	case !named:
		return "", errors.New("a supervisor's name is needed, --by: it is kept in the journal")
	}
	return o.by, nil
}

// resolveCommand is `moto resolve`.
func (p program) resolveCommand() *cobra.Command {
	var o resolveOptions
	cmd := &cobra.Command{
		Use:   "resolve",
		Short: "Find the outcomes of payments whose answer was lost",
		Long: `Ask the gateway about every payment of the journal whose outcome is unknown, and
list what is known of them. Consoles do this by themselves; the command is for
supervisors, and for times when no console is open.

A supervisor who knows the outcome from the portal or the bank settles a payment
by hand with --settle, --as, --reason and --by; the journal keeps that. For a card
check, "taken" means that the bank made it, though no money was taken. With a table
of agents, the supervisor is the agent who is logged in. They need the right to
settle by hand, and cannot settle their own payments.

Exit code 1 if a payment is still unknown, or being sent now.`,
		Example: `  moto resolve
  moto resolve --wait 5m
  moto resolve --settle A17-7K3M2P --as not-taken --reason "bank confirmed by telephone" --by "J. Doe"`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.check(); err != nil {
				return usageError{err}
			}
			s, err := p.settings(o.configPath)
			if err != nil {
				return err
			}
			if o.by, err = o.byWhom(s); err != nil {
				return usageError{err}
			}
			return p.resolve(cmd.Context(), cmd.OutOrStdout(), s, o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.configPath, "config", "", "configuration `file`")
	f.DurationVar(&o.wait, "wait", 0, "go on asking for this `time`, such as 5m, until everything is known")
	f.StringVar(&o.settle, "settle", "", "settle by hand the payment with this order `reference` as it was sent")
	f.StringVar(&o.as, "as", "", "its outcome: `taken or not-taken`")
	f.StringVar(&o.reason, "reason", "", "how that is known")
	f.StringVar(&o.by, "by", "", "the supervisor's `name`; not where there is a table of agents")
	return cmd
}

func (p program) resolve(ctx context.Context, out io.Writer, s config.Settings, o resolveOptions) error {
	process, err := p.open(ctx, s, gateway.ModeOf(s.Gateway.Site))
	if err != nil {
		return err
	}
	defer process.Close()
	resolver := process.Resolver()
	if o.byHand() {
		how, err := resolve.ParseRuling(o.as)
		if err != nil {
			return usageError{err}
		}
		e, err := resolver.RuleOn(ctx, s.Grant, o.settle, how, o.by, o.reason)
		if err != nil {
			return problem(err)
		}
		if err := process.NoteNow(journal.Audit{Kind: journal.AuditSettled, Agent: o.by, Address: p.address, Result: e.SentReference + " as " + o.as}); err != nil {
			_, _ = fmt.Fprintln(out, "It could not be noted among the journal's events, and is only in the log: tell the person who maintains moto.")
		}
		if e.Alarm != "" && e.Resolution != journal.ResolvedSupervisor {
			_, err = fmt.Fprintf(out, "%s was known already: %s. Its alarm is acknowledged; who did so is kept in the journal.\n", o.settle, became(e))
			return err
		}
		_, err = fmt.Fprintf(out, "%s is settled by hand. Who said so and why is kept in the journal.\n", o.settle)
		return err
	}
	until := time.Now().Add(o.wait)
	for {
		open, err := unresolved(ctx, process.Journal())
		if err != nil {
			return problem(err)
		}
		for _, e := range open {
			if e.State == journal.Known {
				continue
			}
			after, err := resolver.Check(ctx, e.ID)
			if err != nil && !errors.Is(err, journal.ErrBusy) {
				return problem(err)
			}
			if err == nil && after.State == journal.Known && s.Grant.Sees(e.Agent) {
				_, _ = fmt.Fprintf(out, "%s  %s ending %s by %s: %s\n", e.SentReference, payment.AttemptOf(e).What(), e.Last4, e.Agent, became(after))
			}
		}
		open, err = unresolved(ctx, process.Journal())
		if err != nil {
			return problem(err)
		}
		if len(open) == 0 || time.Now().After(until) || ctx.Err() != nil {
			return listUnresolved(out, open, s.Grant)
		}
		select {
		case <-ctx.Done():
		case <-time.After(3 * time.Second):
		}
	}
}

// became is what became of an attempt, in the word of the screens.
func became(e journal.Entry) string {
	return strings.ToLower(kit.VerdictOf(payment.AttemptOf(e), time.Now()).Word)
}
