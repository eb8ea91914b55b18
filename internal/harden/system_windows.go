package harden

import "golang.org/x/sys/windows"

// Flags of the Windows API that golang.org/x/sys does not name.
const (
	failCriticalErrors = 0x0001 // SEM_FAILCRITICALERRORS
	noFaultErrorBox    = 0x0002 // SEM_NOGPFAULTERRORBOX
	reportNoHeap       = 0x0001 // WER_FAULT_REPORTING_FLAG_NOHEAP
	reportNoWindow     = 0x0020 // WER_FAULT_REPORTING_NO_UI, which Go's runtime has set
)

// system keeps the heap out of error reports, and prevents windows that offer to
// debug a crash. Windows lets programs of the same user read each other.
func system() []string {
	shortfalls := []string{"other programs of the same user can read moto's memory: Windows has no way to forbid it"}
	windows.SetErrorMode(failCriticalErrors | noFaultErrorBox)
	set := windows.NewLazySystemDLL("kernel32.dll").NewProc("WerSetFlags")
	if set.Find() == nil {
		if result, _, _ := set.Call(reportNoHeap | reportNoWindow); result == 0 {
			return shortfalls
		}
	}
	return append(shortfalls, "an error report of Windows may hold what was in memory: turn Windows Error Reporting off")
}
