package house

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestReadmeNamesTestsThereAre: every test that the README gives as evidence exists.
func TestReadmeNamesTestsThereAre(t *testing.T) {
	root := filepath.Join("..", "..")
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var sources strings.Builder
	err = filepath.WalkDir(root, func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		source, err := os.ReadFile(name) //nolint:gosec // a source of ours
		sources.Write(source)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test[A-Za-z0-9]+)`").FindAllStringSubmatch(string(readme), -1)
	if len(named) < 10 {
		t.Errorf("the README names only %d tests", len(named))
	}
	for _, name := range named {
		if !strings.Contains(sources.String(), "func "+name[1]+"(t ") {
			t.Errorf("there is no %s", name[1])
		}
	}
}

// readRooms are the rows of the README's map: what each room may import.
func readRooms(readme string) map[string][]string {
	rows := map[string][]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z/]+)/` \\|[^|]*\\|([^|]*)\\|$").FindAllStringSubmatch(readme, -1) {
		switch imports := strings.TrimSpace(row[2]); imports {
		case "everything":
			rows[row[1]] = []string{"*"}
		case "", "nothing of ours":
			rows[row[1]] = nil
		default:
			rows[row[1]] = strings.Split(imports, ", ")
		}
	}
	return rows
}

// TestReadmeMapsTheRooms: the README's map gives each room the same imports as this
// package's table, and every file that the README names exists.
func TestReadmeMapsTheRooms(t *testing.T) {
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := readRooms(string(text))
	for _, table := range []map[string][]string{rooms, inside} {
		for room, may := range table {
			told, ok := rows[room]
			if within := strings.HasPrefix(room, "gateway/"); room == "." || within { // gateway's row covers the rooms within it
				continue
			}
			may = slices.DeleteFunc(slices.Clone(may), func(to string) bool { return to == room })
			slices.Sort(may)
			slices.Sort(told)
			if !ok || !slices.Equal(may, told) {
				t.Errorf("%s may import %v, and the README says %v", room, may, told)
			}
		}
	}
	named := regexp.MustCompile("`((?:internal|ui|forms|gateway)/[a-z0-9_/]*[.a-z]*)`").FindAllStringSubmatch(string(text), -1)
	if len(named) < 40 {
		t.Errorf("the README names only %d places", len(named))
	}
	for _, name := range named {
		path := filepath.FromSlash(name[1])
		_, err := os.Stat(filepath.Join(root, path))
		_, within := os.Stat(filepath.Join(root, "gateway", path)) // the row of gateway names its rooms so
		if err != nil && within != nil {
			t.Errorf("there is no %s", name[1])
		}
	}
}
