//go:build !linux

package memscan

import (
	"errors"
	"fmt"
)

// Process scans all readable memory of a running process, on Linux only.
func Process(int, ...string) (Report, error) {
	return Report{}, fmt.Errorf("memscan: reading another process needs Linux: %w", errors.ErrUnsupported)
}
