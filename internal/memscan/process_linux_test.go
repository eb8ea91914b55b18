package memscan

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

const childEnv = "MEMSCAN_TEST_CHILD"

// TestMain makes the test binary the process to scan: it reads the disguised number,
// plants it as told, and waits.
func TestMain(m *testing.M) {
	if what := os.Getenv(childEnv); what != "" {
		if err := child(what); err != nil {
			_, _ = os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func child(what string) error {
	in := make([]byte, len(needle))
	if _, err := io.ReadFull(os.Stdin, in); err != nil {
		return err
	}
	var planted [][]byte
	plant := func(digits []byte, width, at int) {
		b, err := unix.Mmap(-1, 0, 4096, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
		if err != nil {
			panic(err)
		}
		for i, c := range digits {
			b[i*width+at] = ^c
		}
		planted = append(planted, b)
	}
	switch what {
	case "ascii":
		plant(in, 1, 0)
	case "wide":
		plant(in, 2, 0)
		plant(in, 4, 3)
	case "code":
		plant(in[:CodeLength], 1, 100)
		plant(in[:CodeLength], 2, 1)
	case "part":
		plant(in[4:13], 1, 100)
	case "heap":
		planted = append(planted, Disguise(in))
	case "hole": // a mapping that extends beyond the end of its file
		f, err := os.CreateTemp("", "memscan")
		if err != nil {
			return err
		}
		_ = os.Remove(f.Name())
		if err := f.Truncate(1); err != nil {
			return err
		}
		b, err := unix.Mmap(int(f.Fd()), 0, 2*os.Getpagesize(), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
		if err != nil {
			return err
		}
		planted = append(planted, b)
	}
	_, _ = os.Stdout.WriteString("ready\n")
	_, _ = io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(planted)
	return nil
}

// scan runs a child of the kind given and scans it.
func scan(t *testing.T, what string) Report {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childEnv+"="+what)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close(); _ = cmd.Wait() }()
	if _, err := in.Write(Disguise([]byte(number()))); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatal(line, err, complaint.String())
	}
	report, err := Process(cmd.Process.Pid, number())
	if errors.Is(err, fs.ErrPermission) {
		t.Skip("this system does not let a process read its child:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// number differs from the needle of the other tests, which is a constant in the child
// too, because the child runs the same binary.
func number() string {
	turned := []byte(needle)
	for i := range turned {
		turned[i] = '0' + (turned[i]-'0'+byte(i)+3)%10
	}
	return string(turned)
}

func TestProcessFindsWhatIsPlanted(t *testing.T) {
	for what, want := range map[string][]string{
		"nothing": nil, "ascii": {"16 digits as ASCII"}, "heap": {"16 digits as ASCII"}, "part": {"9 digits as ASCII"},
		"wide": {"16 digits as UTF-16", "16 digits as UTF-32"},
	} {
		r := scan(t, what)
		if r.Count() != len(want) || r.Bytes == 0 || r.Mappings < 5 {
			t.Errorf("%s: %s", what, r)
		}
		for _, w := range want {
			if !strings.Contains(r.String(), w) {
				t.Errorf("%s: no %s in %s", what, w, r)
			}
		}
		if whole := r.Whole([]string{number()}); what == "ascii" && whole != 1 || what == "part" && whole != 0 {
			t.Errorf("%s: %d whole", what, whole)
		}
	}
}

// TestProcessFindsACode: a row of four digits that was not there before.
func TestProcessFindsACode(t *testing.T) {
	code := number()[:CodeLength]
	if before, after := scan(t, "nothing").Codes[code], scan(t, "code").Codes[code]; before != 0 || after != 2 {
		t.Errorf("%d before, %d after", before, after)
	}
}

func TestProcessSaysWhatItCouldNotRead(t *testing.T) {
	r := scan(t, "hole")
	found := false
	for _, u := range r.Unread {
		found = found || strings.Contains(u.Mapping, "memscan") && u.Reason != ""
	}
	if !found {
		t.Errorf("the unreadable page is not in %s", r)
	}
	if _, err := Process(1<<30, number()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a process that is not there: %v", err)
	}
	if _, err := Process(os.Getpid()); err == nil {
		t.Error("nothing to look for was found nowhere")
	}
}

// A number across two pages, or two reads, counts once.
func TestRegion(t *testing.T) {
	memory := make([]byte, 8*pageSize)
	copy(memory[2*pageSize-8:], needle) // over the edge of a read
	copy(memory[5*pageSize-8:], needle) // over the edge of a page
	copy(memory[8*pageSize-16:], needle)
	var r Report
	r.region(bytes.NewReader(memory), 0, int64(len(memory)), "m", make([]byte, 2*pageSize), []string{needle})
	if r.Count() != 3 || r.Whole([]string{needle}) != 3 || r.Bytes != int64(len(memory)) || len(r.Unread) != 0 {
		t.Error(r)
	}
}
