package payment

import (
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// smallStep is one step: what, and by whom.
type smallStep struct {
	kind smallKind
	who  int8
}

// smallKind is what a step is. Faults come last.
type smallKind int8

const (
	stepGuard smallKind = iota
	stepGuardOther
	stepYes
	stepIntent
	stepDisown
	stepLook
	stepWrite
	stepGiveUp
	stepUnsent
	stepBook
	stepAnswer
	stepDoubt
	stepTimeout
	stepConclude
	stepLate
	stepKeepTrying
	stepAsk
	stepJudge
	stepSaysTaken
	stepSaysNotTaken
	stepResume
	stepReleaseGone
	stepTime

	faultIntentLost
	faultIntentUnknown
	faultRecordLost
	faultSlowConnect
	faultRequestLost
	faultRequestLate
	faultRefused
	faultAnswerLost
	faultAnswerLate
	faultMismatch
	faultSignIn
	faultRecordLate
	faultFolded
	faultQueryFailed
	faultOtherHost
	faultRefusedAgain
	faultPaused
	faultCrashed
	faultRestarted
	faultRestartedAhead
	faultSetForward
	faultSetBack

	smallKinds
)

func (k smallKind) fault() bool { return k >= faultIntentLost }

// smallWords say each step in a story. "%" is who made it.
var smallWords = [smallKinds]string{
	stepGuard:        "the agent at % wants to charge order A17, and is not warned",
	stepGuardOther:   "the agent at % wants to charge order B18 by the same card, and is not warned",
	stepYes:          "the agent at % says yes",
	stepIntent:       "the intent of % is durable",
	stepDisown:       "% records that it was not sent",
	stepLook:         "% looks for rivals a last time, hands the request to the client and waits",
	stepWrite:        "% writes the request",
	stepGiveUp:       "patience ends at %: the request is stopped before a byte has left",
	stepUnsent:       "% records that nothing was sent",
	stepBook:         "the gateway books the payment of %",
	stepAnswer:       "the gateway's approval reaches %",
	stepDoubt:        "patience ends at %: in doubt",
	stepTimeout:      "the client of % gives up",
	stepConclude:     "% records what the client said",
	stepLate:         "% records what the client said after all",
	stepKeepTrying:   "% can record after all what was not written",
	stepAsk:          "the resolver asks the gateway about the payment of %",
	stepJudge:        "the resolver judges the payment of %",
	stepSaysTaken:    "a supervisor says that the payment of % was taken",
	stepSaysNotTaken: "a supervisor says that the payment of % was not taken",
	stepResume:       "% goes on",
	stepReleaseGone:  "a console starts and releases the lease of %, which is dead",
	stepTime:         "time passes",

	faultIntentLost:     "the intent of % is not written",
	faultIntentUnknown:  "the intent of % is durable, and % hears of an error",
	faultRecordLost:     "what % wants to record is not written",
	faultSlowConnect:    "connecting takes long at %",
	faultRequestLost:    "the request of % is lost",
	faultRequestLate:    "the request of % is slow to arrive",
	faultRefused:        "the request of % is answered with 401 on its way",
	faultAnswerLost:     "the answer to % is lost",
	faultAnswerLate:     "the answer to % is delayed",
	faultMismatch:       "an answer reaches % that does not match and names the transaction",
	faultSignIn:         "the answer to % is 401, although it was booked",
	faultRecordLate:     "the gateway books the payment of % and shows it late",
	faultFolded:         "the gateway books the payment of % and shows it with its reference folded",
	faultQueryFailed:    "the query about the payment of % fails",
	faultOtherHost:      "another host, whose clock is 500 s ahead, answers about the payment of %",
	faultRefusedAgain:   "the query that % makes at once is answered with 401 as well",
	faultPaused:         "% is paused",
	faultCrashed:        "% crashes",
	faultRestarted:      "the machine is started anew",
	faultRestartedAhead: "the machine is started anew, and its clock is 10 minutes ahead",
	faultSetForward:     "the time of day is put forward by 10 minutes",
	faultSetBack:        "the time of day is put back by 10 minutes",
}

// tell is a step in words, with what came of it.
func (st smallStep) tell(w *smallWorld, before, after *smallState) string {
	who := "the resolver"
	if st.who < smallProcessors {
		who = smallAgents[st.who]
	}
	words := strings.ReplaceAll(smallWords[st.kind], "%", who)
	if st.kind == stepTime {
		words = fmt.Sprintf("%d s pass", w.untilNext(before))
	}
	if st.kind.fault() {
		words += " (fault)"
	}
	if st.kind == stepGuard || st.kind == stepGuardOther {
		if after.tries[st.who].reason {
			words = strings.Replace(words, "is not warned", "is warned and gives a reason", 1)
		}
		return words
	}
	for i := range after.tries {
		words += changed(before, after, i)
	}
	return words
}

// changed is what a step changed in an attempt, for a story.
func changed(before, after *smallState, i int) string {
	words := ""
	if t := after.tries[i]; t.told != before.tries[i].told && t.told != gateway.OutcomeUnknown {
		words += fmt.Sprintf("; the agent at %s is told: %v", smallAgents[i], t.told)
	}
	if before.tries[i].phase != phaseUnsent && after.tries[i].phase == phaseUnsent {
		words += "; it is not to be sent"
	}
	if !after.has(i) {
		if before.has(i) {
			words += "; the journal has no entry of " + smallAgents[i] + " any more"
		}
		return words
	}
	a, b := before.rows[i], after.rows[i]
	is := "; " + smallAgents[i] + " is "
	switch {
	case !before.has(i):
	case a.state != b.state || a.outcome != b.outcome:
		words += is + string(smallStates[b.state])
		if smallStates[b.state] == journal.Known {
			words += fmt.Sprintf(" %v", b.outcome)
		}
		if b.resolution != 0 {
			words += " by " + smallResolutions[b.resolution]
		}
	case a.emptyAt == never && b.emptyAt != never:
		words += "; found nothing, for the first time"
	case a.evidence == noEvidence && b.evidence != noEvidence:
		words += "; noted as evidence"
	}
	if b.alarm != 0 && a.alarm != b.alarm {
		words += "; alarm"
	}
	return words
}
