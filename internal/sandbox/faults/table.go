package faults

import (
	"time"
)

// stage is the point at which a fault strikes.
type stage int

const (
	// OnConnection: before HTTP, so on any connection, for any request.
	OnConnection stage = iota
	// Unbooked: the request has been read, and none of it carried out.
	Unbooked
	// Booked: everything is carried out, and the answer suffers.
	Booked
	// onRecord: the booked record differs.
	onRecord
	// OnClock: the time in an answer is another host's.
	OnClock
	// OnQuery: a query does not show the booked record.
	OnQuery
)

// decides reports whether a fault of this stage decides the answer. A request has
// at most one of these, and any number of the others.
func (s stage) decides() bool { return s == Unbooked || s == Booked }

// Kind is a row of the fault table.
type Kind struct {
	Name  string
	Stage stage
	// takes says what the argument is for; "" is a fault without one.
	Takes string
	Arg   time.Duration // the argument when none is given
	Does  string
}

// takesCode is what a fault takes whose argument is one of the bank's codes.
const takesCode = "which code"

// Kinds are all the faults. Help, order references and the control endpoint read
// this table. If several strike one answer, they do so in its order.
func Kinds() []Kind {
	return []Kind{
		{"refuse", OnConnection, "how long", 5 * time.Second, "The port is closed for TIME: connections are refused."},
		{"drop", OnConnection, "", 0, "The connection is accepted and closed at once, unread."},
		{"hang", OnConnection, "how long", 30 * time.Second, "The connection is accepted, never read, and closed after TIME."},
		{"slow", OnConnection, "how long", 2 * time.Second, "The connection is accepted, and read only after TIME."},

		{"close", Unbooked, "", 0, "The line drops once the whole request has been read."},
		{"stall", Unbooked, "how long", 30 * time.Second, "Silence for TIME, and then the line drops."},
		{"400", Unbooked, "", 0, "An HTML page: 400 Bad Request."},
		{"401", Unbooked, "", 0, "An HTML page: 401 Authorization Required."},
		{"401bare", Unbooked, "", 0, "The same page without the Basic challenge."},
		{"502", Unbooked, "", 0, "An HTML page: 502 Bad Gateway."},
		{"60010", Unbooked, "", 0, "Bank system error: the outcome is not known."},
		{"60034", Unbooked, "", 0, "Manual investigation required: the outcome is not known."},
		{"99999", Unbooked, "", 0, "Unknown error: the outcome is not known."},

		{"defer", Booked, "how long", 2 * time.Second, "Booked and answered only after TIME, even if the caller left."},
		{"late", Booked, "how long", 5 * time.Second, "Booked at once and answered after TIME."},
		{"lost", Booked, "when it can be found", 0, "The line drops without an answer; with TIME, hidden as well."},
		{"400paid", Booked, "", 0, "The answer is an HTML page: 400 Bad Request."},
		{"401paid", Booked, "", 0, "The answer is an HTML page: 401 Authorization Required."},
		{"401barepaid", Booked, "", 0, "The same page without the Basic challenge."},
		{"502paid", Booked, "", 0, "The answer is an HTML page: 502 Bad Gateway."},
		{"60010paid", Booked, "", 0, "The answer is 60010: bank system error."},
		{"60034paid", Booked, "", 0, "The answer is 60034: manual investigation required."},
		{"99999paid", Booked, "", 0, "The answer is 99999: unknown error."},
		{"drip", Booked, "between two bytes", 20 * time.Millisecond, "The answer comes byte by byte, TIME apart."},
		{"truncate", Booked, "", 0, "The answer breaks off half way."},
		{"garble", Booked, "", 0, "The answer is broken JSON."},
		{"wrongref", Booked, "", 0, "The answer carries another caller's request reference."},
		{"wrongorder", Booked, "", 0, "The answer carries another order reference."},
		{"wrongpan", Booked, "", 0, "The answer carries another card's masked number."},

		{"hide", onRecord, "how long", 5 * time.Second, "Queries find the record only after TIME."},
		{"stale", onRecord, "how long", time.Minute, "Queries show an update only after TIME."},
		{"deny", onRecord, takesCode, 0, "Declined by the bank by its CODE, such as 51 or N7."},
		{"part", onRecord, "", 0, "Approved by the bank for a part of the amount: its code 10."},
		{"suspend", onRecord, "", 0, "Suspended as a duplicate: settle status 2."},

		{"ahead", OnClock, "how far", 5 * time.Minute, "The host that answers is TIME ahead."},
		{"behind", OnClock, "how far", 5 * time.Minute, "The host that answers is TIME behind."},
		{"hosts", OnClock, "how far", 5 * time.Minute, "Two hosts answer in turn, the second TIME ahead."},

		{"nofilter", OnQuery, "", 0, "The filters are ignored: every record, 500 at most."},
		{"othersite", OnQuery, "", 0, "Records are shown as another site's."},
		{"otherorder", OnQuery, "", 0, "Records are shown as another order's."},
		{"fold", OnQuery, "", 0, "Order references are shown in other capitals."},
		{"cut", OnQuery, "", 0, "Order references are cut to 20 characters."},
		{"cutbytes", OnQuery, "", 0, "Order references are cut to 20 bytes."},
		{"escape", OnQuery, "", 0, "Order references are HTML-escaped: & and ' differ."},
		{"advice4", OnQuery, "", 0, "Records bear advice code 4: do not try again."},
		{"advice8", OnQuery, "", 0, "Records bear advice code 8: blocked, do not try again."},
		{"norecords", OnQuery, "", 0, "found counts one at least, and the list is empty."},
	}
}

// Lookup finds a fault by its name.
func Lookup(name string) (Kind, bool) {
	for _, k := range Kinds() {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}

// Usage is the fault as one writes it, with its usual argument.
func (k Kind) Usage() string {
	switch {
	case k.Takes == "":
		return k.Name
	case k.coded():
		return k.Name + ".CODE"
	case k.Arg == 0:
		return k.Name + "[.TIME]"
	default:
		return k.Name + "." + k.Arg.String()
	}
}

// String names the stage for people.
func (s stage) String() string {
	switch s {
	case OnConnection:
		return "before the request is read, on any connection"
	case Unbooked:
		return "after the request was read, nothing booked"
	case Booked:
		return "after everything was booked"
	case onRecord:
		return "in what is booked, alone or together with those before"
	case OnClock:
		return "in the time an answer bears, alone or together with those before"
	default:
		return "in what a query shows, alone or together with those before"
	}
}
