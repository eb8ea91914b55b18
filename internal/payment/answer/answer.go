// Package answer records what the gateway's answer says of an attempt: in time, late, or
// from beside a journal that could not take it.
package answer

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
)

// Answer is what the gateway client's answer says of an attempt, as the journal's row of
// it needs it: nothing of the customer, nothing of the card. The names are those of a file
// in which it waits for the journal.
type Answer struct {
	Outcome              gateway.Outcome `json:"-"` // the file has it in words
	At                   time.Time       // when the client returned
	Problem              string          `json:",omitempty"`
	GaveWay              journal.Same    `json:",omitempty"`
	TransactionReference string          `json:"Transaction,omitempty"`
	RequestReference     string          `json:"Request,omitempty"`
	AuthCode             string          `json:",omitempty"`
	ErrorCode            string          `json:",omitempty"`
	SettleStatus         string          `json:",omitempty"`
	AdviceCode           string          `json:",omitempty"`
	BankCode             string          `json:",omitempty"`
	// SignInRefused says that the sign-in was refused. Only a query confirms that.
	SignInRefused bool `json:",omitempty"`
}

// Fill copies the answer into an entry.
func (a Answer) Fill(e *journal.Entry) {
	e.Outcome, e.Problem, e.GaveWay = a.Outcome, a.Problem, a.GaveWay
	e.TransactionReference, e.RequestReference = a.TransactionReference, a.RequestReference
	e.AuthCode, e.ErrorCode, e.SettleStatus = a.AuthCode, a.ErrorCode, a.SettleStatus
	e.AdviceCode, e.BankCode = a.AdviceCode, a.BankCode
}

// Known is the change that records an answer that came in time.
func (a Answer) Known(e *journal.Entry) error {
	e.State, e.AnsweredAt, e.NextCheckAt = journal.Known, a.At.UTC(), time.Time{}
	a.Fill(e)
	if a.SignInRefused {
		e.Resolution, e.ResolvedBy, e.ResolvedAt = journal.ResolvedSignIn, "moto", e.AnsweredAt
		e.NextCheckAt = e.AnsweredAt.Add(doubt.SlowGap)
	}
	switch {
	case doubt.IsPromise(*e):
		e.NextCheckAt = e.AnsweredAt.Add(doubt.FirstGap)
	case doubt.Refused(*e):
		e.NextCheckAt = e.AnsweredAt.Add(doubt.SlowGap)
	}
	doubt.AlarmPart(e)
	return nil
}

// Late is the change that records an answer that came, or could be recorded, only when
// the attempt was in doubt.
func (a Answer) Late(e *journal.Entry) error {
	doubt.Resolve(e, a.Outcome, journal.ResolvedLateAnswer, a.At.UTC())
	if err := a.Known(e); err != nil {
		return err
	}
	if !a.SignInRefused {
		e.Resolution = journal.ResolvedLateAnswer
	}
	return nil
}

// complete fills in what an entry lacks of the answer, and reports whether it lacked any: a
// supervisor who ruled on the attempt did not know its transaction.
func (a Answer) complete(e *journal.Entry) (lacked bool) {
	for at, said := range map[*string]string{
		&e.TransactionReference: a.TransactionReference, &e.RequestReference: a.RequestReference, &e.AuthCode: a.AuthCode,
		&e.ErrorCode: a.ErrorCode, &e.SettleStatus: a.SettleStatus, &e.AdviceCode: a.AdviceCode, &e.BankCode: a.BankCode,
	} {
		if *at == "" && said != "" {
			*at, lacked = said, true
		}
	}
	if lacked {
		doubt.AlarmPart(e)
	}
	return lacked
}
