package config

import (
	"reflect"
	"strings"
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
		Site            string   `toml:"site"`
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

		DuplicateWindow string `toml:"duplicate_window"`
		MaxDeclines     int64  `toml:"max_declines"`
		NotTakenAfter   string `toml:"not_taken_after"`
		AskGateway      bool   `toml:"ask_gateway"`
	} `toml:"payment"`
	Refund struct {
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
	} `toml:"journal"`
	Operator struct {
		Name           string `toml:"name"`
		PassphraseHash string `toml:"passphrase_hash"`
	} `toml:"operator"`
	UI struct {
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
}

// leaf is one key of the schema and the variable it is decoded into.
type leaf struct {
	section, name string
	value         reflect.Value
}

func (l leaf) key() string { return l.section + "." + l.name }

// leaves are the keys of the schema in the order they are declared.
func (f *file) leaves() []leaf {
	var all []leaf
	sections := reflect.ValueOf(f).Elem()
	for i := range sections.NumField() {
		section := sections.Field(i)
		for j := range section.NumField() {
			all = append(all, leaf{
				section: sections.Type().Field(i).Tag.Get("toml"),
				name:    section.Type().Field(j).Tag.Get("toml"),
				value:   section.Field(j),
			})
		}
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
		return "must be a list of texts", "write it in brackets, such as " + l.name + ` = ["...", "..."]`
	case reflect.Map:
		return "must be a table of whole numbers", "write it in braces, such as " + l.name + " = { KWD = 3 }"
	default:
		return "must be a text", "write it in double quotes, such as " + l.name + ` = "..."`
	}
}

// near is the candidate of which name is most likely a slip, or "".
func near(name string, candidates []string) string {
	name = strings.ToLower(name)
	best, bestSlips := "", 3
	for _, c := range candidates {
		if n := slips(name, c); n < bestSlips && n < len(c)-1 {
			best, bestSlips = c, n
		}
	}
	return best
}

// slips is the edit distance of a and b: how many letters were added, left out or
// changed.
func slips(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
