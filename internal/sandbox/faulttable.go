package sandbox

import (
	"time"
)

// stage is where a fault strikes.
type stage int

const (
	// onConnection: before HTTP, so on any connection, for any request.
	onConnection stage = iota
	// unbooked: the request has been read, and nothing of it is done.
	unbooked
	// booked: everything is done, and the answer suffers.
	booked
	// onRecord: what is booked differs.
	onRecord
	// onClock: the time that an answer bears is another host's.
	onClock
	// onQuery: what a query shows is not what is booked.
	onQuery
)

// decides reports whether a fault of this stage settles what becomes of the
// answer. One request has one of these at most, and any number of the others.
func (s stage) decides() bool { return s == unbooked || s == booked }

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
// endpoint read this table. Where several strike one answer, they do so in its
// order.
func faultKinds() []faultKind {
	return []faultKind{
		{"refuse", onConnection, "how long", 5 * time.Second, "The port is closed for TIME: connections are refused."},
		{"drop", onConnection, "", 0, "The connection is accepted and closed at once, unread."},
		{"hang", onConnection, "how long", 30 * time.Second, "The connection is accepted, never read, and closed after TIME."},
		{"slow", onConnection, "how long", 2 * time.Second, "The connection is accepted, and read only after TIME."},

		{"close", unbooked, "", 0, "The line drops once the whole request was read."},
		{"stall", unbooked, "how long", 30 * time.Second, "Silence for TIME, and then the line drops."},
		{"400", unbooked, "", 0, "An HTML page: 400 Bad Request."},
		{"401", unbooked, "", 0, "An HTML page: 401 Authorization Required."},
		{"401bare", unbooked, "", 0, "The same page without the Basic challenge."},
		{"502", unbooked, "", 0, "An HTML page: 502 Bad Gateway."},
		{"60010", unbooked, "", 0, "Bank system error: the end is not known."},
		{"60034", unbooked, "", 0, "Manual investigation required: the end is not known."},
		{"99999", unbooked, "", 0, "Unknown error: the end is not known."},

		{"defer", booked, "how long", 2 * time.Second, "Booked and answered only after TIME, even if the caller left."},
		{"late", booked, "how long", 5 * time.Second, "Booked at once and answered after TIME."},
		{"lost", booked, "when it can be found", 0, "The line drops without an answer; with TIME, hidden as well."},
		{"400paid", booked, "", 0, "The answer is an HTML page: 400 Bad Request."},
		{"401paid", booked, "", 0, "The answer is an HTML page: 401 Authorization Required."},
		{"401barepaid", booked, "", 0, "The same page without the Basic challenge."},
		{"502paid", booked, "", 0, "The answer is an HTML page: 502 Bad Gateway."},
		{"60010paid", booked, "", 0, "The answer is 60010: bank system error."},
		{"60034paid", booked, "", 0, "The answer is 60034: manual investigation required."},
		{"99999paid", booked, "", 0, "The answer is 99999: unknown error."},
		{"drip", booked, "between two bytes", 20 * time.Millisecond, "The answer comes byte by byte, TIME apart."},
		{"truncate", booked, "", 0, "The answer breaks off half way."},
		{"garble", booked, "", 0, "The answer is broken JSON."},
		{"wrongref", booked, "", 0, "The answer carries another caller's request reference."},
		{"wrongorder", booked, "", 0, "The answer carries another order reference."},
		{"wrongpan", booked, "", 0, "The answer carries another card's masked number."},

		{"hide", onRecord, "how long", 5 * time.Second, "Queries find the record only after TIME."},
		{"stale", onRecord, "how long", time.Minute, "Queries show an update only after TIME."},
		{"suspend", onRecord, "", 0, "Suspended as a duplicate: settle status 2."},

		{"ahead", onClock, "how far", 5 * time.Minute, "The host that answers is TIME ahead."},
		{"behind", onClock, "how far", 5 * time.Minute, "The host that answers is TIME behind."},
		{"hosts", onClock, "how far", 5 * time.Minute, "Two hosts answer in turn, the second TIME ahead."},

		{"nofilter", onQuery, "", 0, "The filters are ignored: every record, 500 at most."},
		{"othersite", onQuery, "", 0, "Records are shown as another site's."},
		{"otherorder", onQuery, "", 0, "Records are shown as another order's."},
		{"fold", onQuery, "", 0, "Order references are shown in other capitals."},
		{"cut", onQuery, "", 0, "Order references are cut to 20 characters."},
		{"cutbytes", onQuery, "", 0, "Order references are cut to 20 bytes."},
		{"escape", onQuery, "", 0, "Order references are HTML-escaped: & and ' differ."},
		{"advice4", onQuery, "", 0, "Records bear advice code 4: do not try again."},
		{"advice8", onQuery, "", 0, "Records bear advice code 8: blocked, do not try again."},
		{"norecords", onQuery, "", 0, "found counts one at least, and the list is empty."},
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
	case onRecord:
		return "in what is booked, alone or together with those before"
	case onClock:
		return "in the time an answer bears, alone or together with those before"
	default:
		return "in what a query shows, alone or together with those before"
	}
}
