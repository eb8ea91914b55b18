package sqljournal

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/journal/journaltest"
)

// schema is every column. A new one belongs here only once its author has asked what it
// could come to hold.
var schema = map[string]string{
	"entries": "number last_event id sent_reference own_reference parent amount currency exponent site first6 last4 agent host " +
		"intent_at operation target_settle_status target_settle_amount target_settle_due_date target_order_reference before_settle_status " +
		"before_settle_amount before_settle_due_date before_order_reference send_by send_by_boot send_by_steady " +
		"brand answered_at resolved_at outcome state transaction_reference request_reference auth_code error_code settle_status " +
		"advice_code problem resolution resolved_by reason checks empty_checks last_check_at first_empty_at next_check_at alarm " +
		"acknowledged_by acknowledged_at replaces override_reason hidden_fields current_reference first_empty_here first_empty_boot " +
		"first_empty_steady evidence evidence_reference gave_way evidence_kind kind auth_method consent_wording consent_purpose consent_at initiation " +
		"bank_code",
	"events":   "number entry_id step at by_whom snapshot hash origin role",
	"chain":    "id anchor_number anchor_hash head_number head_hash",
	"leases":   "entry_id purpose owner taken_at until_at",
	"moved":    "id place",
	"probe":    "id at",
	"identity": "id journal name since_at",
	"tries":    "passphrase wrong closed_at closed_boot closed_steady locks",
	// The name of an agent, and the number of a half minute since 1970.
	"steps": "secret newest",
	// What people did: names of agents, addresses and moto's own sentences. What looks like
	// a card number is hidden.
	"audit":       "number at kind agent address result hash",
	"audit_chain": "id anchor_number anchor_hash head_number head_hash",
	// The tables of agents and roles. What looks like a card number in them is refused where
	// they are read, since keys and hashes are long rows of letters and digits.
	"people":       "number at by_whom text hash",
	"people_chain": "id anchor_number anchor_hash",
	// Callers' names and addresses, if the merchant keeps them. A card number in them is
	// refused, as in every text.
	"customers": "number name email",
}

func TestSchemaHasNoPlaceForACard(t *testing.T) {
	t.Parallel()
	s := openNew(t, nil)
	rows, err := s.reader.Query("SELECT m.name, group_concat(c.name, ' ') FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' GROUP BY m.name")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for rows.Next() {
		var table, columns string
		if err := rows.Scan(&table, &columns); err != nil {
			t.Fatal(err)
		}
		found[table] = columns
	}
	if !reflect.DeepEqual(found, schema) {
		t.Errorf("the schema is\n%q\nand was thought through as\n%q", found, schema)
	}
	// The row's columns are those of the table.
	names, table := strings.Split(columns, ", "), strings.Fields(strings.Replace(schema["entries"], "last_event ", "", 1))
	slices.Sort(names)
	slices.Sort(table)
	if !slices.Equal(names, table) {
		t.Errorf("a record has the columns %q", names)
	}
	// The columns for the ends of a card number hold no more digits, whichever program
	// writes.
	for _, column := range []string{"first6", "last4"} {
		e := rowOf(journaltest.AnAuth(t, "x", time.Now()), 1)
		e.State = string(journal.Open)
		reflect.ValueOf(&e).Elem().FieldByName(strings.ToUpper(column[:1]) + column[1:]).SetString("4111111")
		values := append(e.fields(), 1)
		_, err := s.writer.Exec("INSERT INTO entries ("+columns+", last_event) VALUES ("+placeholders(len(values))+")", values...) //nolint:gosec // names are constants
		if err == nil || !strings.Contains(err.Error(), "CHECK") {
			t.Errorf("%s takes seven digits: %v", column, err)
		}
	}
}

// aCardNumber is a random valid number of some brand.
func aCardNumber(random *rand.Rand) string {
	heads := map[string]int{"4": 16, "51": 16, "2221": 16, "34": 15, "37": 15, "6011": 16, "3528": 16, "4929": 13, "6759": 19}
	for {
		for head, length := range heads {
			number := head
			for len(number) < length {
				number += fmt.Sprint(random.IntN(10))
			}
			if gateway.HoldsCardNumber(number) {
				return number
			}
		}
	}
}

// written is a number as it may come in: with spaces, dashes, in full width, or within
// other text.
func written(random *rand.Rand, number string) string {
	switch random.IntN(5) {
	case 0:
		return number
	case 1:
		return number[:4] + " " + number[4:8] + " " + number[8:12] + " " + number[12:]
	case 2:
		return number[:4] + "-" + number[4:8] + "-" + number[8:12] + "-" + number[12:]
	case 3:
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, number)
	default:
		return "card=" + number + ";exp=12/30 \x1b[2J" + strings.Repeat("x", random.IntN(2000))
	}
}

// Whatever mistakes a caller makes, no file holds a card number, a security code or a
// password.
func TestNoSecretReachesTheDisk(t *testing.T) {
	t.Parallel()
	const code, password = "9731", "correct horse battery"
	ctx := context.Background()
	random := rand.New(rand.NewPCG(1, 2))
	c := journaltest.NewClock()
	c.Set(c.Now().Truncate(time.Second))
	path := filepath.Join(t.TempDir(), "journal.db")
	s := openAt(t, path, c.Now)
	secret := gateway.NewSecurityCode()
	for i := range len(code) {
		secret.Push(code[i])
	}
	var canaries []string
	hidden := 0
	for i := range effort.Of(300, 60) {
		number := aCardNumber(random)
		canaries = append(canaries, number, number[:12])
		e := journaltest.AnAuth(t, fmt.Sprint("s", i), c.Now())
		value := reflect.ValueOf(&e).Elem()
		spoil(random, value, number, "ID", "First6", "Last4")
		e.Operation, e.State, e.SentReference, e.Parent, e.Site = journal.OpCharge, journal.Open, e.ID, "", "site"
		switch i % 10 {
		case 0:
			e.SentReference = written(random, number)
		case 1:
			e.Site = written(random, number)
		}
		err := s.Intent(ctx, e, "desk", c.Now())
		if refused := i%10 < 2; (err != nil) != refused {
			t.Fatalf("attempt %d: %v", i, err)
		} else if refused {
			if strings.Contains(err.Error(), number) {
				t.Errorf("the error holds the number: %v", err)
			}
			continue
		}
		got, err := s.Record(ctx, e.ID, journal.Change{Step: written(random, number), By: written(random, number), Apply: func(e *journal.Entry) error {
			old := *e
			spoil(random, reflect.ValueOf(e).Elem(), number, "ID", "SentReference", "OwnReference", "Parent", "Site", "First6", "Last4", "Agent", "Host")
			e.Operation, e.State, e.HiddenFields = old.Operation, journal.InDoubt, old.HiddenFields
			e.Reason = fmt.Sprintf("%v %+v %#v %s", secret, gateway.NewPassword(password), secret, gateway.NewPassword(password))
			return nil
		}})
		if err != nil {
			t.Fatalf("attempt %d: %v", i, err)
		}
		hidden += got.HiddenFields
	}
	if r := verified(t, s); hidden == 0 || r.Hidden != int64(hidden) {
		t.Errorf("%d fields were hidden, and the report says %d", hidden, r.Hidden)
	}
	searchFiles(t, path, append(canaries, code, password))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	searchFiles(t, path, append(canaries, code, password))
}

// spoil puts a card number into every text except the named ones.
func spoil(random *rand.Rand, entry reflect.Value, number string, except ...string) {
	for i := range entry.NumField() {
		name := entry.Type().Field(i).Name
		if entry.Field(i).Kind() == reflect.String && !strings.Contains(" "+strings.Join(except, " ")+" ", " "+name+" ") {
			entry.Field(i).SetString(written(random, number))
		}
	}
}

func searchFiles(t *testing.T, path string, secrets []string) {
	t.Helper()
	searched := 0
	for _, end := range []string{"", "-wal", "-shm", beside.Mark} {
		content, err := os.ReadFile(path + end)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		searched += len(content)
		for _, secret := range secrets {
			for _, form := range [][]byte{[]byte(secret), wide(secret), []byte(strings.Map(func(r rune) rune { return r - '0' + '０' }, secret))} {
				if bytes.Contains(content, form) {
					t.Errorf("a secret is in %s%s", filepath.Base(path), end)
				}
			}
		}
		// The same for everything else that looks like a card number.
		for _, text := range bytes.FieldsFunc(content, func(r rune) bool { return r < ' ' || r > '~' }) {
			if len(text) >= 13 && gateway.HoldsCardNumber(string(text)) {
				t.Errorf("%s%s holds what looks like a card number", filepath.Base(path), end)
			}
		}
	}
	if searched < 100_000 {
		t.Errorf("only %d bytes were searched", searched)
	}
}

func wide(text string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

func TestLongTextsAreCut(t *testing.T) {
	t.Parallel()
	s := openNew(t, nil)
	e := journaltest.AnAuth(t, "one", time.Now())
	e.OwnReference, e.OverrideReason = strings.Repeat("é", 1<<20), strings.Repeat("x", 1<<20)
	journaltest.Intend(t, s, e)
	got, err := s.Get(context.Background(), "one")
	if err != nil || len([]rune(got.OwnReference)) != journal.MaxName || len([]rune(got.OverrideReason)) != journal.MaxText {
		t.Errorf("kept %d and %d, %v", len(got.OwnReference), len(got.OverrideReason), err)
	}
}
