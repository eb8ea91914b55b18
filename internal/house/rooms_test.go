package house

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "motoconsole"

// rooms says which of our packages each room may import. A package without a room here
// is in the wrong place. The linter has the same table; this one works where only `go
// test` runs.
var rooms = map[string][]string{
	".":            {"*"},
	"internal/cli": {"*"},
	"internal/app": {
		"gateway", "forms", "ui", "ui/kit", "internal/payment", "internal/payment/doubt", "internal/payment/resolve", "internal/payment/operation", "internal/payment/option", "internal/payment/terms", "internal/journal", "internal/journal/sqljournal", "internal/lookup", "internal/lookup/kept", "internal/keyboard", "internal/harden",
		"internal/config", "internal/trust", "internal/lockout", "internal/clock", "internal/charset", "internal/panics", "internal/rights",
	},
	"internal/floor":         {"gateway", "ui", "internal/app", "internal/charset", "internal/config", "internal/keyboard", "internal/panics", "internal/rights", "internal/sshd", "internal/terminal", "internal/trust"},
	"gateway":                {"gateway"},
	"forms":                  {"forms", "gateway", "internal/payment/terms", "internal/keyboard", "internal/cardguard", "internal/ink"},
	"ui":                     {"ui", "ui/kit", "ui/kit/theme", "ui/kit/draw", "ui/home", "ui/charge", "ui/find", "ui/record", "forms", "gateway", "internal/payment", "internal/lockout", "internal/cardguard", "internal/charset", "internal/ink"},
	"internal/payment":       {"internal/payment", "internal/rights", "internal/payment/doubt", "internal/payment/terms", "internal/payment/ordername", "gateway", "internal/journal", "internal/statement", "internal/clock", "internal/cardguard", "internal/orderref", "internal/panics"},
	"internal/journal":       {"gateway", "internal/clock", "internal/cardguard"},
	"internal/cardguard":     {"gateway", "internal/orderref"},
	"internal/orderref":      {"gateway"},
	"internal/charset":       {},
	"internal/samename":      {},
	"internal/clock":         {},
	"internal/panics":        {},
	"internal/statement":     {"gateway"},
	"internal/lookup":        {"internal/lookup", "gateway", "internal/statement", "internal/cardguard", "internal/orderref", "internal/samename"},
	"internal/keyboard":      {},
	"internal/ink":           {},
	"internal/terminal":      {"internal/panics", "internal/ink"},
	"internal/sshd":          {"internal/panics"},
	"internal/sandbox":       {"internal/sandbox", "internal/sandbox/book", "internal/sandbox/message", "internal/sandbox/faults", "gateway"},
	"internal/harden":        {"gateway", "internal/cardguard"},
	"internal/config":        {"gateway", "internal/payment", "internal/payment/doubt", "internal/payment/terms", "internal/passwordstore", "internal/trust", "internal/cardguard", "internal/charset", "internal/rights"},
	"internal/passwordstore": {},
	"internal/trust":         {},
	"internal/lockout":       {"internal/clock"},
	"internal/rights":        {"gateway", "internal/samename"},
	"internal/screentest":    {"*"},
	"internal/memscan":       {},
	"internal/effort":        {},
	"internal/leakcheck":     {},
	"internal/crash":         {},
	"internal/sshbench":      {},
	"internal/winecheck":     {},
	"internal/house":         {},
	"internal/entrytest":     {"internal/entrytest", "forms", "gateway", "internal/keyboard", "internal/screentest"},
}

// inside are the rooms within other rooms. Those of gateway know nothing of
// gateway; those of the journal know it, and it does not know them; the pages of
// the console know neither one another nor the shell; those of the test bank do
// not know the bank, options and doubts do not know the processor, and the
// processor does not know the operations: no arrow leads back.
var inside = map[string][]string{
	"gateway/internal/cleantext": {},
	"gateway/internal/jsonscan":  {},
	"gateway/internal/secmem":    {},
	"gateway/internal/testcards": {},
	"gateway/internal/wire":      {"gateway/internal/secmem"},

	"ui/kit/theme": {"internal/charset", "internal/ink"},
	"ui/kit/draw":  {"ui/kit/theme", "internal/ink"},

	"ui/kit":            {"ui/kit/theme", "ui/kit/draw", "internal/ink", "forms", "gateway", "internal/rights", "internal/payment", "internal/payment/terms", "internal/payment/operation", "internal/payment/option", "internal/statement", "internal/lookup", "internal/keyboard", "internal/lockout", "internal/charset"},
	"ui/kit/flow":       {"ui/kit", "ui/kit/theme", "ui/kit/draw", "internal/ink", "forms", "gateway", "internal/payment", "internal/payment/terms", "internal/payment/option"},
	"ui/home":           {"ui/kit", "ui/kit/theme", "ui/kit/draw", "internal/ink", "gateway", "internal/payment", "internal/statement"},
	"ui/charge":         {"ui/kit", "ui/kit/flow", "ui/kit/theme", "ui/kit/draw", "internal/ink", "forms", "gateway", "internal/orderref", "internal/payment", "internal/payment/terms", "internal/statement"},
	"ui/find":           {"ui/kit", "ui/kit/theme", "ui/kit/draw", "internal/ink", "forms", "gateway", "internal/lookup", "internal/statement", "internal/cardguard", "internal/panics"},
	"ui/record":         {"ui/kit", "ui/kit/theme", "ui/kit/draw", "ui/record/operate", "internal/ink", "forms", "gateway", "internal/payment", "internal/payment/terms", "internal/payment/operation", "internal/payment/option", "internal/statement"},
	"ui/record/operate": {"ui/kit", "ui/kit/flow", "ui/kit/theme", "ui/kit/draw", "internal/ink", "forms", "gateway", "internal/payment", "internal/payment/operation", "internal/payment/option", "internal/statement"},

	"internal/journal/journaltest": {"internal/journal", "gateway", "internal/clock"},
	"internal/journal/sqljournal":  {"internal/journal", "gateway", "internal/clock", "internal/lockout", "internal/trust", "internal/orderref"},

	"internal/lookup/kept": {"internal/lookup", "internal/journal", "internal/rights", "gateway"},

	"internal/payment/operation":   {"internal/payment", "internal/payment/terms", "internal/rights", "internal/samename", "internal/clock", "internal/payment/option", "internal/payment/doubt", "internal/payment/ordername", "gateway", "internal/journal", "internal/statement", "internal/orderref", "internal/panics"},
	"internal/payment/resolve":     {"gateway", "internal/journal", "internal/payment/doubt", "internal/payment/ordername", "internal/rights", "internal/statement", "internal/orderref", "internal/clock", "internal/panics"},
	"internal/payment/doubt":       {"gateway", "internal/journal", "internal/statement", "internal/clock"},
	"internal/payment/option":      {"gateway", "internal/journal", "internal/statement"},
	"internal/payment/terms":       {"gateway"},
	"internal/payment/ordername":   {"gateway", "internal/payment/doubt", "internal/samename", "internal/journal", "internal/orderref", "internal/cardguard"},
	"internal/payment/paymenttest": {"internal/sandbox", "internal/journal", "internal/journal/journaltest", "gateway", "internal/clock"},

	"internal/sandbox/book":    {"gateway"},
	"internal/sandbox/message": {"internal/sandbox/book", "gateway"},
	"internal/sandbox/faults":  {"internal/sandbox/book", "internal/sandbox/message", "gateway"},
}

// without says what a room must not import.
var without = map[string][]string{
	"internal/journal": {"database/sql", "modernc.org/sqlite", "os"},
	"internal/payment": {"database/sql", "modernc.org/sqlite"},
	"internal/rights":  {"context", "os", "database/sql", "modernc.org/sqlite"},

	"internal/payment/operation": {"database/sql", "modernc.org/sqlite"},
	"internal/payment/doubt":     {"context", "os", "database/sql", "modernc.org/sqlite"},
	"internal/payment/resolve":   {"os", "database/sql", "modernc.org/sqlite"},
	"internal/payment/option":    {"context", "os", "database/sql", "modernc.org/sqlite"},
	"internal/payment/terms":     {"context", "os", "database/sql", "modernc.org/sqlite"},
	"internal/payment/ordername": {"os", "database/sql", "modernc.org/sqlite"},

	"internal/sandbox":         {"database/sql", "modernc.org/sqlite"},
	"internal/sandbox/book":    {"net/http"},
	"internal/sandbox/message": {"database/sql", "modernc.org/sqlite"},
	"internal/sandbox/faults":  {"database/sql", "modernc.org/sqlite"},
}

// forTests may be imported by tests only, and by one another.
var forTests = []string{"internal/screentest", "internal/memscan", "internal/effort", "internal/journal/journaltest", "internal/payment/paymenttest"}

// nowhere lists packages that no file may import, tests included.
var nowhere = map[string]string{
	"charm.land/lipgloss/v2/compat": "it reads the terminal when it is imported",
	"log":                           "use log/slog, which goes where the configuration says",
}

// onlyIn are the imports that only one room may have.
var onlyIn = map[string]string{"github.com/BurntSushi/toml": "internal/config", "github.com/zalando/go-keyring": "internal/passwordstore"}

func TestRooms(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return intoFolder(name, rel)
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		files++
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Errorf("%s: %v", rel, err)
			return nil
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if problem := judge(filepath.ToSlash(rel), imported); problem != "" {
				t.Errorf("%s imports %s: %s", rel, imported, problem)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 10 {
		t.Errorf("only %d files were looked at", files)
	}
}

// intoFolder leaves out the folders that the go command leaves out, and other modules.
func intoFolder(name, rel string) error {
	base := filepath.Base(rel)
	if rel != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata") {
		return filepath.SkipDir
	}
	if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil && rel != "." {
		return filepath.SkipDir
	}
	return nil
}
