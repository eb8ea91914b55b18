package app

import (
	"log/slog"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/config"
)

// SettingsError is a fault of the settings that only shows when they are used.
type SettingsError struct{ error }

// Unwrap is the fault itself.
func (e SettingsError) Unwrap() error { return e.error }

// Client is a client of the gateway with its log, without a journal, for commands
// that only look. closing closes the log.
func Client(s config.Settings, version string) (client *gateway.Client, closing func(), err error) {
	to, err := openLog(s, nil)
	if err != nil {
		return nil, nil, err
	}
	if client, err = newClient(s, version, to.log, nil, nil); err != nil {
		to.close()
		return nil, nil, err
	}
	return client, to.close, nil
}

func newClient(s config.Settings, version string, log *slog.Logger, refused func(), took func(time.Duration, bool)) (*gateway.Client, error) {
	client, err := gateway.New(gateway.Config{
		URL:       s.Gateway.URL,
		Username:  s.Gateway.Username,
		Password:  s.Gateway.Password,
		Timeout:   s.Gateway.Timeout,
		RootCAs:   s.Gateway.CAs,
		Log:       log,
		UserAgent: "moto/" + version,
		Refused:   refused,
		Took:      took,
	})
	if err != nil {
		return nil, SettingsError{err}
	}
	return client, nil
}
