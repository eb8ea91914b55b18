package kit

import (
	"log/slog"
	"time"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/charset"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/lockout"
	"motoconsole/internal/recorder/interlock"
	"motoconsole/internal/rights"
	"motoconsole/internal/script"
)

// Console is all that one agent's console needs. Many sessions may run in one process;
// they share nothing through this package.
type Console struct {
	Charges    Charges
	Attempts   Attempts
	Operations Operations
	Permits    Permits
	Searches
	// Reasons are the reasons for giving money back, to choose from.
	Reasons []string
	// Script are the lines to say, as the configuration words them.
	Script script.Lines
	// Copy allows the agent to copy a transaction reference to the terminal's clipboard.
	Copy bool
	Form forms.PaymentOptions
	// MoreFields says that the further fields of a payment show; KeepMore, if set,
	// remembers it for the agent. It takes a moment, and is not called in Update.
	MoreFields bool
	KeepMore   func(open bool)
	Mode       gateway.Mode
	Site       string
	// Sites are the sites that the agent may choose from, with Site.
	Sites   []string
	Agent   string
	Now     func() time.Time
	Version string
	// Digits are the digits typed on this session's terminal, if an input filter diverts
	// them; nil if digits come in messages.
	Digits *keyboard.Queue
	// Charset is what the terminal can show.
	Charset charset.Set
	// HighContrast is for an agent who needs more of it.
	HighContrast bool
	// CardIdle and LockAfter are how long the agent may type nothing before the console
	// wipes card data, and before it locks itself. 0 means never.
	CardIdle, LockAfter time.Duration
	// Unlock reports whether a passphrase unlocks the console, after a lock or at the
	// start. Without it the console starts unlocked, and once locked it can only be left.
	Unlock func(passphrase string) bool
	// Unlocked makes the console start unlocked in spite of that.
	Unlocked bool
	// Tries counts wrong passphrases. Without it only this console counts them, while it
	// runs.
	Tries lockout.Tries
	// Warnings, if set, are sentences about faults that the process knows of: the clock, the
	// gateway, the room for the journal. It sends the gateway nothing. Update does not call
	// it.
	Warnings func() []string
	// Viewed, if set, is told which record the agent opens. It must not wait.
	Viewed func(r gateway.Record)
	// Entitle, if set, brings what the session keeps of the agent's rights up to date.
	Entitle func(s *Console)
	// Step, if set, is told the name of the screen as it changes. It must not wait.
	Step func(screen string)
	// Floor, if set, is the floor that the console is served on.
	Floor Supervisor
	// Recording, if set, is the recording of the agent's calls: card data may be typed only
	// while it is paused.
	Recording *interlock.Interlock
	// Forget, if set, clears what may be left in memory of a card that was dropped and not
	// sent. It takes a moment, so Update does not call it.
	Forget func()
	// Log receives defects. nil logs nothing.
	Log *slog.Logger
}

// ForgetCard clears what may be left of a card in memory.
func (s *Console) ForgetCard() {
	if s.Forget != nil {
		s.Forget()
	}
}

// LastingWarnings are the warnings that home shows for as long as they hold.
func (s *Console) LastingWarnings() (all []string) {
	if s.Warnings != nil {
		all = s.Warnings()
	}
	if s.Unlock == nil && s.LockAfter > 0 && s.Mode != gateway.ModeSandbox {
		all = append(all, "No passphrase is set: once locked, this console can only be closed.")
	}
	return all
}

// Currencies are those whose decimals are confirmed.
func (s *Console) Currencies() []gateway.Currency {
	if s.Operations == nil {
		return nil
	}
	return s.Operations.Currencies()
}

// MayPayOut reports that payouts are switched on, and that the agent has the right.
func (s *Console) MayPayOut() bool {
	return s.Operations != nil && s.Operations.PaysOut() && s.why(rights.Payout) == ""
}

// WhyNoPayout says who may pay out, to an agent who may not; "" where payouts are off,
// or the agent may.
func (s *Console) WhyNoPayout() string {
	if s.Operations == nil || !s.Operations.PaysOut() {
		return ""
	}
	return s.why(rights.Payout)
}

// HasSites reports that the agent has sites to choose from.
func (s *Console) HasSites() bool { return len(s.Sites) > 1 }

// MayUncalled reports that the agent may take a payment without the caller on the line.
func (s *Console) MayUncalled() bool { return s.why(rights.Uncalled) == "" }

// WhyNotEveryone says who may see what other agents did, to an agent who may not; "" for
// one who may.
func (s *Console) WhyNotEveryone() string { return s.why(rights.ViewAll) }

// WhyNoFloor says why the agent cannot see the floor: there is none, or the agent may not.
// It is "" for one who can.
func (s *Console) WhyNoFloor() string {
	if s.Floor == nil {
		return "There is no floor here: it belongs to moto serve."
	}
	return s.why(rights.SeeFloor)
}

// WhyNoEnding says who may end the sessions of others, to an agent who may not; "" for one
// who may.
func (s *Console) WhyNoEnding() string { return s.why(rights.EndSessions) }

// WhyNoReasons says who may see why a bank refused a payment, to an agent who may not; ""
// for one who may.
func (s *Console) WhyNoReasons() string { return s.why(rights.SeeReasons) }

// WhyNoOverride says who may take a card while the call may be recorded, to an agent who may
// not; "" for one who may.
func (s *Console) WhyNoOverride() string { return s.why(rights.OverrideRecorder) }

// WhyNoUndo says who may cancel a payment just taken, to an agent who may not; "" for one
// who may.
func (s *Console) WhyNoUndo() string { return s.why(rights.Cancel) }

func (s *Console) why(all ...rights.Right) string {
	return s.Permits.Why(all...)
}

// View tells which record the agent opens.
func (s *Console) View(r gateway.Record) {
	if s.Viewed != nil {
		s.Viewed(r)
	}
}
