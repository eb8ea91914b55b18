package option

import "motoconsole/gateway"

// chosen is what the agent has chosen of an operation, in words, each "" until then.
type chosen struct {
	by    string // what is taken off or added
	stays string // what stays taken or reserved
	was   string // what it was before
	day   string // on which the money moves
}

// less is how much less it is: first the amount that the agent was asked for.
func (c chosen) less() string {
	if c.stays == "" {
		return "less"
	}
	return c.by + " less: " + c.stays + " instead of " + c.was
}

// onDay is the day, as it stands in a sentence.
func (c chosen) onDay() string {
	if c.day == "" {
		return "that day"
	}
	return c.day
}

// tell sets what the agent tells the caller, before amount and day are chosen and
// afterwards.
func (o *Option) tell(said func(c chosen) string) { o.said, o.Caller = said, said(chosen{}) }

// Say is what the agent should tell the caller once amount and day are chosen: what stays
// taken or reserved of the payment, zero if that is not known, and the day in words, "" if
// none is chosen.
func (o Option) Say(stays gateway.Money, day string) string {
	if o.said == nil {
		return o.Caller
	}
	c := chosen{day: day}
	if stays.Minor > 0 {
		c.stays, c.was = stays.String(), o.stands.String()
		by, less := o.stands.Minus(stays)
		if !less {
			by, _ = stays.Minus(o.stands)
		}
		c.by = by.String()
	}
	return o.said(c)
}
