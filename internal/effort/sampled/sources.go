package main

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const module = "motoconsole/"

// A place is something declared in a folder: a function, a variable, or, after a point, a
// method. What has the same name in a folder is one place. What test files declare is
// apart, because nothing imports it.
type place struct {
	folder string
	tests  bool
	name   string
}

// A source is one such declaration: what it names, and whether it asks itself how much a
// test is to do.
type source struct {
	place

	isTest bool
	asks   bool
	uses   []place
}

type sources []source

// read reads the declarations of all files below a folder.
func read(root string) (sources, error) {
	var all sources
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		all = append(all, declared(file, filepath.ToSlash(rel), strings.HasSuffix(name, "_test.go"))...)
		return nil
	})
	return all, err
}

// declared are the declarations of a file.
func declared(file *ast.File, folder string, tests bool) sources {
	imports := map[string]string{} // the folders of ours, by the names that the file has for them
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if rest, ours := strings.CutPrefix(imported, module); err == nil && ours {
			name := path.Base(rest)
			if spec.Name != nil {
				name = spec.Name.Name
			}
			imports[name] = rest
		}
	}
	var all sources
	add := func(name string, node ast.Node, isTest bool) {
		s := source{place: place{folder, tests, name}, isTest: isTest}
		uses := func(name string) {
			s.uses = append(s.uses, place{folder, false, name})
			if tests { // nothing else can name what a test file declares
				s.uses = append(s.uses, place{folder, true, name})
			}
		}
		var inspect func(ast.Node) bool
		inspect = func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				s.asks = s.asks || strings.EqualFold(n.Name, "raceEnabled")
				uses(n.Name)
			case *ast.SelectorExpr:
				of, _ := n.X.(*ast.Ident)
				switch {
				case of != nil && imports[of.Name] != "":
					s.uses = append(s.uses, place{imports[of.Name], false, n.Sel.Name})
				case of != nil && of.Name == "testing":
					s.asks = s.asks || n.Sel.Name == "Short"
				default:
					uses("." + n.Sel.Name)
					for _, other := range imports {
						s.uses = append(s.uses, place{other, false, "." + n.Sel.Name})
					}
				}
				s.asks = s.asks || strings.EqualFold(n.Sel.Name, "raceEnabled")
				ast.Inspect(n.X, inspect)
				return false
			}
			return true
		}
		ast.Inspect(node, inspect)
		all = append(all, s)
	}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			name := d.Name.Name
			switch {
			case d.Recv != nil:
				name = "." + name
			case name == "TestMain":
				name = everyTest
			}
			add(name, d, tests && d.Recv == nil && isTest(name))
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if value, ok := spec.(*ast.ValueSpec); ok {
					for _, name := range value.Names {
						add(strings.Replace(name.Name, "_", everyTest, 1), value, false)
					}
				}
			}
		}
	}
	return all
}

// everyTest is the name of what runs before each test of a package.
const everyTest = "init"

func isTest(name string) bool {
	return slices.ContainsFunc([]string{"Test", "Fuzz", "Example"}, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// sampled are the tests that ask how much they are to do, in the order of their folders.
func (all sources) sampled() []place {
	users := map[place][]place{}
	var asking []place
	for _, s := range all {
		for _, used := range s.uses {
			users[used] = append(users[used], s.place)
		}
		if s.asks {
			asking = append(asking, s.place)
		}
	}
	asks := closure(asking, users)
	var tests []place
	for _, s := range all {
		if s.isTest && (asks[s.place] || asks[place{s.folder, true, everyTest}] || asks[place{s.folder, false, everyTest}]) {
			tests = append(tests, s.place)
		}
	}
	slices.SortFunc(tests, func(a, b place) int {
		return cmp.Or(strings.Compare(a.folder, b.folder), strings.Compare(a.name, b.name))
	})
	return tests
}

// missed are the functions of tests that ask how much to do and that no sampled test
// reaches: something calls them in a way that this program does not see.
func (all sources) missed() []string {
	uses := map[place][]place{}
	for _, s := range all {
		uses[s.place] = append(uses[s.place], s.uses...)
	}
	reached := closure(all.sampled(), uses)
	var missed []string
	for _, s := range all {
		asks := s.asks || slices.ContainsFunc(s.uses, func(p place) bool { return p.folder == effort && !strings.HasPrefix(p.name, ".") })
		if asks && s.tests && s.name != everyTest && !strings.HasPrefix(s.name, "Benchmark") && !reached[s.place] {
			missed = append(missed, s.folder+" "+s.name)
		}
	}
	return missed
}

// effort is the package that says how much a test is to do.
const effort = "internal/effort"

// closure are some places, and all that lie behind them.
func closure(begin []place, next map[place][]place) map[place]bool {
	met := map[place]bool{}
	for todo := begin; len(todo) > 0; {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !met[p] {
			met[p] = true
			todo = append(todo, next[p]...)
		}
	}
	return met
}
