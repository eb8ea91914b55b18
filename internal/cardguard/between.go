package cardguard

// separator is what stands before a digit.
type separator struct {
	length int    // in characters; 0 where the digit stands beside another
	shape  uint32 // the same for separators that are alike
}

// wall is longer than any separator that is allowed. It stands before the first
// digit of a text.
const wall = 1 << 20

// What may stand between the digits of a run. The first digit's separator is
// not asked about.

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
