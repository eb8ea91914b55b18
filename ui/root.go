// Package ui is the console an agent works in: the shell around its pages. It knows
// where the agent is, what news there is and when to lock. It knows pages by their
// places only.
package ui

import (
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// MinWidth and MinHeight are the smallest usable terminal.
const (
	MinWidth  = 60
	MinHeight = 20
)

// Root is the console: one agent, one terminal. It implements tea.Model.
type Root struct {
	console       *kit.Console
	lineLost      bool // the terminal is gone, and no other has been drawn on yet
	keys          *kit.KeyMap
	theme         *kit.Theme
	look          theme.Options // what the theme is made from
	drawn         drawn
	width, height int
	pages         map[kit.Place]kit.Page // the latest page of each place
	current       kit.Page               // the page that is shown
	requests      int                    // questions asked so far, to tell their answers apart
	readings      int                    // readings of the journal asked for so far
	newest        int                    // the newest reading that was taken in
	helpOpen      bool
	helpHas       []kit.KeyGroup    // the screens of the help
	helpAt        int               // screen that the help shows
	helpFrom      int               // screen that it was opened from
	asking        string            // what leaving would lose, while the console asks; "" otherwise
	unseen        string            // the attempt whose outcome came while the window was too small to show it
	notice        string            // one line above the footer, until the next key
	news          []string          // the news, the oldest first
	newsAt        time.Time         // since when the first of it is shown
	holds         payment.Holds     // what is held, of every desk
	unresolved    []payment.Attempt // of every desk on the journal
	more          bool              // there are more of them
	unknown       int               // how many of them have an outcome that is not known
	everyone      bool              // home shows what all agents did
	watching      bool              // the journal will be looked at again by itself
	announced     map[string]string // by attempt, the outcome that the agent was told
	keyAt         time.Time         // when the agent typed last
	idleWatch     int               // which timer counts
	idleDue       time.Time         // when its message should come
	lock          *lock             // nil while the console is open
	wakeAt        time.Time         // when the page that is shown takes keys
	wanted        WantedMsg         // another terminal asks for the console
	step          string            // what tellStep told last
	nextSite      string            // the site to begin again at, "" if the console just ends
	still         still             // the frame that was drawn last
	recording     recording
	left          bool     // the agent ended the console
	watchdog      watchdog // its lock guards all of this
}

var _ tea.Model = (*Root)(nil)

// keys are those of all consoles: none of them changes one.
var keys = sync.OnceValue(func() *kit.KeyMap {
	all := kit.NewKeyMap()
	return &all
})

// New makes the console of one session, opening on home.
func New(s *kit.Console) *Root {
	r := &Root{console: s, keys: keys(), theme: new(kit.Theme), pages: map[kit.Place]kit.Page{}, announced: map[string]string{}, keyAt: s.Now().Round(0)}
	r.watchdog.ended = make(chan struct{})
	r.look = theme.Options{Level: theme.True, High: s.HighContrast, Charset: s.Charset}
	r.relook()
	r.open(kit.Open{Place: kit.Home}) // Init reads the journal
	if s.Unlock != nil && !s.Unlocked {
		r.lock = newLock(true)
	}
	return r
}

// Init asks for the terminal's background, to choose light or dark colours,
// and for what is in the journal. A console with a passphrase begins locked.
func (r *Root) Init() tea.Cmd {
	r.watchdog.mu.Lock()
	defer r.watchdog.mu.Unlock()
	return tea.Batch(tea.RequestBackgroundColor, r.load(), r.watchIdle(), r.askTries())
}

// relook replaces the theme.
func (r *Root) relook() { *r.theme = kit.ThemeOf(theme.New(r.look)) }

// Update routes a message: sizes and outcomes first, then overlays, then the
// screen that is shown.
func (r *Root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	r.watchdog.mu.Lock()
	defer r.watchdog.mu.Unlock()
	left := r.resumed()
	r.still.update()
	model, cmd := r.update(msg)
	r.minds()
	r.tellStep()
	if wake := r.wake(); wake != nil || left != nil {
		cmd = tea.Batch(left, cmd, wake)
	}
	return model, cmd
}

func (r *Root) update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg.(type) {
	case kit.DoneMsg, kit.ResolvedMsg:
		return r, r.take(msg)
	case kit.Open:
		return r, r.opens(msg)
	}
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		wasSmall := r.tooSmall()
		r.width, r.height = sizeOf(msg)
		if wasSmall && !r.tooSmall() {
			r.shownAgain()
		}
		return r, nil
	case tea.BackgroundColorMsg:
		if msg.Color != nil {
			ground := theme.FromColor(msg.Color)
			r.look.Ground = &ground
			r.relook()
		}
		return r, nil
	case tea.ColorProfileMsg:
		r.look.Level = theme.LevelOf(msg.Profile)
		r.relook()
		return r, nil
	case LostMsg:
		r.lineLost = true
		return r, r.lost()
	case ReturnedMsg:
		return r, r.returned(msg)
	case WantedMsg:
		r.wanted = msg
		return r, nil
	case RightsMsg:
		if r.console.Entitle != nil {
			r.console.Entitle(r.console)
		}
		return r, r.bring(kit.To{Place: kit.Floor, Msg: kit.LookMsg{}})
	case SaidMsg:
		r.addNews("! " + msg.Text)
		return r, nil
	case RecordingMsg:
		r.recorded()
		return r, r.pass(msg)
	case kit.To:
		return r, r.bring(msg)
	case kit.CheckedMsg:
		if r.notice == kit.AskingNow {
			r.notice = msg.Says
		}
		return r, nil
	case kit.JournalMsg:
		return r, r.loaded(msg)
	case missedMsg:
		return r, fetchLater(msg)
	case fetchMsg:
		return r, r.fetch(msg.id)
	case kit.ChangeSiteMsg:
		return r, r.changeSite(msg.Site)
	case kit.LookMsg:
		r.still.keep()
		if msg.DayOnly && !r.showsDay() {
			return r, nil
		}
		return r, r.load()
	case kit.EveryoneMsg:
		r.everyone = msg.On
		return r, r.load()
	case OpenedMsg:
		return r, r.opened(msg)
	case idleMsg:
		return r, r.idle(msg)
	case unlockMsg:
		return r, r.tried(msg)
	case closedMsg:
		if msg.lock != r.lock {
			return r, nil
		}
		return r, r.askTries()
	case wakeMsg:
		return r, nil // the frame is drawn again
	case watchMsg:
		r.watching = false
		return r, r.load()
	case tea.KeyPressMsg, tea.PasteMsg:
		if r.lineLost { // no agent sees what it would do
			return r, nil
		}
		return r, r.typed(msg)
	}
	return r, r.pass(msg)
}

// take takes in a message that is large. Any other, above all a key, needs no room for it on
// the stack, which a session keeps: update does not hold it.
func (r *Root) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.DoneMsg:
		return r.deliver(msg)
	case kit.ResolvedMsg:
		return r.resolved(msg.Attempt)
	}
	return nil
}

// opens is take for a page to open.
//
//go:noinline
func (r *Root) opens(msg tea.Msg) tea.Cmd {
	if o, ok := msg.(kit.Open); ok {
		return r.open(o)
	}
	return nil
}

// press handles a key: the question, the help, keys that work everywhere, and
// then the screen. While the window is too small to show a page, keys do nothing.
func (r *Root) press(k tea.KeyPressMsg) tea.Cmd {
	if r.notice != "" || r.tooSmall() {
		r.newsAt = r.now() // the agent could not see it
	}
	r.notice = ""
	r.newsRead()
	switch {
	case r.asking != "":
		r.asking = ""
		if key.Matches(k, r.keys.Ask.Yes) {
			return r.quit()
		}
		r.shownAgain()
		return nil
	case key.Matches(k, r.keys.Global.Interrupt):
		return r.leave()
	case r.tooSmall():
		return nil
	case r.helpOpen:
		r.helpKey(k)
		return nil
	case key.Matches(k, r.keys.Global.Help):
		r.openHelp()
		return nil
	}
	if v, shown := r.gate(); shown {
		return r.gateKey(v, k)
	}
	return r.key(k)
}

// pass gives a message to the page that is shown.
func (r *Root) pass(msg tea.Msg) tea.Cmd { return r.current.Update(msg) }

// shows reports the page that is shown.
func (r *Root) shows(page kit.Page) bool { return r.current == page }

// showsDay reports that the payments of the day are shown. A page that shows them reads the
// journal when it opens, and the console when it is unlocked or comes back to a terminal.
func (r *Root) showsDay() bool {
	return r.lock == nil && !r.lineLost && (r.shows(r.pages[kit.Home]) || r.shows(r.pages[kit.Floor]))
}

// shownAgain starts the page's grace period if the page is visible again: keys meant
// for what covered it must not act on it, nor on the news.
func (r *Root) shownAgain() {
	if r.tooSmall() || r.lock != nil {
		return // not yet
	}
	r.unseen, r.newsAt = "", r.now()
	if o, ok := r.current.(kit.Owner); ok {
		o.StartGrace()
	}
}

// room is what the frame leaves for a screen.
func (r *Root) room() (width, height int) {
	return r.width - 2*draw.Margin(r.width), r.height - headRows - footRows
}

func (r *Root) tooSmall() bool { return r.width < MinWidth || r.height < MinHeight }

func (r *Root) now() time.Time { return r.console.Now() }
