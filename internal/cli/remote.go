package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"motoconsole/internal/charset"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/sshd"
)

// remoteNames are the commands that agents may run over SSH.
var remoteNames = []string{"lookup", "find", "resolve", "check"}

// errRemote refuses every other command, and repeats nothing of it.
var errRemote = errors.New("over SSH there are lookup (or find), resolve and check: sign in without a command for the console")

// remoteCommand runs one command of an agent over SSH, with the agent's rights, and returns
// its exit status. The command line is never logged.
func (p program) remoteCommand(ctx context.Context, s *sshd.Session, settings config.Settings, line string, note func(kind journal.AuditKind, result string)) int {
	p.address = s.Address()
	p.served, p.noted, p.characters = &settings, note, settings.UI.Characters
	_, _, terminal := s.Terminal()
	out, notes := io.Writer(s), s.Stderr()
	if terminal {
		set := charset.Chosen(settings.UI.Characters, s.Getenv)
		out, notes = set.Writer(returns{out}), set.Writer(returns{notes})
	}
	message, code := failure(p.remote(ctx, line, out, notes), []string{line})
	if message != "" {
		_, _ = io.WriteString(notes, "moto: "+message+"\n")
	}
	return code
}

// remote parses a command line and runs its command.
func (p program) remote(ctx context.Context, line string, out, notes io.Writer) error {
	words, err := sshd.Words(line)
	if err != nil {
		return usageError{err}
	}
	if len(words) == 0 || !slices.Contains(remoteNames, words[0]) {
		return usageError{errRemote}
	}
	lookup := p.lookupCommand()
	lookup.Aliases = []string{"find"}
	root := &cobra.Command{Use: "moto", SilenceUsage: true, SilenceErrors: true}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(lookup, p.resolveCommand(), p.checkCommand())
	root.SetArgs(words)
	root.SetIn(strings.NewReader(""))
	root.SetOut(out)
	root.SetErr(notes)
	return root.ExecuteContext(ctx)
}

// returns ends lines as a terminal in raw mode needs it.
type returns struct{ to io.Writer }

// Write implements io.Writer.
func (r returns) Write(p []byte) (int, error) {
	if _, err := r.to.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	return len(p), nil
}
