package gateway

// digits is a handle on a run of ASCII digits in a vault. The zero value is
// empty and takes none.
//
// There are two pointers because fmt, given a verb that does not fit ("%s" for
// a struct whose unexported field is a card), prints what a pointer to a struct
// points to, without asking its methods.
type digits struct {
	redacted
	at **place
}

// place is where a handle's digits are. Its fields are the vault's lock's.
type place struct {
	vault *Vault
	most  int    // how many digits it may hold
	b     []byte // in the vault; nil while there are none
	index int
	era   int
}

// newDigits makes a handle with a small vault of its own.
func newDigits(most int) digits {
	v := &Vault{places: make([]bool, 1), single: true}
	return v.digits(most)
}

// locked runs f on the place, under the vault's lock.
func (d digits) locked(f func(p *place)) {
	if d.at == nil {
		return
	}
	p := *d.at
	p.vault.mu.Lock()
	defer p.vault.mu.Unlock()
	if p.era != p.vault.era {
		p.b = nil // wiped with all the others
	}
	f(p)
}

// use lends the digits to f, which must neither keep nor copy them: they may be
// wiped as soon as it returns. It must not use another handle.
func (d digits) use(f func(digits []byte)) {
	d.locked(func(p *place) { f(p.b) })
}

func (d digits) push(c byte) (ok bool) {
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

func (d digits) pop() {
	d.locked(func(p *place) {
		if last := len(p.b) - 1; last >= 0 {
			p.b[last] = 0
			p.b = p.b[:last]
		}
	})
}

func (d digits) wipe() {
	d.locked(func(p *place) {
		if p.b != nil {
			clear(p.b[:cap(p.b)])
			p.b = nil
			p.vault.release(p.index)
		}
	})
}

func (d digits) len() (n int) {
	d.locked(func(p *place) { n = len(p.b) })
	return n
}
