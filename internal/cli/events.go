package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"motoconsole/internal/app"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/lookup/listing"
)

// note records what an audit asks about, for a command: in the journal of this machine,
// if it has one.
func (p program) note(ctx context.Context, s config.Settings, kind journal.AuditKind, result string) error {
	if p.noted != nil {
		p.noted(kind, result)
		return nil
	}
	if journal.FaultOf(sqljournal.Ready(app.JournalOptions(s, app.ToWrite))) == journal.FaultMissing {
		return nil
	}
	store, err := openToWrite(ctx, s)
	if err != nil {
		return err
	}
	return errors.Join(store.Audit(ctx, journal.Audit{Kind: kind, Agent: s.Operator, Result: result}), store.Close())
}

// eventsOptions are the flags of `moto journal events`.
type eventsOptions struct {
	configPath, agent string
	since             time.Duration
	json, csv         bool
}

// eventsCommand is `moto journal events`.
func (p program) eventsCommand() *cobra.Command {
	var o eventsOptions
	cmd := &cobra.Command{
		Use:   "events",
		Short: "List who signed in, was refused, unlocked a console or took data out",
		Long: `List what the journal records beside payments, oldest first: sign-ins, refusals,
sessions and their ends, locked and unlocked consoles, wrong passphrases, unlocked
second factors, changes of agents and roles, records of other agents that were opened,
exports, and outcomes settled by hand. moto journal verify checks that nothing was removed or changed.
Retention deletes events with payments of the same age.`,
		Example: `  moto journal events
  moto journal events --since 720h --agent priya --csv > priya.csv`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case o.since <= 0:
				return usageError{errors.New("--since is a time such as 24h")}
			case o.json && o.csv:
				return usageError{errors.New("choose one of --json and --csv")}
			case cardguard.InRecord(o.agent):
				return usageError{errors.New("--agent looks like a card number, which moto never takes on the command line: name an agent")}
			}
			store, err := p.whole(cmd.Context(), o.configPath)
			if err != nil {
				return err
			}
			defer func() { _ = store.Close() }()
			all, err := store.Audits(cmd.Context(), time.Now().Add(-o.since), o.agent)
			if err != nil {
				return problem(err)
			}
			return o.write(cmd.OutOrStdout(), all)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.configPath, "config", "", "configuration `file`")
	f.DurationVar(&o.since, "since", 24*time.Hour, "list what is at most this `time` old")
	f.StringVar(&o.agent, "agent", "", "list what this `agent` did")
	f.BoolVar(&o.json, "json", false, "JSON Lines: one object an event; times in UTC")
	f.BoolVar(&o.csv, "csv", false, "CSV, safe to open in a spreadsheet; times in UTC")
	return cmd
}

// write lists events in the form that was asked for.
func (o eventsOptions) write(out io.Writer, all []journal.Audit) error {
	switch {
	case o.json:
		lines := json.NewEncoder(out)
		for _, a := range all {
			line := struct {
				Number  int64  `json:"number"`
				Time    string `json:"time_utc"`
				Event   string `json:"event"`
				Agent   string `json:"agent"`
				Address string `json:"address"`
				Result  string `json:"result"`
			}{a.Number, a.At.UTC().Format(time.RFC3339), string(a.Kind), a.Agent, a.Address, a.Result}
			if err := lines.Encode(line); err != nil {
				return err
			}
		}
		return nil
	case o.csv:
		rows := csv.NewWriter(out)
		_ = rows.Write([]string{"number", "time_utc", "event", "agent", "address", "result"}) // Flush says it
		for _, a := range all {
			row := []string{strconv.FormatInt(a.Number, 10), a.At.UTC().Format(time.RFC3339), string(a.Kind), a.Agent, a.Address, a.Result}
			for i, cell := range row {
				row[i] = listing.Cell(cell)
			}
			_ = rows.Write(row)
		}
		rows.Flush()
		return rows.Error()
	}
	if len(all) == 0 {
		_, err := fmt.Fprintln(out, "No events in that time.")
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, a := range all {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", a.At.Local().Format("2006-01-02 15:04:05"), a.Kind, orDash(a.Agent), orDash(a.Address), a.Result)
	}
	return table.Flush()
}

// orDash is a text, or a dash for none.
func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
