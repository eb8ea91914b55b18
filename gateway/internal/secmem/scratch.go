package secmem

import "sync"

// Scratch is part of a vault to read into. It holds bytes only during Use, which
// wipes them.
type Scratch struct {
	redacted
	vault *Vault
	mu    sync.Mutex // one Use at a time
	from  int
	to    int
}

// Scratch sets n bytes of the vault aside for the vault's lifetime.
func (v *Vault) Scratch(n int) (*Scratch, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || n < 0 || n > v.scratches-len(v.places)*placeSize {
		return nil, ErrFull
	}
	v.scratches -= n
	return &Scratch{vault: v, from: v.scratches, to: v.scratches + n}, nil
}

// Use lends the bytes, all zero, to f and overwrites them when f returns or panics.
// f must not keep them. f may wait, as for the terminal, and may use the vault's
// cards: the vault is not locked, and stays mapped until f returns. If the vault
// has been closed, Use reports false and does not call f.
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
