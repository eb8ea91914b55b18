package recorder

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
)

// place is a name in braces. The braces of a JSON body have no name between them.
var place = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)

// Places are the names that a text may have in braces. The first that is used names the
// recording.
func Places() []string { return []string{"extension", "agent"} }

// UnknownPlace is the first name in braces that no call has; "" for none.
func UnknownPlace(text string) string {
	for _, found := range place.FindAllStringSubmatch(text, -1) {
		if _, known := (Call{}).value(found[1]); !known {
			return found[1]
		}
	}
	return ""
}

// value is what stands in a place.
func (c Call) value(name string) (value string, known bool) {
	switch name {
	case "extension":
		return c.Extension, true
	case "agent":
		return c.Agent, true
	}
	return "", false
}

// unfit is why a call cannot fill a text, as a sentence; "" if it can. A value of dots would
// be another folder of an address.
func (c Call) unfit(texts ...string) string {
	for _, found := range place.FindAllStringSubmatch(strings.Join(texts, " "), -1) {
		switch value, _ := c.value(found[1]); {
		case value == "" && found[1] == "extension":
			return "The extension of your telephone is not set: tell a supervisor."
		case value == "", strings.Trim(value, ".") == "", strings.HasPrefix(value, "-"):
			return "Your name cannot be sent to the recorder: tell a supervisor."
		}
	}
	return ""
}

// fill puts a call into a text, each value made fit for it.
func (c Call) fill(text string, fit func(string) string) string {
	return place.ReplaceAllStringFunc(text, func(found string) string {
		value, _ := c.value(strings.Trim(found, "{}"))
		return fit(value)
	})
}

// inURL is a value for any part of an address.
func inURL(value string) string { return strings.ReplaceAll(url.QueryEscape(value), "+", "%20") }

// inJSON is a value for the inside of a JSON text.
func inJSON(value string) string {
	text, err := json.Marshal(value)
	if err != nil || len(text) < 2 { // a text always has its quotes
		return ""
	}
	return string(text[1 : len(text)-1])
}

// asIs is a value for an argument of a command, which no shell reads.
func asIs(value string) string { return value }

// Address is an address with a call in it.
func (c Call) Address(text string) string { return c.fill(text, inURL) }

// Types of bodies.
const (
	JSONBody = "application/json"
	FormBody = "application/x-www-form-urlencoded"
)

// Body is a body of a type with a call in it.
func (c Call) Body(text, contentType string) string {
	if contentType == FormBody {
		return c.fill(text, inURL)
	}
	return c.fill(text, inJSON)
}
