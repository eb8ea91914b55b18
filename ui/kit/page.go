package kit

import (
	"cmp"
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
)

// Place is where an agent can go.
type Place int

// The places. Help and Leave are no pages: they lie over the one that is shown.
const (
	Home   Place = iota
	Charge       // a fresh payment
	Find         // the Find page, as it was left
	Record       // one payment or refund, with what can be done with it
	Payout       // a payout to a card that is read out
	Sites        // the sites that the agent may take payments for
	Floor        // the sessions of the server
	Help
	Leave // leaving the console, which asks first if something would be lost
)

// Open asks the shell for a place. The shell alone decides where the agent is.
type Open struct {
	Place Place
	// Record is what is known of the record to show, with its transaction reference.
	Record gateway.Record
	// Anew asks for the search line of Find, whatever was left open there.
	Anew bool
	// Attempt is the ID of the journal's attempt that the agent opens, "" for a record of
	// which the place that opens it knows none. One that the gateway has no record of is
	// shown as the journal has it.
	Attempt string
	// From is the place that Esc on the record goes back to.
	From Place
	// Give asks for what can be done with the record, as soon as its state is known.
	Give bool
	// Mistake says that the payment was just taken by mistake: the reason begins with
	// that.
	Mistake bool
	// Fresh says that the record was just made: Esc goes to the newest payment, and not to
	// the one that the agent had selected before.
	Fresh bool
	// Back returns to a page, as the agent left it, from one that was opened there.
	Back bool
}

// To brings a message to a place, whether or not it is shown.
type To struct {
	Place Place
	Msg   tea.Msg
}

// Page is one kind of page. The shell knows it by this interface and by its place.
type Page interface {
	// Opened is called when the agent comes to the page.
	Opened(o Open) tea.Cmd
	Update(msg tea.Msg) tea.Cmd
	// Heading says which screen it is.
	Heading() Heading
	// View draws the body between the head and the status line, from edge to edge: at most
	// width×height cells. The first row is the free one below the head. The cursor counts
	// from the body's top left.
	View(width, height int) (string, *tea.Cursor)
	Keys() []key.Binding
	// Busy says, for the question before leaving, what leaving would do; ""
	// when nothing is lost.
	Busy() string
}

// Heading is what the head says about a page.
type Heading struct {
	Title string // one of the names of screens
	About string // the subject, such as an order
	// Help is the screen of the help that has its keys, "" for that of its title.
	Help string
	// NoBadge says that the page itself shows what waits to be checked.
	NoBadge bool
}

// Screen is the screen of the help that has the page's keys.
func (h Heading) Screen() string { return cmp.Or(h.Help, h.Title) }

// Pauser is a page that ignores keys for a moment, until the agent could read it. The
// footer says so at the first key.
type Pauser interface{ Pausing() time.Duration }

// Owner is a page that an attempt may belong to.
type Owner interface {
	Page
	// Attempt is the attempt that belongs to the page, without an ID if there is none.
	Attempt() payment.Attempt
	// Finish takes the outcome of the attempt under way.
	Finish(done DoneMsg)
	// Learn takes in later news of the attempt, and reports whether the page shows the
	// outcome.
	Learn(a payment.Attempt) bool
	// UnderWay reports that the attempt has no outcome yet.
	UnderWay() bool
	// StartGrace lets keys on their way do nothing.
	StartGrace()
}

// CardAsker is a page with a form that may ask for a card. While the form is the same, the
// recording of the call stays paused.
type CardAsker interface {
	// CardForm is that form, nil for none now, and whether keys go to it.
	CardForm() (form *forms.Form, typed bool)
}

// CardHolder is a page that may hold card data.
type CardHolder interface {
	// HoldsCard reports that the page holds card data and has not sent it.
	HoldsCard() bool
	// WipeCard forgets the card, keeps everything else and says why.
	WipeCard(why string)
}

// Lister is a page that can show its list on another page: see Shell.Today.
type Lister interface {
	Today(width, height int) []string
}

// Closer is a page with something under way that ends with the console.
type Closer interface{ Close() }

// DoneMsg brings a finished attempt to the page that it belongs to.
type DoneMsg struct {
	Attempt payment.Attempt
	// Operation is the result if the attempt is not a charge.
	Operation operation.Operation
}

// ResolvedMsg brings news of an attempt that was in doubt, from outside the
// console: an answer that came late, or what a query found.
type ResolvedMsg struct{ Attempt payment.Attempt }

// ChangeSiteMsg ends the console, to begin again at another site.
type ChangeSiteMsg struct{ Site string }

// LookMsg asks the console to look at the journal: it has changed, or what no event of it
// tells of.
type LookMsg struct {
	// DayOnly says that only payments of the day have changed, which some pages show, and
	// nothing that needs attention.
	DayOnly bool
}

// EveryoneMsg asks the console to read what all agents did today, for home, or only what
// this one did.
type EveryoneMsg struct{ On bool }

// JournalMsg is what home shows of the journal.
type JournalMsg struct {
	Reading    int               // its number: one that was asked for later has a greater one
	Today      []payment.Attempt // newest first
	Everyone   bool              // of all agents, not of this one alone
	Unresolved []payment.Attempt // of every desk on the journal, alarms first, then the newest
	More       bool              // there are more of them
	Holds      payment.Holds     // what is held, of every desk
	Unheld     string            // why Holds is not what is held now; "" where it is
	Warnings   []string          // sentences about faults
	Problem    string            // why the journal cannot be read
}
