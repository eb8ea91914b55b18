//go:build unix && !linux && !darwin

package harden

// system says that moto knows no protection for this system. If the system
// has limits, core dumps are forbidden all the same.
func system() []string {
	return append(noCore(), "other programs of the same user may be able to read moto's memory: nothing is known of this system")
}
