package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"motoconsole/gateway"
	"motoconsole/internal/app"
	"motoconsole/internal/config"
	"motoconsole/internal/floor"
)

// serveCommand is `moto serve`.
func (p program) serveCommand() *cobra.Command {
	var configPath string
	var makeKey bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve consoles over SSH",
		Long: `Serve the console over SSH to the agents of the table: each signs in with a key of
their own, or with a certificate of serve.user_ca, and works in a terminal as at a
desk. Over the same connection an agent may run lookup (also as find), resolve and
check. There are no passwords, and nothing else is served.

While the server of the journal is away, it waits, says so, and serves as soon as that
answers. A signal to end (SIGTERM) ends the sessions; moto completes the payments that are on
their way, records their outcomes, and then exits. A console whose line drops waits for
its agent for serve.linger. A change of the tables of agents and roles, or of the files
of serve.revoked and serve.user_ca, is taken in within two seconds, and at once after
SIGHUP, which ends nothing. docs/serve.md takes you from a bare machine to agents who sign in.`,
		Example: `  moto serve --init       make the server's key, once
  moto serve
  ssh -p 2222 pay.example.net
  ssh -p 2222 pay.example.net lookup A17`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if makeKey {
				return p.makeHostKey(cmd.OutOrStdout(), configPath)
			}
			s, err := p.load(configPath)
			if err != nil {
				return err
			}
			return p.serve(cmd.Context(), cmd.OutOrStdout(), s)
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	cmd.Flags().BoolVar(&makeKey, "init", false, "make the server's key in the file that serve.host_key names, and exit")
	return cmd
}

// makeHostKey is `moto serve --init`.
func (p program) makeHostKey(out io.Writer, configPath string) error {
	path, err := config.Find(configPath, p.getenv)
	if err != nil {
		return usageError{err}
	}
	s, err := config.LoadWithoutPassword(path, p.getenv)
	if err != nil {
		return err
	}
	return floor.MakeHostKey(out, s)
}

// serve serves consoles until the context ends.
func (p program) serve(ctx context.Context, out io.Writer, s config.Settings) error {
	s.UI.CardIdle, s.UI.LockAfter = p.testTimes(s.UI.CardIdle, s.UI.LockAfter)
	p.testFigures()
	return floor.Serve(ctx, out, floor.Options{
		Settings: s, Getenv: p.getenv, Hangups: p.hangups, Filter: testFilter, Command: p.remoteCommand,
		Open: func(ctx context.Context, s config.Settings, m app.Measures) (*app.Process, error) {
			return p.openMeasured(ctx, s, gateway.ModeOf(s.Gateway.Site), m)
		},
	})
}
