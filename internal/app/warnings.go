package app

import (
	"fmt"
	"time"

	"motoconsole/ui/kit"
)

// mostDrift is how far the clock may be off before home says so. It is what moto check
// allows as well.
const mostDrift = time.Minute

// warnings are sentences about what this process knows is not as it should be. They
// come from what is at hand: nothing is asked for them.
func (p *Process) warnings() (all []string) {
	if problem := p.notices.problem(); problem != "" {
		all = append(all, kit.Sentence(kit.Capital(problem)))
	}
	if ahead, ok := p.signIn.Clock(); ok && ahead.Abs() > mostDrift {
		side := "behind"
		if ahead < 0 {
			side = "ahead of"
		}
		all = append(all, fmt.Sprintf("This machine's clock is %s %s the gateway's: tell a supervisor.", ahead.Abs().Round(time.Second), side))
	}
	if p.store.IsNearlyFull() {
		all = append(all, "The disk with the journal is nearly full: tell a supervisor.")
	}
	return all
}
