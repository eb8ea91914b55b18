package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// answers are the methods by which a field returns the typed text.
var answers = []string{"Value", "Amount", "Code", "Text"}

// readsAnswer names the reads of typed text in a file's hints and labels, and counts
// the hints and labels.
func readsAnswer(file *ast.File) (reads []string, looked int) {
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv == nil || f.Body == nil || f.Name.Name != "Hint" && f.Name.Name != "Label" {
			continue
		}
		looked++
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && slices.Contains(answers, s.Sel.Name) {
				reads = append(reads, f.Name.Name+" reads "+s.Sel.Name)
			}
			return true
		})
	}
	return reads, looked
}

// TestNoHintReadsItsField: a hint is drawn at every key, while the text may still
// become a card number. A hint that said what an amount leaves once left copies of a
// card.
func TestNoHintReadsItsField(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(filepath.Join("..", "..", "forms", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		reads, looked := readsAnswer(file)
		for _, r := range reads {
			t.Errorf("%s: %s, what was typed", filepath.Base(name), r)
		}
		total += looked
	}
	if total < 10 {
		t.Errorf("only %d hints and labels were found", total)
	}
	leaky := "package forms\nfunc (c *checked) Hint(bool) string { m, _ := c.Value(); return m.String() }"
	file, err := parser.ParseFile(token.NewFileSet(), "leaky.go", leaky, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	if reads, _ := readsAnswer(file); len(reads) != 1 {
		t.Errorf("a hint that reads its field passes: %v", reads)
	}
}
