package app

import (
	"fmt"
	"io"
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
	s.end()
	defer s.leaveRecording() // a recorder that hangs keeps no word about a payment back
	switch {
	case changes:
	case s.Root().Locked():
		printCounts(out, s.Processor(), unseen != "")
	default:
		printOutcomes(out, s.Processor(), unseen)
	}
	return next
}
