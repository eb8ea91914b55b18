package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"motoconsole/gateway/thousands"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/rights"
)

// unresolved are the payments that need attention, and those that are being sent now or
// were when their console died, since their outcome is not known either. They are of
// all agents, whatever the user may see: moto asks the gateway about each, and must not
// call another agent's unknown outcome known.
func unresolved(ctx context.Context, store journal.Store) ([]journal.Entry, error) {
	const most = 1000
	open, err := store.Unresolved(ctx, most)
	if err != nil {
		return nil, err
	}
	recent, err := store.Recent(ctx, "", most)
	if err != nil {
		return nil, err
	}
	for _, e := range slices.Backward(recent) { // oldest first
		listed := slices.ContainsFunc(open, func(o journal.Entry) bool { return o.ID == e.ID })
		if e.State == journal.Open && !listed {
			open = append(open, e)
		}
	}
	return open, nil
}

// listUnresolved prints the outcomes that are still unknown. If there are any, the
// exit code is 1. It prints only the number of those that the holder of the grant may
// not see.
func listUnresolved(out io.Writer, all []journal.Entry, grant rights.Grant) error {
	if len(all) == 0 {
		_, err := fmt.Fprintln(out, "Every outcome is known.")
		return err
	}
	open := slices.DeleteFunc(slices.Clone(all), func(e journal.Entry) bool { return !grant.Sees(e.Agent) })
	if hidden := len(all) - len(open); hidden > 0 {
		if _, err := fmt.Fprintf(out, "%d of other agents: %s\n", hidden, grant.Why(rights.ViewAll)); err != nil {
			return err
		}
	}
	if len(open) > 0 {
		if err := tableOf(out, open); err != nil {
			return err
		}
	}
	return attention(len(all))
}

// attention is the error of payments that a supervisor has to look at.
func attention(n int) error {
	if n == 1 {
		return errors.New("1 payment needs attention")
	}
	return fmt.Errorf("%s need attention", thousands.CountOf(n, "payment"))
}

func tableOf(out io.Writer, open []journal.Entry) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "SENT AS\tWHAT\tAMOUNT\tCARD\tAGENT\tSINCE\tASKED\tSTATE")
	for _, e := range open {
		state := strings.ToLower(string(e.State))
		if e.Alarm != "" {
			state = "ALARM: " + e.Alarm
		}
		if e.Evidence != "" {
			state += " (" + e.Evidence + ")"
		}
		a, amount := payment.AttemptOf(e), e.Amount.String()
		if !a.Charge.Kind.TakesMoney() {
			amount = "-"
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\tending %s\t%s\t%s\t%d\t%s\n", e.SentReference, a.Noun(), amount, e.Last4, e.Agent,
			e.IntentAt.Local().Format("2006-01-02 15:04:05"), e.Checks, state)
	}
	return table.Flush()
}
