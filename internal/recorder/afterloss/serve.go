package afterloss

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"motoconsole/internal/recorder"
	"motoconsole/internal/trust"
)

const (
	// retryAfter is the time between two tries to resume, and mostTries how many there are: a
	// call is over by then.
	retryAfter = 10 * time.Second
	mostTries  = 60
	// longest is after how long no process can be at work on a recording any more, nor a call
	// on in which it was paused.
	longest = time.Hour
)

// Serve is the small process. It returns when it has nothing more to resume.
func Serve(in io.Reader) error {
	lines := json.NewDecoder(bufio.NewReader(in))
	var s setUp
	if err := lines.Decode(&s); err != nil {
		return errors.New("this command is for moto itself: it waits for a console that it was started by")
	}
	s.Settings.Header = recorder.NewHeader(s.Name, s.Key)
	held := map[string]recorder.Call{}
	for {
		var o order
		if lines.Decode(&o) != nil { // the pipe has ended: so has the process
			break
		}
		if o.Held {
			held[o.Owner] = o.Call
		} else {
			delete(held, o.Owner)
		}
	}
	if len(held) == 0 {
		return nil
	}
	f := at(s.Folder, trust.Group{Name: s.Group, ID: s.GroupID}, s.Settings)
	when := time.Now().Add(s.AfterLoss)
	for owner := range held {
		f.willResume(owner, when)
	}
	time.Sleep(time.Until(when))
	same := map[string][]string{} // the sessions of each recording, of which the last one resumes it
	for owner, call := range held {
		recording := s.Settings.Recording(call)
		same[recording] = append(same[recording], owner)
	}
	var all sync.WaitGroup
	for _, owners := range same {
		all.Go(func() {
			for _, owner := range owners {
				f.resume(context.Background(), recorder.New(s.Settings), owner, held[owner], s.RetryAfter)
			}
		})
	}
	all.Wait()
	return nil
}

// resume resumes a recording, unless another process does, and keeps what became of it for
// the journal. It stops when the agent comes back or the call is paused again: a try that came
// late would record the next card.
func (f *Folder) resume(ctx context.Context, r *recorder.Recorder, owner string, c recorder.Call, again time.Duration) {
	for n := range mostTries {
		if f.try(ctx, r, owner, c, n == mostTries-1) {
			return
		}
		select {
		case <-time.After(again):
		case <-ctx.Done(): // a later process tries
			_ = f.claim(f.name(owner, resuming), f.name(owner, paused)) // where it fails, it is found there
			return
		}
	}
}

// try asks the recorder once to go on, and reports that it need not be asked again.
func (f *Folder) try(ctx context.Context, r *recorder.Recorder, owner string, c recorder.Call, last bool) (over bool) {
	unlock, err := f.alone(ctx, c)
	if err != nil {
		return false
	}
	defer unlock()
	if !f.begin(owner, c) {
		f.release(owner)
		return true
	}
	_ = os.Remove(f.name(owner, due)) // of use to a file that is gone
	answer := r.Resume(ctx, c)
	var result string
	switch answer.Verdict {
	case recorder.Proved:
		result = "recording resumed after its console was lost (" + answer.Status + ")"
	case recorder.Asked:
		result = "recording asked to go on after its console was lost (" + answer.Status + ")"
	default:
		if !last && !answer.Unfit {
			return false
		}
		result = "recording not resumed after its console was lost: " + answer.Says
	}
	_ = f.write(owner, done, Left{Call: c, At: time.Now(), Result: result}) // the recording goes on in any case
	_ = os.Remove(f.name(owner, resuming))
	return true
}

// Results hands on what became of recordings that were resumed without a console, each once.
func (f *Folder) Results(note func(Left) error) error {
	all, err := f.all(done)
	for _, l := range all {
		if !f.claim(f.name(l.Owner, done), f.name(l.Owner, noting)) {
			continue
		}
		if failed := note(l); failed != nil {
			_ = f.claim(f.name(l.Owner, noting), f.name(l.Owner, done)) // once more later
			return failed
		}
		_ = os.Remove(f.name(l.Owner, noting))
	}
	return err
}

// Orphans resumes what no process will: its console is lost, and so is the small process.
func (f *Folder) Orphans(ctx context.Context, s recorder.Settings) error {
	stuck, err := f.all(resuming)
	for _, l := range stuck {
		if aged(l.At) {
			_ = f.claim(f.name(l.Owner, resuming), f.name(l.Owner, paused)) // another process was faster
		}
	}
	all, failed := f.all(paused)
	for _, l := range all {
		if f.orphaned(l) {
			f.resume(ctx, recorder.New(s), l.Owner, l.Call, retryAfter)
		}
	}
	return errors.Join(err, failed)
}
