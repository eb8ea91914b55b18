package clock

import (
	"os"
	"runtime"
	"time"
)

// systemZone is where the system keeps the time zone of the machine.
const systemZone = "/etc/localtime"

// Zone is the time zone of the machine. It ignores $TZ, which the user who starts the
// program chooses. It is UTC if the system does not say.
func Zone() *time.Location {
	if runtime.GOOS == "windows" { // on systems where Go ignores $TZ
		return time.Local
	}
	return zoneOf(systemZone)
}

func zoneOf(path string) *time.Location {
	data, err := os.ReadFile(path) //nolint:gosec // a path of this file's own
	if err != nil {
		return time.UTC
	}
	zone, err := time.LoadLocationFromTZData("Local", data)
	if err != nil {
		return time.UTC
	}
	return zone
}
