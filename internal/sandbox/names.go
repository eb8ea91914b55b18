package sandbox

// names gives words that come again and again a small number.
type names struct {
	byName map[string]uint32
	byID   []string
}

func newNames() names {
	return names{byName: map[string]uint32{"": 0}, byID: []string{""}}
}

// id is the number of a name, new when it is.
func (n *names) id(name string) uint32 {
	id, ok := n.byName[name]
	if !ok {
		id = uint32(len(n.byID)) // #nosec G115 -- memory ends before
		n.byName[name], n.byID = id, append(n.byID, name)
	}
	return id
}

// known is the number of a name that has one.
func (n *names) known(name string) (uint32, bool) {
	id, ok := n.byName[name]
	return id, ok
}
