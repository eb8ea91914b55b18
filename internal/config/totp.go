package config

import (
	"motoconsole/internal/rights"
	"motoconsole/internal/totp"
)

// TOTPSecret reads the secret of an agent's second factor, which the caller wipes. It is
// read at each sign-in, so that a new one counts at once. Every error is an *Error.
func (s Settings) TOTPSecret(a rights.Agent) (secret []byte, err error) {
	l := newLoader(s.Path, nil)
	l.doc = &document{path: s.Path} // its lines are not known any more
	take := func(key, source string, given []byte) error {
		defer clear(given)
		var problem error
		if secret, problem = totp.Parse(given); problem != nil {
			return l.fail(key, source+" "+problem.Error(), "run moto agents totp, and put what it prints there")
		}
		return nil
	}
	under := "agents." + Key(a.Name)
	if a.TOTPFile != "" {
		err = l.secretFile(under+".totp_file", a.TOTPFile, "run moto agents totp, and put the secret there", take)
	} else {
		err = l.printed(under+".totp_command", a.TOTPCommand, take)
	}
	return secret, err
}
