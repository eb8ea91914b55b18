package floor

import (
	"sort"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/config"
)

// lockedFor sets the memory for the cards of all sessions aside, at the start. A system
// that protects it less than that of one session locks too little: then the error says for
// how many sessions it would do. A system that does not lock even one works as a desk does
// there.
func lockedFor(s config.Settings) (*gateway.Vaults, error) {
	one, err := gateway.NewVault()
	if err != nil {
		return nil, noMemory(s)
	}
	lacks := len(one.Problems())
	one.Close()
	if most := s.Serve.MaxSessions; !lockable(most, lacks) {
		room := sort.Search(most, func(sessions int) bool { return !lockable(sessions+1, lacks) })
		return nil, s.Fault("serve.max_sessions", "the system locks memory for the cards of "+thousands.CountOf(room, "session")+" only", "raise its limit (LimitMEMLOCK=, ulimit -l) by 24 KiB for each session, or lower max_sessions")
	}
	vaults, err := gateway.NewVaults(s.Serve.MaxSessions)
	if err != nil {
		return nil, noMemory(s)
	}
	return vaults, nil
}

func noMemory(s config.Settings) error {
	return s.Fault("serve.max_sessions", "there is not enough memory for the cards of all sessions", "lower it, or give the machine more memory")
}

// lockable reports that the system protects the memory of the sessions, but for what it
// lacks for one, and the memory of a request of each session: all requests may be on their
// way at once, and one takes half as much as a session.
func lockable(sessions, lacks int) bool {
	vaults, err := gateway.NewVaults(sessions + (sessions+1)/2)
	if err != nil {
		return false
	}
	defer vaults.Close()
	return len(vaults.Problems()) <= lacks
}
