package staff

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"motoconsole/gateway"
	"motoconsole/internal/config"
	"motoconsole/internal/lookup/listing"
	"motoconsole/internal/rights"
)

// lines is the width of a table for people.
const lines = 80

// listFlags are the flags of the lists.
type listFlags struct {
	config    string
	json, csv bool
}

func (l *listFlags) add(cmd *cobra.Command) *cobra.Command {
	f := cmd.Flags()
	f.StringVar(&l.config, "config", "", "configuration `file`")
	f.BoolVar(&l.json, "json", false, "JSON Lines: one object a line")
	f.BoolVar(&l.csv, "csv", false, "CSV, safe to open in a spreadsheet")
	return cmd
}

// rows are a list in each of its forms.
type rows struct {
	people [][]string // with the head
	widths []int      // of the columns for people, but for the last
	head   []string   // of CSV
	cells  [][]string
	lines  []any // of JSON
}

// print is a list in the form that was asked for.
func (l *listFlags) print(out io.Writer, r rows) error {
	switch {
	case l.json:
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		for _, line := range r.lines {
			if err := e.Encode(line); err != nil {
				return err
			}
		}
		return nil
	case l.csv:
		w := csv.NewWriter(out)
		_ = w.Write(r.head) // Flush says it
		for _, row := range r.cells {
			for i := range row {
				row[i] = listing.Cell(row[i])
			}
			_ = w.Write(row)
		}
		w.Flush()
		return w.Error()
	}
	for _, row := range r.people {
		line, left := "", lines
		for i, cell := range row {
			if i == len(row)-1 {
				line += ansi.Truncate(cell, left, "…")
				break
			}
			cell = ansi.Truncate(cell, r.widths[i], "…")
			line += cell + strings.Repeat(" ", r.widths[i]-ansi.StringWidth(cell)+2)
			left -= r.widths[i] + 2
		}
		if _, err := fmt.Fprintln(out, strings.TrimRight(line, " ")); err != nil {
			return err
		}
	}
	return nil
}

// listing is a command that lists what the tables have, for an agent of theirs.
func (o Options) listing(cmd *cobra.Command, list func(s config.Settings) rows) *cobra.Command {
	var l listFlags
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) > 0:
			return o.Usage(fmt.Errorf("%s takes no arguments: see %s --help", cmd.CommandPath(), cmd.CommandPath()))
		case l.json && l.csv:
			return o.Usage(errors.New("choose one of --json and --csv"))
		}
		s, err := o.loadTable(l.config)
		if err != nil {
			return err
		}
		if !s.Grant.Known() && s.Tables.InJournal {
			return o.Usage(errors.New(o.Stranger(s)))
		}
		if older := s.Tables.Older(); older != "" {
			_, _ = fmt.Fprintln(cmd.ErrOrStderr(), "moto:", older)
		}
		return l.print(cmd.OutOrStdout(), list(s))
	}
	return l.add(cmd)
}

// list is `moto agents list`.
func (o Options) list() *cobra.Command {
	return o.listing(&cobra.Command{
		Use:   "list",
		Short: "List the agents of the table",
		Long: `List the agents of the table, in the journal or in the configuration: name, role, how
they sign in to moto serve, and their sites. --json and --csv have their limits too. No
key, no hash and no secret is among it.`,
		Example: `  moto agents list
  moto agents list --csv > agents.csv`,
	}, agentRows)
}

// entry is what a list has of an agent.
type entry struct {
	Name          string   `json:"name"`
	DisplayName   string   `json:"display_name"`
	Role          string   `json:"role"`
	Disabled      bool     `json:"disabled"`
	Sites         []string `json:"sites"` // null for all
	Extension     string   `json:"extension"`
	Keys          int      `json:"keys"`
	Principals    []string `json:"principals"`
	SecondFactor  bool     `json:"second_factor"`
	Passphrase    bool     `json:"passphrase"`
	MaxPayment    string   `json:"max_payment"`
	MaxPaymentDay string   `json:"max_payment_day"`
	MaxRefund     string   `json:"max_refund"`
	MaxRefundDay  string   `json:"max_refund_day"`
}

func agentRows(s config.Settings) rows {
	r := rows{
		people: [][]string{{"AGENT", "NAME", "ROLE", "SIGNS IN BY", "SITES"}}, widths: []int{16, 16, 12, 17},
		head: []string{"name", "display_name", "role", "disabled", "sites", "extension", "keys", "principals", "second_factor", "passphrase", "max_payment", "max_payment_day", "max_refund", "max_refund_day"},
	}
	for _, a := range s.Agents.Agents() {
		e := entry{
			a.Name, a.DisplayName, a.Role, a.Disabled, a.Sites, a.Extension, len(a.Keys), a.Principals, a.SecondFactor(), a.PassphraseHash != "",
			amount(a.Limits.Payment), amount(a.Limits.PaymentDay), amount(a.Limits.Refund), amount(a.Limits.RefundDay),
		}
		r.lines = append(r.lines, e)
		r.cells = append(r.cells, []string{
			e.Name, e.DisplayName, e.Role, strconv.FormatBool(e.Disabled), strings.Join(e.Sites, " "), e.Extension, strconv.Itoa(e.Keys), strings.Join(e.Principals, " "),
			strconv.FormatBool(e.SecondFactor), strconv.FormatBool(e.Passphrase), e.MaxPayment, e.MaxPaymentDay, e.MaxRefund, e.MaxRefundDay,
		})
		sites := strings.Join(a.Sites, " ")
		if a.Sites == nil {
			sites = "all"
		}
		r.people = append(r.people, []string{a.Name, a.DisplayName, a.Role, signsIn(s, a), sites})
	}
	return r
}

// amount is a limit in words of a table, "" for none.
func amount(m gateway.Money) string {
	if m.IsZero() {
		return ""
	}
	return m.Decimal()
}

// signsIn says how an agent signs in.
func signsIn(s config.Settings, a rights.Agent) string {
	how := "desk"
	switch {
	case a.Disabled:
		return "- (disabled)"
	case len(a.Keys) == 1:
		how = "1 key"
	case len(a.Keys) > 1:
		how = strconv.Itoa(len(a.Keys)) + " keys"
	case len(s.Serve.Authorities) > 0:
		how = "certificate"
	}
	if a.SecondFactor() && how != "desk" {
		how += ", code"
	}
	return how
}

// roles is `moto agents roles`.
func (o Options) roles() *cobra.Command {
	return o.listing(&cobra.Command{
		Use:   "roles",
		Short: "List the roles of the table, and what each may do",
		Long: `List the roles of the table, in the journal or in the configuration: how many agents
have each, its rights and its limits. To change them in the journal, export the tables,
edit them and import them.`,
		Example: `  moto agents roles`,
	}, roleRows)
}

func roleRows(s config.Settings) rows {
	r := rows{widths: []int{18}, head: []string{"role", "agents", "rights", "max_payment", "max_payment_day", "max_refund", "max_refund_day"}}
	agents := map[string]int{}
	for _, a := range s.Agents.Agents() {
		agents[a.Role]++
	}
	for _, role := range s.Agents.Roles() {
		may := make([]string, len(role.Rights))
		for i, right := range role.Rights {
			may[i] = string(right)
		}
		l := []string{amount(role.Limits.Payment), amount(role.Limits.PaymentDay), amount(role.Limits.Refund), amount(role.Limits.RefundDay)}
		r.lines = append(r.lines, struct {
			Role          string   `json:"role"`
			Agents        int      `json:"agents"`
			Rights        []string `json:"rights"`
			MaxPayment    string   `json:"max_payment"`
			MaxPaymentDay string   `json:"max_payment_day"`
			MaxRefund     string   `json:"max_refund"`
			MaxRefundDay  string   `json:"max_refund_day"`
		}{role.Name, agents[role.Name], may, l[0], l[1], l[2], l[3]})
		r.cells = append(r.cells, append([]string{role.Name, strconv.Itoa(agents[role.Name]), strings.Join(may, " ")}, l...))
		says := []string{strings.Join(may, ", ")}
		if says[0] == "" {
			says[0] = "nothing"
		}
		for i, what := range []string{"at most %s a payment", "at most %s of payments a day", "at most %s back of a payment", "at most %s back a day"} {
			if l[i] != "" {
				says = append(says, fmt.Sprintf(what, l[i]))
			}
		}
		head := fmt.Sprintf("%s (%d)", ansi.Truncate(role.Name, 12, "…"), agents[role.Name])
		for _, line := range strings.Split(ansi.Wordwrap(strings.Join(says, "; "), lines-20, ""), "\n") {
			r.people = append(r.people, []string{head, line})
			head = ""
		}
	}
	return r
}
