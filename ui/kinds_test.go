package ui

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/screentest"
	"motoconsole/ui/kit"
)

// allKinds is a site that takes every kind.
func allKinds() terms.Offer {
	return terms.Offer{
		Kinds: terms.Kinds(), Ways: terms.Ways(),
		Script: terms.Script{Version: "2026-11", Words: "May we keep your card for your later orders?", Purposes: []string{"later orders", "a subscription"}},
	}
}

// offering lets a session take what a site offers.
func offering(s *kit.Console, o terms.Offer) *kit.Console {
	s.Form.Offer, processorOf(s).Offer = o, o
	return s
}

// kindScene is a scene at a site with an offer of its own.
type kindScene struct {
	scene
	offer terms.Offer
}

// chooses opens the drawer, chooses the kind by its beginning, types the rest, and goes
// back.
func chooses(s *screentest.Screen, typed string) {
	s.Press("n", "ctrl+f")
	s.Type(typed)
	s.Press("ctrl+f")
}

func kindScenes() []kindScene {
	confirmed := func(typed, data string) func(*testing.T, *screentest.Screen, *clock) {
		return func(t *testing.T, s *screentest.Screen, _ *clock) {
			chooses(s, typed)
			s.Type(data)
			s.WaitFor(t, "Check with the caller")
		}
	}
	charged := func(typed, data string) func(*testing.T, *screentest.Screen, *clock) {
		return func(t *testing.T, s *screentest.Screen, c *clock) {
			confirmed(typed, data)(t, s, c)
			c.wait(2 * time.Second)
			s.Press("y")
		}
	}
	const (
		card = testPAN + "\n1230123Ann Smith\nNo 789\nTE456ST\n"
		paid = "A17\n10.50\n" + card
	)
	everything := allKinds()
	everything.Fields = terms.Profile{"billingemail": terms.Required, "billingstreet": terms.Shown, "credentialsonfile": terms.Required}
	mcc6012 := terms.Offer{Recipient: true}
	return []kindScene{
		{scene{"drawer", nil, func(t *testing.T, s *screentest.Screen, _ *clock) {
			s.Press("n")
			s.Type("A17\n10.50\n" + testPAN + "\n1230")
			s.Press("enter", "ctrl+f")
		}, "Kind and settlement"}, allKinds()},
		{scene{"drawer-filled", nil, func(t *testing.T, s *screentest.Screen, _ *clock) {
			s.Press("n")
			s.Type("A17\n10.50\n")
			s.Press("ctrl+f")
			s.Type("Pre\n29 nov\n\n\nDr\n\nHigh Street\n\n\nann@example.com\n07700 900123\nm")
		}, "Telephone"}, allKinds()},
		{scene{"recipient", nil, func(t *testing.T, s *screentest.Screen, _ *clock) {
			s.Press("n")
			s.Type("A17\n10.50\n" + card)
		}, "Account number"}, mcc6012},
		{scene{"profile", nil, press("n"), "Street"}, everything},
		{scene{"pre-confirm", nil, confirmed("Pre\nheld\n", paid), "Check with the caller"}, allKinds()},
		{scene{"pre-reserved", answered(gateway.OutcomeHeld, "0", "2", "2", "2", "2"), charged("Pre\n", paid), "RESERVED"}, allKinds()},
		{scene{"kept-confirm", nil, confirmed("Pre\nheld\nyes\nlater\nMoto shop\nDr\n\nHigh Street\nTest Town\n\nann@example.com\n", paid), "Check with the caller"}, allKinds()},
		{scene{"check-confirm", nil, confirmed("Card\n", "A17\n"+card), "Check with the caller"}, allKinds()},
		{scene{"check-done", answered(gateway.OutcomeApproved, "0", "0", "2", "2", "4"), charged("Card\n", "A17\n"+card), "CARD CHECKED"}, allKinds()},
		{scene{"check-unknown", answered(gateway.OutcomeUnknown, "60010", "", "", "", ""), charged("Card\n", "A17\n"+card), "UNKNOWN"}, allKinds()},
		{scene{"dated-confirm", nil, confirmed("Pay\n25 nov\n\nMoto shop\n\n\n\n\n\nann@example.com\n", paid), "Check with the caller"}, allKinds()},
		{scene{"pre-duplicate", answered(gateway.OutcomeHeld, "0", "2", "2", "2", "2"), func(t *testing.T, s *screentest.Screen, c *clock) {
			charged("Pre\n", paid)(t, s, c)
			s.WaitFor(t, "RESERVED")
			c.wait(2 * time.Second)
			s.Press("enter")
			s.WaitFor(t, "Your payments today")
			c.wait(4 * time.Minute)
			chooses(s, "Pre\n")
			s.Type(paid)
		}, "same caller?"}, allKinds()},
	}
}

// TestKindScreens: the drawer, the confirm page and the outcome of each kind.
func TestKindScreens(t *testing.T) {
	for _, sc := range kindScenes() {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			sc.showing().inEveryLook(t)
		})
	}
}

func (sc kindScene) showing() showing {
	return showing{sc.name, func(t *testing.T, opts ...screentest.Option) *screentest.Screen {
		b := &bank{answer: sc.answer}
		if b.answer == nil {
			b.answer = approved
		}
		c := newClock()
		root := New(offering(newSession(b, c, gateway.ModeTest), sc.offer))
		s := screentest.NewScreen(t, root, 80, 24, append(opts, screentest.Through(divertedBy(root.console)))...)
		s.WaitFor(t, "Your payments today")
		sc.play(t, s, c)
		s.WaitFor(t, sc.until)
		s.Settle(t)
		return s
	}}
}

// TestAClosedDrawerSaysWhatItHolds: in one row, without what moto filled in itself; while
// nothing is in it the row names the key that opens it.
func TestAClosedDrawerSaysWhatItHolds(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{answer: approved})
		offering(c.root.console, allKinds())
		c.Press("n")
		c.mustShow(t, "More fields ctrl+f")
		c.Press("ctrl+f")
		c.Type("Pre\nheld\n\n\nDr\n")
		c.mustNotShow(t, "More fields")
		c.Press("ctrl+f")
		c.mustShow(t, "More fields Pre-authorisation · Dr")
	})
}
