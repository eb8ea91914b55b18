package floor

import "motoconsole/gateway"

// lockable is for how many of a server's sessions the system protects the memory for
// cards as for one: the limit of locked memory counts for them all. lacks is how many
// protections even one does not get. A desk works without those, and so does a server.
func lockable(sessions int) (n, lacks int) {
	var all []*gateway.Vault
	defer func() {
		for _, vault := range all {
			vault.Close()
		}
	}()
	for n = range sessions {
		vault, err := gateway.NewVault()
		if err != nil {
			return n, lacks
		}
		all = append(all, vault)
		switch problems := len(vault.Problems()); {
		case n == 0:
			lacks = problems
		case problems > lacks:
			return n, lacks
		}
	}
	return sessions, lacks
}
