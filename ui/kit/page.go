package kit

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

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
	Help
	Leave // ask first where something would be lost
)

// Open asks the shell for a place. The shell alone decides where the agent is.
type Open struct {
	Place Place
	// Record is what is known of the record that is to be shown, by its transaction
	// reference.
	Record gateway.Record
	// Anew asks for the search line of Find, whatever was left open there.
	Anew bool
	// From is the place that Esc on the record goes back to.
	From Place
	// Give asks for what can be done with the record, as soon as its state is known.
	Give bool
	// Mistake says that the payment was just taken and should not have been: that is the
	// reason to begin with.
	Mistake bool
	// Back comes back to a page from one that was opened there: it is as it was left.
	Back bool
}

// To brings a message to a place, whether or not it is shown.
type To struct {
	Place Place
	Msg   tea.Msg
}

// Page is one kind of page. The shell knows it by this and by its place.
type Page interface {
	// Opened is called when the agent comes to the page.
	Opened(o Open) tea.Cmd
	Update(msg tea.Msg) tea.Cmd
	// Heading says which screen it is.
	Heading() Heading
	// View draws what lies between the head and the status line, from edge to edge:
	// at most width×height cells. The first row is the free one below the head. The
	// cursor counts from its top left.
	View(width, height int) (string, *tea.Cursor)
	Keys() []key.Binding
	// Busy says, for the question before leaving, what leaving would do; ""
	// when nothing is lost.
	Busy() string
}

// Heading is what the head says of a page.
type Heading struct {
	Title string // one of the names of screens
	About string // what it is about, such as an order
	// Help is the screen of the help that has its keys, "" for that of its title.
	Help string
	// NoBadge is of a page that tells itself what waits to be checked.
	NoBadge bool
}

// Pauser is a page whose keys do nothing for a moment, until the page could be read.
// The footer shows it at the first key.
type Pauser interface{ Pausing() time.Duration }

// Owner is a page that an attempt may belong to.
type Owner interface {
	Page
	// Attempt is the one that belongs to it, with no ID if none does.
	Attempt() payment.Attempt
	// Finish takes the outcome of the attempt under way.
	Finish(done DoneMsg)
	// Learn takes in what was found out since, and reports whether the outcome is
	// shown.
	Learn(a payment.Attempt) bool
	// UnderWay reports that the attempt has no outcome yet.
	UnderWay() bool
	// StartGrace lets keys on their way do nothing.
	StartGrace()
}

// CardHolder is a page that may hold card data.
type CardHolder interface {
	// HoldsCard reports that it does, and that nothing is under way with it.
	HoldsCard() bool
	// WipeCard forgets the card, keeps everything else and says why.
	WipeCard(why string)
}

// Closer is a page with something under way that ends with the console.
type Closer interface{ Close() }

// DoneMsg brings a finished attempt to the page that it belongs to.
type DoneMsg struct {
	Attempt payment.Attempt
	// Operation is all there is to know where the attempt is no charge.
	Operation operation.Operation
}

// SettledMsg brings news of an attempt that was in doubt, from outside the
// console: an answer that came late, or what a query found.
type SettledMsg struct{ Attempt payment.Attempt }

// ChangeSiteMsg ends the console, to begin again at another site.
type ChangeSiteMsg struct{ Site string }

// LookMsg asks the console to look at the journal: another desk may have
// something unresolved. It comes from outside as well, now and then.
type LookMsg struct{}

// EveryoneMsg asks the console to read what all agents did today, for home, or only what
// this one did.
type EveryoneMsg struct{ On bool }

// JournalMsg is what home shows of the journal.
type JournalMsg struct {
	Today      []payment.Attempt // newest first
	Everyone   bool              // they are of all agents, and not of this one alone
	Unresolved []payment.Attempt // of every desk on the journal
	Holds      payment.Holds     // what is held, of every desk
	Warnings   []string          // sentences about what is not as it should be
	Problem    string            // why the journal cannot be read
}
