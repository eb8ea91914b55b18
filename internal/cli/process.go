package cli

import (
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/spf13/cobra"

	"motoconsole/gateway"
	"motoconsole/internal/harden"
	"motoconsole/internal/recorder/afterloss"
)

// hardened tests the zeroing of freed memory, and lists the protections of card
// data that are missing.
func (p program) hardened() []string {
	shortfalls := slices.Clone(p.shortfalls)
	if vault, err := gateway.NewVault(); err == nil {
		shortfalls = append(shortfalls, vault.Problems()...)
		vault.Close()
	}
	if harden.Clobbers() {
		return shortfalls
	}
	return append(shortfalls, "freed memory is not overwritten: build moto with `make build`, and unset GODEBUG")
}

// resumeCommand is the command by which moto starts itself to resume recordings.
const resumeCommand = "resume-recordings"

// resumer is the command that resumes recordings; none where moto cannot find itself.
func resumer() []string {
	self, err := os.Executable()
	if err != nil {
		return nil
	}
	return []string{self, resumeCommand}
}

// resumeRecordings is that command: the process that outlives its console, for a while. What
// ends the console must not end it.
func (p program) resumeRecordings() *cobra.Command {
	return &cobra.Command{
		Use: resumeCommand, Hidden: true, Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			signal.Ignore(syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGHUP)
			return afterloss.Serve(p.stdin)
		},
	}
}
