package cli

import (
	"encoding/csv"
	"io"
	"strings"
	"time"

	"motoconsole/gateway"
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
		row[i] = csvCell(c.of(r))
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
// gateway's names.
func csvColumns(confirmed []gateway.Currency) []csvColumn {
	decimal := func(read func(gateway.Record, ...gateway.Currency) (gateway.Money, bool)) func(gateway.Record) string {
		return func(r gateway.Record) string {
			if m, ok := read(r, confirmed...); ok {
				return m.Decimal()
			}
			return ""
		}
	}
	return []csvColumn{
		{"time_utc", func(r gateway.Record) string {
			if at, ok := r.StartedAt(); ok {
				return at.UTC().Format(time.RFC3339)
			}
			return r.TransactionStarted
		}},
		{"transactionreference", func(r gateway.Record) string { return r.TransactionReference }},
		{"requesttypedescription", func(r gateway.Record) string { return r.RequestType }},
		{"outcome", func(r gateway.Record) string { return r.Outcome().String() }},
		{"settlestatus", func(r gateway.Record) string { return r.SettleStatus }},
		{"settleduedate", func(r gateway.Record) string { return r.SettleDueDate }},
		{"errorcode", func(r gateway.Record) string { return r.ErrorCode }},
		{"errormessage", func(r gateway.Record) string { return r.ErrorMessage }},
		{"amount", decimal(gateway.Record.Amount)},
		{"settle_amount", decimal(gateway.Record.SettleAmount)},
		{"currencyiso3a", func(r gateway.Record) string { return r.CurrencyISO3A }},
		{"baseamount", func(r gateway.Record) string { return r.BaseAmount }},
		{"settlebaseamount", func(r gateway.Record) string { return r.SettleBaseAmount }},
		{"paymenttypedescription", func(r gateway.Record) string { return r.PaymentType }},
		{"maskedpan", func(r gateway.Record) string { return r.MaskedPAN }},
		{"orderreference", func(r gateway.Record) string { return r.OrderReference }},
		{"parenttransactionreference", func(r gateway.Record) string { return r.ParentTransaction }},
		{"accounttypedescription", func(r gateway.Record) string { return r.AccountType }},
		{"sitereference", func(r gateway.Record) string { return r.SiteReference }},
		{"operatorname", func(r gateway.Record) string { return r.OperatorName }},
		{"authcode", func(r gateway.Record) string { return r.AuthCode }},
		{"securityresponseaddress", func(r gateway.Record) string { return r.SecurityAddress }},
		{"securityresponsepostcode", func(r gateway.Record) string { return r.SecurityPostcode }},
		{"securityresponsesecuritycode", func(r gateway.Record) string { return r.SecurityCodeResult }},
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
