// Package samename says which spellings are one name. The names of agents and of orders
// are compared in the same way.
package samename

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Fold is a name in the form used for comparing: names are the same if they differ only in
// capitals, spaces or ways to write a letter.
func Fold(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(name))), " ")
}
