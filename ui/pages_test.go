package ui

// charge is the payment shown last, nil if there is none.
func (r *Root) charge() *chargePage { p, _ := r.pages[Charge].(*chargePage); return p }

// find is the look-up, nil until it was opened.
func (r *Root) find() *findPage { p, _ := r.pages[Find].(*findPage); return p }

// viewed is the record that is shown, nil where another page is.
func (r *Root) viewed() *recordView {
	if p, ok := r.current.(*recordPage); ok && p.op == nil {
		return p.view
	}
	return nil
}

// operation is the refund or change that is open, nil if none is.
func (r *Root) operation() *operation {
	p, ok := r.current.(*recordPage)
	if !ok {
		p, ok = r.pages[Record].(*recordPage)
	}
	if !ok {
		return nil
	}
	return p.op
}

// goHome is what only tests do while something else is open.
func (r *Root) goHome() { r.current = r.pages[Home] }
