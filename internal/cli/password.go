package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"motoconsole/internal/cardguard"
	"motoconsole/internal/config"
	"motoconsole/internal/passwordstore"
)

// passwordCommand is `moto password`.
func (p program) passwordCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "password",
		Short: "Keep the gateway's password in the system's password store",
		Long: `Keep the password of the Webservices user in the Credential Manager of Windows, the
Keychain of macOS or the Secret Service of a Linux desktop. A configuration with
password_store = "system" reads it there. The password is typed on a terminal,
which does not show it, and is never an argument or a variable.`,
		Example: `  moto password set       ask for the password, and keep it
  moto password remove    remove it`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var configPath string
	set := &cobra.Command{
		Use: "set", Short: "Ask for the password of gateway.username, and keep it", Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.withoutPassword(configPath)
			if err != nil {
				return err
			}
			return p.keepPassword(cmd, s)
		},
	}
	remove := &cobra.Command{
		Use: "remove", Short: "Remove the password of gateway.username", Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.withoutPassword(configPath)
			if err != nil {
				return err
			}
			switch err := passwordstore.Remove(s.Stored()); {
			case errors.Is(err, passwordstore.ErrNone):
				return fmt.Errorf("%s has no password of this user at this gateway", passwordstore.Name())
			case err != nil:
				return err
			}
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "The password of %s is removed from %s.\n", s.Gateway.Username, passwordstore.Name())
			return nil
		},
	}
	cmd.PersistentFlags().StringVar(&configPath, "config", "", "configuration `file`")
	cmd.AddCommand(set, remove)
	return cmd
}

// withoutPassword loads the configuration that names gateway and user, with the journal's
// tables of agents if it gets their reader.
func (p program) withoutPassword(flag string, kept ...config.ReadTables) (config.Settings, error) {
	path, err := config.Find(flag, p.getenv)
	if err != nil {
		return config.Settings{}, usageError{err}
	}
	return config.LoadWithoutPassword(path, p.getenv, kept...)
}

// keepPassword asks for the password, and keeps it.
func (p program) keepPassword(cmd *cobra.Command, s config.Settings) error {
	if !term.IsTerminal(int(p.stdin.Fd())) {
		return usageError{errors.New("moto password set asks for the password on a terminal: run it without redirecting its input")}
	}
	given, err := p.askHidden(cmd.ErrOrStderr(), "Password of "+s.Gateway.Username+": ")
	if err != nil {
		return err
	}
	password, err := config.BarePassword(given)
	switch {
	case err != nil:
		return fmt.Errorf("what was typed %w: run moto password set again", err)
	case cardguard.Answer.Finds(cardguard.Runes(password)):
		return errors.New("that looks like a card number: run moto password set again, and type the password")
	}
	if err := passwordstore.Keep(s.Stored(), password); err != nil {
		return fmt.Errorf("%w: unlock it, or use password_file", err)
	}
	_, _ = fmt.Fprintf(cmd.OutOrStdout(), "The password is kept in %s.\nConfiguration: password_store = \"system\". Then run moto check, which signs in with it.\n", passwordstore.Name())
	return nil
}

// askHidden reads a line that the terminal does not show.
func (p program) askHidden(questions io.Writer, question string) (string, error) {
	before, err := term.MakeRaw(int(p.stdin.Fd()))
	if err != nil {
		return "", errors.New("the terminal cannot hide a password")
	}
	defer func() { _ = term.Restore(int(p.stdin.Fd()), before) }()
	text, err := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{p.stdin, questions}, "").ReadPassword(question)
	if err != nil {
		return "", errors.New("no password was given")
	}
	return text, nil
}
