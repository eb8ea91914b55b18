package charset

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// symbols are the replacements of screen symbols.
var symbols = map[rune]rune{
	'✔': '+', '✖': 'x', '≠': '#', '×': 'x', '–': '-', '—': '-', '−': '-', '‐': '-', '‑': '-', '…': '.', '▸': '>', '▾': 'v', '●': '*', '○': 'o', '•': '*', '·': '-',
	'“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '’': '\'', '‘': '\'', '‚': '\'', '━': '=', '═': '=', '─': '-', '│': '|', '║': '|', '┃': '#', '▏': '|',
	'▌': '|', '▐': '|', '█': '#', '▀': '"', '▄': '_', '┌': '+', '┐': '+', '└': '+', '┘': '+', '├': '+', '┤': '+', '┬': '+', '┴': '+', '┼': '+',
	'╭': '+', '╮': '+', '╰': '+', '╯': '+', '→': '>', '←': '<', '↑': '^', '↓': 'v', '▲': '^', '▼': 'v', '±': '~', '¿': '?', '¡': '!', '°': 'o',
	'ß': 's', 'ø': 'o', 'Ø': 'O', 'æ': 'a', 'Æ': 'A', 'œ': 'o', 'Œ': 'O', 'đ': 'd', 'Đ': 'D', 'ð': 'd', 'Ð': 'D', 'þ': 't', 'Þ': 'T', 'ł': 'l', 'Ł': 'L', 'ı': 'i',
}

// codes are the replacements of currency signs.
var codes = map[rune]string{
	'£': "GBP ", '€': "EUR ", '₹': "INR ", '₩': "KRW ", '₪': "ILS ", '₫': "VND ", '₦': "NGN ", '₱': "PHP ", '₴': "UAH ", '₺': "TRY ", '₽': "RUB ", '₡': "CRC ", '₲': "PYG ", '₸': "KZT ", '₭': "LAK ", '₮': "MNT ", '₵': "GHS ",
	'¥': "Y", '¢': "c",
}

// consoleHas are the symbols that the fonts of the Linux console have.
const consoleHas = "│─█▀▄"

// Fold is a character in a form that the terminal can show: as many cells wide, or
// the code of a currency.
func (s Set) Fold(r rune) string {
	switch {
	case s == Unicode, r < 0x80:
		return string(r)
	case r >= 0xe000 && r <= 0xf8ff: // stand-ins for digits, see internal/keyboard
		return string(r)
	case s == Console && (strings.ContainsRune(consoleHas, r) || r <= 0xff && unicode.IsLetter(r)):
		return string(r)
	}
	if code, ok := codes[r]; ok {
		return code
	}
	if symbol, ok := symbols[r]; ok {
		return string(symbol)
	}
	if unicode.Is(unicode.Zs, r) {
		return " "
	}
	if plain := norm.NFKD.String(string(r)); plain != "" && plain[0] < 0x80 && plain[0] > ' ' {
		return plain[:1] // a letter without its accent
	}
	return "?"
}
