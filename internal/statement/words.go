package statement

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"motoconsole/gateway/thousands"
)

// Sentence makes a text a sentence, with a capital and a full stop.
func Sentence(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}

// BesideGateway says on which side of the gateway's clock ours is, by how far the
// gateway's is ahead.
func BesideGateway(ahead time.Duration) string {
	if ahead < 0 {
		return "ahead of the gateway's"
	}
	return "behind the gateway's"
}

// Span is a length of time in words, in whole days, hours below two days, or
// minutes below one hour.
func Span(d time.Duration) string {
	const day = 24 * time.Hour
	count, unit := int(d/day), "day"
	switch {
	case d < time.Hour:
		count, unit = int(d/time.Minute), "minute"
	case d < 2*day:
		count, unit = int(d/time.Hour), "hour"
	}
	return thousands.CountOf(count, unit)
}

// CardEnds are the first six and last four digits of a masked card number,
// as far as it shows them.
func CardEnds(masked string) (first6, last4 string) {
	const digits = "0123456789"
	if len(masked) < 10 {
		return "", ""
	}
	if head := masked[:6]; strings.Trim(head, digits) == "" {
		first6 = head
	}
	if tail := masked[len(masked)-4:]; strings.Trim(tail, digits) == "" {
		last4 = tail
	}
	return first6, last4
}
