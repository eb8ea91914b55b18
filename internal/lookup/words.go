package lookup

import (
	"net/netip"
	"strings"

	"motoconsole/gateway"
	"motoconsole/gateway/postcode"
)

// keyed reads key:value. A value without quotes continues with the next words if
// they can mean nothing else: name:ann smith, postcode:D02 AF30, amount:JPY 1050.
func (p *parser) keyed(at int, row keyRow, value string) (int, error) {
	name := row.Name
	used, whole := 1, p.tokens[at].whole
	take := func() {
		value = strings.TrimSpace(value + " " + p.tokens[at+used].text)
		whole = whole || p.tokens[at+used].whole
		used++
	}
	if value == "" && at+used < len(p.tokens) { // "order: A17"
		take()
	}
	more := at+used < len(p.tokens) && !p.tokens[at+used].quoted
	switch name {
	case "name", "agent", "street", "premise", "firstname", "lastname":
		if whole {
			break // the quotes show where it ends
		}
		if name == "premise" && more && !strings.ContainsAny(value, "0123456789") && isHouse(p.tokens[at+used].text) {
			take() // premise:No 789
		}
		for {
			end := p.behind(name, value, at+used)
			if end == ambiguous {
				return used, ambiguousName(row.field)
			}
			if end == ends {
				break
			}
			take()
		}
	case "order":
		if !whole {
			p.behindOrder = at + used
		}
	case "brand", "type", "status": // brand:american express
		if more {
			if _, _, n := twoWords(value, p.tokens[at+used].text); n == 2 {
				take()
			}
		}
	case "postcode":
		if more && p.isPlain(at+used) && postcode.Parted(value+" "+p.tokens[at+used].text) {
			take()
		}
	case "amount":
		if more && !isFigures(value) && isFigures(p.tokens[at+used].text) || more && isFigures(value) && isMoneyWord(p.tokens[at+used].text) {
			take()
		}
	}
	if isReference(value) && (name == "reference" || name == "parent") || name == "amount" {
		p.sound(at, used)
	}
	return used, p.set(name, value)
}

// isHouse reports a house number.
func isHouse(word string) bool {
	return len(word) <= 4 && word != "" && isDigit(rune(word[0])) && (len(word) < 4 || !digitsOnly(word))
}

// isMoneyWord reports a single sign, code or word for money.
func isMoneyWord(word string) bool {
	_, sign := signs()[word]
	_, code := besideFigures(word)
	_, said := saidMoney(word)
	return sign || code || said
}

// twoWords reads expressions of two or three words: american express, card checks,
// ending in 1111. It reports how many words it takes.
func (p *parser) twoWords(at int) (key, value string, used int) {
	if at+1 >= len(p.tokens) || p.tokens[at+1].quoted {
		return "", "", 0
	}
	first, second := p.tokens[at].lower(), p.tokens[at+1].lower()
	if first == "ending" {
		used = 2
		if (second == "in" || second == "with") && at+2 < len(p.tokens) {
			used = 3
		}
		if last := p.tokens[at+used-1].text; len(last) == 4 && digitsOnly(last) {
			return "last4", last, used
		}
		return "", "", 0
	}
	return twoWords(first, second)
}

// twoWords are pairs that mean something together.
func twoWords(first, second string) (key, value string, used int) {
	switch first, second := strings.ToLower(first), strings.ToLower(second); {
	case first == "american" && second == "express":
		return "brand", "amex", 2
	case first == "diners" && second == "club":
		return "brand", "diners", 2
	case first == "visa" && second == "debit":
		return "brand", "DELTA", 2
	case first == "visa" && second == "electron":
		return "brand", "ELECTRON", 2
	case first == "mastercard" && second == "debit":
		return "brand", "MASTERCARDDEBIT", 2
	case (first == "card" || first == "account") && singular(second) == "check":
		return "type", "accountcheck", 2
	case first == "not" && second == "accepted":
		return "status", "rejected", 2
	}
	return "", "", 0
}

// inOneWord is the one word with the same meaning as a value of two words. It
// leaves any other value unchanged.
func inOneWord(value string) string {
	if words := strings.Fields(value); len(words) == 2 {
		if _, one, _ := twoWords(words[0], words[1]); one != "" {
			return one
		}
	}
	return value
}

// singular removes the s of a plural.
func singular(word string) string { return strings.TrimSuffix(word, "s") }

// meaning is the key whose value a single word is.
func meaning(word string) (key string, known bool) {
	if _, ok := parseStates(word); ok {
		return "status", true
	}
	if _, ok := parseType(word); ok {
		return "type", true
	}
	if _, ok := parseBrand(word); ok {
		return "brand", true
	}
	return "", false
}

// parseType reads a word for a request type.
func parseType(word string) (string, bool) {
	switch singular(word) {
	case "payment", "charge":
		return gateway.TypeAuth, true
	case "refund", "refunded", "payout":
		return gateway.TypeRefund, true
	case "accountcheck", "cardcheck":
		return gateway.TypeAccountCheck, true
	}
	return "", false
}

// parseBrand reads a word for a card brand.
func parseBrand(word string) (gateway.Brand, bool) {
	switch word {
	case "visa", "visas":
		return gateway.Visa, true
	case "mastercard", "mastercards":
		return gateway.Mastercard, true
	case "amex", "amexes":
		return gateway.Amex, true
	case "maestro", "maestros":
		return gateway.Maestro, true
	case "discover":
		return gateway.Discover, true
	case "diners":
		return gateway.Diners, true
	case "jcb", "jcbs":
		return gateway.JCB, true
	case "mybank":
		return gateway.MyBank, true
	}
	return "", false
}

// isAddress reports an IP address.
func isAddress(word string) bool {
	_, err := netip.ParseAddr(word)
	return err == nil
}
