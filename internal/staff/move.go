package staff

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"github.com/spf13/cobra"

	"motoconsole/internal/config"
)

// exported is the first line of tables that were exported, with their version.
var exported = regexp.MustCompile(`\A# Version ([0-9]{1,18}) of the journal's table of agents`)

// importing is `moto agents import`.
func (o Options) importing() *cobra.Command {
	var configPath string
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Put the tables of agents and roles in a file into the journal",
		Long: `Put the tables of a file, [roles.NAME] and [agents.NAME] and nothing else, into the
journal in the place of those that it has (agents = "journal" in [rights]). FILE may be
- for standard input. Comments are not kept. To change roles, export the tables, edit
them and import them; moto refuses if the table has changed in between.

You need the right keep_agents. The first tables may be imported by each user who may
write the journal; they must give that user the right keep_agents.`,
		Example: `  moto agents export > agents.toml
  moto agents import agents.toml`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return o.Usage(errors.New("name one file: moto agents import agents.toml"))
			}
			source, err := o.file("FILE", args[0], most)
			if err != nil {
				return err
			}
			return o.apply(cmd.Context(), cmd.OutOrStdout(), configPath, func(c *change) error { return o.takeIn(c, args[0], string(source)) })
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	return cmd
}

// takeIn puts the tables of a file in the place of those that there are.
func (o Options) takeIn(c *change, name, source string) (err error) {
	if name == "-" {
		name = "standard input"
	}
	if version := exported.FindStringSubmatch(source); version != nil {
		if n, err := strconv.ParseInt(version[1], 10, 64); err == nil && n != c.was.Tables.Version {
			return o.Usage(fmt.Errorf("the table of agents has changed since the file was exported: that was version %d, and it is %d now: export it again, or take out the first line of the file to replace it all the same", n, c.was.Tables.Version))
		}
	}
	if c.text, err = config.ParseTables(name, source); err != nil {
		return err
	}
	// First as it is written, so that a fault has the line of the file.
	as := c.was.Tables
	as.Text, as.Name = source, name
	if _, err := toKeep(c.was, as, o.Getenv); err != nil {
		return err
	}
	c.says = "The tables of a file were imported"
	return nil
}

// exporting is `moto agents export`.
func (o Options) exporting() *cobra.Command {
	var configPath string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the tables of agents and roles as a file has them",
		Long: `Write the tables of agents and roles, of the journal or of the configuration, as
moto agents import takes them and as a configuration has them. Hashes of passphrases
are among them: keep the file as safe as a configuration. The journal's tables want the
right keep_agents.`,
		Example: `  moto agents export > agents.toml`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return o.Usage(errors.New("moto agents export takes no arguments: write moto agents export > agents.toml"))
			}
			s, err := o.loadTable(configPath)
			if err != nil {
				return err
			}
			if s.Tables.InJournal {
				if err := mayKeep(s); err != nil {
					return err
				}
			}
			text, err := config.TablesOf(s)
			if err != nil {
				return err
			}
			if s.Tables.InJournal {
				_, _ = fmt.Fprintf(cmd.OutOrStdout(), "# Version %d of the journal's table of agents\n\n", s.Tables.Version)
			}
			_, err = fmt.Fprint(cmd.OutOrStdout(), text)
			return err
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	return cmd
}

// confirm is `moto agents confirm`.
func (o Options) confirm() *cobra.Command {
	var configPath string
	cmd := &cobra.Command{
		Use:   "confirm",
		Short: "Say that the table of agents is right after a restore",
		Long: `Say that the table of agents that the journal keeps is right after a restore. Each host
remembers the version that it saw last. If the journal has lost that version, as an
older backup has, rights that were taken away since count again: moto check, the log and
moto agents list say so until the table is confirmed. Look at moto agents list first, put
right what is not, and run this on each host that says it. You need the right
keep_agents, or to run the server. The journal records who did it.`,
		Example: `  moto agents confirm`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return o.Usage(errors.New("moto agents confirm takes no arguments: write moto agents confirm"))
			}
			s, err := o.loadTable(configPath)
			if err != nil {
				return err
			}
			if !s.Tables.InJournal {
				return o.Usage(fmt.Errorf("the table of agents is in %s, and there is nothing to confirm", s.Path))
			}
			if err := s.Grant.MayConfirm(o.RunsServer(s)); err != nil {
				return err
			}
			store, err := o.Open(cmd.Context(), s)
			if err != nil {
				return o.Problem(err)
			}
			is, err := store.ConfirmTables(cmd.Context(), s.Operator)
			if err = errors.Join(err, store.Close()); err != nil {
				return o.Problem(err)
			}
			if is.Lost == 0 {
				_, _ = fmt.Fprintf(cmd.OutOrStdout(), "There is nothing to confirm: the journal has lost no version that this host saw. The newest is version %d.\n", is.Version)
				return nil
			}
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "Version %d of the table of agents is confirmed on this host, in the place of version %d.\n", is.Version, is.Lost)
			return nil
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	return cmd
}

// loadTable loads a configuration that has a table of agents, or whose journal has one.
func (o Options) loadTable(flag string) (config.Settings, error) {
	s, err := o.Load(flag)
	switch {
	case err != nil:
		return s, err
	case s.Agents == nil:
		return s, o.Usage(errors.New("there is no table of agents: write [agents.NAME] for each agent, or let the journal keep the table"))
	case s.Tables.InJournal && s.Tables.Version == 0:
		return s, o.Usage(errors.New(Empty))
	}
	return s, nil
}

// Empty says that the journal has no tables of agents yet.
const Empty = "the journal has no table of agents yet: moto agents import FILE puts one there"
