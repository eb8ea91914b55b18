package book

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestTexts(t *testing.T) {
	var all Texts
	for id := range textCount {
		all = all.With(id, strings.Repeat(string(rune('a'+id)), int(id)*40))
	}
	all = all.With(billingTown, "").With(billingTown, "Town").With(OrderReference, "Order").With(OrderReference, "Other")
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	var back Texts
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	for id := range textCount {
		wanted := strings.Repeat(string(rune('a'+id)), int(id)*40)
		if id == billingTown {
			wanted = "Town"
		} else if id == OrderReference {
			wanted = "Other"
		}
		if all.Get(id) != wanted || back.Get(id) != wanted {
			t.Errorf("text %d: %q and %q, want %q", id, all.Get(id), back.Get(id), wanted)
		}
	}
	if none := all.With(billingTown, ""); none.Get(billingTown) != "" || len(none) >= len(all) {
		t.Error("a text that was taken out is there")
	}
}
