package house

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// guards are types of sync and sync/atomic whose code is compiled into the package that
// uses them. Compiled without the race detector, they order nothing for it, not even
// for packages that it watches, because the linker keeps one copy for all.
var guards = map[string]bool{
	"sync.Map": true, "sync.Once": true, "sync.OnceFunc": true, "sync.OnceValue": true, "sync.OnceValues": true,
	"atomic.Pointer": true, "atomic.Value": true, "unique.Make": true,
}

// guardsLittle are uses that order only the package's own memory.
var guardsLittle = map[string]bool{
	"modernc.org/sqlite/lib sync.Once":         true, // the address of a text of C's
	"modernc.org/libc sync.Once":               true, // C's environment, and its signals
	"github.com/mattn/go-runewidth sync.Once":  true, // its own tables
	"strings sync.Once":                        true, // a Replacer's own tables
	"regexp/syntax sync.Once":                  true, // its own tables
	"golang.org/x/text/unicode/norm sync.Once": true, // its own tables
}

// TestUnwatchedPackagesGuardNothing: a package that the race detector does not watch
// guards nothing that a watched one reads. One that did made it report false races in
// one run of ten.
func TestUnwatchedPackagesGuardNothing(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join("..", "..", "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(makefile), "\\\n", " ")
	line := regexp.MustCompile(`(?m)^UNWATCHED := (.*)$`).FindStringSubmatch(text)
	if line == nil {
		t.Fatal("the Makefile has no UNWATCHED")
	}
	packages := strings.Fields(line[1])
	list := exec.CommandContext(t.Context(), "go", append([]string{"list", "-f", "{{$p := .}}{{range .GoFiles}}{{$p.ImportPath}}|{{$p.Dir}}/{{.}}\n{{end}}"}, packages...)...)
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for file := range strings.Lines(string(out)) {
		name, path, found := strings.Cut(strings.TrimSpace(file), "|")
		if !found {
			continue
		}
		seen[name] = true
		for _, use := range guardsIn(t, path) {
			if !guardsLittle[name+" "+use] {
				t.Errorf("%s uses %s: it cannot stand in UNWATCHED", name, use)
			}
		}
	}
	if len(seen) != len(packages) {
		t.Errorf("%d of %d packages were looked at: name each by itself", len(seen), len(packages))
	}
	if got := guardsIn(t, "unwatched_test.go"); fmt.Sprint(got) != "[]" {
		t.Errorf("a file that uses none has %v", got)
	}
	if got := guardsIn(t, filepath.Join("..", "journal", "sqljournal", "helper_test.go")); len(got) == 0 {
		t.Error("a file that uses sync.Once has none")
	}
}

// guardsIn are the guards that a file uses.
func guardsIn(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !named(text) {
		return nil // SQLite is one file of megabytes, which takes long to parse
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && guards[x.Name+"."+s.Sel.Name] {
				found = append(found, x.Name+"."+s.Sel.Name)
			}
		}
		return true
	})
	return found
}

// named reports whether a text names a guard, even in a comment.
func named(text []byte) bool {
	for guard := range guards {
		if bytes.Contains(text, []byte(guard)) {
			return true
		}
	}
	return false
}
