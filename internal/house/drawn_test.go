package house

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The text in a field may be a card number until the form says that it is not. So code
// that draws never reads a field's answer: it lets the form draw it, which masks text
// that may become a card number. This file follows the calls from everything that draws a
// page.

// fields is the package of the fields. drawers are the packages whose code draws.
const (
	fields  = "motoconsole/forms"
	drawers = "motoconsole/ui"
)

// drawing are the methods that the shell calls to draw a page, in any of the drawers.
var drawing = []string{"View", "Heading", "Keys", "Busy"}

// harmless are the methods of the fields that return nothing of the typed text, or only
// what the form itself shows of it.
var harmless = map[string]string{
	"Form.Rows": "draws it", "Form.InDrawer": "draws it", "Field.Render": "draws it",
	"Form.Labels": "a width", "Form.Field": "a field, not its answer", "Form.Focused": "a field, not its answer",
	"Form.InGroups":   "whether a card number is typed again by groups, and whether it fits with them",
	"Form.AtCard":     "which field has the focus",
	"Form.DrawerOpen": "whether further fields are shown", "Form.HasDrawer": "whether there are any", "Form.OnForm": "whether a field is shown",
	"Payment.Kind": "one of the kinds that are offered",
	"Form.Dirty":   "whether anything was typed", "Field.Empty": "whether anything was typed",
	"Field.Label": "a name", "Field.Name": "a name", "Field.Hint": "masks",
	"Operation.Called":      "one of the two who may ask for a repeat",
	"Operation.Reasons":     "the reasons there are, and not what was typed",
	"entry.MayBecomeCard":   "whether it may be a card",
	"Operation.DueDate":     "one of the days that are offered",
	"Cards.Doubts":          "a rule, not a field",
	"Operation.AmountSoFar": "zero while it may become a card", "Payment.AmountSoFar": "zero while it may become a card",
}

// allowed are functions that draw and may read the typed text, with the reason. All but
// the script draw after the form has been left, and the form is never left with text that
// may be a card number.
var allowed = map[string]string{
	"charge.Page.charge":         "what is confirmed",
	"charge.Page.factsOf":        "what is confirmed, the card by its brand and last digits",
	"charge.Page.lineOf":         "how many digits a code has, by the brand of the card",
	"operate.Page.check":         "what is confirmed: the expiry date",
	"operate.Page.addSubject":    "what is confirmed: the expiry date",
	"operate.Page.addCorrection": "what is confirmed: the details and the expiry date as they are to be",
	"operate.Page.amount":        "what was confirmed and refused: the amount",
}

// TestNothingDrawnReadsAField: no code that draws a page reads the typed text.
func TestNothingDrawnReadsAField(t *testing.T) {
	g := callsOf(t, drawers+"/...")
	var roots []string
	for name := range g.bodies {
		if method := name[strings.LastIndex(name, ".")+1:]; slices.Contains(drawing, method) && strings.HasPrefix(name, "(") {
			roots = append(roots, name)
		}
	}
	slices.Sort(roots)
	if len(roots) < 15 {
		t.Fatalf("only %d functions draw: %v", len(roots), roots)
	}
	used := map[string]bool{}
	for _, r := range g.reads(roots) {
		reader := short(r.reader)
		if _, ok := allowed[reader]; ok {
			used[reader] = true
			continue
		}
		t.Errorf("%s is drawn, and reads what was typed by %s:\n\t%s", reader, short(r.method), strings.Join(r.path, "\n\t"))
	}
	for reader := range allowed {
		if !used[reader] {
			t.Errorf("%s reads nothing any more, or is not drawn", reader)
		}
	}
	for _, name := range []string{"Form.Rows", "Operation.AmountSoFar"} { // otherwise the test looks at nothing
		if !g.asked[name] {
			t.Errorf("nothing that draws calls %s", name)
		}
	}
}

// graph says which function calls which.
type graph struct {
	bodies map[string][]string // by a function's full name, the functions that it mentions
	named  map[string][]string // methods, only by their names
	abroad map[string]bool     // methods of interfaces
	asked  map[string]bool     // methods of fields that drawing code mentions
}

// callsOf reads the packages of a pattern and their calls.
func callsOf(t *testing.T, pattern string) *graph {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-trimpath", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}\t{{.Dir}}\t{{join .GoFiles \" \"}}", pattern)
	list.Dir = filepath.Join("..", "..")
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	g := &graph{bodies: map[string][]string{}, named: map[string][]string{}, abroad: map[string]bool{}, asked: map[string]bool{}}
	export := map[string]string{}
	set := token.NewFileSet()
	known := importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(export[path]) })
	rows := strings.Split(strings.TrimSpace(string(out)), "\n")
	for _, row := range rows {
		parts := strings.Split(row, "\t")
		export[parts[0]] = parts[1]
	}
	for _, row := range rows {
		parts := strings.Split(row, "\t")
		if parts[0] != drawers && !strings.HasPrefix(parts[0], drawers+"/") {
			continue
		}
		var files []*ast.File
		for name := range strings.SplitSeq(parts[3], " ") {
			file, err := parser.ParseFile(set, filepath.Join(parts[2], name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
		g.add(t, parts[0], set, files, known)
	}
	return g
}

// add takes in the calls of one package.
func (g *graph) add(t *testing.T, path string, set *token.FileSet, files []*ast.File, known types.Importer) {
	t.Helper()
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	if _, err := (&types.Config{Importer: known}).Check(path, set, files, info); err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			defined, _ := info.Defs[f.Name].(*types.Func)
			name := nameOf(defined)
			if defined.Signature().Recv() != nil {
				g.named[f.Name.Name] = append(g.named[f.Name.Name], name)
			}
			ast.Inspect(f.Body, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if mentioned, ok := info.Uses[id].(*types.Func); ok {
						called := nameOf(mentioned)
						if r := mentioned.Signature().Recv(); r != nil && types.IsInterface(r.Type()) {
							g.abroad[called] = true
						}
						g.bodies[name] = append(g.bodies[name], called)
					}
				}
				return true
			})
			if g.bodies[name] == nil {
				g.bodies[name] = []string{}
			}
		}
	}
}

func nameOf(f *types.Func) string { return f.Origin().FullName() }

// read is a function that reads a field, with the calls by which drawing reaches it.
type read struct {
	reader, method string
	path           []string
}

// reads are the methods of fields that the functions call, directly or through others,
// without the harmless ones. A method of an interface may be any method of that name.
func (g *graph) reads(roots []string) (found []read) {
	from := map[string]string{}
	queue := slices.Clone(roots)
	for _, r := range roots {
		from[r] = ""
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		calls := slices.Clone(g.bodies[at])
		slices.Sort(calls)
		for _, called := range slices.Compact(calls) {
			if method, ok := strings.CutPrefix(strings.Trim(strings.Replace(called, "(*", "(", 1), "("), fields+"."); ok && strings.Contains(called, ").") {
				method = strings.Replace(method, ")", "", 1)
				g.asked[method] = true
				if harmless[method] == "" {
					r := read{reader: at, method: called}
					for step := at; step != ""; step = from[step] {
						r.path = append([]string{short(step)}, r.path...)
					}
					found = append(found, r)
				}
				continue
			}
			next := []string{called}
			if g.abroad[called] {
				next = g.named[called[strings.LastIndex(called, ".")+1:]]
			}
			for _, n := range next {
				if _, seen := from[n]; !seen && g.bodies[n] != nil {
					from[n] = at
					queue = append(queue, n)
				}
			}
		}
	}
	return found
}

// short is a full name without the path of its package.
func short(name string) string {
	name = strings.NewReplacer("(*", "", "(", "", ")", "").Replace(name)
	return name[strings.LastIndex(name, "/")+1:]
}

// The test itself must see through a helper, a method value, a closure and an
// interface.
func TestReadsOfFields(t *testing.T) {
	forms := types.NewPackage(fields, "forms")
	field := types.NewNamed(types.NewTypeName(0, forms, "TextField", nil), types.NewStruct(nil, nil), nil)
	forms.Scope().Insert(field.Obj())
	text := types.NewSignatureType(types.NewVar(0, forms, "", field), nil, nil, nil, types.NewTuple(types.NewVar(0, forms, "", types.Typ[types.String])), false)
	for _, method := range []string{"Value", "Label"} {
		field.AddMethod(types.NewFunc(0, forms, method, text))
	}
	forms.MarkComplete()
	harmless["TextField.Label"] = "a name"
	defer delete(harmless, "TextField.Label")
	for body, want := range map[string]bool{
		"func (p page) View() string { return p.f.Label() }":                                                                                                          false,
		"func (p page) View() string { return p.f.Value() }":                                                                                                          true,
		"func (p page) View() string { return say(p) }\nfunc say(p page) string { return p.f.Value() }":                                                               true,
		"func (p page) View() string { return ask(p.f.Value) }\nfunc ask(f func() string) string { return f() }":                                                      true,
		"func (p page) View() string { return func() string { return p.f.Value() }() }":                                                                               true,
		"func (p page) View() string { var s sayer = p; return s.says() }\ntype sayer interface{ says() string }\nfunc (p page) says() string { return p.f.Value() }": true,
		"func (p page) View() string { return p.said }\nfunc (p *page) Update() { p.said = p.f.Value() }":                                                             false,
	} {
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, "p.go", "package p\nimport \""+fields+"\"\ntype page struct { f forms.TextField; said string }\n"+body, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		g := &graph{bodies: map[string][]string{}, named: map[string][]string{}, abroad: map[string]bool{}, asked: map[string]bool{}}
		g.add(t, drawers+"/p", set, []*ast.File{file}, only{forms})
		if got := len(g.reads([]string{"(" + drawers + "/p.page).View"})) > 0; got != want {
			t.Errorf("reads a field: %v\n%s", got, body)
		}
	}
}

// only imports one package.
type only struct{ p *types.Package }

// Import implements types.Importer.
func (o only) Import(path string) (*types.Package, error) {
	if path != o.p.Path() {
		return nil, fmt.Errorf("no package %s", path)
	}
	return o.p, nil
}
