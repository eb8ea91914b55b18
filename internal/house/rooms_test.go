package house

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const module = "motoconsole"

// rooms says which of our packages each room may import. A package without a room is in
// the wrong place. The table is the README's, so that there is one; only what lies within
// gateway, which is one row there, is told apart here.
var rooms = sync.OnceValue(func() map[string][]string {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		panic(err)
	}
	table := readRooms(string(text))
	table["gateway/internal/cleantext"] = nil
	table["gateway/internal/jsonscan"] = nil
	table["gateway/internal/secmem"] = nil
	table["gateway/internal/testcards"] = nil
	table["gateway/internal/wire"] = []string{"gateway/internal/secmem"}
	return table
})

// without says what a room must not import.
var without = map[string][]string{
	"internal/journal": {"database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5", "os"},
	"internal/payment": {"database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},
	"internal/rights":  {"context", "os", "database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},

	"internal/payment/operation": {"database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},
	"internal/payment/answer":    {"context", "os", "database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},
	"internal/payment/doubt":     {"context", "os", "database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},
	"internal/payment/resolve":   {"os", "database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},
	"internal/payment/option":    {"context", "os", "database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},
	"internal/payment/terms":     {"context", "os", "database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},
	"internal/payment/spool":     {"database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},
	"internal/payment/ordername": {"os", "database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},

	"internal/sandbox":         {"database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},
	"internal/sandbox/book":    {"net/http"},
	"internal/sandbox/message": {"database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},
	"internal/sandbox/faults":  {"database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},
}

// forTests may be imported by tests only, and by one another.
var forTests = []string{"internal/sshbench", "internal/screentest", "internal/memscan", "internal/effort", "internal/journal/journaltest", "internal/journal/pgtest", "internal/payment/paymenttest", "internal/payment/servertest", "internal/recorder/recordertest"}

// nowhere lists packages that no file may import, tests included.
var nowhere = map[string]string{
	"charm.land/lipgloss/v2/compat": "it reads the terminal when it is imported",
	"log":                           "use log/slog, which goes where the configuration says",
}

// onlyIn are the imports that only one room may have.
var onlyIn = map[string]string{"github.com/BurntSushi/toml": "internal/config", "github.com/zalando/go-keyring": "internal/passwordstore"}

// outside says which modules of others a room may import, for rooms that stand alone or
// are near the metal. A room that is not named may import what go.mod has.
var outside = map[string][]string{
	"gateway":                    {"golang.org/x"},
	"gateway/internal/cleantext": {"golang.org/x"},
	"gateway/internal/jsonscan":  {},
	"gateway/internal/secmem":    {"golang.org/x"},
	"gateway/internal/testcards": {"golang.org/x"},
	"gateway/internal/wire":      {},

	"internal/ink":           {"github.com/charmbracelet/x/ansi"},
	"internal/samename":      {"golang.org/x"},
	"internal/charset":       {"golang.org/x", "github.com/charmbracelet/x/ansi"},
	"internal/clock":         {"golang.org/x"},
	"internal/disk":          {"golang.org/x"},
	"internal/panics":        {},
	"internal/keyboard":      {"golang.org/x/sys/windows"},
	"internal/trust":         {"golang.org/x"},
	"internal/lockout":       {},
	"internal/rights":        {},
	"internal/recorder":      {},
	"internal/orderref":      {},
	"internal/crash":         {},
	"internal/sshbench":      {"golang.org/x"},
	"internal/winecheck":     {},
	"internal/passwordstore": {"github.com/zalando/go-keyring"},
}

func TestRooms(t *testing.T) {
	root := filepath.Join("..", "..")
	files, used := 0, map[[2]string]bool{} // from one room to another
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
			if path, ours := strings.CutPrefix(imported, module+"/"); ours && !strings.HasSuffix(name, "_test.go") {
				used[[2]string{roomOf(filepath.ToSlash(filepath.Dir(rel))), roomOf(path)}] = true
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
	for room, may := range rooms() {
		for _, other := range may {
			if other != "*" && !used[[2]string{room, other}] {
				t.Errorf("the map lets %s import %s, and it does not", room, other)
			}
		}
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
