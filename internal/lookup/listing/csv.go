package listing

import (
	"encoding/csv"
	"io"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// separated writes RFC 4180, in UTF-8, with CR LF at the end of each line.
type separated struct {
	to      *csv.Writer
	columns []csvColumn
	headed  bool
}

// csvColumn is one column: its name and a record's value.
type csvColumn struct {
	name string
	of   func(gateway.Record) string
	// number reports figures that moto itself wrote: a minus at the start is not a
	// formula.
	number bool
}

// CSV lists for spreadsheets.
func CSV(out io.Writer, confirmed []gateway.Currency, reserved Reserved, now time.Time) Listing {
	f := &separated{to: csv.NewWriter(out), columns: csvColumns(confirmed, reserved, now)}
	f.to.UseCRLF = true
	return f
}

// Record implements Listing.
func (f *separated) Record(r gateway.Record) error {
	if err := f.head(); err != nil {
		return err
	}
	r = r.Cleaned()
	row := make([]string, len(f.columns))
	for i, c := range f.columns {
		if row[i] = c.of(r); !c.number {
			row[i] = Cell(row[i])
		}
	}
	return f.to.Write(row)
}

// head writes the column names, even for an empty list.
func (f *separated) head() error {
	if f.headed {
		return nil
	}
	f.headed = true
	names := make([]string, len(f.columns))
	for i, c := range f.columns {
		names[i] = c.name
	}
	return f.to.Write(names)
}

// End implements Listing.
func (f *separated) End() error {
	if err := f.head(); err != nil {
		return err
	}
	f.to.Flush()
	return f.to.Error()
}

// csvColumns are the columns. Columns with the gateway's values have the gateway's
// names; the help and the README explain the others. New ones come last, so that
// existing ones keep their positions.
func csvColumns(confirmed []gateway.Currency, reserved Reserved, now time.Time) []csvColumn {
	decimal := func(name string, read func(gateway.Record, ...gateway.Currency) (gateway.Money, bool)) csvColumn {
		return csvColumn{name, func(r gateway.Record) string {
			if m, ok := read(r, confirmed...); ok {
				return m.Decimal()
			}
			return ""
		}, true}
	}
	text := func(name string, of func(gateway.Record) string) csvColumn { return csvColumn{name, of, false} }
	return []csvColumn{
		text("time_utc", func(r gateway.Record) string {
			if at, ok := r.StartedAt(); ok {
				return at.UTC().Format(time.RFC3339)
			}
			return r.TransactionStarted
		}),
		text("transactionreference", func(r gateway.Record) string { return r.TransactionReference }),
		text("requesttypedescription", func(r gateway.Record) string { return r.RequestType }),
		text("outcome", func(r gateway.Record) string { return r.Outcome().String() }),
		text("settlestatus", func(r gateway.Record) string { return r.SettleStatus }),
		text("settleduedate", func(r gateway.Record) string { return r.SettleDueDate }),
		text("errorcode", func(r gateway.Record) string { return r.ErrorCode }),
		text("errormessage", func(r gateway.Record) string { return r.ErrorMessage }),
		decimal("amount", statement.Moved),
		decimal("settle_amount", statement.Moved), // an older name for the column
		text("currencyiso3a", func(r gateway.Record) string { return r.CurrencyISO3A }),
		text("baseamount", func(r gateway.Record) string { return r.BaseAmount }),
		text("settlebaseamount", func(r gateway.Record) string { return r.SettleBaseAmount }),
		text("paymenttypedescription", func(r gateway.Record) string { return r.PaymentType }),
		text("maskedpan", func(r gateway.Record) string { return r.MaskedPAN }),
		text("orderreference", func(r gateway.Record) string { return r.OrderReference }),
		text("parenttransactionreference", func(r gateway.Record) string { return r.ParentTransaction }),
		text("accounttypedescription", func(r gateway.Record) string { return r.AccountType }),
		text("sitereference", func(r gateway.Record) string { return r.SiteReference }),
		text("operatorname", func(r gateway.Record) string { return r.OperatorName }),
		text("authcode", func(r gateway.Record) string { return r.AuthCode }),
		text("securityresponseaddress", func(r gateway.Record) string { return r.SecurityAddress }),
		text("securityresponsepostcode", func(r gateway.Record) string { return r.SecurityPostcode }),
		text("securityresponsesecuritycode", func(r gateway.Record) string { return r.SecurityCodeResult }),
		text("kind", func(r gateway.Record) string { return statement.KindOf(r).String() }),
		decimal("asked_amount", statement.Asked),
		text("state", func(r gateway.Record) string { return statement.State(r, reserved.of(r), now) }),
	}
}

// formulaStarts begin a formula in one spreadsheet or another, full-width
// characters included.
const formulaStarts = "=+-@\t\r\n\x00＝＋－＠"

// Cell is a value that no spreadsheet takes for a formula. It puts an apostrophe
// before a value that begins like a formula, also after blanks or quotes. It does
// so too before an apostrophe, so that a reader who removes one has the value back.
func Cell(value string) string {
	bare := strings.TrimLeft(value, ` "`)
	if bare != "" && strings.ContainsRune(formulaStarts, []rune(bare)[0]) || strings.HasPrefix(value, "'") {
		return "'" + value
	}
	return value
}
