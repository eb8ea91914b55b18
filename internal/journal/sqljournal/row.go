package sqljournal

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// row is an entry as a row of the database; its JSON is the snapshot in an
// event. Its fields and their tags are the one list of an entry's columns. A field
// added later must be left out of the JSON while it is zero, or older snapshots no
// longer match; row:"changes" marks what a change may touch.
type row struct {
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

	Brand                string `json:"brand,omitempty" row:"changes"`
	AnsweredAt           stamp  `json:"answered_at,omitempty" row:"changes"`
	ResolvedAt           stamp  `json:"resolved_at,omitempty" row:"changes"`
	Outcome              string `json:"outcome" row:"changes"`
	State                string `json:"state" row:"changes"`
	TransactionReference string `json:"transaction_reference,omitempty" row:"changes"`
	RequestReference     string `json:"request_reference,omitempty" row:"changes"`
	AuthCode             string `json:"auth_code,omitempty" row:"changes"`
	ErrorCode            string `json:"error_code,omitempty" row:"changes"`
	SettleStatus         string `json:"settle_status,omitempty" row:"changes"`
	AdviceCode           string `json:"advice_code,omitempty" row:"changes"`
	Problem              string `json:"problem,omitempty" row:"changes"`
	Resolution           string `json:"resolution,omitempty" row:"changes"`
	ResolvedBy           string `json:"resolved_by,omitempty" row:"changes"`
	Reason               string `json:"reason,omitempty" row:"changes"`
	Checks               int    `json:"checks,omitempty" row:"changes"`
	EmptyChecks          int    `json:"empty_checks,omitempty" row:"changes"`
	LastCheckAt          stamp  `json:"last_check_at,omitempty" row:"changes"`
	FirstEmptyAt         stamp  `json:"first_empty_at,omitempty" row:"changes"`
	NextCheckAt          stamp  `json:"next_check_at,omitempty" row:"changes"`
	Alarm                string `json:"alarm,omitempty" row:"changes"`
	AcknowledgedBy       string `json:"acknowledged_by,omitempty" row:"changes"`
	AcknowledgedAt       stamp  `json:"acknowledged_at,omitempty" row:"changes"`
	Replaces             string `json:"replaces,omitempty" row:"changes"` // always empty: an old column
	OverrideReason       string `json:"override_reason,omitempty" row:"changes"`
	HiddenFields         int    `json:"hidden_fields,omitempty" row:"changes"`

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

	CurrentReference  string `json:"current_reference,omitempty" row:"changes"`
	FirstEmptyHere    stamp  `json:"first_empty_here,omitempty" row:"changes"`
	FirstEmptyBoot    string `json:"first_empty_boot,omitempty" row:"changes"`
	FirstEmptySteady  int64  `json:"first_empty_steady,omitempty" row:"changes"` // in milliseconds
	Evidence          string `json:"evidence,omitempty" row:"changes"`
	EvidenceReference string `json:"evidence_reference,omitempty" row:"changes"`

	// Since 0009.
	GaveWay      string `json:"gave_way,omitempty" row:"changes"`
	EvidenceKind string `json:"evidence_kind,omitempty" row:"changes"`

	// Since 0010.
	AuthMethod     string `json:"auth_method,omitempty"`
	ConsentWording string `json:"consent_wording,omitempty"`
	ConsentPurpose string `json:"consent_purpose,omitempty"`
	ConsentAt      stamp  `json:"consent_at,omitempty"`

	// Since 0012.
	Initiation string `json:"initiation,omitempty"`

	// Since 0018.
	BankCode string `json:"bank_code,omitempty" row:"changes"`
}

// The fields of a row by their numbers, and the columns that keep them: a column has
// the name that its field has in the JSON.
var (
	allFields, changingFields = rowFields()
	columns                   = columnsOf(allFields)
	changingColumns           = columnsOf(changingFields)
)

// rowFields are all fields of a row, and those that a change may touch.
func rowFields() (all, changing []int) {
	t := reflect.TypeFor[row]()
	for i := range t.NumField() {
		all = append(all, i)
		if t.Field(i).Tag.Get("row") == "changes" {
			changing = append(changing, i)
		}
	}
	return all, changing
}

func columnsOf(fields []int) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i], _, _ = strings.Cut(reflect.TypeFor[row]().Field(f).Tag.Get("json"), ",")
	}
	return strings.Join(names, ", ")
}

// fields points to all fields, in the order of columns.
func (r *row) fields() []any { return r.at(allFields) }

// changing points to the fields a change may touch.
func (r *row) changing() []any { return r.at(changingFields) }

func (r *row) at(fields []int) []any {
	row := reflect.ValueOf(r).Elem()
	values := make([]any, len(fields), len(fields)+roomMore)
	for i, f := range fields {
		values[i] = row.Field(f).Addr().Interface()
	}
	return values
}

// roomMore is room for the columns that a statement has besides a row's.
const roomMore = 4

func (r *row) snapshot() (string, error) {
	text, err := json.Marshal(r)
	return string(text), err
}

// rowOf is the row of an entry.
func rowOf(e journal.Entry, number int64) row {
	return row{
		Number: number, ID: e.ID, Kind: string(e.RequestType()), SentReference: e.SentReference, OwnReference: e.OwnReference,
		Parent: e.Parent, Amount: e.Amount.Minor, Currency: e.Amount.Currency.Code(), Exponent: e.Amount.Currency.Exponent(),
		Site: e.Site, First6: e.First6, Last4: e.Last4, Agent: e.Agent, Host: e.Host, IntentAt: stampOf(e.IntentAt),
		Brand: e.Brand, AnsweredAt: stampOf(e.AnsweredAt), ResolvedAt: stampOf(e.ResolvedAt),
		Outcome: e.Outcome.String(), State: string(e.State),
		TransactionReference: e.TransactionReference, RequestReference: e.RequestReference, AuthCode: e.AuthCode,
		ErrorCode: e.ErrorCode, SettleStatus: e.SettleStatus, AdviceCode: e.AdviceCode, BankCode: e.BankCode,
		Problem: e.Problem, Resolution: e.Resolution, ResolvedBy: e.ResolvedBy, Reason: e.Reason,
		Checks: e.Checks, EmptyChecks: e.EmptyChecks,
		LastCheckAt: stampOf(e.LastCheckAt), FirstEmptyAt: stampOf(e.FirstEmptyAt), NextCheckAt: stampOf(e.NextCheckAt),
		Alarm: e.Alarm, AcknowledgedBy: e.AcknowledgedBy, AcknowledgedAt: stampOf(e.AcknowledgedAt),
		OverrideReason: e.OverrideReason, HiddenFields: e.HiddenFields,
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
func (r *row) entry(known *currencies) (journal.Entry, error) {
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
		ErrorCode: r.ErrorCode, SettleStatus: r.SettleStatus, AdviceCode: r.AdviceCode, BankCode: r.BankCode,
		Problem: r.Problem, Resolution: r.Resolution, ResolvedBy: r.ResolvedBy, Reason: r.Reason,
		Checks: r.Checks, EmptyChecks: r.EmptyChecks,
		LastCheckAt: r.LastCheckAt.time(), FirstEmptyAt: r.FirstEmptyAt.time(), NextCheckAt: r.NextCheckAt.time(),
		Alarm: r.Alarm, AcknowledgedBy: r.AcknowledgedBy, AcknowledgedAt: r.AcknowledgedAt.time(),
		OverrideReason: r.OverrideReason, HiddenFields: r.HiddenFields,
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
func (r *row) target() journal.Target {
	return journal.Target{
		SettleStatus: r.TargetSettleStatus, SettleAmount: r.TargetSettleAmount,
		SettleDueDate: r.TargetSettleDueDate, OrderReference: r.TargetOrderReference,
	}
}

// before is the row's transaction as the agent saw it.
func (r *row) before() journal.Target {
	return journal.Target{
		SettleStatus: r.BeforeSettleStatus, SettleAmount: r.BeforeSettleAmount,
		SettleDueDate: r.BeforeSettleDueDate, OrderReference: r.BeforeOrderReference,
	}
}

func outcomeOf(word string) (gateway.Outcome, error) {
	if o, known := gateway.ParseOutcome(word); known {
		return o, nil
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
