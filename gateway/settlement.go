package gateway

// SettleStatus is where a payment is on its way to the merchant's account, the
// gateway's settlestatus.
type SettleStatus string

// The settle statuses the vendor documents.
const (
	SettlePending   SettleStatus = "0"   // settles in the next daily run
	SettleOverride  SettleStatus = "1"   // as pending, fraud and duplicate checks skipped
	SettleSuspended SettleStatus = "2"   // will not settle until released
	SettleCancelled SettleStatus = "3"   // no money; final
	SettleSettling  SettleStatus = "10"  // sent to the bank; cannot be changed
	SettleSettled   SettleStatus = "100" // paid
)

// String is the status in words for an agent.
func (s SettleStatus) String() string {
	switch s {
	case SettlePending:
		return "Pending: settles in the next run"
	case SettleOverride:
		return "Pending: released, settles in the next run"
	case SettleSuspended:
		return "Suspended: no money moves yet"
	case SettleCancelled:
		return "Cancelled: no money moves"
	case SettleSettling:
		return "Settling: with the bank now"
	case SettleSettled:
		return "Settled: paid"
	default:
		return "Settle status not given"
	}
}
