package staff

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"motoconsole/internal/cardguard"
	"motoconsole/internal/journal"
	"motoconsole/internal/rights"
)

// mostKeys is far longer than any file of an agent's keys.
const mostKeys = 64 << 10

// agentFlags are the keys of an agent's table. Flags of texts and of lists are told apart.
type agentFlags struct {
	config string
	texts  map[string]*string   // by the key in the table
	lists  map[string]*[]string // by the key in the table
	files  []string             // of keys
	hash   string               // the file of a passphrase's hash
}

// keyOf is the key in the table that a flag sets.
func keyOf(flag string) string { return strings.ReplaceAll(flag, "-", "_") }

func (a *agentFlags) add(f *pflag.FlagSet) {
	f.StringVar(&a.config, "config", "", "configuration `file`")
	a.texts, a.lists = map[string]*string{}, map[string]*[]string{}
	for _, flag := range []struct{ name, usage string }{
		{"role", "the `role`, one that the table has"},
		{"display-name", "the `name` that other agents see"},
		{"extension", "the extension of the agent's telephone, at most 8 `digits`"},
		{"max-payment", "the most of one payment: an `amount` such as 500.00"},
		{"max-payment-day", "the most of all payments in one day: an `amount`"},
		{"max-refund", "the most that is given back of one payment: an `amount`"},
		{"max-refund-day", "the most that is given back in one day: an `amount`"},
		{"totp-file", "the `file` with the secret of the second factor, as totp/priya beside each configuration"},
	} {
		a.texts[flag.name] = f.String(flag.name, "", flag.usage)
	}
	for _, flag := range []struct{ name, usage string }{
		{"site", "a `site` to work for, of gateway.sites; once for each"},
		{"principal", "a `name` in certificates that stands for the agent; once for each"},
	} {
		a.lists[flag.name] = f.StringArray(flag.name, nil, flag.usage)
	}
	f.StringArrayVar(&a.files, "key", nil, "a `file` of public keys of SSH, such as id_ed25519.pub, or - for standard input; once for each")
	f.StringVar(&a.hash, "passphrase-hash", "", "a `file` with the line that moto passphrase has printed, or - for standard input")
}

// set puts the flags that were given into an agent's table. An empty one takes the key out.
func (o Options) set(cmd *cobra.Command, a *agentFlags, table map[string]any) (keys []string, err error) {
	given := func(name string) bool { return cmd.Flags().Changed(name) }
	put := func(key string, value any, isEmpty bool) {
		if keys = append(keys, key); isEmpty {
			delete(table, key)
		} else {
			table[key] = value
		}
	}
	for name, text := range a.texts {
		if given(name) {
			put(keyOf(name), *text, *text == "")
		}
	}
	for name, list := range a.lists {
		if given(name) {
			put(name+"s", *list, slices.Equal(*list, []string{""}))
		}
	}
	if given("key") {
		var all []string
		for _, name := range a.files {
			some, err := o.keysIn(name)
			if err != nil {
				return nil, err
			}
			all = append(all, some...)
		}
		put("keys", all, len(all) == 0)
	}
	if given("passphrase-hash") {
		hash, err := o.hashIn(a.hash)
		if err != nil {
			return nil, err
		}
		put("passphrase_hash", hash, hash == "")
	}
	slices.Sort(keys)
	return keys, nil
}

// keysIn are the lines of a file of public keys; none of "".
func (o Options) keysIn(name string) (keys []string, err error) {
	if name == "" {
		return nil, nil
	}
	text, err := o.file("--key", name, mostKeys)
	if err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		if line := strings.TrimSpace(lines.Text()); line != "" && !strings.HasPrefix(line, "#") {
			keys = append(keys, line)
		}
	}
	if len(keys) == 0 {
		return nil, o.Usage(errors.New("--key: the file holds no key: name one such as id_ed25519.pub"))
	}
	return keys, nil
}

// hashIn is the hash in a line that moto passphrase has printed, or only that line's value;
// "" of "".
func (o Options) hashIn(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	text, err := o.file("--passphrase-hash", name, mostKeys)
	if err != nil {
		return "", err
	}
	hash := strings.TrimSpace(string(text))
	if _, value, has := strings.Cut(hash, "passphrase_hash = "); has {
		hash, _, _ = strings.Cut(value, "\n")
	}
	if hash = strings.Trim(strings.TrimSpace(hash), `"`); hash == "" {
		return "", o.Usage(errors.New("--passphrase-hash: the file is empty: put into it the line that moto passphrase prints"))
	}
	return hash, nil
}

// file reads a file that the command line names, or what is typed for "-".
func (o Options) file(what, name string, most int64) (text []byte, err error) {
	if cardguard.InRecord(name) {
		return nil, o.Usage(errors.New(what + " looks like a card number, which moto never takes on the command line: name another file"))
	}
	from := o.Stdin
	if name != "-" {
		f, err := os.Open(name) //nolint:gosec // the user names it, to be read as that user
		if err != nil {
			return nil, o.Usage(fmt.Errorf("%s: the file cannot be read: name one that exists, and that you may read", what))
		}
		defer f.Close() //nolint:errcheck // it was only read
		from = f
	}
	if text, err = io.ReadAll(io.LimitReader(from, most+1)); err != nil || int64(len(text)) > most {
		return nil, o.Usage(fmt.Errorf("%s: the file cannot be read, or is too long: check its name", what))
	}
	return text, nil
}

// add is `moto agents add`.
func (o Options) add() *cobra.Command {
	var a agentFlags
	cmd := &cobra.Command{
		Use:   "add NAME --role ROLE",
		Short: "Put an agent into the table that the journal keeps",
		Long: `Put an agent into the table of agents that the journal keeps (agents = "journal" in
[rights]). NAME is the name that the agent logs in with. Servers take the agent in
at once or within three seconds, a desk when its console is next started. You need
the right keep_agents. The journal records who did it.`,
		Example: `  moto agents add priya --role agent --display-name "Priya Patel" --key priya.pub
  ssh-add -L | moto agents add sam --role agent --key -`,
		RunE: func(cmd *cobra.Command, args []string) error {
			name, err := o.named("add", args)
			switch {
			case err != nil:
				return err
			case !cmd.Flags().Changed("role"):
				return o.Usage(errors.New("--role is missing: name the agent's role, such as --role agent"))
			}
			return o.apply(cmd.Context(), cmd.OutOrStdout(), a.config, func(c *change) error {
				if _, there := c.text.Agent(name); there != nil {
					return o.Usage(errors.New("this agent is in the table already: moto agents change changes the agent"))
				}
				table := map[string]any{}
				if _, err := o.set(cmd, &a, table); err != nil {
					return err
				}
				c.text.Add(name, table)
				c.says = name + " was added, role " + *a.texts["role"]
				return o.hasRole(c, *a.texts["role"])
			})
		},
	}
	a.add(cmd.Flags())
	return cmd
}

// hasRole refuses a role that the table does not have.
func (o Options) hasRole(c *change, role string) error {
	if slices.ContainsFunc(c.was.Agents.Roles(), func(r rights.Role) bool { return r.Name == role }) {
		return nil
	}
	return o.Usage(errors.New("--role: the table has no such role: " + roleFix(c.was)))
}

// change is `moto agents change`.
func (o Options) change() *cobra.Command {
	var a agentFlags
	cmd := &cobra.Command{
		Use:   "change NAME",
		Short: "Change an agent in the table that the journal keeps",
		Long: `Change the keys of an agent's table that flags name. The others stay. A flag with an
empty value takes its key out: --extension "". --site, --key and --principal replace
the whole list. Sessions that are open go by the new rights and limits from their
next decision. You need the right keep_agents.`,
		Example: `  moto agents change priya --role supervisor --max-refund 200.00
  moto agents change priya --key new.pub`,
		RunE: func(cmd *cobra.Command, args []string) error {
			name, err := o.named("change", args)
			if err != nil {
				return err
			}
			return o.apply(cmd.Context(), cmd.OutOrStdout(), a.config, func(c *change) error {
				name, table, err := o.found(c, name)
				if err != nil {
					return err
				}
				keys, err := o.set(cmd, &a, table)
				switch {
				case err != nil:
					return err
				case len(keys) == 0:
					return o.Usage(errors.New("name what to change, such as --role supervisor: moto agents change --help has all"))
				case slices.Contains(keys, "role"):
					if err := o.hasRole(c, *a.texts["role"]); err != nil {
						return err
					}
				}
				c.says = name + " was changed: " + strings.Join(keys, ", ")
				return nil
			})
		},
	}
	a.add(cmd.Flags())
	return cmd
}

// disable is `moto agents disable`.
func (o Options) disable() *cobra.Command {
	return o.switching(&cobra.Command{
		Use:   "disable NAME",
		Short: "Let an agent do nothing for now, and end the agent's sessions",
		Long: `Let an agent do nothing for now. The agent stays in the table, may not sign in, and is
told why. The agent's sessions on every server end after a payment that is on its way.
A console at a desk that is open goes on until it is left. You need the right
keep_agents.`,
		Example: `  moto agents disable priya`,
	}, "disable", "was disabled", func(table map[string]any) { table["disabled"] = true })
}

// enable is `moto agents enable`.
func (o Options) enable() *cobra.Command {
	return o.switching(&cobra.Command{
		Use:     "enable NAME",
		Short:   "Let a disabled agent work again",
		Long:    `Let a disabled agent work again. You need the right keep_agents.`,
		Example: `  moto agents enable priya`,
	}, "enable", "was enabled", func(table map[string]any) { delete(table, "disabled") })
}

func (o Options) switching(cmd *cobra.Command, command, says string, do func(table map[string]any)) *cobra.Command {
	var configPath string
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		name, err := o.named(command, args)
		if err != nil {
			return err
		}
		return o.apply(cmd.Context(), cmd.OutOrStdout(), configPath, func(c *change) error {
			name, table, err := o.found(c, name)
			if err != nil {
				return err
			}
			do(table)
			c.says = name + " " + says
			return nil
		})
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	return cmd
}

// most is how long a file of tables may be.
const most = journal.MostTables
