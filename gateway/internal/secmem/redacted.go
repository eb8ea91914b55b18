package secmem

import (
	"fmt"
	"log/slog"
)

// Redacted prints the same words however it is formatted, marshalled or logged.
// It is embedded in each type that holds a secret.
type Redacted struct{}

// redacted is the name to embed, so that no field of a secret is exported.
type redacted = Redacted

const redaction = "[redacted]"

// Format implements fmt.Formatter for every verb.
func (Redacted) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte(redaction)) }

// String is the redaction.
func (Redacted) String() string { return redaction }

// GoString is the redaction.
func (Redacted) GoString() string { return redaction }

// MarshalText is the redaction, for JSON, TOML and XML.
func (Redacted) MarshalText() ([]byte, error) { return []byte(redaction), nil }

// MarshalBinary is the redaction, for gob.
func (Redacted) MarshalBinary() ([]byte, error) { return []byte(redaction), nil }

// LogValue is the redaction, for log/slog.
func (Redacted) LogValue() slog.Value { return slog.StringValue(redaction) }
