package cli

import (
	"encoding/csv"
	"io"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// csvFormat writes RFC 4180, in UTF-8, with CR LF at the end of each line.
type csvFormat struct {
	to      *csv.Writer
	columns []csvColumn
	headed  bool
}

// csvColumn is one column: its name and a record's value.
type csvColumn struct {
	name string
	of   func(gateway.Record) string
	// number reports a value that this program wrote itself in figures: a minus
	// before it begins no formula.
	number bool
}

func newCSVFormat(out io.Writer, confirmed []gateway.Currency) *csvFormat {
	f := &csvFormat{to: csv.NewWriter(out), columns: csvColumns(confirmed)}
	f.to.UseCRLF = true
	return f
}

func (f *csvFormat) record(r gateway.Record) error {
	if err := f.head(); err != nil {
		return err
	}
	r = r.Cleaned()
	row := make([]string, len(f.columns))
	for i, c := range f.columns {
		if row[i] = c.of(r); !c.number {
			row[i] = csvCell(row[i])
		}
	}
	return f.to.Write(row)
}

// head writes the names, also of an empty list.
func (f *csvFormat) head() error {
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

func (f *csvFormat) end() error {
	if err := f.head(); err != nil {
		return err
	}
	f.to.Flush()
	return f.to.Error()
}

// csvColumns are the columns. Those that are the gateway's values have the
// gateway's names; the others are explained in the help and in the README. New
// ones come last, so that a reader by place keeps its places.
func csvColumns(confirmed []gateway.Currency) []csvColumn {
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
		decimal("settle_amount", statement.Moved), // what it was called before
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
	}
}

// formulaStarts begin a formula in one spreadsheet or another, full-width
// characters included.
const formulaStarts = "=+-@\t\r\n\x00＝＋－＠"

// csvCell is a value that no spreadsheet takes for a formula: one that begins
// like a formula, behind blanks or quotes too, gets an apostrophe before it. So
// does one that begins with an apostrophe, so that a reader who takes one off
// has the value back.
func csvCell(value string) string {
	bare := strings.TrimLeft(value, ` "`)
	if bare != "" && strings.ContainsRune(formulaStarts, []rune(bare)[0]) || strings.HasPrefix(value, "'") {
		return "'" + value
	}
	return value
}
