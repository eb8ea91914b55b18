package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"motoconsole/internal/app"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/lockout"
	"motoconsole/internal/rights"
	"motoconsole/internal/staff"
	"motoconsole/internal/totp"
	"motoconsole/internal/trust"
)

// agentsCommand is `moto agents`.
func (p program) agentsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "agents",
		Short: "List and change the table of agents, and prepare what they sign in with",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			return usageError{errors.New("name what to do, such as moto agents list: moto agents --help has all")}
		},
	}
	cmd.AddCommand(staff.Options{
		Load: p.people, Open: openToKeep, Stdin: p.stdin, Getenv: p.getenv,
		Usage: func(err error) error { return usageError{err} }, Problem: problem, Stranger: stranger,
	}.Commands()...)
	cmd.AddCommand(p.secondCommand(), p.unlockCommand())
	return cmd
}

// openToKeep opens the journal of a configuration, to change its table of agents.
func openToKeep(ctx context.Context, s config.Settings) (journal.Full, error) {
	o := app.ReadOnly(s)
	o.ReadOnly = false
	store, err := sqljournal.Open(ctx, o)
	if err != nil {
		return nil, err // and no store that holds none
	}
	return store, nil
}

// secondCommand is `moto agents totp`.
func (p program) secondCommand() *cobra.Command {
	var configPath string
	cmd := &cobra.Command{
		Use:   "totp NAME",
		Short: "Make the secret of an agent's second factor",
		Long: `Make the secret of the authenticator app of an agent, and print it once, as the
address (otpauth://) that apps read. With totp_file in the agent's table the secret is
written to that file, which no other user can read; a file that exists is never
replaced. Otherwise the secret is printed too, to be put where totp_command finds it.
If wrong codes had locked the second factor, it is unlocked, as by moto agents unlock.

Hand the address only to that agent. Shown as a QR code it is read by the
app's camera: pipe the last line into qrencode -t ansiutf8. moto does not print it again:
for a lost telephone, move the file away and make another secret, which counts from the
next sign-in.`,
		Example: `  moto agents totp priya
  moto agents totp priya | tail -1 | qrencode -t ansiutf8`,
		Args: oneAgent("totp"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, agent, err := p.factorOf(configPath, args[0])
			if err != nil {
				return err
			}
			if err := makeSecond(cmd.OutOrStdout(), s, agent); err != nil {
				return err
			}
			return unlockForNew(cmd.Context(), cmd.ErrOrStderr(), s, agent)
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	return cmd
}

// unlockCommand is `moto agents unlock`.
func (p program) unlockCommand() *cobra.Command {
	var configPath string
	cmd := &cobra.Command{
		Use:   "unlock NAME",
		Short: "Unlock the second factor of an agent after too many wrong codes",
		Long: `Forget the wrong codes of an agent's second factor, and how often they have locked it.
The agent may sign in at once, at every server of the journal. The journal records who
did it: moto journal events lists it.

The person who typed the wrong codes had the agent's key. Ask the agent first: if it
was another person, revoke the key and make a new secret with moto agents totp, which
unlocks too. An agent of the table needs the right end_sessions for this, and may not
unlock their own second factor unless [rights] four_eyes is off.`,
		Example: `  moto agents unlock priya`,
		Args:    oneAgent("unlock"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, agent, err := p.factorOf(configPath, args[0])
			if err != nil {
				return err
			}
			had, err := unlock(cmd.Context(), s, agent)
			switch {
			case err != nil:
				return problem(err)
			case had:
				_, _ = fmt.Fprintf(cmd.OutOrStdout(), "The second factor of %s is unlocked: no wrong code counts any more.\n", agent.Name)
			default:
				_, _ = fmt.Fprintf(cmd.OutOrStdout(), "The second factor of %s was not locked, and no wrong code counted.\n", agent.Name)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	return cmd
}

// oneAgent wants the name of one agent.
func oneAgent(command string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usageError{errors.New("name one agent of the table: moto agents " + command + " priya")}
		}
		return nil
	}
}

// factorOf finds the agent whose second factor is changed, for a user who may change it.
func (p program) factorOf(configPath, name string) (config.Settings, rights.Agent, error) {
	s, err := p.people(configPath)
	if err != nil {
		return config.Settings{}, rights.Agent{}, err
	}
	if s.Agents == nil {
		return config.Settings{}, rights.Agent{}, usageError{errors.New("there is no table of agents: write [agents.NAME] for each agent")}
	}
	grant := s.Agents.Grant(name)
	if !grant.Known() && !grant.Disabled() {
		return config.Settings{}, rights.Agent{}, usageError{errors.New("no agent of the table has this name: moto agents list has them")}
	}
	return s, grant.Agent(), s.Grant.MayUnlock(grant.Agent().Name)
}

// unlock forgets the wrong codes of an agent and their locks, and records who did it. It
// makes no journal if there is none.
func unlock(ctx context.Context, s config.Settings, agent rights.Agent) (had bool, err error) {
	options := app.ReadOnly(s)
	if err := sqljournal.Ready(options); journal.FaultOf(err) == journal.FaultMissing {
		return false, err
	}
	options.ReadOnly = false
	store, err := sqljournal.Open(ctx, options)
	if err != nil {
		return false, err
	}
	had, err = store.Unlock(ctx, lockout.SecondFactor(agent.Name), journal.Audit{Kind: journal.AuditUnlock, Agent: s.Operator, Result: "the second factor of " + agent.Name + " was unlocked"})
	return had, errors.Join(err, store.Close())
}

// unlockForNew is unlock for a new secret, which is kept and printed already.
func unlockForNew(ctx context.Context, says io.Writer, s config.Settings, agent rights.Agent) error {
	had, err := unlock(ctx, s, agent)
	switch {
	case journal.FaultOf(err) == journal.FaultMissing: // so no code was typed yet
		return nil
	case err != nil:
		return fmt.Errorf("the secret is made; if wrong codes had locked the second factor of %s, it is still locked, until moto agents unlock: %w", agent.Name, problem(err))
	case had:
		_, _ = fmt.Fprintf(says, "The second factor of %s is unlocked: no wrong code counts any more.\n", agent.Name)
	}
	return nil
}

// makeSecond makes a secret, keeps it if the agent's table names a file, and prints it.
func makeSecond(out io.Writer, s config.Settings, agent rights.Agent) error {
	secret := totp.New()
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "server"
	}
	switch {
	case agent.TOTPFile != "":
		if err := keepSecond(agent.TOTPFile, secret); err != nil {
			return s.Fault("agents."+config.Key(agent.Name)+".totp_file", err.Error(), "name a file that does not exist yet, in a folder that the user who runs moto may write to")
		}
		_, _ = fmt.Fprintf(out, "The secret of %s is in %s.\n", agent.Name, agent.TOTPFile)
	case len(agent.TOTPCommand) > 0:
		_, _ = fmt.Fprintf(out, "Put this where totp_command of %s finds it:\n%s\n", agent.Name, secret)
	default:
		_, _ = fmt.Fprintf(out, "Put this into a file that only the user who runs moto can read, and name the file\nas totp_file in [agents.%s]; without that %s is not asked for a code:\n%s\n", config.Key(agent.Name), agent.Name, secret)
	}
	_, err = fmt.Fprintf(out, "Hand this only to %s, for an authenticator app; it is not printed again:\n%s\n", agent.Name, totp.URI("moto "+host, agent.Name, secret))
	return err
}

var errThere = errors.New("the file exists already, and the agent may have its secret: move it away first")

// keepSecond writes a secret to a file that does not exist.
func keepSecond(path, secret string) error {
	found, err := trust.Look(path, trust.Rule{})
	switch {
	case err != nil:
		return err
	case found.Info != nil:
		return errThere
	}
	f, err := trust.Beside(found.Path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return errors.New("the file cannot be made")
	}
	_, err = f.WriteString(secret + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = trust.Private(found.Path)
	}
	if err != nil {
		_ = os.Remove(found.Path) // part of a secret is of no use, and would be in the way
		return errors.New("the file cannot be written")
	}
	return nil
}
