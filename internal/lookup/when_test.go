package lookup

import (
	"strings"
	"testing"
	"time"
)

const stamp = "2006-01-02 15:04:05"

func TestParseTimes(t *testing.T) {
	loc := zone(t)
	const open = ""
	for line, want := range map[string][2]string{
		"":                            {open, open},
		"today":                       {"2026-11-21 00:00:00", "2026-11-22 00:00:00"},
		"yesterday":                   {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"on yesterday":                {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"friday":                      {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"saturday":                    {"2026-11-14 00:00:00", "2026-11-15 00:00:00"}, // today is one
		"last sun":                    {"2026-11-15 00:00:00", "2026-11-16 00:00:00"},
		"2026-11-20":                  {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"date:2026-11-20":             {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"20/11/2026":                  {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"20/11/26":                    {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"1/2":                         {"2026-02-01 00:00:00", "2026-02-02 00:00:00"},
		"20 nov":                      {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"nov 20":                      {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"20th November 2025":          {"2025-11-20 00:00:00", "2025-11-21 00:00:00"},
		"20nov":                       {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"22 nov":                      {"2025-11-22 00:00:00", "2025-11-23 00:00:00"},
		"29 feb":                      {"2024-02-29 00:00:00", "2024-03-01 00:00:00"},
		"29 mar":                      {"2026-03-29 00:00:00", "2026-03-30 00:00:00"}, // 23 hours
		"last 2h":                     {"2026-11-21 12:30:45", open},
		"last 2 hours":                {"2026-11-21 12:30:45", open},
		"last hour":                   {"2026-11-21 13:30:45", open},
		"past 30min":                  {"2026-11-21 14:00:45", open},
		"last 7d":                     {"2026-11-14 14:30:45", open},
		"last 2 weeks":                {"2026-11-07 14:30:45", open},
		"last 3 months":               {"2026-08-21 14:30:45", open},
		"last week":                   {"2026-11-09 00:00:00", "2026-11-16 00:00:00"},
		"this week":                   {"2026-11-16 00:00:00", "2026-11-23 00:00:00"},
		"last month":                  {"2026-10-01 00:00:00", "2026-11-01 00:00:00"},
		"this month":                  {"2026-11-01 00:00:00", "2026-12-01 00:00:00"},
		"2026-11-01..2026-11-20":      {"2026-11-01 00:00:00", "2026-11-21 00:00:00"},
		"2026-11-01..":                {"2026-11-01 00:00:00", open},
		"..2026-11-20":                {open, "2026-11-21 00:00:00"},
		"2026-11-01 .. 2026-11-20":    {"2026-11-01 00:00:00", "2026-11-21 00:00:00"},
		"yesterday..today":            {"2026-11-20 00:00:00", "2026-11-22 00:00:00"},
		"9am..11am":                   {"2026-11-21 09:00:00", "2026-11-21 11:00:00"},
		"2026-11-20T14:00..":          {"2026-11-20 14:00:00", open},
		"since monday":                {"2026-11-16 00:00:00", open},
		"since:monday":                {"2026-11-16 00:00:00", open},
		"after monday":                {"2026-11-17 00:00:00", open},
		"from 9am":                    {"2026-11-21 09:00:00", open},
		"from 9 am":                   {"2026-11-21 09:00:00", open},
		"from 3pm":                    {"2026-11-20 15:00:00", open}, // not come yet today
		"from 9am to 11:30":           {"2026-11-21 09:00:00", "2026-11-21 11:30:00"},
		"9am to 11am":                 {"2026-11-21 09:00:00", "2026-11-21 11:00:00"},
		"from 10pm to 2am":            {"2026-11-20 22:00:00", "2026-11-21 02:00:00"},
		"between 9am and noon":        {"2026-11-21 09:00:00", "2026-11-21 12:00:00"},
		"yesterday from 9am":          {"2026-11-20 09:00:00", "2026-11-21 00:00:00"},
		"yesterday until 9.30am":      {"2026-11-20 00:00:00", "2026-11-20 09:30:00"},
		"yesterday from 9am to 11am":  {"2026-11-20 09:00:00", "2026-11-20 11:00:00"},
		"from 9am to 11am yesterday":  {"2026-11-20 09:00:00", "2026-11-20 11:00:00"},
		"from yesterday 9am to today": {"2026-11-20 09:00:00", "2026-11-22 00:00:00"},
		"from 2026-11-20 14:00 to 2026-11-20 15:00:30": {"2026-11-20 14:00:00", "2026-11-20 15:00:30"},
		"18 nov to 19 nov":                {"2026-11-18 00:00:00", "2026-11-20 00:00:00"},
		"18 nov until 9am":                {"2026-11-18 00:00:00", "2026-11-18 09:00:00"},
		"since monday until 9am":          {"2026-11-16 00:00:00", "2026-11-21 09:00:00"},
		"until yesterday":                 {open, "2026-11-21 00:00:00"},
		"before yesterday":                {open, "2026-11-20 00:00:00"},
		"at 14:00":                        {"2026-11-21 13:45:00", "2026-11-21 14:15:00"},
		"14:00":                           {"2026-11-21 13:45:00", "2026-11-21 14:15:00"},
		"3pm":                             {"2026-11-20 14:45:00", "2026-11-20 15:15:00"},
		"yesterday 14:30":                 {"2026-11-20 14:15:00", "2026-11-20 14:45:00"},
		"yesterday at 12am":               {"2026-11-19 23:45:00", "2026-11-20 00:15:00"},
		"declined yesterday 1111":         {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"A17 since 1 nov agent:x":         {"2026-11-01 00:00:00", open},
		"3 days ago":                      {"2026-11-18 00:00:00", "2026-11-19 00:00:00"},
		"1 week ago 1111":                 {"2026-11-14 00:00:00", "2026-11-15 00:00:00"},
		"2 hours ago":                     {"2026-11-21 12:15:45", "2026-11-21 12:45:45"},
		"30min ago":                       {"2026-11-21 13:45:45", "2026-11-21 14:15:45"},
		"3 days ago from 9am":             {"2026-11-18 09:00:00", "2026-11-19 00:00:00"},
		"fri 20 nov":                      {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"friday 20/11/2026 9am":           {"2026-11-20 08:45:00", "2026-11-20 09:15:00"},
		"tues":                            {"2026-11-17 00:00:00", "2026-11-18 00:00:00"},
		"20.11.2026":                      {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"20.11.26":                        {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"20-11-2026":                      {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"20-11-26":                        {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"2026/11/20":                      {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"2026.11.20":                      {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"20-nov-2026":                     {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"20-Nov":                          {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"20th of November, 2026":          {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"sept 9":                          {"2026-09-09 00:00:00", "2026-09-10 00:00:00"},
		"01.11.2026..20.11.2026":          {"2026-11-01 00:00:00", "2026-11-21 00:00:00"},
		"from 1-11-2026 to 20-11-2026":    {"2026-11-01 00:00:00", "2026-11-21 00:00:00"},
		"2026-11-20T14:30":                {"2026-11-20 14:15:00", "2026-11-20 14:45:00"},
		"since 2026-07-01T12:00Z":         {"2026-07-01 13:00:00", open},
		"yesterday until midnight":        {"2026-11-20 00:00:00", "2026-11-21 00:00:00"},
		"yesterday from 10pm to midnight": {"2026-11-20 22:00:00", "2026-11-21 00:00:00"},
		"yesterday from midnight to 2am":  {"2026-11-20 00:00:00", "2026-11-20 02:00:00"},
		"after last 2h":                   {"2026-11-21 12:30:45", open},
		"from:\"2026-11-20 14:00\"":       {"2026-11-20 14:00:00", open},
		"last 9 months":                   {"2026-02-21 14:30:45", open},
		"since last week":                 {"2026-11-09 00:00:00", open},
		"from 2026-11-20 at 2:05pm":       {"2026-11-20 14:05:00", open},
	} {
		s := parse(t, line)
		for i, at := range []time.Time{s.From, s.To} {
			got := ""
			if !at.IsZero() {
				got = at.In(loc).Format(stamp)
			}
			if got != want[i] {
				t.Errorf("%q: %s %q, want %q", line, []string{"from", "to"}[i], got, want[i])
			}
		}
	}
}

// Both limits of the gateway are exclusive; ours include the beginning.
func TestQueryTimes(t *testing.T) {
	q := parse(t, "yesterday").Query("test_site")
	if got := q.After.UTC().Format(stamp) + " " + q.Before.UTC().Format(stamp); got != "2026-11-19 23:59:59 2026-11-21 00:00:00" {
		t.Error(got)
	}
	if len(q.Sites) != 1 || q.Sites[0] != "test_site" {
		t.Errorf("sites %v", q.Sites)
	}
	// Summer time: the day begins an hour before UTC's.
	q = parse(t, "2026-07-01").Query("test_site")
	if got := q.After.UTC().Format(stamp) + " " + q.Before.UTC().Format(stamp); got != "2026-06-30 22:59:59 2026-07-01 23:00:00" {
		t.Error(got)
	}
}

func TestDefaultWindow(t *testing.T) {
	for line, open := range map[string]bool{
		"1111": false, "10.50": false, "declined": false, "agent:x": false, "firstname:x": false, "visa": false, "refunds": false, "GBP": false,
		"23-9-80006": true, "parent:23-9-1": true, "A17": true, "a@b": true, "name:x": true, "TE45 6ST": true, "A17 1111": true,
	} {
		q := parse(t, line).Query("s")
		if q.After.IsZero() != open || !q.Before.IsZero() {
			t.Errorf("%q: after %v, before %v", line, q.After, q.Before)
		}
		if text := parse(t, line).Explain(); line != "A17" && line != "A17 1111" && strings.Contains(text, "24 hours") == open {
			t.Errorf("%q: %s", line, text)
		}
	}
}

func TestExplain(t *testing.T) {
	for line, want := range map[string]string{
		"23-9-80006":      "Asks the gateway for transaction reference 23-9-80006 of any time.",
		"A17-7K3M2P":      "Asks the gateway for order reference A17-7K3M2P of any time.",
		"A17":             "Asks the gateway for order reference A17 of any time, and everything since Fri 20 Nov 2026 14:30:45 (no time was given: the last 24 hours) to find what moto sent with its ending.",
		"te45 6st visa":   "Asks the gateway for postcode te45 6st and brand VISA of any time.",
		"1111 held 10.50": "Asks the gateway for everything since Fri 20 Nov 2026 14:30:45 (no time was given: the last 24 hours); the gateway cannot filter by last four digits 1111, amount 10.50 and outcome held, so that is done here.",
		"refunds declined held approved yesterday": "Asks the gateway for kind REFUND from Fri 20 Nov 2026 00:00:00 to Sat 21 Nov 2026 00:00:00; the gateway cannot filter by outcome declined, held or approved and kind refund, so that is done here.",
	} {
		if got := parse(t, line).Explain(); got != want {
			t.Errorf("%q:\n%s\nwant\n%s", line, got, want)
		}
	}
}
