package script

// question is what the agent asks at a field of the form, and what the agent asks after an
// answer that was refused.
type question struct{ stem, asks, asksOn string }

// The lines of the form are named ask_ and a stem, and ask_, the stem and _again.
var asked = []question{
	{"order", "What is the order number, please?", "What is the order number again, please?"},
	{"currency", "Which currency is that in?", "Which currency is that in?"},
	{"amount", "And how much is it for?", "How much is it for, please?"},
	{"keep_card", "May we keep your card for later payments?", "May we keep your card for later payments?"},
	{"purpose", "What may we keep it for?", "What may we keep it for?"},
	{"number", "Could you read me the long number across the card?", "Could you read the long number again, please?"},
	{"expiry", "And when does it expire?", "Could you read the expiry date again, please?"},
	{"code", "And the three digits on the back of the card, please?", "Could you read the three digits on the back again, please?"},
	{"code_on_front", "And the four digits on the front of the card, please?", "Could you read the four digits on the front again, please?"},
	{"title", "Which title do you use?", "Which title do you use?"},
	{"first_name", "And your first name?", "Could you spell the first name, please?"},
	{"name", "What is the name on the card?", "Could you spell the name on the card, please?"},
	{"house", "What is the number or name of the house the card is registered at?", "What is the number or name of the house again, please?"},
	{"street", "And the street?", "Could you spell the street, please?"},
	{"town", "And the town?", "Could you spell the town, please?"},
	{"county", "And the county?", "Could you spell the county, please?"},
	{"country", "Which country is that in?", "Which country is that in, please?"},
	{"postcode", "And the postcode there?", "Could you read the postcode again, please?"},
	{"email", "Would you like a receipt by e-mail?", "Could you spell the e-mail address, please?"},
	{"telephone", "Which number can we reach you on?", "Could you read the number again, please?"},
	{"telephone_type", "Is that a mobile number?", "Is that a mobile, home or work number?"},
	{"settlement", "", "When would you like us to take it?"},
	{"delivery", "Does it go to the same address?", "Does it go to the same address?"},
	{"delivery_house", "What is the number or name of the house it goes to?", "What is the number or name of the house again, please?"},
	{"account_type", "Is it paid into an account or to a card?", "Is it paid into an account or to a card?"},
	{"account", "What is the number of the account it is paid into?", "Could you read the account number again, please?"},
	{"recipient", "Who receives it?", "Could you spell the name, please?"},
	{"birthday", "What is the recipient’s date of birth?", "What is the date of birth again, please?"},
	{"debt", "Does this repay a debt?", "Does this repay a debt?"},
	{"moment", "One moment, please.", "One moment, please."},
}

// NumberFits is the line of a number that fits, once its groups were read again.
const NumberFits Name = "number_fits"

// The lines that tell the caller when the money is taken.
const (
	TakenSoon    Name = "taken_soon"
	TakenOn      Name = "taken_on"
	OnlyHeld     Name = "only_held"
	OnlyReserved Name = "only_reserved"
	ReservedNow  Name = "reserved_now"
	ThatIs       Name = "that_is"
)

func questions() (lines []line) {
	for _, q := range asked {
		if q.asks != "" {
			lines = append(lines, line{Ask(q.stem), q.asks, ""})
		}
		lines = append(lines, line{Again(q.stem), q.asksOn, ""})
	}
	return append(lines,
		line{Ask("number_in_groups"), "Let us go through the number again. Please read me group {group}.", "group"},
		line{NumberFits, "Thank you, I have it now.", ""},
		line{TakenSoon, "It is taken within a day.", ""},
		line{TakenOn, "It is taken {day}.", "day"},
		line{OnlyHeld, "It is only held; nothing is taken until we release it.", ""},
		line{OnlyReserved, "It is only reserved; nothing is taken yet.", ""},
		line{ReservedNow, "It is reserved now, and taken {day}.", "day"},
		line{ThatIs, "That is {words}.", "words"},
	)
}

// Ask is the line that asks for a field.
func Ask(stem string) Name { return Name("ask_" + stem) }

// Again is the line that asks for a field once more.
func Again(stem string) Name { return Name("ask_" + stem + "_again") }
