package keyboard

import (
	"fmt"
	"io"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Open makes the filter of a terminal and the queue of its digits, as New does.
// Restore gives the terminal back as it was.
//
// The memory has Memory and ConsoleMemory bytes. Bubble Tea would read the records of
// a console itself, past any filter, so the filter is no file to it.
func Open(in, out *os.File, memory []byte) (r io.Reader, q *Queue, restore func(), err error) {
	c := windowsConsole{in: windows.Handle(in.Fd()), out: windows.Handle(out.Fd())}
	var mode uint32
	if windows.GetConsoleMode(c.in, &mode) != nil { // no console, but a pipe of a terminal emulator
		r, q = New(in, memory[:Memory])
		return r, q, func() {}, nil
	}
	if err := c.raw(); err != nil {
		return nil, nil, nil, fmt.Errorf("the console cannot give single keys: %w", err)
	}
	r, q = New(newConsole(c, memory[Memory:]), memory[:Memory])
	return r, q, func() { _ = windows.SetConsoleMode(c.in, mode) }, nil
}

// Translates reports whether a console sends keys as terminals do. It leaves the
// console as it was.
func Translates(in *os.File) bool {
	c := windowsConsole{in: windows.Handle(in.Fd())}
	var mode uint32
	if windows.GetConsoleMode(c.in, &mode) != nil {
		return true
	}
	defer windows.SetConsoleMode(c.in, mode) //nolint:errcheck // it had this mode
	return windows.SetConsoleMode(c.in, mode|windows.ENABLE_VIRTUAL_TERMINAL_INPUT) == nil
}

// Draws reports whether a console draws what terminals draw. It leaves the console as
// it was.
func Draws(out *os.File) bool {
	c := windowsConsole{out: windows.Handle(out.Fd())}
	var mode uint32
	if windows.GetConsoleMode(c.out, &mode) != nil {
		return true
	}
	defer windows.SetConsoleMode(c.out, mode) //nolint:errcheck // it had this mode
	return windows.SetConsoleMode(c.out, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}

type windowsConsole struct{ in, out windows.Handle }

// raw asks for single keys, and for changes of the window's size. Selecting with the
// mouse is off, because it stops all drawing.
func (c windowsConsole) raw() error {
	const mode = windows.ENABLE_WINDOW_INPUT | windows.ENABLE_EXTENDED_FLAGS
	if windows.SetConsoleMode(c.in, mode|windows.ENABLE_VIRTUAL_TERMINAL_INPUT) == nil {
		return nil
	}
	return windows.SetConsoleMode(c.in, mode)
}

// Wait implements consoleSystem.
func (c windowsConsole) Wait(most time.Duration) (bool, error) {
	event, err := windows.WaitForSingleObject(c.in, uint32(most.Milliseconds())) //nolint:gosec // a fraction of a second
	return err == nil && event == windows.WAIT_OBJECT_0, err
}

var readConsoleInput = windows.NewLazySystemDLL("kernel32.dll").NewProc("ReadConsoleInputW")

// Read implements consoleSystem.
func (c windowsConsole) Read(records []byte) (int, error) {
	var n uint32
	ok, _, err := readConsoleInput.Call(uintptr(c.in), uintptr(unsafe.Pointer(&records[0])), uintptr(len(records)/recordSize), uintptr(unsafe.Pointer(&n))) //nolint:gosec // as Windows wants it
	if ok == 0 {
		return 0, err
	}
	return int(n), nil
}

// Size implements consoleSystem.
func (c windowsConsole) Size() (width, height int, err error) {
	var info windows.ConsoleScreenBufferInfo
	if err := windows.GetConsoleScreenBufferInfo(c.out, &info); err != nil {
		return 0, 0, err
	}
	return int(info.Window.Right-info.Window.Left) + 1, int(info.Window.Bottom-info.Window.Top) + 1, nil
}
