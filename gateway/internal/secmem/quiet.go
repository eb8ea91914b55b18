package secmem

// A signal stores all registers in memory, where they stay: those of vectors as
// well, through which copies and ciphers take sixteen digits at a time. So while
// card digits are copied and sealed no signal is let in, and afterwards the
// registers are overwritten. One card in a thousand was found in memory without
// this.

// scrubSize makes a copy go through all sixteen vector registers of amd64.
const scrubSize = 256

// scrub overwrites the vector registers, by a copy of that many zeros. Of a size
// it knew, the compiler would make a copy of its own, through one register.
//
//go:noinline
func scrub(size int) {
	from, to := make([]byte, size), make([]byte, size)
	copy(to, from)
}
