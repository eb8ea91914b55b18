package screentest

import (
	"time"

	"github.com/charmbracelet/x/ansi"
)

// escPause is much longer than a program waits after an ESC for the rest of a sequence
// (50 ms). A key that it reads sooner becomes Alt and that key.
const escPause = 150 * time.Millisecond

// escLate is how long a busy program may take to show what Esc did, before it is held that
// Esc changed nothing.
const escLate = 5 * time.Second

// Type types text, one grapheme after the other. A line feed is Enter.
func (s *Terminal) Type(text string) {
	s.t.Helper()
	for _, key := range splitText(text) {
		out, err := s.keyboard().encode(key)
		if err != nil {
			s.t.Fatalf("type: %v", err)
		}
		s.Input(out)
	}
}

// Press presses keys by name, such as "ctrl+r" or "enter". Without [Kitty] it waits
// after "esc", which a program recognises only by the silence after it, until the program
// has written something.
func (s *Terminal) Press(names ...string) {
	s.t.Helper()
	for _, name := range names {
		key, err := parseKey(name)
		if err != nil {
			s.t.Fatalf("press: %v", err)
		}
		out, err := s.keyboard().encode(key)
		if err != nil {
			s.t.Fatalf("press: %v", err)
		}
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		s.Input(out)
		if string(out) == "\x1b" {
			time.Sleep(escPause)
			select {
			case <-changed:
			case <-time.After(escLate):
			}
		}
	}
}

// Paste pastes text, bracketed if the program has asked for that.
func (s *Terminal) Paste(text string) {
	s.t.Helper()
	if s.Mode(ansi.ModeBracketedPaste) {
		text = ansi.BracketedPasteStart + text + ansi.BracketedPasteEnd
	}
	s.Input([]byte(text))
}

// Input gives the program raw bytes as one read. After the program's end they
// go nowhere.
func (s *Terminal) Input(p []byte) { _, _ = s.input.Write(p) }

func (s *Terminal) keyboard() keyboard {
	s.mu.Lock()
	defer s.mu.Unlock()
	return keyboard{
		application: s.modes[ansi.ModeCursorKeys],
		kitty:       s.kitty[len(s.kitty)-1]&ansi.KittyDisambiguateEscapeCodes != 0,
	}
}
