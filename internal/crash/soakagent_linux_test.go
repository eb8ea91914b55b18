package crash

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"motoconsole/internal/sshbench"
)

const (
	// atHome is only on home, and anyPage on every page that is not locked.
	atHome  = "Your payments today"
	anyPage = "test_floor1"
)

// soakAgent is one agent of the soak.
type soakAgent struct {
	*served

	t        *testing.T
	random   *rand.Rand
	number   int
	phase    int
	payments int
	left     bool // the line was dropped: the console may wait
}

func (a *soakAgent) chance(percent int) bool { return a.random.IntN(100) < percent }

func (a *soakAgent) pause(most time.Duration) time.Duration {
	return time.Duration(a.random.Int64N(int64(most)))
}

// signIn signs the agent in.
func (a *soakAgent) signIn() *sshbench.Client {
	c, err := sshbench.SignIn(a.t.Context(), a.at, a.number, a.keys[a.number])
	if err != nil {
		a.did.refused.Add(1)
		time.Sleep(time.Second)
		return nil
	}
	if _, err := c.Until(anyPage); err != nil {
		a.did.refused.Add(1)
		c.Close()
		time.Sleep(time.Second)
		return nil
	}
	a.did.signedIn.Add(1)
	return c
}

// life is a session, from the sign-in to the moment when the agent leaves or the line
// drops.
func (a *soakAgent) life() {
	c := a.signIn()
	if c == nil {
		return
	}
	defer func() {
		if c != nil {
			c.Close()
		}
	}()
	if a.left { // it may be any page
		a.left = false
		a.did.returns.Add(1)
		c.Wait(a.pause(3 * time.Second))
		a.quit(c)
		return
	}
	for range 1 + a.random.IntN(3) {
		if !a.pay(c) {
			return
		}
		switch n := a.random.IntN(100); {
		case n < 30:
			a.drop(c)
			return
		case n < 42:
			if c = a.takeOver(c); c == nil {
				return
			}
			a.quit(c)
			return
		case n < 50:
			a.object(c)
		case n < 65:
			a.resize(c)
		}
		if !c.Wait(a.pause(4 * time.Second)) {
			return
		}
		a.quit(c)
		if c.Close(); a.chance(50) {
			return
		}
		if c = a.signIn(); c == nil {
			return
		}
	}
	a.quit(c)
}

// pay types a payment, and agrees to it. It reports whether the line is still there.
func (a *soakAgent) pay(c *sshbench.Client) bool {
	a.payments++
	a.did.orders.Add(1)
	// Neither order nor amount comes twice, so that nothing asks for a reason.
	order := fmt.Sprintf("S%dN%dP%d", a.phase, a.number, a.payments)
	amount := fmt.Sprintf("%d.%02d", 1+a.payments+50*a.phase, a.number%100)
	keys := "n" + order + "\r" + amount + "\r4111111111111111\r1230123Ann Smith\rNo 789\rTE456ST\r"
	if a.chance(10) { // the line drops while the form is filled in
		c.Type(keys[:a.random.IntN(len(keys))])
		a.drop(c)
		return false
	}
	c.Type(keys)
	for range 3 { // the confirm page ignores keys for a moment
		if !c.Wait(1200 * time.Millisecond) {
			return false
		}
		if c.Type("y"); a.chance(5) {
			a.drop(c)
			return false
		}
	}
	return true
}

// drop cuts the line. The agent comes back in time, or too late.
func (a *soakAgent) drop(c *sshbench.Client) {
	c.Close()
	a.did.drops.Add(1)
	a.left = true
	if a.chance(70) {
		time.Sleep(a.pause(lingers))
	} else {
		time.Sleep(lingers + time.Second)
	}
}

// takeOver signs in at a second terminal, which gets the console after ten seconds.
func (a *soakAgent) takeOver(c *sshbench.Client) *sshbench.Client {
	second := a.signIn()
	if second == nil {
		return nil
	}
	a.did.takeovers.Add(1)
	c.Close()
	return second
}

// object signs in at a second terminal, which is refused because of a key at the first.
func (a *soakAgent) object(c *sshbench.Client) {
	second, err := sshbench.SignIn(a.t.Context(), a.at, a.number, a.keys[a.number])
	if err != nil {
		return
	}
	defer second.Close()
	c.Wait(time.Second)
	c.Type("\x1bOP") // the help
	c.Wait(time.Second)
	c.Type("\x1b")
	a.did.objections.Add(1)
}

// resize drags the window about.
func (a *soakAgent) resize(c *sshbench.Client) {
	for range 20 {
		c.Resize(1+a.random.IntN(500), 1+a.random.IntN(200))
		a.did.resizes.Add(1)
	}
	c.Resize(1, 1)
	c.Wait(200 * time.Millisecond)
	c.Resize(500, 200)
	c.Wait(200 * time.Millisecond)
	c.Resize(80, 24)
}

// quit leaves the console, whatever it shows, and waits for its end: a payment on its way
// comes first.
func (a *soakAgent) quit(c *sshbench.Client) {
	for range 20 {
		c.Type("\x03")
		if !c.Quiet() {
			return
		}
		c.Type("y")
		if !c.Wait(time.Second) {
			return
		}
	}
}
