package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/spf13/cobra"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/app"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/payment/spool"
	"motoconsole/internal/rights"
)

// migrateCommand is `moto journal migrate`.
func (p program) migrateCommand() *cobra.Command {
	var configPath, role, keeper string
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Make the tables of a journal on a server, or bring them up to date",
		Long: `Make the tables of the journal that journal.url names, or bring them up to date, as
the role that owns them. --grant gives the role of the consoles what it needs: it may
add to the history, and neither change nor delete anything of it. --keeper gives another
role, with which the table of agents is kept in the journal, what that needs too: the role
of the consoles only reads the table. A journal in a file needs none of this.`,
		Example: `  moto journal migrate --config /root/moto-owner.toml --grant moto
  moto journal migrate --config /root/moto-owner.toml --keeper moto_keeper`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.toMake(configPath)
			if err != nil {
				return err
			}
			where := app.JournalOptions(s, app.ToWrite)
			if where.Server == nil {
				return usageError{errors.New("the journal is a file, which the console makes and updates by itself: set journal.url for one on a server")}
			}
			if err := sqljournal.Prepare(cmd.Context(), *where.Server, role, keeper); err != nil {
				return problem(err)
			}
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "The journal %s is up to date.\n", where.Place())
			if role != "" {
				_, _ = fmt.Fprintf(cmd.OutOrStdout(), "Role %s may use it.\n", role)
			}
			if keeper != "" {
				_, _ = fmt.Fprintf(cmd.OutOrStdout(), "Role %s may use it, and keep the table of agents in it.\n", keeper)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	cmd.Flags().StringVar(&role, "grant", "", "give this `role` what consoles need")
	cmd.Flags().StringVar(&keeper, "keeper", "", "give this `role` what consoles need, and what keeping the table of agents needs")
	return cmd
}

// pruneCommand is `moto journal prune`.
func (p program) pruneCommand() *cobra.Command {
	var configPath string
	cmd := &cobra.Command{
		Use:   "prune",
		Short: "Delete payments that are older than journal.keep_days",
		Long: `Delete payments that have been over for longer than journal.keep_days, with what
people did in that time. Consoles do this when they start. Nothing is deleted while
the clocks of this host and of the gateway do not agree.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.settings(configPath)
			if err != nil {
				return err
			}
			if err := s.Grant.May(rights.ViewAll); err != nil {
				return err
			}
			process, err := p.open(cmd.Context(), s, gateway.ModeOf(s.Gateway.Site))
			if err != nil {
				return err
			}
			defer process.Close()
			n, err := process.Prune(cmd.Context())
			if err != nil {
				return problem(err)
			}
			_, _ = fmt.Fprintln(cmd.OutOrStdout(), thousands.CountOf(n, "payment")+" deleted")
			return nil
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	return cmd
}

// copyCommand is `moto journal copy`.
func (p program) copyCommand() *cobra.Command {
	var fromPath, toPath, role string
	cmd := &cobra.Command{
		Use:   "copy --from FILE --to FILE",
		Short: "Move the journal of one configuration to the place that another one names",
		Long: `Move a journal between a file and a server, or between two of either: from the one
that the first configuration names in [journal] to the place that the second one names,
which must have none yet. Stop every moto of the journal first; while outcomes wait in the
folder beside it that ends in .spool, nothing is moved. The whole history is
copied and its chain of hashes is followed there. Then the old journal is closed, which
can still be read, and the new place becomes one: there are never two that take payments.
A copy that was interrupted is begun again with the same command, and goes on. For a
server moto must sign in as the role that owns the tables, and --grant gives the role of
the consoles what it needs.`,
		Example: `  moto journal copy --from /etc/moto/config.toml --to /root/moto-owner.toml --grant moto`,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if fromPath == "" || toPath == "" {
				return usageError{errors.New("name two configurations: moto journal copy --from FILE --to FILE")}
			}
			from, event, err := p.placeOf(fromPath)
			if err != nil {
				return err
			}
			place, err := p.toMake(toPath)
			if err != nil {
				return err
			}
			if !place.Tables.InJournal { // else the rights are those of the journal that is moved
				if err := place.Grant.May(rights.ViewAll); err != nil {
					return err
				}
			}
			to := app.JournalOptions(place, app.ToWrite)
			if role != "" && to.Server == nil {
				return usageError{errors.New("--grant is for a journal on a server, and the configuration of --to names a file")}
			}
			if role != "" {
				if err := sqljournal.HasRole(cmd.Context(), *to.Server, role); err != nil {
					return problem(err)
				}
			}
			if err := spool.Waiting(from.Beside(), to.Beside()); err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			event.Result = "is being moved to " + to.Place()
			report, err := sqljournal.Copy(cmd.Context(), from, to, event, func(table string, rows int64) {
				if rows > 0 {
					_, _ = fmt.Fprintf(cmd.ErrOrStderr(), "copied %s of %s\n", thousands.CountOf(rows, "row"), table)
				}
			})
			if err != nil {
				return problem(err)
			}
			_, _ = fmt.Fprintf(out, "The journal of %s is in %s now, whole.\n", from.Place(), to.Place())
			held(out, report)
			if role != "" {
				if err := sqljournal.Prepare(cmd.Context(), *to.Server, role, ""); err != nil {
					return fmt.Errorf("role %s could not be given its rights (moto journal migrate --grant %s does that): %w", role, role, problem(err))
				}
			}
			_, _ = fmt.Fprintln(out, "Name the new place in [journal] on every host before a console is started.")
			return nil
		},
	}
	cmd.Flags().StringVar(&fromPath, "from", "", "configuration `file` that names the journal")
	cmd.Flags().StringVar(&toPath, "to", "", "configuration `file` that names the new place")
	cmd.Flags().StringVar(&role, "grant", "", "give this `role` what consoles need")
	return cmd
}

// placeOf is where the journal of a configuration is, for who may see all of it, and the
// event of taking it elsewhere.
func (p program) placeOf(configPath string) (o sqljournal.Options, event journal.Audit, err error) {
	s, err := p.settings(configPath)
	if err != nil {
		return o, event, err
	}
	return app.JournalOptions(s, app.ToWrite), journal.Audit{Kind: journal.AuditExport, Agent: s.Operator, Address: p.address}, s.Grant.May(rights.ViewAll)
}

// backupCommand is `moto journal backup`.
func (p program) backupCommand() *cobra.Command {
	var configPath string
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Write a copy of the journal to a file, while consoles go on",
		Long: `Write the journal as it is at this moment to a new file, and follow its chain of
hashes there. Consoles go on meanwhile. The file holds what the journal holds: keep it as
safe. To put it back, stop every moto of the journal, move the journal and the files beside
it that end in -wal and -shm away, copy the backup to its place with their owner and mode,
and run moto reconcile, which finds the payments that were taken since. If the journal
keeps the table of agents, the rights are those of the backup's day again: look at moto
agents list, and then run moto agents confirm as each user that is told so. Leave the folder
that ends in .spool where it is: outcomes may wait in it that no backup has, and moto records
them in the journal that is put back. A journal on a server is backed up with its own tools.`,
		Example: `  moto journal backup /var/backups/moto/journal-$(date +%F).db`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cardguard.InRecord(args[0]) {
				return usageError{errors.New("the name of FILE looks like a card number, which moto never takes on the command line: name another file")}
			}
			o, event, err := p.placeOf(configPath)
			if err != nil {
				return err
			}
			to, err := filepath.Abs(args[0])
			if err != nil {
				return err
			}
			report, err := sqljournal.Backup(cmd.Context(), o, to)
			switch {
			case errors.Is(err, fs.ErrExist):
				return usageError{fmt.Errorf("%s exists already: name a new file", to)}
			case errors.Is(err, fs.ErrNotExist) && journal.FaultOf(err) == "":
				return usageError{fmt.Errorf("the folder of %s does not exist: make it, readable only by you", to)}
			case errors.Is(err, fs.ErrPermission) && journal.FaultOf(err) == "":
				return usageError{fmt.Errorf("%s cannot be made: you may not write in its folder", to)}
			case err != nil:
				return problem(err)
			}
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "The journal %s is backed up in %s, whole.\n", o.Place(), to)
			held(cmd.OutOrStdout(), report)
			event.Result = "backed up in " + to
			if err := noted(cmd.Context(), o, event); err != nil && journal.FaultOf(err) != journal.FaultMoved { // which takes no more
				return fmt.Errorf("the backup could not be noted among the journal's events: %w", problem(err))
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	return cmd
}

// noted records an event in a journal that is there.
func noted(ctx context.Context, o sqljournal.Options, event journal.Audit) error {
	store, err := sqljournal.Open(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(store.Audit(ctx, event), store.Close())
}

// held says what a journal holds, and how its chains end.
func held(out io.Writer, report journal.Report) {
	_, _ = fmt.Fprintf(out, "%s, %s, the last is number %d with hash %s\n",
		thousands.CountOf(report.Attempts, "payment"), thousands.CountOf(report.Events, "event"), report.Head, report.Hash)
	_, _ = fmt.Fprintf(out, "%s of people, such as sign-ins, the last is number %d with hash %s\n",
		thousands.CountOf(report.Audits, "event"), report.AuditHead, report.AuditHash)
}
