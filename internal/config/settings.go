// Package config turns a TOML file into checked settings. Callers can use them
// without further checks: addresses are complete, currencies have certain decimals,
// the password is there. An error is one sentence with the file, the line, the key
// and the fix.
//
// A message never repeats a value from the file. The user may have put a password
// or a card number in the wrong place, and the message may end in a log or a chat.
package config

import (
	"crypto/x509"
	"log/slog"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/charset"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/recorder"
	"motoconsole/internal/rights"
	"motoconsole/internal/script"
	"motoconsole/internal/trust"
)

// Settings are everything the console needs to know before it starts.
type Settings struct {
	// Path is the file the settings came from, "" for built-in ones.
	Path string

	// Notes are sentences about settings that load but should be changed.
	Notes []string

	// Gateway says where payments are sent and who signs in.
	Gateway struct {
		URL      string // complete, ends in /json/
		Username string
		Password gateway.Password
		Site     string   // where payments are taken now
		Sites    []string // all that payments may be taken for; Site is among them
		Timeout  time.Duration
		// CAFile names the only authorities that may vouch for the gateway, and CAs
		// holds them; "" and nil mean those that the system trusts.
		CAFile string
		CAs    *x509.CertPool
	}

	// Script are the lines to say that the merchant words.
	Script script.Lines

	// Recorder is what records the calls.
	Recorder recorder.Settings

	// Payment holds what is common to all payments.
	Payment struct {
		Currency             gateway.Currency   // the currency of a new payment
		Currencies           []gateway.Currency // the choice; Currency is among them
		Country              string             // ISO 3166 alpha-2
		MaxAmount            gateway.Money      // in Currency; zero means no maximum of our own
		SecurityCodeRequired bool
		OrderLength          int // exact length of an order reference; 0: any
		// Offer is what the site takes beside ordinary payments.
		Offer terms.Offer
		// DuplicateWindow is how long the guard questions the same card and amount.
		DuplicateWindow time.Duration
		// MaxDeclines is how often a card may be declined in an hour before moto
		// refuses it.
		MaxDeclines int
		// MaxDeclinesDay and MaxDeclinesMonth are the same in 24 hours and in 30 days,
		// where the right to override goes past it.
		MaxDeclinesDay, MaxDeclinesMonth int
		// NotTakenAfter is the time between two empty answers, on both clocks,
		// after which moto calls a payment whose answer was lost not taken.
		NotTakenAfter time.Duration
		// AskGateway looks at the gateway for the same card or order before a
		// charge.
		AskGateway bool
	}

	// Refund says how much may be given back from this console.
	Refund struct {
		Enabled     bool
		MaxAmount   gateway.Money // of one payment in all, in Payment.Currency; zero: no maximum
		MaxAgentDay gateway.Money // of one agent in one day, in Payment.Currency; zero: no maximum
		MaxAge      time.Duration // of the payment; 0: any
		Reasons     []string      // the choices; the agent may also write another
		Payouts     bool          // allows payouts, which refund no payment
	}

	// Journal is where attempts are recorded before they are sent.
	Journal struct {
		File  string
		Group trust.Group // the group whose members share it; zero for none
		// Server keeps it instead of the file, if it is not nil; Password is its user's.
		Server   *JournalServer
		Password Secret
		Keep     time.Duration // how long settled attempts are kept
		// Customer keeps the callers' names and e-mail addresses beside them.
		Customer bool
	}

	// Operator is the agent's name, as shown and as sent in operatorname.
	Operator string

	// Agents is the table of agents; nil if there is none.
	Agents *rights.Table
	// Tables say what it was read from, if the journal keeps it.
	Tables Tables
	// Grant is what the agent may do: everything without a table, nothing for a user who
	// is not in it.
	Grant rights.Grant

	// Passphrase unlocks the agent's console after it has locked itself.
	Passphrase Passphrase

	// UI is how the console looks, and what it does when the keyboard is idle.
	UI struct {
		Colour     string // auto, never or always
		Characters string // one of charset.Settings
		Contrast   string // usual, or HighContrast
		Copy       bool   // a transaction reference may be put into the terminal's clipboard
		// PasteCard allows pasting into the fields of card data.
		PasteCard bool
		CardIdle  time.Duration // after which card data is wiped
		LockAfter time.Duration
	}

	// Log is the program's log file.
	Log struct {
		File  string // "" means no log
		Level slog.Level
	}

	// Serve is the server of consoles over SSH, for `moto serve`.
	Serve Serve

	// common holds the settings of sites without a table of their own. sites holds those of
	// sites with one; it is nil if there is none. Payment holds those of Gateway.Site: see
	// At.
	common special
	sites  map[string]special
}

const (
	defaultCountry = "GB"

	colourAuto = "auto"

	usualContrast = "usual"
	// HighContrast is the setting for an agent who needs more contrast.
	HighContrast = "high"

	maxNotTaken = time.Hour // the least is the rule's own

	defaultCardIdle = 90 * time.Second
	// mostLockAfter is the maximum and the default (PCI DSS 8.2.8).
	mostLockAfter = 15 * time.Minute

	// unnamed is the operator's name if the system has none.
	unnamed = "agent"
)

// Live reports whether payments take real money. Trust Payments marks test sites
// only by their names, so every site whose name does not begin exactly as a test
// site's does counts as live.
func (s Settings) Live() bool { return !gateway.IsTestSite(s.Gateway.Site) }

// SitesOfAgent are the sites that the agent may work for, in the order of the
// configuration.
func (s Settings) SitesOfAgent() []string {
	return slices.DeleteFunc(slices.Clone(s.Gateway.Sites), func(site string) bool { return s.Grant.At(site) != nil })
}

// At are the settings for payments of another site, which must be one of
// SitesOfAgent.
func (s Settings) At(site string) Settings {
	s.Gateway.Site = site
	if s.sites == nil {
		return s
	}
	s.Payment.Currencies, s.Payment.Offer = s.common.currencies, s.common.offer
	if own, has := s.sites[site]; has {
		s.Payment.Currencies, s.Payment.Offer = own.currencies, own.offer
	}
	s.Payment.Currency = s.Payment.Currencies[0]
	if slices.Contains(s.Payment.Currencies, s.common.currency) {
		s.Payment.Currency = s.common.currency
	}
	return s
}

// special is what may differ at a site.
type special struct {
	currency   gateway.Currency
	currencies []gateway.Currency
	offer      terms.Offer
}

// defaults are the settings of an empty file.
func defaults() Settings {
	var s Settings
	s.Gateway.Timeout = gateway.DefaultTimeout
	s.Payment.Country = defaultCountry
	s.Payment.SecurityCodeRequired = true
	s.Payment.DuplicateWindow = payment.DefaultWindow
	s.Payment.MaxDeclines = payment.DefaultDeclines
	s.Payment.MaxDeclinesDay, s.Payment.MaxDeclinesMonth = payment.DefaultDeclinesDay, payment.DefaultDeclinesMonth
	s.Payment.NotTakenAfter = doubt.DefaultAbsent
	s.Payment.AskGateway = true
	s.Payment.Offer = terms.Offer{Kinds: []terms.Kind{terms.Payment}, Ways: []terms.Way{terms.NextRun}}
	s.Refund.Enabled = true
	s.Refund.Reasons = defaultReasons()
	s.Journal.Keep = defaultKeepDays * 24 * time.Hour
	s.UI.Colour = colourAuto
	s.UI.Characters = charset.Auto
	s.UI.Contrast = usualContrast
	s.UI.PasteCard = true
	s.UI.CardIdle = defaultCardIdle
	s.UI.LockAfter = mostLockAfter
	s.Log.Level = slog.LevelInfo
	s.Serve = defaultServe()
	return s
}

// Sandbox are the settings for the embedded test bank. The bank's address and
// password are chosen when it starts, and the caller fills them in.
func Sandbox(getenv func(string) string) Settings {
	s := defaults()
	s.Gateway.Username = "sandbox"
	s.Gateway.Site = gateway.TestSitePrefix + "sandbox"
	s.Gateway.Sites = []string{s.Gateway.Site}
	// Sterling's decimals are certain. ParseCurrency could fail for it only if the
	// currency table were broken, which the tests would show.
	s.Payment.Currency, _ = gateway.ParseCurrency("GBP")
	s.Payment.Currencies = []gateway.Currency{s.Payment.Currency}
	s.Payment.Offer = everything()
	s.Grant = rights.Everything()
	s.Operator = unnamed
	if name, problem := operatorName(getenv("USER")); problem == "" {
		s.Operator = name
	}
	return s
}
