package terms

import "slices"

// Field is a field of a payment that a configuration may move, by the gateway's name
// of it. Fields that every payment needs are not among them.
type Field string

// Presence is whether the form asks for a field.
type Presence string

// The presences, by their names in the configuration.
const (
	Required Presence = "required" // on the form, and a payment needs it
	Shown    Presence = "shown"    // on the form
	InDrawer Presence = "drawer"   // on the form among further fields, which a key opens
	Hidden   Presence = "hidden"   // nowhere
)

// fields are the fields that can be moved, in the order of the form, and where they
// are if nothing moves them.
var fields = []struct {
	name Field
	is   Presence
}{
	{"billinglastname", Shown}, // and the first name, unless it has a field of its own
	{"billingpremise", Shown},
	{"billingcountryiso2a", Shown},
	{"billingpostcode", Shown},
	{"billingprefixname", InDrawer},
	{"billingfirstname", InDrawer},
	{"billingstreet", InDrawer},
	{"billingtown", InDrawer},
	{"billingcounty", InDrawer},
	{"billingemail", InDrawer},
	{"billingtelephone", InDrawer},  // with its type
	{"customerlastname", InDrawer},  // the delivery: with its name and the whole address
	{"credentialsonfile", InDrawer}, // the consent, with its purpose
	{"chargedescription", InDrawer},
	{"merchantemail", InDrawer},
	{"customerip", InDrawer},
	{"customfield4", InDrawer},
	{"customfield5", InDrawer},
}

// Fields are the fields that can be moved, in the order of the form.
func Fields() []Field {
	all := make([]Field, len(fields))
	for i, f := range fields {
		all[i] = f.name
	}
	return all
}

// Presences are all presences.
func Presences() []Presence { return []Presence{Required, Shown, InDrawer, Hidden} }

// ParsePresence is the presence with a name in the configuration.
func ParsePresence(name string) (Presence, bool) {
	p := Presence(name)
	return p, slices.Contains(Presences(), p)
}

// Profile is which fields the form asks for, as far as a configuration changes it.
type Profile map[Field]Presence

// Of is whether the form asks for a field.
func (p Profile) Of(name Field) Presence {
	if set, moved := p[name]; moved {
		return set
	}
	for _, f := range fields {
		if f.name == name {
			return f.is
		}
	}
	return Hidden
}
