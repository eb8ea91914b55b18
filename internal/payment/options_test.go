package payment

import (
	"testing"

	"motoconsole/internal/payment/paymenttest"
)

// TestAProcessorLacksNothing: without a part that a payment needs there is no processor,
// and the error names the part.
func TestAProcessorLacksNothing(t *testing.T) {
	whole := newBench(t, paymenttest.Approve).Options
	for part, leave := range map[string]func(*Options){
		"an agent":      func(o *Options) { o.Agent = "" },
		"a site":        func(o *Options) { o.Site = "" },
		"a gateway":     func(o *Options) { o.Gateway = nil },
		"a sign-in":     func(o *Options) { o.SignIn = nil },
		"a deadline":    func(o *Options) { o.Deadline = 0 },
		"a journal":     func(o *Options) { o.Store = nil },
		"an owner":      func(o *Options) { o.Owner = "" },
		"a resolver":    func(o *Options) { o.Resolver = nil },
		"a time of day": func(o *Options) { o.Now = nil },
	} {
		o := whole
		leave(&o)
		if d, err := New(o); d != nil || err == nil || err.Error() != "payments cannot be taken without "+part {
			t.Errorf("without %s: %v, %v", part, d != nil, err)
		}
	}
	if d, err := New(whole); err != nil || d.Held == nil {
		t.Errorf("with all of it: %v", err)
	}
}
