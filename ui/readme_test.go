package ui

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"motoconsole/ui/kit"
)

// TestReadmeListsTheKeys: the README's table has the keys as declared.
func TestReadmeListsTheKeys(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		var table strings.Builder
		table.WriteString("| Where | Key | Does |\n|---|---|---|\n")
		for _, g := range kit.KeyGroups() {
			for _, k := range g.Keys {
				fmt.Fprintf(&table, "| %s | `%s` | %s |\n", g.Screen, k.Key, k.Does)
			}
		}
		readme, err := os.ReadFile("../README.md")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(readme), table.String()) {
			t.Errorf("the README does not hold this table of keys:\n%s", table.String())
		}
	})
}
