//go:build unix

package ui

import (
	"context"
	"io"
	"runtime"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/colorprofile"

	"motoconsole/gateway"
	"motoconsole/internal/terminal"
)

// A runner runs a console on a line that shows nothing.
type runner func(model tea.Model, in io.Reader, out io.Writer) (run func() (tea.Model, error), quit func())

func deskRunner(model tea.Model, in io.Reader, out io.Writer) (func() (tea.Model, error), func()) {
	p := tea.NewProgram(model, tea.WithInput(in), tea.WithOutput(out), tea.WithWindowSize(80, 24), tea.WithColorProfile(colorprofile.TrueColor),
		tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithoutSignalHandler())
	return p.Run, p.Quit
}

func servedRunner(model tea.Model, in io.Reader, out io.Writer) (func() (tea.Model, error), func()) {
	s := terminal.New(context.Background(), model, terminal.Options{Input: in, Output: out, Width: 80, Height: 24, Profile: colorprofile.TrueColor})
	return s.Run, s.Quit
}

// benchRunners are what is compared, in one run, in all colours.
var benchRunners = []struct {
	name string
	runner
}{{"desk", deskRunner}, {"served", servedRunner}}

// benched is a console on a line that counts.
type benched struct {
	keys    *io.PipeWriter
	bytes   atomic.Int64
	drawn   chan struct{}
	quit    func()
	stopped chan struct{}
}

func (l *benched) Write(p []byte) (int, error) {
	l.bytes.Add(int64(len(p)))
	select {
	case l.drawn <- struct{}{}:
	default:
	}
	return len(p), nil
}

func startBenched(run runner) *benched {
	l := &benched{drawn: make(chan struct{}, 1), stopped: make(chan struct{})}
	session := newSession(&bank{answer: approved}, newClock(), gateway.ModeTest)
	in, keys := io.Pipe()
	l.keys = keys
	root := New(session)
	start, quit := run(root, divertedBy(session)(in), l)
	l.quit = func() { quit(); _ = keys.Close() }
	go func() {
		defer close(l.stopped)
		_, _ = start()
	}()
	<-l.drawn
	l.settle()
	return l
}

// settle waits until nothing is written for some frames of the slower runner.
func (l *benched) settle() {
	for {
		select {
		case <-l.drawn:
		case <-time.After(100 * time.Millisecond):
			return
		}
	}
}

// press presses a key and waits until it is drawn.
func (l *benched) press(key string) {
	_, _ = io.WriteString(l.keys, key)
	<-l.drawn
}

func (l *benched) stop() {
	l.quit()
	<-l.stopped
}

// cpu is the processor time of this process.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// benchFields are fields to type in, and the keys that lead there.
var benchFields = []struct {
	name  string
	there []string
	key   string
}{{"text", []string{"n"}, "x"}, {"card", []string{"n", "A", "\r", "1", "0", "\r"}, "4"}}

// BenchmarkServedKey: what a key costs that changes a field, from the bytes of the key to
// those of the screen; the time is that until it is drawn.
func BenchmarkServedKey(b *testing.B) {
	for _, r := range benchRunners {
		for _, field := range benchFields {
			b.Run(r.name+"/"+field.name, func(b *testing.B) {
				l := startBenched(r.runner)
				defer l.stop()
				for _, key := range field.there {
					l.press(key)
					l.settle()
				}
				bytes, used := l.bytes.Load(), cpu()
				b.ReportAllocs()
				b.ResetTimer()
				for i := range b.N {
					l.press([]string{field.key, "\x7f"}[i%2])
					if r.name == "served" {
						time.Sleep(5 * time.Millisecond) // as typing does, it leaves frames apart
					}
				}
				b.ReportMetric(float64((cpu()-used).Microseconds())/float64(b.N), "cpu-µs/key")
				b.ReportMetric(float64(l.bytes.Load()-bytes)/float64(b.N), "bytes/key")
			})
		}
	}
}

// BenchmarkServedDigit: what a digit of a card number costs on the line.
func BenchmarkServedDigit(b *testing.B) {
	for _, r := range benchRunners {
		b.Run(r.name, func(b *testing.B) {
			l := startBenched(r.runner)
			defer l.stop()
			for _, key := range []string{"n", "A", "\r", "1", "0", "\r"} {
				l.press(key)
				l.settle()
			}
			var bytes int64
			digits := 0
			for range b.N {
				for _, digit := range "411111111111111" {
					before := l.bytes.Load()
					l.press(string(digit))
					l.settle()
					bytes += l.bytes.Load() - before
					digits++
				}
				l.press("\x15")
				l.settle()
			}
			b.ReportMetric(float64(bytes)/float64(digits), "bytes/digit")
		})
	}
}

// BenchmarkServedSessions: what a session costs that is open and idle, without its
// line.
func BenchmarkServedSessions(b *testing.B) {
	const sessions = 100
	for _, r := range benchRunners {
		b.Run(r.name, func(b *testing.B) {
			for range b.N {
				before, routines := inUse(), runtime.NumGoroutine()
				var all []*benched
				for range sessions {
					all = append(all, startBenched(r.runner))
				}
				for _, l := range all {
					l.press("n")
				}
				time.Sleep(500 * time.Millisecond)
				b.ReportMetric((inUse()-before)/sessions/1024, "KB/session")
				b.ReportMetric(float64(runtime.NumGoroutine()-routines)/sessions, "goroutines/session")
				used := cpu()
				time.Sleep(2 * time.Second)
				b.ReportMetric((cpu()-used).Seconds()/2/sessions*1e6, "idle-cpu-µs/s/session")
				for _, l := range all {
					l.stop()
				}
			}
		})
	}
}

// inUse is the memory of heap and stacks.
func inUse() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc + m.StackInuse)
}
