package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// bare is where a file adds two amounts, or takes one from another, by their Minor: what
// Plus and Minus of gateway.Money do with a check.
func bare(file *ast.File) []token.Pos {
	var found []token.Pos
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if (n.Op == token.ADD || n.Op == token.SUB) && readsMinor(n.X) && readsMinor(n.Y) {
				found = append(found, n.Pos())
			}
		case *ast.AssignStmt:
			if n.Tok == token.ADD_ASSIGN || n.Tok == token.SUB_ASSIGN {
				if readsMinor(n.Lhs[0]) || readsMinor(n.Rhs[0]) {
					found = append(found, n.Pos())
				}
			}
		}
		return true
	})
	return found
}

func readsMinor(e ast.Expr) (reads bool) {
	ast.Inspect(e, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "Minor" {
			reads = true
		}
		return !reads
	})
	return reads
}

// TestAmountsMeetWithACheck: nothing but gateway.Money adds amounts or takes one from
// another, where neither the currencies nor the size of the sum would be looked at. The
// test bank does as it likes.
func TestAmountsMeetWithACheck(t *testing.T) {
	files := 0
	for _, room := range []string{"forms", "internal", "ui"} {
		err := filepath.WalkDir(filepath.Join("..", "..", room), func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && d.Name() == "sandbox" {
				return filepath.SkipDir
			}
			if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return nil
			}
			files++
			set := token.NewFileSet()
			parsed, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for _, at := range bare(parsed) {
				t.Errorf("%s: amounts meet without a check: use Plus or Minus", set.Position(at))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 300 {
		t.Errorf("only %d files were looked at", files)
	}
	for source, want := range map[string]int{
		"sum.Minor += m.Minor": 1, "sum -= m.Minor": 1, "x = a.Minor + b.Minor": 1, "x = min(a.Minor, 3) - f(b.Minor)": 1,
		"x = a.Minor - 1": 0, "x = a.Minor <= b.Minor": 0, "sum += count": 0,
	} {
		parsed, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\nfunc f() { "+source+" }", parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if got := bare(parsed); len(got) != want {
			t.Errorf("%s: found %d times", source, len(got))
		}
	}
}
