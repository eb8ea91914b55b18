package script

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the lines into docs/script.md")

// TestScriptIsDocumented: docs/script.md has each line by its name, in moto's own words.
func TestScriptIsDocumented(t *testing.T) {
	const path, from = "../../docs/script.md", "<!-- the lines -->\n"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, _, _ := strings.Cut(string(text), from)
	var table strings.Builder
	table.WriteString("\n| Key | moto says | May have |\n|---|---|---|\n")
	for _, name := range Names() {
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", name, Words(name), strings.Join(Places(name), " "))
	}
	want := before + from + table.String()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Errorf("%s differs from the lines: go test ./internal/script -run %s -update", path, t.Name())
	}
	for _, r := range append(bankCodes, errorCodes...) {
		if r.code != "00" && r.code != "10" && !strings.Contains(before, r.code) && strings.HasPrefix(words[r.try]+r.check, "no") {
			t.Errorf("%s does not name %s", path, r.code)
		}
	}
}
