package entrytest

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/entrytest/reader"
)

var (
	sequences = flag.Int("sequences", 0, "how many sequences of keys are typed; 0: ten thousand, fewer with the race detector or -short")
	firstSeed = flag.Uint64("seed", 1, "the seed of the first")
)

// judge types sequences and compares them with the reader.
type judge struct {
	t     testing.TB
	wire  *wire
	vault *gateway.Vault
	mutant
}

func newJudge(t testing.TB) *judge {
	v, err := gateway.NewVault()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	return &judge{t: t, wire: newWire(t), vault: v}
}

// sent is what the form sends for keys, in each way of delivery; nil for nothing.
func (j *judge) sent(f reader.Form, seed uint64, keys []reader.Key) (ways [3]map[string]string) {
	for way := range ways {
		r := rand.New(rand.NewPCG(seed, uint64(way)))
		d := newConsole(j.t, f, j.vault)
		d.mutant = j.mutant
		switch way {
		case 0:
			d.singly(r, keys, 0)
		case 1:
			d.bunched(j.t, r, keys)
		default:
			d.singly(r, keys, 3*time.Minute)
		}
		if d.page == sent {
			ways[way] = j.wire.sends(j.t, d.request)
		}
		d.form.Clear()
		j.vault.Wipe()
	}
	return ways
}

// fault says how the form differs from the reader, "" if it does not.
func (j *judge) fault(f reader.Form, seed uint64, keys []reader.Key) string {
	ways := j.sent(f, seed, keys)
	for way, name := range []string{"", "bunched", "delayed"} {
		if way > 0 && !maps.Equal(ways[way], ways[0]) {
			return fmt.Sprintf("singly %v, %s %v", ways[0], name, ways[way])
		}
	}
	read := reader.Read(f, keys)
	switch {
	case ways[0] != nil && !maps.Equal(ways[0], read.Sent):
		return fmt.Sprintf("the form sends %v, the reader says %v", ways[0], read.Sent)
	case ways[0] == nil && read.Sent != nil:
		return fmt.Sprintf("the form sends nothing, the reader says %v", read.Sent)
	}
	return ""
}

// shortest removes keys as long as the fault remains.
func (j *judge) shortest(f reader.Form, seed uint64, keys []reader.Key) []reader.Key {
	for size := len(keys) / 2; size > 0; size /= 2 {
		for from := 0; from+size <= len(keys); {
			less := slices.Delete(slices.Clone(keys), from, from+size)
			if j.fault(f, seed, less) != "" {
				keys = less
			} else {
				from += size
			}
		}
	}
	return keys
}

// TestWhatIsTypedIsSent types ten thousand sequences of what agents type. A
// fault is reported by its seed and the keys, and by the fewest of them that
// still show it.
func TestWhatIsTypedIsSent(t *testing.T) {
	n := *sequences
	if n == 0 {
		if n = effort.Of(10_000, 300); raceEnabled {
			n = effort.Of(1000, 300)
		}
	}
	const shards = 4
	var paid atomic.Int64
	t.Run("shard", func(t *testing.T) {
		for shard := range shards {
			t.Run(strconv.Itoa(shard), func(t *testing.T) {
				t.Parallel()
				j := newJudge(t)
				for i := shard; i < n && !t.Failed(); i += shards {
					seed := *firstSeed + uint64(i)
					f, keys := plausible(seed)
					if reader.Read(f, keys).Sent != nil {
						paid.Add(1)
					}
					if j.fault(f, seed, keys) == "" {
						continue
					}
					short := j.shortest(f, seed, keys)
					t.Errorf("seed %d, %+v\n%s\nshortest: %s\n%s", seed, f, reader.Show(keys), reader.Show(short), j.fault(f, seed, short))
				}
			})
		}
	})
	t.Logf("%d of %d sequences are sent", paid.Load(), n)
	if n >= 300 && int(paid.Load()) < n/10 {
		t.Error("too few sequences are sent to say much")
	}
}
