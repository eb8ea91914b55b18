package beside

import (
	"path/filepath"
	"testing"
)

// TestBelongs: whatever is made beside a journal is known as its own, also where the
// journal is on a server, and no file of another name.
func TestBelongs(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "journal.db")
	onServer := OnServer(path, "aB3_+cdefghijklmnop")
	own := []string{path, SpoolOf(path, ""), filepath.Join(SpoolOf(path, "1000"), "ID.outcome"), path + More + "0123456789ab", Unfinished(path, "ABCDEFGHIJ"), Unfinished(path, "ABCDEFGHIJ") + Log}
	for _, end := range Kept() {
		own = append(own, path+end)
	}
	for _, p := range append(own, onServer+Mark, SpoolOf(onServer, ""), filepath.Join(SpoolOf(onServer, "0"), "ID.outcome")) {
		if !Belongs(path, p) || !Belongs(folder+"/x/../journal.db", p) {
			t.Errorf("%s is not known", p)
		}
		if Belongs(filepath.Join(folder, "another.db"), p) || Belongs("", p) {
			t.Errorf("%s is another journal's", p)
		}
	}
	for _, end := range []string{".log", ".spooled", ".spool2", ".marks", "-wal2", "-more", ".new-", ".new-short", "-aB3_+cdefghi", "-aB3_+cdefghi.log", "-another.mark", "/in.a.folder"} {
		if Belongs(path, path+end) {
			t.Errorf("%s is taken for the journal's", end)
		}
	}
	if user, is := SpoolUser(path, SpoolOf(path, "1000")); !is || user != "1000" {
		t.Errorf("the spool of user %q, %v", user, is)
	}
}
