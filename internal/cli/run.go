// Package cli is the command line: the commands, their flags and exit codes, and
// how they connect the other packages.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/charset"
	"motoconsole/internal/config"
	"motoconsole/internal/harden"
	"motoconsole/internal/journal"
	"motoconsole/internal/outlet"
)

// Exit codes.
const (
	ExitOK     = 0
	ExitFailed = 1
	ExitUsage  = 2 // wrong usage or configuration
)

// usageError reports wrong usage: exit code 2.
type usageError struct{ error }

// Unwrap implements errors.Unwrap.
func (u usageError) Unwrap() error { return u.error }

// program is one run of moto: its input and output, and its version.
type program struct {
	stdin, stdout *os.File
	stderr        *os.File
	getenv        func(string) string
	version       string
	shortfalls    []string         // protections that the system refused
	ignored       []string         // variables that were set, and that harden removed
	characters    string           // ui.characters of the configuration, "" until it is read
	hangups       <-chan os.Signal // SIGHUP, for `moto serve`, which it does not end
	// served are the settings of the agent who runs a command over SSH; nil at a desk.
	served  *config.Settings
	address string // of the agent who runs a command over SSH
	// noted records what an audit asks about of a command over SSH; nil at a desk.
	noted func(kind journal.AuditKind, result string)
}

// charset is the characters the terminal can show.
func (p program) charset() charset.Set { return charset.Chosen(p.characters, p.getenv) }

// shown is a writer of text for people: a terminal gets only characters that it
// has.
func (p program) shown(file *os.File) io.Writer {
	if !term.IsTerminal(int(file.Fd())) {
		return file
	}
	return p.charset().Writer(file)
}

// told is a writer of the last sentence, for which a terminal that is held does not keep
// the program.
func (p program) told(ctx context.Context) io.Writer {
	if !term.IsTerminal(int(p.stderr.Fd())) {
		return p.stderr
	}
	return p.charset().Writer(outlet.Open(ctx, p.stderr))
}

// Run runs the program and returns its exit code. A version of "" is taken from the
// build's own record.
func Run(args []string, stdin, stdout, stderr *os.File, getenv func(string) string, version string) (code int) {
	defer func() {
		if recover() != nil { // the panic's value may be anything
			_, _ = fmt.Fprintln(stderr, "moto:", errDefect)
			code = ExitFailed
		}
	}()
	ignored := harden.Ignored(getenv)
	shortfalls := append(harden.Process(getenv), undiverted(stdin)...)
	hangups := make(chan os.Signal, 1)
	p := program{
		stdin: stdin, stdout: stdout, getenv: getenv, version: buildVersion(version), shortfalls: shortfalls, ignored: ignored, stderr: stderr, hangups: hangups,
	}
	root := p.rootCommand()
	ends := []os.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT}
	if cmd, _, err := root.Find(args); err == nil && cmd.Name() == "serve" {
		signal.Notify(hangups, syscall.SIGHUP)
	} else { // the terminal is gone
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	defer stop()
	root.SetArgs(args)
	root.SetOut(p.shown(stdout))
	root.SetErr(p.shown(stderr))
	message, code := failure(root.ExecuteContext(ctx), args)
	if message != "" {
		_, _ = fmt.Fprintln(p.told(ctx), "moto:", message)
	}
	return code
}

// failure is what moto says of a command's error, and its exit code. An error whose digits
// look like a card number, such as those of a folder's name and of a port together, is
// told without its digits; if they were typed, without more.
func failure(err error, args []string) (message string, code int) {
	if err == nil {
		return "", ExitOK
	}
	message = err.Error()
	switch {
	case !cardguard.InRecord(message):
	case !cardguard.InRecord(strings.Join(args, " ")):
		message = strings.Map(hidden, message) + " (The digits are hidden: together they look like a card number.)"
	default:
		message = "something on the command line looks like a card number: moto never takes one there; see moto --help"
	}
	var usage usageError
	var settings *config.Error
	if errors.As(err, &usage) || errors.As(err, &settings) {
		return message, ExitUsage
	}
	return message, ExitFailed
}

// hidden is a character of a text without digits, of any script.
func hidden(r rune) rune {
	if _, is := gateway.Digit(r); is {
		return '·'
	}
	return r
}

// errDefect is all that moto says of a panic, whose value may hold anything.
var errDefect = errors.New("a defect of the program ended it: what was typed is wiped, and payments that were sent stand in the journal. " +
	"Start moto again, and tell the person who maintains it")

// rootCommand is `moto`.
func (p program) rootCommand() *cobra.Command {
	var configPath, site string
	var useSandbox bool
	root := &cobra.Command{
		Use:   "moto",
		Short: "Take card payments over the telephone",
		Long: `Moto is a terminal console for taking card payments over the telephone.
It guides through card entry, charges the card once through Trust Payments, and
says in words what the bank answered.`,
		Example: `  moto --sandbox          try it against the embedded test bank
  moto                    work with the configuration found
  moto check              find out what is wrong with the set-up
  moto sandbox            run only the test bank`,
		Args:          noArguments,
		Version:       p.version,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !term.IsTerminal(int(p.stdin.Fd())) || !term.IsTerminal(int(p.stdout.Fd())) {
				return usageError{errors.New("the console needs a terminal: run it without redirecting its input or output")}
			}
			if useSandbox {
				if configPath != "" || site != "" {
					return usageError{errors.New("--sandbox needs no configuration and has one site: leave out --config and --site")}
				}
				return p.withSandbox(cmd.Context())
			}
			settings, err := p.settings(configPath)
			if err != nil {
				return err
			}
			if settings, err = at(settings, site); err != nil {
				return err
			}
			return p.console(cmd.Context(), settings, gateway.ModeOf(settings.Gateway.Site))
		},
	}
	root.Flags().StringVar(&configPath, "config", "", "configuration `file` (default: $MOTO_CONFIG, ./config.toml if it is yours, your configuration folder, /etc/moto)")
	root.Flags().StringVar(&site, "site", "", siteFlag)
	root.Flags().BoolVar(&useSandbox, "sandbox", false, "work against the embedded test bank; no configuration, no network")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(p.sandboxCommand(), p.resolveCommand(), p.reconcileCommand(), p.journalCommand(), p.lookupCommand(), p.passphraseCommand(), p.passwordCommand(), p.checkCommand(), p.serveCommand(), p.agentsCommand(), p.resumeRecordings())
	return root
}

// noArguments refuses arguments without repeating them: one may be a card
// number.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("%s takes no arguments: see %s --help", cmd.CommandPath(), cmd.CommandPath())}
	}
	return nil
}

func buildVersion(version string) string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(development)"
}
