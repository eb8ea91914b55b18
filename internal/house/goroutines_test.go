package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// guarded are the packages in which each goroutine begins with panics.Caught. Without
// it, a panic would end every console of the process. Commands of a page need no guard:
// Bubble Tea catches their panics, and only that console ends.
var guarded = []string{"ui", "forms", "internal/lookup", "internal/sshd", "internal/floor", "internal/keyboard"}

// TestGoroutinesCatchPanics: no goroutine of these packages ends the process.
func TestGoroutinesCatchPanics(t *testing.T) {
	for _, room := range guarded {
		files := 0
		err := filepath.WalkDir(filepath.Join("..", "..", filepath.FromSlash(room)), func(name string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			files++
			set := token.NewFileSet()
			parsed, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for _, at := range unguarded(parsed) {
				t.Errorf("%s: a goroutine begins without panics.Caught", set.Position(at))
			}
			return nil
		})
		if err != nil || files < 5 {
			t.Errorf("%s: %d files were looked at: %v", room, files, err)
		}
	}
}

// unguarded is where a file starts goroutines that do not catch a panic.
func unguarded(file *ast.File) []token.Pos {
	var found []token.Pos
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			if !calls(n.Call, "panics", "Caught") {
				found = append(found, n.Pos())
			}
		case *ast.CallExpr:
			if (calls(n, "time", "AfterFunc") || calls(n, "context", "AfterFunc") || calls(n, "", "Go")) && !onlyCaught(n.Args[len(n.Args)-1]) {
				found = append(found, n.Pos())
			}
		}
		return true
	})
	return found
}

// onlyCaught reports a function that does nothing but call panics.Caught.
func onlyCaught(f ast.Expr) bool {
	literal, ok := f.(*ast.FuncLit)
	if !ok || len(literal.Body.List) != 1 {
		return false
	}
	statement, ok := literal.Body.List[0].(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := statement.X.(*ast.CallExpr)
	return ok && calls(call, "panics", "Caught")
}

// calls reports a call of a function of that name; if of is "", on any value.
func calls(call *ast.CallExpr, of, name string) bool {
	function, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || function.Sel.Name != name {
		return false
	}
	left, ok := function.X.(*ast.Ident)
	return of == "" || ok && left.Name == of
}

// The test itself must find such a goroutine.
func TestUnguarded(t *testing.T) {
	const begin = "package p\nfunc f() {\n"
	for body, want := range map[string]int{
		"go panics.Caught(log, \"x\", g)": 0, "f(g)": 0, "go g()": 1, "go func() { panics.Caught(log, \"x\", g) }()": 1,
		"group.Go(g)": 1, "group.Go(func() { panics.Caught(log, \"x\", g) })": 0, "group.Go(func() { g(); panics.Caught(log, \"x\", g) })": 1,
		"time.AfterFunc(d, g)": 1, "time.AfterFunc(d, func() { panics.Caught(log, \"x\", g) })": 0, "time.AfterFunc(d, func() { g(); panics.Caught(log, \"x\", g) })": 1, "go g()\nif x { go x.y() }": 2,
	} {
		parsed, err := parser.ParseFile(token.NewFileSet(), "p.go", begin+body+"\n}", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := unguarded(parsed); len(got) != want || !slices.IsSorted(got) {
			t.Errorf("%s: %v", body, got)
		}
	}
}
