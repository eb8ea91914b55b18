package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/config"
)

// verdict is the result of a look at one part of the set-up.
type verdict string

// The verdicts.
const (
	fine    verdict = "ok"
	unsure  verdict = "warning" // payments can be taken
	failing verdict = "problem" // payments cannot, or should not, be taken
)

// mark is the sign for a verdict.
func (v verdict) mark() string {
	switch v {
	case fine:
		return "✔"
	case unsure:
		return "!"
	default:
		return "✖"
	}
}

// finding is one part of the set-up, with a sentence about it, and the way out if
// there is a fault.
type finding struct {
	Part    string  `json:"part"`
	Verdict verdict `json:"verdict"`
	Says    string  `json:"says"`
	Do      string  `json:"do,omitempty"`
}

// checkCommand is `moto check`.
func (p program) checkCommand() *cobra.Command {
	var configPath string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Find out what is wrong with the set-up",
		Long: `Look at the configuration and at who could change it, at the agents, the password,
the journal, the log and their folders, the room for the journal, the environment,
the way to the gateway and the sign-in there, the way to the call recorder, the
clock, the terminal, and the protections of card data that the system refuses.
moto charges, pauses and changes nothing: it asks the gateway for a payment that
cannot exist, and looks at the recorder without a call.

Exit code 1 if something must be fixed before you take payments, 2 if that is
the configuration.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var list []finding
			s, wrong := p.load(configPath)
			if wrong != nil {
				list = append(list, finding{"configuration", failing, gateway.Clean(wrong.Error(), 500), "correct it and run moto check again"})
			} else {
				p.characters = s.UI.Characters
				list = append(list, p.look(cmd.Context(), s)...)
			}
			if p.served == nil {
				list = append(list, p.passedOver(configPath)...)
				list = append(list, p.terminal())
			}
			list = append(list, p.process())
			if err := printFindings(cmd.OutOrStdout(), list, asJSON); err != nil {
				return err
			}
			return sum(list, wrong)
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	cmd.Flags().BoolVar(&asJSON, "json", false, "a JSON array, one object for each part looked at")
	return cmd
}

// look looks at everything that needs the configuration.
func (p program) look(ctx context.Context, s config.Settings) []finding {
	log := logFinding(s)
	if log.Verdict == failing {
		s.Log.File = "" // the log's finding has said it, and nothing else depends on it
	}
	list := append([]finding{configuration(s)}, agents(s)...)
	list = append(list, journalFinding(ctx, s), log, p.environment(s))
	if s.Recorder.On() {
		list = append(list, recorderFinding(ctx, s))
	}
	return append(list, p.gatewayFindings(ctx, s)...)
}

// sum turns the findings into the command's error.
func sum(list []finding, wrong error) error {
	if wrong != nil {
		return usageError{errors.New("the configuration must be corrected")}
	}
	problems := 0
	for _, f := range list {
		if f.Verdict == failing {
			problems++
		}
	}
	if problems == 0 {
		return nil
	}
	return fmt.Errorf("fix %s before you take payments", thousands.CountOf(problems, "problem"))
}

func printFindings(out io.Writer, list []finding, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(list)
	}
	for _, f := range list {
		text := fmt.Sprintf("%s %-13s  %s\n", f.Verdict.mark(), f.Part, f.Says)
		if f.Do != "" {
			text += fmt.Sprintf("  %-13s  → %s\n", "", f.Do)
		}
		if _, err := io.WriteString(out, text); err != nil {
			return err
		}
	}
	return nil
}
