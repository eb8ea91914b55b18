package gateway

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// judge checks one source file against the rules of its package.
type judge struct {
	rules
	files      *token.FileSet
	inside     bool // one of the packages within gateway
	secretive  bool // conversions to text count
	complaints []string
	lenders    []string // the functions that looked at digits
}

func judgeSource(t *testing.T, folder, name, text string) *judge {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	r, known := guarded[folder]
	inside := strings.HasPrefix(folder, "internal/")
	j := &judge{rules: r, files: files, inside: inside, secretive: inside || isSecretive(parsed)}
	for _, spec := range parsed.Imports {
		path := pathOf(spec)
		if r.imports != nil && !slices.Contains(r.imports, path) || !known && isSecretRoom(path) {
			j.say(spec, name, "imports "+path)
		}
	}
	for _, decl := range parsed.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		called := map[ast.Expr]bool{}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				j.reach(f, n)
				if isLending(n.Sel.Name) && !called[n] {
					j.say(n, f.Name.Name, "hands on what lends digits")
				}
			case *ast.CallExpr:
				called[n.Fun] = true
				j.call(f, n)
			}
			return true
		})
	}
	return j
}

func (j *judge) say(n ast.Node, who, what string) {
	j.complaints = append(j.complaints, fmt.Sprintf("%s: %s %s", j.files.Position(n.Pos()), who, what))
}

// reach checks what a function takes out of a struct.
func (j *judge) reach(f *ast.FuncDecl, n *ast.SelectorExpr) {
	owners, kept := j.inner[nameOf(n.X)+"."+n.Sel.Name]
	if kept && !slices.Contains(owners, receiverOf(f)) && !slices.Contains(owners, f.Name.Name) {
		j.say(n, f.Name.Name, "reaches for "+j.source(n))
	}
}

// call checks what a function calls, and with which arguments.
func (j *judge) call(f *ast.FuncDecl, n *ast.CallExpr) {
	switch called := nameOf(n.Fun); {
	case called == "string" && j.secretive && !slices.Contains(j.texts, j.source(n)):
		j.say(n, f.Name.Name, "makes a string: "+j.source(n))
	case j.inside && isPackage(n.Fun, "fmt") && called != "Errorf":
		j.say(n, f.Name.Name, "prints: "+j.source(n))
	case isLending(called) && (len(n.Args) == 1 || called == "UseWith"):
		if j.lenders = append(j.lenders, f.Name.Name); !slices.Contains(j.rules.lenders, f.Name.Name) {
			j.say(n, f.Name.Name, "may not look at digits")
		}
		j.lent(f, n.Args[len(n.Args)-1])
	}
}

func isLending(name string) bool {
	return slices.Contains([]string{"Use", "UseWith", "use", "locked", "Fill"}, name)
}

// lent checks the function that digits are lent to: it may call only functions that are
// known to keep no copy.
func (j *judge) lent(from *ast.FuncDecl, lent ast.Expr) {
	f, ok := lent.(*ast.FuncLit)
	if !ok {
		j.say(lent, from.Name.Name, "lends digits to who knows what")
		return
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !slices.Contains(j.harmless, nameOf(call.Fun)) {
			j.say(call, from.Name.Name, "lends digits to "+nameOf(call.Fun))
		}
		return true
	})
}

func (j *judge) source(n ast.Node) string {
	var b strings.Builder
	_ = printer.Fprint(&b, j.files, n)
	return b.String()
}

func pathOf(spec *ast.ImportSpec) string {
	path, _ := strconv.Unquote(spec.Path.Value) // the parser has read it
	return path
}

// receiverOf is the type of a method's receiver, or "".
func receiverOf(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	return nameOf(t)
}

func isPackage(called ast.Expr, name string) bool {
	s, ok := called.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := s.X.(*ast.Ident)
	return ok && id.Name == name
}

// nameOf is the last part of a name.
func nameOf(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}
