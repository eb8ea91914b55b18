package journal

// Same is what an earlier, identical attempt means for a new one: it may have charged
// the caller, or given the money back.
type Same string

// The meanings of an earlier attempt.
const (
	SameNone    Same = ""        // nothing any more
	SameUnknown Same = "unknown" // it is under way, or in doubt
	SameMade    Same = "made"
	SameNotMade Same = "not made" // it was called not made, but may turn up
)

// EvidenceKind is what an entry's evidence came from.
type EvidenceKind string

// The kinds of evidence. An entry of an older moto has none beside its text.
const (
	EvidenceNamed     EvidenceKind = "named"      // an answer, or another attempt, points to it
	EvidenceListed    EvidenceKind = "listed"     // a query found other records
	EvidenceFailed    EvidenceKind = "failed"     // a query failed, and said that it found something
	EvidenceShown     EvidenceKind = "shown"      // the gateway shows a record of it
	EvidenceShownOnce EvidenceKind = "shown once" // a page has shown a change in doubt as made
)
