package sandbox

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
)

// envelope is the body of every answer inside the API.
type envelope struct {
	RequestReference string   `json:"requestreference"`
	Version          string   `json:"version"`
	Response         []answer `json:"response"`
	SecRand          string   `json:"secrand"`
}

// maxRequestReference is the length of requestreference in the field table.
const maxRequestReference = 25

// writeEnvelope sends the answers and returns the request reference they went
// out under: the caller's, or one made here. secrand goes to everybody, to the
// vendor's own libraries too.
func writeEnvelope(w http.ResponseWriter, r *http.Request, answers []answer) string {
	env := envelope{
		RequestReference: r.Header.Get("REQUESTREFERENCE"),
		Version:          "1.00",
		Response:         answers,
		SecRand:          randomText(16),
	}
	ref := env.RequestReference
	if len(ref) == 0 || len(ref) > maxRequestReference || masked(ref) != ref {
		env.RequestReference = "W23-" + randomText(8)
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

// randomText is n characters of the alphabet the gateway's references use.
func randomText(n int) string {
	const alphabet = "0123456789abcdefghjkmnpqrtuvwxy" // no i l o s z
	text := make([]byte, n)
	_, _ = rand.Read(text) // never fails
	for i, c := range text {
		text[i] = alphabet[int(c)%len(alphabet)]
	}
	return string(text)
}
