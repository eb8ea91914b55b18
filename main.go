// Moto is a terminal console for call-centre agents who take card payments
// over the telephone.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/config"
	"motoconsole/internal/payment"
	"motoconsole/internal/sandbox"
	"motoconsole/ui"
)

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2 // wrong usage or configuration
)

// version is set at build time; without it the build's own record is used.
var version = ""

// usageError is wrong usage: exit code 2.
type usageError struct{ error }

func main() {
	forgetDebugSwitches()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// forgetDebugSwitches removes the environment variables that make the
// terminal libraries write every key, card numbers included, to a file.
func forgetDebugSwitches() {
	for _, name := range []string{"TEA_TRACE", "TEA_DEBUG", "UV_DEBUG"} {
		_ = os.Unsetenv(name)
	}
}

// run is the program without its exit.
func run(args []string, stdin, stdout, stderr *os.File) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT)
	defer stop()
	root := rootCommand(stdin, stdout)
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	message := err.Error()
	if gateway.HoldsCardNumber(message) {
		message = "something on the command line looks like a card number: moto never takes one there; see moto --help"
	}
	_, _ = fmt.Fprintln(stderr, "moto:", message)
	var usage usageError
	var settings *config.Error
	if errors.As(err, &usage) || errors.As(err, &settings) {
		return exitUsage
	}
	return exitFailed
}

func rootCommand(stdin, stdout *os.File) *cobra.Command {
	var configPath string
	var useSandbox bool
	root := &cobra.Command{
		Use:   "moto",
		Short: "Take card payments over the telephone",
		Long: `Moto is a terminal console for taking card payments over the telephone.
It guides through card entry, charges the card once through Trust Payments, and
says in words what the bank answered.`,
		Example: `  moto --sandbox          try it against the embedded test bank
  moto                    work with the configuration found
  moto sandbox            run the test bank alone`,
		Args:          noArguments,
		Version:       buildVersion(),
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !term.IsTerminal(int(stdin.Fd())) || !term.IsTerminal(int(stdout.Fd())) {
				return usageError{errors.New("the console needs a terminal: run it without redirecting its input or output")}
			}
			if useSandbox {
				if configPath != "" {
					return usageError{errors.New("--sandbox needs no configuration: leave out --config")}
				}
				return withSandbox(cmd.Context(), stdin, stdout)
			}
			path, err := config.Find(configPath, os.Getenv)
			if err != nil {
				return usageError{err}
			}
			settings, err := config.Load(path, os.Getenv)
			if err != nil {
				return err
			}
			mode := ui.Test
			if settings.Live() {
				mode = ui.Live
			}
			return console(cmd.Context(), settings, mode, stdin, stdout)
		},
	}
	root.Flags().StringVar(&configPath, "config", "", "configuration `file` (default: $MOTO_CONFIG, ./config.toml, your configuration folder, /etc/moto)")
	root.Flags().BoolVar(&useSandbox, "sandbox", false, "work against the embedded test bank; no configuration, no network")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(sandboxCommand())
	return root
}

// noArguments refuses arguments without repeating them: somebody may have
// typed a card number.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("%s takes no arguments: see %s --help", cmd.CommandPath(), cmd.CommandPath())}
	}
	return nil
}

func buildVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(development)"
}

// sandboxUser is the Webservices user of the embedded test bank.
const sandboxUser = "agent@sandbox.example"

// withSandbox opens the console on a test bank of its own, over real HTTP on a
// loopback port.
func withSandbox(ctx context.Context, stdin, stdout *os.File) error {
	settings := config.Sandbox(os.Getenv)
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
	return console(ctx, settings, ui.Sandbox, stdin, stdout)
}

// console runs one agent's console on this terminal.
func console(ctx context.Context, s config.Settings, mode ui.Mode, stdin, stdout *os.File) error {
	log, closeLog, err := openLog(s)
	if err != nil {
		return err
	}
	defer closeLog()
	client, err := gateway.New(gateway.Config{
		URL:       s.Gateway.URL,
		Username:  s.Gateway.Username,
		Password:  s.Gateway.Password,
		Timeout:   s.Gateway.Timeout,
		Log:       log,
		UserAgent: "moto/" + buildVersion(),
	})
	if err != nil {
		return usageError{err}
	}
	record := &payment.Memory{}
	desk := &payment.Desk{Gateway: client, Record: record, Agent: s.Operator, Site: s.Gateway.Site, Now: time.Now}
	root := ui.New(&ui.Session{
		Desk:   desk,
		Recent: record.Recent,
		Form: forms.PaymentOptions{
			Currency:     s.Payment.Currency,
			Currencies:   s.Payment.Currencies,
			MaxAmount:    s.Payment.MaxAmount,
			Country:      s.Payment.Country,
			CodeRequired: s.Payment.SecurityCodeRequired,
			OrderLength:  s.Payment.OrderLength,
			Now:          time.Now,
		},
		Mode:    mode,
		Site:    s.Gateway.Site,
		Agent:   s.Operator,
		Now:     time.Now,
		Version: buildVersion(),
	})
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithInput(stdin), tea.WithOutput(stdout), tea.WithoutSignalHandler()}
	if profile, ok := colourProfile(s.UI.Colour, os.Getenv); ok {
		options = append(options, tea.WithColorProfile(profile))
	}
	_, err = tea.NewProgram(root, options...).Run()
	// A payment on its way is waited for, whatever ended the console and
	// however often it is told to end.
	unseen, waiting := root.Unseen()
	if waiting {
		_, _ = fmt.Fprintf(stdout, "A payment may be on its way: moto waits for its answer, %v at most. Do not take it again.\n", s.Gateway.Timeout)
	}
	desk.Wait()
	printOutcomes(stdout, record, unseen)
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return nil // asked to end
	}
	return err
}

// printOutcomes tells, after the console has closed, what nobody has seen yet
// and what is not known.
func printOutcomes(out io.Writer, record *payment.Memory, unseen string) {
	for _, a := range record.Recent(math.MaxInt32) {
		if a.ID == unseen || a.Outcome == gateway.Unknown {
			_, _ = fmt.Fprintf(out, "%s  %s, order %s, sent as %s\n",
				strings.ToUpper(a.Outcome.String()), a.Charge.Amount, a.Charge.OrderReference, a.SentReference)
		}
	}
}

// colourProfile is the profile to force, if any. NO_COLOR counts with any
// value: the library takes only those that read as a boolean.
func colourProfile(setting string, getenv func(string) string) (colorprofile.Profile, bool) {
	switch {
	case setting == "always":
		return colorprofile.ANSI256, true
	case setting == "never", getenv("NO_COLOR") != "":
		return colorprofile.ASCII, true
	default:
		return 0, false
	}
}

// openLog opens the log file, or a log that keeps nothing. The terminal is
// never written to: the console draws on it.
func openLog(s config.Settings) (*slog.Logger, func(), error) {
	if s.Log.File == "" {
		return slog.New(slog.DiscardHandler), func() {}, nil
	}
	f, err := os.OpenFile(s.Log.File, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, &config.Error{File: s.Path, Key: "log.file", Problem: "the log cannot be written", Fix: "name a file in a folder you may write to, or leave the key out"}
	}
	handler := slog.NewJSONHandler(f, &slog.HandlerOptions{Level: s.Log.Level})
	return slog.New(handler), func() { _ = f.Close() }, nil
}

func sandboxCommand() *cobra.Command {
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
			if fixed := os.Getenv("MOTO_SANDBOX_PASSWORD"); fixed != "" {
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
