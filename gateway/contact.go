package gateway

// Contact is a person and an address. Requests and answers carry its fields under
// the prefix billing or customer. Lengths are in characters; text may be any
// Unicode unless said otherwise. Formats are from the vendor's field tables.
type Contact struct {
	PrefixName string `json:"prefixname,omitempty"` // 25, "Dr"
	FirstName  string `json:"firstname,omitempty"`  // 127
	MiddleName string `json:"middlename,omitempty"` // 127
	LastName   string `json:"lastname,omitempty"`   // 127
	SuffixName string `json:"suffixname,omitempty"` // 25, "BSc"
	// Premise is the house number or name, 25 (20 in a query). The bank
	// compares only Premise and Postcode of the address (AVS).
	Premise string `json:"premise,omitempty"`
	Street  string `json:"street,omitempty"` // 127 (20 in a query)
	Town    string `json:"town,omitempty"`   // 127
	// County is the state in the US, 127. It needs Country (documented for the
	// vendor's browser interface).
	County string `json:"county,omitempty"`
	// Postcode is 25. Its format is checked if Country is GB, US or CA.
	Postcode string `json:"postcode,omitempty"`
	Country  string `json:"countryiso2a,omitempty"` // ISO 3166 alpha-2, capitals
	Email    string `json:"email,omitempty"`        // 255, at most 64 before the @
	// Telephone is 20, digits and symbols. It needs TelephoneType (taken from
	// the vendor's shop module).
	Telephone     string `json:"telephone,omitempty"`
	TelephoneType string `json:"telephonetype,omitempty"` // H home, M mobile, W work
	DateOfBirth   string `json:"dob,omitempty"`           // YYYY-MM-DD
}

// Billing is the person and address the card is billed to.
type Billing = Contact

// Customer is the person the goods go to or, for MCC 6012, who receives the money.
type Customer struct {
	Contact
	IP          string `json:"ip,omitempty"`          // the customer's address, 39; leave it out for MOTO (inferred)
	ForwardedIP string `json:"forwardedip,omitempty"` // the customer's address as a proxy reports it, 39
}

// Recipient is the account that a payment to a financial institution (merchant
// category code 6012) pays into. UK merchants of that category must send it with
// AUTH and ACCOUNTCHECK, together with the recipient's DateOfBirth, LastName and
// Postcode in Customer; otherwise the gateway answers 60025 (documented).
type Recipient struct {
	// Number is the customeraccountnumber, at most 20 digits; wiped with the
	// request. The client treats it as a card number, because the agent may have typed
	// one. Make one with Vault.AccountNumber.
	Number CardNumber
	Type   RecipientType // of the number; zero means an account
}

// contact adds the fields that are set of a person and address.
func (e *element) contact(prefix string, c Contact) {
	e.add(prefix+"prefixname", c.PrefixName)
	e.add(prefix+"firstname", c.FirstName)
	e.add(prefix+"middlename", c.MiddleName)
	e.add(prefix+"lastname", c.LastName)
	e.add(prefix+"suffixname", c.SuffixName)
	e.add(prefix+"premise", c.Premise)
	e.add(prefix+"street", c.Street)
	e.add(prefix+"town", c.Town)
	e.add(prefix+"county", c.County)
	e.add(prefix+"postcode", c.Postcode)
	e.add(prefix+"countryiso2a", c.Country)
	e.add(prefix+"email", c.Email)
	e.add(prefix+"telephone", c.Telephone)
	e.add(prefix+"telephonetype", c.TelephoneType)
	e.add(prefix+"dob", c.DateOfBirth)
	if c.County != "" && c.Country == "" {
		e.refuse(prefix+"countryiso2a", "a county or state needs the country")
	}
	if c.Telephone != "" && c.TelephoneType == "" {
		e.refuse(prefix+"telephonetype", "say what kind of telephone it is: H home, M mobile or W work")
	}
	if !PostcodeFits(c.Postcode, c.Country) {
		e.refuse(prefix+"postcode", "the postcode does not look like one of that country")
	}
}

func (e *element) customer(c Customer) {
	e.contact("customer", c.Contact)
	e.add("customerip", c.IP)
	e.add("customerforwardedip", c.ForwardedIP)
}

// recipient adds the account of MCC 6012. It belongs to the person in customer.
func (e *element) recipient(r Recipient, customer Contact) {
	if r.Number.Len() == 0 {
		return
	}
	if r.Type == RecipientCard {
		if err := r.Number.Check(); err != nil {
			e.refuse("customeraccountnumber", "the recipient's card number is not right: ask for it again")
		}
	}
	e.add("customeraccountnumbertype", r.Type.sent())
	e.secret("customeraccountnumber", r.Number.d)
	for _, needed := range []struct{ name, value, label string }{
		{"customerdob", customer.DateOfBirth, "date of birth"},
		{"customerlastname", customer.LastName, "last name"},
		{"customerpostcode", customer.Postcode, "postcode"},
	} {
		if needed.value == "" {
			e.refuse(needed.name, "a recipient's account needs the recipient's "+needed.label)
		}
	}
}
