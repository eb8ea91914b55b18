package gateway

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"
)

// lenders are the functions that may look at the digits behind a handle, and
// the methods of digits that give them. Whoever is added here must not keep,
// copy or print them.
var lenders = []string{
	"Brand", "passesLuhn", "beginsWithZero", "shown", "Masked", "encode", "encodePans", // with use
	"use", "push", "pop", "wipe", "len", // with locked
}

// keepers are the files where digits are as bytes, and the conversions to text
// that are allowed there: what may be shown, and what is no digit.
var keepers = map[string][]string{
	"secret.go":       {"string(digits[:6])", "string(digits[len(digits)-4:])"},
	"brand.go":        {"string(b)"}, // a Brand
	"wire.go":         {"string(quote(alias))"},
	"vault.go":        nil,
	"vaultdigits.go":  nil,
	"vaultscratch.go": nil,
	"body.go":         nil,
	"dial.go":         nil,
}

// TestNoDigitBecomesText reads this package's sources: no path turns card data
// into a string or hands it to a package that does.
func TestNoDigitBecomesText(t *testing.T) {
	names, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, name := range names {
		if !strings.HasSuffix(name.Name(), ".go") || strings.HasSuffix(name.Name(), "_test.go") {
			continue
		}
		text, err := os.ReadFile(name.Name())
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := keepers[name.Name()]; ok {
			seen++
		}
		for _, complaint := range judgeSource(t, name.Name(), string(text)) {
			t.Error(complaint)
		}
	}
	if seen != len(keepers) {
		t.Errorf("%d of the %d files were found", seen, len(keepers))
	}
}

func TestNoDigitBecomesTextFindsFaults(t *testing.T) {
	for _, bad := range []string{
		`func (c CardNumber) Whole() (s string) { c.d.use(func(b []byte) { s = "x" }); return s }`,
		`func f(c CardNumber) { (*c.d.at).vault.Wipe() }`,
		`func f(p *place) []byte { return p.b }`,
		`func (c CardNumber) Brand() string { return string(c.all()) }`,
		`func (c CardNumber) Brand() { c.d.use(func(b []byte) { fmt.Fprintf(w, "%s", b) }) }`,
		`func (c CardNumber) Brand() { c.d.use(func(b []byte) { kept = bytes.Clone(b) }) }`,
		`func (c CardNumber) Brand() { c.d.use(remember) }`,
		`func (b *body) String() string { return fmt.Sprint(b.data) }`,
	} {
		if len(judgeSource(t, "brand.go", "package gateway\n"+bad)) == 0 {
			t.Errorf("nothing is said of %s", bad)
		}
	}
}

func judgeSource(t *testing.T, name, text string) (complaints []string) {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	allowed, keeps := keepers[name]
	for _, decl := range parsed.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		say := func(n ast.Node, what string) {
			complaints = append(complaints, fmt.Sprintf("%s: %s %s", files.Position(n.Pos()), f.Name.Name, what))
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				own := name == "vaultdigits.go"
				if n.Sel.Name == "at" && nameOf(n.X) == "d" && !own || n.Sel.Name == "b" && !own && isPlace(n.X) {
					say(n, "reaches behind a handle")
				}
				if n.Sel.Name == "data" && name != "body.go" && name != "wire.go" && isNamed(n.X, "b", "body") {
					say(n, "reaches into a body")
				}
			case *ast.CallExpr:
				switch called := nameOf(n.Fun); {
				case called == "string" && keeps && !slices.Contains(allowed, sourceOf(files, n)):
					say(n, "makes a string: "+sourceOf(files, n))
				case (called == "use" || called == "locked") && len(n.Args) == 1:
					if !slices.Contains(lenders, f.Name.Name) {
						say(n, "may not look at digits")
					}
					judgeLent(n.Args[0], name, say)
				}
			}
			return true
		})
	}
	return complaints
}

// judgeLent looks at the function that digits are lent to: it may call nothing
// but what is known to leave them where they are.
func judgeLent(lent ast.Expr, name string, say func(ast.Node, string)) {
	f, ok := lent.(*ast.FuncLit)
	if !ok {
		say(lent, "lends digits to who knows what")
		return
	}
	harmless := []string{"len", "cap", "Repeat", "append", "clear", "brandOf", "PassesLuhn", "part"}
	if name == "vaultdigits.go" {
		harmless = append(harmless, "f", "take", "release")
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !slices.Contains(harmless, nameOf(call.Fun)) {
			say(call, "lends digits to "+nameOf(call.Fun))
		}
		return true
	})
}

func isPlace(x ast.Expr) bool { return isNamed(x, "p", "place") }

func isNamed(x ast.Expr, names ...string) bool {
	id, ok := x.(*ast.Ident)
	return ok && slices.Contains(names, id.Name)
}

// nameOf is the last part of what is called.
func nameOf(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}

func sourceOf(files *token.FileSet, n ast.Node) string {
	var b strings.Builder
	_ = printer.Fprint(&b, files, n)
	return b.String()
}
