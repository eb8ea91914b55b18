// Package forms is the data entry of the console: fields that check what is
// typed as it is typed, and forms that lead from one field to the next.
//
// Three rules hold for every field. An error names the rule and the way out
// and never holds what was typed. Nothing is cut or dropped in silence: what a
// field cannot take it refuses with a sentence and stays as it was. Card data
// lives in the gateway package's wipeable buffers and nowhere else, and the
// screen shows no more of a card number than its last four digits.
package forms
