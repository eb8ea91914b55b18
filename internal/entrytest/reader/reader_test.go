package reader

import (
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// plain is the form of most payments.
var plain = Form{Currencies: []string{"GBP"}, Country: "GB", CodeRequired: true, Most: 500000, Year: 2026, Month: 11, Guarded: true}

// TestReader: what a person reads from some keys. Keys with "" send nothing.
func TestReader(t *testing.T) {
	const visa, mastercard = "4111111111111111", "5100000000000511"
	euros := plain
	euros.Currencies = []string{"GBP", "EUR", "USD"}
	yen := plain
	yen.Currencies, yen.Most = []string{"JPY", "GBP"}, 0
	dinars := plain
	dinars.Currencies, dinars.Most = []string{"BHD"}, 0
	for _, c := range []struct {
		form      Form
		keys      string
		say, sent string
	}{
		{plain, "A1\n10.50\n" + visa + "\n1230123Ann Smith\nNo 7\nTE456ST\ny", "baseamount", "1050"},
		{plain, "A1\n10.50\n" + visa + "\n1230123Ann Smith\nNo 7\nTE456ST\ny", "billingpostcode", "TE45 6ST"},
		{plain, "A1\n10.50\n" + visa + "\n1230123Ann Smith\nNo 7\nTE456ST\n\ny", "billinglastname", "Smith"},
		{plain, "A1\n10.50\n" + visa + "\n1230123Ann Smith\n\nTE456STyew tree cottage\ny", "pan", ""},
		{plain, "A1\n10 50\n" + visa + "\n1230123!y", "pan", ""},
		{plain, "A1\n050\n" + visa + "\n1230123!y", "pan", ""},
		{plain, "A1\n0.50" + visa + "\n1230123!y", "baseamount", "50"},
		{dinars, "A1\n1,050\n" + visa + "\n1230123!y", "pan", ""},
		{dinars, "A1\n1,050.000" + visa + "\n1230123!y", "baseamount", "1050000"},
		{plain, "A1\n1e3\n" + visa + "\n1230123!y", "pan", ""},
		{plain, "A1\n1.050,00\n" + visa + "\n1230123!y", "pan", ""},
		{plain, "A1\n1050.00" + visa + "\n1230123!y", "baseamount", "105000"},
		{plain, "A1\n10.50" + visa + "\n1230123!y", "pan", ""}, // 10.504 might be ten thousand
		{plain, "A1\n10.505\n" + visa + "\n1230123!y", "pan", ""},
		{plain, "A1\n1050.00\n" + mastercard + "\n1230\n123\nSmith\n!y", "billinglastname", "Smith"}, // each Enter is ignored
		{plain, "A1\n1050.00\n\n" + mastercard + "!y", "pan", ""},
		{plain, "A1\n1050.000" + mastercard + "1230123!y", "pan", ""},
		{plain, "A1\n10\n" + mastercard + ".1230123!y", "pan", ""},
		{plain, "A1\n10\n" + mastercard + ".~\n1230123!y", "expirydate", "12/2030"},
		{plain, "A1\n10\n" + mastercard + "^1230123!y", "pan", mastercard},
		{plain, "A1\n10\n" + mastercard + "~1\n1230123!y", "pan", mastercard},
		{plain, "A1\n10\n0504111111111111111\n1230123!y", "pan", ""},
		{plain, "A1\n10\n" + visa + "000\n1230123!y", "pan", ""},
		{plain, "A1\n10\n4111 1111 ~ 1111 1111\n1230123!y", "pan", visa},
		{plain, "A1\n10\n4111111111111112\n1230123!y", "pan", ""},
		{plain, "A1\n10\n" + visa + "\n1/~230123!y", "expirydate", "12/2030"},
		{plain, "A1\n10\n" + visa + "\n5~1230123!y", "expirydate", "12/2030"},
		{plain, "A1\n10\n" + visa + "\n1220123!y", "expirydate", ""},
		{plain, "A1\n10\n" + visa + "\n122030123!y", "expirydate", "12/2030"},
		{plain, "A1\n10\n[" + visa + "]\n[12/30][123]Smith!y", "securitycode", "123"},
		{plain, "A1\n10\n" + visa + "\n1230123\n12\nTE456ST\n!y", "pan", ""}, // 12 is no name
		{plain, "A1\n10\n" + visa + "\n1230123Ann 2\n12\nTE456ST\ny", "billinglastname", "2"},
		{plain, "A1\n10\n" + visa + "\n12301234!y", "pan", ""}, // a name does not begin with 4
		{plain, "4539/5787/6362/1486\n10\n" + visa + "\n1230123!y", "pan", ""},
		{plain, "A reference that is too long\n10\n" + visa + "\n1230123!y", "pan", ""},
		{plain, "A1\n10\n" + visa + "\n1230123!#y", "pan", ""},
		{plain, "A1\n10\n" + visa + "\n1230123!\n \ny", "orderreference", "A1"},
		{plain, "A1\n10\n" + visa + "\n1230123\n\n\n<England\nTE456ST\ny", "billingcountryiso2a", "GB"},
		{plain, "A1\n10\n" + visa + "\n1230123\n\n\n<United\n!y", "pan", ""},
		{euros, "A1\n<EUR\n10\n" + visa + "\n1230123!y", "currencyiso3a", "EUR"},
		{yen, "A1\n10.50\n<£\n\n" + visa + "\n1230123!y", "baseamount", "1050"},
		{yen, "A1\n10 50\n<£\n\n" + visa + "\n1230123!y", "pan", ""},
		{plain, "A1\n10\n" + visa + "\n1230123Ann Smith\n\n10115\n<Germany\n\ny", "billingpostcode", "10115"},
		{plain, "A1\n10\n" + visa + "\n1230" + "1234<" + "<^340000000000009\n\n^1234!y", "securitycode", "1234"},
		{euros, "A1\n<X\n10\n" + visa + "\n1230123!y", "pan", ""},
		{euros, "A1\n<pound\n£10\n" + visa + "\r1230123!y", "currencyiso3a", "GBP"},
	} {
		read := Read(c.form, Script(c.keys))
		if got := read.Sent[c.say]; got != c.sent || read.Sent != nil && c.sent == "" {
			t.Errorf("%s\n%s is %q, want %q", Show(Script(c.keys)), c.say, got, c.sent)
		}
	}
}

// TestReaderIsItsOwn: the reader imports only the standard library, so it cannot agree
// with the form by sharing its code.
func TestReaderIsItsOwn(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	imports := map[string]bool{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Imports {
			path, _ := strconv.Unquote(i.Path.Value)
			imports[path] = true
		}
	}
	for path := range maps.Keys(imports) {
		if strings.Contains(path, ".") || strings.HasPrefix(path, "motoconsole") {
			t.Errorf("the reader imports %s", path)
		}
	}
}
