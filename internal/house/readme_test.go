package house

import (
	"io/fs"
	"os"
	"path"
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

// readRooms are the rows of the README's map: what each room may import, "." for the
// folder of main.go.
func readRooms(readme string) map[string][]string {
	rows := map[string][]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z/]+)(?:/|\\.go)` \\|[^|]*\\|([^|]*)\\|$").FindAllStringSubmatch(readme, -1) {
		room := strings.Replace(row[1], "main", ".", 1)
		switch imports := strings.TrimSpace(row[2]); imports {
		case "everything":
			rows[room] = []string{"*"}
		case "", "nothing of ours":
			rows[room] = nil
		default:
			rows[room] = strings.Split(imports, ", ")
		}
	}
	return rows
}

// TestReadmeNamesPlacesThereAre: every file and folder that the README names exists, and so
// does every room of its map.
func TestReadmeNamesPlacesThereAre(t *testing.T) {
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for room, may := range rooms() {
		for _, place := range append(slices.Clone(may), room) {
			if _, is := rooms()[place]; !is && place != "*" {
				t.Errorf("%s may import %s, which is no room", room, place)
			}
		}
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(room))); err != nil {
			t.Errorf("there is no %s", room)
		}
	}
	named := regexp.MustCompile("`((?:internal|ui|forms|gateway)/[a-z0-9_/]*[.a-z]*)`").FindAllStringSubmatch(string(text), -1)
	if len(named) < 40 {
		t.Errorf("the README names only %d places", len(named))
	}
	for _, name := range named {
		place := filepath.FromSlash(name[1])
		_, err := os.Stat(filepath.Join(root, place))
		_, within := os.Stat(filepath.Join(root, "gateway", place)) // the row of gateway names its rooms so
		if err != nil && within != nil {
			t.Errorf("there is no %s", name[1])
		}
	}
}

// TestReadmeNamesEveryFolder: each folder with code has its row in the map, or is named in
// the row of a folder that it lies in.
func TestReadmeNamesEveryFolder(t *testing.T) {
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z/]+)/` \\|.*$").FindAllStringSubmatch(string(text), -1) {
		rows[row[1]] = row[0]
	}
	files := 0
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil || rel == "." {
			return err
		}
		if d.IsDir() {
			return intoFolder(name, rel)
		}
		folder := path.Dir(filepath.ToSlash(rel))
		if !strings.HasSuffix(name, ".go") || folder == "." {
			return nil
		}
		files++
		if !isNamed(folder, rows) {
			t.Errorf("the README's map does not name %s", folder)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Errorf("only %d files were looked at", files)
	}
	if isNamed("forms/nowhere", rows) || isNamed("nowhere", rows) {
		t.Error("a folder that the map does not have is said to be named")
	}
}

// isNamed reports a folder with a row, or one that the row of a folder around it names.
func isNamed(folder string, rows map[string]string) bool {
	if _, is := rows[folder]; is {
		return true
	}
	for around := path.Dir(folder); around != "."; around = path.Dir(around) {
		if strings.Contains(rows[around], "`"+strings.TrimPrefix(folder, around+"/")+"/`") {
			return true
		}
	}
	return false
}
