package forms

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/keyboard"
)

// The names of the fields of a recipient's account.
const (
	accountNumber = "customeraccountnumber"
	accountType   = "customeraccountnumbertype"
)

// AccountField takes the number of a recipient's account. It may be a card's, so the
// field keeps, draws and wipes it like one, whatever type the agent chooses.
type AccountField struct {
	hiddenDigits[gateway.CardNumber]

	isCard   func() bool
	required bool
}

var _ Field = (*AccountField)(nil)

// newAccount makes an empty field whose digits live in the vault; see NewCardNumber.
// The function says whether the number is a card's.
func newAccount(v *gateway.Vault, isCard func() bool) *AccountField {
	return &AccountField{hiddenDigits: hide(v.AccountNumber), isCard: isCard}
}

// Name implements Field.
func (a *AccountField) Name() string { return accountNumber }

// Label implements Field.
func (a *AccountField) Label() string { return "Account number" }

// Number is a handle on the digits typed so far.
func (a *AccountField) Number() gateway.CardNumber { return a.digits }

// most is how many digits the field can hold.
func (a *AccountField) most() int { return gateway.MaxLength(accountNumber) }

// Press implements Field.
func (a *AccountField) Press(k tea.KeyPressMsg) bool {
	a.note = nil
	return pressDigits(a, k)
}

// digit implements secret.
func (a *AccountField) digit(d byte) {
	a.note = nil
	a.add(rune(d))
}

const accountDigitsOnly = "the account number has digits only: delete what is not one"

// add implements digitField.
func (a *AccountField) add(r rune) {
	d, isDigit := digitOf(r)
	rule := ""
	switch {
	case !a.tail.empty():
		rule = a.tail.rule
	case !isDigit && isSeparator(r):
		a.blanks.add(a.digits.Len())
		return
	case !isDigit:
		rule = accountDigitsOnly
	case a.digits.Len() >= a.most() || !a.digits.Push(d):
		rule = fmt.Sprintf("the account number has at most %d digits: ask for it again", a.most())
	}
	if rule != "" {
		a.tail.add(r, rule)
		_ = a.refuse(accountNumber, rule) // kept for the form
	}
	a.edited()
}

// Paste implements Field. A pasted number replaces what was there.
func (a *AccountField) Paste(text string) error { return a.pasteFrom(text, nil) }

// pasteFrom implements secret.
func (a *AccountField) pasteFrom(text string, q *keyboard.Queue) error {
	line, err := pastedLine(text, accountNumber, "the account number")
	if err != nil {
		return err
	}
	fresh := a.fresh()
	for _, r := range line {
		d, ok := digitFrom(r, q)
		rule := ""
		switch {
		case isSeparator(r):
		case !ok:
			rule = "it may have only digits, blanks and dashes"
		case !fresh.Push(d):
			rule = fmt.Sprintf("it has more than %d digits", a.most())
		}
		if rule != "" {
			fresh.Wipe()
			return broken(accountNumber, "the pasted text is not an account number: "+rule)
		}
	}
	a.Clear()
	a.digits = fresh
	a.edited()
	return nil
}

// optional implements optioner.
func (a *AccountField) optional() bool { return !a.required }

// Check implements Field.
func (a *AccountField) Check() error {
	switch {
	case !a.tail.empty():
		return broken(accountNumber, a.tail.rule)
	case a.digits.Len() == 0 && a.required:
		return broken(accountNumber, "enter the number of the recipient's account")
	case a.digits.Len() > 0 && a.isCard() && a.digits.Check() != nil:
		return broken(accountNumber, mistypedAccount)
	}
	return nil
}

const mistypedAccount = "the recipient's card number is mistyped: ask for it again, or say that it is an account"

// early implements forewarner: a card's number says so with its last digit.
func (a *AccountField) early() error {
	if a.tail.empty() && a.isCard() && slippedWhole(a.digits) {
		return broken(accountNumber, mistypedAccount)
	}
	return nil
}

// Complete implements Field.
func (a *AccountField) Complete() bool { return false }

// Render implements Field. The last four digits show once the field has been left.
func (a *AccountField) Render(focused bool, width int, st Styles) (string, int) {
	text := strings.Repeat(hidden, a.digits.Len()) + a.tail.text()
	if last := a.digits.Last4(); !focused && last != "" && a.Check() == nil {
		text = strings.Repeat(hidden, a.digits.Len()-len(last)) + last
	}
	return st.Value.Render(cut(text, width)), cursorIn(focused, cells(text), width)
}

// Hint implements Field.
func (a *AccountField) Hint(focused bool) string {
	if !focused || !a.tail.empty() {
		return ""
	}
	if n := a.digits.Len(); n > 0 {
		return thousands.CountOf(n, "digit")
	}
	return fmt.Sprintf("up to %d digits", a.most())
}
