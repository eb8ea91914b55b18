package clock

import (
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// sinceBoot reads CLOCK_BOOTTIME, which includes the time asleep.
func sinceBoot() time.Duration {
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &ts); err != nil {
		return time.Since(processStart)
	}
	return time.Duration(ts.Nano())
}

var processStart = time.Now()

func systemBoot() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(id)) + namespace()
}

// namespace is how far CLOCK_BOOTTIME is ahead in the time namespace of this process; "" where
// it is the machine's own. Containers of one machine may have namespaces of their own, and
// their readings cannot be compared.
func namespace() string {
	offsets, err := os.ReadFile("/proc/self/timens_offsets")
	if err != nil {
		return "" // an older kernel has no such namespaces
	}
	for line := range strings.Lines(string(offsets)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "boottime" && (f[1] != "0" || f[2] != "0") {
			return "+" + f[1] + "." + f[2]
		}
	}
	return ""
}
