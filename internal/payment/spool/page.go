package spool

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/answer"
)

// page is an outcome as a file has it.
type page struct {
	answer.Told

	Outcome string // in words
}

// The problems of a page, for people.
var (
	errDamaged = errors.New("is damaged, or not of this moto")
	errUnfit   = errors.New("holds something that an outcome does not, such as what looks like a card number")
)

// title begins a page. A sum of the rest follows it: a disk that loses a part of a file, or
// an editor, must not make an outcome of it.
const title = "moto outcome 1 "

// isID reports an attempt's id that may be a part of a file's name.
var isID = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`).MatchString

// names and texts are what a page says. The journal guards them by two rules.
func (p *page) names() []*string {
	return []*string{
		&p.ID, &p.Journal, &p.JournalID, (*string)(&p.GaveWay), &p.TransactionReference, &p.RequestReference,
		&p.AuthCode, &p.ErrorCode, &p.SettleStatus, &p.AdviceCode, &p.BankCode,
	}
}

func (p *page) texts() []*string { return []*string{&p.SentReference, &p.Agent, &p.Role, &p.Problem} }

// fit makes all that a page says fit to keep, as the journal does.
func (p *page) fit() {
	for _, at := range p.names() {
		*at = journal.FitName(*at)
	}
	for _, at := range p.texts() {
		*at = journal.FitText(*at)
	}
}

// write is the page of an outcome. It hides what the journal would hide. It fails if that
// is what the attempt is found by.
func write(t answer.Told) ([]byte, error) {
	p := page{t, t.Outcome.String()}
	p.At = p.At.UTC()
	p.fit()
	if p.ID != t.ID || !isID(p.ID) || p.SentReference != t.SentReference {
		return nil, fmt.Errorf("the outcome %w", errUnfit)
	}
	text, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	content := append([]byte(title+sum(text)+"\n"), text...)
	if len(content) > mostBytes { // it would never be read
		return nil, fmt.Errorf("the outcome %w", errLarge)
	}
	return content, nil
}

func sum(text []byte) string {
	s := sha256.Sum256(text)
	return hex.EncodeToString(s[:])
}

// read is the outcome of a page.
func read(content []byte) (answer.Told, error) {
	head, text, _ := bytes.Cut(content, []byte("\n"))
	var p page
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if string(head) != title+sum(text) || in.Decode(&p) != nil {
		return answer.Told{}, errDamaged
	}
	before := p
	if p.fit(); p != before || !isID(p.ID) {
		return answer.Told{}, errUnfit
	}
	known := false
	if p.Told.Outcome, known = gateway.ParseOutcome(p.Outcome); !known || p.Told.Outcome == gateway.OutcomeUnknown {
		return answer.Told{}, errDamaged
	}
	return p.Told, nil
}
