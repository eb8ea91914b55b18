package app

import (
	"context"
	"fmt"
	"io"
	"strings"

	"motoconsole/internal/payment"
)

// Part closes the session, whose screen has ended, and returns the site where the agent
// goes on; "" for none. It waits for a payment under way until its outcome is recorded,
// whatever ended the screen and however often it is told to end, and says what the agent
// has not seen.
func (s *Session) Part(out io.Writer) (next string) {
	unseen, waiting := s.Root().Unseen()
	if waiting {
		_, _ = fmt.Fprintln(out, "A payment or refund may be on its way: moto waits until its outcome is recorded. Do not make it again.")
	}
	next, changes := s.Root().NextSite()
	if changes {
		_, _ = fmt.Fprintln(out, "Going to site "+next+".") // Close may wait for an answer that is late
	}
	s.Close()
	switch {
	case changes:
	case s.Root().Locked():
		printCounts(out, s.Processor(), unseen != "")
	default:
		printOutcomes(out, s.Processor(), unseen)
	}
	return next
}

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
