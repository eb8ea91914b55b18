// Package house holds the tests of the repository as a whole: which package may
// import which, how large packages and files may be, and that the README names what
// there is. It has no code of its own.
package house
