package config

import (
	"fmt"
	"strings"
	"testing"
)

// crowd is the tables of many agents, each with what an agent may have.
func crowd(n int) string {
	var text strings.Builder
	text.WriteString("[roles.agent]\n")
	for i := range n {
		fmt.Fprintf(&text, `[agents.agent%04d]
display_name = "Agent Number %04d"
role = "agent"
extension = "%04d"
sites = ["test_site12345"]
keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI%s agent%04d@desk.example.net", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI%s agent%04d@laptop.example.net"]
principals = ["agent%04d", "agent%04d@example.net"]
passphrase_hash = "pbkdf2-sha256$600000$%s$%s"
`, i, i, i, strings.Repeat("A", 43), i, strings.Repeat("A", 43), i, i, i, strings.Repeat("A", 22), strings.Repeat("A", 43))
	}
	return text.String()
}

// TestAFloorOfTwoThousand: the tables of 2,000 agents with two keys and a passphrase each
// fit into a configuration, and the last of them is found.
func TestAFloorOfTwoThousand(t *testing.T) {
	text := good + crowd(2000)
	s, err := loadAs(t, text, "AGENT1999")
	if err != nil {
		t.Fatalf("%d bytes: %v", len(text), err)
	}
	if len(s.Served()) != 2000 || !s.Grant.Known() || s.Grant.Agent().Extension != "1999" {
		t.Errorf("%d agents, %+v", len(s.Served()), s.Grant.Agent())
	}
	if _, err := loadAs(t, good+crowd(3)+"[agents.\"AGENT 0001\"]\nrole = \"agent\"\n[agents.\"agent  0001\"]\nrole = \"agent\"\n", "x"); err == nil || !strings.Contains(err.Error(), "is in the table twice") {
		t.Errorf("one agent twice: %v", err)
	}
	for _, nested := range []string{"[", "{", "x.", "[["} {
		if _, err := loadAs(t, good+"[ui]\ntheme = "+strings.Repeat(nested, (maxFile-len(good)-20)/len(nested)), "x"); err == nil {
			t.Errorf("nothing but %q is a configuration", nested)
		}
	}
}
