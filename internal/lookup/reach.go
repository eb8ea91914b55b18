package lookup

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"motoconsole/gateway/postcode"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/lookup/names"
)

// Reach says how far back the journal and the gateway were searched, which may be
// less than the caller thinks.
func (s Search) Reach(kept Kept) string {
	said := ""
	switch day := kept.Since.In(s.zone()).Format("2 Jan 2006"); {
	case s.JournalDays == 0:
	case !s.InJournal() && len(s.Filter.AccountTypes)+len(s.Filter.Cards) > 0:
		said = "Journal: not searched, it keeps no whole card numbers and no account types · "
	case !s.InJournal():
		said = "Journal: not searched, it keeps no customers · "
	case kept.Problem != "":
		said = "Journal: not searched, " + kept.Problem + " · "
	case kept.More:
		said = fmt.Sprintf("Journal: the newest %d, back to %s · ", len(kept.Attempts), day)
	default:
		said = fmt.Sprintf("Journal: back to %s, %s · ", day, s.span(kept.Since))
	}
	journal := ", and the payments of the journal"
	if kept.More {
		journal = ", and these of the journal"
	}
	return said + "Gateway:" + s.gatewayReach(journal)
}

// gatewayReach is how far back the gateway was searched. journal says that it was also
// asked for what the journal has.
func (s Search) gatewayReach(journal string) string {
	reached := func(time string) string {
		if time == ofAnyTime {
			return " any time"
		}
		return time
	}
	if len(s.Names) > 0 {
		return reached(s.timeOfNames()) + longerNames
	}
	passes := s.passes("")
	last := passes[len(passes)-1]
	hours := fmt.Sprintf(" the last %d hours", int(DefaultWindow.Hours()))
	switch {
	case !last.assumed:
		return reached(s.time(last))
	case len(s.Filter.OrderReferences) > 0:
		return " this order in its likely spellings, any time; payments that moto took for it," + hours
	case len(passes) > 1:
		return hours + journal
	default:
		return hours
	}
}

// longerNames says what a search for names may miss, even if it found something:
// the gateway finds whole names only, and moto compares names for a day at most.
const longerNames = "; longer names, such as García López for García, may be missing: type them whole"

// span says how long ago a moment is.
func (s Search) span(since time.Time) string {
	days := int((s.now.Sub(since) + 12*time.Hour) / (24 * time.Hour))
	if days < 1 {
		return "less than a day"
	}
	return thousands.CountOf(days, "day")
}

// shownSpellings is how many spellings of a name are listed.
const shownSpellings = 6

// Tried says in which spellings a search asked for names, and what else the typed
// words may have meant; "" for nothing. It is for an agent whose search found
// nothing.
func (s Search) Tried() string {
	var said []string
	for _, name := range s.Names {
		ways, err := names.Ways(name)
		if err != nil {
			continue
		}
		var tried []string
		for _, way := range ways {
			var parts []string
			if way.First != nil {
				parts = append(parts, "first name "+spelled(way.First))
			}
			if way.Last != nil {
				parts = append(parts, "last name "+spelled(way.Last))
			}
			tried = append(tried, strings.Join(parts, " with "))
		}
		said = append(said, "Tried as "+strings.Join(tried, "; as ")+".")
	}
	for _, order := range s.Filter.OrderReferences {
		if digitsOnly(order) && postcode.Shaped(order) {
			said = append(said, "If "+hidden(order)+" is a postcode, write postcode:"+hidden(order)+".")
		}
		if !strings.ContainsFunc(order, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\'' }) {
			said = append(said, "If "+hidden(order)+" is a name, write name:"+hidden(order)+".")
		}
		if len(order) < 4 && digitsOnly(order) {
			said = append(said, "If "+order+" is an amount, write it as "+order+".00, or with its currency.")
		}
	}
	for _, last4 := range s.Last4 {
		said = append(said, "If "+hidden(last4)+" is an order reference, write order:"+hidden(last4)+".")
	}
	return strings.Join(said, "\n")
}

// spelled lists the likeliest spellings.
func spelled(all []string) string {
	shown := make([]string, min(len(all), shownSpellings))
	for i := range shown {
		shown[i] = hidden(all[i])
	}
	text := strings.Join(shown, ", ")
	if more := len(all) - len(shown); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
