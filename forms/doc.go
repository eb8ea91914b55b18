// Package forms is the data entry of the console: fields that check what is
// typed as it is typed, and forms that lead from one field to the next.
//
// Four rules hold for every field. What is typed is what is sent, or nothing is:
// a field keeps what it cannot take, shows it and says why, and has no value
// until it is put right; a paste that it cannot take it refuses whole, and
// what is typed after one has no value until something is deleted. The order
// of keys decides what a key is for, and never the time between them. An error
// names the rule and the way out and never holds what was typed. Card data lives
// in the gateway package's wipeable buffers and nowhere else, and the screen shows
// no more of a card number than its last four digits.
package forms
