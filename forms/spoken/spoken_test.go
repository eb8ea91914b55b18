package spoken

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

func TestDate(t *testing.T) {
	for text, want := range map[string]string{
		"oh three twenty-seven": "03/2027", "march 27": "03/2027", "3/27": "03/2027", "03 2027": "03/2027", "March 2027": "03/2027",
		"mar 27": "03/2027", "sept 27": "09/2027", "Sep 2027": "09/2027", "may twenty seven": "05/2027", "o three two seven": "03/2027",
		"three twenty twenty-seven": "03/2027", "oh three two thousand and twenty seven": "03/2027", "zero 3 27": "03/2027",
		"twelve thirty": "12/2030", "twelve thirty-one": "12/2031", "one twenty-seven": "01/2027", "one one twenty-seven": "11/2027",
		"one two two seven": "12/2027", "ten twenty seven": "10/2027", "one oh two seven": "10/2027", "12/3o": "12/2030",
		"march of twenty twenty eight": "03/2028", "three slash twenty-eight": "03/2028", "december forty": "12/2040",
		"1/1/30": "", "1 1 30": "", "1 1 thirty": "", "12/3/0": "", "1/1/2030": "",
		"march": "", "27": "", "twenty seven": "", "": "", "thirteen twenty-seven": "", "march two thousand and seven": "",
		"march 207": "", "march 1927": "", "march april 27": "", "27 march": "", "ann": "", "oh oh twenty-seven": "", "march twenty oh": "",
		"one two three": "01/2023", "one one one one": "11/2011", "march seven": "", "one ten eleven": "",
	} {
		got := ""
		if date, ok := Date(text); ok {
			got = date.String()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestEveryDateAsItIsSaid: each month of twenty years in each of the ways to say it, and
// every beginning of it may become a date.
func TestEveryDateAsItIsSaid(t *testing.T) {
	units := strings.Fields("oh one two three four five six seven eight nine")
	teens := strings.Fields("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens := map[int]string{2: "twenty", 3: "thirty", 4: "forty"}
	say := func(n int) string {
		switch {
		case n < 10:
			return units[n]
		case n < 20:
			return teens[n-10]
		case n%10 == 0:
			return tens[n/10]
		default:
			return tens[n/10] + " " + units[n%10]
		}
	}
	for year := 2026; year <= 2046; year++ {
		for month := 1; month <= 12; month++ {
			want := gateway.Expiry{Month: time.Month(month), Year: year}
			oh := say(month)
			if month < 10 {
				oh = "oh " + oh
			}
			short := say(year % 100)
			for _, text := range []string{
				time.Month(month).String() + " " + short, time.Month(month).String()[:3] + fmt.Sprint(year), fmt.Sprintf("%d/%d", month, year%100),
				say(month) + " " + short, oh + " " + short, oh + " twenty " + short, oh + " two thousand and " + short,
				fmt.Sprintf("%02d %d", month, year), strings.ReplaceAll(oh+" "+short, " ", "-"),
			} {
				if got, ok := Date(text); !ok || got != want {
					t.Errorf("%q is %v, %v", text, got, ok)
				}
				for i := range text {
					if !Begins(text[:i]) {
						t.Errorf("%q is refused at %q", text, text[:i])
					}
				}
			}
		}
	}
}

func TestBegins(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, "m": true, "mar": true, "march 2": true, "o": true, "oh th": true, "sept": true, "x": false, "an": true, "ann": false,
		"march ann": false, "smith": false, "12/3o": true,
	} {
		if got := Begins(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
