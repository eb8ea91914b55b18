package secmem

// Digits is a handle on a run of ASCII digits in a vault. The zero value is empty
// and takes none.
//
// There are two pointers because of fmt: given a verb that does not fit ("%s" for a
// struct whose unexported field is a card), it prints what a pointer to a struct
// points to, without calling its methods.
type Digits struct {
	redacted
	at **place
}

// place is where a handle's digits are. The vault's lock guards its fields.
type place struct {
	vault *Vault
	most  int    // how many digits it may hold
	b     []byte // in the vault; nil while there are none
	index int
	era   int
}

// NewDigits makes a handle with a small vault of its own. The vault exists only
// while the handle holds digits. Mapping it costs a few microseconds.
func NewDigits(most int) Digits {
	v := &Vault{places: make([]bool, 1), single: true}
	return v.Digits(most)
}

// locked runs f on the place, under the vault's lock.
func (d Digits) locked(f func(p *place)) {
	if d.at == nil {
		return
	}
	p := *d.at
	p.vault.mu.Lock()
	defer p.vault.mu.Unlock()
	f(d.settled())
}

// settled is the place, emptied if it was wiped with all the others. The vault is locked.
func (d Digits) settled() *place {
	p := *d.at
	if p.era != p.vault.era {
		p.b = nil
	}
	return p
}

// Use lends the digits to f. f must neither keep nor copy them: they may be wiped
// as soon as it returns. f must not use another handle.
func (d Digits) Use(f func(digits []byte)) {
	d.locked(func(p *place) { f(p.b) })
}

// UseWith lends the digits of two handles to f, as Use lends those of one. It does not
// call f where a handle is the zero value. Of two vaults each has a lock of its own, so
// handles of two are always given in the same order.
func (d Digits) UseWith(other Digits, f func(digits, others []byte)) {
	if d.at != nil && other.at != nil && (*d.at).vault == (*other.at).vault {
		d.locked(func(p *place) { f(p.b, other.settled().b) })
		return
	}
	d.Use(func(digits []byte) {
		other.Use(func(others []byte) { f(digits, others) })
	})
}

// Push adds one ASCII digit at the end. It reports whether there was room.
func (d Digits) Push(c byte) (ok bool) {
	if c < '0' || c > '9' {
		return false
	}
	d.locked(func(p *place) {
		if p.b == nil {
			memory, index := p.vault.take()
			if memory == nil {
				return
			}
			p.b, p.index, p.era = memory[:0], index, p.vault.era
		}
		if ok = len(p.b) < p.most; ok {
			p.b = append(p.b, c)
		}
	})
	return ok
}

// Pop removes the last digit.
func (d Digits) Pop() {
	d.locked(func(p *place) {
		if last := len(p.b) - 1; last >= 0 {
			p.b[last] = 0
			p.b = p.b[:last]
		}
	})
}

// Wipe overwrites the digits. The handle is then empty and may be used again.
func (d Digits) Wipe() {
	d.locked(func(p *place) {
		if p.b != nil {
			clear(p.b[:cap(p.b)])
			p.b = nil
			p.vault.release(p.index)
		}
	})
}

// Len is the number of digits.
func (d Digits) Len() (n int) {
	d.locked(func(p *place) { n = len(p.b) })
	return n
}
