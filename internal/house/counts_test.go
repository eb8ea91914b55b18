package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// counted finds a number in a format with a noun in the plural after it.
var counted = regexp.MustCompile(`%d ((?:[a-z]+ ){0,2}?)[a-z]{3,}s\b`)

// neverOne are the formats whose number is never 1: bounds and lengths that the program
// or the configuration's own bounds set.
var neverOne = map[string]string{
	"its last %d events are missing":                                                   "one event has its own words",
	"%s has at most %d characters: shorten it":                                         "the longest answer of a field",
	"%s has exactly %d characters: check it":                                           "an exact length",
	"%d characters":                                                                    "an exact length",
	"must be at most %d characters":                                                    "the longest value of a setting",
	"the %s must be 1 to %d characters":                                                "the gateway's longest value",
	"the %s must be at most %d characters":                                             "the gateway's longest value",
	"a passphrase has at least %d characters: choose a longer one":                     "the shortest passphrase",
	"the account number has at most %d digits: ask for it again":                       "the longest account number",
	"it has more than %d digits":                                                       "the longest account number",
	"up to %d digits":                                                                  "the longest account number",
	"the card number is too long, %s numbers have at most %d digits: ask for it again": "the longest card number",
	"%s numbers have at most %d digits":                                                "the longest card number",
	"%d digits, %s: enter goes on":                                                     "a whole card number",
	"%d digits":                                                                        "card digits are told in groups; a code has 3 or 4",
	"enter the security code, %d digits":                                               "a code has 3 or 4",
	"%s cards have a security code of %d digits":                                       "a code has 3 or 4",
	"the settle due date must be within %d days":                                       "7 or 31",
	"a block has 1 to %d requests":                                                     "64",
	"%d answers begin like this: type more of the name, or choose with ← and →":        "one answer is accepted",
	"%d tries left":                                                                    "one try has its own words",
	" the last %d hours":                                                               "24",
	"last %d hours":                                                                    "24",
	" since %s (no time was given: the last %d hours)":                                 "24",
	", in %d queries":                                                                  "one query is not mentioned",
}

// TestCountsAgreeInNumber: "1 payments" was printed. A count with a noun is written by
// thousands.CountOf, unless the number is never 1.
func TestCountsAgreeInNumber(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch name := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasSuffix(name, "test") || name == "tools" || name == "effort" || name == "memscan" || name == ".git"): // say nothing to people at work
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				text, _ := strconv.Unquote(lit.Value)
				seen[text] = true
				found := counted.FindStringSubmatch(text)
				if found != nil && !strings.HasPrefix(found[1], "of ") && !strings.HasPrefix(found[1], "and ") && neverOne[text] == "" {
					t.Errorf("%s: %q: the noun does not agree with 1: use thousands.CountOf", path, text)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for text := range neverOne {
		if !seen[text] {
			t.Errorf("%q is in the list and nowhere else", text)
		}
	}
}
