package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"motoconsole/gateway"
	"motoconsole/internal/config"
	"motoconsole/internal/sandbox"
	"motoconsole/internal/sandbox/faults"
)

// sandboxUser is the Webservices user of the embedded test bank.
const sandboxUser = "agent@sandbox.example"

// trySettling is how soon a payment settles at the embedded test bank: long enough
// to try operations before settlement, and a short wait for those after.
const trySettling = 3 * time.Minute

// withSandbox opens the console on a test bank of its own, over real HTTP on a
// loopback port.
func (p program) withSandbox(ctx context.Context) error {
	settings := config.Sandbox(p.getenv)
	password := gateway.NewPassword(sandbox.RandomPassword())
	bank := sandbox.New(sandbox.Config{
		Username: sandboxUser, Password: password, Site: settings.Gateway.Site, SettleAfter: trySettling,
	})
	server, err := sandbox.Listen("127.0.0.1:0", bank)
	if err != nil {
		return fmt.Errorf("the embedded test bank could not start: %w", err)
	}
	defer func() { _ = server.Close() }()
	// The bank forgets everything when it ends, and so does its journal.
	folder, err := os.MkdirTemp("", "moto-sandbox-")
	if err != nil {
		return fmt.Errorf("the journal of the sandbox cannot be made: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	settings.Journal.File = filepath.Join(folder, "journal.db")
	settings.Gateway.URL = server.URL() + "/json/"
	settings.Gateway.Username = sandboxUser
	settings.Gateway.Password = password
	return p.console(ctx, settings, gateway.ModeSandbox)
}

// bankOptions are the flags of `moto sandbox`.
type bankOptions struct {
	listen, site, state, latency, certFile string
	settleAfter                            time.Duration
	seed                                   uint64
	faults                                 []string
	tls                                    bool
}

// sandboxCommand is `moto sandbox`.
func (p program) sandboxCommand() *cobra.Command {
	var o bankOptions
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Run only the test bank",
		Long: `Run the test bank as a server of its own. It behaves like the Trust Payments
Webservices JSON API on a test site, moves no money and keeps no card number.
It prints the address and the credentials to use, and runs until interrupted.
The password is a random one unless $MOTO_SANDBOX_PASSWORD gives one.

` + faults.Help(),
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			return p.serveBank(ctx, cmd.OutOrStdout(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:8443", "`address` to listen on")
	f.StringVar(&o.site, "site", "", "the one site `reference` to accept (default: any that begins with test_)")
	f.StringVar(&o.state, "state", "", "keep the transactions in a `file` (SQLite); without it they are lost when the bank ends")
	f.DurationVar(&o.settleAfter, "settle-after", 0, "settle payments this `time` after they are due, such as 30s (default: when POST /_sandbox/settle says so)")
	f.StringArrayVar(&o.faults, "fault", nil, "simulate a fault: `NAME[.TIME][:TYPES][@RATE]`, see above (may be repeated)")
	f.StringVar(&o.latency, "latency", "", "how long answers take: `TIME[±SPREAD]`, such as 300ms±100ms")
	f.Uint64Var(&o.seed, "seed", 0, "make faults with a rate and latencies repeatable: any `number` but 0")
	f.BoolVar(&o.tls, "tls", false, "serve https with a new self-signed certificate, and print where it is")
	f.StringVar(&o.certFile, "tls-cert", "", "write that certificate to a `file` (implies --tls)")
	return cmd
}

// serveBank runs the test bank until the context ends.
func (p program) serveBank(ctx context.Context, out io.Writer, o bankOptions) error {
	password := sandbox.RandomPassword()
	if fixed := p.getenv("MOTO_SANDBOX_PASSWORD"); fixed != "" {
		var err error
		if password, err = config.BarePassword(fixed); err != nil { // as the user will type it
			return usageError{fmt.Errorf("the password in $MOTO_SANDBOX_PASSWORD %w", err)}
		}
	}
	cfg := sandbox.Config{
		Username: sandboxUser, Password: gateway.NewPassword(password), Site: o.site,
		StateFile: o.state, SettleAfter: o.settleAfter, Seed: o.seed,
	}
	if o.latency != "" {
		latency, err := sandbox.ParseLatency(o.latency)
		if err != nil {
			return usageError{fmt.Errorf("--latency: %w", err)}
		}
		cfg.Latency = latency
	}
	var struck []sandbox.Fault
	for _, text := range o.faults {
		fault, err := faults.Parse(text)
		if err != nil {
			return usageError{fmt.Errorf("--fault: %w", err)}
		}
		struck = append(struck, fault)
	}
	bank, err := sandbox.Open(cfg)
	if err != nil {
		return err
	}
	server, err := listen(bank, o)
	if err != nil {
		return errors.Join(fmt.Errorf("the test bank cannot listen there: %w", err), bank.Close())
	}
	for _, fault := range struck {
		if err := bank.SetFault(fault); err != nil {
			return errors.Join(usageError{fmt.Errorf("--fault: %w", err)}, server.Close(), bank.Close())
		}
	}
	site := o.site
	if site == "" {
		site = "any that begins with test_"
	}
	say := fmt.Sprintf("url       %s/json/\nusername  %s\npassword  %s\nsite      %s\n", server.URL(), sandboxUser, password, site)
	if server.CertFile() != "" {
		say += "certificate  " + server.CertFile() + "\n"
	}
	_, err = io.WriteString(out, say)
	if err == nil {
		<-ctx.Done()
	}
	return errors.Join(err, server.Close(), bank.Close())
}

func listen(bank *sandbox.Bank, o bankOptions) (*sandbox.Server, error) {
	if o.tls || o.certFile != "" {
		return sandbox.ListenTLS(o.listen, bank, o.certFile)
	}
	return sandbox.Listen(o.listen, bank)
}
