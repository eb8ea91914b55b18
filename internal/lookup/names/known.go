package names

import "strings"

// manyMarks are common names with several or rare marks: without marks, as on plain
// keyboards, and with them.
var manyMarks = pairs(`
	nguyen nguyễn  tran trần  le lê  pham phạm  hoang hoàng  huynh huỳnh  vu vũ  vo võ  dang đặng  bui bùi  do đỗ  ho hồ  ngo ngô  duong dương  ly lý
	dvorak dvořák  dvorakova dvořáková  novakova nováková  svobodova svobodová  cerny černý  cerna černá  novotny novotný  novotna novotná  kucera kučera  kolar kolář
	prochazka procházka  prochazkova procházková  ruzicka růžička  hajek hájek  vesely veselý  maly malý  kral král  benes beneš  safar šafář
	walesa wałęsa  wojcik wójcik  dabrowski dąbrowski  dabrowska dąbrowska  zielinski zieliński  zielinska zielińska  kozlowski kozłowski  kozlowska kozłowska
	kaminski kamiński  kaminska kamińska  wozniak woźniak  pawlowski pawłowski  pawlowska pawłowska  zajac zając  krol król  wrobel wróbel  jablonski jabłoński
	jablonska jabłońska  wieckowski więckowski  glowacki głowacki  michalowski michałowski
	sahin şahin  isik ışık  yildiz yıldız  yildirim yıldırım  celik çelik  ozturk öztürk  aydin aydın  simsek şimşek  kilic kılıç  gunes güneş  dogan doğan
	erdogan erdoğan  bayindir bayındır  aktas aktaş  tas taş  coskun coşkun  yilmaz yılmaz  cakir çakır  ates ateş
	aberg åberg  akesson åkesson  angstrom ångström  astrom åström  akerlund åkerlund  sjoberg sjöberg  hakansson håkansson  mansson månsson
	kovac kovač  kovacevic kovačević  petrovic petrović  jovanovic jovanović  nikolic nikolić  popovic popović  milosevic milošević
	szabo szabó  kovacs kovács  toth tóth  nemeth németh  meszaros mészáros  racz rácz  stefanescu ștefănescu
	jose josé  jesus jesús  angel ángel  ramon ramón  ruben rubén  raul raúl  ines inés  monica mónica  andres andrés  nicolas nicolás  adrian adrián
	sebastian sebastián  ivan iván  hector héctor  cesar césar  tomas tomás  joaquin joaquín  alvaro álvaro  angeles ángeles  belen belén
	goncalves gonçalves  guimaraes guimarães  magalhaes magalhães  conceicao conceição  araujo araújo  assuncao assunção  simoes simões`)

// pairs maps every first word of a pair to the second.
func pairs(text string) map[string]string {
	all := map[string]string{}
	words := strings.Fields(text)
	for i := 0; i+1 < len(words); i += 2 {
		all[words[i]] = words[i+1]
	}
	return all
}

// withMarks adds the marks that the words of a stem are known to have.
func withMarks(stem string) string {
	return eachPart(stem, func(part string) string {
		if marked, ok := manyMarks[part]; ok {
			return marked
		}
		return part
	})
}

// eachPart changes each part of a stem between blanks and hyphens.
func eachPart(stem string, change func(string) string) string {
	var out strings.Builder
	for part := range strings.SplitAfterSeq(stem, " ") {
		for piece := range strings.SplitAfterSeq(part, "-") {
			bare := strings.TrimRight(piece, " -")
			out.WriteString(change(bare) + piece[len(bare):])
		}
	}
	return out.String()
}

// umlauts are a stem with ue for one u, or oe for one o, between two consonants:
// mueller for muller.
func umlauts(stem string) []string {
	var out []string
	for i := 1; i+1 < len(stem); i++ {
		if (stem[i] == 'u' || stem[i] == 'o') && consonant(stem[i-1]) && consonant(stem[i+1]) {
			out = append(out, stem[:i+1]+"e"+stem[i+1:])
		}
	}
	return out
}

// withoutUmlauts writes u for ue and o for oe between two consonants.
func withoutUmlauts(name string) string {
	b := []byte(name)
	for i := 1; i+2 < len(b); i++ {
		if (b[i] == 'u' || b[i] == 'o') && b[i+1] == 'e' && consonant(b[i-1]) && consonant(b[i+2]) {
			b = append(b[:i+1], b[i+2:]...)
		}
	}
	return string(b)
}

func consonant(c byte) bool { return c >= 'a' && c <= 'z' && !vowel(c) }
