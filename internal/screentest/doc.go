// Package screentest drives terminal programs in tests, at three levels.
//
// [NewModel] runs a model without a terminal: a message goes in, its commands
// are run, their results go back in until none is left, and the view is read.
// Most screen tests belong here.
//
// [NewScreen] runs a real program, by bytes, in a terminal emulator. It shows
// what the renderer and the input decoder make of a screen.
//
// [StartPTY] runs an executable in a pseudo-terminal with the same emulator at
// the other end, which answers the program's questions as a terminal does.
//
// [Golden] compares text with a file under testdata. The same key names and
// the same words ([Model.Press], [Terminal.Press]) work at every level.
package screentest
