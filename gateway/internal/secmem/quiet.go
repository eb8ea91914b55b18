package secmem

// When a signal comes, the system stores all registers in memory, where they stay.
// Among them are the vector registers, through which copies and ciphers take
// sixteen digits at a time. So this package blocks signals while card digits are
// copied and sealed, and then overwrites the registers. Without this, one card in a
// thousand was found in memory.

// scrubSize makes a copy go through all sixteen vector registers of amd64.
const scrubSize = 256

// scrub overwrites the vector registers, by a copy of size zeros. If the
// compiler knew the size, it would make a copy of its own, through one register.
//
//go:noinline
func scrub(size int) {
	from, to := make([]byte, size), make([]byte, size)
	copy(to, from)
}
