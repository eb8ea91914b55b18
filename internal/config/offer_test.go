package config

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/terms"
)

// A configuration without the keys takes payments that settle in the next run, and its
// form has the usual fields. The test bank takes everything.
func TestOfferDefaults(t *testing.T) {
	o := mustLoad(t, good, withPassword).Payment.Offer
	if !slices.Equal(o.Kinds, []terms.Kind{terms.Payment}) || !slices.Equal(o.Ways, []terms.Way{terms.NextRun}) ||
		o.Fields != nil || o.Recipient || o.Script.Version != "" {
		t.Errorf("got %+v", o)
	}
	o = Sandbox(env("USER", "priya")).Payment.Offer
	if !slices.Equal(o.Kinds, terms.Kinds()) || !slices.Equal(o.Ways, terms.Ways()) || o.Script.Version == "" || o.Recipient {
		t.Errorf("the test bank's is %+v", o)
	}
}

func TestOffer(t *testing.T) {
	text := strings.Replace(good, "[payment]\n", "[payment]\nkinds = [\"card_check\", \"preauthorisation\"]\nsettlements = [\"held\", \"date\", \"next_run\", \"at_once\"]\nmcc6012 = true\n", 1) +
		"[form]\nbillingtown = \"required\"\nbillingpremise = \"hidden\"\nbillingpostcode = \"shown\"\nbillinglastname = \"drawer\"\n" +
		"[consent]\nversion = \"3\"\nwords = \"May we keep it?\"\npurposes = [\"Renewals\"]\n"
	got := mustLoad(t, text, withPassword).Payment.Offer
	want := terms.Offer{
		Kinds:     []terms.Kind{terms.CardCheck, terms.Preauthorisation},
		Ways:      []terms.Way{terms.Held, terms.OnDate, terms.NextRun, terms.AtOnce},
		Fields:    terms.Profile{"billingtown": terms.Required, "billingpremise": terms.Hidden, "billinglastname": terms.InDrawer},
		Recipient: true,
		Script:    terms.Script{Version: "3", Words: "May we keep it?", Purposes: []string{"Renewals"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// [form] has exactly one key for each field that can be moved, with the gateway's name
// of that field.
func TestFormKeysAreTheFieldsThatCanBeMoved(t *testing.T) {
	var keys []terms.Field
	for _, l := range new(file).leaves() {
		if l.section == "form" {
			keys = append(keys, terms.Field(l.name))
			if gateway.MaxLength(l.name) == 0 {
				t.Errorf("the gateway knows no %s", l.name)
			}
		}
	}
	sorted := func(all []terms.Field) []terms.Field { slices.Sort(all); return all }
	if !slices.Equal(sorted(keys), sorted(terms.Fields())) {
		t.Errorf("the keys are %v, the fields %v", keys, terms.Fields())
	}
}

func TestWrongOffers(t *testing.T) {
	in := func(lines string) string { return strings.Replace(good, "[payment]\n", "[payment]\n"+lines+"\n", 1) }
	const whole = "version = \"1\"\nwords = \"May we?\"\npurposes = [\"Renewals\"]\n"
	consent := func(old, with string) string { return good + "[consent]\n" + strings.Replace(whole, old, with, 1) }
	for text, want := range map[string]string{
		in(`kinds = []`):                                         "payment.kinds: is empty; choose from payment, preauthorisation, card_check",
		in(`kinds = ["auth"]`):                                   "payment.kinds: a name in this is unknown; choose from payment, preauthorisation, card_check",
		in(`kinds = [""]`):                                       "payment.kinds: a name in this is unknown; choose from payment, preauthorisation, card_check",
		in(`kinds = ["payment", "payment"]`):                     "payment.kinds: one is in this twice; keep one of them",
		in(`settlements = ["soon"]`):                             "payment.settlements: a name in this is unknown; choose from next_run, date, held, at_once",
		in("kinds = [\"card_check\"]\nsettlements = [\"held\"]"): "payment.settlements: means nothing where no money is taken; take it out",
		in(`mcc6012 = "yes"`):                                    "payment.mcc6012: must be true or false; write it without quotes, such as mcc6012 = true",
		good + "[form]\nbillingtown = \"yes\"\n":                 "form.billingtown: must be one of required, shown, drawer, hidden; write billingtown = \"shown\"",
		good + "[form]\nbillingtwon = \"shown\"\n":               "form.billingtwon: there is no such key; did you mean billingtown?",
		consent("version = \"1\"\n", ""):                         "consent.version: is missing; " + consentFix,
		consent("words = \"May we?\"\n", ""):                     "consent.words: is missing; " + consentFix,
		consent("purposes = [\"Renewals\"]\n", ""):               "consent.purposes: is missing; " + consentFix,
		consent(`["Renewals"]`, `[]`):                            "consent.purposes: must be 1 to 8 purposes; " + consentFix,
		consent(`["Renewals"]`, `["A", "A"]`):                    "consent.purposes: a purpose is in this twice; keep one of them",
		consent(`["Renewals"]`, `["4111111111111111"]`):          "consent.purposes: each purpose must be in words; " + consentFix,
		consent(`"1"`, `" 1"`):                                   "consent.version: must neither begin nor end with a space; " + consentFix,
		consent(`"1"`, `"`+strings.Repeat("1", 21)+`"`):          "consent.version: must be at most 20 characters; " + consentFix,
		consent(`"May we?"`, `"4111 1111 1111 1111"`):            "consent.words: must be in words; " + consentFix,
		consent(`"May we?"`, `"a\u200bb"`):                       "consent.words: must not hold control or invisible characters; " + consentFix,
	} {
		_, err := load(t, text, withPassword)
		if err == nil {
			t.Errorf("%q was accepted", want)
			continue
		}
		if got := message(t, err); !strings.HasSuffix(got, want) {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
