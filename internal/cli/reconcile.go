package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"motoconsole/gateway"
	"motoconsole/internal/config"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
)

// reconcileCommand is `moto reconcile`.
func (p program) reconcileCommand() *cobra.Command {
	var configPath string
	var since time.Duration
	cmd := &cobra.Command{
		Use:   "reconcile",
		Short: "Find payments that the journal has forgotten",
		Long: `Compare the gateway's payments and refunds at the configured sites with the
journal. The order references that moto sends carry the name of their journal. So
a payment that carries this journal's name but is in none of its rows was
forgotten: an older copy of the journal was put back, or the journal was deleted.
moto writes such a payment into the journal with an alarm, so that no console
takes it again without asking. It lists payments of other journals and of the
portal, and amounts and outcomes that differ. Consoles do the same when they start.

Exit code 1 if a payment was forgotten or differs.`,
		Example: `  moto reconcile
  moto reconcile --since 72h`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if since < 0 {
				return usageError{errors.New("--since is a time such as 72h")}
			}
			s, err := p.settings(configPath)
			if err != nil {
				return err
			}
			if err := s.Grant.May(rights.ViewAll); err != nil {
				return err
			}
			return p.reconcile(cmd.Context(), cmd.OutOrStdout(), s, since)
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	cmd.Flags().DurationVar(&since, "since", 0, "how far back to look, such as 72h (default: an hour before the journal's newest payment)")
	return cmd
}

func (p program) reconcile(ctx context.Context, out io.Writer, s config.Settings, back time.Duration) error {
	process, err := p.open(ctx, s, gateway.ModeOf(s.Gateway.Site))
	if err != nil {
		return err
	}
	defer process.Close()
	found, err := process.Reconcile(ctx, back)
	if !found.Since.IsZero() { // the comparison began
		listReconciliation(out, found)
	}
	if err != nil {
		return problem(err)
	}
	if n := len(found.Forgotten) + len(found.Differences); n > 0 {
		return attention(n)
	}
	return nil
}

// listReconciliation prints what was found.
func listReconciliation(out io.Writer, r resolve.Reconciliation) {
	_, _ = fmt.Fprintf(out, "Payments and refunds since %s: %d, of which %d forgotten, %d different, %d of others.\n",
		r.Since.Local().Format("2006-01-02 15:04:05"), r.Looked, len(r.Forgotten), len(r.Differences), len(r.Others))
	if r.Unread > 0 {
		_, _ = fmt.Fprintf(out, "%d could not be read or kept: look them up in the portal.\n", r.Unread)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, e := range r.Forgotten {
		_, _ = fmt.Fprintf(table, "FORGOTTEN\t%s\t%s\t%s\t%s\t%s\tthe journal is older than this payment\n",
			e.SentReference, e.TransactionReference, e.Amount, e.IntentAt.Local().Format(time.DateTime), e.Agent)
	}
	for _, d := range r.Differences {
		_, _ = fmt.Fprintf(table, "DIFFERS\t%s\t%s\t%s\t%s\t%s\t%s\n",
			d.Entry.SentReference, d.Entry.TransactionReference, d.Entry.Amount, d.Entry.IntentAt.Local().Format(time.DateTime), d.Entry.Agent, d.Says)
	}
	for _, o := range r.Others {
		amount := gateway.Clean(o.BaseAmount+" "+o.CurrencyISO3A, 40)
		if money, ok := o.Amount(); ok {
			amount = money.String()
		}
		when := ""
		if at, ok := o.StartedAt(); ok {
			when = at.Local().Format(time.DateTime)
		}
		_, _ = fmt.Fprintf(table, "other\t%s\t%s\t%s\t%s\t%s\t%s\n",
			gateway.Clean(o.OrderReference, 64), gateway.Clean(o.TransactionReference, 64), amount, when, gateway.Clean(o.OperatorName, 64), gateway.Clean(o.Interface, 40))
	}
	_ = table.Flush()
}
