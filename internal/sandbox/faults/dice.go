package faults

import (
	crand "crypto/rand"
	"encoding/binary"
	"math/rand/v2"
	"sync"
)

// Dice are the bank's random numbers. The same seed gives the same ones again.
type Dice struct {
	mu  sync.Mutex
	src *rand.ChaCha8
}

// NewDice seeds the dice; seed 0 is a different one every time.
func NewDice(seed uint64) *Dice {
	var full [32]byte
	if seed == 0 {
		_, _ = crand.Read(full[:]) // never fails
	} else {
		binary.LittleEndian.PutUint64(full[:], seed)
	}
	return &Dice{src: rand.NewChaCha8(full)}
}

// float is a number from 0 up to 1, without 1.
func (d *Dice) float() float64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return float64(d.src.Uint64()>>11) / (1 << 53)
}

// chance is true at the given rate.
func (d *Dice) chance(rate float64) bool { return d.float() < rate }

// Normal is close to a normal distribution of mean 0 and deviation 1, without
// its endless tails: a sum of twelve throws.
func (d *Dice) Normal() float64 {
	sum := -6.0
	for range 12 {
		sum += d.float()
	}
	return sum
}
