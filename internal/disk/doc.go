// Package disk tells what a system says of a file or folder before it is used: how much
// room there is, what this user may do with it, and whether it lies on another machine.
package disk
