package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"motoconsole/gateway"
	"motoconsole/internal/app"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/rights"
)

// migrateCommand is `moto journal migrate`.
func (p program) migrateCommand() *cobra.Command {
	var configPath, role string
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Make the tables of a journal on a server, or bring them up to date",
		Long: `Make the tables of the journal that journal.url names, or bring them up to date, as
the role that owns them. --grant gives the role of the consoles what it needs: it may
add to the history, and neither change nor delete anything of it. A journal in a file
needs none of this.`,
		Example: `  moto journal migrate --config /root/moto-owner.toml --grant moto`,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.settings(configPath)
			if err != nil {
				return err
			}
			where := app.ReadOnly(s)
			if where.Server == nil {
				return usageError{errors.New("the journal is a file, which the console makes and updates by itself: set journal.url for one on a server")}
			}
			if err := sqljournal.Prepare(cmd.Context(), *where.Server, role); err != nil {
				return problem(err)
			}
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "The journal %s is up to date.\n", where.Place())
			if role != "" {
				_, _ = fmt.Fprintf(cmd.OutOrStdout(), "Role %s may use it.\n", role)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	cmd.Flags().StringVar(&role, "grant", "", "give this `role` what consoles need")
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
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%d payments deleted\n", n)
			return nil
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	return cmd
}
