package charset

import "golang.org/x/sys/windows"

// codePage is the code page that the console draws in, or that of UTF-8 where there is
// no console.
func codePage() int {
	page, err := windows.GetConsoleOutputCP()
	if err != nil || page == 0 {
		return utf8Page
	}
	return int(page)
}
