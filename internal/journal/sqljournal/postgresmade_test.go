package sqljournal

import (
	"testing"
	"time"

	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
)

// An owner who may make no schema makes the tables in the one that was made for it.
func TestMigrateInASchemaThatWasMade(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	server.Do(t, "CREATE ROLE schema_owner LOGIN", "CREATE SCHEMA made_for_moto AUTHORIZATION schema_owner")
	t.Cleanup(func() { server.Do(t, "DROP OWNED BY schema_owner CASCADE", "DROP ROLE schema_owner") })
	at := server.At("made_for_moto")
	at.User = "schema_owner"
	if err := Prepare(t.Context(), at, "", ""); err != nil {
		t.Fatal(err)
	}
	s := openOnServer(t, at, time.Now)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "one", time.Now()))
	verified(t, s)
}
