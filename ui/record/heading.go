package record

import (
	"motoconsole/gateway"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// Heading implements Page.
func (p *Page) Heading() kit.Heading {
	if p.told != nil {
		return p.told.Heading()
	}
	if p.op != nil {
		return p.op.Heading()
	}
	title := kit.RecordKeys
	if r := p.view.record; r.RequestType == gateway.TypeAccountCheck || statement.IsPreauthorisation(r) || statement.KindOf(r) == statement.Raise ||
		statement.FlowOf(r) == statement.Out {
		title = statement.What(r)
	}
	return kit.Heading{Title: title, Help: kit.RecordKeys, About: gateway.Clean(p.view.record.OrderReference, 64)}
}
