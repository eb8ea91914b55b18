package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"motoconsole/gateway/thousands"
	"motoconsole/internal/app"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/rights"
)

// whole opens the journal to be read by who may see all of it.
func (p program) whole(ctx context.Context, configPath string) (journal.Full, error) {
	s, err := p.settings(configPath)
	if err != nil {
		return nil, err
	}
	if err := s.Grant.May(rights.ViewAll); err != nil {
		return nil, err
	}
	store, err := sqljournal.Open(ctx, app.JournalOptions(s, app.ToRead))
	if err != nil {
		return nil, problem(err)
	}
	return store, nil
}

// openToWrite opens the configured journal to change it.
func openToWrite(ctx context.Context, s config.Settings) (*sqljournal.Store, error) {
	return sqljournal.Open(ctx, app.JournalOptions(s, app.ToWrite))
}

// journalCommand is `moto journal`.
func (p program) journalCommand() *cobra.Command {
	var configPath string
	verify := &cobra.Command{
		Use:   "verify",
		Short: "Look for rows of the journal that were removed or changed",
		Long: `Follow the chain of hashes through the journal's history and compare every
payment with it. Exit code 1 if something does not fit.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := p.whole(cmd.Context(), configPath)
			if err != nil {
				return err
			}
			defer func() { _ = store.Close() }()
			report, err := store.Verify(cmd.Context())
			if err != nil {
				return problem(err)
			}
			out := cmd.OutOrStdout()
			held(out, report)
			for _, problem := range report.Problems {
				_, _ = fmt.Fprintln(out, problem.Text)
			}
			if len(report.Problems) > 0 {
				return fmt.Errorf("the journal was changed: %s", thousands.CountOf(len(report.Problems), "problem"))
			}
			return nil
		},
	}
	verify.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	cmd := &cobra.Command{Use: "journal", Short: "Check the journal of payments, back it up or move it, list who did what, delete what is old", Args: noArguments, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(verify, p.eventsCommand(), p.forgetCommand(), p.pruneCommand(), p.migrateCommand(), p.copyCommand(), p.backupCommand())
	return cmd
}

// forgetCommand is `moto journal forget`.
func (p program) forgetCommand() *cobra.Command {
	var configPath string
	cmd := &cobra.Command{
		Use:   "forget ORDER",
		Short: "Delete the customer's name and e-mail address kept with an order",
		Long: `Delete the name and e-mail address that the journal keeps of the customer of an
order, with customer = true in [journal]. ORDER is the order reference, the
merchant's own or as sent. The payments stay without the customer, and the gateway
still shows what was sent to it. Exit code 1 if the journal kept nothing.`,
		Example: `  moto journal forget A17`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			order := strings.TrimSpace(args[0])
			switch {
			case order == "":
				return usageError{errors.New("name the order: moto journal forget A17")}
			case cardguard.InRecord(order):
				return usageError{errors.New("the order looks like a card number, which moto never takes on the command line: name the order reference as it was sent")}
			}
			s, err := p.settings(configPath)
			if err != nil {
				return err
			}
			return forget(cmd.Context(), cmd.OutOrStdout(), s, order)
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	return cmd
}

// forget deletes the customer of an order, and names the payments.
func forget(ctx context.Context, out io.Writer, s config.Settings, order string) error {
	store, err := sqljournal.Open(ctx, app.JournalOptions(s, app.ToRead)) // makes no journal if there is none
	if err != nil {
		return problem(err)
	}
	entries, kept, err := customersOf(ctx, store, s.SitesOfAgent(), order)
	if err := errors.Join(err, store.Close()); err != nil {
		return problem(err)
	}
	if len(entries) == 0 {
		return fmt.Errorf("no customer is kept with order %s", order)
	}
	agents, ids := make([]string, len(entries)), make([]string, len(entries))
	for i, e := range entries {
		agents[i], ids[i] = e.Agent, e.ID
	}
	for _, agent := range agents { // all of them: a customer that stays would not be what was asked for
		if err := s.Grant.MaySee(agent); err != nil {
			return err
		}
	}
	if store, err = openToWrite(ctx, s); err != nil {
		return problem(err)
	}
	defer func() { _ = store.Close() }()
	_, err = store.ForgetCustomers(ctx, ids...)
	if err != nil && !errors.Is(err, journal.ErrInLog) {
		return problem(err)
	}
	for _, e := range entries {
		_, _ = fmt.Fprintf(out, "%s, %s of %s by %s: deleted the customer's %s\n", e.SentReference, e.Amount, e.IntentAt.Local().Format("2006-01-02 15:04"), e.Agent, named(kept[e.ID]))
	}
	_, _ = fmt.Fprintln(out, "The payments stay in the journal, and the gateway still shows what was sent to it.")
	return err
}

// customersOf are the attempts of an order, at some sites, for which the journal keeps
// a customer.
func customersOf(ctx context.Context, store journal.Full, sites []string, order string) ([]journal.Entry, map[string]journal.Customer, error) {
	const most = 1000
	var entries []journal.Entry
	for _, site := range sites {
		found, err := store.ByOrder(ctx, site, order, most)
		if err != nil {
			return nil, nil, err
		}
		entries = append(entries, found...)
	}
	sent, err := store.BySentReference(ctx, order)
	switch {
	case err == nil && slices.Contains(sites, sent.Site) && !slices.ContainsFunc(entries, func(e journal.Entry) bool { return e.ID == sent.ID }):
		entries = append(entries, sent)
	case err != nil && !errors.Is(err, journal.ErrNotFound):
		return nil, nil, err
	}
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	kept, err := store.KeptCustomers(ctx, ids...)
	entries = slices.DeleteFunc(entries, func(e journal.Entry) bool { _, has := kept[e.ID]; return !has })
	return entries, kept, err
}

// named says what the journal keeps of a customer.
func named(c journal.Customer) string {
	switch {
	case c.Email == "":
		return "name"
	case c.Name == "":
		return "e-mail address"
	default:
		return "name and e-mail address"
	}
}
