package staff

import "github.com/spf13/cobra"

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
	}, "disable", "was disabled", func(_ *change, _ string, table map[string]any) { table["disabled"] = true })
}

// enable is `moto agents enable`.
func (o Options) enable() *cobra.Command {
	return o.switching(&cobra.Command{
		Use:     "enable NAME",
		Short:   "Let a disabled agent work again",
		Long:    `Let a disabled agent work again. You need the right keep_agents.`,
		Example: `  moto agents enable priya`,
	}, "enable", "was enabled", func(_ *change, _ string, table map[string]any) { delete(table, "disabled") })
}

// remove is `moto agents remove`.
func (o Options) remove() *cobra.Command {
	return o.switching(&cobra.Command{
		Use:   "remove NAME",
		Short: "Take an agent who has left out of the table that the journal keeps",
		Long: `Take an agent who has left out of the table of agents that the journal keeps, with keys,
limits and the hash of the passphrase. The agent's sessions on every server end after a
payment that is on its way, and the agent may not sign in. What the agent took stays in the
journal under the agent's name, and earlier versions of the table stay too, both until
journal.keep_days have passed. For an agent who comes back, moto agents disable keeps the
table. You need the right keep_agents.`,
		Example: `  moto agents remove priya`,
	}, "remove", "was removed", func(c *change, name string, _ map[string]any) { c.text.Remove(name) })
}

func (o Options) switching(cmd *cobra.Command, command, says string, do func(c *change, name string, table map[string]any)) *cobra.Command {
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
			do(c, name, table)
			c.says = name + " " + says
			return nil
		})
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `file`")
	return cmd
}
