package config

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestJournalServer(t *testing.T) {
	for _, test := range []struct {
		url  string
		want JournalServer
	}{
		{"postgres://moto@db.example/moto", JournalServer{Hosts: []string{"db.example:5432"}, TLS: "verify-full"}},
		{"postgresql://moto@db1.example:6432,db2.example/moto?sslmode=verify-full", JournalServer{Hosts: []string{"db1.example:6432", "db2.example:5432"}, TLS: "verify-full"}},
		{"postgres://moto@localhost/moto", JournalServer{Hosts: []string{"localhost:5432"}, TLS: "disable"}},
		{"postgres://moto@127.0.0.1/moto?sslmode=verify-full", JournalServer{Hosts: []string{"127.0.0.1:5432"}, TLS: "verify-full"}},
		{"postgres://moto@localhost,db2.example/moto", JournalServer{Hosts: []string{"localhost:5432", "db2.example:5432"}, TLS: "verify-full"}},
		{"postgres://moto@/moto?host=/run/postgresql", JournalServer{Hosts: []string{"/run/postgresql:5432"}, TLS: "disable"}},
		{"postgres://moto@[::1]:5433/moto", JournalServer{Hosts: []string{"[::1]:5433"}, TLS: "disable"}},
	} {
		s := mustLoad(t, good+"[journal]\nurl = \""+test.url+"\"\n", withPassword)
		test.want.Database, test.want.User, test.want.Schema, test.want.Pool = "moto", "moto", "moto", 4
		if s.Journal.Server == nil || !reflect.DeepEqual(*s.Journal.Server, test.want) {
			t.Errorf("%s\n got %+v\nwant %+v", test.url, s.Journal.Server, test.want)
		}
	}
}

func TestJournalServerIsRefused(t *testing.T) {
	const url = "url = \"postgres://moto@db.example/moto\"\n"
	for _, test := range []struct{ lines, key, says string }{
		{`url = ""`, "journal.url", "postgres://"},
		{`url = "mysql://moto@db.example/moto"`, "journal.url", "must begin with postgres://"},
		{`url = "postgres://db.example/moto"`, "journal.url", "names no user"},
		{`url = "postgres://moto:canary-secret@db.example/moto"`, "journal.url", "must not hold a password"},
		{`url = "postgres://moto@db.example"`, "journal.url", "names no database"},
		{`url = "postgres://moto@/moto"`, "journal.url", "does not name a host"},
		{`url = "postgres://moto@db.example:99999/moto"`, "journal.url", "does not name a host"},
		{`url = "postgres://moto@db.example/moto?sslmode=disable"`, "journal.url", "in the clear"},
		{`url = "postgres://moto@localhost,db.example/moto?sslmode=disable"`, "journal.url", "in the clear"},
		{`url = "postgres://moto@db.example/moto?sslmode=require"`, "journal.url", "does not check who the server is"},
		{`url = "postgres://moto@db.example/moto?password=canary-secret"`, "journal.url", "a parameter that moto does not know: password"},
		{`url = "postgres://moto@db.example/moto?host=/run"`, "journal.url", "names the server twice"},
		{url + `file = "journal.db"`, "journal.file", "journal.url names a server"},
		{url + `role = "a b"`, "journal.role", "not the name of a role"},
		{url + `schema = "pg_catalog"`, "journal.schema", "not the name of a schema"},
		{url + `pool = 0`, "journal.pool", "1 to 50"},
		{url + "password_file = \"a\"\npassword_command = [\"b\"]", "journal.password_file", "more than once"},
		{`role = "moto"`, "journal.role", "there is no url"},
	} {
		_, err := load(t, good+"[journal]\n"+test.lines+"\n", withPassword)
		if err == nil || !strings.Contains(err.Error(), test.key) || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "canary-secret") {
			t.Errorf("%s: %v", test.lines, err)
		}
	}
}

func TestJournalPassword(t *testing.T) {
	s := mustLoad(t, good+"[journal]\nurl = \"postgres://moto@db.example/moto\"\n", env("USER", "priya", passwordVariable, canary, journalVariable, "canary-secret\n"))
	if s.Journal.Password.Reveal() != "canary-secret" {
		t.Error("it is not what was given")
	}
	if text := fmt.Sprintf("%v %+v %#v %s", s.Journal, s.Journal, s.Journal.Password, s.Journal.Password); strings.Contains(text, "canary-secret") {
		t.Errorf("it prints: %s", text)
	}
	if none := mustLoad(t, good, withPassword); none.Journal.Password.Reveal() != "" {
		t.Error("none is one")
	}
}
