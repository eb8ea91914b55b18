package theme

import (
	"strconv"

	"github.com/charmbracelet/colorprofile"
)

// Level is how many colours a terminal has.
type Level int

// The levels.
const (
	None    Level = iota // no colour: NO_COLOR, or a terminal without
	Sixteen              // the agent's own palette: no ratio can be promised
	Many                 // the 256 of xterm
	True                 // all
)

// LevelOf is the level of what a program is told of a terminal's colours.
func LevelOf(p colorprofile.Profile) Level {
	switch p {
	case colorprofile.TrueColor:
		return True
	case colorprofile.ANSI256:
		return Many
	case colorprofile.ANSI:
		return Sixteen
	default:
		return None
	}
}

// none is no colour: that of the terminal.
const none = -1

// token is a colour of text at every level.
type token struct {
	dark, light, high RGB // of True
	many              many
	sixteen           [2]int // dark and light, or none
}

// many are the numbers of a colour in the palette of 256.
type many struct{ dark, light, high int }

// The colours of text.
var (
	textToken   = token{hex(0xe8eaed), hex(0x1b1f24), hex(0xffffff), many{255, 234, 231}, [2]int{none, none}}
	dimToken    = token{hex(0xb4bbc4), hex(0x4a525c), hex(0xffffff), many{250, 239, 231}, [2]int{7, none}}
	lineToken   = token{hex(0x5b6470), hex(0xa3abb5), hex(0xffffff), many{241, 248, 231}, [2]int{8, 8}}
	accentToken = token{hex(0x79c0ff), hex(0x0a4fa0), hex(0x8fe9ff), many{117, 25, 123}, [2]int{14, 4}}
	okToken     = token{hex(0x93f8cc), hex(0x07593f), hex(0x9fffd8), many{122, 23, 122}, [2]int{10, 2}}
	warnToken   = token{hex(0xf8c137), hex(0x825a04), hex(0xffd21f), many{220, 94, 220}, [2]int{11, 3}}
	badToken    = token{hex(0xff8f86), hex(0x730108), hex(0xff8f86), many{210, 88, 210}, [2]int{9, 1}}
)

// read are the colours in which something is read: all but that of lines.
var read = []token{textToken, dimToken, accentToken, okToken, warnToken, badToken}

// The grounds that lie on the terminal's own.
var (
	panelMany    = many{235, 255, 16}
	raisedMany   = many{237, 254, 234}
	selectedMany = many{17, 195, 17}
)

// pair is a bar: text on a ground of our own. Without colour it is reversed, unless
// it is quiet.
type pair struct {
	fg, bg               RGB
	manyFg, manyBg       int
	sixteenFg, sixteenBg int // none: bold alone
	quiet                bool
}

// The bars and the heads of environments.
var (
	okPair           = pair{hex(0x000000), hex(0x45b87f), 16, 72, 0, 2, false}
	warnPair         = pair{hex(0x000000), hex(0xffc93c), 16, 220, 0, 3, false}
	badPair          = pair{hex(0xffffff), hex(0xa61b2b), 231, 124, 15, 1, false}
	livePair         = pair{hex(0xffffff), hex(0xb00040), 231, 125, 15, 1, false}
	testPair         = pair{hex(0xffffff), hex(0x1f5fa8), 231, 25, 15, 4, true}
	testHighPair     = pair{hex(0xffffff), hex(0x174e8c), 231, 24, 15, 4, true}
	sandboxPair      = pair{hex(0xffffff), hex(0x4b5563), 231, 240, none, none, true}
	practicePair     = pair{hex(0xffffff), hex(0x6b3fa0), 231, 97, 15, 5, true}
	practiceHighPair = pair{hex(0xffffff), hex(0x6b3fa0), 231, 54, 15, 5, true}
	primaryDark      = pair{hex(0x0b1420), hex(0x79c0ff), 16, 117, none, none, false}
	primaryLight     = pair{hex(0xffffff), hex(0x0a4fa0), 231, 25, none, none, false}
	primaryHigh      = pair{hex(0x000000), hex(0x8fe9ff), 16, 123, none, none, false}
)

// sixteenParams are the parameters of one of the sixteen colours; layer is 30 or 40.
func sixteenParams(n, layer int) string {
	switch {
	case n == none:
		return ""
	case n >= 8:
		return strconv.Itoa(layer + 60 + n - 8)
	}
	return strconv.Itoa(layer + n)
}

func manyParams(n int, layer string) string { return layer + ";5;" + strconv.Itoa(n) }
