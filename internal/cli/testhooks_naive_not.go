//go:build !naive

package cli

import "os"

// keyboard is where the console reads what is typed.
func keyboard(terminal *os.File) *os.File { return terminal }
