package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/spf13/cobra"

	"motoconsole/gateway"
	"motoconsole/internal/config"
	"motoconsole/internal/sandbox"
	"motoconsole/ui"
)

// sandboxUser is the Webservices user of the embedded test bank.
const sandboxUser = "agent@sandbox.example"

// withSandbox opens the console on a test bank of its own, over real HTTP on a
// loopback port.
func (p program) withSandbox(ctx context.Context) error {
	settings := config.Sandbox(p.getenv)
	password := gateway.NewPassword(sandbox.RandomPassword())
	bank := sandbox.New(sandbox.Config{Username: sandboxUser, Password: password, Site: settings.Gateway.Site})
	server, err := sandbox.Listen("127.0.0.1:0", bank)
	if err != nil {
		return fmt.Errorf("the embedded test bank could not start: %w", err)
	}
	defer func() { _ = server.Close() }()
	settings.Gateway.URL = server.URL() + "/json/"
	settings.Gateway.Username = sandboxUser
	settings.Gateway.Password = password
	return p.console(ctx, settings, ui.Sandbox)
}

// sandboxCommand is `moto sandbox`.
func (p program) sandboxCommand() *cobra.Command {
	var listen, site string
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Run the test bank alone",
		Long: `Run the test bank as a server of its own. It behaves like the Trust Payments
Webservices JSON API on a test site, moves no money and keeps no card number.
It prints the address and the credentials to use, and runs until interrupted.
The password is a random one unless $MOTO_SANDBOX_PASSWORD gives one.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			password := sandbox.RandomPassword()
			if fixed := p.getenv("MOTO_SANDBOX_PASSWORD"); fixed != "" {
				password = fixed
			}
			bank := sandbox.New(sandbox.Config{Username: sandboxUser, Password: gateway.NewPassword(password), Site: site})
			server, err := sandbox.Listen(listen, bank)
			if err != nil {
				return fmt.Errorf("the test bank cannot listen there: %w", err)
			}
			defer func() { _ = server.Close() }()
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "url       %s/json/\nusername  %s\npassword  %s\nsite      %s\n",
				server.URL(), sandboxUser, password, siteHint(site))
			if err != nil {
				return err
			}
			<-ctx.Done()
			return nil
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8443", "`address` to listen on")
	cmd.Flags().StringVar(&site, "site", "", "the one site reference to accept (default: any that begins with test_)")
	return cmd
}

func siteHint(site string) string {
	if site == "" {
		return "any that begins with test_"
	}
	return site
}
