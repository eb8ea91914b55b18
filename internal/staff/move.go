package staff

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"github.com/spf13/cobra"

	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/rights"
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
		Long: `Say that the table of agents that the journal keeps is right after a restore. moto
remembers, for each user on each host, the version that this user saw last there. If the
journal has lost that version, as an older backup has, rights that were taken away since
count again: moto check, the log and moto agents list say so until the table is
confirmed. Look at moto agents list first, and put right what is not.

The restored table does not decide who may do this. On a server you need a keeper's role,
in a file the user who owns it; then it counts for every user and host that saw the lost
version last. The user who runs moto serve may do it too, for that user on that host. If
only the server says that a version was lost, run it as the server's user. The journal
records who did it.`,
		Example: `  moto agents confirm
  sudo -u moto moto agents confirm`,
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
			store, err := o.Open(cmd.Context(), s)
			if err != nil {
				return o.Problem(err)
			}
			done, err := o.confirmed(cmd.Context(), s, store)
			if err = errors.Join(err, store.Close()); err != nil {
				return err
			}
			_, _ = fmt.Fprintln(cmd.OutOrStdout(), done)
			return nil
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	return cmd
}

// confirmed confirms the tables, and says what came of it.
func (o Options) confirmed(ctx context.Context, s config.Settings, store journal.Full) (string, error) {
	is, err := store.Tables(ctx)
	if err != nil {
		return "", o.Problem(err)
	}
	if is.Lost > 0 {
		keeps, err := store.KeepsTables(ctx)
		if err != nil {
			return "", o.Problem(err)
		}
		if err := rights.MayConfirm(o.RunsServer(s), keeps); err != nil {
			return "", err
		}
	}
	done, err := store.ConfirmTables(ctx, s.Operator)
	switch {
	case err != nil:
		return "", o.Problem(err)
	case done.Lost > 0 && done.Everywhere:
		return fmt.Sprintf("The table of agents is confirmed in the place of version %d, for each user and host that saw that version last. It is version %d now.", done.Lost, done.Version), nil
	case done.Lost > 0:
		return fmt.Sprintf("Version %d of the table of agents is confirmed in the place of version %d, for this user on this host. Other users and hosts go on to say that it was lost: "+
			"a keeper can confirm it for all.", done.Version, done.Lost), nil
	case done.Seen == 0:
		return fmt.Sprintf("This user has seen no table of agents of the journal on this host before, so moto cannot tell here whether a version was lost. The newest is version %d. "+
			"If the server says that one was lost, run this as the server's user, such as sudo -u moto moto agents confirm.", done.Version), nil
	default:
		return fmt.Sprintf("There is nothing to confirm: the journal has lost no version that this user saw on this host. The newest is version %d. "+
			"If another user is told that one was lost, run this as that user, such as sudo -u moto moto agents confirm.", done.Version), nil
	}
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
