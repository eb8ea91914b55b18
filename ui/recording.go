package ui

import (
	"motoconsole/forms"
	"motoconsole/internal/recorder/interlock"
	"motoconsole/internal/script"
	"motoconsole/ui/kit"
)

// RecordingMsg says that something has changed about the recording of the call.
type RecordingMsg struct{}

// recording is what the console minds of the recording of the call. That the fields of a
// card take no key before it is paused is not up to it: the forms see to that, whatever is
// drawn (kit.Shell.Feed).
type recording struct {
	form  *forms.Form // for which it was asked to pause, nil for none
	field string      // the newest field of a card in it
	says  string      // what the agent has to do, when the console has ended
	told  string      // what the agent was told of a recording that does not go on
	sure  bool        // the agent is asked whether to take the card without a proof

	keyed bool // the newest message was a key or a paste on the page
}

// minds asks for a pause when the agent comes to a field of a card, and has the recording go
// on as soon as the form with it is done with: sent and answered, thrown away or left.
func (r *Root) minds() {
	rec, keyed := r.console.Recording, r.recording.keyed
	if r.recording.keyed = false; rec == nil {
		return
	}
	form, typed := r.cardForm()
	if r.recording.form != nil && form != r.recording.form && !r.underWay() {
		r.resumeRecording()
	}
	// Without a key on the page the agent may be away: the card was just wiped.
	if keyed && typed && form.AtCard() && r.recording.form == nil && rec.Look().State != interlock.Left {
		r.recording.form, r.recording.field = form, form.CardField()
		rec.PauseAnew()
	}
	if at := r.recording.form; at != nil && at == form && typed {
		if field := form.CardField(); field != "" && field != r.recording.field {
			r.recording.field = field
			rec.LookAgain()
		}
	}
}

// cardForm is the form of the shown page that may ask for a card, and whether keys go to it.
func (r *Root) cardForm() (form *forms.Form, typed bool) {
	if asker, ok := r.current.(kit.CardAsker); ok {
		return asker.CardForm()
	}
	return nil, false
}

// underWay reports that an attempt has no outcome yet.
func (r *Root) underWay() bool {
	for _, o := range r.owners() {
		if o.UnderWay() {
			return true
		}
	}
	return false
}

// holdsRecording reports a recording that is paused, or was asked to be, for what waits for
// the agent.
func (r *Root) holdsRecording() bool {
	if r.console.Recording == nil || r.underWay() {
		return false
	}
	switch r.console.Recording.Look().State {
	case interlock.Paused, interlock.Overridden, interlock.Unproved, interlock.ByHand:
		return true
	default:
		return false
	}
}

// resumeRecording has the recording go on at once, and tells the agent what to do for that.
func (r *Root) resumeRecording() (says string) {
	if r.console.Recording == nil {
		return ""
	}
	r.recording.form, r.recording.sure = nil, false
	if says = r.console.Recording.Resume(); says != "" {
		r.addNews("! " + says)
	}
	return says
}

// RecordingSays is what the agent has to do about the recording once the console has ended; ""
// for nothing.
func (r *Root) RecordingSays() string { return r.recording.says }

// loseRecording leaves the recording as it is for a while: the agent is lost, and the caller
// may be saying the code.
func (r *Root) loseRecording() (says string) {
	if r.console.Recording == nil {
		return ""
	}
	r.recording.form, r.recording.sure = nil, false
	return r.console.Recording.Lost()
}

// recorded tells the agent of a recording that does not go on, once for each answer.
func (r *Root) recorded() {
	switch v := r.console.Recording.Look(); v.State {
	case interlock.StillPaused:
		if v.Says != r.recording.told {
			r.addNews("! " + v.Says)
		}
		r.recording.told = v.Says
	case interlock.Recording, interlock.Paused:
		r.recording.told = ""
	default:
	}
}

// recordingBadge says in the head that the call is not recorded as it should be, or that it
// may be where it should not.
func (r *Root) recordingBadge() string {
	if r.console.Recording == nil {
		return ""
	}
	switch v := r.console.Recording.Look(); v.State {
	case interlock.Recording:
		if v.Asked {
			return "Recording asked to go on"
		}
		return ""
	case interlock.Paused, interlock.Left:
		return "Recording paused"
	case interlock.Overridden:
		return "! Recording not proved paused"
	case interlock.StillPaused:
		return "! Recording still paused"
	default:
		return ""
	}
}

// recordingLine is what the agent waits for, while the recorder is asked; "" for nothing.
func (r *Root) recordingLine() string {
	if r.console.Recording == nil || r.console.Recording.Look().State != interlock.Pausing {
		return ""
	}
	if form, typed := r.cardForm(); !typed || !form.AtCard() {
		return ""
	}
	return "Pausing the recording: wait. " + r.sayMoment()
}

// sayMoment is what the agent says meanwhile.
func (r *Root) sayMoment() string {
	return "Say: " + r.console.Script.Say(script.Say{Line: script.Ask("moment")})
}
