package ui

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/charset"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/recorder"
	"motoconsole/internal/recorder/interlock"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

// tape is a recorder that answers as the test says.
type tape struct {
	mu     sync.Mutex
	answer recorder.Answer // to a pause
	stays  recorder.Answer // to a resume
	looks  recorder.Answer // to a look
	asked  []string
	hold   chan struct{} // if set, an answer waits until it is closed
	noted  []string
}

var (
	proved  = recorder.Answer{Verdict: recorder.Proved, Status: "status 200"}
	refused = recorder.Answer{Status: "status 500", Says: "The recorder answered with status 500."}
)

func (p *tape) do(what string, answer *recorder.Answer) recorder.Answer {
	p.mu.Lock()
	p.asked = append(p.asked, what)
	hold := p.hold
	p.mu.Unlock()
	if hold != nil {
		<-hold
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return *answer
}

func (p *tape) Pause(context.Context, recorder.Call) recorder.Answer { return p.do("pause", &p.answer) }

func (p *tape) Resume(context.Context, recorder.Call) recorder.Answer {
	return p.do("resume", &p.stays)
}

func (p *tape) Look(context.Context, recorder.Call) recorder.Answer { return p.do("look", &p.looks) }

// pauses says what it answers to a pause from now on, and resumes what to a resume.
func (p *tape) pauses(a recorder.Answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer = a
}

func (p *tape) resumes(a recorder.Answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stays = a
}

// record makes the calls of a console be recorded.
func (p *tape) record(t *testing.T, s *kit.Console, settings recorder.Settings) {
	t.Helper()
	settings.AfterLoss = time.Minute
	if settings.Mode == recorder.Off {
		settings.Mode = recorder.ByHTTP
	}
	s.Recording = interlock.New(t.Context(), interlock.Options{Recorder: p, Settings: settings, Note: func(result string) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.noted = append(p.noted, result)
	}})
}

// recorded is a console whose calls are recorded.
func recorded(t *testing.T, settings recorder.Settings) (*console, *tape) {
	t.Helper()
	p := &tape{answer: proved, stays: proved}
	c := newConsole(t, &bank{})
	c.root.console.CardIdle, c.root.console.LockAfter = 90*time.Second, 15*time.Minute
	p.record(t, c.root.console, settings)
	return c, p
}

// settle lets the recorder answer, and the console hear of it.
func (c *console) settle() {
	synctest.Wait()
	c.Send(RecordingMsg{})
}

// expect compares what the recorder was asked.
func (p *tape) expect(t *testing.T, want ...string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.Equal(p.asked, want) {
		t.Fatalf("the recorder was asked %q, want %q", p.asked, want)
	}
}

// fillRecorded types a whole payment, and waits for the recorder before the card.
func (c *console) fillRecorded() {
	c.Press("n")
	c.Type("A17\n10.50\n")
	c.settle()
	c.Type(testPAN + "\n1230123Ann Smith\nNo 789\nTE456ST\n")
}

// pay takes a whole payment, up to its outcome.
func (c *console) pay() {
	c.fillRecorded()
	c.agree()
	c.settle()
}

// cardFields are the fields of card data, by the gateway's names.
var cardFields = []string{"pan", "expirydate", "securitycode", "customeraccountnumber"}

// toCards are the ways to the forms with fields of a card, from the record of a payment.
var toCards = map[string]struct {
	place  kit.Place
	fields string // which of them the form has
	open   func(t *testing.T, c *counter)
}{
	"a payment": {kit.Charge, "pan expirydate securitycode customeraccountnumber", func(_ *testing.T, c *counter) {
		c.Press("esc", "esc", "n")
	}},
	"another card after a refusal": {kit.Charge, "pan expirydate securitycode customeraccountnumber", func(t *testing.T, c *counter) {
		c.Press("esc", "esc")
		c.bank.answer = answered(gateway.OutcomeDeclined, "70000", "3")
		c.pay()
		c.mustShow(t, "DECLINED")
		c.Press("e")
	}},
	"the same caller again": {kit.Charge, "pan expirydate securitycode customeraccountnumber", func(t *testing.T, c *counter) {
		c.Press("esc", "esc")
		c.pay()
		c.mustShow(t, "APPROVED")
		c.Press("s")
	}},
	"find by card": {kit.Find, "pan", func(_ *testing.T, c *counter) { c.Press("esc", "esc", "f", "ctrl+f") }},
	"a payout":     {kit.Payout, "pan expirydate", func(_ *testing.T, c *counter) { c.Press("esc", "esc", "p") }},
	"a repeat with the code": {kit.Record, "securitycode", func(t *testing.T, c *counter) {
		c.Press("g")
		c.pick(t, "Take a new payment from this card")
	}},
	"a refund with a new expiry date": {kit.Record, "expirydate", func(t *testing.T, c *counter) {
		c.Press("g")
		c.pick(t, "Refund the whole payment with a new expiry date")
	}},
	"a correction": {kit.Record, "expirydate", func(t *testing.T, c *counter) {
		c.Press("g")
		c.pick(t, "Correct the customer’s details")
	}},
}

// TestEveryPageWithACardHasAWay: a page that can ask for a card is in the table above.
func TestEveryPageWithACardHasAWay(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, _ := recordedCounter(t, "")
		for place, m := range makers {
			page := m.make(c.root.shell(), kit.Open{Place: place, Record: paidRecord("100")})
			_, asks := page.(kit.CardAsker)
			_, holds := page.(kit.CardHolder)
			has := false
			for _, way := range toCards {
				has = has || way.place == place
			}
			if asks != has || asks != holds {
				t.Errorf("place %v: asks for a card %v, may hold one %v, has a way %v", place, asks, holds, has)
			}
		}
	})
}

// recordedCounter is a counter whose calls are recorded, with a payment that a way needs.
func recordedCounter(t *testing.T, way string) (*counter, *tape) {
	t.Helper()
	p := &tape{answer: proved, stays: proved}
	status := "100"
	if way == "a correction" {
		status = "0"
	}
	b := &till{records: []gateway.Record{paidRecord(status, func(r *gateway.Record) {
		if way == "a refund with a new expiry date" {
			r.ExpiryDate = "10/2026"
		}
	})}}
	c := newCounter(t, b, func(s *kit.Console) {
		serviceOf(s).Limits.Payouts = true
		rewire(s)
		offering(s, terms.Offer{Recipient: way == "a payment"})
		s.CardIdle, s.LockAfter = 90*time.Second, 15*time.Minute
		p.record(t, s, recorder.Settings{})
	})
	return c, p
}

// TestNoCardKeyBeforeThePause: on each way to a form with fields of a card, none of them
// takes a key or a paste before the pause is proved, whatever else is known of the
// recording; and each does afterwards.
func TestNoCardKeyBeforeThePause(t *testing.T) {
	for name, way := range toCards {
		t.Run(name, func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				c, p := recordedCounter(t, name)
				way.open(t, c)
				form, typed := c.root.cardForm()
				if form == nil || !typed {
					t.Fatalf("there is no form:\n%s", c.View())
				}
				var has []string
				for _, field := range cardFields {
					if form.Field(field) != nil {
						has = append(has, field)
					}
				}
				if got := strings.Join(has, " "); got != way.fields {
					t.Fatalf("the form has %s, want %s", got, way.fields)
				}
				rec := c.root.console.Recording
				synctest.Wait()
				rec.Resume()
				synctest.Wait()
				for state, bring := range map[string]func(){
					"recording": func() {},
					"refused":   func() { p.pauses(refused); rec.Pause() },
					"asked":     func() { p.pauses(recorder.Answer{Verdict: recorder.Asked}); rec.Pause() },
					"left":      func() { p.pauses(proved); rec.Pause(); synctest.Wait(); rec.Lost() },
					"resumed":   func() { p.pauses(proved); rec.Pause(); synctest.Wait(); rec.Resume() },
				} {
					for _, field := range has {
						bring()
						synctest.Wait()
						c.Send(RecordingMsg{})
						p.pauses(refused) // no key pauses it here
						form.FocusField(field)
						for _, key := range []string{"4", "5", "0", "backspace", "1", "2"} {
							c.Press(key)
						}
						c.Paste("4111111111111111")
						if !form.Field(field).Empty() || rec.Open() {
							t.Errorf("%s: %s takes a key, open %v", state, field, rec.Open())
						}
						rec.Resume()
						synctest.Wait()
						c.root.recording = recording{}
					}
				}
				p.pauses(proved)
				c.root.recording.form = form // it is asked for this form
				rec.Pause()
				c.settle()
				for _, field := range has {
					form.FocusField(field)
					if c.Press("5"); form.Field(field).Empty() {
						t.Errorf("%s takes no key while the recording is paused", field)
					}
				}
			})
		})
	}
}

// TestAPaymentIsNotRecorded: the recording pauses when the agent comes to the card, the
// screen says so, and it goes on with the outcome. The next payment begins again.
func TestAPaymentIsNotRecorded(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, p := recorded(t, recorder.Settings{})
		p.hold = make(chan struct{})
		c.bank.gate = make(chan struct{})
		c.Press("n")
		c.Type("A17\n10.50\n")
		synctest.Wait()
		p.expect(t, "pause")
		c.Type("4111")
		c.mustShow(t, "Pausing the recording: wait. Say: “One moment, please.”")
		c.mustNotShow(t, "Recording paused", "long number across the card?", "Could you read me")
		close(p.hold)
		c.settle()
		c.mustShow(t, "Recording paused", "Could you read me the long number")
		c.Type(testPAN + "\n1230123Ann Smith\nNo 789\nTE456ST\n")
		c.agree()
		c.settle()
		c.mustShow(t, "Recording paused") // the bank has not answered
		p.expect(t, "pause")
		close(c.bank.gate)
		c.Drain()
		c.settle()
		c.mustShow(t, "APPROVED")
		c.mustNotShow(t, "Recording paused")
		p.expect(t, "pause", "resume")
		c.clock.wait(time.Second)
		c.Press("n")
		c.Type("A18\n11.50\n")
		c.settle()
		p.expect(t, "pause", "resume", "pause")
		if want := []string{"recording paused: the recorder says so (status 200)", "recording resumed: the recorder says so (status 200)", "recording paused: the recorder says so (status 200)"}; !slices.Equal(p.noted, want) {
			t.Errorf("%q", p.noted)
		}
	})
}

// TestTheRecordingGoesOn: at once on each way out of a form with a card, and after a while
// when the agent is lost.
func TestTheRecordingGoesOn(t *testing.T) {
	away := func(c *console, d time.Duration) {
		c.clock.wait(d)
		c.root.idleDue = c.root.now().Round(0)
		c.Send(idleMsg{c.root.idleWatch})
	}
	for name, tc := range map[string]struct {
		out func(c *console)
		at  time.Duration // when the recording goes on
	}{
		"discarded":             {func(c *console) { c.Press("esc", "y") }, 0},
		"idle":                  {func(c *console) { away(c, 90*time.Second) }, 0},
		"locked":                {func(c *console) { away(c, 15*time.Minute) }, 0},
		"quit":                  {func(c *console) { c.Press("ctrl+c", "y"); c.root.Close() }, 0},
		"the line drops":        {func(c *console) { c.Send(LostMsg{}) }, time.Minute},
		"told to end":           {func(c *console) { c.root.Close() }, time.Minute},
		"another terminal came": {func(c *console) { c.Send(LostMsg{}); c.Send(ReturnedMsg{Charset: charset.Unicode}) }, time.Minute},
		"idle, then the watchdog": {func(c *console) {
			c.clock.wait(90 * time.Second)
			c.root.overdueNow(c.root.idleWatch)
		}, 0},
		"locked by the watchdog": {func(c *console) {
			c.clock.wait(15 * time.Minute)
			c.root.overdueNow(c.root.idleWatch)
		}, 0},
	} {
		for _, typed := range []string{"", testPAN, testPAN + "\n1230123"} {
			t.Run(name+" after "+typed, func(t *testing.T) {
				unhurried(t, func(t *testing.T) {
					c, p := recorded(t, recorder.Settings{})
					c.Press("n")
					c.Type("A17\n10.50\n")
					c.settle()
					c.Type(typed)
					p.expect(t, "pause")
					tc.out(c)
					synctest.Wait()
					if tc.at > 0 {
						p.expect(t, "pause")
						time.Sleep(tc.at - time.Second)
						synctest.Wait()
						p.expect(t, "pause")
						time.Sleep(time.Second)
						synctest.Wait()
					}
					p.expect(t, "pause", "resume")
					if c.root.console.Recording.Open() {
						t.Error("the fields are open")
					}
				})
			})
		}
	}
}

// TestNotProved: the agent is told why, what to say and what to press, and can ask again.
func TestNotProved(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, p := recorded(t, recorder.Settings{})
		p.pauses(refused)
		c.Press("n")
		c.Type("A17\n10.50\n")
		c.settle()
		c.mustShow(t, "The recording is not paused", "The recorder answered with status 500.", "Say: “One moment, please.”", "Ask the recorder again", "Take the card anyway")
		c.Type("4")
		c.mustShow(t, "The card cannot be typed in while the call may be recorded.")
		c.Press("y") // the agent's word does not count
		if c.root.console.Recording.Open() {
			t.Fatal("the fields are open")
		}
		c.Press("f1")
		c.mustShow(t, "Recording not paused", "ask the recorder again")
		c.Press("esc", "shift+tab")
		c.mustShow(t, "A17", "10.50")
		c.mustNotShow(t, "The recording is not paused")
		c.Press("enter")
		c.mustShow(t, "The recording is not paused")
		p.pauses(proved)
		c.Press("r")
		c.settle()
		c.mustShow(t, "Recording paused")
		c.Type("4111")
		c.mustShow(t, "4 of 16")
		p.expect(t, "pause", "pause")
	})
}

// TestFurtherCardField: a recording that does not stay paused shuts the next field of the card.
func TestFurtherCardField(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, p := recorded(t, recorder.Settings{Verify: recorder.Verify{URL: "https://recorder.example"}})
		p.looks = refused
		c.Press("n")
		c.Type("A17\n10.50\n")
		c.settle()
		c.Type(testPAN + "\n")
		c.settle()
		p.expect(t, "pause", "look")
		c.mustShow(t, "The recording is not paused", "The recorder answered with status 500.")
		if c.root.console.Recording.Open() {
			t.Error("the fields are open")
		}
	})
}

// TestAProofForEachCard: a pause that no form asked for proves nothing for the next card.
func TestAProofForEachCard(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, p := recorded(t, recorder.Settings{})
		c.root.console.Recording.Pause()
		synctest.Wait()
		c.Press("n")
		c.Type("A17\n10.50\n")
		c.settle()
		p.expect(t, "pause", "pause")
	})
}

// TestOverrideTheRecorder: an agent with the right takes the card after a second key, and
// the journal has it. Another is told who may.
func TestOverrideTheRecorder(t *testing.T) {
	table := rights.NewTable([]rights.Role{{Name: "clerk", Rights: rights.Least()}, {Name: "lead", Rights: rights.All()}},
		[]rights.Agent{{Name: "priya", Role: "clerk"}, {Name: "ann", DisplayName: "Ann Lee", Role: "lead"}}, true)
	for agent, may := range map[string]bool{"ann": true, "priya": false} {
		unhurried(t, func(t *testing.T) {
			c, p := recorded(t, recorder.Settings{})
			processorOf(c.root.console).Grant = table.Grant(agent)
			p.pauses(refused)
			c.Press("n")
			c.Type("A17\n10.50\n")
			c.settle()
			c.Press("o")
			if !may {
				c.mustShow(t, "You may not take a card while the call may be recorded", "Ann Lee")
				c.mustNotShow(t, "Take the card anyway")
				c.Press("y")
				if c.root.console.Recording.Open() {
					t.Error("the fields are open")
				}
				return
			}
			c.mustShow(t, "Take the card while the call may be recorded?")
			c.Press("esc")
			c.mustShow(t, "The recording is not paused")
			c.Press("o", "y")
			c.mustShow(t, "Recording not proved paused")
			c.Type("4111")
			c.mustShow(t, "4 of 16")
			if last := p.noted[len(p.noted)-1]; !strings.Contains(last, "override_recorder") {
				t.Errorf("%q", p.noted)
			}
		})
	}
}

// TestAskedOnly: where the recorder does not say whether it paused, the agent's word counts
// if the configuration says so.
func TestAskedOnly(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, p := recorded(t, recorder.Settings{Unconfirmed: true})
		p.pauses(recorder.Answer{Verdict: recorder.Asked, Status: "status 204", Says: "The recorder accepted it, but does not say that the recording is paused."})
		c.Press("n")
		c.Type("A17\n10.50\n")
		c.settle()
		c.mustShow(t, "Is the recording paused?", "does not say that the recording is paused", "press y")
		c.Press("y")
		c.mustShow(t, "Recording paused")
		c.Type("4111")
		c.mustShow(t, "4 of 16")
	})
}

// TestPausedByHand: the page says what to press, and afterwards what to press to undo it.
func TestPausedByHand(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, p := recorded(t, recorder.Settings{Mode: recorder.ByHand, PauseCode: "*123", ResumeCode: "#123"})
		c.Press("n")
		c.Type("A17\n10.50\n")
		c.settle()
		c.mustShow(t, "Pause the recording", "Press *123 on your telephone", "Then press y", "Say: “One moment, please.”")
		c.Type("4111\n")
		c.Press("shift+tab")
		c.Press("enter")
		c.Press("y")
		c.mustShow(t, "Recording paused")
		c.Type(testPAN + "\n")
		c.Press("esc", "y")
		c.mustShow(t, "Resume the recording: press #123 on your telephone.")
		if says := c.root.RecordingSays(); says != "" {
			t.Errorf("at the end it would say %q again", says)
		}
		c.Press("n")
		c.Type("A18\n10.50\n")
		c.settle()
		c.Press("y")
		c.root.Close()
		if says := c.root.RecordingSays(); says != "Resume the recording: press #123 on your telephone." {
			t.Errorf("at the end it says %q", says)
		}
		p.expect(t)
	})
}

// TestStillPaused: a recording that does not go on is said on whatever page, until it does.
func TestStillPaused(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, p := recorded(t, recorder.Settings{})
		p.resumes(refused)
		c.Press("n")
		c.Type("A17\n10.50\n")
		c.settle()
		c.Press("esc", "y")
		c.settle()
		c.mustShow(t, "! Recording still paused", "! The recording is still paused. The recorder answered with status 500.")
		p.resumes(proved)
		time.Sleep(11 * time.Second)
		c.settle()
		c.mustNotShow(t, "! Recording still paused")
		p.expect(t, "pause", "resume", "resume")
	})
}

// TestTheAgentComesBack: the recording that was left paused is asked about before anything
// else, and is proved again if it is to stay paused.
func TestTheAgentComesBack(t *testing.T) {
	for key, want := range map[string][]string{"k": {"pause", "pause"}, "r": {"pause", "resume"}} {
		unhurried(t, func(t *testing.T) {
			c, p := recorded(t, recorder.Settings{})
			c.Press("n")
			c.Type("A17\n10.50\n")
			c.settle()
			c.Type(testPAN)
			c.Send(LostMsg{})
			time.Sleep(20 * time.Second)
			c.Send(ReturnedMsg{Charset: charset.Unicode})
			c.mustShow(t, "The recording is still paused", "Then press k. Otherwise press r.", "goes on by itself at")
			c.Type("4111")
			c.Press("enter")
			c.mustShow(t, "Only k and r do something here.")
			c.Press(key)
			c.settle()
			p.expect(t, want...)
			if key == "k" {
				c.mustShow(t, "Recording paused", "A17")
				time.Sleep(time.Hour)
				c.settle()
				p.expect(t, want...)
			}
		})
	}
}
