package house

import (
	"path"
	"slices"
	"strings"
	"testing"
)

// judge says what is wrong with a file's import, or returns "".
func judge(file, imported string) string {
	room := roomOf(path.Dir(file))
	if room == "" {
		return "the file is in no room of the table"
	}
	if why, banned := nowhere[imported]; banned {
		return why
	}
	for prefix, only := range onlyIn {
		if under(imported, prefix) && room != only {
			return "only " + only + " may"
		}
	}
	if strings.HasSuffix(file, "_test.go") {
		return "" // a test of the repository may import anything
	}
	for _, others := range without[room] {
		if under(imported, others) {
			return "the room does without it"
		}
	}
	if !under(imported, module) {
		may, bound := outside[room]
		first, _, _ := strings.Cut(imported, "/")
		if bound && strings.Contains(first, ".") && !slices.ContainsFunc(may, func(of string) bool { return under(imported, of) }) {
			return "the room does without modules of others, but for " + strings.Join(may, " and ")
		}
		return ""
	}
	target := roomOf(strings.TrimPrefix(strings.TrimPrefix(imported, module), "/"))
	switch may := rooms()[room]; {
	case target == "" || target == ".":
		return "it is in no room of the table"
	case slices.Contains(forTests, target) && !slices.Contains(forTests, room):
		return "it is for tests only"
	case slices.Contains(may, "*"), slices.Contains(may, target), target == room:
		return ""
	case room == "gateway" && under(target, room):
		return ""
	}
	return "the table of rooms does not let it"
}

// roomOf is the room that a folder belongs to, the innermost, or "".
func roomOf(dir string) string {
	within := ""
	for room := range rooms() {
		if (dir == room || room != "." && under(dir, room)) && len(room) > len(within) {
			within = room
		}
	}
	return within
}

func under(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

// The judge itself must refuse a wrong import.
func TestRoomsJudge(t *testing.T) {
	for _, c := range []struct {
		file, imported string
		ok             bool
	}{
		{"main.go", "motoconsole/internal/cli", true},
		{"main.go", "motoconsole/internal/sandbox", false},
		{"main.go", "log", false},
		{"main.go", "log/slog", true},
		{"main.go", "motoconsole/internal/screentest", false},
		{"main_test.go", "motoconsole/internal/screentest", true},
		{"gateway/money.go", "golang.org/x/text/currency", true},
		{"gateway/money.go", "github.com/google/uuid", false},
		{"gateway/money.go", "motoconsole/forms", false},
		{"gateway/money_test.go", "motoconsole/internal/sandbox", true},
		{"gateway/decode.go", "motoconsole/gateway/internal/jsonscan", true},
		{"gateway/decode.go", "motoconsole/gateway/postcode", true},
		{"gateway/internal/jsonscan/scan.go", "motoconsole/gateway", false},
		{"gateway/internal/jsonscan/scan.go", "github.com/google/uuid", false},
		{"gateway/internal/secmem/vault.go", "golang.org/x/sys/unix", true},
		{"gateway/internal/secmem/vault.go", "motoconsole/gateway/internal/wire", false},
		{"gateway/internal/wire/body.go", "motoconsole/gateway/internal/secmem", true},
		{"gateway/internal/wire/body.go", "motoconsole/gateway/internal/jsonscan", false},
		{"internal/payment/run.go", "motoconsole/gateway/internal/jsonscan", false},
		{"forms/cardnumber.go", "motoconsole/gateway", true},
		{"forms/cardnumber.go", "motoconsole/ui", false},
		{"ui/pages.go", "motoconsole/ui/record", true},
		{"ui/record/page.go", "motoconsole/ui/kit", true},
		{"ui/record/page.go", "motoconsole/internal/payment", true},
		{"ui/record/page.go", "motoconsole/ui/charge", false},
		{"ui/record/page.go", "motoconsole/ui/record/operate", true},
		{"ui/record/page.go", "motoconsole/ui/kit/flow", false},
		{"ui/record/operate/operate.go", "motoconsole/ui/record", false},
		{"ui/record/operate/operate.go", "motoconsole/ui/kit/flow", true},
		{"ui/record/page.go", "motoconsole/ui", false},
		{"ui/kit/page.go", "motoconsole/ui/charge", false},
		{"ui/kit/page.go", "motoconsole/ui", false},
		{"ui/kit/page.go", "motoconsole/ui/kit/flow", false},
		{"ui/kit/flow/flow.go", "motoconsole/ui/kit", true},
		{"ui/kit/flow/flow.go", "motoconsole/ui/charge", false},
		{"ui/home/page.go", "motoconsole/ui/kit/flow", false},
		{"ui/home/page.go", "motoconsole/internal/lookup", false},
		{"ui/find/page.go", "motoconsole/ui/record", false},
		{"ui/find/page.go", "motoconsole/internal/payment", false},
		{"ui/find/run.go", "motoconsole/internal/panics", true},
		{"ui/home/page.go", "motoconsole/internal/panics", false},
		{"ui/root.go", "motoconsole/internal/lookup", false},
		{"ui/root.go", "motoconsole/internal/config", false},
		{"ui/root.go", "motoconsole", false},
		{"ui/home_test.go", "charm.land/lipgloss/v2/compat", false},
		{"internal/payment/payment.go", "motoconsole/internal/journal", true},
		{"internal/payment/payment.go", "motoconsole/ui", false},
		{"internal/payment/payment.go", "motoconsole/internal/journal/sqljournal", false},
		{"internal/payment/payment.go", "database/sql", false},
		{"internal/payment/payment.go", "motoconsole/internal/payment/option", false},
		{"internal/payment/payment.go", "motoconsole/internal/payment/operation", false},
		{"internal/payment/payment.go", "motoconsole/internal/payment/paymenttest", false},
		{"internal/payment/operation/send.go", "motoconsole/internal/payment", true},
		{"internal/payment/operation/send.go", "motoconsole/internal/journal/sqljournal", false},
		{"internal/payment/operation/send_test.go", "motoconsole/internal/payment/paymenttest", true},
		{"ui/home/page.go", "motoconsole/internal/payment/operation", false},
		{"internal/payment/option/facts.go", "motoconsole/internal/statement", true},
		{"internal/payment/option/facts.go", "motoconsole/internal/payment", false},
		{"internal/payment/option/facts.go", "motoconsole/internal/clock", false},
		{"internal/payment/option/facts.go", "context", false},
		{"internal/payment/doubt/nottaken.go", "motoconsole/internal/payment", false},
		{"internal/payment/payment.go", "motoconsole/internal/payment/resolve", false},
		{"internal/payment/resolve/resolver.go", "motoconsole/internal/payment", false},
		{"internal/payment/resolve/resolver.go", "motoconsole/internal/payment/doubt", true},
		{"internal/payment/doubt/nottaken.go", "context", false},
		{"internal/journal/rules.go", "motoconsole/gateway", true},
		{"internal/journal/rules.go", "motoconsole/internal/journal/sqljournal", false},
		{"internal/journal/rules.go", "database/sql", false},
		{"internal/journal/rules.go", "database/sql/driver", false},
		{"internal/journal/rules.go", "os", false},
		{"internal/journal/sqljournal/write.go", "motoconsole/internal/journal", true},
		{"internal/journal/sqljournal/write.go", "motoconsole/internal/payment", false},
		{"internal/journal/sqljournal/write.go", "motoconsole/internal/journal/journaltest", false},
		{"internal/journal/sqljournal/model_test.go", "motoconsole/internal/journal/journaltest", true},
		{"internal/journal/journaltest/memory.go", "motoconsole/internal/journal", true},
		{"internal/journal/journaltest/memory.go", "motoconsole/internal/journal/sqljournal", false},
		{"internal/app/process.go", "motoconsole/internal/journal/journaltest", false},
		{"internal/app/process.go", "motoconsole/internal/journal/sqljournal", true},
		{"internal/app/process.go", "motoconsole/internal/cli", false},
		{"internal/app/process.go", "motoconsole/internal/sandbox", false},
		{"internal/app/helper_test.go", "motoconsole/internal/sandbox", true},
		{"ui/root.go", "motoconsole/internal/app", false},
		{"internal/payment/run.go", "motoconsole/internal/app", false},
		{"internal/journal/sqljournal/write.go", "database/sql", true},
		{"internal/cli/console.go", "motoconsole/internal/app", true},
		{"gateway/client.go", "motoconsole/internal/journal/sqljournal", false},
		{"internal/sandbox/bank.go", "motoconsole/gateway", true},
		{"internal/sandbox/bank.go", "motoconsole/internal/sandbox/book", true},
		{"internal/sandbox/bank.go", "database/sql", false},
		{"internal/sandbox/book/store.go", "motoconsole/internal/sandbox", false},
		{"internal/sandbox/book/store.go", "motoconsole/internal/sandbox/message", false},
		{"internal/sandbox/message/answer.go", "motoconsole/internal/sandbox/faults", false},
		{"internal/sandbox/faults/lie.go", "motoconsole/internal/sandbox/message", true},
		{"internal/sandbox/faults/lie.go", "motoconsole/internal/sandbox", false},
		{"internal/cli/sandbox.go", "motoconsole/internal/sandbox/faults", true},
		{"internal/sandbox/bank.go", "github.com/BurntSushi/toml", false},
		{"internal/terminal/loop.go", "motoconsole/internal/panics", true},
		{"internal/terminal/loop.go", "motoconsole/ui", false},
		{"internal/lookup/run.go", "motoconsole/gateway", true},
		{"internal/lookup/run.go", "motoconsole/internal/journal", false},
		{"internal/config/load.go", "github.com/BurntSushi/toml", true},
		{"internal/config/load.go", "motoconsole/ui", false},
		{"internal/ink/ink.go", "github.com/charmbracelet/x/ansi", true},
		{"internal/ink/ink.go", "github.com/charmbracelet/colorprofile", false},
		{"internal/panics/panics.go", "golang.org/x/sys/unix", false},
		{"internal/panics/panics.go", "log/slog", true},
		{"internal/keyboard/console_windows.go", "golang.org/x/sys/windows", true},
		{"internal/keyboard/queue.go", "golang.org/x/text/unicode/norm", false},
		{"internal/passwordstore/store.go", "github.com/zalando/go-keyring", true},
		{"internal/trust/walk.go", "github.com/zalando/go-keyring", false},
		{"util/x.go", "strings", false},
	} {
		if problem := judge(c.file, c.imported); (problem == "") != c.ok {
			t.Errorf("%s imports %s: judged %q", c.file, c.imported, problem)
		}
	}
}
