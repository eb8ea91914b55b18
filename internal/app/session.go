package app

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/charset"
	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/lookup"
	"motoconsole/internal/lookup/kept"
	"motoconsole/internal/panics"
	"motoconsole/internal/payment"
	"motoconsole/internal/recorder/interlock"
	"motoconsole/internal/rights"
	"motoconsole/ui"
	"motoconsole/ui/kit"
)

// Agent is the agent who works in a session.
type Agent struct {
	Name string
	// Passphrase unlocks the console after it has locked itself; it may be zero.
	Passphrase config.Passphrase
	// Grant is what the agent may do.
	Grant rights.Grant
}

// Terminal is what a session needs to know of the terminal that shows it.
type Terminal struct {
	// Vault holds the card data typed on it.
	Vault *gateway.Vault
	// Digits are the digits typed on it; nil if they come in messages.
	Digits  *keyboard.Queue
	Charset charset.Set
	// Unlocked says that the agent has opened a console here just before.
	Unlocked bool
	// Step, if set, is told the name of the screen that the agent sees, as it changes.
	Step func(screen string)
	// Floor, if set, is the floor that the console is served on.
	Floor kit.Supervisor
	// Address, if set, is where the terminal is now.
	Address func() string
}

// Program shows a console and runs it until the agent leaves. Send passes it a
// message, and returns at once if it has ended. *tea.Program is one.
type Program interface {
	Run() (tea.Model, error)
	Send(msg tea.Msg)
}

// ErrPanicked says that a defect of the program ended the session.
var ErrPanicked = errors.New("a defect of the program ended the console")

// Session is one agent at one terminal.
type Session struct {
	process   *Process
	log       *slog.Logger
	processor *payment.Processor
	root      *ui.Root
	news      *payment.Subscription
	notice    *notice
	recording *interlock.Interlock // nil: calls are not recorded
	ctx       context.Context      // ends with the session; a charge has its own
	cancel    context.CancelFunc
}

// NewSession makes the console of an agent. It receives news from now on.
func (p *Process) NewSession(agent Agent, at Terminal) (*Session, error) {
	owner := newOwner(p.host)
	s := &Session{
		process: p,
		log:     p.log.With(slog.String("session", owner[strings.LastIndexByte(owner, '/')+1:]), slog.String("agent", agent.Name)),
	}
	s.ctx, s.cancel = context.WithCancel(p.ctx)
	var err error
	if s.processor, err = p.processor(agent, owner, s.log, s.during); err != nil {
		s.cancel()
		return nil, err
	}
	s.news, s.notice = p.news.Subscribe(), p.notices.subscribe()
	if s.recording, err = p.recording(agent, owner, noting(p, agent, at)); err != nil {
		s.news.Cancel()
		p.notices.cancel(s.notice)
		s.cancel()
		return nil, err
	}
	s.root = ui.New(s.screens(agent, at))
	return s, nil
}

// noting is what records events of an agent at a terminal.
func noting(p *Process, agent Agent, at Terminal) func(kind journal.AuditKind, result string) {
	return func(kind journal.AuditKind, result string) {
		a := journal.Audit{Kind: kind, Agent: agent.Name, Result: result}
		if at.Address != nil {
			a.Address = at.Address()
		}
		p.Note(a)
	}
}

// screens are the parts that the session's screens need.
func (s *Session) screens(agent Agent, at Terminal) *kit.Console {
	p, set := s.process, s.process.settings
	habits := p.remember(agent.Name)
	note := noting(p, agent, at)
	stepped := func(screen string) {
		if screen == ui.LockedStep {
			note(journal.AuditLock, "locked")
		}
		if at.Step != nil {
			at.Step(screen)
		}
	}
	session := &kit.Console{
		MoreFields: habits.more(),
		KeepMore:   habits.keepMore,
		Searches: kit.Searches{
			Search: kept.Seeing(searching{p.client, p.careful(), s.during}, agent.Grant),
			Journal: func(ctx context.Context, search lookup.Search) lookup.Kept {
				ctx, done := s.during(ctx)
				defer done()
				return kept.In(ctx, p.store, agent.Grant, set.Gateway.Site, search)
			},
			Reserved: func(ctx context.Context, reference string) (bool, error) {
				return kept.Reserved(ctx, p.store, reference)
			},
			JournalDays: KeepDays(set),
		},
		Charges:    s.processor,
		Attempts:   s.processor,
		Permits:    s.processor,
		Operations: p.operations(s.processor),
		Reasons:    set.Refund.Reasons,
		Script:     set.Script,
		Copy:       set.UI.Copy,
		Form: forms.PaymentOptions{
			Currency:     set.Payment.Currency,
			Currencies:   set.Payment.Currencies,
			Country:      set.Payment.Country,
			CodeRequired: set.Payment.SecurityCodeRequired,
			OrderLength:  set.Payment.OrderLength,
			Cards:        p.cards(),
			NoCardPaste:  !set.UI.PasteCard,
			Vault:        at.Vault,
			Now:          time.Now,
		},
		Mode:    p.mode,
		Site:    set.Gateway.Site,
		Agent:   agent.Name,
		Now:     time.Now,
		Version: p.version,
		Digits:  at.Digits,
		Charset: at.Charset,

		HighContrast: set.UI.Contrast == config.HighContrast,

		CardIdle: set.UI.CardIdle, LockAfter: set.UI.LockAfter,
		Unlocked: at.Unlocked, Unlock: unlock(s.log, note, agent.Passphrase), Tries: p.tries(agent.Passphrase),
		Forget: p.garbage.Forget, Warnings: p.warnings, Log: s.log, Step: stepped, Floor: at.Floor, Recording: s.recording,
		Viewed: func(r gateway.Record) {
			if r.OperatorName != "" && !rights.By(r.OperatorName, agent.Name) {
				note(journal.AuditView, "transaction "+r.TransactionReference+", of "+r.OperatorName)
			}
		},
		Entitle: func(k *kit.Console) {
			k.Form.MaxAmount = agent.Grant.Limits().Lower(rights.Limits{Payment: set.Payment.MaxAmount}).Payment
			k.Form.Offer = s.processor.Offered()
			k.Sites = slices.DeleteFunc(slices.Clone(set.Gateway.Sites), func(site string) bool { return agent.Grant.At(site) != nil })
		},
	}
	session.Entitle(session)
	return session
}

// Root is the console, for the program that shows it.
func (s *Session) Root() *ui.Root { return s.root }

// Processor takes the agent's payments.
func (s *Session) Processor() *payment.Processor { return s.processor }

// Log is a log whose lines name the session and its agent.
func (s *Session) Log() *slog.Logger { return s.log }

// Run runs the console on a program until the program ends. Queries without an
// answer end with it. A payment under way goes on: Close waits for it.
func (s *Session) Run(program Program) (err error) {
	var telling sync.WaitGroup
	ended, end := context.WithCancel(s.ctx)
	telling.Go(func() {
		for panics.Caught(s.log, "news for a console", func() { s.tell(ended, program) }) {
		}
	})
	if panics.Caught(s.log, "a console", func() { _, err = program.Run() }) {
		err = ErrPanicked
	} else if errors.Is(err, tea.ErrProgramPanic) {
		s.log.Error("the console panicked")
		err = ErrPanicked
	}
	end()
	s.Abandon()
	s.cancel()
	telling.Wait()
	return err
}

// Abandon wipes what was typed and not sent, and ends what no agent will see the end of,
// even while the program that shows the console stands still. The program has to end.
func (s *Session) Abandon() { panics.Caught(s.log, "leaving a console", s.root.Close) }

// tell passes news and notices to the session until the context ends.
func (s *Session) tell(ctx context.Context, program Program) {
	var recording <-chan struct{}
	if s.recording != nil {
		recording = s.recording.Ready()
	}
	for {
		select {
		case <-recording:
			program.Send(ui.RecordingMsg{})
		case <-s.news.Ready():
			s.pass(s.news.Take(), program)
		case <-s.notice.ready:
			for _, msg := range s.process.notices.take(s.notice) {
				program.Send(msg)
			}
		case <-ctx.Done():
			return
		}
	}
}

// pass passes news to the session. An attempt is large: here it needs no room on the stack
// of a goroutine that waits for as long as the session lasts.
func (s *Session) pass(news []payment.Attempt, program Program) {
	for i := range news {
		if s.processor.Grant.Sees(news[i].Agent) {
			program.Send(kit.ResolvedMsg{Attempt: news[i]})
		}
	}
}

// Close waits until each payment under way has an outcome or is recorded as in
// doubt, and wipes any remains of a card, however the session ended.
func (s *Session) Close() {
	s.end()
	s.leaveRecording()
}

// end is Close without the recorder, whose answer changes no outcome and no card.
func (s *Session) end() {
	s.cancel()
	s.processor.Drain()
	s.news.Cancel()
	s.process.notices.cancel(s.notice)
	s.root.Wipe()
}

// recorderWait is how long the end of a session waits for the recorder. What is still under way
// then goes on by itself, or after the time for a loss.
const recorderWait = 3 * time.Second

func (s *Session) leaveRecording() {
	if s.recording == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), recorderWait)
	defer cancel()
	s.recording.Close(ctx)
}
