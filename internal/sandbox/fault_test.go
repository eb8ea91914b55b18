package sandbox

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"motoconsole/internal/sandbox/faults"
)

func TestParseFault(t *testing.T) {
	for text, want := range map[string]faults.Fault{
		"lost":                    {Name: "lost", Rate: 1},
		"lost.2s":                 {Name: "lost", Arg: 2 * time.Second, Rate: 1},
		"deny.n7":                 {Name: "deny", Code: "N7", Rate: 1},
		"deny.51:AUTH@0.5":        {Name: "deny", Code: "51", Rate: 0.5, Types: []string{"AUTH"}},
		"late":                    {Name: "late", Arg: 5 * time.Second, Rate: 1},
		"late.1.5s@0.25":          {Name: "late", Arg: 1500 * time.Millisecond, Rate: 0.25},
		"garble@10%":              {Name: "garble", Rate: 0.1},
		"drop@0.5":                {Name: "drop", Rate: 0.5},
		"502@1":                   {Name: "502", Rate: 1},
		"401:AUTH":                {Name: "401", Rate: 1, Types: []string{"AUTH"}},
		"lost.2s:AUTH,REFUND@10%": {Name: "lost", Arg: 2 * time.Second, Rate: 0.1, Types: []string{"AUTH", "REFUND"}},
		"refuse.20ms@.01":         {Name: "refuse", Arg: 20 * time.Millisecond, Rate: 0.01},
	} {
		if got, err := faults.Parse(text); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "nope", "lost.", "lost.2", "lost.-2s", "lost.21m", "late.soon", "garble.2s", "lost@", "lost@x", "lost@0",
		"lost@2", "lost@200%", "lost@-1", "lost@NaN", "drop", "drop@1", "lost@1@1", "lost:", "lost:SALE", "lost:AUTH,", "fold:AUTH", "lost:AUTH:REFUND", " lost", "lost.2 s",
		"deny.", "deny.2s", "deny.00", "deny.QQ", "deny:REFUND",
	} {
		if got, err := faults.Parse(text); err == nil {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}

func TestSetFaultRefuses(t *testing.T) {
	b := newBank()
	if err := b.SetFault(faults.Fault{Name: "drop"}); err == nil {
		t.Error("a fault of a connection without a listener")
	}
	served(t, b)
	for _, f := range []faults.Fault{
		{},
		{Name: "nope"},
		{Name: "LOST"},
		{Name: "garble", Arg: time.Second},
		{Name: "deny", Arg: time.Second},
		{Name: "deny", Code: "n7"},
		{Name: "lost", Code: "51"},
		{Name: "late", Arg: -time.Second},
		{Name: "late", Arg: faults.MaxTime + 1},
		{Name: "lost", Rate: -0.1},
		{Name: "lost", Rate: 1.1},
		{Name: "lost", Rate: math.NaN()},
		{Name: "lost", Rate: math.Inf(1)},
		{Name: "lost", Count: -1},
		{Name: "lost", Types: []string{"SALE"}},
		{Name: "lost", Types: []string{"AUTH", ""}},
		{Name: "drop", Types: []string{"AUTH"}},
		{Name: "hang", Rate: 1},
		{Name: "refuse", Count: 2},
	} {
		if err := b.SetFault(f); err == nil {
			t.Errorf("%+v is set", f)
		}
	}
	if len(b.Faults()) != 0 {
		t.Errorf("set: %v", b.Faults())
	}
	for range faults.Max {
		setFault(t, b, "lost")
	}
	if err := b.SetFault(faults.Fault{Name: "lost"}); err == nil {
		t.Error("faults without end")
	}
	b.ClearFaults()
	if len(b.Faults()) != 0 {
		t.Error("faults survive being cleared")
	}
}

// Faults returns a copy.
func TestFaultsAreCopied(t *testing.T) {
	b := newBank()
	types := []string{"AUTH"}
	setFault(t, b, "lost", func(f *faults.Fault) { f.Types = types })
	types[0] = "REFUND"
	b.Faults()[0].Types[0] = "REFUND"
	if got := b.Faults()[0].Types[0]; got != "AUTH" {
		t.Errorf("the fault now strikes %s", got)
	}
}

func TestFaultCountAndTypes(t *testing.T) {
	b := newBank()
	setFault(t, b, "502", func(f *faults.Fault) { f.Count = 3; f.Types = []string{"AUTH", "REFUND"} })
	setFault(t, b, "401", func(f *faults.Fault) { f.Types = []string{"TRANSACTIONQUERY"} })
	query := body(t, fields{"requesttypedescription": "TRANSACTIONQUERY"})
	for i, tc := range []struct {
		payload []byte
		status  int
	}{
		{body(t, auth()), 502},
		{body(t, fields{"requesttypedescription": "ACCOUNTCHECK"}), 200},
		{query, 401},
		{query, 200},
		{body(t, fields{"requesttypedescription": "ORDER"}, fields{"requesttypedescriptions": []string{"ORDER", "REFUND"}}), 502},
		{body(t, fields{"requesttypedescription": "SALE"}), 200},
		{body(t, auth()), 502},
		{body(t, auth()), 200},
	} {
		if status, _, _ := post(t, b, tc.payload); status != tc.status {
			t.Errorf("request %d: status %d, want %d", i, status, tc.status)
		}
	}
	for name, n := range map[string]int{"AUTH": 3, "ACCOUNTCHECK": 1, "TRANSACTIONQUERY": 2, "ORDER": 2, "REFUND": 1, "SALE": 0} {
		if b.Arrived(name) != n {
			t.Errorf("%d of %s arrived, want %d", b.Arrived(name), name, n)
		}
	}
}

// pattern says which of n requests a fault of this rate strikes.
func pattern(t *testing.T, seed uint64, rate float64, n int) (string, int) {
	t.Helper()
	b := newBank(func(c *Config) { c.Seed = seed })
	setFault(t, b, "lost", func(f *faults.Fault) { f.Rate = rate })
	var out strings.Builder
	for range n {
		fmt.Fprint(&out, len(b.faults.OnRequest([]string{"AUTH"}, nil)))
	}
	return out.String(), strings.Count(out.String(), "1")
}

func TestFaultRate(t *testing.T) {
	one, hits := pattern(t, 7, 0.25, 2000)
	if hits < 430 || hits > 570 {
		t.Errorf("%d of 2000 at a rate of 0.25", hits)
	}
	if again, _ := pattern(t, 7, 0.25, 2000); again != one {
		t.Error("the same seed strikes differently")
	}
	if other, _ := pattern(t, 8, 0.25, 2000); other == one {
		t.Error("another seed strikes the same")
	}
	first, _ := pattern(t, 0, 0.25, 2000)
	if second, _ := pattern(t, 0, 0.25, 2000); first == second {
		t.Error("without a seed two banks strike the same")
	}
	if _, hits := pattern(t, 7, 1, 50); hits != 50 {
		t.Errorf("rate 1 strikes %d of 50", hits)
	}
}

func TestFaultRateWithCount(t *testing.T) {
	b := newBank(func(c *Config) { c.Seed = 7 })
	setFault(t, b, "lost", func(f *faults.Fault) { f.Rate, f.Count = 0.5, 3 })
	hits := 0
	for range 200 {
		hits += len(b.faults.OnRequest(nil, nil))
	}
	if hits != 3 || len(b.Faults()) != 0 {
		t.Errorf("struck %d times, want 3, and left %v", hits, b.Faults())
	}
}

// The bank refuses an order reference that asks for an unknown fault before it books
// anything. One that only looks similar is ordinary.
func TestFaultReferences(t *testing.T) {
	for _, reference := range []string{
		"FAULT-", "FAULT-nope-A17", "FAULT-lost.soon-A17", "FAULT-lost.-A", "FAULT-garble.1s-A17", "fault--A17",
		"FAULT-drop-A17", "FAULT-refuse", "FAULT-hang.1s-A", "FAULT-slow", "FAULT-late.21m-A", "FAULT-lost@0.1-A",
	} {
		b := newBank()
		wantRejected(t, send(t, b, fields{"requesttypedescription": "ACCOUNTCHECK"}, auth("orderreference", reference))[0], "30000", "orderreference")
		if b.book.Len() != 0 {
			t.Errorf("%s: booked", reference)
		}
	}
	for _, reference := range []string{"FAULT", "FAULTY-lost-A17", "A-FAULT-lost", " FAULT-lost", "DEFAULT-lost-1"} {
		want(t, send(t, newBank(), auth("orderreference", reference))[0], "errorcode", "0")
	}
	// A query for a payment with a fault is not struck itself.
	filter := map[string]any{"orderreference": []map[string]string{{"value": "FAULT-401-abcdef"}}}
	b := newBank()
	if status, _, _ := post(t, b, body(t, fields{"requesttypedescription": "TRANSACTIONQUERY", "filter": filter})); status != 200 {
		t.Errorf("a query by the reference of a faulty payment: status %d", status)
	}
	if got := b.arrivals.list(); len(got) != 1 || got[0].Suffix != "abcdef" || got[0].Type != "TRANSACTIONQUERY" {
		t.Errorf("arrived %v", got)
	}
}

// The console leaves 18 characters of a merchant's reference.
func TestFaultNamesAreShort(t *testing.T) {
	for _, k := range faults.Kinds() {
		whole := faults.Prefix + k.Name
		if k.Takes != "" {
			whole += ".999ms"
		}
		if len(whole) > 18 && k.Stage != faults.OnConnection {
			t.Errorf("%s has %d characters", whole, len(whole))
		}
		if strings.ContainsAny(k.Name, "-.@") || k.Name != strings.ToLower(k.Name) {
			t.Errorf("%s cannot stand in an order reference", k.Name)
		}
	}
}

func TestFaultHelp(t *testing.T) {
	help := faults.Help()
	for i, line := range strings.Split(help, "\n") {
		if utf8.RuneCountInString(line) > 80 || strings.TrimRight(line, " ") != line {
			t.Errorf("line %d is %d wide or ends in a space: %q", i+1, utf8.RuneCountInString(line), line)
		}
	}
	var names []string
	for _, k := range faults.Kinds() {
		if !strings.Contains(help, "    "+k.Usage()) || !strings.Contains(help, k.Does) || !strings.HasSuffix(k.Does, ".") {
			t.Errorf("%s is not in the help", k.Name)
		}
		if strings.Count(k.Does, ". ") > 0 || slices.Contains(names, k.Name) {
			t.Errorf("%s: one name, one sentence", k.Name)
		}
		names = append(names, k.Name)
	}
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		if !strings.Contains(help, method) {
			t.Errorf("the help does not tell of %s", method)
		}
	}
}
