package afterloss

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"sync"
	"time"

	"motoconsole/internal/recorder"
)

// setUp is the first line on the pipe. The key stays in the memory of the two processes.
type setUp struct {
	Settings   recorder.Settings
	Name, Key  string // the header of each request
	Folder     string
	Group      string
	GroupID    int
	AfterLoss  time.Duration
	RetryAfter time.Duration
}

// order is a further line: a session has paused, or its recording goes on.
type order struct {
	Owner string
	Call  recorder.Call
	Held  bool
}

// Watch is the side of the process that pauses. It keeps the small process running.
type Watch struct {
	folder   *Folder
	settings recorder.Settings
	command  []string
	log      *slog.Logger

	mu      sync.Mutex
	pipe    io.WriteCloser
	process *os.Process
	held    map[string]recorder.Call

	restarted chan struct{}  // receives when the small process was started again
	running   sync.WaitGroup // the small processes
	closed    bool
}

var errClosed = errors.New("the process is ending")

// NewWatch starts the small process. The command is moto's own, which calls Serve.
func NewWatch(folder *Folder, s recorder.Settings, command []string, log *slog.Logger) (*Watch, error) {
	w := &Watch{folder: folder, settings: s, command: command, log: log, held: map[string]recorder.Call{}, restarted: make(chan struct{}, 1)}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w, w.start()
}

// start starts the small process and tells it what is paused. The caller holds the lock.
func (w *Watch) start() error {
	cmd := exec.Command(w.command[0], w.command[1:]...) //nolint:gosec,noctx // moto itself; it outlives this process
	detach(cmd)
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	w.pipe, w.process = pipe, cmd.Process
	w.running.Go(func() { w.restart(cmd, pipe) })
	name, key := w.settings.Header.Reveal()
	if err := w.send(setUp{
		Settings: w.settings, Name: name, Key: key, Folder: w.folder.path, Group: w.folder.rule.Group.Name, GroupID: w.folder.rule.Group.ID,
		AfterLoss: w.settings.AfterLoss, RetryAfter: retryAfter,
	}); err != nil {
		return err
	}
	for owner, call := range w.held {
		if err := w.send(order{owner, call, true}); err != nil {
			return err
		}
	}
	return nil
}

// restart starts it again if it ended before this process does.
func (w *Watch) restart(cmd *exec.Cmd, pipe io.WriteCloser) {
	began := time.Now()
	_ = cmd.Wait() // however it ended
	if time.Since(began) < breath && !w.isClosed() {
		time.Sleep(breath)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed || w.pipe != pipe {
		return
	}
	w.log.Error("the process that resumes recordings ended and is started again")
	if err := w.start(); err != nil {
		w.log.Error("the process that resumes recordings cannot be started", "problem", err.Error())
	}
	select {
	case w.restarted <- struct{}{}:
	default:
	}
}

func (w *Watch) isClosed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.closed
}

// breath is the wait before the small process is started again: one that cannot run must not
// keep the machine busy.
const breath = time.Second

func (w *Watch) send(line any) error {
	text, err := json.Marshal(line)
	if err != nil {
		return err
	}
	_, err = w.pipe.Write(append(text, '\n'))
	clear(text)
	return err
}

// Close ends the pipe. What is still paused is resumed by the small process.
func (w *Watch) Close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	w.folder.die()
	_ = w.pipe.Close() // it ends in any case
}

// Guard is the interlock's guard of one session, by its owner.
func (w *Watch) Guard(owner string, c recorder.Call) *Guard {
	w.folder.enter(owner)
	return &Guard{w, owner, c}
}

// Guard sees to it that the recording of one session goes on.
type Guard struct {
	watch *Watch
	owner string
	call  recorder.Call
}

// Hold implements interlock.Guard.
func (g *Guard) Hold() error {
	w := g.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return errClosed
	}
	if err := w.folder.hold(g.owner, g.call); err != nil {
		w.log.Error("a recording is not paused, because nothing would resume it", "problem", err.Error())
		return err
	}
	w.held[g.owner] = g.call
	if w.send(order{g.owner, g.call, true}) == nil {
		return nil
	}
	if err := w.start(); err != nil { // the small process has just ended
		w.log.Error("the process that resumes recordings cannot be started", "problem", err.Error())
		return err
	}
	return nil
}

// Alone implements interlock.Guard.
func (g *Guard) Alone(ctx context.Context) (unlock func(), err error) {
	if unlock, err = g.watch.folder.alone(ctx, g.call); err != nil && ctx.Err() == nil {
		g.watch.log.Error("a recorder is not asked, because another console may be asking it", "problem", err.Error())
	}
	return unlock, err
}

// Begin implements interlock.Guard.
func (g *Guard) Begin() bool { return g.watch.folder.begin(g.owner, g.call) }

// Release implements interlock.Guard.
func (g *Guard) Release() {
	w := g.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.held, g.owner)
	w.folder.release(g.owner)
	_ = w.send(order{Owner: g.owner}) // where it is gone, the one that follows is not told of it
}

// Close says that the session has ended. What it did not release goes on after the time for a
// loss: this process or a later one finds it.
func (g *Guard) Close() {
	f := g.watch.folder
	_ = f.claim(f.name(g.owner, resuming), f.name(g.owner, paused)) // most have none
	if f.has(g.owner, paused) && !f.has(g.owner, due) {
		f.willResume(g.owner, time.Now().Add(g.watch.settings.AfterLoss))
	}
	f.leave(g.owner)
}

// TakeOver takes over what a lost console of the agent left paused, and says for how much
// longer it would have stayed so.
func (g *Guard) TakeOver() (left time.Duration, is bool) {
	f := g.watch.folder
	all, err := f.all(paused)
	if err != nil {
		g.watch.log.Error("recordings that were left paused cannot be looked at", "problem", err.Error())
	}
	for _, l := range all {
		if l.Call.Agent != g.call.Agent || !f.same(l.Call, g.call) || !f.gone(l) || !f.claim(f.name(l.Owner, paused), f.name(g.owner, paused)) {
			continue
		}
		f.release(l.Owner)
		if g.Hold() != nil {
			continue // the log has why; it is resumed all the same, by this process
		}
		if left = g.watch.settings.AfterLoss; !l.Due.IsZero() {
			left = min(left, time.Until(l.Due))
		}
		is = true
	}
	return max(left, 0), is
}
