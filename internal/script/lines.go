package script

// The lines of a result.
const (
	Approved            Name = "approved"
	ApprovedLater       Name = "approved_later"
	ApprovedDetail      Name = "approved_detail"
	ApprovedLaterDetail Name = "approved_later_detail"
	Held                Name = "held"
	HeldAsAsked         Name = "held_as_asked"
	Cancelled           Name = "cancelled"
	Declined            Name = "declined"
	BankFault           Name = "bank_fault"
	SetUpRefused        Name = "set_up_refused"
	DetailRefused       Name = "detail_refused"
	NotSent             Name = "not_sent"
	NotTaken            Name = "not_taken"
	Unknown             Name = "unknown"
	Reserved            Name = "reserved"
	ReservedLater       Name = "reserved_later"
	ReservedDetail      Name = "reserved_detail"
	ReservedLaterDetail Name = "reserved_later_detail"
	Captured            Name = "captured"
	CapturedLater       Name = "captured_later"
	CapturedDetail      Name = "captured_detail"
	CapturedLaterDetail Name = "captured_later_detail"
	CardFine            Name = "card_fine"
	CardFineDetail      Name = "card_fine_detail"
	CardNotChecked      Name = "card_not_checked"
	CheckUnknown        Name = "check_unknown"

	BankRefused    Name = "bank_refused"
	AmountRefused  Name = "amount_refused"
	CardUnsuitable Name = "card_unsuitable"
	BankSilent     Name = "bank_silent"
	OurSide        Name = "our_side"
	CheckNumber    Name = "check_number"
	CheckExpiry    Name = "check_expiry"
	CheckCode      Name = "check_code"
	CheckAll       Name = "check_all"
	ApprovedPart   Name = "approved_in_part"
)

// ofPayment are the places that the line of a payment may have.
const ofPayment = "amount order brand last4 card"

var results = []line{
	{Approved, "That has gone through, thank you: {amount}.", ofPayment},
	{ApprovedLater, "That has gone through, thank you: {amount} will be taken {day}.", ofPayment + " day"},
	{ApprovedDetail, "That has gone through, thank you: {amount}. May I check one detail with you?", ofPayment},
	{ApprovedLaterDetail, "That has gone through, thank you: {amount} will be taken {day}. May I check one detail with you?", ofPayment + " day"},
	{Held, "The payment needs a check at our end. You will not be charged until that is done.", ofPayment},
	{HeldAsAsked, "That has gone through, thank you. You will not be charged until we release it.", ofPayment},
	{Cancelled, "The payment was cancelled. You have not been charged.", ofPayment},
	{Declined, "The bank has not accepted this card. Do you have another one?", ofPayment},
	{BankFault, "I have checked: nothing was taken. There was a fault at the bank. Shall we try again?", ofPayment},
	{SetUpRefused, "I cannot take payments at the moment. You have not been charged.", ofPayment},
	{DetailRefused, "Let me check one of the details with you.", ofPayment},
	{NotSent, "One moment, please: it did not go through. You have not been charged.", ofPayment},
	{NotTaken, "I have checked: I find no trace of that payment, so you should not have been charged.", ofPayment},
	{Unknown, "The bank’s answer did not arrive. I am checking it now; you will not be charged twice. May I call you back?", ofPayment},
	{Reserved, "That has gone through, thank you: {amount} is reserved on your card.", ofPayment},
	{ReservedLater, "That has gone through, thank you: {amount} is reserved on your card, and will be taken {day}.", ofPayment + " day"},
	{ReservedDetail, "That has gone through, thank you: {amount} is reserved on your card. May I check one detail with you?", ofPayment},
	{ReservedLaterDetail, "That has gone through: {amount} is reserved, and will be taken {day}. May I check one detail with you?", ofPayment + " day"},
	{Captured, "{amount} is taken from your card.", ofPayment},
	{CapturedLater, "{amount} will be taken from your card {day}.", ofPayment + " day"},
	{CapturedDetail, "{amount} is taken from your card, thank you. May I check one detail with you?", ofPayment},
	{CapturedLaterDetail, "{amount} will be taken from your card {day}. May I check one detail with you?", ofPayment + " day"},
	{CardFine, "Your card is fine, thank you. Nothing was taken from it.", "order brand last4 card"},
	{CardFineDetail, "Thank you. The bank knows the card; may I check one detail with you?", "order brand last4 card"},
	{CardNotChecked, "I have checked: I find no trace of that check, and nothing was taken. Let me try again.", "order brand last4 card"},
	{CheckUnknown, "The bank’s answer did not arrive. Nothing was taken from your card. May I call you back?", "order brand last4 card"},

	{BankRefused, "Your bank has not approved this. Do you have another card, or would you like to ring your bank first?", ofPayment},
	{AmountRefused, "The bank has not approved that amount. Do you have another card, or shall we make it a smaller amount?", ofPayment},
	{CardUnsuitable, "This card cannot be used for a payment by telephone. Do you have another one?", ofPayment},
	{BankSilent, "The card company cannot answer just now, and nothing was taken. Another card, or shall we try again later?", ofPayment},
	{OurSide, "There is a problem on our side, and not with your card. Nothing was taken. I will ask a supervisor.", ofPayment},
	{CheckNumber, "Nothing was taken. Let us go through the card number once more.", ofPayment},
	{CheckExpiry, "Nothing was taken. Let us check the expiry date together.", ofPayment},
	{CheckCode, "Nothing was taken. Let us check the security code together.", ofPayment},
	{CheckAll, "Nothing was taken. Let us go through the card’s details once more.", ofPayment},
	{ApprovedPart, "The bank has agreed to a part of that only. One moment, please: I will ask a supervisor how much.", ofPayment},
}

// AskingDetail is the line of a result that leads to a question about what the bank did not
// match; the line itself where it has none.
func AskingDetail(name Name) Name {
	switch name {
	case Approved:
		return ApprovedDetail
	case ApprovedLater:
		return ApprovedLaterDetail
	case Reserved:
		return ReservedDetail
	case ReservedLater:
		return ReservedLaterDetail
	case Captured:
		return CapturedDetail
	case CapturedLater:
		return CapturedLaterDetail
	default:
		return name
	}
}

// The lines of what is done with a payment.
const (
	Waiting           Name = "waiting"
	Done              Name = "done"
	OperationHeld     Name = "operation_held"
	Stopped           Name = "stopped"
	Leaves            Name = "leaves"
	HasLeft           Name = "has_left"
	GoingBack         Name = "going_back"
	GoneBack          Name = "gone_back"
	NotDone           Name = "not_done"
	NotDoneNow        Name = "not_done_now"
	DoneUnknown       Name = "done_unknown"
	RefundUnknown     Name = "refund_unknown"
	CancelUnknown     Name = "cancel_unknown"
	StopUnknown       Name = "stop_unknown"
	ReduceUnknown     Name = "reduce_unknown"
	PayoutUnknown     Name = "payout_unknown"
	ReserveUnknown    Name = "reserve_unknown"
	CorrectUnknown    Name = "correct_unknown"
	CorrectUnseen     Name = "correct_unseen"
	Unclear           Name = "unclear"
	GaveWayUnknown    Name = "gave_way_unknown"
	GaveWayMade       Name = "gave_way_made"
	GaveWayNotMade    Name = "gave_way_not_made"
	Impossible        Name = "impossible"
	NothingChanged    Name = "nothing_changed"
	ChangedSince      Name = "changed_since"
	StoppedAlready    Name = "stopped_already"
	CancelledAlready  Name = "cancelled_already"
	GivenBackAlready  Name = "given_back_already"
	AskSupervisorNone Name = "ask_supervisor_unchanged"
	LookFirst         Name = "look_first"
)

var operations = []line{
	{Waiting, "I am waiting for your bank’s answer. One moment, please.", ""},
	{Done, "That is done.", ofPayment},
	{OperationHeld, "That needs a check at our end. Nothing has moved yet.", ofPayment},
	{Stopped, "This {noun} will not be paid.", ofPayment + " noun"},
	{Leaves, "The {noun} leaves us {day}. Your bank may take a few working days to show it.", ofPayment + " noun day"},
	{HasLeft, "The {noun} has left us. Your bank may take a few working days to show it.", ofPayment + " noun"},
	{GoingBack, "{amount} is on its way back to you. Your bank may take a few working days to show it.", ofPayment},
	{GoneBack, "{amount} has gone back to you. Your bank may take a few working days to show it.", ofPayment},
	{NotDone, "One moment, please: that did not go through. Let me see how it stands now.", ofPayment},
	{NotDoneNow, "I have checked: that does not show as done. Let me see how it stands now.", ofPayment},
	{DoneUnknown, "The bank’s answer did not arrive. I am checking it now; it will be done once only.", ofPayment},
	{RefundUnknown, "The bank’s answer did not arrive. I am checking it now; you will not be refunded twice. May I call you back?", ofPayment},
	{CancelUnknown, "The answer did not arrive. I am checking whether it is cancelled.", ofPayment},
	{StopUnknown, "The answer did not arrive. I am checking whether the {noun} was stopped.", "noun"},
	{ReduceUnknown, "The answer did not arrive. I am checking it now; it will be reduced once only.", ofPayment},
	{PayoutUnknown, "The bank’s answer did not arrive. I am checking it now; it will be paid once only.", ofPayment},
	{ReserveUnknown, "The bank’s answer did not arrive. I am checking it now; it will be reserved once only.", ofPayment},
	{CorrectUnknown, "The answer did not arrive. I am checking whether your details are corrected.", ofPayment},
	{CorrectUnseen, "I am having that looked at.", ofPayment},
	{Unclear, "I cannot see yet whether that was done. I am having it looked into. May I call you back?", ofPayment},
	{GaveWayUnknown, "One moment, please: I have not sent it. The same may have been {done} already. Let me check that first.", ofPayment + " done"},
	{GaveWayMade, "I see that the same was {done} already, so I have not sent it once more. Let me look at that with you.", ofPayment + " done"},
	{GaveWayNotMade, "One moment, please: I have not sent it. It was tried before. Let me check that first.", ofPayment + " done"},
	{Impossible, "I am sorry, it cannot be done in this way. Let me see what can.", ""},
	{NothingChanged, "One moment, please: that did not go through. Nothing has changed.", ""},
	{ChangedSince, "One moment, please: that did not go through. The payment has changed in the meantime. Let me look at it.", ""},
	{StoppedAlready, "I see that it was cancelled already: this {noun} will not be paid.", "noun"},
	{CancelledAlready, "I see that the payment was cancelled already: you will not be charged.", ""},
	{GivenBackAlready, "I see that all of it was given back already, or is on its way to you.", ""},
	{AskSupervisorNone, "I have to ask a supervisor about that first. Nothing has changed yet.", ""},
	{LookFirst, "One moment, please: I have not sent it. Let me look at that first.", ""},
}

// The lines of a page of warnings.
const (
	SameCardPaid     Name = "same_card_paid"
	SameCardReserved Name = "same_card_reserved"
	OrderPaid        Name = "order_paid"
	OrderReserved    Name = "order_reserved"
	BankShows        Name = "bank_shows"
	BankShowsMore    Name = "bank_shows_more"
	StillUnknown     Name = "still_unknown"
	CardTriedOut     Name = "card_tried_out"
	NumberUnknown    Name = "number_unknown"
	BackUnknown      Name = "back_unknown"
	BackMade         Name = "back_made"
	BackShows        Name = "back_shows"
	AskSupervisor    Name = "ask_supervisor"
)

var warnings = []line{
	{SameCardPaid, "Did you pay {amount} with this card {ago}?", "amount ago"},
	{SameCardReserved, "Did we reserve {amount} on this card {ago}?", "amount ago"},
	{OrderPaid, "I see that this order was paid {ago}. Is this another payment?", "amount ago"},
	{OrderReserved, "I see that {amount} was reserved for this order {ago}. Is this another payment?", "amount ago"},
	{BankShows, "Does your bank show a payment of {amount}?", "amount"},
	{BankShowsMore, "Does your bank show {amount} more reserved?", "amount"},
	{StillUnknown, "I am still checking an earlier payment. I cannot take it again until I know.", "amount"},
	{CardTriedOut, "The bank has not accepted this card. Do you have another one?", "amount"},
	{NumberUnknown, "Could you read me the long number once more, in groups of four?", "amount"},
	{BackUnknown, "I am still checking whether that was done.", "amount"},
	{BackMade, "I see that {amount} was given back {ago}. Is this another one?", "amount ago"},
	{BackShows, "Does your bank show {amount} coming back?", "amount"},
	{AskSupervisor, "I have to ask a supervisor about that first.", "amount"},
}

// The lines of the confirm page of a payment.
const (
	ConfirmPayment      Name = "confirm_payment"
	ConfirmLater        Name = "confirm_later"
	ConfirmHeld         Name = "confirm_held"
	ConfirmReserve      Name = "confirm_reserve"
	ConfirmReserveLater Name = "confirm_reserve_later"
	ConfirmCheck        Name = "confirm_check"
)

const ofConfirm = "amount words order brand last4 card"

var confirmations = []line{
	{ConfirmPayment, "I am about to take {words} from your {card}. Is that all right?", ofConfirm},
	{ConfirmLater, "I am about to take {words} from your {card} {day}. Is that all right?", ofConfirm + " day"},
	{ConfirmHeld, "I am about to ask your bank for {words} from your {card}. Nothing is taken yet. Is that all right?", ofConfirm},
	{ConfirmReserve, "I am about to reserve {words} on your {card}. Is that all right?", ofConfirm},
	{ConfirmReserveLater, "I am about to reserve {words} on your {card}, and take it {day}. Is that all right?", ofConfirm + " day"},
	{ConfirmCheck, "I am about to check your {card} with your bank. Nothing is taken. Is that all right?", "order brand last4 card"},
}
