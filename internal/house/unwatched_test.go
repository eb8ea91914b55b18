package house

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
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
	for name, files := range unwatched(t) {
		for _, file := range files {
			for _, use := range guardsIn(t, file) {
				if !guardsLittle[name+" "+use] {
					t.Errorf("%s uses %s: it cannot stand in UNWATCHED", name, use)
				}
			}
		}
	}
	if got := guardsIn(t, "unwatched_test.go"); fmt.Sprint(got) != "[]" {
		t.Errorf("a file that uses none has %v", got)
	}
	if got := guardsIn(t, filepath.Join("..", "journal", "sqljournal", "helper_test.go")); len(got) == 0 {
		t.Error("a file that uses sync.Once has none")
	}
}

// generics are the functions and types of a file that are compiled into the package that
// uses them.
var generics = regexp.MustCompile(`(?m)^(?:func|type) ([A-Z]\w*)\[[\w, ]+ `)

// TestWatchedPackagesMakeNoUnwatchedCode: a watched package uses nothing generic of
// another module's unwatched package. It would compile it, and all that this calls, with
// the race detector, and the linker would take those copies for all: the tests of
// screens took twice as long.
func TestWatchedPackagesMakeNoUnwatchedCode(t *testing.T) {
	packages := unwatched(t)
	var names []string
	for name, files := range packages {
		if first, _, _ := strings.Cut(name, "/"); !strings.Contains(first, ".") || strings.HasPrefix(name, "modernc.org/") {
			continue // ours and Go's are not text by the character, and C has none
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range generics.FindAllSubmatch(text, -1) {
				if full := path.Base(name) + "." + string(found[1]); full != "ansi.HasCsiPrefix" { // it looks at two bytes
					names = append(names, regexp.QuoteMeta(full))
				}
			}
		}
	}
	use := regexp.MustCompile(`\b(` + strings.Join(names, "|") + `)\b`)
	if !use.MatchString("ansi.FirstGraphemeCluster(text, method)") || use.MatchString("ansi.Strip(text)") {
		t.Fatalf("generic are: %v", names)
	}
	root := filepath.Join("..", "..")
	var files []string
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return intoFolder(name, rel)
		case strings.HasSuffix(name, ".go") && rel != filepath.Join("internal", "house", "unwatched_test.go"):
			files = append(files, rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	through := 0
	for _, rel := range files {
		text, err := os.ReadFile(filepath.Join(root, rel))
		if err != nil {
			t.Fatal(err)
		}
		found := use.Find(text)
		if _, free := packages[path.Join(module, filepath.ToSlash(filepath.Dir(rel)))]; free && found != nil {
			through++
		} else if found != nil {
			t.Errorf("%s has %s: call it through internal/ink", rel, found)
		}
	}
	if through == 0 {
		t.Error("no unwatched file has one")
	}
}

// unwatched are the packages that the Makefile keeps from the race detector, and their
// files.
func unwatched(t *testing.T) map[string][]string {
	t.Helper()
	makefile, err := os.ReadFile(filepath.Join("..", "..", "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(makefile), "\\\n", " ")
	list := regexp.MustCompile(`(?m)^UNWATCHED := (.*)$`).FindStringSubmatch(text)
	if list == nil {
		t.Fatal("the Makefile has no UNWATCHED")
	}
	packages := strings.Fields(list[1])
	command := exec.CommandContext(t.Context(), "go", append([]string{"list", "-f", "{{$p := .}}{{range .GoFiles}}{{$p.ImportPath}}|{{$p.Dir}}/{{.}}\n{{end}}"}, packages...)...)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		if name, file, found := strings.Cut(strings.TrimSpace(line), "|"); found {
			files[name] = append(files[name], file)
		}
	}
	if len(files) != len(packages) {
		t.Errorf("%d of %d packages were looked at: name each by itself", len(files), len(packages))
	}
	return files
}

// guardsIn are the guards that a file uses.
func guardsIn(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !named(text) {
		return nil // SQLite is one file of megabytes, which takes long to parse
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
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
