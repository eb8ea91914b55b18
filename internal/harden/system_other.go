//go:build unix && !linux && !darwin

package harden

// system says that moto has no protection for this system. If the system has
// limits, it still forbids core dumps.
func system() []string {
	return append(noCore(), "other programs of the same user may be able to read moto's memory: moto has no protection for this system")
}
