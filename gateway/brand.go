package gateway

import "slices"

// Brand is a card scheme, named as the gateway's paymenttypedescription. The
// brand read off a number is a hint: the gateway decides, and may answer with
// a finer type.
type Brand string

// The brands the vendor's JavaScript library recognises.
const (
	Visa       Brand = "VISA"
	Mastercard Brand = "MASTERCARD"
	Amex       Brand = "AMEX"
	Maestro    Brand = "MAESTRO"
	Discover   Brand = "DISCOVER"
	Diners     Brand = "DINERS"
	JCB        Brand = "JCB"
	PIBA       Brand = "PIBA"
	AstroPay   Brand = "ASTROPAYCARD"
)

type brandRules struct {
	name    string
	lengths []int
	// usual is the length of most of the brand's cards if it also has longer ones,
	// otherwise 0.
	usual int
	code  int
	luhn  bool
}

// rulesOf are the rules of a brand, from the table in the vendor's JavaScript library.
func rulesOf(b Brand) brandRules {
	switch b {
	case Visa:
		return brandRules{"Visa", []int{13, 16, 19}, 16, 3, true}
	case Mastercard:
		return brandRules{"Mastercard", []int{16}, 16, 3, true}
	case Amex:
		return brandRules{"American Express", []int{15}, 15, 4, true}
	case Maestro:
		return brandRules{"Maestro", []int{12, 13, 14, 15, 16, 17, 18, 19}, 0, 3, false}
	case Discover:
		return brandRules{"Discover", []int{14, 15, 16, 17, 18, 19}, 16, 3, true}
	case Diners:
		return brandRules{"Diners Club", []int{14, 15, 16, 17, 18, 19}, 0, 3, true}
	case JCB:
		return brandRules{"JCB", []int{15, 16, 19}, 16, 3, true}
	case PIBA:
		return brandRules{"PIBA", []int{19}, 19, 0, true}
	case AstroPay:
		return brandRules{"AstroPay", []int{16}, 16, 4, false}
	default:
		return brandRules{"Card", []int{12, 13, 14, 15, 16, 17, 18, 19}, 0, 3, true}
	}
}

// Name is the brand as people write it, or "Card" when it is not known.
func (b Brand) Name() string { return rulesOf(b).name }

// Lengths returns the possible numbers of digits of the brand's cards, shortest
// first.
func (b Brand) Lengths() []int { return rulesOf(b).lengths }

// CodeLength is the length of the brand's security code; 0 means it has none.
func (b Brand) CodeLength() int { return rulesOf(b).code }

// HasLuhn reports whether the brand's numbers end in a Luhn check digit.
func (b Brand) HasLuhn() bool { return rulesOf(b).luhn }

// UsualLength is the number of digits to expect: the brand's usual length, or its
// longest if it has no usual one.
func (b Brand) UsualLength() int {
	r := rulesOf(b)
	if r.usual != 0 {
		return r.usual
	}
	return r.lengths[len(r.lengths)-1]
}

// Grouping is how the brand prints a number of n digits: 4-6-5 for American
// Express, fours for the rest.
func (b Brand) Grouping(n int) []int {
	if b == Amex {
		return []int{4, 6, 5}
	}
	var groups []int
	for ; n > 4; n -= 4 {
		groups = append(groups, 4)
	}
	return append(groups, n)
}

// brandRange is a range of leading digits, both ends included.
type brandRange struct {
	brand  Brand
	lo, hi string
}

// brandRanges are leading digits; where ranges overlap the longest prefix wins.
var brandRanges = []brandRange{
	{Visa, "4", "4"},
	{Mastercard, "51", "55"},
	{Mastercard, "2221", "2720"},
	{Amex, "34", "34"},
	{Amex, "37", "37"},
	{Maestro, "50", "50"},
	{Maestro, "56", "69"},
	{Discover, "6011", "6011"},
	{Discover, "644", "659"},
	{Discover, "622126", "622925"},
	{Discover, "624", "626"},
	{Discover, "6282", "6288"},
	{Diners, "300", "305"},
	{Diners, "3095", "3095"},
	{Diners, "36", "36"},
	{Diners, "38", "39"},
	{JCB, "3528", "3589"},
	{JCB, "3088", "3094"},
	{JCB, "3096", "3102"},
	{JCB, "3112", "3120"},
	{JCB, "3158", "3159"},
	{JCB, "3337", "3349"},
	{PIBA, "308950", "308950"},
	{AstroPay, "1801", "1801"},
	{AstroPay, "1175", "1175"},
}

// Brand is the brand that the digits so far belong to. It is "" while several are
// possible or none is known.
func (c CardNumber) Brand() (brand Brand) {
	c.d.Use(func(digits []byte) { brand = brandOf(digits) })
	return brand
}

func brandOf(typed []byte) Brand {
	var is, could Brand
	longest, several := 0, false
	for _, r := range brandRanges {
		n := min(len(typed), len(r.lo))
		if n == 0 || compare(typed[:n], r.lo) < 0 || compare(typed[:n], r.hi) > 0 {
			continue
		}
		if n < len(r.lo) {
			several = several || could != "" && could != r.brand
			could = r.brand
		} else if n > longest {
			is, longest = r.brand, n
		}
	}
	switch {
	case several, is != "" && could != "" && is != could:
		return ""
	case is != "":
		return is
	default:
		return could
	}
}

// FitsBrand reports whether digits lie in the range of a brand and have one of its
// lengths, or would with up to missing more digits. It does not look at the check
// digit.
func FitsBrand(digits []byte, missing int) bool {
	brand := brandOf(digits)
	return brand != "" && slices.ContainsFunc(brand.Lengths(), func(n int) bool {
		return len(digits) <= n && n <= len(digits)+missing
	})
}

// unlistedScheme is a range of cards that is missing from the vendor's table.
type unlistedScheme struct {
	lo, hi            string
	shortest, longest int
}

// unlisted are cards that callers may have although the vendor's table lacks them.
var unlisted = []unlistedScheme{
	{"1800", "1800", 15, 15}, // JCB
	{"2131", "2131", 15, 15}, // JCB
	{"2200", "2204", 16, 19}, // Mir
	{"81", "82", 16, 16},     // RuPay
	{"9792", "9792", 16, 16}, // Troy
}

func (u unlistedScheme) has(digits []byte) bool {
	n := len(u.lo)
	return len(digits) >= n && compare(digits[:n], u.lo) >= 0 && compare(digits[:n], u.hi) <= 0
}

// FitsUnlisted is FitsBrand for cards that have no Brand here, such as Mir and
// RuPay. It does not look at the check digit either: most slips change one digit,
// and so break the check.
func FitsUnlisted(digits []byte, missing int) bool {
	return slices.ContainsFunc(unlisted, func(u unlistedScheme) bool {
		return len(digits)+missing >= u.shortest && len(digits) <= u.longest && u.has(digits)
	})
}

// BeginsLikeCard reports whether digits begin as a card number does, however many
// there are.
func BeginsLikeCard(digits []byte) bool {
	return brandOf(digits) != "" || slices.ContainsFunc(unlisted, func(u unlistedScheme) bool { return u.has(digits) })
}

// beginsScheme reports digits that are the beginning of some scheme's numbers, or begin
// with one.
func beginsScheme(digits []byte) bool {
	within := func(lo, hi string) bool {
		n := min(len(digits), len(lo))
		return compare(digits[:n], lo) >= 0 && compare(digits[:n], hi) <= 0
	}
	return slices.ContainsFunc(brandRanges, func(r brandRange) bool { return within(r.lo, r.hi) }) ||
		slices.ContainsFunc(unlisted, func(u unlistedScheme) bool { return within(u.lo, u.hi) })
}

// compare orders digits against the same number of leading digits of the bound,
// without making a string of the digits.
func compare(typed []byte, bound string) int {
	for i, c := range typed {
		if c != bound[i] {
			return int(c) - int(bound[i])
		}
	}
	return 0
}

// PassesLuhn reports whether digits end in the right Luhn check digit.
func PassesLuhn(digits []byte) bool {
	sum, double := 0, false
	for _, ch := range slices.Backward(digits) {
		n := int(ch - '0')
		if double {
			n *= 2
			if n > 9 {
				n -= 9
			}
		}
		sum, double = sum+n, !double
	}
	return sum%10 == 0
}
