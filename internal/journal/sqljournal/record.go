package sqljournal

import (
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// record is an entry as a row of the database; its JSON is the snapshot in an
// event. A field added later must be left out of the JSON while it is zero, or
// older snapshots no longer match.
type record struct {
	Number        int64  `json:"number"`
	ID            string `json:"id"`
	Kind          string `json:"kind"`
	SentReference string `json:"sent_reference,omitempty"`
	OwnReference  string `json:"own_reference,omitempty"`
	Parent        string `json:"parent,omitempty"`
	Amount        int64  `json:"amount"`
	Currency      string `json:"currency,omitempty"`
	Exponent      int    `json:"exponent,omitempty"`
	Site          string `json:"site,omitempty"`
	First6        string `json:"first6,omitempty"`
	Last4         string `json:"last4,omitempty"`
	Agent         string `json:"agent"`
	Host          string `json:"host,omitempty"`
	IntentAt      stamp  `json:"intent_at,omitempty"`

	Brand                string `json:"brand,omitempty"`
	AnsweredAt           stamp  `json:"answered_at,omitempty"`
	ResolvedAt           stamp  `json:"resolved_at,omitempty"`
	Outcome              string `json:"outcome"`
	State                string `json:"state"`
	TransactionReference string `json:"transaction_reference,omitempty"`
	RequestReference     string `json:"request_reference,omitempty"`
	AuthCode             string `json:"auth_code,omitempty"`
	ErrorCode            string `json:"error_code,omitempty"`
	SettleStatus         string `json:"settle_status,omitempty"`
	AdviceCode           string `json:"advice_code,omitempty"`
	Problem              string `json:"problem,omitempty"`
	Resolution           string `json:"resolution,omitempty"`
	ResolvedBy           string `json:"resolved_by,omitempty"`
	Reason               string `json:"reason,omitempty"`
	Checks               int    `json:"checks,omitempty"`
	EmptyChecks          int    `json:"empty_checks,omitempty"`
	LastCheckAt          stamp  `json:"last_check_at,omitempty"`
	FirstEmptyAt         stamp  `json:"first_empty_at,omitempty"`
	NextCheckAt          stamp  `json:"next_check_at,omitempty"`
	Alarm                string `json:"alarm,omitempty"`
	AcknowledgedBy       string `json:"acknowledged_by,omitempty"`
	AcknowledgedAt       stamp  `json:"acknowledged_at,omitempty"`
	Replaces             string `json:"replaces,omitempty"`
	OverrideReason       string `json:"override_reason,omitempty"`
	HiddenFields         int    `json:"hidden_fields,omitempty"`

	// Added in migration 0002.
	Operation            string `json:"operation,omitempty"`
	TargetSettleStatus   string `json:"target_settle_status,omitempty"`
	TargetSettleAmount   int64  `json:"target_settle_amount,omitempty"`
	TargetSettleDueDate  string `json:"target_settle_due_date,omitempty"`
	TargetOrderReference string `json:"target_order_reference,omitempty"`
	BeforeSettleStatus   string `json:"before_settle_status,omitempty"`
	BeforeSettleAmount   int64  `json:"before_settle_amount,omitempty"`
	BeforeSettleDueDate  string `json:"before_settle_due_date,omitempty"`
	BeforeOrderReference string `json:"before_order_reference,omitempty"`
	SendBy               stamp  `json:"send_by,omitempty"`
	SendByBoot           string `json:"send_by_boot,omitempty"`
	SendBySteady         int64  `json:"send_by_steady,omitempty"` // in milliseconds

	CurrentReference  string `json:"current_reference,omitempty"`
	FirstEmptyHere    stamp  `json:"first_empty_here,omitempty"`
	FirstEmptyBoot    string `json:"first_empty_boot,omitempty"`
	FirstEmptySteady  int64  `json:"first_empty_steady,omitempty"` // in milliseconds
	Evidence          string `json:"evidence,omitempty"`
	EvidenceReference string `json:"evidence_reference,omitempty"`

	// Since 0009.
	GaveWay      string `json:"gave_way,omitempty"`
	EvidenceKind string `json:"evidence_kind,omitempty"`

	// Since 0010.
	AuthMethod     string `json:"auth_method,omitempty"`
	ConsentWording string `json:"consent_wording,omitempty"`
	ConsentPurpose string `json:"consent_purpose,omitempty"`
	ConsentAt      stamp  `json:"consent_at,omitempty"`

	// Since 0012.
	Initiation string `json:"initiation,omitempty"`
}

// The columns of a record, in the order of its fields.
const (
	attemptedColumns = "number, id, sent_reference, own_reference, parent, amount, currency, exponent, site, first6, last4, agent, host, intent_at, " +
		"operation, target_settle_status, target_settle_amount, target_settle_due_date, target_order_reference, " +
		"before_settle_status, before_settle_amount, before_settle_due_date, before_order_reference, send_by, send_by_boot, send_by_steady"
	changingColumns = "brand, answered_at, resolved_at, outcome, state, transaction_reference, request_reference, auth_code, error_code, " +
		"settle_status, advice_code, problem, resolution, resolved_by, reason, checks, empty_checks, last_check_at, first_empty_at, " +
		"next_check_at, alarm, acknowledged_by, acknowledged_at, replaces, override_reason, hidden_fields, " +
		"current_reference, first_empty_here, first_empty_boot, first_empty_steady, evidence, evidence_reference, gave_way, evidence_kind"
	// sinceColumns never change either.
	sinceColumns = "kind, auth_method, consent_wording, consent_purpose, consent_at, initiation"
	columns      = attemptedColumns + ", " + changingColumns + ", " + sinceColumns
)

// attempted points to the fields that never change.
func (r *record) attempted() []any {
	return []any{
		&r.Number, &r.ID, &r.SentReference, &r.OwnReference, &r.Parent, &r.Amount, &r.Currency, &r.Exponent,
		&r.Site, &r.First6, &r.Last4, &r.Agent, &r.Host, &r.IntentAt,
		&r.Operation, &r.TargetSettleStatus, &r.TargetSettleAmount, &r.TargetSettleDueDate, &r.TargetOrderReference,
		&r.BeforeSettleStatus, &r.BeforeSettleAmount, &r.BeforeSettleDueDate, &r.BeforeOrderReference,
		&r.SendBy, &r.SendByBoot, &r.SendBySteady,
	}
}

// changing points to the fields a change may touch.
func (r *record) changing() []any {
	return []any{
		&r.Brand, &r.AnsweredAt, &r.ResolvedAt, &r.Outcome, &r.State, &r.TransactionReference, &r.RequestReference, &r.AuthCode,
		&r.ErrorCode, &r.SettleStatus, &r.AdviceCode, &r.Problem, &r.Resolution, &r.ResolvedBy, &r.Reason, &r.Checks, &r.EmptyChecks,
		&r.LastCheckAt, &r.FirstEmptyAt, &r.NextCheckAt, &r.Alarm, &r.AcknowledgedBy, &r.AcknowledgedAt, &r.Replaces, &r.OverrideReason,
		&r.HiddenFields, &r.CurrentReference, &r.FirstEmptyHere, &r.FirstEmptyBoot, &r.FirstEmptySteady, &r.Evidence, &r.EvidenceReference,
		&r.GaveWay, &r.EvidenceKind,
	}
}

// fields points to all fields, in the order of columns.
func (r *record) fields() []any {
	return append(append(r.attempted(), r.changing()...), &r.Kind, &r.AuthMethod, &r.ConsentWording, &r.ConsentPurpose, &r.ConsentAt, &r.Initiation)
}

func (r *record) snapshot() (string, error) {
	text, err := json.Marshal(r)
	return string(text), err
}

// recordOf is the row of an entry.
func recordOf(e journal.Entry, number int64) record {
	return record{
		Number: number, ID: e.ID, Kind: string(e.Kind()), SentReference: e.SentReference, OwnReference: e.OwnReference,
		Parent: e.Parent, Amount: e.Amount.Minor, Currency: e.Amount.Currency.Code(), Exponent: e.Amount.Currency.Exponent(),
		Site: e.Site, First6: e.First6, Last4: e.Last4, Agent: e.Agent, Host: e.Host, IntentAt: stampOf(e.IntentAt),
		Brand: e.Brand, AnsweredAt: stampOf(e.AnsweredAt), ResolvedAt: stampOf(e.ResolvedAt),
		Outcome: e.Outcome.String(), State: string(e.State),
		TransactionReference: e.TransactionReference, RequestReference: e.RequestReference, AuthCode: e.AuthCode,
		ErrorCode: e.ErrorCode, SettleStatus: e.SettleStatus, AdviceCode: e.AdviceCode,
		Problem: e.Problem, Resolution: e.Resolution, ResolvedBy: e.ResolvedBy, Reason: e.Reason,
		Checks: e.Checks, EmptyChecks: e.EmptyChecks,
		LastCheckAt: stampOf(e.LastCheckAt), FirstEmptyAt: stampOf(e.FirstEmptyAt), NextCheckAt: stampOf(e.NextCheckAt),
		Alarm: e.Alarm, AcknowledgedBy: e.AcknowledgedBy, AcknowledgedAt: stampOf(e.AcknowledgedAt),
		Replaces: e.Replaces, OverrideReason: e.OverrideReason, HiddenFields: e.HiddenFields,
		Operation:          string(e.Operation),
		TargetSettleStatus: e.Target.SettleStatus, TargetSettleAmount: e.Target.SettleAmount,
		TargetSettleDueDate: e.Target.SettleDueDate, TargetOrderReference: e.Target.OrderReference,
		BeforeSettleStatus: e.Before.SettleStatus, BeforeSettleAmount: e.Before.SettleAmount,
		BeforeSettleDueDate: e.Before.SettleDueDate, BeforeOrderReference: e.Before.OrderReference,
		SendBy: stampOf(e.SendBy), SendByBoot: e.SendBySteady.Boot, SendBySteady: e.SendBySteady.At.Milliseconds(),
		CurrentReference: e.CurrentReference,
		FirstEmptyHere:   stampOf(e.FirstEmptyHere), FirstEmptyBoot: e.FirstEmptySteady.Boot, FirstEmptySteady: e.FirstEmptySteady.At.Milliseconds(),
		Evidence: e.Evidence, EvidenceReference: e.EvidenceReference,
		GaveWay: string(e.GaveWay), EvidenceKind: string(e.EvidenceKind),
		AuthMethod: e.AuthMethod, Initiation: e.Initiation, ConsentWording: e.Consent.Wording, ConsentPurpose: e.Consent.Purpose, ConsentAt: stampOf(e.Consent.At),
	}
}

// entry is the row as an Entry. It cleans the texts again, since other programs may
// write the file.
func (r *record) entry(known *currencies) (journal.Entry, error) {
	outcome, err := outcomeOf(r.Outcome)
	if err != nil {
		return journal.Entry{}, err
	}
	e := journal.Entry{
		ID: r.ID, Operation: journal.Operation(r.Operation), SentReference: r.SentReference, OwnReference: r.OwnReference, Parent: r.Parent,
		Amount: gateway.Money{Minor: r.Amount, Currency: known.find(r.Currency, r.Exponent)},
		Site:   r.Site, First6: r.First6, Last4: r.Last4, Brand: r.Brand, Agent: r.Agent, Host: r.Host,
		IntentAt: r.IntentAt.time(), AnsweredAt: r.AnsweredAt.time(), ResolvedAt: r.ResolvedAt.time(),
		Outcome: outcome, State: journal.State(r.State),
		TransactionReference: r.TransactionReference, RequestReference: r.RequestReference, AuthCode: r.AuthCode,
		ErrorCode: r.ErrorCode, SettleStatus: r.SettleStatus, AdviceCode: r.AdviceCode,
		Problem: r.Problem, Resolution: r.Resolution, ResolvedBy: r.ResolvedBy, Reason: r.Reason,
		Checks: r.Checks, EmptyChecks: r.EmptyChecks,
		LastCheckAt: r.LastCheckAt.time(), FirstEmptyAt: r.FirstEmptyAt.time(), NextCheckAt: r.NextCheckAt.time(),
		Alarm: r.Alarm, AcknowledgedBy: r.AcknowledgedBy, AcknowledgedAt: r.AcknowledgedAt.time(),
		Replaces: r.Replaces, OverrideReason: r.OverrideReason, HiddenFields: r.HiddenFields,
		Target: r.target(), Before: r.before(),
		SendBy: r.SendBy.time(), SendBySteady: readingOf(r.SendByBoot, r.SendBySteady),
		CurrentReference: r.CurrentReference,
		FirstEmptyHere:   r.FirstEmptyHere.time(), FirstEmptySteady: readingOf(r.FirstEmptyBoot, r.FirstEmptySteady),
		Evidence: r.Evidence, EvidenceReference: r.EvidenceReference,
		GaveWay: journal.Same(r.GaveWay), EvidenceKind: journal.EvidenceKind(r.EvidenceKind),
		AuthMethod: r.AuthMethod, Initiation: r.Initiation, Consent: journal.Consent{Wording: r.ConsentWording, Purpose: r.ConsentPurpose, At: r.ConsentAt.time()},
	}
	e.FitToShow()
	return e, nil
}

// target is the state that the row's update asks for.
func (r *record) target() journal.Target {
	return journal.Target{
		SettleStatus: r.TargetSettleStatus, SettleAmount: r.TargetSettleAmount,
		SettleDueDate: r.TargetSettleDueDate, OrderReference: r.TargetOrderReference,
	}
}

// before is the row's transaction as the agent saw it.
func (r *record) before() journal.Target {
	return journal.Target{
		SettleStatus: r.BeforeSettleStatus, SettleAmount: r.BeforeSettleAmount,
		SettleDueDate: r.BeforeSettleDueDate, OrderReference: r.BeforeOrderReference,
	}
}

func outcomeOf(word string) (gateway.Outcome, error) {
	for o := gateway.OutcomeUnknown; o <= gateway.OutcomeNotSent; o++ {
		if o.String() == word {
			return o, nil
		}
	}
	return gateway.OutcomeUnknown, fmt.Errorf("%w: a row has the outcome %q", journal.ErrInvalid, gateway.Clean(word, journal.MaxName))
}

// currencies caches the currencies of the rows read: finding one by its code takes
// longer than reading a row.
type currencies struct {
	mu    sync.Mutex
	found map[string]gateway.Currency
}

// find is a currency by its code. A currency that has since been withdrawn is the
// zero Currency; its row keeps the code.
func (c *currencies) find(code string, exponent int) gateway.Currency {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := fmt.Sprint(code, exponent)
	known, ok := c.found[key]
	if !ok {
		known, _ = gateway.CurrencyWithExponent(code, exponent)
		if c.found == nil {
			c.found = map[string]gateway.Currency{}
		}
		c.found[key] = known
	}
	return known
}

// stamp is a time as the journal keeps it: nanoseconds since 1970, 0 for none. A
// snapshot has it as a date, for people, and because a search of the disk could
// take nineteen digits in a row for a card number.
type stamp int64

func stampOf(t time.Time) stamp {
	if t.IsZero() {
		return 0
	}
	return stamp(t.UnixNano())
}

func (s stamp) time() time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(0, int64(s)).UTC()
}

// MarshalJSON implements json.Marshaler.
func (s stamp) MarshalJSON() ([]byte, error) {
	return json.Marshal(s.time())
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *stamp) UnmarshalJSON(text []byte) error {
	var t time.Time
	if err := json.Unmarshal(text, &t); err != nil {
		return err
	}
	*s = stampOf(t)
	return nil
}

// readingOf is a reading of the steady clock from its two columns. It is kept in
// milliseconds: the digits of nanoseconds could be taken for a card number.
func readingOf(boot string, milliseconds int64) clock.Reading {
	return clock.Reading{Boot: boot, At: time.Duration(milliseconds) * time.Millisecond}
}
