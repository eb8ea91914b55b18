package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"motoconsole/internal/effort"
)

// crowd books n payments over 20 hours.
func (b *lookupBank) crowd(tb testing.TB, n int) {
	tb.Helper()
	end := b.now
	for i := range n {
		b.now = end.Add(time.Duration(i-n) * 20 * time.Hour / time.Duration(n))
		b.pay(tb, "orderreference", fmt.Sprintf("CALL-%07d-7K3M2P", i))
	}
	b.now = end
}

// piece is how far the program's output may be ahead of the test: the least that a pipe
// holds.
const piece = 4096

// peak runs the built program and returns its greatest memory, in KiB, and its time. It
// reads the memory between two pieces of output, so the program cannot end before that,
// however slow the machine is.
func (b *lookupBank) peak(tb testing.TB, n int, flags ...string) (kib int64, took time.Duration) {
	tb.Helper()
	list, out, err := os.Pipe()
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = list.Close() }()
	if _, err := unix.FcntlInt(out.Fd(), unix.F_SETPIPE_SZ, piece); err != nil {
		tb.Fatal(err)
	}
	cmd := exec.CommandContext(tb.Context(), Binary, append([]string{"lookup", "--config", b.config, "last 24h"}, flags...)...)
	cmd.Stdout, cmd.Env = out, []string{"HOME=" + tb.TempDir()}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	_ = out.Close()
	var text []byte
	for err == nil {
		at, room := len(text), append(text, make([]byte, piece)...)
		var read int
		read, err = list.Read(room[at:])
		text = room[:at+read]
		kib = max(kib, peakOf(cmd.Process.Pid))
	}
	if !errors.Is(err, io.EOF) {
		tb.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		tb.Fatal(err)
	}
	took = time.Since(began)
	if got := strings.Count(string(text), "-7K3M2P"); got != n {
		tb.Fatalf("%d of %d in the list", got, n)
	}
	return kib, took
}

// peakOf is the greatest memory that a process has had, in KiB. The figure from wait is
// useless: it includes the child's time as a copy of its parent.
func peakOf(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0 // it has ended
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kib int64
	_, _ = fmt.Sscan(rest, &kib)
	return kib
}

// TestLookupMemory: many times as many records take about the same memory.
func TestLookupMemory(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	few, many := newLookupBank(t), newLookupBank(t)
	all := 5000
	if testing.Short() {
		all = 2500
	}
	few.crowd(t, 500)
	many.crowd(t, all)
	for _, kind := range effort.Some([]string{"--csv", "--json"}, 2) {
		small, _ := few.peak(t, 500, kind)
		large, took := many.peak(t, all, kind)
		t.Logf("%s: %d KiB at most for 500 records, %d KiB for %d (%v)", kind, small, large, all, took.Round(time.Millisecond))
		if small == 0 || large > small+16<<10 {
			t.Errorf("%s: %d KiB for 500 records, %d KiB for %d", kind, small, large, all)
		}
	}
}

// BenchmarkLookup lists 5 000 and 100 000 records with the built program:
//
//	go test -run '^$' -bench Lookup -benchtime 1x ./internal/cli
func BenchmarkLookup(b *testing.B) {
	for _, n := range []int{5_000, 100_000} {
		bank := newLookupBank(b)
		bank.crowd(b, n)
		for _, kind := range []string{"--csv", "--json", "table"} {
			b.Run(fmt.Sprintf("%s/%d", strings.Trim(kind, "-"), n), func(b *testing.B) {
				flags := []string{kind}
				if kind == "table" {
					flags = nil
				}
				var most int64
				for b.Loop() {
					kib, _ := bank.peak(b, n, flags...)
					most = max(most, kib)
				}
				b.ReportMetric(float64(most), "peak-KiB")
				b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
			})
		}
	}
}
