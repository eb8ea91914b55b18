package memscan

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// maxMapping is the largest mapping that is read. Only reserved and hardly used
// ones are larger, such as the race detector's tables.
const maxMapping = 256 << 20

// pageSize is the step for skipping unreadable pages: the smallest page there is.
const pageSize = 4096

// Process scans all readable memory of a running process. The report lists memory
// that could not be read, such as pages of memfd_secret; the error means that
// nothing could be read at all.
//
// The process goes on running meanwhile: stop it for a consistent picture.
func Process(pid int, needles ...string) (Report, error) {
	var r Report
	if err := check(needles); err != nil {
		return r, err
	}
	maps, err := os.Open(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return r, fmt.Errorf("memscan: %w", err)
	}
	defer maps.Close() //nolint:errcheck // only read
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return r, fmt.Errorf("memscan: %w", err)
	}
	defer mem.Close() //nolint:errcheck // only read
	chunk := make([]byte, 256*pageSize)
	lines := bufio.NewScanner(maps)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		from, to, name, ok := parseMapping(lines.Text())
		switch {
		case !ok:
		case to-from > maxMapping:
			r.Unread = append(r.Unread, Unread{name, fmt.Sprintf("larger than %d MiB", maxMapping>>20)})
		default:
			r.region(memory(pid), from, to, name, chunk, needles)
		}
	}
	if err := lines.Err(); err != nil {
		return r, fmt.Errorf("memscan: %w", err)
	}
	if r.Bytes == 0 {
		return r, fmt.Errorf("memscan: nothing of process %d could be read", pid)
	}
	return r, nil
}

// memory is the memory of a process. It is read without its file, which only
// says whether that is allowed: the race detector notes each byte that a file
// gives, and that took longer than all the rest.
type memory int

// ReadAt implements io.ReaderAt.
func (m memory) ReadAt(into []byte, at int64) (int, error) {
	here := []unix.Iovec{{Base: &into[0]}}
	here[0].SetLen(len(into))
	n, err := unix.ProcessVMReadv(int(m), here, []unix.RemoteIovec{{Base: uintptr(at), Len: len(into)}}, 0) //nolint:gosec // an address, from /proc
	if err == nil && n < len(into) {
		err = io.ErrUnexpectedEOF // the next page cannot be read
	}
	return max(n, 0), err
}

// parseMapping reads a line of /proc/PID/maps. It reports false for what is not
// readable, and for the kernel's own pages.
func parseMapping(line string) (from, to int64, name string, ok bool) {
	f := strings.Fields(line)
	if len(f) < 5 || !strings.HasPrefix(f[1], "r") {
		return 0, 0, "", false
	}
	name = "anonymous"
	if len(f) > 5 {
		name = strings.Join(f[5:], " ")
	}
	if strings.HasPrefix(name, "[v") { // [vvar], [vdso], [vsyscall]
		return 0, 0, "", false
	}
	if strings.HasPrefix(name, "/") && !strings.Contains(f[1], "w") {
		// The program's own code and tables: a file that is only read, and that
		// holds some digits that a card may share.
		return 0, 0, "", false
	}
	low, high, _ := strings.Cut(f[0], "-")
	from, err1 := strconv.ParseInt(low, 16, 64)
	to, err2 := strconv.ParseInt(high, 16, 64)
	return from, to, name + " " + f[1], err1 == nil && err2 == nil && to > from
}

// region reads and searches one mapping, around the pages that cannot be read
// and without pages of zeros, which are many. chunk is whole pages.
func (r *Report) region(mem io.ReaderAt, from, to int64, name string, chunk []byte, needles []string) {
	var used []byte // the stretch of pages before this one
	var reason error
	search := func() {
		r.search(used, name, needles)
		used = used[:0]
	}
	zeros := make([]byte, pageSize)
	read := int64(0)
	for at := from; at < to; {
		n, err := mem.ReadAt(chunk[:min(int64(len(chunk)), to-at)], at)
		n -= n % pageSize
		for page := range slices.Chunk(chunk[:n], pageSize) {
			if bytes.Equal(page, zeros) {
				search()
			} else {
				used = append(used, page...)
			}
		}
		at, read = at+int64(n), read+int64(n)
		if err != nil && at < to {
			search()
			at, reason = at+pageSize, err
		}
	}
	search()
	if reason != nil {
		r.Unread = append(r.Unread, Unread{name, reason.Error()})
	}
	if read > 0 {
		r.Mappings++
		r.Bytes += read
	}
}
