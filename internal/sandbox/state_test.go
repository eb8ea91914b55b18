package sandbox

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

func openBank(t testing.TB, path string, change ...func(*Config)) *Bank {
	t.Helper()
	c := Config{Username: user, Password: gateway.NewPassword(secret), Now: noon, StateFile: path}
	for _, f := range change {
		f(&c)
	}
	b, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// everything is the bank's whole book, as queries show it.
func everything(t testing.TB, b *Bank) []map[string]any {
	t.Helper()
	return records(t, b, "sitereference", values("test_site12345", "test_other"))
}

func TestStateIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bank.db")
	b := openBank(t, path)
	sale := buySettled(t, b, "billinglastname", "Bloggs\n\x00", "billingpremise", "No 789", "authmethod", "PRE", "credentialsonfile", "1")
	other := send(t, b, auth("sitereference", "test_other", "pan", "4242424242424242", "orderreference", nil))[0]["transactionreference"].(string)
	money := send(t, b, refund(sale, "baseamount", "50"))[0]["transactionreference"].(string)
	want(t, send(t, b, updateOf(money, "settlestatus", "2", "orderreference", "moved", "settlebaseamount", "40"))[0], "errorcode", "0")
	send(t, b, transfer())
	send(t, b, secure("pan", "5200000000001013"))
	send(t, b, auth("pan", "4000000000000671", "accounttypedescription", "RECUR", "baseamount", "1002"))
	hiddenOne := buy(t, b)
	if err := b.book.Hide(hiddenOne, noon().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	before := everything(t, b)
	if len(before) != 6 {
		t.Fatalf("%d records", len(before))
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}

	later := noon()
	b = openBank(t, path, func(c *Config) { c.Now = func() time.Time { return later } })
	if b.book.Len() != 7 {
		t.Fatalf("%d transactions, want 7", b.book.Len())
	}
	after := everything(t, b)
	for i := range before {
		for name, v := range before[i] {
			want(t, after[i], name, v)
		}
		if len(after[i]) != len(before[i]) {
			t.Errorf("record %d has %d fields, had %d", i, len(after[i]), len(before[i]))
		}
	}
	// The indexes and the rules about parents work as before, and cards are forgotten.
	if n := len(records(t, b, "orderreference", values("moved"))); n != 1 {
		t.Errorf("%d records by order reference", n)
	}
	if n := len(records(t, b, "parenttransactionreference", values(sale))); n != 1 {
		t.Errorf("%d records by parent", n)
	}
	if n := len(records(t, b, "pan", values(canary))); n != 0 {
		t.Errorf("%d records by a card of an earlier process", n)
	}
	wantCode(t, send(t, b, refund(sale, "baseamount", "1011"))[0], "20007", "baseamount")
	want(t, send(t, b, refund(sale, "baseamount", "1010"))[0], "errorcode", "0", "transactionreference", "23-9-80008")
	want(t, send(t, b, childOf(other, "sitereference", "test_other", "baseamount", "1050"))[0], "errorcode", "70000")
	want(t, send(t, b, childOf("23-9-80006", "baseamount", "1004", "accounttypedescription", "RECUR"))[0], "acquireradvicecode", "4")
	want(t, send(t, b, childOf("23-9-80005"))[0], "errorcode", "60022", "status", "N")
	later = later.Add(time.Minute)
	recordOf(t, b, hiddenOne)
}

// Payments also settle while no process runs the bank.
func TestStateSettlesAcrossRuns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bank.db")
	now := noon()
	clock := func(c *Config) { c.Now, c.SettleAfter = func() time.Time { return now }, time.Minute }
	b := openBank(t, path, clock)
	one, two := buy(t, b), ""
	now = now.Add(30 * time.Second)
	two = buy(t, b)
	now = now.Add(30 * time.Second)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = openBank(t, path, func(c *Config) { c.Now = func() time.Time { return now } }) // settles on request only
	status(t, b, one, "100")
	status(t, b, two, "0")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = openBank(t, path, clock)
	now = now.Add(30 * time.Second)
	status(t, b, two, "100")
}

// The disk has only a card's masked number: no code and no hash.
func TestStateHoldsNoCard(t *testing.T) {
	dir := t.TempDir()
	b := openBank(t, filepath.Join(dir, "bank.db"))
	pan := luhn(leakPAN)
	for _, pairs := range [][]any{
		{},
		{"baseamount", "70000"},
		{"baseamount", "60010"},
		{"orderreference", "card " + pan},
		{"billinglastname", pan},
		{"operatorname", pan[:4] + " " + pan[4:]},
		{"requesttypedescriptions", []string{"ACCOUNTCHECK"}},
		{"requesttypedescriptions", []string{"THREEDQUERY"}, "termurl", "https://example.com/" + pan},
		{"customeraccountnumber", pan, "customeraccountnumbertype", "CARD"},
	} {
		if a := sendRaw(t, b, leakPayload(t, pairs...))[0]; a["errorcode"] == "30000" {
			t.Fatal(errordata(a))
		}
	}
	b.Settle()
	send(t, b, refund("23-9-80001", "orderreference", pan), updateOf("23-9-80007", "orderreference", pan))
	hash := b.key.Of([]byte(pan))
	stored, _ := b.book.Booked("23-9-80001")
	if stored.Card != hash {
		t.Fatal("this is not the hash")
	}
	look := func() {
		files, _ := filepath.Glob(filepath.Join(dir, "*"))
		found := false
		for _, name := range files {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			found = found || bytes.Contains(raw, []byte("492912#########"+pan[15:]))
			var le, be [8]byte
			for i := range 8 {
				le[i], be[7-i] = byte(hash>>(8*i)), byte(hash>>(8*i))
			}
			for what, bad := range map[string][]byte{
				"number": []byte(pan), "middle": []byte(pan[6:15]), "spaced": []byte(pan[4:]), "code": []byte(`"` + leakCode + `"`),
				"hash": le[:], "hash reversed": be[:],
			} {
				if bytes.Contains(raw, bad) {
					t.Errorf("%s holds the card (%s)", filepath.Base(name), what)
				}
			}
			if info, _ := os.Stat(name); info.Mode().Perm() != 0o600 {
				t.Errorf("%s has mode %v", filepath.Base(name), info.Mode())
			}
		}
		if !found {
			t.Error("the mask is not in the file: the search finds nothing")
		}
	}
	look()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	look()
}

func TestStateFileRefused(t *testing.T) {
	dir := t.TempDir()
	open := func(path string) error {
		b, err := Open(Config{StateFile: path})
		if err == nil {
			_ = b.Close()
		}
		return err
	}
	run := func(path, statements string) {
		t.Helper()
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := db.ExecContext(context.Background(), statements); err != nil {
			t.Fatal(err)
		}
	}
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	foreign, newer, gap, spoilt := filepath.Join(dir, "foreign"), filepath.Join(dir, "newer"), filepath.Join(dir, "gap"), filepath.Join(dir, "spoilt")
	run(foreign, "CREATE TABLE t (x)")
	for _, path := range []string{newer, gap, spoilt} {
		b := openBank(t, path)
		buy(t, b)
		buy(t, b)
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
	run(newer, "PRAGMA user_version = 99")
	run(gap, "DELETE FROM transactions WHERE serial = 80001")
	run(spoilt, "UPDATE transactions SET texts = '{'")
	before, err := os.ReadFile(foreign) //nolint:gosec // a file of this test
	if err != nil {
		t.Fatal(err)
	}
	for path, wanted := range map[string]string{
		dir:                                "directory",
		filepath.Join(dir, "no", "folder"): "no such file",
		text:                               "name another file",
		foreign:                            "not a test bank's",
		newer:                              "layout 99",
		gap:                                "80001 is missing",
		spoilt:                             "transaction 80001",
	} {
		if err := open(path); err == nil || !strings.Contains(err.Error(), wanted) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, want %q in it", filepath.Base(path), err, wanted)
		}
	}
	if err := open(""); err != nil {
		t.Errorf("no file: %v", err)
	}
	path := filepath.Join(dir, "shared?#%41.db")
	openBank(t, path)
	if err := open(path); err == nil {
		t.Error("two banks share a state file")
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	if after, err := os.ReadFile(foreign); err != nil || !bytes.Equal(before, after) { //nolint:gosec // as above
		t.Errorf("another program's database was changed: %v", err)
	}
}

// A transaction that cannot be written to disk counts as never made.
func TestStateFileThatFails(t *testing.T) {
	b := openBank(t, filepath.Join(t.TempDir(), "bank.db"))
	sale, held := buySettled(t, b), buy(t, b, "orderreference", "held", "billinglastname", "x")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	before := everything(t, b)
	wantRejected(t, send(t, b, auth())[0], "21000", "")
	wantRejected(t, send(t, b, refund(sale))[0], "21000", "")
	wantRejected(t, send(t, b, childOf(sale))[0], "21000", "")
	wantRejected(t, send(t, b, transfer())[0], "21000", "")
	wantRejected(t, send(t, b, secure())[0], "21000", "")
	wantRefused(t, send(t, b, updateOf(held, "settlestatus", "3", "orderreference", "y"))[0], "TRANSACTIONUPDATE", "21000", "")
	after := everything(t, b)
	if len(before) != 2 || len(after) != 2 || after[1]["settlestatus"] != "0" || after[1]["orderreference"] != "held" {
		t.Errorf("before %v, after %v", before, after)
	}
	for _, filter := range []string{"parenttransactionreference", "transactionreference"} {
		for _, ref := range []string{sale, "23-9-80003"} {
			if list := records(t, b, filter, values(ref)); filter == "parenttransactionreference" && len(list) != 0 {
				t.Errorf("children of %s: %v", ref, list)
			}
		}
	}
	if n := len(records(t, b, "pan", values(canary), "orderreference", values("My_Order_123"))); n != 1 {
		t.Errorf("%d records in the indexes", n)
	}
	b.Settle()
	status(t, b, held, "0")
}
