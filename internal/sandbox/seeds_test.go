package sandbox

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// The bank answers the vendor's own requests, in testdata/seeds, as its pages print the
// answers: with the same fields, and the same values except those below.

// varying are the values that differ from one run to the next, and their shape.
func varying() map[string]*regexp.Regexp {
	return map[string]*regexp.Regexp{
		"transactionreference":         regexp.MustCompile(`^23-(9|86)-8000\d$`),
		"parenttransactionreference":   regexp.MustCompile(`^23-9-8000\d$`),
		"authcode":                     regexp.MustCompile(`^TEST(\d\d| REFUND ACCEPTED)$`),
		"issuer":                       regexp.MustCompile(`^SecureTrading Test Issuer1$`), // "Test Issuer" on one page
		"xid":                          regexp.MustCompile(`^[0-9A-Za-z+/]{27}=$`),
		"md":                           regexp.MustCompile(`^[0-9A-Za-z+/]{40,}=*$`),
		"pareq":                        regexp.MustCompile(`^[0-9A-Za-z+/]{40,}=*$`),
		"acquirersecret":               regexp.MustCompile(`^[0-9a-z]{32}$`),
		"acquirertransactionreference": regexp.MustCompile(`^\d+$`),
	}
}

// tabled are the fields that the vendor's field tables have and its printed
// examples leave out.
func tabled() []string {
	return []string{
		"merchantcity", "merchantstatecode", "merchantzipcode", "merchantcategorycode",
		"acquirerresponsemessage", "retrievalreferencenumber",
	}
}

// seed is one of the vendor's requests, with the transactions that must exist before
// it, and where the printed answer does not match the printed request.
type seed struct {
	name    string
	before  func(t *testing.T, b *Bank, clock *time.Time) map[string]string // texts of the request to replace
	differs map[string]string                                               // "" is a field that is not there
}

func seeds() []seed {
	sale := auth("accounttypedescription", "ECOM", "expirydate", "12/2030")
	settledSale := func(t *testing.T, b *Bank, _ *time.Time) map[string]string {
		ref := send(t, b, sale.set("baseamount", "2001"))[0]["transactionreference"].(string)
		b.Settle()
		return map[string]string{"1-2-345678": ref}
	}
	threeD := func(pan string) func(*testing.T, *Bank, *time.Time) map[string]string {
		return func(t *testing.T, b *Bank, _ *time.Time) map[string]string {
			a := send(t, b, secure("pan", pan, "orderreference", nil))[0]
			md, _ := a["md"].(string)
			return map[string]string{
				"1-2-345678": a["transactionreference"].(string), "UEZOVVBqeE5SRDVS1FLVG9aenQrRGhaNk1NPQ==": md,
			}
		}
	}
	return []seed{
		{name: "auth"},
		{name: "refund-full", before: settledSale},
		{name: "refund-expiry", before: settledSale},
		{name: "refund-partial", before: settledSale, differs: map[string]string{"baseamount": "200"}},
		{name: "payout-parent", before: func(t *testing.T, b *Bank, _ *time.Time) map[string]string {
			return map[string]string{"1-2-345678": send(t, b, sale)[0]["transactionreference"].(string)}
		}},
		{name: "payout-alone", differs: map[string]string{
			// Its answer is not printed; the page only says that it has the same structure.
			"parenttransactionreference": "", "orderreference": "", "securityresponsesecuritycode": "2",
		}},
		{name: "query", before: func(t *testing.T, b *Bank, clock *time.Time) map[string]string {
			at := *clock
			refs := make([]string, 2)
			for i, when := range []string{"2019-12-17 09:35:03", "2019-12-17 09:35:10"} {
				*clock, _ = time.Parse(time.DateTime, when)
				a := send(t, b, sale.set("expirydate", "10/2022", "orderreference", nil))[0]
				refs[i] = a["transactionreference"].(string)
			}
			*clock = at
			send(t, b, sale) // not asked for
			return map[string]string{`"23-9-1"`: `"` + refs[0] + `"`, `"23-9-2"`: `"` + refs[1] + `"`}
		}},
		{name: "mybank"},
		{name: "threedquery", differs: map[string]string{"maskedpan": "411111######1111"}},
		{name: "auth-authenticated", before: threeD("4111110000000211")},
		{name: "auth-unauthenticated", before: threeD("4000000000000028"), differs: map[string]string{"maskedpan": "400000######0028"}},
		{name: "auth-notenrolled", before: threeD("4000000000000721"), differs: map[string]string{"maskedpan": "400000######0721"}},
	}
}

func readSeed(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "seeds", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestSeeds(t *testing.T) {
	files, err := filepath.Glob("testdata/seeds/*.want.json")
	if err != nil || len(files) != len(seeds()) {
		t.Errorf("%d seeds on disk, %d tested", len(files), len(seeds()))
	}
	for _, s := range seeds() {
		t.Run(s.name, func(t *testing.T) {
			var printed reply
			if err := json.Unmarshal(readSeed(t, s.name+".want.json"), &printed); err != nil {
				t.Fatal(err)
			}
			clock, err := time.Parse(time.DateTime, printed.Response[0]["transactionstartedtimestamp"].(string))
			if err != nil {
				t.Fatal(err)
			}
			b := newBank(func(c *Config) { c.Now = func() time.Time { return clock } })
			request := string(readSeed(t, s.name+".json"))
			if s.before != nil {
				for old, is := range s.before(t, b, &clock) {
					request = strings.ReplaceAll(request, old, is)
				}
			}
			status, _, raw := post(t, b, []byte(request))
			if status != 200 {
				t.Fatalf("status %d", status)
			}
			got := decodeReply(t, raw)
			if got.Version != printed.Version || len(got.Response) != 1 || !strings.HasPrefix(got.RequestReference, "W23-") {
				t.Errorf("envelope %s %s with %d answers", got.RequestReference, got.Version, len(got.Response))
			}
			if n := len(got.SecRand); n == 0 || n > 16 {
				t.Errorf("secrand has %d characters", n)
			}
			sameShape(t, s, "", got.Response[0], printed.Response[0])
		})
	}
}

// sameShape compares an answer, or a record of one, with the printed one.
func sameShape(t *testing.T, s seed, path string, got, printed map[string]any) {
	t.Helper()
	shown := maps.Clone(printed)
	for name, v := range s.differs {
		if shown[name] = v; v == "" {
			delete(shown, name)
		}
	}
	got = maps.Clone(got)
	for _, name := range tabled() {
		if _, is := shown[name]; !is {
			delete(got, name)
		}
	}
	if x, y := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(shown)); !slices.Equal(x, y) {
		t.Errorf("%sfields\n%v, want\n%v", path, x, y)
	}
	shapes := varying()
	for name, want := range shown {
		switch shape := shapes[name]; {
		case name == "records":
			list, _ := got[name].([]any)
			wanted := want.([]any)
			if len(list) != len(wanted) {
				t.Fatalf("%d records, want %d", len(list), len(wanted))
			}
			for i := range wanted {
				sameShape(t, s, "record: ", list[i].(map[string]any), wanted[i].(map[string]any))
			}
		case shape != nil:
			if v, _ := got[name].(string); !shape.MatchString(v) {
				t.Errorf("%s%s = %q", path, name, v)
			}
		case got[name] != want:
			t.Errorf("%s%s = %v, want %v", path, name, got[name], want)
		}
	}
}
