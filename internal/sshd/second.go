package sshd

import (
	"errors"
	"time"

	"golang.org/x/crypto/ssh"
)

// SecondFactor is what an agent proves after the key. Its methods may be called at once.
type SecondFactor interface {
	// Asks is the question to an agent; "" if the agent has no second factor.
	Asks(agent string) (question string)
	// Check is why an answer is refused, for the agent, for the record and for counting;
	// "" if it is right. No answer may be part of any.
	Check(agent, answer string) (says, result string, reason Reason)
}

// errCode refuses an answer, with its sentence.
var errCode = errors.New("the second factor was refused")

// tooManyAsked is what an agent is told who is not asked.
const tooManyAsked = "moto: Too many of your connections wait for a code: end them, or wait two minutes, then sign in again.\r\n"

// answersWithin is how long an agent may take for the second factor, if the time to sign in
// is not longer.
const answersWithin = 2 * time.Minute

// factored is an agent who is asked for the second factor.
type factored struct {
	who     identity // zero until the question is asked
	refused bool     // an answer was, or the question
}

// second lets in an agent whose key has signed, or asks for the second factor first. The
// permissions are those of the key that signed, so no client proves it for another's key.
func (c *conn) second(may *ssh.Permissions, asked *factored) (*ssh.Permissions, error) {
	who, _ := may.ExtraData[identityKey{}].(identity)
	factor := c.server.opts.Second
	if factor == nil {
		return may, nil
	}
	question := factor.Asks(who.agent)
	if question == "" {
		return may, nil
	}
	if refusal := c.server.gate.ask(who.agent); refusal != "" {
		asked.refused = true
		c.server.event(c.refusedCode(who, refusal, ForRoom))
		return nil, &ssh.BannerError{Err: errCode, Message: tooManyAsked}
	}
	asked.who, asked.refused = who, false
	// An agent whose key is right has time to look at a telephone, and makes room for no other
	// client.
	c.server.signed(c)
	_ = c.net.SetDeadline(time.Now().Add(max(answersWithin, c.server.opts.Limits.Handshake)))
	return nil, &ssh.PartialSuccessError{Next: ssh.ServerAuthCallbacks{
		KeyboardInteractiveCallback: func(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			answers, err := ask("", "", []string{question}, []bool{false})
			if err != nil || len(answers) != 1 {
				return nil, errCode
			}
			says, result, reason := factor.Check(who.agent, answers[0])
			if reason == "" {
				return may, nil
			}
			asked.refused = true
			c.server.event(c.refusedCode(who, result, reason))
			return nil, &ssh.BannerError{Err: errCode, Message: "moto: " + says + "\r\n"}
		},
	}}
}

// refusedCode is the event of an agent whose key is right and whose second factor is not.
func (c *conn) refusedCode(who identity, result string, reason Reason) Event {
	return Event{Kind: Refused, Agent: who.agent, Address: c.from.String(), Result: result, Reason: reason, Key: who.fingerprint, Serial: who.serial}
}

// ask admits a connection of an agent whose key is right to the question for the second factor,
// or says why not. It has left the connections that are signing in by then.
func (g *gate) ask(agent string) (refusal string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.asked[agent] >= g.limits.PerAgent+spareOfAgent {
		return "too many of the agent's connections wait for the second factor"
	}
	g.asked[agent]++
	return ""
}

// answered ends what ask admitted.
func (g *gate) answered(agent string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.asked[agent]--; g.asked[agent] == 0 {
		delete(g.asked, agent)
	}
}
