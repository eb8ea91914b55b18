package forms

// Row is a field as it stands, for the code that draws it.
type Row struct {
	Name, Label string
	Group       string // the heading that the field begins, "" for none
	Focused     bool
	Wrong       bool // it is refused; Error says why
	Empty       bool
	Optional    bool   // it may stay empty
	Answer      string // drawn
	Cursor      int    // the cell of the answer in which the cursor stands, -1 for none
	Note        string // a short remark: a count, a brand
	Error       string
}

// Rows are the fields in their order, each answer in at most room cells.
func (f *Form) Rows(room int, st Styles) []Row {
	rows := make([]Row, len(f.slots))
	for i := range f.slots {
		s, focused := &f.slots[i], i == f.focus
		r := Row{Name: s.Name(), Label: s.Label(), Group: f.groups[s.Name()], Focused: focused, Empty: s.Empty()}
		r.Answer, r.Cursor = s.Render(focused, max(1, room), st)
		if o, ok := s.Field.(optioner); ok {
			r.Optional = f.words && o.optional()
		}
		if r.Note = s.Hint(focused); focused && f.remark != "" {
			r.Note = f.remark
		}
		if err := s.shown(); err != nil {
			r.Wrong, r.Error = true, s.explained(err, focused)
		}
		rows[i] = r
	}
	return rows
}

// Labels is how wide the widest label is.
func (f *Form) Labels() int { return f.labels }

// Head begins a group of fields with a heading, at the field of a name.
func (f *Form) Head(name, heading string) {
	if f.groups == nil {
		f.groups = map[string]string{}
	}
	f.groups[name] = heading
}
