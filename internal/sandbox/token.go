package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// How long a token stands for its card, and how many are kept at once. Both are
// inferred.
const (
	tokenLife = 15 * time.Minute
	maxTokens = 10_000
)

// tokens are the cards for which CACHETOKENISE issued tokens. They are in memory
// only, with no more of a card than the bank may know.
type tokens struct {
	mu    sync.Mutex
	cards map[string]keptCard
	given []string // the tokens, oldest first
}

type keptCard struct {
	card
	until time.Time
}

// keep gives out a token for a card.
func (s *tokens) keep(c card, now time.Time) string {
	token := "23-" + message.RandomText(48)
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.given) > 0 && (len(s.given) >= maxTokens || !now.Before(s.cards[s.given[0]].until)) {
		delete(s.cards, s.given[0])
		s.given = s.given[1:]
	}
	s.cards[token], s.given = keptCard{c, now.Add(tokenLife)}, append(s.given, token)
	return token
}

// find is the card of a token that is still good.
func (s *tokens) find(token string, now time.Time) (card, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, ok := s.cards[token]
	return kept.card, ok && now.Before(kept.until)
}

// tokenise answers a CACHETOKENISE: a token to send in place of the card.
func (b *Bank) tokenise(e message.Element, now time.Time) message.Answer {
	var bad message.Complaints
	e.CheckFormats(&bad, b.authFields, "sitereference")
	c := b.readCard(e, &bad, true, now)
	switch {
	case len(bad) > 0:
		return message.Reject(now, "30000", bad...)
	case !b.servesSite(e.Value("sitereference")):
		return message.Reject(now, "30001")
	}
	if name := e.Value("paymenttypedescription"); name != "" && !c.isOf(name) {
		return message.Reject(now, "10103", "paymenttypedescription")
	}
	a := message.Done(book.TypeCacheTokenise, now)
	a.CacheToken = b.tokens.keep(c, now)
	a.PaymentType, a.MaskedPAN, a.LiveStatus = c.paymentType, c.masked, "0"
	return a
}

// cardOfToken is the card that a cachetoken stands for, and whether a card must still
// be sent. A card beside a token is refused.
func (b *Bank) cardOfToken(e message.Element, bad *message.Complaints, required bool, now time.Time) (card, bool) {
	token := innerToken(e.Value("cachetoken"))
	if e.Absent("cachetoken") || token == "" && e.Value("cachetoken") != "" {
		return card{}, required
	}
	c, found := b.tokens.find(token, now)
	if !found || e.Value("pan") != "" {
		bad.Add("cachetoken")
	}
	return c, false
}

// innerToken is the token itself. The vendor's older browser library wrapped it in
// JSON in base64.
func innerToken(token string) string {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(token))
	var wrapped struct {
		Token *string `json:"cachetoken"`
	}
	if err != nil || json.Unmarshal(raw, &wrapped) != nil || wrapped.Token == nil {
		return token
	}
	return *wrapped.Token
}
