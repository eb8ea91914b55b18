//go:build unix && !linux && !darwin

package harden

// system says that nothing is known of this system; where there are limits,
// core dumps are forbidden all the same.
func system() []string {
	return append(noCore(), "other programs of the same user may be able to read moto's memory: nothing is known of this system")
}
