package entrytest

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/entrytest/reader"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/screentest"
)

// console is the payment form with the confirm page, driven as the real console drives
// them. It has no grace period, in which agents wait anyway; without it the test is
// stricter.
type console struct {
	form    *forms.Payment
	digits  *keyboard.Queue
	now     time.Time
	page    page
	request gateway.AuthRequest
	mutant  mutant // nil: none
}

type page int

const (
	editing page = iota
	confirming
	discarding
	sent
	gone
)

func newConsole(t testing.TB, f reader.Form, vault *gateway.Vault) *console {
	d := &console{now: time.Date(f.Year, time.Month(f.Month), 21, 12, 0, 0, 0, time.UTC)}
	var all []gateway.Currency
	for _, code := range f.Currencies {
		c, err := gateway.ParseCurrency(code)
		if code == "BHD" { // its decimals must be confirmed by the configuration
			c, err = gateway.CurrencyWithExponent(code, 3)
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	limit := gateway.Money{}
	if f.Most > 0 {
		limit = gateway.Money{Minor: int64(f.Most), Currency: all[0]}
	}
	d.form = forms.NewPayment(forms.PaymentOptions{
		Currency: all[0], Currencies: all, Country: f.Country, CodeRequired: f.CodeRequired, OrderLength: f.OrderLength,
		MaxAmount: limit,
		Vault:     vault, Now: func() time.Time { return d.now },
	})
	return d
}

// send gives the console a message, with the digits that it stands for.
func (d *console) send(msg tea.Msg) {
	if d.mutant != nil {
		if msg = d.mutant(d, msg); msg == nil {
			return
		}
	}
	d.digits.Offer(forms.Digits(msg))
	defer d.digits.Drop()
	k, isKey := msg.(tea.KeyPressMsg)
	if isKey {
		k = forms.Plain(k)
		msg = k
	}
	switch name := k.String(); d.page {
	case editing:
		d.edit(msg, name)
	case confirming:
		switch {
		case isKey && name == "y":
			d.page, d.request = sent, d.asked()
		case isKey && name == "esc":
			d.page = editing
		}
	case discarding:
		switch {
		case isKey && name == "y":
			d.page = gone
		case isKey && name == "esc":
			d.page = editing
		}
	case sent, gone:
	}
}

func (d *console) edit(msg tea.Msg, name string) {
	switch {
	case name == "ctrl+r":
		if d.form.CheckAll() {
			d.page = confirming
		}
	case name == "esc":
		if d.page = discarding; !d.form.Dirty() {
			d.page = gone
		}
	case d.form.Update(msg) == forms.Left:
		d.page = confirming
	}
}

func (d *console) asked() gateway.AuthRequest {
	first, last := d.form.Name()
	return gateway.AuthRequest{
		Site: "test_site12345", OrderReference: d.form.OrderReference(), Amount: d.form.Amount(),
		Billing: gateway.Billing{
			FirstName: first, LastName: last,
			Premise: d.form.Premise(), Postcode: d.form.Postcode(), Country: d.form.Country(),
		},
		Card: d.form.Take(),
	}
}

// singly gives each key as a message of its own, after a random wait up to a maximum.
func (d *console) singly(r *rand.Rand, keys []reader.Key, wait time.Duration) {
	for _, k := range keys {
		d.now = d.now.Add(time.Duration(r.Int64N(int64(wait) + 1)))
		d.send(message(k))
	}
}

// bunched gives keys like a slow line: several in one read of the terminal, all decoded
// before the first is handled, with digits through the queue.
func (d *console) bunched(t testing.TB, r *rand.Rand, keys []reader.Key) {
	for len(keys) > 0 && d.page < sent {
		n := min(len(keys), 10+r.IntN(90))
		if i := escapeIn(keys[:n]); i >= 0 { // an Esc and a key in one read mean Alt and that key
			n = i + 1
		}
		var b strings.Builder
		for _, k := range keys[:n] {
			b.WriteString(bytesOf(k))
		}
		input, digits := keyboard.New(strings.NewReader(b.String()), make([]byte, keyboard.Memory))
		d.digits, d.form.Queue = digits, digits
		for _, msg := range screentest.Decode(t, input) {
			d.send(msg)
		}
		keys = keys[n:]
	}
}

func escapeIn(keys []reader.Key) int {
	for i, k := range keys {
		if k.Kind == reader.Escape {
			return i
		}
	}
	return -1
}

var strokes = map[reader.Kind]struct {
	key   tea.KeyPressMsg
	bytes string
}{
	reader.Enter:     {tea.KeyPressMsg{Code: tea.KeyEnter}, "\r"},
	reader.LineFeed:  {tea.KeyPressMsg{Code: 'j', Mod: tea.ModCtrl}, "\n"},
	reader.Tab:       {tea.KeyPressMsg{Code: tea.KeyTab}, "\t"},
	reader.ShiftTab:  {tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}, "\x1b[Z"},
	reader.Backspace: {tea.KeyPressMsg{Code: tea.KeyBackspace}, "\x7f"},
	reader.ClearLine: {tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl}, "\x15"},
	reader.Left:      {tea.KeyPressMsg{Code: tea.KeyLeft}, "\x1b[D"},
	reader.Home:      {tea.KeyPressMsg{Code: tea.KeyHome}, "\x1b[H"},
	reader.End:       {tea.KeyPressMsg{Code: tea.KeyEnd}, "\x1b[F"},
	reader.Escape:    {tea.KeyPressMsg{Code: tea.KeyEscape}, "\x1b"},
	reader.Confirm:   {tea.KeyPressMsg{Code: 'r', Mod: tea.ModCtrl}, "\x12"},
}

func message(k reader.Key) tea.Msg {
	switch k.Kind {
	case reader.Char:
		return tea.KeyPressMsg{Code: []rune(k.Text)[0], Text: k.Text}
	case reader.Paste:
		return tea.PasteMsg{Content: k.Text}
	default:
		return strokes[k.Kind].key
	}
}

func bytesOf(k reader.Key) string {
	switch k.Kind {
	case reader.Char:
		return k.Text
	case reader.Paste:
		return "\x1b[200~" + k.Text + "\x1b[201~"
	default:
		return strokes[k.Kind].bytes
	}
}
