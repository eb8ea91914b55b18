//go:build !unix

package config

import "errors"

// makePipe makes a named pipe, where the system has them in folders.
func makePipe(string) error { return errors.ErrUnsupported }
