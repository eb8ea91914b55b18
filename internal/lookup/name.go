package lookup

import (
	"slices"
	"strings"

	"motoconsole/gateway"
	"motoconsole/gateway/personname"
	"motoconsole/internal/lookup/names"
)

// mostNameQueries is the greatest number of queries for the names of one search.
const mostNameQueries = 10

// setName adds a customer's first and last name, in any order, or last name alone.
func setName(s *Search, v string) error {
	wanted := s.Names
	put(&wanted, personname.Plain(v))
	if err := namesFit(wanted, s.Filter); err != nil {
		return err
	}
	s.Names = wanted
	return nil
}

// setNamePart adds a first or last name exactly as it was sent.
func setNamePart(list func(*gateway.Query) *[]string) func(*Search, string) error {
	return func(s *Search, v string) error {
		f := s.Filter
		put(list(&f), v)
		if err := namesFit(s.Names, f); err != nil {
			return err
		}
		s.Filter = f
		return nil
	}
}

// namesFit refuses names that would take too many queries. It also refuses
// names together with a part of a name: the gateway would find the first name
// of one with the last name of another.
func namesFit(wanted []string, f gateway.Query) error {
	queries := 0
	for _, name := range wanted {
		n, err := names.Queries(name)
		if err != nil {
			return refuse("billinglastname", err.Error())
		}
		queries += n
	}
	whole := slices.ContainsFunc(wanted, func(name string) bool { return strings.Contains(name, " ") })
	switch {
	case queries > mostNameQueries:
		return refuse("billinglastname", "look for fewer names at a time, or only for last names")
	case len(wanted) > 0 && len(f.BillingLastNames) > 0, whole && len(f.BillingFirstNames) > 0:
		return refuse("billingfirstname", "write a name after name:, or its parts after firstname: and lastname:, but not both")
	}
	return nil
}

// nameWays are the ways in which all the names may have been sent.
func (s Search) nameWays() []names.Way {
	var all []names.Way
	for _, name := range s.Names {
		ways, _ := names.Ways(name) // checked when it was set
		all = append(all, ways...)
	}
	return all
}

// nameQueries is how many queries the names need.
func (s Search) nameQueries() int {
	queries := 0
	for _, name := range s.Names {
		n, _ := names.Queries(name) // checked when it was set
		queries += n
	}
	return queries
}

// namedSo reports a record that shows one of the names searched for, and whether it
// shows a name at all.
func (s Search) namedSo(r gateway.Record) (same, shown bool) {
	first, last := r.Billing.FirstName, r.Billing.LastName
	if first == "" && last == "" {
		return false, false
	}
	return slices.ContainsFunc(s.Names, func(name string) bool { return names.Same(name, first, last) }), true
}

// oneOfEach are the values with only the first spelling of each.
func oneOfEach(values []string, bare func(string) string) []string {
	var unique []string
	seen := map[string]bool{}
	for _, v := range values {
		if key := bare(v); !seen[key] {
			seen[key] = true
			unique = append(unique, v)
		}
	}
	return unique
}
