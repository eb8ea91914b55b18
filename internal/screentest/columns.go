package screentest

import "strings"

// Columns are the columns of a screen one after the other, so that a sentence that
// wraps in one of them is found whole. A column begins at the edge of a panel.
func Columns(shown string) string {
	var columns []string
	for row := range strings.SplitSeq(shown, "\n") {
		for i, part := range strings.FieldsFunc(row, func(r rune) bool { return r == '│' || r == '┃' }) {
			if i == len(columns) {
				columns = append(columns, "")
			}
			columns[i] += part + "\n"
		}
	}
	return strings.Join(columns, "")
}
