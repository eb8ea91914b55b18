package screentest

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"
)

// speakKitty keeps the flags of the kitty keyboard protocol and reports them.
func (s *Terminal) speakKitty() {
	top := func() *int { return &s.kitty[len(s.kitty)-1] }
	s.emu.RegisterCsiHandler(ansi.Command('?', 0, 'u'), func(ansi.Params) bool {
		_, _ = fmt.Fprintf(s.emu.InputPipe(), "\x1b[?%du", *top())
		return true
	})
	s.emu.RegisterCsiHandler(ansi.Command('>', 0, 'u'), func(params ansi.Params) bool {
		flags, _, _ := params.Param(0, 0)
		s.kitty = append(s.kitty, flags)
		return true
	})
	s.emu.RegisterCsiHandler(ansi.Command('<', 0, 'u'), func(params ansi.Params) bool {
		n, _, _ := params.Param(0, 1)
		s.kitty = s.kitty[:max(1, len(s.kitty)-max(1, n))]
		return true
	})
	s.emu.RegisterCsiHandler(ansi.Command('=', 0, 'u'), func(params ansi.Params) bool {
		flags, _, _ := params.Param(0, 0)
		switch mode, _, _ := params.Param(1, 1); mode {
		case 2:
			*top() |= flags
		case 3:
			*top() &^= flags
		default:
			*top() = flags
		}
		return true
	})
}
