package sandbox

import (
	"strings"
	"testing"
)

func TestRequiredFields(t *testing.T) {
	for _, name := range []string{"accounttypedescription", "sitereference", "currencyiso3a", "baseamount", "pan", "expirydate"} {
		wantRejected(t, send(t, newBank(), auth(name, nil))[0], "30000", name)
		wantRejected(t, send(t, newBank(), auth(name, ""))[0], "30000", name)
	}
	for _, name := range []string{"orderreference", "securitycode"} {
		want(t, send(t, newBank(), auth(name, nil))[0], "errorcode", "0", "orderreference", auth(name, nil)["orderreference"])
	}
	wantRejected(t, send(t, newBank(), fields{"requesttypedescription": "AUTH"})[0], "30000",
		"accounttypedescription sitereference currencyiso3a baseamount pan expirydate")
}

func TestFieldFormats(t *testing.T) {
	long := func(n int) string { return strings.Repeat("é", n) }
	address := func(local, domain int) string {
		return strings.Repeat("a", local) + "@" + strings.Repeat("b", domain-3) + ".uk"
	}
	type row struct {
		field     string
		good, bad []string
	}
	rows := []row{
		{"accounttypedescription", []string{"ECOM", "MOTO", "RECUR"}, []string{"moto", "CFT", "X"}},
		{"sitereference", []string{"test_" + strings.Repeat("a", 45)}, []string{"test-site", "test_" + strings.Repeat("a", 46), "test_é"}},
		{"currencyiso3a", []string{"GBP", "EUR", "KWD"}, []string{"gbp", "GB", "GBPX", "ZZZ", "XXX", "826"}},
		{"baseamount", []string{"1", "9999999999999"}, []string{"0", "000", "10.50", "-1", "+1", "1,050", " 1", "10000000000000", "1e3", "१"}},
		{"pan", []string{canary}, []string{
			"4111111111111112", "411111111111", "41111111111", "41111111111111111111",
			"4111 1111 1111 1111", "4111-1111-1111-1111", "abcd", "9999999999999995", "34000000000061", "510000000000051",
		}},
		{"expirydate", []string{"11/2026", "12/2026", "01/2027", "12/2099"}, []string{
			"10/2026", "12/2025", "12/26", "1/2027",
			"00/2027", "13/2027", "2027/12", "12-2027", "122027", " 12/2027", "x",
		}},
		{"securitycode", []string{"123", "000"}, []string{"12", "1234", "12345", "12a", " 123"}},
		{"authmethod", []string{"FINAL", "PRE"}, []string{"final", "X"}},
		{"credentialsonfile", []string{"0", "1", "2"}, []string{"3", "01", "x"}},
		{"initiationreason", []string{"A", "C", "D", "S", "X"}, []string{"B", "a", "AC"}},
		{"settlestatus", []string{"0", "1", "2"}, []string{"3", "10", "100", "99", "00", "x"}},
		{"subscriptionunit", []string{"DAY", "MONTH"}, []string{"YEAR", "day"}},
		{"subscriptionfrequency", []string{"1"}, []string{"x"}},
		{"subscriptionfinalnumber", []string{"0", "12"}, []string{"-1"}},
		{"subscriptionbegindate", []string{"2027-01-31"}, []string{"31/01/2027"}},
		{"customfield4", []string{long(255), "a\r\n\tb"}, []string{long(256)}},
		{"settleduedate", []string{"2026-11-21", "2026-11-28"}, []string{"2026-11-20", "2026-11-29", "2026-02-30", "21/11/2026", "2026-11-21 12:00:00"}},
		{"subscriptiontype", []string{"RECURRING", "INSTALLMENT"}, []string{"MONTHLY"}},
		{"subscriptionnumber", []string{"1", "12"}, []string{"x", "-1"}},
		{"parenttransactionreference", nil, []string{"23_9_1", strings.Repeat("1", 26)}},
		{"orderreference", []string{long(255), "a|b\n;<>"}, []string{long(256)}},
		{"operatorname", []string{long(255), "a@b.uk"}, []string{long(256)}},
		{"chargedescription", []string{strings.Repeat("a", 25), "Az09 +-_.@()"}, []string{strings.Repeat("a", 26), "a&b", "café", "a,b"}},
		{"merchantemail", []string{"a@b.uk", "a@b.uk,c@d.uk", "a@b.uk; c@d.uk"}, []string{"a", ",", "a@b.uk c@d.uk", "a@b.uk,c", "a@b.uk|c@d.uk"}},
		{"customerip", []string{"192.0.2.1", "2001:db8::1"}, []string{"192.0.2", "host"}},
		{"customerforwardedip", []string{"192.0.2.1"}, []string{"x"}},
		{"customeraccountnumber", []string{strings.Repeat("1", 20)}, []string{strings.Repeat("1", 21), "x"}},
		{"customeraccountnumbertype", []string{"CARD", "ACCOUNT"}, []string{"card"}},
		{"debtrepayment", []string{"0", "1"}, []string{"2"}},
	}
	for _, who := range []string{"billing", "customer"} {
		for name, most := range map[string]int{
			"premise": 25, "street": 127, "town": 127, "postcode": 25, "prefixname": 25,
			"firstname": 127, "middlename": 127, "lastname": 127, "suffixname": 25,
		} {
			rows = append(rows, row{who + name, []string{long(most), "a\r\n\tb"}, []string{long(most + 1)}})
		}
		rows = append(rows,
			row{who + "countryiso2a", []string{"GB", "ZZ"}, []string{"gb", "GBR", "G", "44"}},
			row{
				who + "email",
				[]string{"a@b.uk", address(64, 190), "zoë@exämple.com", "a@b"},
				[]string{"a", "a@", "@b.uk", "a@b@c.uk", "a b@c.uk", "a@.uk", "a@b.", address(65, 100), address(64, 192), "a@b.uk,c@d.uk"},
			},
			row{who + "dob", []string{"1980-02-29"}, []string{"1981-02-29", "29/02/1980"}})
	}
	for _, r := range rows {
		for _, v := range r.good {
			if a := send(t, newBank(), auth(r.field, v))[0]; a["errorcode"] != "0" {
				t.Errorf("%s %q: %v %s, want it accepted", r.field, v, a["errorcode"], errordata(a))
			}
		}
		for _, v := range r.bad {
			if a := send(t, newBank(), auth(r.field, v))[0]; a["errorcode"] != "30000" || errordata(a) != r.field {
				t.Errorf("%s %q: %v %s, want it named", r.field, v, a["errorcode"], errordata(a))
			}
		}
	}
}

// Rules between fields: additions to a good AUTH, and the fields that the bank names;
// none means that it accepts the AUTH.
func TestFieldsThatDependOnEachOther(t *testing.T) {
	const amex, piba, astro, maestro = "340000000000611", "3089500000000000021", "1801000000000901", "5000000000000611"
	for _, tc := range []struct {
		sent []any
		bad  string
	}{
		{[]any{"pan", amex, "securitycode", "123"}, "securitycode"},
		{[]any{"pan", amex, "securitycode", "1234"}, ""},
		{[]any{"pan", piba, "securitycode", "123"}, "securitycode"},
		{[]any{"pan", piba, "securitycode", nil}, ""},
		{[]any{"pan", "3089500000000000022", "securitycode", nil}, "pan"},
		{[]any{"pan", astro, "securitycode", "123"}, "securitycode"},
		{[]any{"pan", "1", "securitycode", "1234"}, "pan"},
		{[]any{"pan", "1", "securitycode", "12"}, "pan securitycode"},

		{[]any{"expirydate", nil, "expirymonth", "12", "expiryyear", "2030"}, ""},
		{[]any{"expirydate", nil, "expirymonth", "1", "expiryyear", "2030"}, ""},
		{[]any{"expirydate", nil, "expirymonth", "13", "expiryyear", "2030"}, "expirymonth expiryyear"},
		{[]any{"expirydate", nil, "expirymonth", "12", "expiryyear", "2025"}, "expiryyear"},
		{[]any{"expirydate", nil, "expirymonth", "12", "expiryyear", "30"}, "expiryyear"},
		{[]any{"expirydate", nil, "expirymonth", "12"}, "expirymonth expiryyear"},

		{[]any{"billingcounty", "Kent"}, "billingcountryiso2a"},
		{[]any{"billingcounty", "Kent", "billingcountryiso2a", "GB"}, ""},
		{[]any{"customercounty", "Kent"}, ""},
		{[]any{"billingtelephone", "+44 (0)1234 567890"}, "billingtelephonetype"},
		{[]any{"billingtelephone", "+44 (0)1234 567890", "billingtelephonetype", "H"}, ""},
		{[]any{"billingtelephone", "+44 (0)1234 567890", "billingtelephonetype", "F"}, "billingtelephonetype"},
		{[]any{"billingtelephone", "#1*2/3, ext.4", "billingtelephonetype", "W"}, "billingtelephone"},
		{[]any{"billingtelephone", "#1*2/3,[4]", "billingtelephonetype", "W"}, ""},
		{[]any{"billingtelephone", "call me", "billingtelephonetype", "M"}, "billingtelephone"},
		{[]any{"billingtelephone", "123456789012345678901", "billingtelephonetype", "W"}, "billingtelephone"},
		{[]any{"customertelephone", "1"}, "customertelephonetype"},

		{[]any{"authmethod", "PRE", "settleduedate", "2026-12-22"}, ""},
		{[]any{"authmethod", "PRE", "settleduedate", "2026-12-23"}, "settleduedate"},
		{[]any{"authmethod", "PRE", "pan", amex, "securitycode", nil}, "authmethod"},
		{[]any{"authmethod", "FINAL", "pan", maestro}, ""},

		{[]any{"baseamount", "x", "pan", "x", "billingemail", "x"}, "baseamount billingemail pan"},
	} {
		a := send(t, newBank(), auth(tc.sent...))[0]
		code := "30000"
		if tc.bad == "" {
			code = "0"
		}
		if a["errorcode"] != code || errordata(a) != tc.bad {
			t.Errorf("%v: %v %q, want %s %q", tc.sent, a["errorcode"], errordata(a), code, tc.bad)
		}
	}
}

func TestPostcodes(t *testing.T) {
	for country, tc := range map[string]struct{ good, bad []string }{
		"GB": {
			[]string{"TE45 6ST", "TE456ST", "sw1a 1aa", "M1 1AA", "M11 1AA", "CR2 6XH", "EC1A 1BB", "W1A 0AX", "GIR 0AA", "GIR0AA", "gir 0aa"},
			[]string{"55555", "TE45", "TE45 6S", "45TE 6ST", "TE45  6ST", "ABC1 1AA", "1AA", "x", "GIR 1AA", "GIR-0AA"},
		},
		"US": {[]string{"55555", "12345-6789", "12345 6789", "123456789"}, []string{"5555", "555555", "12345-678", "TE45 6ST"}},
		"CA": {[]string{"K1A 0B1", "k1a0b1", "K1A-0B1"}, []string{"K1A 0B", "55555", "K1A  0B1"}},
		"FR": {[]string{"x", "75001", "TE45"}, nil},
		"":   {[]string{"x", "!", "55555"}, nil},
	} {
		for _, who := range []string{"billing", "customer"} {
			for _, v := range tc.good {
				if a := send(t, newBank(), auth(who+"countryiso2a", country, who+"postcode", v))[0]; a["errorcode"] != "0" {
					t.Errorf("%s %s %q: %v %s, want it accepted", who, country, v, a["errorcode"], errordata(a))
				}
			}
			for _, v := range tc.bad {
				a := send(t, newBank(), auth(who+"countryiso2a", country, who+"postcode", v))[0]
				if a["errorcode"] != "30000" || errordata(a) != who+"postcode" {
					t.Errorf("%s %s %q: %v %s, want it named", who, country, v, a["errorcode"], errordata(a))
				}
			}
		}
	}
}
