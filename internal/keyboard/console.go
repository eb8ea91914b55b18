package keyboard

import (
	"encoding/binary"
	"fmt"
	"io"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// A console of Windows hands over records of keys, and not bytes. Its code is free of
// Windows, so that the tests can replay what each console sends.

const (
	recordSize  = 20 // of an INPUT_RECORD
	recordsRead = 64 // at a time
	keySize     = 32 // the longest text of one record

	// ConsoleMemory is how many bytes a console needs beside Memory.
	ConsoleMemory = recordsRead*recordSize + keySize

	// consoleIdle is how long a read waits for keys. A caller that gives up reading
	// is heard after that.
	consoleIdle = 200 * time.Millisecond
)

// consoleSystem is a console as Windows gives it.
type consoleSystem interface {
	// Wait waits for records, no longer than most.
	Wait(most time.Duration) (ready bool, err error)
	// Read reads as many records as fit, and at least one.
	Read(records []byte) (n int, err error)
	// Size is that of the window, in characters.
	Size() (width, height int, err error)
}

// console reads the records of a console, as the bytes that a terminal would have
// sent for them.
//
// A console in virtual-terminal mode sends the bytes itself, one in each record that
// has no key. A record with a key is one that the console did not translate: an Alt
// code, or any key at a console that refused the mode.
type console struct {
	system  consoleSystem
	memory  []byte // for records
	records []byte // those not translated yet
	text    []byte // of the current record, its capacity in the caller's memory
	written int    // how much of the text has been read
	again   int    // how many more times to read the text
	high    rune   // the first half of a character of two records
	width   int
	height  int
}

func newConsole(system consoleSystem, memory []byte) *console {
	at := recordsRead * recordSize
	return &console{system: system, memory: memory[:at:at], text: memory[at:at:ConsoleMemory]}
}

// Read implements io.Reader. It returns 0 and no error when no key has come for a
// while.
func (c *console) Read(p []byte) (n int, err error) {
	if c.again == 0 && len(c.records) == 0 {
		ready, err := c.system.Wait(consoleIdle)
		if err != nil || !ready {
			return 0, consoleError(err)
		}
		got, err := c.system.Read(c.memory)
		c.records = c.memory[:got*recordSize]
		if err != nil {
			return 0, consoleError(err)
		}
	}
	for n < len(p) && c.next() {
		copied := copy(p[n:], c.text[c.written:])
		n += copied
		if c.written += copied; c.written == len(c.text) {
			c.written, c.again = 0, c.again-1
		}
		if c.again == 0 {
			c.wipe()
		}
	}
	return n, nil
}

func (c *console) wipe() {
	clear(c.text)
	c.text = c.text[:0]
}

func consoleError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: the console gives no keys: %w", io.ErrUnexpectedEOF, err)
}

// next makes sure that there is text, and reports false when no record is left.
func (c *console) next() bool {
	for c.again == 0 {
		if len(c.records) == 0 {
			return false
		}
		record := c.records[:recordSize]
		c.records = c.records[recordSize:]
		c.translate(record)
		clear(record)
	}
	return true
}

// Kinds of records.
const (
	keyRecord  = 1
	sizeRecord = 4
)

// Flags of keys.
const (
	rightAlt = 1 << iota
	leftAlt
	rightCtrl
	leftCtrl
	shift
	_
	_
	_
	enhanced // a key that the keypad has too
)

// keyEvent is a KEY_EVENT_RECORD.
type keyEvent struct {
	down   bool
	key    uint16 // the virtual key, 0 for none
	char   uint16 // UTF-16, 0 for none
	state  uint32
	repeat int
}

// translate makes the text of a record.
func (c *console) translate(record []byte) {
	at := record[4:]
	switch binary.LittleEndian.Uint16(record) {
	case keyRecord:
		e := keyEvent{
			down: binary.LittleEndian.Uint32(at) != 0, repeat: int(binary.LittleEndian.Uint16(at[4:])), key: binary.LittleEndian.Uint16(at[6:]),
			char: binary.LittleEndian.Uint16(at[10:]), state: binary.LittleEndian.Uint32(at[12:]),
		}
		if c.keyText(e); len(c.text) > 0 {
			c.again = max(1, e.repeat)
		}
	case sizeRecord:
		// The record has the size of the buffer, which may be far higher than the window.
		width, height, err := c.system.Size()
		if err == nil && (width != c.width || height != c.height) {
			c.width, c.height = width, height
			c.text, c.again = fmt.Appendf(c.text, "\x1b[8;%d;%dt", height, width), 1
		}
	}
}

// keyText makes the text of a key.
func (c *console) keyText(e keyEvent) {
	alt := e.state&leftAlt != 0 && e.state&(leftCtrl|rightCtrl|rightAlt) == 0 // AltGr is both Ctrl and the right Alt
	switch {
	case e.char != 0 && !e.down && e.key == vkAlt: // the character of an Alt code
		c.character(e.char)
	case !e.down:
	case e.key == vkTab && e.state&shift != 0:
		c.text = append(c.text, "\x1b[Z"...)
	case e.key == vkBackspace && e.char == 8:
		c.text = append(c.text, 0x7f)
	case e.char != 0:
		if alt && e.key != 0 {
			c.text = append(c.text, esc)
		}
		c.character(e.char)
	case alt && e.state&enhanced == 0: // a digit of an Alt code
	default:
		c.text = appendKey(c.text, e)
	}
}

// character adds a character, or keeps its first half.
func (c *console) character(unit uint16) {
	r := rune(unit)
	high := c.high
	c.high = 0
	switch {
	case !utf16.IsSurrogate(r):
	case high == 0:
		c.high = r
		return
	default:
		r = utf16.DecodeRune(high, r)
	}
	c.text = utf8.AppendRune(c.text, r)
}

// Virtual keys.
const (
	vkBackspace = 0x08
	vkTab       = 0x09
	vkAlt       = 0x12
	vkPageUp    = 0x21
	vkF1        = 0x70
	vkF12       = 0x7b
)

// appendKey appends the sequence of a key without a character, as xterm sends it.
func appendKey(to []byte, e keyEvent) []byte {
	modifier := 1
	for _, m := range []struct {
		flags uint32
		adds  int
	}{{shift, 1}, {leftAlt | rightAlt, 2}, {leftCtrl | rightCtrl, 4}} {
		if e.state&m.flags != 0 {
			modifier += m.adds
		}
	}
	numbers := map[uint16]int{vkPageUp: 5, vkPageUp + 1: 6, 0x2d: 2, 0x2e: 3}
	letters := map[uint16]byte{0x23: 'F', 0x24: 'H', 0x25: 'D', 0x26: 'A', 0x27: 'C', 0x28: 'B'}
	if e.key >= vkF1 && e.key <= vkF12 {
		numbers[e.key] = []int{11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24}[e.key-vkF1]
	}
	number, last := 1, byte('~')
	if n, ok := numbers[e.key]; ok {
		number = n
	} else if last, ok = letters[e.key]; !ok {
		return to
	}
	switch {
	case modifier > 1:
		return fmt.Appendf(to, "\x1b[%d;%d%c", number, modifier, last)
	case last != '~':
		return append(to, esc, '[', last)
	default:
		return fmt.Appendf(to, "\x1b[%d~", number)
	}
}
