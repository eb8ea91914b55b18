//go:build !naive

package cli

import (
	"io"
	"os"
)

// unfiltered is nil: typed input goes through the filter.
func unfiltered(*os.File) io.Reader { return nil }
