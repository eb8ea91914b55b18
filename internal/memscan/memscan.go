// Package memscan looks for card numbers in the memory of another process. It is for
// tests: they give a process a number made up for the run, and check that nothing of it
// is left.
//
// A copy is the number, or any 8 or more of its digits in a row, as ASCII,
// UTF-16 or UTF-32 of either byte order. First six and last four, which may be
// shown and kept, are no copy.
//
// A security code is too short for that: three or four digits occur by chance in
// every process. So the scan also counts every row of exactly CodeLength digits,
// and the caller picks a code that is not there before it is typed. How many other
// codes have come up meanwhile measures chance.
//
// The scan must not find the test's own copy, so a test gives the number to the scanned
// process in a disguise (see Disguise), never in plain text in its arguments,
// environment or input.
package memscan

import (
	"fmt"
	"slices"
	"strings"
)

// Window is the shortest run of digits that counts as a copy.
const Window = 8

// CodeLength is how many digits a row has that is counted by itself.
const CodeLength = 4

// Finding is a copy, or several of the same kind in one mapping.
type Finding struct {
	Needle   int    // which of the needles, from 0
	Mapping  string // "[heap]", a file, or "anonymous", with its permissions
	Encoding string // "ASCII", "UTF-16" or "UTF-32"
	Digits   int    // how many digits in a row; the whole number if it has as many
	Count    int
}

// Unread is memory that could not be read.
type Unread struct {
	Mapping string
	Reason  string
}

// Report is what one scan saw.
type Report struct {
	Findings []Finding
	Unread   []Unread
	Bytes    int64 // how much was read
	Mappings int   // how many mappings were read, at least in part
	// Codes is how often each row of exactly CodeLength digits, between other
	// characters, was found in any encoding.
	Codes map[string]int
	// Packets is how many packets of SSH with one digit were found: that is how a server
	// receives a digit that is typed, and no row of digits shows it.
	Packets int
}

// Count is the number of copies of every needle, whole and in part.
func (r Report) Count() int {
	n := 0
	for _, f := range r.Findings {
		n += f.Count
	}
	return n
}

// Whole is the number of copies of whole needles.
func (r Report) Whole(needles []string) int {
	n := 0
	for _, f := range r.Findings {
		if f.Digits == len(needles[f.Needle]) {
			n += f.Count
		}
	}
	return n
}

// String is the report in a few lines. It has no digit of a needle in it.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d copies in %d bytes of %d mappings, %d unread", r.Count(), r.Bytes, r.Mappings, len(r.Unread))
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "\n  %d of needle %d, %d digits as %s, in %s", f.Count, f.Needle, f.Digits, f.Encoding, f.Mapping)
	}
	for _, u := range r.Unread {
		fmt.Fprintf(&b, "\n  unread: %s: %s", u.Mapping, u.Reason)
	}
	return b.String()
}

// Disguise turns text into bytes that no scan finds, and back.
func Disguise(text []byte) []byte {
	out := make([]byte, len(text))
	for i, c := range text {
		out[i] = ^c
	}
	return out
}

// check refuses needles that would match nothing, or everything.
func check(needles []string) error {
	if len(needles) == 0 {
		return fmt.Errorf("memscan: nothing to look for")
	}
	for i, n := range needles {
		if len(n) < Window || strings.Trim(n, "0123456789") != "" {
			return fmt.Errorf("memscan: needle %d is not %d or more digits", i, Window)
		}
	}
	return nil
}

// encodings are the ways digits may be stored in memory. The two byte orders of an
// encoding count as one: in both, digits are width bytes apart with zeros between.
var encodings = [...]encoding{{"ASCII", 1}, {"UTF-16", 2}, {"UTF-32", 4}}

type encoding struct {
	name  string
	width int
}

// next reports whether there is a digit at i and another one after it.
func (e encoding) next(memory []byte, i int) bool {
	if i < 0 || i+e.width >= len(memory) || !isDigit(memory[i+e.width]) || !isDigit(memory[i]) {
		return false
	}
	for _, c := range memory[i+1 : i+e.width] {
		if c != 0 {
			return false
		}
	}
	return true
}

// search adds the needles' copies in memory.
func (r *Report) search(memory []byte, mapping string, needles []string) {
	for i, c := range memory {
		if !isDigit(c) {
			continue
		}
		if isPacket(memory[:i]) {
			r.Packets++
		}
		for _, e := range encodings {
			if e.next(memory, i-e.width) { // in the middle of a run
				continue
			}
			end := i
			for e.next(memory, end) {
				end += e.width
			}
			n := (end-i)/e.width + 1
			if n < Window && n != CodeLength {
				continue
			}
			run := make([]byte, n)
			for k := range run {
				run[k] = memory[i+k*e.width]
			}
			if n == CodeLength {
				r.code(string(run))
				continue
			}
			r.compare(run, Finding{Mapping: mapping, Encoding: e.name}, needles)
		}
	}
}

// packet is the head of a packet of SSH with one byte of data, for one of the first 256
// channels, whose number is the fifth byte.
var packet = [...]byte{94, 0, 0, 0, 0, 0, 0, 0, 1}

// isPacket reports that memory ends in such a head.
func isPacket(memory []byte) bool {
	if len(memory) < len(packet) {
		return false
	}
	head := [len(packet)]byte(memory[len(memory)-len(packet):])
	head[4] = 0
	return head == packet
}

// compare looks for parts of each needle in a run of digits, longest first.
func (r *Report) compare(run []byte, f Finding, needles []string) {
	for i, needle := range needles {
		for from := 0; from+Window <= len(run); from++ {
			n := 0
			for n = 0; from+n < len(run) && strings.Contains(needle, string(run[from:from+n+1])); {
				n++
			}
			if n >= Window {
				f.Needle, f.Digits = i, n
				r.add(f)
				from += n - 1
			}
		}
	}
}

func (r *Report) code(digits string) {
	if r.Codes == nil {
		r.Codes = map[string]int{}
	}
	r.Codes[digits]++
}

func (r *Report) add(f Finding) {
	at := slices.IndexFunc(r.Findings, func(g Finding) bool { g.Count = 0; return g == f })
	if at < 0 {
		r.Findings, at = append(r.Findings, f), len(r.Findings)
	}
	r.Findings[at].Count++
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
