package sqljournal

import (
	"encoding/json"
	"time"

	"motoconsole/internal/clock"
)

// stamp is a time as the journal keeps it: nanoseconds since 1970, 0 for none. A
// snapshot has it as a date, for people, and because a search of the disk could
// take nineteen digits in a row for a card number.
type stamp int64

func stampOf(t time.Time) stamp {
	if t.IsZero() {
		return 0
	}
	return stamp(t.UnixNano())
}

func (s stamp) time() time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(0, int64(s)).UTC()
}

// MarshalJSON implements json.Marshaler.
func (s stamp) MarshalJSON() ([]byte, error) {
	return json.Marshal(s.time())
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *stamp) UnmarshalJSON(text []byte) error {
	var t time.Time
	if err := json.Unmarshal(text, &t); err != nil {
		return err
	}
	*s = stampOf(t)
	return nil
}

// readingOf is a reading of the steady clock from its two columns. It is kept in
// milliseconds: the digits of nanoseconds could be taken for a card number.
func readingOf(boot string, milliseconds int64) clock.Reading {
	return clock.Reading{Boot: boot, At: time.Duration(milliseconds) * time.Millisecond}
}
