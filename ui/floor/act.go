package floor

import (
	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway/thousands"
)

// ask asks whether to end the selected session.
func (p *Page) ask() {
	s := p.current()
	switch {
	case s == nil:
		p.shell.Notify("There is no session to end.")
	case p.shell.Console.WhyNoEnding() != "":
		p.shell.Notify(p.shell.Console.WhyNoEnding())
	case p.own(*s):
		p.shell.Notify("That is your own session: leave it with q on home.")
	default:
		p.back, p.mode, p.subject = p.mode, asking, s.Agent
	}
}

// answer takes the answer to the question.
func (p *Page) answer(k tea.KeyPressMsg) {
	p.mode = p.back
	if !key.Matches(k, p.shell.Keys.Ask.Yes) {
		p.shell.Notify("The session goes on.")
		return
	}
	if err := p.shell.Console.Floor.End(p.subject); err != nil {
		p.shell.Notify(err.Error())
		return
	}
	p.shell.Notify("The session of " + p.subject + " ends, after a payment that is on its way.")
	p.look()
}

const messageField = "message"

// compose begins a message to an agent, or to all for "".
func (p *Page) compose(to string) {
	p.message = p.shell.NewForm(forms.NewText(forms.TextOptions{
		Name: messageField, Label: "Message", Meaning: "the message", Max: mostMessage, Required: true,
	}))
	p.back, p.mode, p.subject = p.mode, writing, to
}

// write takes a key while a message is typed. Its digits come from the session's queue, as
// those of any field do, and a card number is refused by the field.
func (p *Page) write(k tea.KeyPressMsg) {
	if key.Matches(k, p.shell.Keys.Floor.Cancel) {
		p.mode, p.message = p.back, nil
		return
	}
	if p.message.Update(k) != forms.Left {
		if key.Matches(k, p.shell.Keys.Form.Back) {
			p.shell.Notify("This is the only field: Enter sends the message.")
		}
		return
	}
	text := ""
	if field, ok := p.message.Field(messageField).(*forms.TextField); ok {
		text = field.Value()
	}
	told, err := p.shell.Console.Floor.Say(p.subject, text)
	switch {
	case err != nil:
		p.shell.Notify(err.Error()) // what was typed stays
		return
	case told == 0:
		p.shell.Notify("Not sent: no agent is signed in.")
	case p.subject != "":
		p.shell.Notify("✔ " + p.subject + " was told.")
	default:
		p.shell.Notify("✔ " + thousands.CountOf(told, "agent") + " told.")
	}
	p.mode, p.message = p.back, nil
}
