//go:build !windows

package charset

// codePage is that of UTF-8: only consoles of Windows have others.
func codePage() int { return utf8Page }
