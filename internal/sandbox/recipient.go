package sandbox

import "strings"

// missingRecipient names the fields of the recipient that a merchant of
// financial services (merchant category code 6012) owes the schemes, whether
// they were sent or inherited. Here those merchants are the sites with 6012 in
// their names.
func (t *transaction) missingRecipient() complaints {
	if !t.isFinancial() {
		return nil
	}
	var missing complaints
	for _, id := range []textID{recipientAccount, recipientAccountType, customerBirthday, customerLastName, customerPostcode} {
		if t.texts.get(id) == "" {
			missing.add(textNames()[id])
		}
	}
	if !postcode(t.texts.get(customerPostcode), "GB") {
		missing.add(textNames()[customerPostcode])
	}
	return missing
}

func (t *transaction) isFinancial() bool { return strings.Contains(t.site, "6012") }
