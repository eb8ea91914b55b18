// Package script is what the agent says to the caller, and what a refusal means: one
// table from outcome, error code, the bank's own code, advice code, checks and settle
// status to the meaning, the line to say, what not to say, the next step, and whether the
// same card may be tried again. It has only pure functions and draws nothing.
//
// Some refusals are sealed: those that say something about the cardholder which only the
// bank may tell. They share one line and one meaning wherever they are shown; see Discreet.
//
// The bank's codes are those of ISO 8583, as the acquirer passes them on. Their
// meanings are documented, except those of 79, 80, 82, 83 and 85, which are inferred.
// Whether a code forbids another try is documented for most by Visa's categories. Three
// rules are stricter than that, because it is safer: every sealed code forbids another
// try, 63 among them, although it often is only a wrong security code; a code of two meanings is sealed unless
// its brand is known to mean the harmless one; and the stricter of code and advice counts.
package script
