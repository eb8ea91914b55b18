package gateway

import "sync"

// Buffer is part of a vault for short-lived bytes, such as a queue of typed
// digits. Keep its own book-keeping, how full it is, in the bytes too: then a
// wiped buffer is an empty one.
type Buffer struct {
	redacted
	vault *Vault
	from  int
	to    int
}

// Buffer sets n bytes of the vault aside, for as long as there is the vault.
// They are zero at first and whenever the vault was wiped.
func (v *Vault) Buffer(n int) (*Buffer, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || n < 0 || n > v.scratches-v.buffers {
		return nil, ErrVaultFull
	}
	b := &Buffer{vault: v, from: v.buffers, to: v.buffers + n}
	v.buffers = b.to
	return b, nil
}

// Use lends the bytes to f, which must not keep them, use the vault or its
// cards, or wait for anything: the whole vault is locked. It reports false, and
// does not call f, when the vault has been closed.
func (b *Buffer) Use(f func(bytes []byte)) bool {
	b.vault.mu.Lock()
	defer b.vault.mu.Unlock()
	if b.vault.closed {
		return false
	}
	f(b.vault.memory[b.from:b.to:b.to])
	return true
}

// Scratch is part of a vault to read into. It holds bytes only during Use, and
// wipes them itself.
type Scratch struct {
	redacted
	vault *Vault
	mu    sync.Mutex // one Use at a time
	from  int
	to    int
}

// Scratch sets n bytes of the vault aside, for as long as there is the vault.
func (v *Vault) Scratch(n int) (*Scratch, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || n < 0 || n > v.scratches-v.buffers {
		return nil, ErrVaultFull
	}
	v.scratches -= n
	return &Scratch{vault: v, from: v.scratches, to: v.scratches + n}, nil
}

// Use lends the bytes, all zero, to f and overwrites them when it returns or
// panics. f must not keep them. It may wait, as for the terminal, and may use
// the vault's cards and buffers: the vault is not locked, and is not unmapped
// before f returns. Use reports false, and does not call f, when the vault has
// been closed.
func (s *Scratch) Use(f func(bytes []byte)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.vault
	v.mu.Lock()
	if v.closed {
		v.mu.Unlock()
		return false
	}
	v.lent++
	bytes := v.memory[s.from:s.to:s.to]
	v.mu.Unlock()
	defer func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		clear(bytes)
		if v.lent--; v.lent == 0 && v.closed {
			v.unmap()
		}
	}()
	f(bytes)
	return true
}
