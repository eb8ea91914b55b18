package gateway

import (
	"strings"
	"testing"

	"motoconsole/gateway/internal/secmem"
)

func TestCardNumberEditing(t *testing.T) {
	c := NewCardNumber()
	for _, d := range []byte("x/:\x00\xff -") {
		if c.Push(d) || c.Len() != 0 {
			t.Errorf("byte %#x was taken as a digit", d)
		}
	}
	for i := range 19 {
		if !c.Push('0'+byte(i%10)) || c.Len() != i+1 {
			t.Fatalf("digit %d was not taken", i+1)
		}
	}
	if c.Push('1') || c.Len() != 19 {
		t.Error("a twentieth digit was taken")
	}
	for c.Len() > 0 {
		c.Pop()
	}
	c.Pop()
	var zero CardNumber
	zero.Pop()
	zero.Wipe()
	if zero.Push('1') || zero.Len() != 0 || zero.Brand() != "" || zero.Masked() != "" || zero.Complete() {
		t.Error("the zero card number holds something")
	}
	var none SecurityCode
	none.Pop()
	none.Wipe()
	if none.Push('1') || none.Len() != 0 {
		t.Error("the zero security code holds something")
	}
}

// textOf is what a handle holds. memoryOf is all its memory, nil when it has none.
func textOf(d secmem.Digits) (text string) {
	d.Use(func(digits []byte) { text = string(digits) })
	return text
}

func memoryOf(d secmem.Digits) (memory []byte) {
	d.Use(func(digits []byte) { memory = digits[:cap(digits)] })
	return memory
}

// A digit that is deleted or wiped is gone from memory.
func TestSecretsAreZeroed(t *testing.T) {
	v, err := NewVault()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	fill := func(d secmem.Digits, text string) []byte {
		for _, c := range []byte(text) {
			if !d.Push(c) {
				t.Fatalf("%q was not taken", c)
			}
		}
		return memoryOf(d)
	}
	c, code := v.CardNumber(), v.SecurityCode()
	memory := fill(c.d, "4111111111111111")
	c.Pop()
	if memory[15] != 0 || memory[14] != '1' {
		t.Errorf("after Pop: %v", memory)
	}
	copied := c
	copied.Wipe()
	if strings.Trim(string(memory), "\x00") != "" || c.Len() != 0 {
		t.Errorf("after Wipe of a copy: %v, %d secmem.Digits", memory, c.Len())
	}
	if !c.Push('4') || c.Len() != 1 {
		t.Error("a wiped number cannot be used again")
	}
	codeMemory := fill(code.d, "1234")
	if code.Push('5') {
		t.Error("a fifth digit was taken")
	}
	card := Card{Number: v.CardNumber(), Code: code, Expiry: Expiry{12, 2030}}
	cardMemory := fill(card.Number.d, "340000000000611")
	card.Wipe()
	if strings.Trim(string(codeMemory)+string(cardMemory), "\x00") != "" || card.Number.Len()+card.Code.Len() != 0 || !card.Expiry.IsZero() {
		t.Errorf("after Wipe: %v %v %v", codeMemory, cardMemory, card.Expiry)
	}
}

func TestMasked(t *testing.T) {
	for digits, want := range map[string]string{
		"": "", "4": "#", "41111111111": "###########", "411111111111": "411111##1111",
		"4111111111111112": "411111######1112", "340000000000611": "340000#####0611",
		"3089500000000000021": "308950#########0021",
	} {
		c := number(t, digits)
		first, last := "", ""
		if len(digits) >= 12 {
			first, last = digits[:6], digits[len(digits)-4:]
		}
		if c.Masked() != want || c.First6() != first || c.Last4() != last {
			t.Errorf("%s: %q %q %q", digits, c.Masked(), c.First6(), c.Last4())
		}
	}
}

// checkCardNumber checks the rules that hold for every number, however it was typed.
func checkCardNumber(t *testing.T, c CardNumber, digits string) {
	t.Helper()
	if c.Len() != len(digits) || textOf(c.d) != digits {
		t.Fatalf("holds %q, want %q", textOf(c.d), digits)
	}
	masked := c.Masked()
	if shown := len(masked) - strings.Count(masked, "#"); len(masked) != c.Len() || shown > 10 || (c.Len() < 12 && shown > 0) {
		t.Fatalf("%s shows as %s", digits, masked)
	}
	err := c.Check()
	if c.Complete() && (err != nil || c.Brand() == "") {
		t.Fatalf("%s is complete, but %v", digits, err)
	}
	if err != nil {
		checkFieldError(t, err, "pan", digits)
	}
	if memory := memoryOf(c.d); strings.Trim(string(memory[c.Len():]), "\x00") != "" {
		t.Fatalf("digits left behind the end: %v", memory)
	}
}

func FuzzCardNumber(f *testing.F) {
	for _, keys := range []string{"4111111111111111", "34000000000\b\b0000611", "3089500000000000021999", "", "\b", "41x", "4111\n5", "6011000000000301\x7f"} {
		f.Add([]byte(keys))
	}
	f.Fuzz(func(t *testing.T, keys []byte) {
		c, digits := NewCardNumber(), ""
		for _, key := range keys {
			switch {
			case key == '\b':
				c.Pop()
				digits = digits[:max(0, len(digits)-1)]
			case key == '\n':
				c.Wipe()
				digits = ""
			case c.Push(key):
				digits += string(rune(key))
			case key >= '0' && key <= '9' && len(digits) < 19:
				t.Fatalf("%c was not taken", key)
			}
			checkCardNumber(t, c, digits)
		}
	})
}

func TestCardNumberCheck(t *testing.T) {
	for digits, part := range map[string]string{ // "" is a good number
		"":                    "enter the card number",
		"4111111111111112":    "one digit is wrong or two are swapped",
		"4111111111111111":    "",
		"4222222222222":       "", // Visa of 13
		"4111111111111111110": "", // and of 19
		"411111111111111":     "has 15 digits: Visa numbers have 13, 16 or 19",
		"41111111111111111":   "has 17 digits",
		"340000000000611":     "",
		"3400000000006110":    "American Express numbers have 15",
		"5100000000000511":    "",
		"510000000000051":     "Mastercard numbers have 16",
		"500000000000":        "", // Maestro: 12 to 19, no check digit
		"5000000000000000001": "",
		"50000000000":         "Maestro numbers have 12 to 19",
		"1801000000000901":    "", // AstroPay has no check digit
		"3089500000000000021": "",
		"308950000000000002":  "PIBA numbers have 19",
		"3528000000000411":    "",
		"35280000000004":      "JCB numbers have 15, 16 or 19",
		"30000000000004":      "", // Diners Club of 14
		"9000000000000001":    "",
		"9000000000000008":    "one digit is wrong or two are swapped",
		"900000000000":        "one digit is wrong or two are swapped",
		"90000000000":         "card numbers have 12 to 19",
		"0004111111111111111": "begins with 0", // an amount's last digits before a number
	} {
		c := number(t, digits)
		err := c.Check()
		switch {
		case part == "" && err != nil:
			t.Errorf("%s: %v", digits, err)
		case part != "" && err == nil:
			t.Errorf("%s was accepted", digits)
		case part != "":
			checkFieldError(t, err, "pan", digits)
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %v, want %q", digits, err, part)
			}
		}
	}
}

// With a check digit, every single mistyped digit is found, and every swap of
// neighbours except 0 and 9.
func TestLuhnFindsSlips(t *testing.T) {
	for pan, brand := range brandOfTestCard {
		if !brand.HasLuhn() {
			continue
		}
		for i := range pan {
			for d := byte('0'); d <= '9'; d++ {
				if wrong := pan[:i] + string(d) + pan[i+1:]; wrong != pan && number(t, wrong).passesLuhn() {
					t.Errorf("%s passes for %s", wrong, pan)
				}
			}
			if i > 0 && pan[i] != pan[i-1] && pan[i-1:i+1] != "09" && pan[i-1:i+1] != "90" {
				wrong := pan[:i-1] + string(pan[i]) + string(pan[i-1]) + pan[i+1:]
				if number(t, wrong).passesLuhn() {
					t.Errorf("%s passes for %s", wrong, pan)
				}
			}
		}
	}
}

// A number is complete at the greatest length of its brand, and never before.
func TestComplete(t *testing.T) {
	for digits, want := range map[string]bool{
		"4111111111111111": false, "4111111111111112": false, "4222222222222": false, "411111111111111": false, // Visa may have 19
		"4111111111111111110": true, "340000000000611": true, "34000000000061": false, "5100000000000511": true,
		"6011000000000301": false, "3528000000000411": false, "3089500000000000021": true, "1801000000000901": true,
		"5000000000000611": false, "5000000000000000001": true, // Maestro may have 19
		"3000000000000111": false, "30000000000004": false, // and Diners Club too
		"3520000000000922": false, "": false, // no brand known
	} {
		if got := number(t, digits).Complete(); got != want {
			t.Errorf("%s: complete %v", digits, got)
		}
	}
}

// TestPartsOfANumber are compared, and put in, only where the number has them.
func TestPartsOfANumber(t *testing.T) {
	for _, c := range []struct {
		at   int
		part string
		has  bool
		puts string
	}{
		{0, "4111", true, "4111111111111112"},
		{12, "1112", true, "4111111111111112"},
		{12, "1111", false, "4111111111111111"},
		{4, "2222", false, "4111222211111112"},
		{13, "1112", false, "4111111111111112"}, // it would go beyond the end
		{-1, "1", false, "4111111111111112"},
		{0, "", false, "4111111111111112"},
	} {
		n, part := number(t, "4111111111111112"), number(t, c.part)
		if got := n.HasAt(c.at, part); got != c.has {
			t.Errorf("%q at %d: %v", c.part, c.at, got)
		}
		n.PutAt(c.at, part)
		if want := number(t, c.puts); !n.HasAt(0, want) || n.Len() != want.Len() {
			t.Errorf("%q at %d is not put in as it should be", c.part, c.at)
		}
	}
	n, from := number(t, "12"), number(t, "4111111111111112")
	if n.Set(from); !n.HasAt(0, from) || n.Len() != 16 {
		t.Error("a number is not set to another")
	}
	if from.Wipe(); n.Len() != 16 {
		t.Error("the copy went with the number")
	}
	if n.Set(from); n.Len() != 0 {
		t.Error("a number is not set to an empty one")
	}
}

// TestSlipped is true of whole numbers alone.
func TestSlipped(t *testing.T) {
	for digits, want := range map[string]bool{
		"4111111111111112": true, "4111111111111111": false, "411111111111112": false, "": false, "4": false,
		"340000000000612": true, "5000000000000612": false, "0000000000000001": false, "9000000000000008": true,
	} {
		if got := number(t, digits).Slipped(); got != want {
			t.Errorf("%s: %v", digits, got)
		}
	}
}
