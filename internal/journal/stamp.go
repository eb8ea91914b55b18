package journal

import (
	"encoding/json"
	"time"
)

// stamp is a time as it is kept: nanoseconds since 1970, 0 for none. In a
// snapshot it is written out, for people, and because nineteen digits in a row
// could be taken for a card number by whoever searches the disk for one.
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
