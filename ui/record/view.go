package record

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/record/operate"
)

// view shows all that is known of one payment or refund.
type view struct {
	page      *Page
	shell     kit.Shell
	reference string             // the transaction reference, as it came
	attempt   string             // the ID of the attempt that the agent opened; "" for none
	record    gateway.Record     // cleaned
	back      *view              // the record that led here; nil for Find
	seen      operation.Snapshot // the payment with its state, once known
	known     bool
	problem   string           // why it is not
	stale     bool             // the record is shown as it was before
	children  []gateway.Record // cleaned, oldest first
	parent    gateway.Record   // of a refund, cleaned, once known
	siblings  []gateway.Record // and what else was made of that, as children
	request   int              // the newest question to the gateway
	giving    bool             // g was pressed before the state was known
	mistake   bool             // it was just taken or reserved, and should not have been
	undo      bool             // the agent came to undo that, and has done nothing else yet
	top       int              // the first row shown of what scrolls
	marked    int              // which item is marked: the related records, then what can be unfolded
	open      map[string]bool  // the groups of details that are unfolded, by their titles
}

// Update implements Page.
func (s *view) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case lookMsg:
		return s.looked(msg)
	case familyMsg:
		if msg.request == s.request && msg.err == nil {
			s.parent, s.siblings = msg.seen.Record.Cleaned(), cleaned(msg.seen.Related)
		}
		return nil
	case tea.KeyPressMsg:
		return s.press(msg)
	}
	return nil
}

func (s *view) press(k tea.KeyPressMsg) tea.Cmd {
	keys := s.shell.Keys.Record
	s.giving, s.undo = false, s.undo && key.Matches(k, keys.Give)
	switch {
	case key.Matches(k, keys.Back):
		if s.back == nil {
			return s.shell.Open(kit.Open{Place: s.page.from, Back: !s.page.fresh})
		}
		return s.page.show(s.back)
	case key.Matches(k, keys.Give):
		if !s.known {
			if s.problem != "" {
				s.shell.Notify("It is not known what can be done: press " + keys.Again.Help().Key + " to load the payment again.")
				return nil
			}
			s.giving = s.shell.Console.Operations != nil
			s.shell.Notify("Still loading: wait a moment.")
			return nil
		}
		return s.give()
	case key.Matches(k, keys.Open):
		return s.enter()
	case key.Matches(k, keys.Details):
		s.foldAll()
	case key.Matches(k, keys.Copy):
		return s.copy()
	case key.Matches(k, keys.Again):
		s.shell.Notify("The gateway is asked again.")
		return s.look()
	case key.Matches(k, keys.Next):
		s.next(k.String() == "shift+tab")
	case key.Matches(k, keys.Scroll):
		s.scroll(k)
	default:
		s.shell.Notify(kit.NothingHere)
	}
	return nil
}

// give opens what can be done with the payment.
func (s *view) give() tea.Cmd {
	s.page.op = operate.New(s.shell, s, s.seen, s.undo)
	s.giving, s.undo = false, false
	return nil
}

// Mistake implements operate.Record.
func (s *view) Mistake() bool { return s.mistake }

// Return implements operate.Record.
func (s *view) Return() tea.Cmd { return s.page.show(s) }

// Changed implements operate.Record.
func (s *view) Changed(after *operation.Snapshot, give bool) tea.Cmd {
	if after == nil {
		s.known = false
	} else {
		s.take(*after)
	}
	cmd := s.page.show(s)
	switch {
	case !give:
		return cmd
	case !s.known:
		s.giving = true
		return cmd
	default:
		return tea.Batch(cmd, s.give())
	}
}

// Made implements operate.Record.
func (s *view) Made(r gateway.Record) tea.Cmd {
	return s.onto(r, true)
}

// onto goes to a related record, and with give to what can be done with it. To one that
// this page was opened from it goes back, so that Esc comes to each record once.
func (s *view) onto(r gateway.Record, give bool) tea.Cmd {
	s.shell.Console.View(r)
	for under := s.back; under != nil; under = under.back {
		if under.reference == r.TransactionReference {
			under.giving = give
			return s.page.show(under)
		}
	}
	return s.page.show(&view{page: s.page, shell: s.shell, reference: r.TransactionReference, record: r, back: s, giving: give})
}

// enter opens the related record that is marked, or unfolds the details.
func (s *view) enter() tea.Cmd {
	links, folds := s.links(), s.folds()
	switch at := s.mark(); {
	case at < len(links):
		return s.onto(links[at], false)
	case at-len(links) < len(folds):
		s.fold(folds[at-len(links)])
		s.intoView()
	default:
		s.shell.Notify("There is nothing to open here.")
	}
	return nil
}

func (s *view) fold(title string) {
	if s.open == nil {
		s.open = map[string]bool{}
	}
	s.open[title] = !s.open[title]
}

// foldAll unfolds all details, or folds them where all are unfolded.
func (s *view) foldAll() {
	folds := s.folds()
	if len(folds) == 0 {
		s.shell.Notify("There are no details yet.")
		return
	}
	all := !slices.ContainsFunc(folds, func(title string) bool { return !s.open[title] })
	s.open = map[string]bool{}
	for _, title := range folds {
		s.open[title] = !all
	}
	if !all { // to where they begin
		s.marked = max(s.marked, len(s.links()))
		s.show(s.mark(), true)
	}
}

// copy copies the transaction reference, and nothing else, to the terminal's clipboard.
func (s *view) copy() tea.Cmd {
	reference := s.record.TransactionReference
	switch {
	case !s.shell.Console.Copy:
		s.shell.Notify("Copying is switched off. A supervisor can switch it on.")
		return nil
	case reference == "" || reference != s.reference || gateway.HoldsCardNumber(reference):
		s.shell.Notify("This payment has no reference to copy.")
		return nil
	}
	s.shell.Notify("Copied: " + reference)
	return tea.SetClipboard(reference)
}

// Keys implements Page.
func (s *view) Keys() []key.Binding {
	k := s.shell.Keys.Record
	open := kit.Relabel(k.Open, "open")
	if folds, at := s.folds(), s.mark()-len(s.links()); at >= 0 && at < len(folds) {
		open = kit.Relabel(k.Open, "unfold")
		if s.open[folds[at]] {
			open = kit.Relabel(k.Open, "fold")
		}
	}
	var bindings []key.Binding
	if s.gives() && (s.known || s.problem == "") {
		bindings = append(bindings, s.giveKey(k.Give))
	}
	if s.problem != "" { // what the agent can do about it
		bindings = append(bindings, k.Again)
	}
	items := s.count()
	if items > 0 {
		bindings = append(bindings, open)
	}
	bindings = append(bindings, k.Back)
	if len(s.folds()) > 0 {
		bindings = append(bindings, k.Details)
	}
	if items > 1 {
		bindings = append(bindings, k.Next)
	}
	bindings = append(bindings, k.Scroll)
	if s.problem == "" {
		bindings = append(bindings, k.Again)
	}
	if s.shell.Console.Copy {
		bindings = append(bindings, k.Copy)
	}
	return bindings
}

// giveKey is the key that opens what can be done, named after what that mostly is. Until
// that is known its name promises nothing.
func (s *view) giveKey(give key.Binding) key.Binding {
	marked := operate.Marked(s.shell, s.seen, s.undo)
	gives := marked.Legal() && marked.Kind.GivesBack() && marked.Kind != option.Payout
	switch {
	case !s.known:
		return kit.Relabel(give, whatYouCan)
	case kit.ReservedNow(s.seen) && marked.Legal() && (marked.Kind == option.Release || marked.Kind == option.Cancel):
		return kit.GiveKey(give, true, marked.Kind == option.Cancel)
	case gives && statement.FlowOf(s.record) == statement.Out: // the refund, which the caller then does not get
		return kit.StopKey(give, statement.KindOf(s.record).String())
	case gives:
		return give
	default:
		return kit.Relabel(give, whatYouCan)
	}
}

const whatYouCan = "what you can do"

// gives reports that the record may have options. A card check whose card was not kept
// has none.
func (s *view) gives() bool {
	return s.record.RequestType == "" || statement.FlowOf(s.record) != statement.None ||
		slices.ContainsFunc(s.seen.Options, option.Option.Legal)
}

// Busy implements Page.
func (s *view) Busy() string { return "" }
