package sandbox

import (
	"fmt"

	"motoconsole/internal/sandbox/book"
)

// Open opens a bank with the book in c.StateFile, or with an empty one where
// there is no such file. Cards are forgotten with the process: payments of an
// earlier one are not found by pan. Close the bank after use.
func Open(c Config) (*Bank, error) {
	b := New(c)
	if c.StateFile == "" {
		return b, nil
	}
	kept, err := book.Open(c.StateFile, c.SettleAfter)
	if err != nil {
		return nil, fmt.Errorf("test bank cannot %w", err)
	}
	b.book = kept
	return b, nil
}

// Close writes down what time has settled and closes the state file.
func (b *Bank) Close() error { return b.book.Close(b.now()) }
