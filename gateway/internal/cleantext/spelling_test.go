package cleantext

import (
	"strings"
	"testing"
)

// spelled are names and words as they are written, with more than two marks on
// a letter, or with joiners.
var spelled = []string{
	"मुक्त\u200dि", "क्ष्म\u0940", "श्र\u0940मत\u0940", "ज़\u093c\u0941\u0902",
	"မြို့", "ကျွန်ုပ်", "ဒေါ်ခင်ကြွယ်", "ဦးသန့်ရှင်းမြင့်",
	"ស្រ្តី", "ព្រះបាទ", "ក្រុំ", "ខ្ញុំ",
	"ශ්\u200dරී ලංකා", "ක්\u200dෂේත්\u200dර", "විජේසූර්\u200dය",
	"علی\u200cرضا", "می\u200cنا", "محمّدٌ",
	"ক্ষ\u200dম\u09be", "র\u200dয়\u200cাস\u09be", "അവൻ\u0d4d\u200d",
	"བསྒྲུབས", "སངས་རྒྱས", "ஸ்ரீ", "తెలుగు", "שָׁלוֹם", "בְּרֵאשִׁ֖ית", "ผู้ใหญ่",
	"Nguyễn Thị", "Ångström", "O’Brien-Łuk", "田中 太郎", "ᠮᠣᠩᠭᠣᠯ",
}

func TestNamesKeepTheirSpelling(t *testing.T) {
	for _, name := range spelled {
		// The names are not in NFC yet: composing may make them up to two runes shorter.
		if got := Clean(name, 100); strings.ContainsRune(got, '\ufffd') || len([]rune(got)) < len([]rune(name))-2 {
			t.Errorf("%q (%+q) becomes %+q", name, name, got)
		}
		checkClean(t, name, 100)
	}
}

// TestPilesAreCut: Clean removes marks and joiners that no script spells with.
func TestPilesAreCut(t *testing.T) {
	for text, want := range map[string]string{
		"a" + strings.Repeat("\u0301", 9):        "á\u0301\u0301",
		"क" + strings.Repeat("\u0301", 9):        "क\u0301\u0301",
		"a" + strings.Repeat("\u0e49", 9):        "a\u0e49\u0e49",
		"ก" + strings.Repeat("\u0e49", 20):       "ก" + strings.Repeat("\u0e49", maxOwnMarks),
		"pa\u200cid":                             "pa\ufffdid",
		"1\u200d2":                               "1\ufffd2",
		"क\u200d\u200dख":                         "क\u200d\ufffdख",
		"\u200dक":                                "\ufffdक",
		"क\u200dख" + strings.Repeat("\u200d", 9): "क\u200dख\u200d\ufffd",
		"क ्\u200d":                              "क ्\ufffd",
	} {
		if got := Clean(text, 100); got != want {
			t.Errorf("%+q becomes %+q, want %+q", text, got, want)
		}
	}
}
