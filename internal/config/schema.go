package config

import (
	"reflect"
	"slices"
)

// file is the configuration's schema in TOML. Its tags are the only list of keys:
// unknown keys, near misses and the contents of config.toml.example all follow from
// it.
type file struct {
	Gateway struct {
		URL             string   `toml:"url"`
		Username        string   `toml:"username"`
		PasswordFile    string   `toml:"password_file"`
		PasswordCommand []string `toml:"password_command"`
		PasswordStore   string   `toml:"password_store"`
		Site            string   `toml:"site"`
		Sites           []string `toml:"sites"`
		Timeout         string   `toml:"timeout"`
		CAFile          string   `toml:"ca_file"`
	} `toml:"gateway"`
	Payment struct {
		Currency     string           `toml:"currency"`
		Currencies   []string         `toml:"currencies"`
		Decimals     map[string]int64 `toml:"decimals"`
		Country      string           `toml:"country"`
		MaxAmount    string           `toml:"max_amount"`
		SecurityCode string           `toml:"security_code"`
		OrderLength  int64            `toml:"order_length"`
		Kinds        []string         `toml:"kinds"`
		Settlements  []string         `toml:"settlements"`
		MCC6012      bool             `toml:"mcc6012"`
		Series       bool             `toml:"series"`

		DuplicateWindow  string `toml:"duplicate_window"`
		MaxDeclines      int64  `toml:"max_declines"`
		MaxDeclinesDay   int64  `toml:"max_declines_day"`
		MaxDeclinesMonth int64  `toml:"max_declines_month"`
		NotTakenAfter    string `toml:"not_taken_after"`
		AskGateway       bool   `toml:"ask_gateway"`
	} `toml:"payment"`
	Sites   map[string]siteTable `toml:"sites"`
	Form    formTable            `toml:"form"`
	Consent struct {
		Version  string   `toml:"version"`
		Words    string   `toml:"words"`
		Purposes []string `toml:"purposes"`
	} `toml:"consent"`
	Script   scriptTable   `toml:"script"`
	Recorder recorderTable `toml:"recorder"`
	Refund   struct {
		Enabled     bool     `toml:"enabled"`
		MaxAmount   string   `toml:"max_amount"`
		MaxAgentDay string   `toml:"max_agent_day"`
		MaxAgeDays  int64    `toml:"max_age_days"`
		Reasons     []string `toml:"reasons"`
		Payouts     bool     `toml:"payouts"`
	} `toml:"refund"`
	Journal struct {
		File     string `toml:"file"`
		Group    string `toml:"group"`
		KeepDays int64  `toml:"keep_days"`
		Customer bool   `toml:"customer"`

		URL             string   `toml:"url"`
		PasswordFile    string   `toml:"password_file"`
		PasswordCommand []string `toml:"password_command"`
		Role            string   `toml:"role"`
		Schema          string   `toml:"schema"`
		RootCertificate string   `toml:"root_certificate"`
		Pool            int64    `toml:"pool"`
	} `toml:"journal"`
	Operator struct {
		Name           string `toml:"name"`
		PassphraseHash string `toml:"passphrase_hash"`
	} `toml:"operator"`
	Rights struct {
		FourEyes bool   `toml:"four_eyes"`
		Agents   string `toml:"agents"`
	} `toml:"rights"`
	Roles  map[string]roleTable  `toml:"roles"`
	Agents map[string]agentTable `toml:"agents"`
	UI     struct {
		Colour     string `toml:"colour"`
		Characters string `toml:"characters"`
		Contrast   string `toml:"contrast"`
		Copy       bool   `toml:"copy"`
		PasteCard  bool   `toml:"paste_card"`
		CardIdle   string `toml:"card_idle"`
		LockAfter  string `toml:"lock_after"`
	} `toml:"ui"`
	Log struct {
		File  string `toml:"file"`
		Level string `toml:"level"`
	} `toml:"log"`
	Serve struct {
		Listen           string `toml:"listen"`
		HostKey          string `toml:"host_key"`
		UserCA           string `toml:"user_ca"`
		Revoked          string `toml:"revoked"`
		MaxSessions      int64  `toml:"max_sessions"`
		PerAgent         int64  `toml:"per_agent"`
		PerAddress       int64  `toml:"per_address"`
		HandshakeTimeout string `toml:"handshake_timeout"`
		Linger           string `toml:"linger"`
		IdleTimeout      string `toml:"idle_timeout"`
		Longest          string `toml:"longest"`
		Metrics          string `toml:"metrics"`
	} `toml:"serve"`
}

// siteTable is a table such as [sites.test_shop]: the settings that differ at one site.
// Its further keys are those of [form].
type siteTable struct {
	Currencies  []string `toml:"currencies"`
	Kinds       []string `toml:"kinds"`
	Settlements []string `toml:"settlements"`
	MCC6012     bool     `toml:"mcc6012"`
	Series      bool     `toml:"series"`
	formTable
}

// formTable is [form]. Its keys are terms.Fields, in their order.
type formTable struct {
	Name              string `toml:"billinglastname"`
	Premise           string `toml:"billingpremise"`
	Country           string `toml:"billingcountryiso2a"`
	Postcode          string `toml:"billingpostcode"`
	Title             string `toml:"billingprefixname"`
	FirstName         string `toml:"billingfirstname"`
	Street            string `toml:"billingstreet"`
	Town              string `toml:"billingtown"`
	County            string `toml:"billingcounty"`
	Email             string `toml:"billingemail"`
	Telephone         string `toml:"billingtelephone"`
	Delivery          string `toml:"customerlastname"`
	Consent           string `toml:"credentialsonfile"`
	ChargeDescription string `toml:"chargedescription"`
	MerchantEmail     string `toml:"merchantemail"`
	CustomerIP        string `toml:"customerip"`
	CustomField4      string `toml:"customfield4"`
	CustomField5      string `toml:"customfield5"`
}

// roleTable is a table such as [roles.supervisor].
type roleTable struct {
	Rights        []string `toml:"rights"`
	MaxPayment    string   `toml:"max_payment"`
	MaxPaymentDay string   `toml:"max_payment_day"`
	MaxRefund     string   `toml:"max_refund"`
	MaxRefundDay  string   `toml:"max_refund_day"`
}

// agentTable is a table such as [agents.priya].
type agentTable struct {
	DisplayName    string   `toml:"display_name"`
	Role           string   `toml:"role"`
	Disabled       bool     `toml:"disabled"`
	Sites          []string `toml:"sites"`
	Extension      string   `toml:"extension"`
	MaxPayment     string   `toml:"max_payment"`
	MaxPaymentDay  string   `toml:"max_payment_day"`
	MaxRefund      string   `toml:"max_refund"`
	MaxRefundDay   string   `toml:"max_refund_day"`
	PassphraseHash string   `toml:"passphrase_hash"`
	Keys           []string `toml:"keys"`
	Principals     []string `toml:"principals"`
	TOTPFile       string   `toml:"totp_file"`
	TOTPCommand    []string `toml:"totp_command"`
}

// leaf is one key of the schema and the variable it is decoded into.
type leaf struct {
	section, name string
	value         reflect.Value
	// named says that the section holds tables that the user names, such as
	// [agents.priya], and that the key stands in each of them. The value is then one of
	// its type, and nothing is decoded into it.
	named bool
}

func (l leaf) key() string { return l.section + "." + l.name }

// under is the section that the key stands in, as it is written.
func (l leaf) under() string {
	if l.named {
		return l.section + ".NAME"
	}
	return l.section
}

// leaves are the keys of the schema in the order they are declared.
func (f *file) leaves() []leaf { return leavesOfSchema(f) }

// leavesOfSchema are the keys of a schema, to which it has a pointer.
func leavesOfSchema(schema any) []leaf {
	var all []leaf
	sections := reflect.ValueOf(schema).Elem()
	for i := range sections.NumField() {
		section, named := sections.Field(i), false
		if lines, is := section.Addr().Interface().(*scriptTable); is {
			all = append(all, lines.leaves(sections.Type().Field(i).Tag.Get("toml"))...)
			continue
		}
		if named = section.Kind() == reflect.Map; named {
			section = reflect.New(section.Type().Elem()).Elem()
		}
		all = append(all, leavesOf(section, sections.Type().Field(i).Tag.Get("toml"), named)...)
	}
	return all
}

// leavesOf are the keys of one table.
func leavesOf(table reflect.Value, section string, named bool) []leaf {
	var all []leaf
	for i := range table.NumField() {
		if table.Type().Field(i).Anonymous {
			all = append(all, leavesOf(table.Field(i), section, named)...)
			continue
		}
		all = append(all, leaf{section: section, name: table.Type().Field(i).Tag.Get("toml"), value: table.Field(i), named: named})
	}
	return all
}

// sections are the names of the schema's tables.
func sections(leaves []leaf) []string {
	var names []string
	for _, l := range leaves {
		if len(names) == 0 || names[len(names)-1] != l.section {
			names = append(names, l.section)
		}
	}
	return names
}

// holdsNamed reports a section that holds tables that the user names.
func holdsNamed(leaves []leaf, section string) bool {
	return slices.ContainsFunc(leaves, func(l leaf) bool { return l.section == section && l.named })
}

// keysOf are the names of a section's keys.
func keysOf(leaves []leaf, section string) []string {
	var names []string
	for _, l := range leaves {
		if l.section == section {
			names = append(names, l.name)
		}
	}
	return names
}

// wanted says which type a key takes and how to write it.
func wanted(l leaf) (problem, fix string) {
	switch l.value.Kind() {
	case reflect.Bool:
		return "must be true or false", "write it without quotes, such as " + l.name + " = true"
	case reflect.Int64:
		return "must be a whole number", "write it without quotes, such as " + l.name + " = 0"
	case reflect.Slice:
		if l.value.Type().Elem().Kind() == reflect.Int64 {
			return "must be a list of whole numbers", "write it in brackets, such as " + l.name + " = [200, 204]"
		}
		return "must be a list of texts", "write it in brackets, such as " + l.name + ` = ["...", "..."]`
	case reflect.Map:
		return "must be a table of whole numbers", "write it in braces, such as " + l.name + " = { KWD = 3 }"
	default:
		return "must be a text", "write it in double quotes, such as " + l.name + ` = "..."`
	}
}
