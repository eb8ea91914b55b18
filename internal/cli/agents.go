package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"motoconsole/internal/config"
	"motoconsole/internal/totp"
	"motoconsole/internal/trust"
)

// agentsCommand is `moto agents`.
func (p program) agentsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "agents",
		Short: "Prepare what agents sign in with",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			return usageError{errors.New("moto agents has totp: see moto agents --help")}
		},
	}
	var configPath string
	second := &cobra.Command{
		Use:   "totp NAME",
		Short: "Make the secret of an agent's second factor",
		Long: `Make the secret of the authenticator app of an agent, and print it once, as the
address (otpauth://) that apps read. With totp_file in the agent's table the secret is
written to that file, which no other user can read; a file that exists is never
replaced. Otherwise the secret is printed too, to be put where totp_command finds it.

Hand the address to that agent alone. Shown as a QR code it is read by the
app's camera: pipe the last line into qrencode -t ansiutf8. moto does not print it again:
for a lost telephone, move the file away and make another secret, which counts from the
next sign-in.`,
		Example: `  moto agents totp priya
  moto agents totp priya | tail -1 | qrencode -t ansiutf8`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{errors.New("name one agent of the table: moto agents totp priya")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := config.Find(configPath, p.getenv)
			if err != nil {
				return usageError{err}
			}
			s, err := config.LoadWithoutPassword(path, p.getenv)
			if err != nil {
				return err
			}
			return makeSecond(cmd.OutOrStdout(), s, args[0])
		},
	}
	second.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	cmd.AddCommand(second)
	return cmd
}

// makeSecond makes a secret, keeps it if the agent's table names a file, and prints it.
func makeSecond(out io.Writer, s config.Settings, name string) error {
	if s.Agents == nil {
		return usageError{errors.New("there is no table of agents: write [agents.NAME] for each agent")}
	}
	grant := s.Agents.Grant(name)
	if !grant.Known() {
		return usageError{errors.New("no agent of the table has this name: see [agents.NAME]")}
	}
	agent, secret := grant.Agent(), totp.New()
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
	_, err = fmt.Fprintf(out, "Hand this to %s alone, for an authenticator app; it is not printed again:\n%s\n", agent.Name, totp.URI("moto "+host, agent.Name, secret))
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
