//go:build !linux

package secmem

// Quietly runs f, which handles card digits, and overwrites the registers it has
// used. It blocks signals on Linux only.
func Quietly(f func()) {
	defer scrub(scrubSize)
	f()
}
