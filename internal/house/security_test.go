package house

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// attacks are what a stranger, or an agent, may try against a server of consoles, and the tests that say
// what comes of it. A test that is renamed or taken out has to be replaced here.
var attacks = []struct {
	attack string
	in     string // the package, below internal
	tests  []string
}{
	{"a key that is offered and does not sign", "sshd", []string{"TestAnOfferedKeyAlone", "TestAnOfferedKeyCountsForNothing"}},
	{"a certificate of another authority, of a host, without principals, expired, changed", "sshd", []string{"TestSignIn"}},
	{"a key or certificate that is revoked meanwhile", "sshd", []string{"TestRevokedSessionsEnd", "TestRevokedBetweenOfferAndSignature"}},
	{"the same with the real program", "cli", []string{"TestServeRefusesWishes"}},
	{"10,000 half-open connections", "sshd", []string{"TestTenThousandHalfOpenConnections", "TestHalfOpenConnections", "TestSlowHandshakesAreFailures"}},
	{"1,000 bad signatures a second from one address", "sshd", []string{"TestAThousandBadSignaturesASecond", "TestBadSignatures"}},
	{"malformed packets", "sshd", []string{"FuzzHandshake", "FuzzRequestsInOrder", "FuzzRequests", "TestGarbage"}},
	{"giant windows and names of terminals", "sshd", []string{"TestTerminal"}},
	{"variables of the client", "sshd", []string{"TestEnvironment"}},
	{"escape sequences in the name before the @", "sshd", []string{"TestSignIn"}},
	{"and of its traces in log and journal", "floor", []string{"TestAHostileNameLeavesNoTrace"}},
	{"another agent's attempt, by each of its names", "cli", []string{"TestAnothersAttemptOverSSH"}},
	{"every right on every path", "cli", []string{"TestEveryRightOverSSH"}},
	{"every right on the floor", "floor", []string{"TestEveryRightOnTheFloor"}},
	{"the key without the code, a code twice, guesses of codes", "floor", []string{"TestSecondFactor", "TestASecondFactorThatCannotBeRead", "TestACodeIsTakenOnceByAJournal"}},
	{"the same of the sign-in itself", "sshd", []string{"TestTheSecondFactorTakesItsTime"}},
	{"terminals and sign-ins in a loop", "sshd", []string{"TestATerminalInALoop", "TestTerminalsAndSignInsHaveAPace", "TestCommandsHaveAPace"}},
	{"passwords, answers, nothing at all", "sshd", []string{"TestNoOtherWayIn"}},
	{"forwarding, subsystems, other commands", "sshd", []string{"TestNothingButSessions"}},
	{"a client that never reads", "sshd", []string{"TestAClientThatNeverReads"}},
}

// TestEveryAttackHasItsTest: the tests that the list names are there.
func TestEveryAttackHasItsTest(t *testing.T) {
	for _, a := range attacks {
		files, err := filepath.Glob(filepath.Join("..", a.in, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		var all []byte
		for _, file := range files {
			text, err := os.ReadFile(file) //nolint:gosec // the repository's own
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, text...)
		}
		for _, test := range a.tests {
			if !regexp.MustCompile(`(?m)^func ` + test + `\(`).Match(all) {
				t.Errorf("%s: there is no %s in internal/%s", a.attack, test, a.in)
			}
		}
	}
}
