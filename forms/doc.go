// Package forms is the data entry of the console: fields that check what is
// typed as it is typed, and forms that lead from one field to the next.
//
// Four rules hold for every field:
//
//   - A field sends what was typed, or nothing. It keeps and shows keys that it
//     cannot take, says why, and has no value until they are put right. It refuses a
//     paste as a whole, and then has no value until something is deleted.
//   - The order of keys decides what a key is for, never the time between them.
//   - An error names the rule and the way out, and never holds what was typed.
//   - Card data lives only in the wipeable buffers of package gateway. The screen
//     shows no more of a card number than its last four digits.
package forms
