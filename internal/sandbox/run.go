package sandbox

import (
	"encoding/json"
	"slices"
	"time"

	"motoconsole/gateway"
)

// maxAnswers is how many answers one block may need. The vendor gives no
// figure; its own clients send two elements at most.
const maxAnswers = 64

// job is one element and what it asks for, or why it cannot be done.
type job struct {
	element element
	types   []string
	refused *answer
}

// run does everything a block asks for, in order.
func (b *Bank) run(blk block, started time.Time) []answer {
	if len(blk.elements) == 0 {
		return []answer{reject(started, "60018", "None")}
	}
	if len(blk.elements) > maxAnswers {
		return []answer{reject(started, "60011")}
	}
	jobs := make([]job, len(blk.elements))
	total := 0
	for i, e := range blk.elements {
		jobs[i] = plan(e, started)
		total += max(1, len(jobs[i].types))
	}
	if total > maxAnswers {
		return []answer{reject(started, "60011")}
	}
	answers := make([]answer, 0, total)
	for _, j := range jobs {
		if j.refused != nil {
			answers = append(answers, *j.refused)
			continue
		}
		for _, t := range j.types {
			a := b.perform(t, j.element, started)
			answers = append(answers, a)
			if a.ErrorCode != "0" {
				break // the later types build on the earlier ones
			}
		}
	}
	return answers
}

// plan reads the request types of an element.
func plan(e element, started time.Time) job {
	refuse := func(code string, data ...string) job {
		a := reject(started, code, data...)
		return job{refused: &a}
	}
	const one, several = "requesttypedescription", "requesttypedescriptions"
	if e.has(one) && e.has(several) {
		return refuse("60040")
	}
	var types []string
	if e.has(several) {
		if err := json.Unmarshal(e[several], &types); err != nil {
			return refuse("60018", "None")
		}
	} else if t, ok := e.text(one); ok && t != "" {
		types = []string{t}
	}
	if len(types) == 0 {
		return refuse("60018", "None")
	}
	for _, t := range types {
		if !knownType(t) {
			return refuse("60018", gateway.Clean(t, maxTypeName))
		}
	}
	// Documented for TRANSACTIONUPDATE with REFUND: an update works on a filter,
	// the others on fields, so they cannot share one element.
	if len(types) > 1 && slices.Contains(types, "TRANSACTIONUPDATE") {
		return refuse("30000", several)
	}
	return job{element: e, types: types}
}

// perform does one request of a known type.
func (b *Bank) perform(requestType string, e element, started time.Time) answer {
	switch requestType {
	case "AUTH":
		return b.authorise(e, started)
	case "REFUND", "TRANSACTIONQUERY", "TRANSACTIONUPDATE":
		// Not built yet. "Ok" would claim that money went back, or that a
		// payment does not exist; this code claims nothing.
		return reject(started, "21000")
	default:
		return answer{
			RequestType: requestType,
			ErrorCode:   "0",
			Message:     messageOf("0"),
			Started:     timestamp(started),
		}
	}
}

// maxTypeName is the length of a request type in the vendor's field table.
const maxTypeName = 20

// knownType reports whether the gateway has a request type of this name. Most
// come from the vendor's pages and clients; other spellings are refused.
func knownType(name string) bool {
	switch name {
	case "AUTH", "ACCOUNTCHECK", "REFUND", "TRANSACTIONQUERY", "TRANSACTIONUPDATE",
		"THREEDQUERY", "RISKDEC", "SUBSCRIPTION", "CURRENCYRATE", "REVERSAL",
		"CACHETOKENISE", "WALLETVERIFY", "IDENTITYCHECK", "ORDER", "ORDERDETAILS":
		return true
	}
	return false
}
