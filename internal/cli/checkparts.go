package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"

	"motoconsole/internal/app"
	"motoconsole/internal/charset"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/payment/spool"
	"motoconsole/internal/recorder"
	"motoconsole/ui"
)

// journalFinding looks at the journal without changing it, and at the outcomes that wait for it
// on this host.
func journalFinding(ctx context.Context, s config.Settings) finding {
	f := ofJournal(ctx, s)
	kept := spool.Count(app.JournalOptions(s, app.ToRead).Beside())
	doubtful := func(says, do string) {
		f.Says += "; " + says
		if f.Verdict == fine {
			f.Verdict, f.Do = unsure, do
		}
	}
	if kept.Files > 0 {
		doubtful(fmt.Sprintf("outcomes that wait on this host until they are recorded: %d", kept.Files), "run moto resolve, which records them, and see the log if some are left")
	}
	if kept.Unreadable != "" {
		doubtful("outcomes may wait in "+kept.Unreadable+", which cannot be read", "see who owns that folder, and run moto check as a user who can read it")
	}
	if kept.Others > 0 {
		f.Says += fmt.Sprintf("; folders of other users, in which outcomes may wait, and which only those users can read: %d", kept.Others)
	}
	return f
}

func ofJournal(ctx context.Context, s config.Settings) finding {
	f := finding{Part: "journal", Verdict: failing}
	var fault *journal.Error
	where := app.JournalOptions(s, app.ToRead)
	switch err := sqljournal.Ready(where); {
	case journal.FaultOf(err) == journal.FaultMissing:
		return finding{f.Part, fine, s.Journal.File + " does not exist yet: the first console makes it", ""}
	case errors.As(err, &fault):
		f.Says, f.Do = fault.Error(), fault.Hint
		return f
	}
	store, err := sqljournal.Open(ctx, where)
	if err == nil {
		defer func() { _ = store.Close() }()
		err = errors.Join(store.Check(ctx), store.Here(ctx))
	}
	if err == nil {
		var open []journal.Entry
		if open, err = unresolved(ctx, store); err == nil {
			f.Verdict, f.Says = fine, where.Place()+" can be read and written"
			if s.Journal.Server == nil {
				f.Says += ", and has room"
			}
			if weak, err := store.Weaknesses(ctx); err == nil && len(weak) > 0 {
				f.Verdict, f.Do = unsure, "see docs/postgresql.md"
				f.Says += "; " + strings.Join(weak, "; ")
			}
			if len(open) > 0 {
				f.Verdict, f.Do = unsure, "run moto resolve"
				f.Says += fmt.Sprintf("; payments whose outcome is not known: %d", len(open))
			}
			return f
		}
	}
	f.Says, f.Do = err.Error(), "run moto journal verify"
	if errors.As(err, &fault) {
		f.Do = fault.Hint
	}
	return f
}

// recorderFinding tries the way to the recorder of calls. It pauses nothing.
func recorderFinding(ctx context.Context, s config.Settings) finding {
	f := finding{Part: "recorder", Verdict: fine}
	call := recorder.Call{Extension: cmp.Or(s.Grant.Agent().Extension, s.Recorder.Extension), Agent: s.Operator}
	switch s.Recorder.Mode {
	case recorder.ByHTTP:
		says, ok := recorder.New(s.Recorder).Reach(ctx, call)
		if f.Says = says + "; whether it pauses shows with a call"; !ok {
			return finding{f.Part, failing, says, "correct [recorder], or the way to the recorder: until it can be asked, no card can be typed in (docs/recorder.md)"}
		}
	case recorder.ByCommand:
		f.Says = "its commands are there; whether they pause shows with a call"
	default:
		f.Says = "the agent pauses it by the telephone"
	}
	return f
}

// terminal looks at the terminal, if moto is run in one.
func (p program) terminal() finding {
	f := finding{Part: "terminal", Verdict: unsure, Do: "the console needs one: run moto check where agents work"}
	if !term.IsTerminal(int(p.stdin.Fd())) || !term.IsTerminal(int(p.stdout.Fd())) {
		f.Says = "moto check is not run in a terminal, so it was not looked at"
		return f
	}
	width, height, err := term.GetSize(int(p.stdout.Fd()))
	if err != nil {
		f.Says = "the terminal does not tell its size"
		return f
	}
	var env []string
	for _, name := range []string{"TERM", "COLORTERM", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM_PROGRAM", "WT_SESSION", "TMUX"} {
		if v := p.getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	f.Says = fmt.Sprintf("%d×%d, %s", width, height, colours(colorprofile.Detect(p.stdout, env)))
	if set := p.charset(); set != charset.Unicode {
		f.Says += ", " + set.String() // as the configuration, the locale or $TERM says
	}
	switch name := p.getenv("TERM"); {
	case runtime.GOOS != "windows" && (name == "" || name == "dumb"):
		f.Says, f.Do = f.Says+"; $TERM says that it can do nothing", "use a terminal such as xterm, and set TERM to its name"
	case !keyboard.Draws(p.stdout) || !keyboard.Translates(p.stdin):
		f = refusing(f, keyboard.Draws(p.stdout))
	case width < ui.MinWidth || height < ui.MinHeight:
		f.Says, f.Do = f.Says+fmt.Sprintf("; the console needs %d×%d", ui.MinWidth, ui.MinHeight), "make the window larger"
	default:
		f.Verdict, f.Do = fine, ""
	}
	return f
}

// refusing is the finding for a console of Windows that cannot draw what a terminal
// draws, or that can, but does not send keys as a terminal does.
func refusing(f finding, draws bool) finding {
	if !draws {
		return finding{
			f.Part, failing, f.Says + "; this console cannot draw what a terminal draws",
			"use Windows Terminal, or turn off \"Use legacy console\" in the properties of this window and open it again",
		}
	}
	return finding{f.Part, unsure, f.Says + "; this console does not send keys as terminals do, so moto translates them and cannot tell a paste from typing", "use Windows Terminal"}
}

func colours(profile colorprofile.Profile) string {
	switch profile {
	case colorprofile.TrueColor:
		return "all colours"
	case colorprofile.ANSI256:
		return "256 colours"
	case colorprofile.ANSI:
		return "16 colours"
	default:
		return "no colours"
	}
}

// process reports the protections that the system refused.
func (p program) process() finding {
	shortfalls := p.hardened()
	if len(shortfalls) == 0 {
		return finding{"protection", fine, "no core dumps, no debuggers, freed memory is overwritten", ""}
	}
	return finding{
		"protection", unsure, strings.Join(shortfalls, "; "),
		"payments can be taken; README, \"What is stored, and what never is\", says what that means",
	}
}
