package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/app"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/lookup"
	"motoconsole/internal/lookup/kept"
	"motoconsole/internal/lookup/listing"
	"motoconsole/internal/statement"
)

// lookupOptions are the flags of `moto lookup`.
type lookupOptions struct {
	configPath, from, to string
	json, csv, newest    bool
	values               map[string]*repeated // by the key's name
}

// repeated are the values of a flag that may be given several times.
type repeated []string

// Set adds one value. The value is checked later, because an error here would be
// shown with it.
func (r *repeated) Set(value string) error {
	*r = append(*r, value)
	return nil
}

// String is empty: there is no default to show.
func (r *repeated) String() string { return "" }

// Type is the name of a value in the help.
func (r *repeated) Type() string { return "value" }

// lookupCommand is `moto lookup`.
func (p program) lookupCommand() *cobra.Command {
	o := lookupOptions{values: map[string]*repeated{}}
	cmd := &cobra.Command{
		Use:   "lookup [WORDS...]",
		Short: "Find payments and refunds, and their outcomes",
		Long: `Ask the gateway for transactions and list them, oldest first.

WORDS are what a caller says: a transaction reference (23-9-80006), an order
reference, an e-mail address, a postcode, the card's last four digits, an amount
(£10.50, JPY 1050), a time (yesterday, 2026-11-20, 20.11.2026, 20 nov, 3 days ago,
last 2h, from 9am to 11:30, 2026-11-01..2026-11-20), an outcome (declined, held,
settled), a kind or brand (refunds, payouts, visa), agent:priya, name:smith,
name:ann smith, postcode:10115. Words of one kind are alternatives; a payment
must match one word of each kind. Flags may be repeated in the same way. moto
searches for the whole line, or refuses it. A name with a search word in it (Yi Sun)
needs quotes within the shell's, 'name:"Yi Sun"', or the flag: --name "Yi Sun".

The gateway cannot filter by the last four digits, amount, outcome or agent: moto
reads all of its payments in the time and filters them itself. With nothing else
and without a time, these are the last 24 hours, and the payments in this host's
journal, however old, but at most the newest 200. moto asks for a name in every
likely spelling. Standard error says what moto asks and how far back it looks.

In --csv and --json, "amount" is the money that moves, in major units: the amount
that settles or has settled, less than zero if money goes out (refunds, payouts),
0 if none moves (declined, cancelled, not accepted, held until it is released,
card checks), empty or null if the outcome is unknown. Its sum over the rows
of one currency is the money. "kind" is payment, repeat payment, refund, payout,
card check and so on. "asked_amount" is the amount in the request, with the same
sign; "settle_amount" (CSV) is another name for "amount"; "state" is the word of
the screens, such as reserved or captured. Everything else is as
the gateway gives it, so "baseamount" has no sign.

Never give a card number. Exit code 1 if nothing is found, or not everything.`,
		Example: `  moto lookup A17
  moto lookup 1111 £10.50 yesterday
  moto lookup declined held last 2h --agent priya
  moto lookup --csv 2026-11-01..2026-11-30 > november.csv`,
		// Errors do not repeat what was typed: see lookup.Parse.
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, words []string) error {
			search, err := o.search(words)
			if err != nil {
				return wrongUsage(err)
			}
			s, err := p.settings(o.configPath)
			if err != nil {
				return err
			}
			return p.lookup(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), s, search, o)
		},
	}
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		if lookup.LooksLikeCard(err.Error()) {
			return usageError{errors.New("a flag looks like a card number: moto never takes one there; see moto lookup --help")}
		}
		return usageError{err}
	})
	f := cmd.Flags()
	for _, key := range lookup.Keys() {
		o.values[key.Name] = &repeated{}
		f.Var(o.values[key.Name], key.Name, key.Help)
	}
	f.StringVar(&o.from, "from", "", "from this `time` on, such as 2026-11-20, \"2026-11-20 14:00\" or 9am")
	f.StringVar(&o.to, "to", "", "until this `time`; of a day, to its end")
	f.BoolVar(&o.json, "json", false, "JSON Lines: one object a transaction, with the gateway's names and its times in UTC")
	f.BoolVar(&o.csv, "csv", false, "CSV (RFC 4180, UTF-8), safe to open in a spreadsheet; times in UTC")
	f.BoolVar(&o.newest, "newest", false, fmt.Sprintf("newest first, when there are at most %d", lookup.NewestLimit))
	f.StringVar(&o.configPath, "config", "", "configuration `file`")
	return cmd
}

// search makes a search from words and flags.
func (o lookupOptions) search(words []string) (lookup.Search, error) {
	if o.json && o.csv {
		return lookup.Search{}, usageError{errors.New("choose one of --json and --csv")}
	}
	line := strings.Join(words, " ")
	if o.from != "" {
		line += " from " + o.from
	}
	if o.to != "" {
		line += " to " + o.to
	}
	s, err := lookup.Parse(line, time.Now(), time.Local)
	if err != nil {
		return s, err
	}
	for _, key := range lookup.Keys() {
		for _, value := range *o.values[key.Name] {
			if err := s.Set(key.Name, value); err != nil {
				return s, fmt.Errorf("--%s: %w", key.Name, err)
			}
		}
	}
	return s, s.Check()
}

// listing is the list that the flags ask for.
func (o lookupOptions) listing(out io.Writer, s config.Settings, reserved listing.Reserved) listing.Listing {
	switch {
	case o.json:
		return listing.JSONLines(out, s.Payment.Currencies, reserved, time.Now())
	case o.csv:
		return listing.CSV(out, s.Payment.Currencies, reserved, time.Now())
	default:
		return listing.Table(out, s.Payment.Currencies, reserved, time.Now())
	}
}

// wrongUsage separates the user's mistakes from failures.
func wrongUsage(err error) error {
	if _, ok := errors.AsType[*gateway.FieldError](err); ok {
		return usageError{err}
	}
	return err
}

// lookup carries out a search and writes the results.
func (p program) lookup(ctx context.Context, out, notes io.Writer, s config.Settings, search lookup.Search, o lookupOptions) error {
	client, closeLog, err := app.Client(s, p.version)
	if err != nil {
		return problem(err)
	}
	defer closeLog()
	if o.json || o.csv {
		if err := p.note(ctx, s, journal.AuditExport, "a list of payments as a file: moto lookup"); err != nil {
			return problem(err)
		}
	}
	search.Currencies, search.JournalDays = s.Payment.Currencies, app.KeepDays(s)
	fromJournal := app.KeptAt(ctx, s, search)
	search = search.With(fromJournal)
	_, _ = fmt.Fprintln(notes, search.Explain())

	ask, done := app.ReservedAt(ctx, s)
	defer done()
	known := &lookup.Known{Ask: ask}
	search.Reserved = known.Reserved
	found := o.listing(out, s, func(r gateway.Record) bool {
		return statement.IsCapturable(r) && r.TransactionReference != "" && known.Reserved(r.TransactionReference)
	})
	bar := listing.NewProgress(out, notes)
	var writing error
	sum, err := lookup.Run(ctx, kept.Seeing(client, s.Grant), search, lookup.Options{
		Site: s.Gateway.Site, NewestFirst: o.newest, Progress: bar.Show,
	}, func(r gateway.Record) bool {
		writing = found.Record(r)
		return writing == nil
	})
	bar.Clear()
	if e := found.End(); writing == nil {
		writing = e
	}
	if writing != nil {
		return fmt.Errorf("the list cannot be written: %w", writing)
	}
	writeUnknown(notes, search, fromJournal)
	err = told(ctx, notes, search, fromJournal, sum, err)
	return unread(ctx, notes, search, known, err)
}

// writeUnknown lists the journal's attempts that the gateway cannot list, because
// their outcome is not known.
func writeUnknown(notes io.Writer, search lookup.Search, kept lookup.Kept) {
	for _, a := range kept.Attempts {
		if r := a.Record.Cleaned(); a.Outcome == gateway.OutcomeUnknown && r.TransactionReference == "" && search.Lists(a) {
			_, _ = fmt.Fprintf(notes, "In the journal, UNKNOWN: %s, %s, %s, order %s. See moto resolve.\n",
				listing.LocalTime(r), statement.Text(r, search.Currencies...), lookup.CardText(r), r.OrderReference)
		}
	}
}

// unread adds to the result of a search that the journal could not be read. A search for
// what is reserved then misses some.
func unread(ctx context.Context, notes io.Writer, search lookup.Search, known *lookup.Known, err error) error {
	missing := known.Missing()
	switch {
	case missing == "" || ctx.Err() != nil:
		return err
	case !slices.Contains(search.States, lookup.StateReserved):
		_, _ = fmt.Fprintln(notes, statement.Sentence(missing))
		return err
	default:
		return errors.Join(err, errors.New(short+missing))
	}
}

// short begins what is said of a list that is not complete.
const short = "the list is not complete: "

// told writes the result of a search in a sentence. Its error means exit code 1.
func told(ctx context.Context, notes io.Writer, search lookup.Search, kept lookup.Kept, sum lookup.Summary, err error) error {
	switch query, isQuery := errors.AsType[*gateway.QueryError](err); {
	case ctx.Err() != nil:
		return errors.New(short + "stopped")
	case isQuery:
		message := fmt.Sprintf("the gateway did not carry out the search: code %s, %s", query.Code.Code, query.Code.Message)
		if len(query.Fields) > 0 {
			message += " (" + strings.Join(query.Fields, ", ") + ")"
		}
		return errors.New(message)
	case err != nil && sum.Found > 0:
		return wrongUsage(fmt.Errorf("%s%w", short, err))
	case err != nil:
		return wrongUsage(err)
	case len(sum.Crowded) > 0:
		return fmt.Errorf("%sin %s, the first %s UTC, the gateway has 500 records or more and gives 500; ask for these seconds with --type, --brand or --currency",
			short, thousands.CountOf(len(sum.Crowded), "second"), sum.Crowded[0].UTC().Format(time.DateTime))
	case search.Missing(kept) != "":
		return errors.New(short + search.Missing(kept))
	case sum.Found == 0:
		text := fmt.Sprintf("nothing found among %d. A payment of the last minutes may not be visible yet. %s", sum.Looked, search.Reach(kept))
		if tried := search.Tried(); tried != "" {
			text += "\n" + tried
		}
		return errors.New(text)
	}
	_, _ = fmt.Fprintf(notes, "%d found, %d looked at. %s\n", sum.Found, sum.Looked, search.Reach(kept))
	if sum.Unknown > 0 { // which "failed" would invite to take once more
		_, _ = fmt.Fprintf(notes, "%d unknown: do not take or send again what is unknown.\n", sum.Unknown)
	}
	if sum.NotAccepted > 0 {
		_, _ = fmt.Fprintf(notes, "%d not accepted: the codes say why.\n", sum.NotAccepted)
	}
	if sum.TooMany {
		_, _ = fmt.Fprintf(notes, "More than %d: they are oldest first.\n", lookup.NewestLimit)
	}
	return nil
}
