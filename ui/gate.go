package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/internal/recorder/interlock"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// gate is what stands between the agent and the fields of a card, if it is to be shown in
// place of the page: nothing proves that the recording is paused.
func (r *Root) gate() (v interlock.View, shown bool) {
	rec := r.console.Recording
	if rec == nil || r.lock != nil {
		return v, false
	}
	switch v = rec.Look(); v.State {
	case interlock.Left:
		return v, true
	case interlock.Unproved, interlock.ByHand:
		form, typed := r.cardForm()
		return v, typed && form.AtCard()
	default:
		return v, false
	}
}

// gateKey handles a key while the gate is shown. What leads away from the field of the card
// goes to the page.
func (r *Root) gateKey(v interlock.View, k tea.KeyPressMsg) tea.Cmd {
	rec, keys := r.console.Recording, r.keys.Recording
	switch {
	case v.State == interlock.Left:
		r.leftKey(k)
	case r.recording.sure:
		if r.recording.sure = false; key.Matches(k, keys.Yes) && r.console.WhyNoOverride() == "" {
			rec.Override()
		}
	case v.MayConfirm && key.Matches(k, keys.Confirm):
		rec.Confirm()
	case v.State == interlock.Unproved && key.Matches(k, keys.Again):
		rec.Pause()
	case key.Matches(k, keys.Override):
		if r.notice = r.console.WhyNoOverride(); r.notice == "" {
			r.recording.sure = true
		}
	case key.Matches(k, r.keys.Form.Next, r.keys.Form.Back, r.keys.Form.Discard):
		return r.key(k)
	default:
		r.notice = "The card cannot be typed in while the call may be recorded."
	}
	return nil
}

// leftKey handles a key while the agent is asked about a recording that was left paused.
func (r *Root) leftKey(k tea.KeyPressMsg) {
	switch keys := r.keys.Recording; {
	case key.Matches(k, keys.Keep):
		r.console.Recording.Stay()
		r.recording.form, _ = r.cardForm()
	case key.Matches(k, keys.Resume):
		r.resumeRecording()
	default:
		r.notice = "Only " + keys.Keep.Help().Key + " and " + keys.Resume.Help().Key + " do something here."
	}
}

// gatePage is drawn in place of the page.
func (r *Root) gatePage(v interlock.View, width, height int) string {
	title, about := r.gateSays(v)
	return strings.Join(draw.Dialog(r.theme.Theme, title, about, width, height), "\n")
}

func (r *Root) gateSays(v interlock.View) (title string, about []string) {
	keys := r.keys.Recording
	switch {
	case v.State == interlock.Left:
		return "The recording is still paused", []string{
			"It was left paused when moto lost you. It goes on by itself at " + v.Due.Local().Format("15:04:05") + ".", "",
			"Is the caller still reading out a card? Then press " + keys.Keep.Help().Key + ". Otherwise press " + keys.Resume.Help().Key + ".",
		}
	case r.recording.sure:
		return "Take the card while the call may be recorded?", []string{
			"A security code must not be in a recording. The journal keeps that you took the card all the same.",
		}
	case v.State == interlock.ByHand:
		pause, _ := r.console.Recording.Codes()
		return "Pause the recording", []string{
			"Press " + pause + " on your telephone, and make sure that the recording is paused. Then press " + keys.Confirm.Help().Key + ".", "", r.sayMoment(),
		}
	}
	about = []string{v.Says, "", "The card cannot be typed in while the call may be recorded.", r.sayMoment()}
	if v.MayConfirm {
		return "Is the recording paused?", append(about, "", "If you can tell that it is paused, press "+keys.Confirm.Help().Key+".")
	}
	if why := r.console.WhyNoOverride(); why != "" {
		about = append(about, "", why)
	}
	return "The recording is not paused", about
}

// gateHelp is the screen of the help that has the keys of the gate.
func gateHelp(v interlock.View) string {
	if v.State == interlock.Left {
		return kit.LeftPausedKeys
	}
	return kit.NotPausedKeys
}

// gateKeys are the keys of the gate.
func (r *Root) gateKeys(v interlock.View) (keys []key.Binding) {
	k := r.keys.Recording
	switch {
	case v.State == interlock.Left:
		return []key.Binding{k.Keep, k.Resume}
	case r.recording.sure:
		return []key.Binding{k.Yes, k.No}
	}
	if v.MayConfirm {
		keys = append(keys, k.Confirm)
	}
	if v.State == interlock.Unproved {
		keys = append(keys, k.Again)
	}
	if r.console.WhyNoOverride() == "" {
		keys = append(keys, k.Override)
	}
	return append(keys, r.keys.Form.Back, r.keys.Form.Discard)
}
