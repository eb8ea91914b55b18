package journal

import (
	"reflect"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
)

// An entry has only words, numbers and times: it can carry no secret type and no raw
// bytes to the disk.
func TestEntryHasPlainFieldsOnly(t *testing.T) {
	for _, field := range append(reflect.VisibleFields(reflect.TypeFor[Entry]()), append(reflect.VisibleFields(reflect.TypeFor[Target]()), reflect.VisibleFields(reflect.TypeFor[Consent]())...)...) {
		switch field.Type {
		case reflect.TypeFor[string](), reflect.TypeFor[int](), reflect.TypeFor[time.Time](), reflect.TypeFor[Operation](),
			reflect.TypeFor[Target](), reflect.TypeFor[Consent](), reflect.TypeFor[int64](), reflect.TypeFor[bool](), reflect.TypeFor[clock.Reading](), reflect.TypeFor[State](), reflect.TypeFor[Same](), reflect.TypeFor[EvidenceKind](),
			reflect.TypeFor[gateway.Outcome](), reflect.TypeFor[gateway.Money]():
		default:
			t.Errorf("%s is a %v", field.Name, field.Type)
		}
	}
}
