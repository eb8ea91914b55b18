package sqljournal

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// TestTheHistoryKeepsItsForm: what stands in the journals of consoles was hashed from
// the text of snapshots. Their names, their order and what is left out of them must
// not change, or "moto journal verify" takes every older journal for tampered with.
func TestTheHistoryKeepsItsForm(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("testdata", "snapshot.json"))
	if err != nil {
		t.Fatal(err)
	}
	want = bytes.TrimSpace(want)
	var r row
	if err := json.Unmarshal(want, &r); err != nil {
		t.Fatal(err)
	}
	got, err := r.snapshot()
	if err != nil || got != string(want) {
		t.Fatalf("%v\ngot  %s\nwant %s", err, got, want)
	}
	if empty, err := new(row).snapshot(); err != nil || empty != `{"number":0,"id":"","kind":"","amount":0,"agent":"","outcome":"","state":""}` {
		t.Errorf("an entry with nothing in it is %s, %v", empty, err)
	}
	var before []byte
	for i, hash := range []string{
		"Ut5cksU_lEdPSyl9dHqOwuKMHAbjJjlhRvGsMu+_O4k", "OM_6lBIy0PK8Qt6AWzTQEzQqSnPM6WdlHyi8oD133vk", "8hjHVwqdYliJnJquri7tlejGtLGH4BfLc6cCrhOQuxg",
	} {
		l := link{Number: int64(i + 1), EntryID: r.ID, Step: "intent", At: r.IntentAt, By: r.Agent, Snapshot: got}
		if i > 0 {
			l.Step, l.Origin = "answered", "gateway"
		}
		if i > 1 {
			l.Role = "lead"
		}
		if before = l.hash(before); showHash(before) != hash {
			t.Errorf("link %d hashes to %s, not to %s", l.Number, showHash(before), hash)
		}
	}
}
