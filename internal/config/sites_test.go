package config

import (
	"strings"
	"testing"

	"motoconsole/internal/payment/terms"
)

// twoSites is a configuration with two sites and the table of one.
func twoSites(table string) string {
	return strings.Replace(good, `site = "test_site12345"`, "site = \"test_site12345\"\nsites = [\"test_site12345\", \"shop\"]", 1) + table + "\n"
}

// TestAtASite: the table of a site holds at that site only, in every order of sites.
func TestAtASite(t *testing.T) {
	s := mustLoad(t, twoSites(`
[form]
billingtown = "shown"
[sites.shop]
currencies = ["EUR", "USD"]
kinds = ["payment", "preauthorisation"]
settlements = ["next_run", "held"]
mcc6012 = true
billingemail = "required"
`), withPassword)
	for _, site := range []string{"shop", "test_site12345", "shop", "shop", "test_site12345"} {
		s = s.At(site)
		offer, shop := s.Payment.Offer, site == "shop"
		if s.Gateway.Site != site || s.Live() != shop {
			t.Errorf("%s is at %s, live: %v", site, s.Gateway.Site, s.Live())
		}
		currency, currencies, kinds, email := "GBP", 1, 1, terms.InDrawer
		if shop {
			currency, currencies, kinds, email = "EUR", 2, 2, terms.Required
		}
		if s.Payment.Currency.Code() != currency || len(s.Payment.Currencies) != currencies || len(offer.Kinds) != kinds || offer.Recipient != shop ||
			offer.Fields.Of("billingemail") != email || offer.Fields.Of("billingtown") != terms.Shown {
			t.Errorf("%s has %+v", site, s.Payment)
		}
	}
}

func TestWrongSites(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"not among them":    {strings.Replace(good, `site = "test_site12345"`, "site = \"test_site12345\"\nsites = [\"shop\"]", 1), "config.toml:5: gateway.sites: must hold gateway.site; add it: gateway.site is where a console begins"},
		"twice":             {strings.Replace(good, `site = "test_site12345"`, "site = \"test_site12345\"\nsites = [\"test_site12345\", \"test_site12345\"]", 1), "config.toml:5: gateway.sites: a site is in this twice; keep one of them"},
		"no name":           {strings.Replace(good, `site = "test_site12345"`, "site = \"test_site12345\"\nsites = [\""+canary+"\"]", 1), "config.toml:5: gateway.sites: each must be 1 to 50 letters, digits and underscores; write them in brackets, such as sites = [\"test_site12345\", \"site67890\"]"},
		"another site":      {twoSites("[sites.other]\nmcc6012 = true"), "config.toml:8: sites.other: is no site of [gateway]; add it to gateway.sites, or take it out"},
		"a field":           {twoSites("[sites.shop]\nbillingtown = \"" + canary + "\""), "config.toml:9: sites.shop.billingtown: must be one of required, shown, drawer, hidden; write billingtown = \"shown\""},
		"a currency":        {twoSites("[sites.shop]\ncurrencies = [\"" + canary + "\"]"), "config.toml:9: sites.shop.currencies: is not a currency; write a three-letter ISO 4217 code, such as \"GBP\""},
		"a currency twice":  {twoSites("[sites.shop]\ncurrencies = [\"EUR\", \"EUR\"]"), "config.toml:9: sites.shop.currencies: EUR is in this twice; keep one of them"},
		"no currency":       {twoSites("[sites.shop]\ncurrencies = []"), "config.toml:9: sites.shop.currencies: is empty; write a three-letter ISO 4217 code, such as \"GBP\""},
		"a key of no table": {twoSites("[sites.shop]\nsalary = 3"), "config.toml:9: sites.shop.salary: there is no such key"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, c.text, withPassword)
			if got := message(t, err); !strings.HasPrefix(got, c.want) {
				t.Errorf("\ngot  %s\nwant %s", got, c.want)
			}
		})
	}
}
