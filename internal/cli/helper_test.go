//go:build unix

package cli_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/built"
	"motoconsole/internal/cli"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/screentest"
)

// These tests run the built binary as an agent does: in a pseudo-terminal,
// against the test bank, over real HTTP.

const (
	testPAN  = "4111111111111111"
	testCode = "123"
	// canary has a middle, 876362, that differs from the first six and the last four.
	canary = "4539 5787 6362 1486"
)

var binary string

func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == f.DefValue {
		_ = f.Value.Set("8") // these tests mostly wait
	}
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	folder, err := os.MkdirTemp("", "moto-test")
	if err == nil {
		err = os.Chmod(folder, 0o711) // a test runs it as another user
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if binary, err = built.Moto(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	cli.Binary = binary
	return m.Run()
}

// command is the binary with a home of its own and a plain environment.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	return commandAt(t, t.TempDir(), args...)
}

func commandAt(t *testing.T, home string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Dir = home
	cmd.Env = []string{"HOME=" + home, "TMPDIR=" + home, "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "USER=priya", "TZ=UTC"}
	return cmd
}

// bank is a `moto sandbox` in a process of its own.
type bank struct {
	url, username, password string
	trusts                  string // its certificate, "" without TLS
	process                 *exec.Cmd
}

// client is the client for its control endpoint.
func (b *bank) client(t *testing.T) *http.Client {
	t.Helper()
	if b.trusts == "" {
		return http.DefaultClient
	}
	text, err := os.ReadFile(b.trusts)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, DisableKeepAlives: true}}
}

func startBank(t *testing.T, flags ...string) *bank {
	t.Helper()
	cmd := command(t, append([]string{"sandbox", "--listen", "127.0.0.1:0"}, flags...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	said := map[string]string{}
	lines := bufio.NewScanner(out)
	for len(said) < 4 && lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		said[name] = strings.TrimSpace(value)
	}
	if said["url"] == "" || said["password"] == "" {
		t.Fatalf("the test bank said %v", said)
	}
	return &bank{url: said["url"], username: said["username"], password: said["password"], process: cmd}
}

// vouched is the line of a configuration that trusts the bank's certificate.
func (b *bank) vouched() string {
	if b.trusts == "" {
		return ""
	}
	return fmt.Sprintf("ca_file = %q", b.trusts)
}

// stop ends the bank as a power cut does.
func (b *bank) stop() {
	_ = b.process.Process.Kill()
	_ = b.process.Wait()
}

// control talks to the bank's control endpoint.
func (b *bank) control(t *testing.T, method, path, body string) []byte {
	t.Helper()
	url := strings.TrimSuffix(b.url, "json/") + "_sandbox/" + path
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(b.username, b.password)
	resp, err := b.client(t).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 300 {
		t.Fatalf("%s %s: %d %s %v", method, path, resp.StatusCode, text, err)
	}
	return text
}

// release ends the waits of faults: held answers leave, and hidden records show. A test
// that acts before that sets a wait of minutes, enough for the slowest machine.
func (b *bank) release(t *testing.T) {
	t.Helper()
	b.control(t, http.MethodPost, "release", "")
}

// arrived counts the requests of a type that the bank has read, by the suffix
// of their order reference, and all of them under "".
func (b *bank) arrived(t *testing.T, requestType string) map[string]int {
	t.Helper()
	var list struct {
		Requests []struct {
			Type, Suffix string
			Count        int
		}
	}
	if err := json.Unmarshal(b.control(t, http.MethodGet, "requests", ""), &list); err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, r := range list.Requests {
		if r.Type == requestType {
			if r.Suffix != "" { // an update has none
				counts[r.Suffix] += r.Count
			}
			counts[""] += r.Count
		}
	}
	return counts
}

// wantAuths fails unless exactly so many AUTHs have arrived.
func (b *bank) wantAuths(t *testing.T, want int) {
	t.Helper()
	if got := b.arrived(t, "AUTH"); got[""] != want {
		t.Errorf("%d AUTHs arrived at the bank, want %d: %v", got[""], want, got)
	}
}

// Values of gateway.timeout. The long one is for answers that come, however slow the
// machine is. The shortest one allowed is for tests in which an answer stays out; they
// do not rely on any answer to come in time.
const (
	patient   = "120s"
	impatient = "5s"
)

// hangs is when a test gives up. It is longer than a killed console's lease keeps other
// consoles from an attempt.
const hangs = 8 * time.Minute

// office is a folder in which consoles share a configuration, a journal and a
// log. When the test ends, everything that the consoles left behind is searched
// for the canary.
type office struct {
	bank            *bank
	folder, journal string
	timeout         string   // of the gateway
	site            string   // a test site unless a test says otherwise
	otherSites      []string // to choose from
	settings        string   // more lines of [payment]
	operator        string   // and of [operator]
	group           string   // that shares the journal
	server          string   // the lines of [journal], where a server keeps it
	logging         string   // the lines of [log]
	people          string   // the tables of roles and agents, instead of [operator]
	screens         []*screentest.PTY
	runAs           func(*exec.Cmd) // changes a command before it is started
}

func newOffice(t *testing.T, b *bank) *office {
	t.Helper()
	return officeAt(t, b, t.TempDir())
}

// officeAt is an office in a folder that exists.
func officeAt(t *testing.T, b *bank, folder string) *office {
	t.Helper()
	o := &office{
		bank: b, folder: folder, journal: filepath.Join(folder, "state", "journal.db"),
		timeout: patient, site: "test_floor1", runAs: func(*exec.Cmd) {},
		logging: "file = \"moto.log\"\nlevel = \"debug\"",
	}
	for _, name := range []string{"home", "state"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	o.write(t, "password", b.password+"\n")
	t.Cleanup(func() { o.noTrace(t) })
	return o
}

func (o *office) write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(o.folder, name)
	if was, err := os.ReadFile(path); err == nil && string(was) == text {
		return path // another console may be reading it
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// sites are those of the office, as a configuration lists them.
func (o *office) sites() string {
	list := fmt.Sprintf("%q", o.site)
	for _, site := range o.otherSites {
		list += fmt.Sprintf(", %q", site)
	}
	return list
}

// config writes an agent's configuration.
func (o *office) config(t *testing.T, agent string) string {
	t.Helper()
	return o.write(t, agent+".toml", fmt.Sprintf(`
[gateway]
url = %q
username = %q
password_file = "password"
site = %q
sites = [%s]
timeout = %q
%s

[payment]
currency = "GBP"
max_amount = "5000.00"
%s

[journal]
%s

%s

[log]
%s
`, o.bank.url, o.bank.username, o.site, o.sites(), o.timeout, o.bank.vouched(), o.settings, o.kept(), o.works(agent), o.logging))
}

// kept are the lines that say where the journal is.
func (o *office) kept() string {
	if o.server != "" {
		return o.server
	}
	return fmt.Sprintf("file = %q\ngroup = %q", o.journal, o.group)
}

// works are the lines that name the agents.
func (o *office) works(agent string) string {
	if o.people != "" {
		return o.people
	}
	return fmt.Sprintf("[operator]\nname = %q\n%s", agent, o.operator)
}

// command is the binary with an agent's configuration.
func (o *office) command(t *testing.T, agent string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := commandAt(t, filepath.Join(o.folder, "home"), append(args, "--config", o.config(t, agent))...)
	o.runAs(cmd)
	return cmd
}

// start opens an agent's console. It does not wait for a page.
func (o *office) start(t *testing.T, agent string) *screentest.PTY {
	t.Helper()
	return o.open(t, o.command(t, agent))
}

// open runs a command of the office in a terminal.
func (o *office) open(t *testing.T, cmd *exec.Cmd, opts ...screentest.Option) *screentest.PTY {
	t.Helper()
	p := screentest.StartPTY(t, cmd, 80, 24, append(opts, screentest.Timeout(hangs))...)
	o.screens = append(o.screens, p)
	return p
}

// console opens an agent's console.
func (o *office) console(t *testing.T, agent string) *screentest.PTY {
	t.Helper()
	p := o.start(t, agent)
	p.WaitFor(t, "Your payments today")
	return p
}

// run runs a supervisor's command to its end.
func (o *office) run(t *testing.T, args ...string) (said string, code int) {
	t.Helper()
	cmd := o.command(t, "supervisor", args...)
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// entries reads the journal as it lies on the disk, newest first.
func (o *office) entries(t *testing.T) []journal.Entry {
	t.Helper()
	store, err := sqljournal.Open(t.Context(), sqljournal.Options{Path: o.journal, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close() //nolint:errcheck // it was only read
	entries, err := store.Recent(t.Context(), "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// only is the journal's only entry.
func (o *office) only(t *testing.T) journal.Entry {
	t.Helper()
	entries := o.entries(t)
	if len(entries) != 1 {
		t.Fatalf("the journal has %d attempts, want 1: %+v", len(entries), entries)
	}
	return entries[0]
}

// verify has the journal's history checked.
func (o *office) verify(t *testing.T) {
	t.Helper()
	if said, code := o.run(t, "journal", "verify"); code != 0 {
		t.Errorf("journal verify: exit code %d\n%s", code, said)
	}
}

// noTrace searches every file of the office and everything its consoles have
// drawn for the canary.
func (o *office) noTrace(t *testing.T) {
	t.Helper()
	noCardInFiles(t, o.folder)
	for i, p := range o.screens {
		noCard(t, fmt.Sprintf("terminal %d", i+1), string(p.Recorded()))
	}
}

// noCardInFiles searches every file under a folder, and returns how many there are.
func noCardInFiles(t *testing.T, folder string) (files int) {
	t.Helper()
	tree := os.DirFS(folder)
	_ = fs.WalkDir(tree, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			text, err := fs.ReadFile(tree, path)
			if err == nil { // a database may delete its log meanwhile
				files++
			}
			noCard(t, path, string(text))
		}
		return nil
	})
	return files
}

// clocked matches the digits in a log that come from a clock: the fraction of a second
// in a time, and a duration in nanoseconds. Any six digits may occur there by chance.
var clocked = regexp.MustCompile(`(\d{2}:\d{2}:\d{2}\.|"took":)\d+`)

// noCard fails when text holds a card number of these tests, spaced or not, or
// the middle of one.
func noCard(t *testing.T, where, text string) {
	t.Helper()
	for _, trace := range []string{testPAN, "4111 1111", "4242424242", "4539 5787", "45395787", "876362", "8763 62", "34000000000"} {
		// The digits from clocks are taken out only after a find, because that takes long in
		// the output of many terminals.
		if strings.Contains(text, trace) && strings.Contains(clocked.ReplaceAllString(text, "$1"), trace) {
			t.Errorf("%s holds %d digits of a card", where, len(trace))
		}
	}
}

// entry is what the caller reads out.
type entry struct {
	order, amount, card, expiry, code, name, house, postcode string
}

func caller() entry {
	return entry{"A17", "10.50", canary, "12/30", testCode, "Ann Smith", "No 789", "TE45 6ST"}
}

func with(change func(*entry)) entry {
	e := caller()
	change(&e)
	return e
}

// ordered is the caller with another order reference.
func ordered(reference string) entry {
	return with(func(e *entry) { e.order = reference })
}

// grace is longer than pages ignore keys.
func grace() { time.Sleep(700 * time.Millisecond) }

// tooSoon is what a page says of a key that came while the agent could not have read it.
const tooSoon = "came before the page could be read"

// stillLooking is what it says of a key that came before the journal had answered.
const stillLooking = "moto is still looking"

// agree presses y on a page that asks for it. The page may change just before, when the
// journal or the gateway answers; then it says so, and the key is pressed once more.
func agree(t *testing.T, p *screentest.PTY) {
	t.Helper()
	before := p.Text()
	p.Press("y")
	p.WaitUntil(t, "what y does", func(shown string) bool { return shown != before })
	again := func(shown string) bool {
		return strings.Contains(shown, tooSoon) || strings.Contains(shown, stillLooking)
	}
	for again(p.Text()) {
		grace()
		p.Press("y")
		p.Watch(p.Exited(), 2*time.Second, func(shown string) bool { return !again(shown) })
	}
}

const (
	confirmPage = "Check with the caller"
	nothingMore = "Nothing more to ask" // a form filled in
	barredPage  = "cannot be charged now"
)

// asksWhy reports a page that asks for a reason. A narrow one has its hint, or the next step,
// as there is room.
func asksWhy(shown string) bool {
	return strings.Contains(shown, "kept with the payment") || strings.Contains(shown, "Reason to ")
}

// fill types a payment, up to the page that follows.
func fill(t *testing.T, p *screentest.PTY, e entry) {
	t.Helper()
	p.Press("n")
	p.WaitFor(t, "Still to ask")
	p.Type(e.order + "\n" + e.amount + "\n")
	p.Type(e.card + "\n")
	p.Type(e.expiry + e.code + e.name + "\n" + e.house + "\n" + e.postcode + "\n")
	p.WaitUntil(t, "confirm or a warning", func(shown string) bool {
		return strings.Contains(shown, confirmPage) || asksWhy(shown) ||
			strings.Contains(shown, barredPage) || strings.Contains(shown, "NOT CHARGED")
	})
	grace()
}

// charge types a payment from home and confirms it. It expects no warning.
func charge(t *testing.T, p *screentest.PTY, e entry) {
	t.Helper()
	fill(t, p, e)
	if !strings.Contains(p.Text(), confirmPage) {
		t.Fatalf("not the page to confirm:\n%s", p.Text())
	}
	agree(t, p)
}

// take types a payment from home or from a result, up to its outcome, and gives a
// reason if the page asks for one.
func take(t *testing.T, p *screentest.PTY, e entry, until string) {
	t.Helper()
	fill(t, p, e)
	for {
		giveReason(p)
		agree(t, p)
		p.WaitUntil(t, until, func(shown string) bool { return strings.Contains(shown, until) || asksWhy(shown) })
		if strings.Contains(p.Text(), until) {
			break
		}
	}
	grace()
}

// giveReason answers a page that asks for a reason, until it is the confirm page again.
// The answers of journal and gateway may change the page at any time, and a page that
// has just changed takes no keys.
func giveReason(p *screentest.PTY) {
	for asksWhy(p.Text()) {
		grace()
		p.Type("a test\n")
		if p.Watch(p.Exited(), 5*time.Second, func(shown string) bool { return strings.Contains(shown, confirmPage) }) {
			grace()
		}
	}
}

// flat is a text without blanks and the edges of panels, so that a test finds a
// sentence however it wraps.
func flat(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "┃", " ").Replace(text)), "")
}

// sinceThen matches how long ago something was, in a flat text.
var sinceThen = regexp.MustCompile(`(?i)justnow|\d+minutes?ago|aminuteago`)

// says waits until the screen shows a text, wrapped or not. It ignores how many minutes
// ago something was, which is more on a busy machine.
func says(t *testing.T, p *screentest.PTY, text string) {
	t.Helper()
	timeless := func(text string) string { return sinceThen.ReplaceAllString(flat(text), "then") }
	want := timeless(text)
	p.WaitUntil(t, text, func(shown string) bool {
		return strings.Contains(timeless(shown), want) || strings.Contains(timeless(screentest.Columns(shown)), want)
	})
}

// eventually waits for something that no screen shows.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(hangs); !condition(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %v: %s", hangs, what)
		}
	}
}

// arrives waits until the AUTH of a console is at the bank.
func (b *bank) arrives(t *testing.T) {
	t.Helper()
	eventually(t, "the AUTH arrives", func() bool { return b.arrived(t, gateway.TypeAuth)[""] == 1 })
}

// leave quits the console from home. It asks while an outcome is unknown.
func leave(t *testing.T, p *screentest.PTY) {
	t.Helper()
	p.Press("q")
	if p.Watch(p.Exited(), hangs, func(shown string) bool { return strings.Contains(shown, "Quit moto?") }) {
		p.Press("y")
	}
	if code := p.Wait(t); code != 0 {
		t.Errorf("exit code %d\n%s", code, p.Text())
	}
}

// copyFile copies a file that exists to one that does not, for its owner only.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600) //nolint:gosec // a folder of the test
	}
	if err != nil {
		t.Fatal(err)
	}
}

// raw opens a journal without the program. It waits for a console that writes.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(480000)")
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// hold locks a journal for writing, until it is released.
func hold(t *testing.T, path string) (release func()) {
	t.Helper()
	db := raw(t, path)
	t.Cleanup(func() { _ = db.Close() })
	conn, err := db.Conn(t.Context())
	if err == nil {
		_, err = conn.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if _, err := conn.ExecContext(t.Context(), "ROLLBACK"); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(conn.Close(), db.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// alter changes a database without the program.
func alter(t *testing.T, path, statements string) {
	t.Helper()
	db := raw(t, path)
	defer db.Close() //nolint:errcheck // the test looks at the file
	if _, err := db.ExecContext(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
}
