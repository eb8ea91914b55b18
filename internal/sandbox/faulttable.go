package sandbox

import (
	"fmt"
	"strings"
	"time"
)

// stage is where a fault strikes.
type stage int

const (
	// onConnection: before HTTP, so on any connection, whatever it asks for.
	onConnection stage = iota
	// unbooked: the request has been read, and nothing of it is done.
	unbooked
	// booked: everything is done, and the answer suffers.
	booked
	// onRecord: what is booked differs. These go together with one of booked.
	onRecord
)

// faultKind is a row of the fault table.
type faultKind struct {
	name  string
	stage stage
	// takes says what the argument is for; "" is a fault without one.
	takes string
	arg   time.Duration // the argument when none is given
	does  string
}

// faultKinds are all faults there are. Help, order references and the control
// endpoint read this table.
func faultKinds() []faultKind {
	return []faultKind{
		{"refuse", onConnection, "how long", 5 * time.Second, "The port is closed for TIME: connections are refused."},
		{"drop", onConnection, "", 0, "The connection is accepted and closed at once, unread."},
		{"hang", onConnection, "how long", 30 * time.Second, "The connection is accepted, never read, and closed after TIME."},
		{"slow", onConnection, "how long", 2 * time.Second, "The connection is accepted, and read only after TIME."},

		{"close", unbooked, "", 0, "The line drops once the whole request was read."},
		{"stall", unbooked, "how long", 30 * time.Second, "Silence for TIME, and then the line drops."},
		{"401", unbooked, "", 0, "An HTML page: 401 Authorization Required."},
		{"502", unbooked, "", 0, "An HTML page: 502 Bad Gateway."},

		{"defer", booked, "how long", 2 * time.Second, "Booked and answered only after TIME, even if the caller left."},
		{"late", booked, "how long", 5 * time.Second, "Booked at once and answered after TIME."},
		{"lost", booked, "when it can be found", 0, "The line drops without an answer; with TIME, hidden as well."},
		{"502paid", booked, "", 0, "The answer is an HTML page: 502 Bad Gateway."},
		{"drip", booked, "between two bytes", 20 * time.Millisecond, "The answer comes byte by byte, TIME apart."},
		{"truncate", booked, "", 0, "The answer breaks off half way."},
		{"garble", booked, "", 0, "The answer is broken JSON."},
		{"wrongref", booked, "", 0, "The answer carries somebody else's request reference."},

		{"hide", onRecord, "how long", 5 * time.Second, "Queries find the record only after TIME."},
		{"suspend", onRecord, "", 0, "Suspended as a duplicate: settle status 2."},
	}
}

func lookupFault(name string) (faultKind, bool) {
	for _, k := range faultKinds() {
		if k.name == name {
			return k, true
		}
	}
	return faultKind{}, false
}

// usage is the fault as one writes it, with its usual argument.
func (k faultKind) usage() string {
	switch {
	case k.takes == "":
		return k.name
	case k.arg == 0:
		return k.name + "[.TIME]"
	default:
		return k.name + "." + k.arg.String()
	}
}

// String names the stage for people.
func (s stage) String() string {
	switch s {
	case onConnection:
		return "before the request is read, on any connection"
	case unbooked:
		return "after the request was read, nothing booked"
	case booked:
		return "after everything was booked"
	default:
		return "in what is booked, alone or together with one of those before"
	}
}

// FaultHelp describes every fault and how to ask for one, for a help text.
func FaultHelp() string {
	var out strings.Builder
	out.WriteString("Faults, written NAME or NAME.TIME (500ms, 5s, 1m; shown with the usual TIME):\n")
	last := stage(-1)
	for _, k := range faultKinds() {
		if k.stage != last {
			fmt.Fprintf(&out, "\n  %s:\n", k.stage)
			last = k.stage
		}
		fmt.Fprintf(&out, "    %-13s %s\n", k.usage(), k.does)
	}
	out.WriteString(`
Ask for one with an order reference that starts with "FAULT-", the fault and
"-" or its end: FAULT-lost-A17, FAULT-late.5s-A17. Those on a connection strike
too early for that. An order reference of this form that names no fault is
refused as an invalid field (30000). The first 18 characters have to do: that
is what the console leaves of a reference.

Or over HTTP, from this machine only, with the user and password of the bank:

  GET    /_sandbox/faults    the faults there are, and what is set
  PUT    /_sandbox/faults    set one more, for the next request or as told:
         {"fault":"lost","arg":"5s","count":3,"types":["AUTH"],"rate":0.1}
  DELETE /_sandbox/faults    clear them all
  GET    /_sandbox/requests  what arrived, by type and order reference
  POST   /_sandbox/settle    settle what is due (to settle status 100)
  POST   /_sandbox/settle/begin    only send it on its way (10)

"count" is how many times it strikes, "rate" the chance of each time. One that
strikes connections strikes those to /_sandbox/ too.
`)
	return out.String()
}
