package cli

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"motoconsole/internal/cardguard"
	"motoconsole/internal/config"
)

// passphraseCommand is `moto passphrase`.
func (p program) passphraseCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "passphrase",
		Short: "Make the hash of a passphrase that unlocks the console",
		Long: `Ask for a passphrase, twice and without showing it, and print the line for
[operator], or for the table of an agent, in config.toml. With it the console asks
for the passphrase when it starts and after it has locked itself; after ten wrong
ones in a row it accepts none for half an hour. The line holds a hash, which does
not reveal the passphrase unless that is easy to guess.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !term.IsTerminal(int(p.stdin.Fd())) {
				return usageError{errors.New("moto passphrase asks for a passphrase on a terminal: run it without redirecting its input")}
			}
			text, err := p.askTwice(cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			hash, err := config.HashPassphrase(text)
			if err != nil {
				return err
			}
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "passphrase_hash = %q\n", hash)
			return nil
		},
	}
}

// askTwice reads a new passphrase. It stops the terminal's echo before it asks.
func (p program) askTwice(questions io.Writer) (string, error) {
	before, err := term.MakeRaw(int(p.stdin.Fd()))
	if err != nil {
		return "", errors.New("the terminal cannot hide a passphrase")
	}
	defer func() { _ = term.Restore(int(p.stdin.Fd()), before) }()
	screen := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{p.stdin, questions}, "")
	first, err := screen.ReadPassword("Passphrase: ")
	switch {
	case err != nil:
		return "", errors.New("no passphrase was given")
	case utf8.RuneCountInString(first) < config.MinPassphrase:
		return "", fmt.Errorf("a passphrase has at least %d characters: choose a longer one", config.MinPassphrase)
	case cardguard.Answer.Finds(cardguard.Runes(first)):
		return "", errors.New("that looks like a card number: choose a passphrase")
	}
	if second, err := screen.ReadPassword("Once more: "); err != nil || first != second {
		return "", errors.New("the two are not the same: run moto passphrase again")
	}
	return first, nil
}
