package keyboard

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf16"

	uv "github.com/charmbracelet/ultraviolet"
)

// replay is a console that gives records, some at a time, and then ends.
type replay struct {
	records       []byte
	most          int // of one read
	width, height int
}

func (r *replay) Wait(time.Duration) (bool, error) {
	if len(r.records) == 0 {
		return false, io.EOF
	}
	return true, nil
}

func (r *replay) Read(into []byte) (int, error) {
	if r.most > 0 {
		into = into[:min(len(into), r.most*recordSize)]
	}
	n := copy(into, r.records)
	r.records = r.records[n:]
	return n / recordSize, nil
}

func (r *replay) Size() (width, height int, err error) { return r.width, r.height, nil }

func keyOf(e keyEvent) []byte {
	record := make([]byte, recordSize)
	binary.LittleEndian.PutUint16(record, keyRecord)
	if e.down {
		record[4] = 1
	}
	binary.LittleEndian.PutUint16(record[8:], uint16(e.repeat)) //nolint:gosec // a test's
	binary.LittleEndian.PutUint16(record[10:], e.key)
	binary.LittleEndian.PutUint16(record[14:], e.char)
	binary.LittleEndian.PutUint32(record[16:], e.state)
	return record
}

// sent is what a console in virtual-terminal mode makes of the text that a terminal
// sent it, and of keys that it translates: one record for each unit of UTF-16.
func sent(text string) (records []byte) {
	for _, unit := range utf16.Encode([]rune(text)) {
		records = append(records, keyOf(keyEvent{down: true, repeat: 1, char: unit})...)
	}
	return records
}

// pressed is a key at a console that translates nothing: pressed and let go.
func pressed(key, char uint16, state uint32) []byte {
	e := keyEvent{down: true, repeat: 1, key: key, char: char, state: state}
	records := keyOf(e)
	e.down = false
	return append(records, keyOf(e)...)
}

// altCode is a character typed by its number on the keypad with Alt held, and the way
// in which the old console pastes what its keyboard has no key for.
func altCode(char uint16, digits ...uint16) (records []byte) {
	records = keyOf(keyEvent{down: true, repeat: 1, key: vkAlt, state: leftAlt})
	for _, d := range digits {
		records = append(records, pressed(0x60+d, 0, leftAlt)...)
	}
	return append(records, keyOf(keyEvent{key: vkAlt, char: char, repeat: 1})...)
}

func other(kind byte) []byte { return append([]byte{kind}, make([]byte, recordSize-1)...) }

// TestWhatConsolesSend: digits are diverted however a console hands them over, and
// other keys arrive as a terminal sends them.
func TestWhatConsolesSend(t *testing.T) {
	many := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	numLock := uint32(0x20)
	for _, c := range []struct {
		name           string
		records        []byte
		handed, digits string
	}{
		{"Windows Terminal, typed", sent("Ann 4111\r\t\x7f"), "Ann ####\r\t\x7f", "4111"},
		{"Windows Terminal, arrows and function keys", sent("\x1b[A\x1bOP\x1b[15~\x1b[1;5C\x1b[Z"), "\x1b[A\x1bOP\x1b[15~\x1b[1;5C\x1b[Z", ""},
		{"Windows Terminal, a paste", sent("\x1b[200~4111 1111\x1b[201~5"), "\x1b[200~#### ####\x1b[201~#", "411111115"},
		{"Windows Terminal, the keypad in application mode", sent("\x1bOp\x1bOy\x1bOM"), "\x1bOz#\x1bOz#\x1bOM", "09"},
		{"Windows Terminal, keys as numbers", sent("\x1b[49u\x1b[57399u"), "\x1b[z#\x1b[z#", "10"},
		{"Windows Terminal, its colours", sent("\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\"), "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", ""},
		{"Windows Terminal, Alt and a digit", sent("\x1b5"), "\x1b#", "5"},
		{"a character of two records", sent("a😀b"), "a😀b", ""},
		{"full-width digits", sent("４１"), "##", "41"},
		{"half a character", append(sent("😀")[:recordSize], sent("x1")...), "x#", "1"},
		{"PuTTY, pasted", sent("4111 1111 1111 1111\r"), "#### #### #### ####\r", "4111111111111111"},

		{"old console, digits", many(pressed('4', '4', 0), pressed('1', '1', 0)), "##", "41"},
		{"old console, the keypad", many(pressed(0x64, '4', numLock), pressed(0x61, '1', numLock)), "##", "41"},
		{"old console, a digit held", keyOf(keyEvent{down: true, repeat: 3, key: '4', char: '4'}), "###", "444"},
		{"old console, no repeat count", keyOf(keyEvent{down: true, key: '4', char: '4'}), "#", "4"},
		{"old console, enter, tab and backspace", many(pressed(0x0d, '\r', 0), pressed(vkTab, '\t', 0), pressed(vkTab, '\t', shift), pressed(vkBackspace, 8, 0), pressed(vkBackspace, 0x7f, leftCtrl)), "\r\t\x1b[Z\x7f\x7f", ""},
		{"old console, ctrl+r and esc", many(pressed('R', 0x12, leftCtrl), pressed(0x1b, 0x1b, 0)), "\x12\x1b", ""},
		{"old console, arrows", many(pressed(0x26, 0, enhanced), pressed(0x28, 0, enhanced), pressed(0x27, 0, enhanced|leftCtrl), pressed(0x25, 0, enhanced|leftAlt|shift)), "\x1b[A\x1b[B\x1b[1;5C\x1b[1;4D", ""},
		{"old console, function keys", many(pressed(vkF1, 0, 0), pressed(vkF1+4, 0, 0), pressed(vkF12, 0, shift)), "\x1b[11~\x1b[15~\x1b[24;2~", ""},
		{"old console, other keys", many(pressed(vkPageUp, 0, enhanced), pressed(0x22, 0, enhanced), pressed(0x24, 0, enhanced), pressed(0x23, 0, enhanced), pressed(0x2d, 0, enhanced), pressed(0x2e, 0, enhanced)), "\x1b[5~\x1b[6~\x1b[H\x1b[F\x1b[2~\x1b[3~", ""},
		{"old console, Alt and a letter", pressed('X', 'x', leftAlt), "\x1bx", ""},
		{"old console, AltGr", pressed('E', '€', rightAlt|leftCtrl), "€", ""},
		{"old console, shift alone", pressed(0x10, 0, shift), "", ""},
		{"old console, ctrl and a digit", pressed('5', 0, leftCtrl), "", ""},
		{"an Alt code", altCode('é', 0, 2, 3, 3), "é", ""},
		{"an Alt code of a digit", altCode('4', 5, 2), "#", "4"},
		{"an Alt code without NumLock", many(keyOf(keyEvent{down: true, repeat: 1, key: vkAlt, state: leftAlt}), pressed(0x23, 0, leftAlt), pressed(0x26, 0, leftAlt), keyOf(keyEvent{key: vkAlt, char: 0x12})), "\x12", ""},
		{"Alt alone", pressed(vkAlt, 0, leftAlt), "", ""},
		{"mouse, menu, focus", many(other(2), sent("a"), other(8), other(16), sent("1")), "a#", "1"},
	} {
		for _, most := range []int{0, 1, 3} {
			for _, room := range []int{1024, 1} {
				memory := make([]byte, ConsoleMemory)
				from := newConsole(&replay{records: c.records, most: most}, memory)
				r, q := New(from, make([]byte, Memory))
				var handed []byte
				var err error
				for err == nil { // a reader with little room asks more often
					buf, n := make([]byte, holdSize+2*room), 0
					n, err = r.Read(buf)
					handed = append(handed, buf[:n]...)
				}
				if digits := all(q); string(handed) != placed(c.handed) || digits != c.digits || !errors.Is(err, io.EOF) {
					t.Errorf("%s, %d records at a time, room for %d: %q and %q, want %q and %q; %v", c.name, most, room, handed, digits, placed(c.handed), c.digits, err)
				}
				if strings.Trim(string(memory), "\x00") != "" {
					t.Errorf("%s: something is left in memory", c.name)
				}
			}
		}
	}
}

// TestConsoleSizes: each new size of the window arrives once, as the decoder reads it.
func TestConsoleSizes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		system := &replay{records: append(other(sizeRecord), other(sizeRecord)...), width: 100, height: 30}
		r, _ := New(newConsole(system, make([]byte, ConsoleMemory)), make([]byte, Memory))
		got := decode(t, r).events
		if len(got) != 1 || got[0] != (uv.WindowSizeEvent{Width: 100, Height: 30}) {
			t.Errorf("%#v", got)
		}
	})
}

// quiet is a console without a key pressed.
type quiet struct{ replay }

func (quiet) Wait(time.Duration) (bool, error) { return false, nil }

// TestConsoleQuiet: a read comes back when no key has come, so that it can be given up.
func TestConsoleQuiet(t *testing.T) {
	r, _ := New(newConsole(&quiet{}, make([]byte, ConsoleMemory)), make([]byte, Memory))
	if n, err := r.Read(make([]byte, 4096)); n != 0 || err != nil {
		t.Error(n, err)
	}
}

// FuzzConsole: whatever the records are, the same comes out however they are cut.
func FuzzConsole(f *testing.F) {
	f.Add(sent("4111\x1b[A😀"))
	f.Add(pressed('4', '4', leftAlt))
	f.Add(altCode('4', 5, 2))
	f.Fuzz(func(t *testing.T, records []byte) {
		records = records[:len(records)/recordSize*recordSize]
		for at := 8; at < len(records); at += recordSize {
			records[at+1] = 0 // some 255 times at most
		}
		read := func(most, room int) string {
			c := newConsole(&replay{records: bytes.Clone(records), most: most, width: 80, height: 24}, make([]byte, ConsoleMemory))
			var out []byte
			for {
				buf := make([]byte, room)
				n, err := c.Read(buf)
				if out = append(out, buf[:n]...); err != nil {
					return string(out)
				}
			}
		}
		if whole, cut := read(0, 4096), read(1, 3); whole != cut {
			t.Errorf("whole %q, cut %q", whole, cut)
		}
	})
}
