package entrytest

import (
	"math/rand/v2"
	"strings"

	. "motoconsole/internal/entrytest/reader"
)

// agent types a payment as people do: mostly in order, now and then with a
// slip, a paste, a field that comes later, or an Enter too many. One seed gives
// everything random.
type agent struct {
	*rand.Rand
	form  Form
	keys  []Key
	slips bool // now and then
	codes int  // digits of the security code of the card
}

// plausible is a form and the keys of an agent, from a seed.
func plausible(seed uint64) (Form, []Key) {
	a := &agent{Rand: rand.New(rand.NewPCG(seed, 11))}
	a.form, a.slips, a.codes = a.anyForm(), a.one(3), 3
	switch {
	case a.one(12):
		a.anything()
	case a.one(10):
		a.shuffled()
	default:
		a.call()
	}
	a.ending()
	return a.form, a.keys
}

// one is true once in n times.
func (a *agent) one(n int) bool { return a.IntN(n) == 0 }

// odd is true once in n times for an agent who makes slips.
func (a *agent) odd(n int) bool { return a.slips && a.one(n) }

func pick[T any](a *agent, of ...T) T { return of[a.IntN(len(of))] }

func (a *agent) press(kinds ...Kind) {
	for _, k := range kinds {
		a.keys = append(a.keys, Key{Kind: k})
	}
}

func (a *agent) anyForm() Form {
	f := Form{Currencies: []string{"GBP"}, Country: "GB", CodeRequired: !a.one(4), Year: 2026, Month: 11, Most: 500000, Guarded: true}
	switch a.IntN(8) {
	case 0, 1:
		f.Currencies = []string{"GBP", "EUR", "USD"}
	case 2:
		f.Currencies, f.Most = []string{pick(a, "JPY", "EUR", "USD", "BHD")}, 0
	case 3:
		f.Country = pick(a, "US", "CA", "FR", "")
	case 4:
		f.OrderLength = 6
	case 5:
		f.Currencies, f.Most = []string{"JPY", "GBP"}, 0
	}
	return f
}

// fields are the fields that the agent has an answer for.
var fields = []string{"order", "amount", "card", "expiry", "code", "name", "house", "postcode"}

// call goes through the form in order.
func (a *agent) call() {
	for i := 0; i < len(fields); i++ {
		if a.odd(10) { // the caller looks for it
			a.next()
			if back := 1 + a.IntN(2); a.one(2) && i+1 < len(fields) {
				a.answer(fields[i+1])
				a.next()
				for range back {
					a.press(ShiftTab)
				}
				a.answer(fields[i])
				a.next()
				for range back {
					a.next()
				}
				i++
			}
			continue
		}
		if fields[i] == "amount" && len(a.form.Currencies) > 1 && !a.one(4) {
			a.press(ShiftTab)
			a.text(pick(a, "EUR", "USD", "eur", "gb", "£", "$", "€", "pound", "Euro", "dol", "E", "X", "EURO", "Pounds", "yen", "¥", "JPY"))
			a.press(Enter)
		}
		if fields[i] == "postcode" && a.one(5) {
			a.press(ShiftTab)
			a.country()
			a.press(Enter)
		}
		a.answer(fields[i])
		if a.odd(15) {
			slip := pick(a, Confirm, Escape, ShiftTab, Backspace)
			if a.press(slip); slip == Escape && !a.one(4) {
				a.press(Escape)
			}
		}
		switch fields[i] {
		case "expiry", "code": // these move on by themselves
			if !a.one(3) {
				continue
			}
		}
		a.next()
	}
}

func (a *agent) next() { a.press(pick(a, Enter, Enter, Enter, Enter, Tab, Tab, LineFeed)) }

// shuffled is a caller who gives details in their own order, and an agent who follows
// with shift+tab and Enter, or not at all.
func (a *agent) shuffled() {
	for range 3 + a.IntN(8) {
		a.answer(pick(a, fields...))
		a.press(pick(a, Enter, Tab, Enter, ShiftTab, ShiftTab, Confirm, LineFeed))
		for range a.IntN(3) {
			a.press(pick(a, Enter, ShiftTab))
		}
	}
}

// anything is keys without a plan.
func (a *agent) anything() {
	for range 20 + a.IntN(60) {
		switch a.IntN(9) {
		case 0:
			a.answer(pick(a, fields...))
		case 1, 2:
			a.press(pick(a, Enter, Tab, ShiftTab, Backspace, Backspace, Enter, LineFeed, Confirm, ClearLine))
		case 3:
			a.paste(pick(a, "12/30", "4111 1111 1111 1111", "10.50", "A17", "Ann Smith", "123", "a\nb", " ", "TE45 6ST", "x1"))
		case 4:
			a.text(pick(a, "y", "Y", " ", ".", ",", "-", "/", "£"))
		default:
			a.text(string(rune('0' + a.IntN(10))))
		}
	}
}

// ending asks for the confirm page, looks again, and presses y or not.
func (a *agent) ending() {
	for range a.IntN(3) {
		a.press(pick(a, Enter, Enter, Confirm))
	}
	if a.one(6) {
		a.press(Escape)
		a.press(pick(a, Confirm, ShiftTab, Enter, Backspace))
		a.text(pick(a, "", "", "x", "1", "n"))
		if !a.one(4) {
			a.press(Escape)
		}
	}
	if a.one(3) {
		a.text(pick(a, "n", "j", "5", "x", " "))
	}
	a.press(Confirm)
	if !a.one(20) {
		a.text("y")
	}
}

// text types, and slips now and then.
func (a *agent) text(text string) {
	for _, r := range text {
		slip := 4
		if a.slips {
			slip = a.IntN(150)
		}
		switch slip {
		case 0: // noticed and corrected
			a.keys = append(a.keys, Type(pick(a, "x", "7", ".", " ", "0", "q"))...)
			a.press(Backspace)
		case 1: // twice
			a.keys = append(a.keys, Type(string(r))...)
		case 2: // left out
			continue
		case 3: // started again
			a.press(ClearLine)
			a.keys = append(a.keys, Type(text)...)
			return
		}
		a.keys = append(a.keys, Type(string(r))...)
	}
	if !a.odd(10) {
		return
	}
	switch a.IntN(4) {
	case 0:
		a.press(Backspace)
		a.keys = append(a.keys, Type(text[max(len(text)-1, 0):])...)
	case 1:
		a.press(Backspace, Backspace)
	case 2:
		a.keys = append(a.keys, Type(pick(a, "0", "5", ".", ",", " ", "x", "00"))...)
	case 3:
		a.press(pick(a, Left, Home, End))
	}
}

func (a *agent) paste(text string) {
	a.keys = append(a.keys, Key{Kind: Paste, Text: text})
}

// say types an answer, or pastes it.
func (a *agent) say(text string) {
	if a.one(12) {
		a.paste(pick(a, text, text, text, " "+text+"\n"))
		return
	}
	a.text(text)
}

func (a *agent) country() {
	a.text(pick(a, "England", "uk", "GB", "France", "fr", "Eire", "ireland", "USA", "us", "United", "Holland", "nether", "can", "CA", "Aus", "Xx", "Scotl", "America", "Kosovo"))
}

func (a *agent) answer(field string) {
	if a.one(60) { // the caller gives the card
		codes := a.codes
		a.say(grouped(a.card(), pick(a, "", " ", "-", "/", ",", "x")))
		if a.one(2) {
			a.press(pick(a, Backspace, ClearLine))
		}
		a.codes = codes
	}
	switch field {
	case "order":
		a.say(a.order())
	case "amount":
		a.say(a.amount())
	case "card":
		a.say(a.card())
	case "expiry":
		if !a.one(6) {
			a.say(pick(a, "1230", "12/30", "12/2030", "1/28", "0527", "5/27", "11.29", "12-31", "122030", "0129"))
			return
		}
		a.say(pick(a, "1230", "12/30", "12/2030", "1/28", "0527", "5/27", "11.29", "12-31", "1220", "122030", "12/20", "1330", "0129", "10/46", "12/46", "1/1/30", "7 29", "9/9", "11 / 28"))
	case "code":
		if !a.one(6) {
			a.say(pick(a, "1234", "4711", "0042")[:a.codes])
			return
		}
		a.say(pick(a, "123", "123", "456", "1234", "12", "0123", "987", "5"))
	case "name":
		if a.one(25) {
			a.say(strings.Repeat("Long ", 30))
			return
		}
		a.say(pick(a, "Ann Smith", "Smith", "Ann King Lovelace", "O'Brien", "José Núñez", "J. R. Hartley", "Mr P. Jones", "Smith, Ann", "Mrs Smith", "John Smith Jr.", "Smith, Jr", "King,",
			"3M UK", "2 Sisters Food Group", "4th Dimension Ltd", "221B", "12", "7Up", "1111 2222", "4539578 Ann"))
	case "house":
		if !a.one(6) {
			a.say(pick(a, "No 789", "12", "12a", "Rose Cottage", ""))
			return
		}
		a.say(pick(a, "No 789", "12", "12a", "Flat 3, 9", "The Old Rectory Cottage By The Church", "Rose Cottage", "", "789"))
	case "postcode":
		if !a.one(6) {
			a.say(map[string]string{"GB": pick(a, "TE45 6ST", "te456st", "M1 1AA"), "US": "12345", "CA": "K1A 0B1", "FR": "75001"}[a.form.Country])
			return
		}
		a.say(pick(a, "TE45 6ST", "te456st", "SW1A 1AA", "M1 1AA", "GIR 0AA", "12345", "12345-6789", "K1A 0B1", "75001", "TE45", "", "D02 AF30"))
	}
}

func (a *agent) order() string {
	if a.form.OrderLength > 0 && !a.one(6) {
		return pick(a, "A17-01", "123456", "AB 123", "REF.12")
	}
	if !a.one(6) {
		return pick(a, "A17", "12345", "X1", "INV/2026/0042", "9783161484100", "y")
	}
	return pick(a, "A17", "12345", "X1", "INV/2026/0042", "9783161484100", "a reference that is too long to be one", "ref 4", "4711", "0042", "y")
}

func (a *agent) amount() string {
	if a.form.Currencies[0] == "JPY" && !a.one(4) {
		return pick(a, "1050", "500", "1,050", "12000", "¥300")
	}
	if a.form.Currencies[0] == "BHD" && !a.one(4) {
		return pick(a, "1,050", "10.500", "1050.000", "1,050.000", "1.050", "0.500", "1,050,000", "BHD 12")
	}
	switch a.IntN(18) {
	case 0:
		return pick(a, "10 50", "1e3", "-1", "1.050,00", "10.505", "10,50", "1'050.00", ".50", "10.", "1,05", "0", "0.00", "050", "0500", "10.5.0", "ten", "1,0500", "£", "10p")
	case 1:
		return pick(a, "£10.50", "£ 10.50", "€12.00", "$5", "¥500", "1,050", "1,050.00", "0.50", "00.50", "1050.00", "2500.99")
	case 2:
		return pick(a, "1,234,567.89", "9999999", "5000.01", "4999.99", "5,000.00")
	default:
		return pick(a, "10.50", "10", "1050", "99.99", "7.5", "1050.00", "1,050.00", "250.00", "3999.00", "10.500", "500")
	}
}

// card is a number of any brand and length, sometimes with a wrong digit, too long or
// too short, with and without blanks.
func (a *agent) card() string {
	begin := pick(a, "411111", "411111", "45", "5100", "2221", "340000", "3700", "5000", "6759", "6011", "650", "622126", "624", "6282", "300", "36", "38", "3528", "3096", "308950", "1801", "90")
	n := 16
	a.codes = 3
	if begin[:2] == "34" || begin[:2] == "37" || begin == "1801" {
		a.codes = 4
	}
	switch {
	case begin[0] == '4':
		n = pick(a, 16, 16, 16, 13, 19)
	case begin[:1] == "3" && (begin[1] == '4' || begin[1] == '7'):
		n = 15
	case begin == "308950":
		n = 19
	case a.one(4):
		n = 12 + a.IntN(8)
	}
	digits := []byte(begin)
	for len(digits) < n {
		digits = append(digits, byte('0'+a.IntN(10)))
	}
	for d := byte('0'); d <= '9'; d++ {
		if digits[n-1] = d; luhn(string(digits)) {
			break
		}
	}
	number := string(digits)
	switch a.IntN(24) {
	case 0: // one digit wrong
		i := a.IntN(n)
		number = number[:i] + string((number[i]-'0'+1)%10+'0') + number[i+1:]
	case 1: // more digits before or after
		number = pick(a, "0", "050", "00") + number
	case 2:
		number += pick(a, "1", "12", "000")
	case 3: // too few
		number = number[:n-1]
	}
	if a.one(4) {
		number = grouped(number, pick(a, " ", "-", " "))
	}
	return number
}

func grouped(number, mark string) string {
	var b strings.Builder
	for i, r := range number {
		if i > 0 && i%4 == 0 {
			b.WriteString(mark)
		}
		b.WriteRune(r)
	}
	return b.String()
}

func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
