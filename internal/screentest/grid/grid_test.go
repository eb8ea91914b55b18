package grid

import (
	"testing"

	"github.com/charmbracelet/x/vt"
)

func TestText(t *testing.T) {
	for written, want := range map[string]string{
		"":                             "",
		"one":                          "one",
		"  one  \r\n\r\n a b \r\n\r\n": "  one\n\n a b",
		"\r\n\r\nlast":                 "\n\nlast",
		"世界 x":                         "世界 x",
		"e\u0301t":                     "e\u0301t",
	} {
		emulator := vt.NewEmulator(12, 6)
		if _, err := emulator.Write([]byte(written)); err != nil {
			t.Fatal(err)
		}
		if got := Text(emulator); got != want {
			t.Errorf("%q shows %q, want %q", written, got, want)
		}
	}
	emulator := vt.NewEmulator(12, 3)
	if _, err := emulator.Write([]byte("a\r\n  b c ")); err != nil {
		t.Fatal(err)
	}
	for y, want := range []string{"a", "  b c", "", ""} {
		if got := Line(emulator, y); got != want {
			t.Errorf("line %d is %q, want %q", y, got, want)
		}
	}
}
