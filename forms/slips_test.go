package forms

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms/groups"
	"motoconsole/gateway"
	"motoconsole/internal/effort"
)

// luhn is the check as its inventor wrote it, from the left and with a table. It shares
// nothing with the code under test.
func luhn(number string) bool {
	doubled := [10]int{0, 2, 4, 6, 8, 1, 3, 5, 7, 9}
	sum := 0
	for i, c := range number {
		d := int(c - '0')
		if (len(number)-i)%2 == 0 {
			d = doubled[d]
		}
		sum += d
	}
	return sum%10 == 0
}

// checkedBrands are how the numbers of each brand with a check digit begin, and their
// lengths.
var checkedBrands = map[string][]int{
	"4": {13, 16, 19}, "51": {16}, "2221": {16}, "34": {15}, "37": {15}, "6011": {14, 16, 19}, "644": {16}, "300": {14, 16},
	"36": {14, 19}, "3528": {15, 16, 19}, "3088": {16}, "308950": {19}, "81": {16},
}

// vault is a vault for many numbers: it costs less than one for each.
func vault(t testing.TB) *gateway.Vault {
	t.Helper()
	v, err := gateway.NewVault()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	return v
}

// rightNumbers are numbers of every brand and length that has a check digit.
func rightNumbers(r *rand.Rand, each int) (all []string) {
	for _, begin := range slices.Sorted(func(yield func(string) bool) {
		for b := range checkedBrands {
			if !yield(b) {
				return
			}
		}
	}) {
		for _, length := range checkedBrands[begin] {
			for range each {
				number := begin
				for len(number) < length-1 {
					number += fmt.Sprint(r.IntN(10))
				}
				for d := range 10 {
					if whole := number + fmt.Sprint(d); luhn(whole) {
						all = append(all, whole)
					}
				}
			}
		}
	}
	return all
}

// slipsOf are the number with each digit mistyped in each way, and with each two
// neighbours swapped.
func slipsOf(number string) (all []string) {
	for i := range number {
		for d := '0'; d <= '9'; d++ {
			if wrong := number[:i] + string(d) + number[i+1:]; wrong != number {
				all = append(all, wrong)
			}
		}
		if i > 0 && number[i] != number[i-1] {
			all = append(all, number[:i-1]+number[i:i+1]+number[i-1:i]+number[i+1:])
		}
	}
	return all
}

// TestEverySlipIsRefused: a number with one wrong digit, or with two neighbours swapped,
// is refused, of every brand and length with a check digit, wherever the check digit can
// tell. It cannot tell 09 from 90.
func TestEverySlipIsRefused(t *testing.T) {
	r, v := rand.New(rand.NewPCG(17, 1)), vault(t)
	for _, number := range rightNumbers(r, effort.Of(6, 1)) {
		for _, slip := range slipsOf(number) {
			f := NewCardNumber(v)
			into(f, slip)
			brand := f.Number().Brand()
			if !brand.HasLuhn() && slip[0] != '0' {
				f.Clear()
				continue // Maestro: the first digits make it another brand
			}
			if luhn(slip) && !strings.Contains(slip, "09") && !strings.Contains(slip, "90") {
				t.Errorf("a slip of %s passes the check", brand)
			}
			whole := f.Check() == nil
			if whole != luhn(slip) && slices.Contains(brand.Lengths(), len(slip)) || whole && !luhn(slip) || f.Complete() && !whole {
				t.Errorf("%s of %d: a slip is right %v, complete %v", brand, len(slip), whole, f.Complete())
			}
			if f.slips() != (slip[0] != '0' && !f.digits.OfNoScheme() && !luhn(slip) && slices.Contains(brand.Lengths(), len(slip))) {
				t.Errorf("%s of %d: a slip is found: %v", brand, len(slip), f.slips())
			}
			f.Clear()
		}
	}
}

// TestASlipIsSaidAtOnce: as soon as the number has its usual length or its greatest, and
// not before. The focus stays and so does the number.
func TestASlipIsSaidAtOnce(t *testing.T) {
	for _, c := range []struct {
		number string
		at     []int // the lengths at which it is said
	}{
		{"4111111111111112", []int{16}},
		{"4111111111111112111", []int{16, 19}},
		{"5100000000000512", []int{16}},
		{"340000000000612", []int{15}},
		{"30000000000005", nil}, // Diners Club may have 14 to 19
		{"6011000000000302", []int{16}},
		{"3089500000000000022", []int{19}},
		{"5000000000000612", nil}, // Maestro has no check digit
	} {
		p, _ := payment(t)
		p.FocusField("pan")
		for i := range c.number {
			say(p, c.number[i:i+1])
			said := strings.Contains(screen(p.Form), "one digit is wrong or two are swapped")
			if said != slices.Contains(c.at, i+1) {
				t.Errorf("%s: after %d digits %v\n%s", c.number, i+1, said, screen(p.Form))
			}
			wantFocus(t, p.Form, "pan")
		}
		if got := p.Card().Number.Len(); got != len(c.number) {
			t.Errorf("%s: %d digits are left", c.number, got)
		}
	}
}

// marksOf are the marks that the groups of a slip have to get once the true number is
// typed.
func marksOf(slip, number string, sizes []int) (marks []groups.Mark) {
	for _, size := range sizes {
		mark := groups.Same
		if slip[:size] != number[:size] {
			mark = groups.Different
		}
		marks, slip, number = append(marks, mark), slip[size:], number[size:]
	}
	return marks
}

// TestTheTrueGroupsMarkTheWrongOnes: the groups of the true number, typed again, mark
// exactly the groups with the slip, and Enter then takes the true number.
func TestTheTrueGroupsMarkTheWrongOnes(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 2))
	for _, number := range rightNumbers(r, 1) {
		all := slipsOf(number)
		p, _ := payment(t)
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for _, slip := range all[:effort.Of(len(all), 6)] {
			p.FocusField("pan")
			say(p, slip)
			if !p.number.slips() {
				p.Clear()
				continue
			}
			if p.Update(enter); p.number.again == nil { // first it says what is wrong, of a length that is not the usual
				p.Update(enter)
			}
			if is, fits := p.InGroups(); !is || fits {
				t.Fatalf("%s: Enter does not begin the groups\n%s", slip, screen(p.Form))
			}
			sizes := p.number.digits.Brand().Grouping(len(slip))
			say(p, number)
			if got, want := p.number.again.Marks(), marksOf(slip, number, sizes); !slices.Equal(got, want) {
				t.Errorf("%s for %s: marks %v, want %v", slip, number, got, want)
			}
			if p.Update(enter) != Moved || p.Focused().Name() != "expirydate" {
				t.Errorf("%s: the true number is not taken\n%s", slip, screen(p.Form))
			}
			want := NewCardNumber(nil)
			into(want, number)
			if got := p.Card().Number; got.Len() != len(number) || !got.HasAt(0, want.Number()) {
				t.Errorf("%s: it became another number than %s", slip, number)
			}
			p.Clear()
		}
	}
}

// inGroups is a payment form at the groups of a mistyped number, of which the third group
// is wrong.
func inGroups(t testing.TB) *Payment {
	t.Helper()
	p, _ := payment(t)
	p.FocusField("pan")
	say(p, "4539578763651486") // for 4539 5787 6362 1486
	p.Update(enter)
	if is, _ := p.InGroups(); !is {
		t.Fatalf("Enter does not begin the groups\n%s", screen(p.Form))
	}
	return p
}

var escapes = stroke(tea.KeyEscape)

const trueText = "4539578763621486"

// typeGroups types keys: > and < are the arrows.
func typeGroups(p *Payment, keys string) {
	for _, r := range keys {
		switch r {
		case '<':
			p.Update(left)
		case '>':
			p.Update(stroke(tea.KeyRight))
		case '\b':
			p.Update(bksp)
		case '\r':
			p.Update(enter)
		case '\t':
			p.Update(tab)
		case '\x15':
			p.Update(ctrl('u'))
		default:
			p.Update(char(r))
		}
	}
}

// rowOf is the place of a field among the rows.
func rowOf(f *Form, name string) int {
	return slices.IndexFunc(f.Rows(55, Styles{}), func(r Row) bool { return r.Name == name })
}

// TestGroupByGroup: what the agent sees while the number is typed again.
func TestGroupByGroup(t *testing.T) {
	for _, c := range []struct {
		keys, drawn, says string
		fits              bool
	}{
		{"", "····  ····  ····  ···· ", "Now group 1: 4 digits.", false},
		{"45", "••··  ····  ····  ···· ", "Now group 1: 4 digits.", false},
		{"4539", "••••✔ ····  ····  ···· ", "Now group 2: 4 digits.", false},
		{"4539 5787", "••••✔ ••••✔ ····  ···· ", "Now group 3: 4 digits.", false},
		{"4539 5787 6362", "••••✔ ••••✔ ••••✔ ····✔", "✔ The number fits: press Enter.", true},
		{"4539 5787 6362 1486", "••••✔ ••••✔ ••••✔ ••••✔", "✔ The number fits: press Enter.", true},
		{"4539 5787 6362 148", "••••✔ ••••✔ ••••≠ •••· ", "Now group 4: 4 digits. Different: 3.", false},
		{"4539 5787 6365 1486", "••••✔ ••••✔ ••••✔ ••••✔", "All the same as before: ask the caller to check the card, or for another card.", false},
		{"4539 5787 6363 1486", "••••✔ ••••✔ ••••≠ ••••✔", "It still does not fit: go to a group with ← → and type it again. Different: 3.", false},
		{">>6362", "····✔ ····✔ ••••✔ ····✔", "✔ The number fits: press Enter.", true},
		{">>6365", "····  ····  ••••✔ ···· ", "Now group 4: 4 digits.", false},
		{"4539<", "••••✔ ····  ····  ···· ", "Now group 1: 4 digits.", false},
		{"4539<4", "•···  ····  ····  ···· ", "Now group 1: 4 digits.", false},
		{"4539\b", "•••·  ····  ····  ···· ", "Now group 1: 4 digits.", false},
		{"4539\b\b\b\b\b\b", "····  ····  ····  ···· ", "Now group 1: 4 digits.", false},
		{">>6362\b", "····  ····  •••·  ···· ", "Now group 3: 4 digits.", false},
		{"45\x15", "····  ····  ····  ···· ", "Now group 1: 4 digits.", false},
		{"45x", "••··  ····  ····  ···· ", "type digits only", false},
		{"4539578763621486 1", "••••✔ ••••✔ ••••✔ ••••✔", "one digit too many: the number fits without it", true},
		{"4539 5787 6363 1486 1", "••••✔ ••••✔ ••••≠ ••••✔", "longer than before: esc, then ctrl+u, and type it whole", false},
		{"4539 5787 6362 14\r", "••••✔ ••••✔ ••••≠ ••·· ", "Shorter than before: esc, then ctrl+u, and type it whole", false},
		{"45\r\t", "••··  ····  ····  ···· ", "Now group 2: 4 digits.", false},
		{"45\r", "••··  ····  ····  ···· ", "group 1 has 4 digits: type them all, or ctrl+u leaves it out", false},
		{"\r\r6362", "····✔ ····✔ ••••✔ ····✔", "✔ The number fits: press Enter.", true},
		{"4539578763651486\r", "••••✔ ••••✔ ••••✔ ••••✔", "All the same as before", false},
	} {
		p := inGroups(t)
		typeGroups(p, c.keys)
		r := p.Rows(55, Styles{})[rowOf(p.Form, "pan")]
		if r.Answer != c.drawn {
			t.Errorf("%q: drawn %q, want %q", c.keys, r.Answer, c.drawn)
		}
		if says := r.Guide + " " + r.Error; !strings.Contains(says, c.says) {
			t.Errorf("%q: it says %q, want %q", c.keys, says, c.says)
		}
		if is, fits := p.InGroups(); !is || fits != c.fits {
			t.Errorf("%q: in groups %v, fits %v", c.keys, is, fits)
		}
		wantFocus(t, p.Form, "pan")
		if n := p.Card().Number.Len(); n != 16 {
			t.Errorf("%q: the number has %d digits", c.keys, n)
		}
	}
}

// TestGroupsOfABrand: they are those on the card.
func TestGroupsOfABrand(t *testing.T) {
	for number, drawn := range map[string]string{
		"340000000000612":     "····  ······  ····· ",
		"4111111111111111118": "····  ····  ····  ····  ··· ",
	} {
		p, _ := payment(t)
		p.FocusField("pan")
		say(p, number)
		p.Update(enter)
		if got := show(p.number, true); got != drawn {
			t.Errorf("%q, want %q", got, drawn)
		}
	}
}

// TestEscLeavesTheNumberAsItWas, whatever was typed again: only Enter takes anything.
func TestEscLeavesTheNumberAsItWas(t *testing.T) {
	for _, keys := range []string{"", "4", "4539", "1234 5", "4539578763621486", ">>6362", "x", "45\r"} {
		p := inGroups(t)
		again := p.number.again
		typeGroups(p, keys)
		p.Update(escapes)
		was := NewCardNumber(nil)
		into(was, "4539578763651486")
		if is, _ := p.InGroups(); is || !p.Card().Number.HasAt(0, was.Number()) || p.Card().Number.Len() != 16 {
			t.Errorf("%q: the number is another one", keys)
		}
		wantShown(t, p.Form, "one digit is wrong or two are swapped")
		wantGone(t, keys, again)
	}
}

// TestGroupsGoWithTheCard: what was typed again is wiped wherever the number is.
func TestGroupsGoWithTheCard(t *testing.T) {
	for name, leave := range map[string]func(p *Payment){
		"cleared":   func(p *Payment) { p.Clear() },
		"lost":      func(p *Payment) { p.LoseCard("the console was locked") },
		"forgotten": func(p *Payment) { p.ClearCard() },
		"taken":     func(p *Payment) { c := p.Take(); c.Wipe() },
		"pasted":    func(p *Payment) { _ = p.number.Paste(visa) },
		"same":      func(p *Payment) { p.KeepCaller() },
		"entered":   func(p *Payment) { p.Update(enter) },
	} {
		p := inGroups(t)
		again := p.number.again
		say(p, trueText)
		leave(p)
		if is, _ := p.InGroups(); is {
			t.Errorf("%s: the groups are still typed", name)
		}
		wantGone(t, name, again)
	}
}

func wantGone(t *testing.T, name string, again *groups.Again) {
	t.Helper()
	if again.Begun() || slices.ContainsFunc(again.Marks(), func(m groups.Mark) bool { return m != groups.Open }) {
		t.Errorf("%s: digits of the groups are left", name)
	}
}

// TestTheFormWaitsForTheGroups: the form is not left before the number fits.
func TestTheFormWaitsForTheGroups(t *testing.T) {
	p := inGroups(t)
	for _, k := range []string{"confirm", "up", "down", "drawer"} {
		switch k {
		case "confirm":
			if p.CheckAll() {
				t.Error("the form is right")
			}
			p.FocusField("pan")
		case "up":
			p.Update(up)
		case "down":
			p.Update(down)
		case "drawer":
			p.ToggleDrawer()
		}
		wantFocus(t, p.Form, "pan")
		if is, _ := p.InGroups(); !is {
			t.Errorf("%s leaves the groups", k)
		}
	}
	if text := screen(p.Form); strings.Contains(text, "press Enter and ask for the number") {
		t.Errorf("the groups are begun already\n%s", text)
	}
	say(p, trueText)
	if p.CheckAll(); p.Field("pan").Check() != nil {
		t.Error("the number that fits was not taken")
	}
}

// TestUpsideDown: digits with which no scheme's numbers begin are named at once, and not
// while they may yet be those of a card.
func TestUpsideDown(t *testing.T) {
	for begin, at := range map[string]int{
		"0": 1, "7": 1, "4": 0, "5": 0, "6": 0, "3": 0, "32": 2, "2": 0, "22": 0, "20": 2, "2131": 0, "1": 0, "12": 2, "18": 0, "1800": 0,
		"8": 0, "81": 0, "80": 2, "9": 0, "9792": 0, "98": 2, "97": 0,
	} {
		p, _ := payment(t)
		p.FocusField("pan")
		for i := range begin {
			say(p, begin[i:i+1])
			if said := strings.Contains(screen(p.Form), "is the card upside down?"); said != (at > 0 && i+1 >= at) {
				t.Errorf("%s: after %d digits: %v", begin, i+1, said)
			}
		}
	}
	f := NewCardNumber(nil)
	if into(f, "7000000000000005"); !luhn("7000000000000005") || f.Check() != nil || f.early() != nil {
		t.Error("a whole number that fits is not accepted") // the vendor's table may lack its scheme
	}
	var all []gateway.Brand
	for _, number := range rightNumbers(rand.New(rand.NewPCG(1, 1)), 1) {
		f.Clear()
		for i := range number {
			if into(f, number[i:i+1]); f.digits.OfNoScheme() {
				t.Errorf("no card begins with %s", number[:i+1])
			}
		}
		all = append(all, f.digits.Brand())
	}
	for _, b := range []gateway.Brand{gateway.Visa, gateway.Mastercard, gateway.Amex, gateway.Discover, gateway.Diners, gateway.JCB, gateway.PIBA} {
		if !slices.Contains(all, b) {
			t.Errorf("no number of %s was tried", b)
		}
	}
}

// TestAWrongBeginningIsTypedWhole: of no length does a number that begins like no card's lead
// to groups, and no key names another cause. Enter clears it.
func TestAWrongBeginningIsTypedWhole(t *testing.T) {
	for _, number := range []string{"0", "04", "7", "70", "7111", "711111111111", "7111111111111111", "7111111111111112", "8011111111111111", "2011111111111111111"} {
		for _, key := range []tea.KeyPressMsg{enter, tab, up} {
			p, _ := payment(t)
			p.FocusField("pan")
			say(p, number)
			if luhn(number) && len(number) >= 12 {
				continue // the vendor's table may lack its scheme
			}
			wantShown(t, p.Form, "is the card upside down?")
			if p.Update(key); key.Code != tea.KeyEnter {
				wantShown(t, p.Form, "is the card upside down?")
				p.Update(enter)
			}
			if is, _ := p.InGroups(); is || !p.number.Empty() || p.number.Number().Len() != 0 || p.Focused().Name() != "pan" {
				t.Errorf("%d digits: Enter does not clear them\n%s", len(number), screen(p.Form))
			}
			wantShown(t, p.Form, "cleared: type the whole number")
			if say(p, "5100000000000511"); p.Focused().Name() != "expirydate" {
				t.Errorf("%d digits: the right number is not accepted\n%s", len(number), screen(p.Form))
			}
		}
	}
}

// TestANumberOfAnotherLengthIsTypedWhole, longer or shorter: the keys that the form names
// lead to it.
func TestANumberOfAnotherLengthIsTypedWhole(t *testing.T) {
	for _, c := range []struct{ first, then, says, right string }{
		{"4111111111111112", "41111111111111121", "longer than before: esc, then ctrl+u", "4111111111111111110"},
		{"4111111111111111111", "4111111111111111\r", "", "4111111111111111"},
		{"4111111111111111111", "41111111111111111\r", "Shorter than before: esc, then ctrl+u", "4111111111111111"},
	} {
		p, _ := payment(t)
		p.FocusField("pan")
		say(p, c.first)
		p.Update(enter)
		typeGroups(p, c.then)
		if c.says != "" {
			wantShown(t, p.Form, c.says)
		}
		p.Update(escapes)
		p.Update(ctrl('u'))
		say(p, c.right)
		if p.Update(enter); p.Focused().Name() != "expirydate" {
			t.Errorf("%d digits are not accepted\n%s", len(c.right), screen(p.Form))
		}
	}
}

// TestAMistypedAccountIsSaidAtOnce where it is a card's.
func TestAMistypedAccountIsSaidAtOnce(t *testing.T) {
	for _, isCard := range []bool{false, true} {
		a := newAccount(nil, func() bool { return isCard })
		into(a, "411111111111111")
		if a.early() != nil {
			t.Error("a number that is not whole yet is refused")
		}
		into(a, "2")
		if said := a.early() != nil; said != isCard {
			t.Errorf("a card's %v: it is said %v", isCard, said)
		}
	}
}

// TestACodeOfAnotherLength cannot be left, and neither can a date that no card has. Both say
// why at their field.
func TestACodeOfAnotherLength(t *testing.T) {
	for _, c := range []struct{ number, code, says string }{
		{visa, "12", "Visa cards have a security code of 3 digits"},
		{amex, "123", "American Express cards have a security code of 4 digits"},
	} {
		p, _ := payment(t)
		p.FocusField("pan")
		say(p, c.number)
		p.FocusField("securitycode")
		say(p, c.code)
		if text := screen(p.Form); strings.Contains(text, c.says) {
			t.Errorf("a code that is not whole yet is refused\n%s", text)
		}
		if p.Update(enter) != Refused {
			t.Errorf("%s: a code of %d digits is left", c.number, len(c.code))
		}
		wantFocus(t, p.Form, "securitycode")
		wantShown(t, p.Form, c.says)
	}
}
