package gateway

import (
	"go/ast"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// rules say what a package may do with card digits. They hold for all of its files, so
// a new file is guarded from the start.
type rules struct {
	// lenders are the functions that may look at the digits behind a handle.
	// A function on this list must not keep, copy or print them.
	lenders []string
	// harmless are the functions that digits may be lent to.
	harmless []string
	// texts are the conversions to text that are allowed: of what may be shown, and of
	// what holds no digit.
	texts []string
	// imports are all that the package may import; nil is anything.
	imports []string
	// inner maps a field, with its owner's name, to the only types and functions that may
	// reach it.
	inner map[string][]string
}

// guarded are the packages that hold digits as bytes, and those that could receive
// digits. In gateway the rules hold for the files that handle secrets.
var guarded = map[string]rules{
	".": {
		lenders:  []string{"Brand", "IsTest", "OfNoScheme", "HasAt", "PutAt", "passesLuhn", "beginsWithZero", "shown", "Masked", "encode", "encodePans"},
		harmless: []string{"len", "cap", "Repeat", "append", "clear", "brandOf", "beginsScheme", "PassesLuhn", "Has", "ConstantTimeCompare", "copy", "part", "encode"},
		texts: []string{
			"string(digits[:6])", "string(digits[len(digits)-4:])",
			"string(b)", // a Brand
			"string(quote(alias))",
			"string(random)", // a reference
		},
		inner: map[string][]string{
			"d.at": nil, "p.b": nil, "place.b": nil, "v.memory": {"Vault"}, "vault.memory": nil,
			"b.data": nil, "body.data": nil,
		},
	},
	"internal/secmem": {
		lenders:  []string{"Use", "UseWith", "Push", "Pop", "Wipe", "Len"},
		harmless: []string{"len", "cap", "append", "clear", "f", "settled", "Use", "take", "release"},
		imports:  []string{"errors", "fmt", "log/slog", "runtime", "slices", "sync", "unsafe", "golang.org/x/sys/unix", "golang.org/x/sys/windows"},
		inner:    map[string][]string{"d.at": {"Digits"}, "p.b": {"Digits"}, "place.b": nil},
	},
	"internal/wire": {
		imports: []string{
			"bufio", "bytes", "context", "crypto/tls", "crypto/x509", "encoding/base64", "errors", "fmt", "io", "net", "net/http", "net/url",
			"sync", "sync/atomic", "time", "motoconsole/gateway/internal/secmem",
		},
		inner: map[string][]string{
			"b.data": {"Body", "NewBody"}, "b.memory": {"Body", "NewBody"}, "body.data": nil, "body.memory": nil,
		},
	},
	"internal/cleantext": {
		texts:   []string{"string(append(out[:last], '…'))", "string(out)"},
		imports: []string{"strings", "unicode", "unicode/utf8", "golang.org/x/text/unicode/norm"},
	},
	"internal/testcards": {imports: []string{"strings"}},
	"internal/jsonscan": {
		texts:   []string{"string(raw[1 : len(raw)-1])", "string(unquote(raw))", "string(text[start:s.at])"},
		imports: []string{"bytes", "encoding/json", "errors", "unicode/utf8"},
	},
}

// TestNoDigitBecomesText reads the sources of gateway and of all packages within it. No
// code turns card data into a string, or hands it to a package that does.
func TestNoDigitBecomesText(t *testing.T) {
	files, lenders := map[string]int{}, map[string]bool{}
	sources := os.DirFS(".")
	err := fs.WalkDir(sources, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(sources, name)
		if err != nil {
			return err
		}
		folder := path.Dir(name)
		files[folder]++
		j := judgeSource(t, folder, name, string(text))
		for _, complaint := range j.complaints {
			t.Error(complaint)
		}
		for _, f := range j.lenders {
			lenders[folder+"."+f] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for folder, r := range guarded {
		if files[folder] == 0 {
			t.Errorf("nothing was found in %s", folder)
		}
		for _, f := range r.lenders {
			if !lenders[folder+"."+f] {
				t.Errorf("%s does not look at digits in %s: take it off the list", f, folder)
			}
		}
	}
	for folder := range files {
		if _, ok := guarded[folder]; !ok && strings.HasPrefix(folder, "internal/") {
			t.Errorf("%s has no rules", folder)
		}
	}
}

func TestNoDigitBecomesTextFindsFaults(t *testing.T) {
	for folder, faults := range map[string][]string{
		".": {
			`func (c CardNumber) Whole() (s string) { c.d.Use(func(b []byte) { s = "x" }); return s }`,
			`func f(c CardNumber) { (*c.d.at).vault.Wipe() }`,
			`func f(p *place) []byte { return p.b }`,
			`func (c CardNumber) Brand() string { return string(c.d.all()) }`,
			`func (c CardNumber) Brand() { c.d.Use(func(b []byte) { s = string(b[1:]) }) }`,
			`func (c CardNumber) Brand() { c.d.Use(func(b []byte) { fmt.Fprintf(w, "%s", b) }) }`,
			`func (c CardNumber) Brand() { c.d.Use(func(b []byte) { kept = bytes.Clone(b) }) }`,
			`func (c CardNumber) Brand() { c.d.Use(remember) }`,
			`func (c CardNumber) Lend() func(func([]byte)) { return c.d.Use }`,
			`func f(c CardNumber) { use := c.d.Use; use(func(b []byte) { kept = b }) }`,
			`func f(v *Vault) { dump(v.memory) }`,
			`func f(b *wire.Body) string { return fmt.Sprint(b.data) }`,
			`func f(b *wire.Body) { b.Fill(func(out []byte) []byte { kept = out; return out }) }`,
			`func (c *Client) encode(b *wire.Body) { b.Fill(func(out []byte) []byte { print(out); return out }) }`,
			"import \"motoconsole/gateway/internal/wire\"\nfunc f(b []byte) string { return string(b[2:]) }",
			"import \"motoconsole/gateway/internal/secmem\"\nfunc f(b []byte) string { return string(b[2:]) }",
			"import s \"motoconsole/gateway/internal/secmem\"\nfunc f(d s.Digits) { d.Use(func(b []byte) { kept = b }) }",
			"type secret struct { redacted; b []byte }\nfunc (s secret) all() string { return string(s.bytes) }",
		},
		"internal/secmem": {
			`func (v *Vault) String() string { return string(v.memory) }`,
			`func (v *Vault) Dump() { fmt.Fprintln(w, v.memory) }`,
			`func (v *Vault) first(d Digits) []byte { return (*d.at).b }`,
			`func (v *Vault) each(p *place) []byte { return p.b }`,
			`func (d Digits) All() (all []byte) { d.locked(func(p *place) { all = p.b }); return all }`,
			`func (d Digits) Use(f func([]byte)) { d.locked(func(p *place) { keep(p.b) }) }`,
			`import "os"`,
			`import "encoding/json"`,
		},
		"internal/wire": {
			`func (b *Body) String() string { return string(b.data) }`,
			`func (b *Body) Dump() { fmt.Println(b.data) }`,
			`func (i *injector) dump() []byte { return i.body.data }`,
			`func dump(b *Body) []byte { return b.memory[b.headroom:] }`,
			`func f(d secmem.Digits) { d.Use(func(b []byte) { kept = b }) }`,
			`import "log/slog"`,
			`import "encoding/json"`,
		},
		"internal/jsonscan": {
			`func f(text []byte) string { return string(text) }`,
			`import "motoconsole/gateway/internal/secmem"`,
			`import "fmt"`,
		},
		"postcode": {`import "motoconsole/gateway/internal/secmem"`},
	} {
		for _, bad := range faults {
			if len(judgeSource(t, folder, "new.go", "package x\n"+bad).complaints) == 0 {
				t.Errorf("%s: nothing is said of %s", folder, bad)
			}
		}
	}
}

// isSecretive reports a file that handles secrets: it imports a package that holds
// them, uses a handle, or declares a type that redacts itself.
func isSecretive(file *ast.File) (found bool) {
	for _, spec := range file.Imports {
		if isSecretRoom(pathOf(spec)) {
			return true
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			found = found || slices.Contains([]string{"d", "at", "Use", "locked"}, n.Sel.Name)
		case *ast.Field:
			found = found || len(n.Names) == 0 && nameOf(n.Type) == "redacted"
		}
		return !found
	})
	return found
}

func isSecretRoom(room string) bool {
	return strings.HasSuffix(room, "gateway/internal/secmem") || strings.HasSuffix(room, "gateway/internal/wire")
}
