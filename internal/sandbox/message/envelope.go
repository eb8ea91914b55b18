package message

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
)

// envelope is the body of every answer inside the API.
type envelope struct {
	RequestReference string   `json:"requestreference"`
	Version          string   `json:"version"`
	Response         []Answer `json:"response"`
	SecRand          string   `json:"secrand"`
}

// MaxRequestReference is the length of requestreference in the field table.
const MaxRequestReference = 25

// WriteEnvelope sends the answers and returns their request reference: the
// caller's, or one made here. Every caller gets secrand, the vendor's own libraries
// too.
func WriteEnvelope(w http.ResponseWriter, r *http.Request, answers []Answer) string {
	env := envelope{
		RequestReference: r.Header.Get("REQUESTREFERENCE"),
		Version:          "1.00",
		Response:         answers,
		SecRand:          RandomText(16),
	}
	ref := env.RequestReference
	if len(ref) == 0 || len(ref) > MaxRequestReference || Masked(ref) != ref {
		env.RequestReference = "W23-" + RandomText(8)
	}
	body, err := json.Marshal(env)
	if err != nil { // strings always marshal
		http.Error(w, "", http.StatusInternalServerError)
		return env.RequestReference
	}
	w.Header().Set("Content-Type", "application/json") // without a charset, as the vendor's own tests have it
	_, _ = w.Write(pack(w.Header(), r, body))
	return env.RequestReference
}

// RandomText is n characters of the alphabet the gateway's references use.
func RandomText(n int) string {
	const alphabet = "0123456789abcdefghjkmnpqrtuvwxy" // no i l o s z
	text := make([]byte, n)
	_, _ = rand.Read(text) // never fails
	for i, c := range text {
		text[i] = alphabet[int(c)%len(alphabet)]
	}
	return string(text)
}
