package cardguard

// separator is the text before a digit.
type separator struct {
	length int    // in characters; 0 if the digit follows another
	shape  uint32 // the same for similar separators
}

// wall is longer than any permitted separator. It precedes the first digit of a
// text.
const wall = 1 << 20

// The separators that a run may have between its digits. The first digit's
// separator does not matter.

func anything(between []separator) bool {
	for _, s := range between {
		if s.length >= wall {
			return false
		}
	}
	return true
}

func nothing(between []separator) bool {
	for _, s := range between {
		if s.length > 0 {
			return false
		}
	}
	return true
}

// alike allows short separators, and longer ones that are the same each time,
// such as in "4539 then 5787 then".
func alike(between []separator) bool {
	const short, long = 3, 12
	all, same := true, true
	var first separator
	for _, s := range between {
		if s.length == 0 {
			continue
		}
		if first.length == 0 {
			first = s
		}
		all = all && s.length <= short
		same = same && s.length <= long && s.shape == first.shape
	}
	return all || same
}

// grouped allows short separators between groups as large as those of a card.
func grouped(between []separator) bool {
	const smallest, short = 3, 3
	group := 1
	for _, s := range between {
		switch {
		case s.length == 0:
			group++
		case s.length > short || group < smallest:
			return false
		default:
			group = 1
		}
	}
	return true
}
