//go:build !linux

package sqljournal

func playCramped(string) int { return 2 }

func playUnsynced(string, string) int { return 2 }
