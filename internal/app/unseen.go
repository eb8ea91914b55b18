package app

import (
	"context"
	"fmt"
	"io"
	"strings"

	"motoconsole/internal/payment"
)

// printOutcomes prints, after the console has closed, the outcomes that the agent
// has not seen yet and those that are still unknown.
func printOutcomes(out io.Writer, processor *payment.Processor, unseen string) {
	recent, err := processor.Recent(context.Background(), 200)
	if err != nil {
		_, _ = fmt.Fprintln(out, "The journal cannot be read: look the last payments up in the portal.")
		return
	}
	for _, a := range recent {
		if a.ID == unseen || a.State != payment.Known {
			_, _ = fmt.Fprintf(out, "%s  %s, order %s, sent as %s\n",
				strings.ToUpper(a.Outcome.String()), a.What(), a.Charge.OrderReference, a.SentReference)
		}
	}
}

// printCounts prints only how many outcomes there are, after a console has closed
// while locked. The person who closed it may not be the agent, and only the agent
// may see the work.
func printCounts(out io.Writer, processor *payment.Processor, unseen bool) {
	open, err := processor.Unresolved(context.Background(), 200)
	switch {
	case err != nil:
		_, _ = fmt.Fprintln(out, "The journal cannot be read: look the last payments up in the portal.")
	case len(open) > 0:
		_, _ = fmt.Fprintf(out, "Payments that need checking: %d. Start moto to see them.\n", len(open))
	}
	if unseen {
		_, _ = fmt.Fprintln(out, "The outcome of a payment has not been seen. Start moto to see it.")
	}
}
