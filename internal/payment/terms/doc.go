// Package terms holds what the agent and the caller agree on beside card and amount:
// what kind of payment it is, when it settles, whether the card may be kept, and which
// of a payment's fields the form asks for. It has the one list of each, for the
// configuration, the form, the processor and the journal.
package terms
