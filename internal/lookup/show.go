package lookup

import "motoconsole/gateway"

// Words for records in lists. The records must be cleaned first.

// CardText is the brand and the last four digits.
func CardText(r gateway.Record) string {
	last := Last4(r)
	switch {
	case last == "":
		return r.PaymentType
	case r.PaymentType == "":
		return "ending " + last
	}
	return BrandText(r) + " " + last
}

// BrandText is the brand as people write it, or the gateway's name for an unknown
// one.
func BrandText(r gateway.Record) string {
	if name := gateway.Brand(r.PaymentType).Name(); name != gateway.Brand("").Name() {
		return name
	}
	return r.PaymentType
}

// CheckSymbol is a check's result as one character.
func CheckSymbol(c gateway.CheckResult) string {
	switch c {
	case gateway.CheckMatched:
		return "✔"
	case gateway.CheckNotMatched:
		return "✖"
	default:
		return "–"
	}
}

// The words of the screens for what the gateway calls a request type and a settle status.
const (
	kindLabel    = "kind"
	outcomeLabel = "outcome"
)

// FieldText is the everyday name of a gateway field that can be searched for, or ""
// for any other.
func FieldText(field string) string {
	switch field {
	case "pan":
		return "card number"
	case "starttimestamp", "endtimestamp":
		return "time"
	case "maskedpan":
		return "last four digits"
	case "settlestatus":
		return outcomeLabel
	}
	for _, row := range keyRows() {
		if row.field == field {
			return row.Label()
		}
	}
	return ""
}

// Label is the key as the name of a field.
func (k Key) Label() string {
	switch k.Name {
	case "order", "transaction":
		return k.Name + " reference"
	case "reference":
		return "reference"
	case "ip":
		return "IP address"
	case "email":
		return "e-mail"
	case "firstname":
		return "first name"
	case "lastname":
		return "last name"
	case "last4":
		return "last four digits"
	case "premise":
		return "house no. or name"
	case "parent":
		return "belongs to payment"
	case "type":
		return kindLabel
	case "status":
		return outcomeLabel
	}
	return k.Name
}
