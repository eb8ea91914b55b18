package faults

import (
	"fmt"
	"strings"
)

// Help describes every fault and how to ask for one, for a help text.
func Help() string {
	var out strings.Builder
	out.WriteString("Faults, written NAME or NAME.TIME (500ms, 5s, 1m; shown with the usual TIME):\n")
	last := stage(-1)
	for _, k := range Kinds() {
		if k.Stage != last {
			fmt.Fprintf(&out, "\n  %s:\n", k.Stage)
			last = k.Stage
		}
		fmt.Fprintf(&out, "    %-13s %s\n", k.Usage(), k.Does)
	}
	out.WriteString(`
On the command line NAME.TIME:AUTH,REFUND strikes those request types only, and
NAME@0.1 or NAME:AUTH@10% one in ten.

Ask for one with an order reference that starts with "FAULT-", the fault and
"-" or its end: FAULT-lost-A17, FAULT-late.5s-A17. Those on a connection strike
too early for that. Those of a query strike every query that looks for this
reference or finds a record with it, and so do those of the clock. An order
reference of this form that names no fault is refused as an invalid field
(30000). The first 18 characters have to do: that is what the console leaves of
a reference.

Or over HTTP, from this machine only, with the user and password of the bank:

  GET    /_sandbox/faults    the faults there are, and what is set
  PUT    /_sandbox/faults    set one more, for the next request or as told:
         {"fault":"lost","arg":"5s","count":3,"types":["AUTH"],"rate":0.1}
  DELETE /_sandbox/faults    clear them all
  POST   /_sandbox/release   end what they make wait: answers that are held back
         leave now, and records that are hidden or shown as they were show
  GET    /_sandbox/requests  what arrived, by type and order reference
  GET    /_sandbox/ledger    every AUTH, REFUND and TRANSACTIONUPDATE in turn,
         and what it did to the money in truth (?after=NUMBER: later ones)
  POST   /_sandbox/portal/auth, /refund, /update
         what a user of the vendor's portal does; an element of a request:
         {"pan":"4111111111111111","expirydate":"12/2030","baseamount":"1050",
          "currencyiso3a":"GBP","sitereference":"test_a","orderreference":"A17"}
         {"parenttransactionreference":"23-9-80001","baseamount":"500"}
         {"transactionreference":"23-9-80001","settlestatus":"3"}
  PUT    /_sandbox/password  refuse the password from now on, and take
         {"password":"another"}, or none with ""; these orders keep the first
  POST   /_sandbox/settle    settle what is due (to settle status 100)
  POST   /_sandbox/settle/begin    only send it on its way (10)

"count" is how many times it strikes, "rate" the chance of each time. One that
strikes connections strikes those to /_sandbox/ too.
`)
	return out.String()
}
