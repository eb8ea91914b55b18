package message

import "motoconsole/internal/sandbox/book"

// details are the fields that only the records of a query have: those that a
// request sent and its answer does not repeat.
type details struct {
	CustomerIP              string `json:"customerip,omitempty"`
	BillingPremise          string `json:"billingpremise,omitempty"`
	BillingStreet           string `json:"billingstreet,omitempty"`
	BillingTown             string `json:"billingtown,omitempty"`
	BillingCounty           string `json:"billingcounty,omitempty"`
	BillingCountry          string `json:"billingcountryiso2a,omitempty"`
	BillingPostcode         string `json:"billingpostcode,omitempty"`
	BillingEmail            string `json:"billingemail,omitempty"`
	BillingTelephone        string `json:"billingtelephone,omitempty"`
	BillingTelephoneType    string `json:"billingtelephonetype,omitempty"`
	BillingPrefixName       string `json:"billingprefixname,omitempty"`
	BillingFirstName        string `json:"billingfirstname,omitempty"`
	BillingMiddleName       string `json:"billingmiddlename,omitempty"`
	BillingLastName         string `json:"billinglastname,omitempty"`
	BillingSuffixName       string `json:"billingsuffixname,omitempty"`
	BillingBirthday         string `json:"billingdob,omitempty"`
	CustomerPremise         string `json:"customerpremise,omitempty"`
	CustomerStreet          string `json:"customerstreet,omitempty"`
	CustomerTown            string `json:"customertown,omitempty"`
	CustomerCounty          string `json:"customercounty,omitempty"`
	CustomerCountry         string `json:"customercountryiso2a,omitempty"`
	CustomerPostcode        string `json:"customerpostcode,omitempty"`
	CustomerEmail           string `json:"customeremail,omitempty"`
	CustomerTelephone       string `json:"customertelephone,omitempty"`
	CustomerTelephoneType   string `json:"customertelephonetype,omitempty"`
	CustomerPrefixName      string `json:"customerprefixname,omitempty"`
	CustomerFirstName       string `json:"customerfirstname,omitempty"`
	CustomerMiddleName      string `json:"customermiddlename,omitempty"`
	CustomerLastName        string `json:"customerlastname,omitempty"`
	CustomerSuffixName      string `json:"customersuffixname,omitempty"`
	CustomerBirthday        string `json:"customerdob,omitempty"`
	CustomerForwardedIP     string `json:"customerforwardedip,omitempty"`
	RecipientAccount        string `json:"customeraccountnumber,omitempty"`
	RecipientAccountType    string `json:"customeraccountnumbertype,omitempty"`
	DebtRepayment           string `json:"debtrepayment,omitempty"`
	MerchantEmail           string `json:"merchantemail,omitempty"`
	CustomField1            string `json:"customfield1,omitempty"`
	CustomField2            string `json:"customfield2,omitempty"`
	CustomField3            string `json:"customfield3,omitempty"`
	CustomField4            string `json:"customfield4,omitempty"`
	CustomField5            string `json:"customfield5,omitempty"`
	InitiationReason        string `json:"initiationreason,omitempty"`
	SubscriptionType        string `json:"subscriptiontype,omitempty"`
	SubscriptionNumber      string `json:"subscriptionnumber,omitempty"`
	SubscriptionUnit        string `json:"subscriptionunit,omitempty"`
	SubscriptionFrequency   string `json:"subscriptionfrequency,omitempty"`
	SubscriptionFinalNumber string `json:"subscriptionfinalnumber,omitempty"`
	SubscriptionBegins      string `json:"subscriptionbegindate,omitempty"`
}

// slots are the places of the details, in the order of their ids.
func (d *details) slots() [book.ShownInterface - book.CustomerIP]*string {
	return [...]*string{
		&d.CustomerIP, &d.BillingPremise, &d.BillingStreet, &d.BillingTown, &d.BillingCounty, &d.BillingCountry,
		&d.BillingPostcode, &d.BillingEmail, &d.BillingTelephone, &d.BillingTelephoneType, &d.BillingPrefixName,
		&d.BillingFirstName, &d.BillingMiddleName, &d.BillingLastName, &d.BillingSuffixName, &d.BillingBirthday,
		&d.CustomerPremise, &d.CustomerStreet, &d.CustomerTown, &d.CustomerCounty, &d.CustomerCountry, &d.CustomerPostcode,
		&d.CustomerEmail, &d.CustomerTelephone, &d.CustomerTelephoneType, &d.CustomerPrefixName, &d.CustomerFirstName,
		&d.CustomerMiddleName, &d.CustomerLastName, &d.CustomerSuffixName, &d.CustomerBirthday, &d.CustomerForwardedIP,
		&d.RecipientAccount, &d.RecipientAccountType, &d.DebtRepayment, &d.MerchantEmail, &d.CustomField1, &d.CustomField2,
		&d.CustomField3, &d.CustomField4, &d.CustomField5, &d.InitiationReason, &d.SubscriptionType, &d.SubscriptionNumber,
		&d.SubscriptionUnit, &d.SubscriptionFrequency, &d.SubscriptionFinalNumber, &d.SubscriptionBegins,
	}
}

// detailsOf are the details among texts, nil when there are none.
func detailsOf(t book.Texts) *details {
	var d *details
	var slots [book.ShownInterface - book.CustomerIP]*string
	for _, kept := range t {
		if !kept.ID.IsDetail() {
			continue
		}
		if d == nil {
			d = &details{}
			slots = d.slots()
		}
		*slots[kept.ID-book.CustomerIP] = kept.Value
	}
	return d
}
