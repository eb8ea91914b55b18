package sandbox

import (
	crand "crypto/rand"
	"encoding/binary"
	"math/rand/v2"
	"sync"
)

// dice are the bank's chances. The same seed throws the same ones again.
type dice struct {
	mu  sync.Mutex
	src *rand.ChaCha8
}

// newDice seeds the dice; seed 0 is a different one every time.
func newDice(seed uint64) *dice {
	var full [32]byte
	if seed == 0 {
		_, _ = crand.Read(full[:]) // never fails
	} else {
		binary.LittleEndian.PutUint64(full[:], seed)
	}
	return &dice{src: rand.NewChaCha8(full)}
}

// float is a number from 0 up to, but not, 1.
func (d *dice) float() float64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return float64(d.src.Uint64()>>11) / (1 << 53)
}

// chance is true at the given rate.
func (d *dice) chance(rate float64) bool { return d.float() < rate }

// normal is close to a normal distribution of mean 0 and deviation 1, without
// its endless tails: a sum of twelve throws.
func (d *dice) normal() float64 {
	sum := -6.0
	for range 12 {
		sum += d.float()
	}
	return sum
}
